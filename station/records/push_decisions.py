"""What people decided of conflicts at a service: each decision is an entry of the audit chain.

A row that was decided to stay as the service has it is `kept`, and no push sends it any more. That
state is nobody's to set but a decision's: `DecisionWalk` holds the rows against the chain.
"""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.names import shown
from station.model.push import PushState
from station.model.rights import Approval
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer
from station.records.entries import AuditEntry, EntryKind


class Decision(Enum):
    """What a person decided."""

    KEEP = "keep"  # the service's stays, and isn't pushed any more
    REPLACE = "replace"  # the list's takes its place, if it is as it was shown
    REOPEN = "reopen"  # what was kept is a conflict again


_FROM: Final = {Decision.REOPEN: PushState.KEPT}
_TO: Final = {Decision.KEEP: PushState.KEPT}
_ROW: Final = (
    "UPDATE push_rows SET state = ? WHERE enrollment_id = ? AND host = ? AND state = ?"
    " AND etag = ? AND theirs = ? AND sequence = 0"
)
_GROUP: Final = (
    "UPDATE push_groups SET state = ? WHERE group_id = ? COLLATE NOCASE AND host = ? AND state = ?"
    " AND etag = ? AND theirs = ?"
)
_KEPT: Final = (
    "SELECT host, enrollment_id AS key, '' AS name FROM push_rows WHERE state = 'kept'"
    " UNION ALL SELECT host, 0, group_id FROM push_groups WHERE state = 'kept'"
)


@dataclass(frozen=True)
class Decided:
    """One row that is decided, as it was shown.

    Attributes:
        key: the enrollment's number; 0 for a group.
        name: the registration ID, or the group's.
        etag: of what the service had, as it says it; or empty.
        theirs: what the service had, JSON without secrets; or empty.
        decision: what was decided.
    """

    key: int
    name: str
    etag: str
    theirs: str = field(repr=False)
    decision: Decision

    @property
    def told(self) -> dict[str, JsonValue]:
        """What the chain tells of it."""
        digest = hashlib.sha256(self.theirs.encode()).hexdigest()
        row: dict[str, JsonValue] = {"id": self.key, "name": self.name, "etag": self.etag}
        return row | {"theirs": digest, "decision": self.decision.value}


@dataclass
class PushDecisions:
    """Keeps what people decided of conflicts."""

    writer: Writer
    reads: Readings
    journal: Journal
    heads: Heads

    def put(
        self,
        place: Mapping[str, str],
        rows: Sequence[Decided],
        approval: Approval | None = None,
    ) -> None:
        """Put decisions on record: of all the rows, or of none.

        What is to be replaced stays a conflict until that is done.

        Args:
            place: `service` and `host`, by name.
            rows: as they were shown, some hundred at most.
            approval: for `Right.EXPORT`; practice needs none.

        Raises:
            StationError: SVC-065 where one isn't on record as it was shown; REC-025 without the
                right; the guard's, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        listed: list[JsonValue] = [one.told for one in rows]
        decided = Counter(one.decision.value for one in rows)
        words = ", ".join(f"{word} {count}" for word, count in sorted(decided.items()))
        data: dict[str, JsonValue] = {**place, "decision": words, "count": len(rows)}
        with self.writer.transaction() as connection:
            told = data | {"rows": listed}
            entry = self.journal.append(connection, EntryKind.PUSH_DECIDED, told, approval)
            for one in rows:
                which = one.key or one.name
                before = _FROM.get(one.decision, PushState.CONFLICT).value
                after = _TO.get(one.decision, PushState.CONFLICT).value
                values = (after, which, place["host"], before, one.etag, one.theirs)
                if connection.execute(_ROW if one.key else _GROUP, values).rowcount != 1:
                    raise StationError("SVC-065", name=shown(one.name))
        self.heads.sign(entry)

    def kept_groups(self, host: str) -> frozenset[str]:
        """Return the groups, folded, that stay as a host has them."""
        sql = "SELECT group_id FROM push_groups WHERE host = ? AND state = 'kept'"
        return frozenset(row["group_id"].casefold() for row in self.reads.rows(sql, (host,)))

    def is_kept(self, host: str, enrollment: int) -> bool:
        """Tell whether a unit, by its enrollment's number, stays as a host has it."""
        sql = "SELECT 1 FROM push_rows WHERE enrollment_id = ? AND host = ? AND state = 'kept'"
        return self.reads.row(sql, (enrollment, host)) is not None


@dataclass
class DecisionWalk:
    """Goes along the chain and learns which rows are to be kept."""

    kept: set[tuple[str, int, str]] = field(default_factory=set)

    def tell(self, entry: AuditEntry) -> None:
        """Hear of an entry."""
        if entry.kind is not EntryKind.PUSH_DECIDED:
            return
        rows = entry.data.get("rows")
        for one in rows if isinstance(rows, list) else ():
            if not isinstance(one, dict) or not isinstance(key := one.get("id"), int):
                continue
            row = (str(entry.data.get("host")), key, "" if key else str(one.get("name")).lower())
            if one.get("decision") == Decision.KEEP.value:
                self.kept.add(row)
            else:
                self.kept.discard(row)

    def findings(self, connection: sqlite3.Connection) -> Iterator[str]:
        """Yield what is wrong, once the whole chain is known."""
        rows = connection.execute(_KEPT)
        found = {(row["host"], row["key"], row["name"].lower()) for row in rows}
        for host, key, name in sorted(found ^ self.kept):
            what = f"group {name}" if name else f"enrollment {key}"
            yield f"what was decided of {what} at {host} was changed"
