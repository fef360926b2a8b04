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
from typing import Final, NamedTuple, TypeAlias

from station.cli.console import Console
from station.errors import StationError
from station.folders import Data, default_data
from station.model.unlocking import PadPin
from station.operations.factory_file import FactoryFile
from station.operations.practice import practice_pin
from station.operations.unlocking import credential_pin
from station.secret import Secret

Commands: TypeAlias = "argparse._SubParsersAction[ArgumentParser]"  # noqa: SLF001 - it has no public name
Run = Callable[[Namespace, Console], int]

ALL_WELL, UNITS_FAILED, WRONG_USE, CANNOT_WORK = range(4)
SOMETHING_FOUND = UNITS_FAILED


def add_command(
    commands: Commands, name: str, run: Run, summary: str, *, below: bool = False
) -> ArgumentParser:
    """Add a command with the options that all take, and return its parser.

    Args:
        commands: where.
        name: the word.
        run: what it does.
        summary: for the help.
        below: whether the word follows another command, whose options hold where not given again.
    """
    parser = commands.add_parser(name, help=summary, description=summary)
    json_default, data_default = (argparse.SUPPRESS,) * 2 if below else (False, None)
    parser.add_argument(
        "--json",
        action="store_true",
        default=json_default,
        help="one JSON object on standard output, for machines",
    )
    parser.add_argument(
        "--data", metavar="DIR", type=Path, default=data_default, help="another data folder"
    )
    parser.set_defaults(run=run)
    return parser


def add_group(commands: Commands, name: str, summary: str) -> Commands:
    """Add a command that has commands of its own."""
    parser = commands.add_parser(name, help=summary, description=summary)
    return parser.add_subparsers(metavar="COMMAND", required=True)


def add_pin_option(parser: ArgumentParser) -> None:
    """Add the way to hand over the factory token's PIN without showing it to anybody."""
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--pin-fd",
        metavar="N",
        type=open_file,
        help="read the factory token's PIN from this file descriptor instead of the keyboard",
    )
    ways.add_argument(
        "--pin-pad",
        action="store_true",
        help="have the PIN typed at the token's own pad, where it has one: Station never gets it",
    )


def pin_is_offered(arguments: Namespace) -> bool:
    """Tell whether somebody said how the factory token's PIN is got: by any of both options."""
    return arguments.pin_fd is not None or bool(arguments.pin_pad)


def pin_of(arguments: Namespace, wanted: "AskedPin") -> Secret:
    """Return a token's PIN: from its own pad or a file descriptor as the options say, or typed.

    Raises:
        StationError: CFG-008 without one.
    """
    if not arguments.pin_pad:
        return asked(wanted, arguments.pin_fd)
    if sys.stderr is not None and sys.stderr.isatty():
        Console(json=True).warn("Type the PIN at the token's own pad now.")
    return PadPin()


def open_file(text: str) -> int:
    """Return a file descriptor's number; for argparse."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 6:
        raise argparse.ArgumentTypeError(f"{text} is not the number of an open file")
    return int(text)


def at_least_one(text: str) -> int:
    """Return a whole number from 1; for argparse."""
    if not (text.isascii() and text.isdecimal()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1")
    return int(text)


def none_or_more(text: str) -> int:
    """Return a whole number from 0; for argparse."""
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 0")
    return int(text)


def data_of(arguments: Namespace) -> Data:
    """Return the data folder that the arguments name; only what sets a station up makes it."""
    return Data((arguments.data or default_data()).absolute())


def factory_pin(arguments: Namespace, data: Data) -> Secret:
    """Return the factory token's PIN.

    Practice has a public one. Else it is handed over, or typed at the token's own pad where that is
    wanted; else it comes from a credential of systemd's where there is one that counts; else it is
    typed.

    Raises:
        StationError: CFG-007 where there is no station, CFG-008 without a PIN.
    """
    if FactoryFile.read(data).practice:
        return practice_pin()
    if not pin_is_offered(arguments) and (found := _from_credential(data)) is not None:
        return found
    return pin_of(arguments, FACTORY_PIN)


def _from_credential(data: Data) -> Secret | None:
    """Return the PIN of a credential that counts; of one that doesn't, say why it isn't used."""
    try:
        return credential_pin(data)
    except StationError as error:
        if error.code != "HSM-053":
            raise
        Console(json=True).warn(f"{error.code}  {error.message}")
        return None


class AskedPin(NamedTuple):
    """A PIN or password that somebody gives.

    Attributes:
        whose: what it opens, as in "PIN of ...".
        option: how it is handed over.
        what: the word for it.
    """

    whose: str
    option: str
    what: str = "PIN"


FACTORY_PIN: Final = AskedPin("the factory's token", "--pin-fd")
UNITS_PIN: Final = AskedPin("the units' tokens", "--token-pin-fd")


def asked(wanted: AskedPin, descriptor: int | None) -> Secret:
    """Return a PIN from an open file descriptor, or typed without being shown.

    Raises:
        StationError: CFG-008 where there is neither.
    """

    def none(why: str) -> StationError:
        return StationError("CFG-008", f"{wanted.option}: {why}", what=wanted.whose)

    if descriptor is None and (sys.stdin is None or not sys.stdin.isatty()):
        raise none("standard input is not a terminal")
    try:
        pin = _typed(wanted) if descriptor is None else _handed_over(descriptor)
        pin.decode()
    except EOFError as error:
        raise none("nothing was typed") from error
    except UnicodeError as error:
        raise none("it is not text in UTF-8") from error
    except OSError as error:
        raise none(f"descriptor {descriptor}: {error.strerror or error}") from error
    if not pin:
        raise none("it is empty")
    return Secret(pin)


def _typed(wanted: AskedPin) -> bytes:
    return getpass.getpass(f"{wanted.what} of {wanted.whose}: ").encode()


def _handed_over(descriptor: int) -> bytes:
    with os.fdopen(descriptor, "rb") as pipe:
        return pipe.readline(4096).rstrip(b"\r\n")


def agreed(question: str, console: Console) -> bool:
    """Ask at the terminal whether something is meant; only `yes` means yes.

    Raises:
        StationError: CFG-004 where nobody is there to be asked.
    """
    if sys.stdin is None or not sys.stdin.isatty():
        raise StationError("CFG-004", why="nobody can be asked here whether it is meant; add --yes")
    console.say(f"{question} Type yes or no.")
    return sys.stdin.readline().strip().lower() == "yes"


@contextmanager
def cancelled_by_signals(console: Console) -> Iterator[Event]:
    """Give an Event that Ctrl-C, SIGTERM and a hang-up set; a second Ctrl-C breaks off at once."""
    cancel = Event()

    def on_signal(number: int, frame: FrameType | None) -> None:
        del frame
        if cancel.is_set():
            if number == signal.SIGINT:
                raise KeyboardInterrupt
            return
        cancel.set()
        console.warn_from_signal("Stopping. Ctrl-C once more breaks off at once.")

    heeded = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as under nohup
        heeded.append(signal.SIGHUP)
    before = {n: signal.signal(n, on_signal) for n in heeded}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def typed_line(what: str, option: str, console: Console) -> str:
    """Return a line that somebody types, or raise CFG-004 where nobody can be asked."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise StationError("CFG-004", why=f"{option} is missing")
    console.say(f"{what}:")
    return sys.stdin.readline().strip()
