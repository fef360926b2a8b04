"""What the record knows of second tokens, and what one of them is to keep for it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from station.model.people import Credential
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import time_text
from station.records.entries import AuditEntry
from station.records.guard import Guard
from station.records.opening import read_origin
from station.records.person_rows import SELECT, StoredPerson
from station.records.pins import with_pin
from station.records.replacement import KeptNote, KeptPin
from station.records.successions import Succession, brought, ready_entries, successions


@dataclass(frozen=True)
class SecondBook:
    """Tells of second tokens, and makes their notes; `take_place` has one take the first's."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads

    def successions(self) -> list[Succession]:
        """Return the times that a token took another's place, oldest first; REC-001."""
        return successions(self.reads.rows)

    def made_ready(self) -> list[AuditEntry]:
        """Return the entries by which second tokens were made ready, oldest first; REC-001."""
        return list(ready_entries(self.reads.rows))

    def brought(self, issuing: bytes) -> bool:
        """Tell whether an issuing CA came with this token, which took another's place; REC-001.

        Args:
            issuing: the CA's certificate, DER.
        """
        digest = hashlib.sha256(issuing).hexdigest()
        return brought(self.reads.rows, self.guard.audit_certificate, digest)

    def note(self, credentials: Sequence[Credential], second: Guard) -> KeptNote:
        """Return what a second token is to keep of the supervisors who make it ready.

        Args:
            credentials: theirs; `Records.approve` has just found them right.
            second: the second token.

        Raises:
            StationError: REC-001, REC-011; the second token's own.
        """
        since = time_text(self.journal.now())
        people = [StoredPerson.of_row(row) for row in self.reads.rows(SELECT)]
        rows = {one.badge.lower(): one for one in people}
        kept = [
            KeptPin.of(with_pin(rows[one.badge.lower()], one.pin, second, since))
            for one in credentials
        ]
        return KeptNote(station=read_origin(self.reads).station, people=tuple(kept))
