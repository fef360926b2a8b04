"""Whether the station's clock can be right: against its last entry, its CA and the board's."""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.folders import Data
from station.operations.doctor_finding import Finding, Health, doubt
from station.operations.plant import open_reader, utc_now

_ROOT: Final = Path("/")
# A time server's corrections are smaller; as in records.clock.
_BACK: Final = timedelta(seconds=5)
_LONG: Final = timedelta(days=45)
_BOARD: Final = timedelta(minutes=5)
# No Station is older than that: a board whose battery is empty begins long before.
_BEFORE_ALL: Final = datetime(2026, 1, 1, tzinfo=UTC)
_QUARTER_S: Final = 900
_MOST_ZONE_S: Final = 14 * 3600
_SET: Final = "Set date and time ('timedatectl'), and have a time server keep them."


@dataclass(frozen=True)
class Times:
    """What is compared.

    Attributes:
        now: the clock.
        last: of the record's last entry; None without a record.
        board: what the clock on the board says, in UTC if it runs in UTC; None without one.
        board_is_local: whether that one runs in local time.
    """

    now: datetime
    last: datetime | None = None
    board: datetime | None = None
    board_is_local: bool = False

    @property
    def doubt(self) -> str:
        """What is wrong with the clock, in a sentence; empty where nothing is."""
        if self.now < _BEFORE_ALL:
            return f"it is {self.now:%Y-%m-%d %H:%M} UTC, before Station was made"
        if self.last is not None and self.now < self.last - _BACK:
            ahead = _words(self.last - self.now)
            return f"it is {ahead} before the last entry of the record ({_minute(self.last)})"
        if self.last is not None and self.now > self.last + _LONG:
            days = (self.now - self.last).days
            return f"it is {days:,} days after the last entry of the record ({_minute(self.last)})"
        if self.board is not None and not self._agrees(self.board):
            return f"the clock on the board says {_minute(self.board)}, this one {self.now:%H:%M}"
        return ""

    def _agrees(self, board: datetime) -> bool:
        apart = abs((self.now - board).total_seconds())
        if apart <= _BOARD.total_seconds():
            return True
        nearest = round(apart / _QUARTER_S) * _QUARTER_S
        in_zone = abs(apart - nearest) <= _BOARD.total_seconds() and nearest <= _MOST_ZONE_S
        return self.board_is_local and in_zone


def _minute(when: datetime) -> str:
    return f"{when:%Y-%m-%d %H:%M} UTC"


def _words(apart: timedelta) -> str:
    minutes = int(apart.total_seconds() // 60)
    if apart.days:
        return f"{apart.days:,} days"
    return f"{minutes:,} minutes" if minutes else f"{int(apart.total_seconds())} seconds"


def findings(
    data: Data, root: Path = _ROOT, now: datetime | None = None, zone: str | None = None
) -> Iterator[Finding]:
    """Look whether the clock can be right.

    Args:
        data: the station's folder.
        root: the folder that /sys and /etc lie in.
        now: the time, UTC; None for the clock's.
        zone: what local time is called; None for what it is called here.
    """
    moment = now or utc_now()
    times = Times(moment, _last(data), _board(root), _is_local(root))
    where = zone or time.strftime("%Z")
    if (wrong := times.doubt) != "":
        yield Finding("clock", doubt(data), f"{wrong}; local time is {where}", _SET)
    else:
        compared = "plausible" if times.last is not None else "no record to compare it with"
        yield Finding("clock", Health.GOOD, f"{compared}; local time is {where}")


def _last(data: Data) -> datetime | None:
    """Return the time of the last entry; None where the record can't be read, as others tell."""
    with suppress(StationError), open_reader(data) as reader:
        last = reader.last_entry()
        return max((entry.time for entry in reader.entries(after=last - 1)), default=None)
    return None


def _board(root: Path) -> datetime | None:
    with suppress(OSError, ValueError, OverflowError):
        seconds = int((root / "sys/class/rtc/rtc0/since_epoch").read_text("ascii"))
        return datetime.fromtimestamp(seconds, UTC)
    return None


def _is_local(root: Path) -> bool:
    with suppress(OSError):
        return "LOCAL" in (root / "etc/adjtime").read_text("ascii", "replace").split()
    return False
