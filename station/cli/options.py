"""The options and questions that several commands share."""

import argparse
import getpass
import os
import signal
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType
from typing import TypeAlias

from station.cli.console import Console
from station.errors import StationError
from station.folders import Data, default_data
from station.operations.plant import FactoryFile
from station.operations.practice import practice_pin
from station.secret import Secret

Commands: TypeAlias = "argparse._SubParsersAction[ArgumentParser]"  # noqa: SLF001 - it has no public name
Run = Callable[[Namespace, Console], int]

ALL_WELL, UNITS_FAILED, WRONG_USE, CANNOT_WORK = range(4)


def add_command(commands: Commands, name: str, run: Run, summary: str) -> ArgumentParser:
    """Add a command with the options that all take, and return its parser."""
    parser = commands.add_parser(name, help=summary, description=summary)
    parser.add_argument(
        "--json", action="store_true", help="one JSON object on standard output, for machines"
    )
    parser.add_argument(
        "--data", metavar="DIR", type=Path, default=None, help="another data folder"
    )
    parser.set_defaults(run=run)
    return parser


def add_group(commands: Commands, name: str, summary: str) -> Commands:
    """Add a command that has commands of its own."""
    parser = commands.add_parser(name, help=summary, description=summary)
    return parser.add_subparsers(metavar="COMMAND", required=True)


def add_pin_option(parser: ArgumentParser) -> None:
    """Add the way to hand over the factory token's PIN without showing it to anybody."""
    parser.add_argument(
        "--pin-fd",
        metavar="N",
        type=int,
        help="read the factory token's PIN from this file descriptor instead of the keyboard",
    )


def at_least_one(text: str) -> int:
    """Return a whole number from 1; for argparse."""
    if not (text.isascii() and text.isdecimal()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1")
    return int(text)


def data_of(arguments: Namespace) -> Data:
    """Return the data folder that the arguments name; only what sets a station up makes it."""
    return Data((arguments.data or default_data()).absolute())


def factory_pin(arguments: Namespace, data: Data) -> Secret:
    """Return the factory token's PIN: practice has a public one, else it is typed or handed over.

    Raises:
        StationError: CFG-007 where there is no station, CFG-008 without a PIN.
    """
    if FactoryFile.read(data).practice:
        return practice_pin()
    return asked("PIN of the factory's token: ", arguments.pin_fd)


def asked(prompt: str, descriptor: int | None) -> Secret:
    """Return a PIN from an open file descriptor, or typed without being shown.

    Raises:
        StationError: CFG-008 where there is neither.
    """
    if descriptor is not None:
        try:
            with os.fdopen(descriptor, "rb") as pipe:
                pin = pipe.readline(4096).rstrip(b"\r\n")
        except OSError as error:
            raise StationError("CFG-008", f"descriptor {descriptor}: {error.strerror}") from error
    elif sys.stdin.isatty():
        pin = getpass.getpass(prompt).encode()
    else:
        raise StationError("CFG-008", "standard input is not a terminal")
    if not pin:
        raise StationError("CFG-008", "it is empty")
    return Secret(pin)


@contextmanager
def cancelled_by_signals(console: Console) -> Iterator[Event]:
    """Give an Event that Ctrl-C and SIGTERM set; a second Ctrl-C breaks off at once."""
    cancel = Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        del frame
        if cancel.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        console.warn("Stopping; once more to break off.")
        cancel.set()

    before = {n: signal.signal(n, on_signal) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
