"""The factory's CAs as the record knows them: which issues, how many certificates, up to how many.

How many were issued is no part of a row's MAC, since it grows with each unit; the entries of the
units say it too, and the verification counts them (`AuthorityWalk`).
"""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Final, Self

from cryptography import x509
from pydantic import JsonValue

from station.errors import StationError
from station.model.names import shown
from station.model.rights import Approval
from station.records.audit import Appended, Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import canonical_json, time_text
from station.records.entries import AuditEntry, EntryKind
from station.records.guard import Guard
from station.records.marks import Marked, marked_in
from station.records.rights import ROLLED

ISSUING: Final = "issuing"
ROOT: Final = "root"
ACTIVE: Final = "active"
RETIRED: Final = "retired"
FOUND: Final = "found"
REPLACED: Final = "replaced"

_LABEL: Final = "station-authority-v1"
_COLUMNS: Final = "sha256, certificate, kind, name, not_after, state, most"
_SELECT: Final = f"SELECT {_COLUMNS}, issued, mac FROM authorities"  # noqa: S608 - constants only


@dataclass(frozen=True)
class Authority:
    """A CA, as its row holds it.

    Attributes:
        sha256: of its certificate, hexadecimal.
        certificate: DER.
        kind: `ISSUING` or `ROOT`.
        name: its common name.
        not_after: its end, RFC 3339, UTC.
        state: `ACTIVE` or `RETIRED`, which issues no more.
        most: how many certificates it may issue; None for any number.
    """

    sha256: str
    certificate: bytes
    kind: str
    name: str
    not_after: str
    state: str
    most: int | None

    @classmethod
    def found(cls, certificate: bytes, kind: str) -> Self:
        """Return what is kept of a CA that works and has no limit."""
        loaded = x509.load_der_x509_certificate(certificate)
        names = loaded.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        return cls(
            hashlib.sha256(certificate).hexdigest(),
            certificate,
            kind,
            shown(str(names[0].value) if names else ""),
            time_text(loaded.not_valid_after_utc),
            ACTIVE,
            None,
        )

    @classmethod
    def of_row(cls, row: sqlite3.Row) -> Self:
        """Return what a row holds."""
        return cls(*(row[column.name] for column in fields(cls)))

    @property
    def canonical(self) -> bytes:
        """The bytes that the MAC and the audit chain's digest cover."""
        content = {**asdict(self), "certificate": self.certificate.hex()}
        return canonical_json(content).encode("ascii")

    @property
    def digest(self) -> str:
        """The digest by which the audit chain names this content, hexadecimal."""
        return hashlib.sha256(self.canonical).hexdigest()


@dataclass(frozen=True)
class KnownAuthority:
    """A CA, and how many certificates it has issued since the record knows it."""

    authority: Authority
    issued: int


