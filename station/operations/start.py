"""What the window begins with; it loads little, since the first frame waits for it."""

import argparse
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from station.folders import Data, default_data, default_practice_data

PRACTICE_POSITIONS: Final = 4


@dataclass(frozen=True)
class Start:
    """What the window begins with.

    Attributes:
        data: the station's folder.
        practice_data: the folder for practice, made where it isn't there.
        practice: whether to practise at once.
        positions: of the practice bench.
        kiosk: whether the window fills the screen, and is closed by a supervisor alone.
        language: of the window, such as `de`; empty for the one that was chosen there.
    """

    data: Data
    practice_data: Path
    practice: bool
    positions: int
    kiosk: bool = False
    language: str = ""


def add_window_options(parser: ArgumentParser) -> None:
    """Add the options of the window, by names that no command's option has."""
    window = parser.add_argument_group("for the window")
    window.add_argument(
        "--practice",
        action="store_true",
        dest="window_practice",
        help="open it on a bench of simulated devices",
    )
    window.add_argument(
        "--data", metavar="DIR", type=Path, dest="window_data", help="another data folder"
    )
    window.add_argument(
        "--positions",
        metavar="P",
        type=int,
        choices=range(1, 9),
        default=PRACTICE_POSITIONS,
        dest="window_positions",
        help="of the practice bench, 1 to 8",
    )
    window.add_argument(
        "--kiosk",
        action="store_true",
        dest="window_kiosk",
        help="fill the screen, and have a supervisor alone close it",
    )
    window.add_argument(
        "--language",
        metavar="CODE",
        default="",
        dest="window_language",
        help="for this time: en, de, es or zh_CN",
    )


def start_of(parsed: Namespace) -> Start:
    """Return what the options of the window say."""
    given: Path | None = parsed.window_data
    return Start(
        data=Data((given or default_data()).absolute()),
        practice_data=(given or default_practice_data()).absolute(),
        practice=parsed.window_practice,
        positions=parsed.window_positions,
        kiosk=parsed.window_kiosk,
        language=parsed.window_language,
    )


class _Quiet(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise argparse.ArgumentError(None, message)


def window_start(words: Sequence[str]) -> Start | None:
    """Return what the window begins with, or None where the words are for a command, or wrong.

    It spares the window the time to load every command.
    """
    parser = _Quiet(add_help=False, allow_abbrev=False)
    add_window_options(parser)
    try:
        return start_of(parser.parse_args(words))
    except argparse.ArgumentError:
        return None
