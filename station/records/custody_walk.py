"""Identities that were made by keys in software: each under a choice of two that stood then."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pydantic import JsonValue

from station.model.custody import Custody
from station.records.custody import KINDS, Choice, Keeping, KnownToken
from station.records.entries import AuditEntry, EntryKind

_MAKING: Final = (EntryKind.SPENT, EntryKind.ENROLLED)


@dataclass
class CustodyWalk:
    """Goes along the chain and knows what the factory's keys were kept in, and who chose that."""

    _practice: bool = False
    _known: dict[int, Keeping] = field(default_factory=dict)
    _stands: dict[str, int] = field(default_factory=dict)
    _spent: dict[str, JsonValue] = field(default_factory=dict)

    def findings(self, entry: AuditEntry) -> Iterator[str]:
        """Yield what is wrong with an entry that tells of keys' custody; then take it up."""
        if entry.kind is EntryKind.CREATED:
            self._practice = entry.data.get("practice") is True
        elif entry.kind is EntryKind.TOKEN_REPLACED:
            self._stands.clear()  # of the one before: it makes nothing any more
        elif entry.kind in KINDS:
            yield from self._told(entry)
        elif entry.kind in _MAKING:
            yield from self._made(entry)

    def _told(self, entry: AuditEntry) -> Iterator[str]:
        where = f"entry {entry.sequence}"
        try:
            keeping = Keeping.of_entry(entry)
        except ValueError as error:
            yield f"{where}: {error}"
            return
        known = KnownToken(keeping.token.id, keeping.choice.value, entry.sequence)
        if (entry.data.get("token"), entry.data.get("digest")) != (known.token, known.digest):
            yield f"{where}: its token is another one than it tells of"
        if (entry.kind is EntryKind.SOFTWARE_CUSTODY) is (keeping.choice is Choice.NONE):
            yield f"{where}: nobody chose that"
        self._known[entry.sequence] = keeping
        self._stands[keeping.token.id] = entry.sequence

    def _made(self, entry: AuditEntry) -> Iterator[str]:
        run, number = str(entry.data.get("run")), entry.data.get("custody")
        if entry.kind is EntryKind.SPENT:
            self._spent[run] = number
        elif run in self._spent:  # it was made before, and was looked at there
            if self._spent.pop(run) != number:
                yield f"entry {entry.sequence}: the factory's keys were elsewhere when it was made"
            return
        # An older Station told nothing of it.
        if self._known or number is not None:
            yield from self._at_making(entry, number)

    def _at_making(self, entry: AuditEntry, number: JsonValue) -> Iterator[str]:
        where = f"entry {entry.sequence}"
        keeping = self._known.get(number) if isinstance(number, int) else None
        if keeping is None:
            yield f"{where}: it doesn't tell what the factory's keys were kept in"
            return
        standing = self._stands.get(keeping.token.id) == keeping.sequence
        if not standing:
            yield f"{where}: entry {number} about the factory's token didn't stand any more"
        software = keeping.token.custody is Custody.SOFTWARE
        if software and not self._practice and keeping.choice is not Choice.ACCEPTED:
            yield f"{where}: made by keys in software, which nobody had accepted"
