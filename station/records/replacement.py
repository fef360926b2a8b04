"""A second token takes the first one's place: what is kept for that day, and the day itself.

The record is checked whole by what the first token signed. Then, in one transaction, its MACs are
made anew by the second, two supervisors' PINs count as they gave them when it was made ready, and
an entry tells of it, under the second's first signature. Other people get a new PIN from them.
"""

import hmac
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from time import sleep
from typing import Final, Protocol, Self

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA256
from pydantic import JsonValue, ValidationError

from station.errors import StationError
from station.model.audit import KnownHead
from station.model.names import shown
from station.model.people import Credential, Role
from station.model.rights import RULES, Right
from station.model.strict import Strict
from station.records import lease
from station.records.audit import Appended, Heads, Journal, last_head
from station.records.database import Readings, Writer
from station.records.encoding import utc_now
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.opening import open_writer, read_origin
from station.records.people import COPY_WAIT_S, PERSON_LABEL, PeopleBook
from station.records.person_rows import SELECT, StoredPerson
from station.records.pins import pin_code
from station.records.remarking import Marking, mark_again
from station.records.rights import SECOND_PIN
from station.records.settings import SettingsBook
from station.records.successions import made_ready, successions, verifier_of
from station.records.unsigned import Unsigned, nothing_unsigned, unsigned_entries
from station.records.verification import examine_record

_LONGEST_REASON: Final = 200


class KeptPin(Strict):
    """What proves somebody's PIN to the second token alone; fields as `StoredPerson` has them."""

    badge: str
    salt: str
    passes: int
    memory: int
    lanes: int
    pin_code: str
    pin_set: str

    @classmethod
    def of(cls, stored: StoredPerson) -> Self:
        """Return what is kept of a person."""
        return cls(
            badge=stored.badge,
            salt=stored.salt.hex(),
            passes=stored.passes,
            memory=stored.memory,
            lanes=stored.lanes,
            pin_code=stored.pin_code.hex(),
            pin_set=stored.pin_set,
        )

    def put(self, stored: StoredPerson) -> StoredPerson:
        """Return a person's row with this PIN; ValueError where it was never written."""
        return replace(
            stored,
            salt=bytes.fromhex(self.salt),
            passes=self.passes,
            memory=self.memory,
            lanes=self.lanes,
            pin_code=bytes.fromhex(self.pin_code),
            pin_set=self.pin_set,
            temporary=0,
        )


class KeptNote(Strict):
    """What a second token keeps for the record: nothing that tells a PIN without its own key.

    Attributes:
        station: the station's name.
        people: the supervisors who made it ready.
    """

    station: str
    people: tuple[KeptPin, ...]

    def written(self) -> bytes:
        """Return it as the token keeps it."""
        return self.model_dump_json().encode()

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Return the note in `data`, or raise HSM-030."""
        try:
            return cls.model_validate_json(data)
        except ValidationError as error:
            raise StationError("HSM-030", "what it notes can't be read") from error


class Heir(Protocol):
    """The second token, open, as it takes the first one's place."""

    @property
    def guard(self) -> Guard:
        """Its keys."""
        ...

    @property
    def macs(self) -> Marking:
        """Makes many MACs by its record key."""
        ...

    @property
    def before(self) -> bytes:
        """The first token's audit certificate, DER, as this one remembers it."""
        ...

    @property
    def anchor(self) -> KnownHead:
        """How far the record had come when this one was made ready."""
        ...

    @property
    def note(self) -> KeptNote:
        """What it kept for this day."""
        ...


@dataclass(frozen=True)
class Consent:
    """Who agrees that the second token takes the first one's place.

    Attributes:
        credentials: two supervisors' badges, and their PINs as they were when it was made ready.
        reason: why.
        anchors: how far the record had come, as is known from places outside it.
        accept: asked where the first token left entries unsigned that grant something; whether
            people take them for genuine.
    """

    credentials: Sequence[Credential]
    reason: str
    anchors: Sequence[KnownHead] = ()
    accept: Callable[[Unsigned], bool] = nothing_unsigned


def take_place(path: Path, heir: Heir, consent: Consent) -> bool:
    """Have the second token take the first one's place in a record that nobody has open.

    Args:
        path: the database.
        heir: the second token.
        consent: who agrees.

    Returns:
        Whether that was done now; not where it was done before, and something came between.

    Raises:
        StationError: HSM-030 where that token was never made ready for this record, or to follow
            another than the one that works now, REC-011 or REC-013 where the record isn't whole or
            ends before an anchor, CFG-052 where somebody didn't make the token ready, REC-020 where
            a PIN is wrong, REC-028 or REC-025 where they may not, REC-026 where nobody says why,
            HSM-045 where unsigned entries aren't accepted; as `open_writer`; the guard's own.
    """
    with ExitStack() as opened:
        writer = open_writer(path.resolve(), opened)
        reads = Readings(writer.path)
        opened.callback(reads.close)
        told, own = successions(reads.rows), heir.guard.audit_certificate
        if told and told[-1].after == own:
            return False
        head = last_head(reads)
        ready = made_ready(reads.rows, own, 0 if head is None else head.sequence)
        if ready is None or read_origin(reads).station != heir.note.station:
            raise StationError("HSM-030", "the record knows nothing of it")
        since = max((one.sequence for one in told), default=0)
        if verifier_of(reads.rows, heir.before).newest != heir.before or ready < since:
            raise StationError("HSM-030", "it follows a token whose place another one took since")
        if heir.guard.last_head().sequence:
            raise StationError("HSM-030", "it has signed for a record before")
        examined = examine_record(writer.path, heir.before, (heir.anchor, *consent.anchors))
        if examined.findings:
            raise examined.error
        _Replacement(writer, reads, heir, consent).done(ready)
    return True


