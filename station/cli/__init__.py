"""The commands: the parser, exit codes, and the one place where an error becomes text."""

import errno
import io
import sys
import traceback
from argparse import ArgumentParser, HelpFormatter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NoReturn

from station import __version__, logs
from station.cli import (
    adopt,
    archive,
    audit,
    backup,
    bench,
    checks,
    demo,
    doctor,
    enrollments,
    exports,
    groups,
    handoff,
    hsm,
    labels,
    orders,
    people,
    profiles,
    provision,
    push,
    reconcile,
    report,
    services,
    settings,
    tpm,
    units,
)
from station.cli.console import Console
from station.cli.options import CANNOT_WORK, WRONG_USE
from station.errors import Fault, StationError
from station.model.names import shown
from station.operations.start import Start, add_window_options, start_of
from station.records.upgrade import upgrades_told

__all__ = ["main", "make_parser"]

_EPILOG = """exit status: 0 all was well; 1 units failed or something was found; 2 wrong use;
3 the station can't work (a part is missing, locked or refused)"""


class _Formatter(HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)


class _Parser(ArgumentParser):
    """A parser whose complaints are errors with a code, like all others."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        raise StationError("CFG-004", why=message)


ShowWindow = Callable[[Start], int]
"""Shows the window until it is closed; returns the exit status."""


_PARTS: Final = (
    demo,
    doctor,
    bench,
    profiles,
    orders,
    provision,
    checks,
    tpm,
    hsm,
    units,
    labels,
    enrollments,
    exports,
    push,
    audit,
    report,
    people,
    settings,
    adopt,
    backup,
    archive,
    groups,
    services,
    reconcile,
    handoff,
)


def make_parser() -> ArgumentParser:
    """Return the parser of the whole command line."""
    parser = _Parser(
        prog="station",
        description="Gives devices the identity with which they enrol in a provisioning service. "
        "Without a command it opens the window.",
        epilog=_EPILOG,
        formatter_class=_Formatter,
    )
    parser.add_argument("--version", action="version", version=f"station {__version__}")
    add_window_options(parser)
    commands = parser.add_subparsers(metavar="COMMAND", required=False)
    for part in _PARTS:
        part.add(commands)
    return parser


def main(arguments: Sequence[str] | None = None, show_window: ShowWindow | None = None) -> int:
    """Run one command, or show the window where none is named; return the exit status."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    logs.quiet_libraries()
    logs.speak_plainly()
    console = Console(json="--json" in words)
    status = WRONG_USE
    try:
        status = _run(words, console, show_window)
    finally:  # also where argparse ends it all, having given its help
        status = console.closed(status)
    return status


def _run(words: Sequence[str], console: Console, show_window: ShowWindow | None) -> int:
    try:
        parsed = make_parser().parse_args(words)
        if "run" in parsed:
            with upgrades_told(console.warn_of_upgrade):
                return int(parsed.run(parsed, console))
        if show_window is None:
            make_parser().print_help(sys.stderr)
            return WRONG_USE
        return show_window(start_of(parsed))
    except StationError as error:
        console.error(error)
        return WRONG_USE if error.fault is Fault.USE else CANNOT_WORK
    except KeyboardInterrupt:
        console.error(StationError("LIN-003", "broken off"))
    except Exception as error:  # noqa: BLE001 - whatever it is, nobody at the bench reads a traceback
        console.error(_unforeseen(error))
    return CANNOT_WORK


def _unforeseen(error: Exception) -> StationError:
    """Return the error that says as much of this one as is known."""
    place = _place(error)
    match error:
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return StationError("REC-003", place)
        case PermissionError(filename=str() | Path() as path):
            return StationError("CFG-012", place, path=shown(str(path), 300))
        case _:
            return StationError("LIN-014", place)


def _place(error: Exception) -> str:
    """Return an unforeseen error's kind and place; not its text, which may hold secrets."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {last.name}, {Path(last.filename).name} line {last.lineno}"
