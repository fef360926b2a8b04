"""A unit's restart in the midst of its run: what it has only in its memory is gone afterwards.

Where the device restarts when asked, its link asks it and sees to it that it did. Where it can't,
the worker switches it off and on, in two steps: only once the unit is seen to be off is the worker
told to switch it on again, so no switching is too quick to be noticed.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Final

from station.errors import Fault, StationError
from station.line.steps import RunLog
from station.line.work import Work
from station.links.link import Link
from station.model.names import shown

OFF_S: Final = 180.0  # how long a person may take to switch a unit off
BACK_S: Final = 180.0  # and then on; the profile's `connect_s` comes on top

_LOOK_S: Final = 0.5
_OFF: Final = frozenset({"LNK-003", "LNK-011"})
# How often silence or nonsense must come in a row: one answer may be lost, and a line be noisy.
_SURE: Final[Mapping[str, int]] = {"LNK-002": 2, "LNK-004": 3}
_NOT_BACK: Final = frozenset({"LNK-001", "LNK-002", "LNK-003", "LNK-004", "LNK-008"})
# What keeps a proof from being made: that tells nothing of what the unit keeps.
_UNPROVED: Final = frozenset(
    {
        *("LNK-002", "LNK-003", "LNK-004", "LNK-011", "LNK-014"),
        *("TPM-014", "TPM-020", "TPM-021", "TPM-022"),
    }
)

SWITCH_OFF: Final = "LIN-043"
SWITCH_ON: Final = "LIN-044"


@dataclass(frozen=True)
class Restarting:
    """A unit about to restart.

    Attributes:
        work: the unit at work, nothing but its link open.
        line: closes the link, and the next one.
        reopen: opens the link anew.
        log: tells the worker what to do.
    """

    work: Work
    line: ExitStack
    reopen: Callable[[], Link]
    log: RunLog

    def restarted(self) -> Work:
        """Have the unit restart, and return the work with a new link to the same unit.

        Raises:
            StationError: LIN-040 where nobody switched it off, LIN-041 where it doesn't come back,
                LIN-002 where another comes; as `Link.restart`; LIN-003 cancelled.
        """
        if not self._asked():
            self.log.tell(SWITCH_OFF)
            await_off(self.work.link.identify, self._pause)
            self.log.tell(SWITCH_ON)
        self.line.close()
        link = self._back()
        serial = link.identify().serial
        if serial != self.work.unit.known_as:
            raise StationError("LIN-002", scanned=self.work.unit.known_as, serial=shown(serial))
        return replace(self.work, link=link)

    def _asked(self) -> bool:
        try:
            self.work.link.restart()
        except StationError as error:
            if error.code != "LNK-007":
                raise
            return False
        return True

    def _back(self) -> Link:
        deadline = time.monotonic() + BACK_S + self.work.job.profile.link.connect_s
        while True:
            try:
                return self.line.enter_context(self.reopen())
            except StationError as error:
                if error.code not in _NOT_BACK:
                    raise
                if time.monotonic() > deadline:
                    raise StationError("LIN-041", f"{error.code}: {error.detail}") from error
            self._pause()

    def _pause(self) -> None:
        if self.work.cancel.wait(_LOOK_S):
            raise StationError("LIN-003")


def await_off(look: Callable[[], object], pause: Callable[[], None]) -> None:
    """Wait until a unit is seen to be off.

    Args:
        look: asks the unit what it is; raises as `Link.identify`.
        pause: waits a moment between two looks.

    Raises:
        StationError: LIN-040 where nobody switched it off; as `look` otherwise, and `pause`.
    """
    deadline, missed = time.monotonic() + OFF_S, 0
    while time.monotonic() < deadline:
        try:
            look()
        except StationError as error:
            if error.code in _OFF:
                return
            if error.code not in _SURE:
                raise
            missed += 1
            if missed >= _SURE[error.code]:
                return
        else:
            missed = 0
        pause()
    raise StationError("LIN-040")


@contextmanager
def keeping() -> Iterator[None]:
    """Say of a proof that passed before the restart, and now doesn't, what that means.

    Raises:
        StationError: LIN-042 where the unit has lost what it proved; else as it came.
    """
    try:
        yield
    except StationError as error:
        if error.fault is not Fault.UNIT or error.code in _UNPROVED:
            raise
        raise StationError("LIN-042", f"{error.code}: {error.detail}") from error
