"""The life of the units as the chain tells it: each step one that there is, each row the last."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from station.errors import Outcome
from station.model.names import shown
from station.model.unit_state import CHANGES, REPLACED, UNMARKED, UnitChange, UnitState
from station.records.entries import AuditEntry, EntryKind
from station.records.unit_rows import failed_again, unsettled


@dataclass
class UnitWalk:
    """Goes along the chain and knows at each entry which units are marked and what they had.

    Attributes:
        given: how many places each order's scrap allowance gave back.
        revoked: the enrollments that ended with their unit or its board.
    """

    given: Counter[str] = field(default_factory=Counter)
    revoked: set[int] = field(default_factory=set)
    _marked: dict[str, UnitState] = field(default_factory=dict)
    _failed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _released: dict[str, str] = field(default_factory=dict)
    _failed_again: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _ended: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _replaced: dict[int, tuple[int, str]] = field(default_factory=dict)
    _replacing: dict[int, str] = field(default_factory=dict)

    def findings(self, entry: AuditEntry) -> Iterator[str]:
        """Yield what is wrong with an entry that tells of a unit's life; then take it up."""
        if entry.kind is EntryKind.UNIT_CHANGED:
            yield from self._changed(entry)
        elif entry.kind is EntryKind.ENROLLED:
            yield from self._enrolled(entry)

    def _enrolled(self, entry: AuditEntry) -> Iterator[str]:
        unit = str(entry.data.get("serial")).lower()
        for number in _numbers(entry.data.get("replaces")):
            if number not in self._replaced:
                yield f"entry {entry.sequence}: enrollment {number} was not replaced"
            elif self._replaced[number][0] < 0 and self._replaced[number][1] != unit:
                yield f"entry {entry.sequence}: enrollment {number} was renewed for another unit"
            # The unit that replaced it may do so again, once its own board was swapped too.
            elif self._replacing.setdefault(number, unit) != unit:
                yield f"entry {entry.sequence}: enrollment {number} was replaced before"

    def ended(self, row: sqlite3.Row) -> None:
        """Take up a run that has ended."""
        if row["outcome"] != Outcome.PASSED.value and row["number"] is not None:
            self._ended[row["serial"].lower()].append(row["name"])
        if row["outcome"] == Outcome.FAILED.value and row["number"] is not None:
            self._failed[row["serial"].lower()].append(row["name"])
            if row["again"] is not None:
                self._failed_again[row["serial"].lower()].append(row["name"])

    def _had(self, unit: str) -> int:
        """Return how many of a unit's failed runs count: those begun since it was released."""
        return sum(name > self._released.get(unit, "") for name in self._failed.get(unit, ()))

    def rest(self, connection: sqlite3.Connection) -> Iterator[str]:
        """Yield the enrollments that are marked as replaced and weren't, or were and aren't."""
        rows = connection.execute("SELECT id, replaced FROM enrollments WHERE replaced != 0")
        kept = {(row["id"], row["replaced"]) for row in rows}
        told = {(number, sign * number) for number, (sign, _) in self._replaced.items()}
        for number in sorted({number for number, _ in kept ^ told}):
            yield f"enrollment {number}: whether its unit's board or key was replaced was changed"
        rows = connection.execute(
            "SELECT newer.id FROM enrollments AS newer JOIN enrollments AS older"
            " ON older.key_fingerprint = newer.key_fingerprint AND older.id < newer.id"
            " WHERE older.replaced < 0 ORDER BY newer.id"
        )
        for row in rows:
            yield f"enrollment {row['id']} has a key that was to be replaced"

    def _changed(self, entry: AuditEntry) -> Iterator[str]:
        data, unit = entry.data, str(entry.data.get("unit"))
        name = f"entry {entry.sequence}: the unit {shown(unit)}"
        try:
            change, before = UnitChange(data.get("why")), UnitState(data.get("before"))
            state = UnitState(data.get("state"))
        except ValueError:
            yield f"{name} was changed in no way that there is"
            return
        rule = CHANGES[change]
        after = UNMARKED if rule.after is None else {rule.after}
        stood = self._marked.get(unit)
        as_it_was = before in UNMARKED if stood is None else before is stood
        has_row = bool(data.get("digest"))
        if not as_it_was or before not in rule.before or state not in after:
            yield f"{name} can't get from {before.value} to {state.value}"
        elif has_row is (state in UNMARKED):
            yield f"{name} is {state.value} with another row than that"
        if wrong := self._wrong_reason(change, unit, str(data.get("reason"))):
            yield f"{name} {wrong}"
        self._take_up(entry, change, unit, state)

    def _wrong_reason(self, change: UnitChange, unit: str, told: str) -> str:
        """Return what is wrong with the record's own reason for a change, empty if nothing is."""
        match change:
            case UnitChange.RUNS if told != f"{self._had(unit)} runs":
                return "didn't have that many runs"
            case UnitChange.FAILED_AGAIN:
                since = self._released.get(unit, "")
                names = [run for run in self._failed_again.get(unit, ()) if run > since]
                failed = told in [failed_again(run) for run in names]
                return "" if failed else "didn't fail where it was run again"
            case UnitChange.UNSETTLED:
                left = [unsettled(run, "") for run in self._ended.get(unit, ())]
                return "" if told.startswith(tuple(left)) else "has no run that left anything"
            case _:
                return ""

    def _take_up(self, entry: AuditEntry, change: UnitChange, unit: str, state: UnitState) -> None:
        if state in UNMARKED:
            self._marked.pop(unit, None)
        else:
            self._marked[unit] = state
        if change is UnitChange.RELEASE:
            self._released[unit] = str(entry.data.get("run"))
        if change is not UnitChange.SCRAP and change not in REPLACED:
            return
        given, ended = entry.data.get("given"), _numbers([entry.data.get("revoked")])
        self.given.update(str(order) for order in (given if isinstance(given, list) else ()))
        self.revoked.update(ended)
        if change in REPLACED:
            self._replaced |= dict.fromkeys(ended, (REPLACED[change], unit))


def _numbers(value: object) -> list[int]:
    return [n for n in value if isinstance(n, int)] if isinstance(value, list) else []