class _Replacement:
    def __init__(self, writer: Writer, reads: Readings, heir: Heir, consent: Consent) -> None:
        self._writer, self._heir, self._consent = writer, heir, consent
        self._reads = reads
        head = last_head(reads)
        self._signed = 0 if head is None else head.sequence
        rows = reads.rows("SELECT sequence, hash FROM audit WHERE sequence > ?", (self._signed,))
        # Those that the first token didn't live to sign, and the examination found to follow.
        tail = {row["sequence"]: row["hash"] for row in rows}
        practice = read_origin(reads).practice
        self._journal = Journal(utc_now, practice, heir.guard, None, tail)
        self._heads = Heads(writer, reads, heir.guard, head, self._journal.own)
        parts = (writer, reads, heir.guard, self._journal, self._heads)
        PeopleBook(*parts, SettingsBook(*parts))  # tells approvals who is known

    def done(self, ready: int) -> None:
        """Do it; `ready` is the number of the entry that made the token ready."""
        people = [self._proved(one) for one in self._consent.credentials]
        badges = tuple(one.badge for one in people)
        reason = shown(self._consent.reason.strip(), _LONGEST_REASON)
        approval = self._journal.approvals.give(Right.RESTORE, badges, reason)
        unsigned = unsigned_entries(self._reads, self._signed)
        if unsigned.entries and not self._consent.accept(unsigned):
            raise StationError("HSM-045", f"digest {unsigned.digest}", what=unsigned.numbers)
        with self._writer.transaction() as connection:
            mark_again(connection, self._heir.macs)
            lease.begin_anew(connection, self._heir.guard, self._writer.path)
            for stored in people:
                self._put(stored)
            data: dict[str, JsonValue] = {
                "before": self._heir.before.hex(),
                "after": self._heir.guard.audit_certificate.hex(),
                "key": _fingerprint(self._heir.guard.audit_certificate),
                "prepared": ready,
                "signed": self._signed,
            }
            if unsigned.entries:
                data["unsigned"] = [entry.sequence for entry in unsigned.entries]
            kind = EntryKind.TOKEN_REPLACED
            entry = self._journal.append(connection, kind, data, approval)
            for stored in people:
                entry = self._told(connection, stored)
        self._heads.sign(entry)

    def _proved(self, credential: Credential) -> StoredPerson:
        """Return whose badge and PIN these are, with the PIN as the token knows it."""
        badge = credential.badge.lower()
        kept = next((one for one in self._heir.note.people if one.badge.lower() == badge), None)
        row = self._reads.row(f"{SELECT} WHERE badge = ? COLLATE NOCASE", (badge,))
        if kept is None or row is None:
            raise StationError("CFG-052", badge=shown(credential.badge))
        try:
            stored = kept.put(StoredPerson.of_row(row))
        except ValueError as error:
            raise StationError("HSM-030", "what it notes can't be read") from error
        found = pin_code(stored, credential.pin, self._heir.guard)
        if not hmac.compare_digest(found, stored.pin_code):
            sleep(COPY_WAIT_S)
            raise StationError("REC-020")
        if not stored.active:
            raise StationError("REC-028", badge=stored.badge)
        if Role(stored.role) not in RULES[Right.RESTORE].roles:
            raise StationError("REC-025", f"{stored.badge} is {stored.role}", what="restore")
        return stored

    def _put(self, stored: StoredPerson) -> None:
        mac = self._heir.guard.mac(PERSON_LABEL, stored.canonical)
        table = self._writer.database.table("people")
        (row,) = table.rows_where("badge = ?", [stored.badge])
        table.update(row["id"], {**vars(stored), "mac": mac})

    def _told(self, connection: sqlite3.Connection, stored: StoredPerson) -> Appended:
        approval = self._journal.approvals.give(Right.OWN_PIN, (stored.badge,))
        data: dict[str, JsonValue] = {
            "badge": stored.badge,
            "role": stored.role,
            "what": SECOND_PIN,
            "active": True,
            "digest": stored.digest,
        }
        return self._journal.append(connection, EntryKind.PERSON_CHANGED, data, approval)


def _fingerprint(certificate: bytes) -> str:
    try:
        return x509.load_der_x509_certificate(certificate).fingerprint(SHA256()).hex()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise StationError("HSM-030", "its audit certificate can't be read") from error
