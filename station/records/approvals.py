"""Approvals as the record gives them out: each of its own making, for a short time, and used up."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import NamedTuple

from station.errors import StationError
from station.model.people import Person
from station.model.rights import RULES, SECURITY_OFFICER, Approval, Right
from station.records.rights import check_enough


class _Given(NamedTuple):
    approval: Approval
    at: float

    @property
    def old(self) -> bool:
        """Whether it was given too long ago."""
        return monotonic() - self.at > RULES[self.approval.right].lasts_s


def _nobody(connection: sqlite3.Connection, badge: str) -> Person | None:
    del connection, badge
    return None


@dataclass
class Approvals:
    """Gives approvals out, and takes none that it didn't give: not an equal one, but that one.

    An approval is good for one entry of its right, or, where the rule says that one change has
    several, for all of them; for as long as the rule says; while everybody who agreed is active and
    has the role, and until one of them is changed. It is used up also where the change then fails.

    Attributes:
        known: returns who has a badge, from a row that is checked, inside a transaction.
    """

    known: Callable[[sqlite3.Connection, str], Person | None] = _nobody
    _given: dict[int, _Given] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def give(self, right: Right, by: tuple[str, ...], reason: str = "") -> Approval:
        """Return an approval that can be used, or raise REC-025, REC-026 as `check_enough`.

        Args:
            right: what for.
            by: the badges of those who agreed just now.
            reason: why, one line.
        """
        approval = Approval(right, by, reason)
        check_enough(right, approval)
        with self._lock:
            self._given = {key: one for key, one in self._given.items() if not one.old}
            self._given[id(approval)] = _Given(approval, monotonic())
        return approval

    def check(self, connection: sqlite3.Connection, approval: Approval) -> None:
        """Check that an approval can be used, without using it; raises as `use`."""
        with self._lock:
            given = self._found(approval)
        self._check(connection, approval, given)

    def use(self, connection: sqlite3.Connection, approval: Approval) -> None:
        """Take an approval for an entry, inside the transaction that it is added in.

        Raises:
            StationError: REC-025 where it isn't one that can be used; REC-012 where the row of
                somebody who agreed is not the guard's; the guard's own.
        """
        with self._lock:
            given = self._found(approval)
            if given.old or not RULES[approval.right].several:
                del self._given[id(approval)]
        self._check(connection, approval, given)

    def _found(self, approval: Approval) -> _Given:
        given = self._given.get(id(approval))
        if given is None or given.approval is not approval:
            what = approval.right.value
            raise StationError("REC-025", "not given here, or used up", what=what)
        return given

    def _check(self, connection: sqlite3.Connection, approval: Approval, given: _Given) -> None:
        rule, what = RULES[approval.right], approval.right.value
        if given.old:
            raise StationError("REC-025", "given too long ago", what=what)
        for badge in approval.by:
            if badge == SECURITY_OFFICER:
                continue
            person = self.known(connection, badge)
            if person is None or not person.active or person.role not in rule.roles:
                raise StationError("REC-025", f"{badge} may not any more", what=what)

    def forget(self, badge: str) -> None:
        """Take no approval any more of somebody who was changed."""
        with self._lock:
            self._given = {
                key: one
                for key, one in self._given.items()
                if badge.lower() not in {by.lower() for by in one.approval.by}
            }
