"""A symmetric key that a command takes in, in base64: typed, or from a file descriptor."""

from argparse import ArgumentParser, Namespace
from typing import Final

from station.cli.options import AskedPin, asked, open_file
from station.errors import StationError
from station.model.proof import parse_symmetric_key
from station.secret import Secret

KEY_FD: Final = "--key-fd"


def add_key_option(parser: ArgumentParser, words: str) -> None:
    """Add the way to give the key by a file descriptor."""
    parser.add_argument(KEY_FD, metavar="N", type=open_file, help=words)


def demand_apart(arguments: Namespace) -> None:
    """Check that the key and the PIN have descriptors of their own, or raise CFG-004."""
    if arguments.pin_fd is not None and arguments.pin_fd == arguments.key_fd:
        raise StationError("CFG-004", why="--pin-fd and --key-fd are one and the same")


def key_given(wanted: AskedPin, arguments: Namespace) -> Secret:
    """Return the key, or raise LIN-012 where it is none; CFG-008 where it is missing."""
    text = asked(wanted, arguments.key_fd)
    try:
        with text.reveal() as data:
            return parse_symmetric_key(bytes(data).decode("ascii"))
    except UnicodeDecodeError:
        raise StationError("LIN-012", why="it is not base64") from None
    finally:
        text.wipe()
