"""Whether everybody who agreed to something might do so then, as the chain tells it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from station.errors import StationError
from station.model.names import shown
from station.model.people import Role
from station.model.rights import RULES, SECURITY_OFFICER, Approval, Right
from station.records.entries import AuditEntry, EntryKind
from station.records.rights import (
    FIRST_SUPERVISORS,
    SWITCHED_OFF,
    check_enough,
    is_first,
    right_of,
)


class _Member(NamedTuple):
    role: Role
    active: bool


@dataclass
class RightsWalk:
    """Goes along the chain and knows at each entry who works here and what they may do."""

    practice: bool = False
    asks: bool = False
    supervisors_ever: int = 0
    _members: dict[str, _Member] = field(default_factory=dict)

    def findings(self, entry: AuditEntry) -> Iterator[str]:
        """Yield what is wrong with who agreed to an entry; then take up what it says of people."""
        if entry.kind is EntryKind.CREATED:
            self.practice = entry.data.get("practice") is True
        # An older Station asked nobody; from the first entry that names who agreed, each has to.
        self.asks = self.asks or "rights" in entry.data or "by" in entry.data
        self.asks = self.asks or is_first(entry.data)
        why = self._about_entry(entry) if self.asks else ""
        if why:
            yield f"entry {entry.sequence}: {entry.kind.value}: {why}"
        self._take_up(entry)

    def _about_entry(self, entry: AuditEntry) -> str:
        if entry.kind is EntryKind.TAKEN_OVER:
            return self._of_each(Right.PROVISION, (str(entry.data.get("badge")),))
        right = right_of(entry.kind, entry.data)
        return "" if right is None else self._wrong(right, entry)

    def _wrong(self, right: Right, entry: AuditEntry) -> str:
        by = entry.data.get("by")
        if by is None:
            founding = is_first(entry.data) and self.supervisors_ever < FIRST_SUPERVISORS
            return "" if self.practice or founding else "nobody agreed to it"
        badges = tuple(str(badge) for badge in by) if isinstance(by, list) else ()
        try:
            check_enough(right, Approval(right, badges, str(entry.data.get("reason", ""))))
        except StationError as error:
            return f"{error.code} {error.detail}"
        if right is Right.SUPERVISORS and badges == (SECURITY_OFFICER,):
            return self._of_officer(entry)
        return self._about(right, entry, badges) or self._of_each(right, badges)

    def _about(self, right: Right, entry: AuditEntry, badges: tuple[str, ...]) -> str:
        if entry.kind is EntryKind.FIRST_ARTICLE_SIGNED:
            return _own_work(entry, badges)
        if entry.kind is not EntryKind.PERSON_CHANGED:
            return ""
        own = str(entry.data.get("badge")) in badges
        return "" if own is (right is Right.OWN_PIN) else "nobody agrees to their own"

    def _of_officer(self, entry: AuditEntry) -> str:
        active = [m for m in self._members.values() if m.active and m.role is Role.SUPERVISOR]
        few = len(active) < RULES[Right.SUPERVISORS].people
        return "" if few or entry.data.get("what") == SWITCHED_OFF else "supervisors were there"

    def _of_each(self, right: Right, badges: tuple[str, ...]) -> str:
        for badge in badges:
            member = self._members.get(badge.lower())
            if member is None or not member.active or member.role not in RULES[right].roles:
                return f"{shown(badge)} might not"
        return ""

    def _take_up(self, entry: AuditEntry) -> None:
        if entry.kind not in {EntryKind.PERSON_ADDED, EntryKind.PERSON_CHANGED}:
            return
        roles = {role.value: role for role in Role}
        role = roles.get(str(entry.data.get("role")), Role.WORKER)
        if entry.kind is EntryKind.PERSON_ADDED and role is Role.SUPERVISOR:
            self.supervisors_ever += 1
        active = entry.data.get("active", True) is True
        self._members[str(entry.data.get("badge")).lower()] = _Member(role, active)


def _own_work(entry: AuditEntry, badges: tuple[str, ...]) -> str:
    workers = entry.data.get("workers")
    made_by = {str(one).lower() for one in workers} if isinstance(workers, list) else set()
    return "nobody signs their own work" if made_by & {b.lower() for b in badges} else ""