def marked_authorities(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(connection, "authorities", _LABEL, lambda row: Authority.of_row(row).canonical)


def kept_authorities(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the digest of each CA by the SHA-256 of its certificate, for the verification."""
    rows = map(Authority.of_row, connection.execute(_SELECT))
    return {row.sha256: row.digest for row in rows}


def read_authorities(reads: Readings) -> list[KnownAuthority]:
    """Return all CAs, oldest first, unchecked."""
    rows = reads.rows(f"{_SELECT} ORDER BY rowid")
    return [KnownAuthority(Authority.of_row(row), row["issued"]) for row in rows]


@dataclass
class AuthorityWalk:
    """Goes along the chain and counts what each CA issued."""

    _issued: dict[str, int] = field(default_factory=dict)

    def tell(self, entry: AuditEntry) -> None:
        """Take up what an entry says."""
        by = entry.data.get("authority")
        if entry.kind is EntryKind.SPENT and isinstance(by, str):
            self._issued[by] = self._issued.get(by, 0) + 1

    def rest(self, connection: sqlite3.Connection) -> Iterator[str]:
        """Yield the CAs whose count isn't that of the chain."""
        for row in connection.execute("SELECT sha256, name, issued FROM authorities"):
            if row["issued"] != self._issued.get(row["sha256"], 0):
                yield f"the number of certificates by {shown(row['name'])} was changed"


@dataclass
class AuthorityBook:
    """Keeps the CAs, and takes no row whose MAC isn't the guard's.

    What was genuine once stays so: the guard is asked once for each content.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    _genuine: set[bytes] = field(default_factory=set)

    def learn(self, chain: Sequence[bytes]) -> None:
        """Put on record the CAs that the factory's token was set up with.

        One that followed them is found too, but nobody has agreed to it: `rolled` alone puts it on
        record, and until then it issues for no unit.

        Args:
            chain: DER, the issuing CA first, the root last.

        Raises:
            StationError: REC-012 where a row is not the guard's; the guard's own.
        """
        if not self.unknown(chain):
            self._follow(chain, FOUND, None)

    def replaced(self, chain: Sequence[bytes]) -> None:
        """Put on record the CA of a token that took another's place; the one before issues no more.

        Two agreed to it when the token was made ready: for `brought` to tell, not for this.

        Args:
            chain: as `learn` takes it.

        Raises:
            StationError: REC-012; the guard's own.
        """
        self._follow(chain, REPLACED, None)

    def unknown(self, chain: Sequence[bytes]) -> bool:
        """Tell whether the record knows CAs, but not the one that issues now; REC-012."""
        known = {one.authority.sha256 for one in self.authorities()}
        return bool(known) and hashlib.sha256(chain[0]).hexdigest() not in known

    def rolled(self, chain: Sequence[bytes], approval: Approval | None = None) -> None:
        """Put on record that a new issuing CA has followed the one before.

        Args:
            chain: as `learn` takes it.
            approval: for `Right.CEREMONY`.

        Raises:
            StationError: REC-025 without the right; REC-012; the guard's own.
        """
        self._follow(chain, ROLLED, approval)

    def _follow(self, chain: Sequence[bytes], why: str, approval: Approval | None) -> None:
        wanted = [Authority.found(chain[0], ISSUING)]
        wanted += [Authority.found(above, ROOT) for above in chain[1:]]
        known = {one.authority.sha256 for one in self.authorities()}
        if all(one.sha256 in known for one in wanted):
            return
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            rows = connection.execute(_SELECT).fetchall()
            before = [self._checked(row) for row in rows]
            told = [
                self._put(connection, EntryKind.CA_RETIRED, replace(one, state=RETIRED), {}, None)
                for one in before
                if (one.kind, one.state) == (ISSUING, ACTIVE) and one.sha256 != wanted[0].sha256
            ]
            told += [
                self._put(connection, EntryKind.CA_ADDED, one, {"why": why}, approval)
                for one in wanted
                if one.sha256 not in known
            ]
        self.heads.sign(told[-1])

    def authorities(self) -> list[KnownAuthority]:
        """Return all CAs, oldest first, or raise REC-012."""
        rows = self.reads.rows(f"{_SELECT} ORDER BY rowid")
        return [KnownAuthority(self._checked(row), row["issued"]) for row in rows]

    def set_most(self, sha256: str, most: int | None, approval: Approval | None = None) -> None:
        """Limit how many certificates an issuing CA may issue, since the record knows it.

        Args:
            sha256: of its certificate, hexadecimal.
            most: the number; None for any.
            approval: for `Right.CEREMONY`.

        Raises:
            StationError: REC-065 where the record knows no such issuing CA; REC-025; REC-012.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            kept = self._within(connection, sha256)
            if kept.most == most:
                return
            data: dict[str, JsonValue] = {"most": most}
            changed = replace(kept, most=most)
            entry = self._put(connection, EntryKind.CA_LIMITED, changed, data, approval)
        self.heads.sign(entry)

    def proved(self, certificate: bytes, code: str, approval: Approval | None = None) -> None:
        """Put on record that a CA certifies a service's verification code.

        Args:
            certificate: the CA's, DER.
            code: the service's.
            approval: for `Right.SETTINGS`.

        Raises:
            StationError: REC-025; the guard's own.
        """
        self.heads.catch_up()
        sha256 = hashlib.sha256(certificate).hexdigest()
        data: dict[str, JsonValue] = {"sha256": sha256, "code": code}
        with self.writer.transaction() as connection:
            entry = self.journal.append(connection, EntryKind.CA_PROVED, data, approval)
        self.heads.sign(entry)

    def count(self, connection: sqlite3.Connection, sha256: str) -> None:
        """Count a certificate that is about to be issued, inside a transaction.

        Raises:
            StationError: HSM-034 where its CA may issue no more, HSM-048 where nobody has agreed
                to it, REC-065 where the record doesn't know it as the one that issues, REC-012.
        """
        sql = "SELECT 1 FROM authorities WHERE sha256 = ?"
        if connection.execute(sql, (sha256,)).fetchone() is None:
            raise StationError("HSM-048", f"SHA-256 {sha256}", name=sha256[:16])
        kept = self._within(connection, sha256)
        if kept.state != ACTIVE:
            raise StationError("REC-065", kept.state, name=kept.name)
        counted = connection.execute(
            "UPDATE authorities SET issued = issued + 1"
            " WHERE sha256 = ? AND (? IS NULL OR issued < ?)",
            (sha256, kept.most, kept.most),
        )
        if counted.rowcount != 1:
            raise StationError("HSM-034", name=kept.name, quantity=kept.most or 0)

    def _within(self, connection: sqlite3.Connection, sha256: str) -> Authority:
        row = connection.execute(f"{_SELECT} WHERE sha256 = ?", (sha256,)).fetchone()
        if row is None or row["kind"] != ISSUING:
            raise StationError("REC-065", f"SHA-256 {sha256}", name=sha256[:16])
        return self._checked(row)

    def _put(
        self,
        connection: sqlite3.Connection,
        kind: EntryKind,
        authority: Authority,
        more: dict[str, JsonValue],
        approval: Approval | None,
    ) -> Appended:
        mac = self.guard.mac(_LABEL, authority.canonical)
        connection.execute(
            f"INSERT INTO authorities ({_COLUMNS}, issued, mac)"  # noqa: S608 - constants only
            " VALUES (:sha256, :certificate, :kind, :name, :not_after, :state, :most, 0, :mac)"
            " ON CONFLICT (sha256) DO UPDATE SET"
            " state = excluded.state, most = excluded.most, mac = excluded.mac",
            {**asdict(authority), "mac": mac},
        )
        data: dict[str, JsonValue] = {
            "sha256": authority.sha256,
            "name": authority.name,
            "digest": authority.digest,
            **more,
        }
        return self.journal.append(connection, kind, data, approval)

    def _checked(self, row: sqlite3.Row) -> Authority:
        authority = Authority.of_row(row)
        known = hashlib.sha256(authority.canonical + row["mac"]).digest()
        if known not in self._genuine:
            if not hmac.compare_digest(self.guard.mac(_LABEL, authority.canonical), row["mac"]):
                raise StationError("REC-012", what=f"the CA {authority.name}")
            self._genuine.add(known)
        return authority
