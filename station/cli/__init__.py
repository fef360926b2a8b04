"""The commands: the parser, exit codes, and the one place where an error becomes text."""

import sys
from argparse import ArgumentParser
from collections.abc import Sequence

from station import __version__, logs
from station.cli import bench, demo, doctor, enrollments, exports, orders, profiles, provision
from station.cli.console import Console
from station.cli.options import CANNOT_WORK, WRONG_USE
from station.errors import Fault, StationError

__all__ = ["main", "make_parser"]

_EPILOG = """exit status: 0 all was well; 1 units failed or something was found; 2 wrong use;
3 the station can't work (a part is missing, locked or refused)"""


def make_parser() -> ArgumentParser:
    """Return the parser of the whole command line."""
    parser = ArgumentParser(
        prog="station",
        description="Gives devices the identity with which they enrol in a provisioning service.",
        epilog=_EPILOG,
    )
    parser.add_argument("--version", action="version", version=f"station {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for part in (demo, doctor, bench, profiles, orders, provision, enrollments, exports):
        part.add(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status."""
    parsed = make_parser().parse_args(arguments)
    console = Console(json=parsed.json)
    logs.quiet_libraries()
    try:
        status = parsed.run(parsed, console)
    except StationError as error:
        console.error(error)
        return WRONG_USE if error.fault is Fault.USE else CANNOT_WORK
    except KeyboardInterrupt:
        console.warn("Broken off.")
        return CANNOT_WORK
    except BrokenPipeError:
        sys.stderr.close()
        return CANNOT_WORK
    return int(status)
