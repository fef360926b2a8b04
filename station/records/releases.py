"""Which profiles two supervisors have released: a real order is made and worked on by no other."""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Final, Self

from pydantic import JsonValue

from station.errors import StationError
from station.model.names import shown
from station.model.rights import Approval
from station.records.audit import Appended, Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import canonical_json, time_text
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.marks import Marked, marked_in

_LABEL: Final = "station-profile-release-v1"
_COLUMNS: Final = "name, version, hash, released, withdrawn"
_SELECT: Final = f"SELECT {_COLUMNS}, mac FROM profile_releases"  # noqa: S608 - constants only


@dataclass(frozen=True)
class Release:
    """A version of a profile that was released, as its row holds it.

    Attributes:
        name: the profile's.
        version: the profile's own number, from 1.
        hash: SHA-256 of the profile's file, hexadecimal.
        released: when last, RFC 3339, UTC.
        withdrawn: 1 where it was taken back since, else 0.
    """

    name: str
    version: int
    hash: str
    released: str
    withdrawn: int

    @classmethod
    def of_row(cls, row: sqlite3.Row) -> Self:
        """Return what a row holds."""
        return cls(*(row[column.name] for column in fields(cls)))

    @property
    def canonical(self) -> bytes:
        """The bytes that the MAC and the audit chain's digest cover."""
        return canonical_json(asdict(self)).encode("ascii")

    @property
    def digest(self) -> str:
        """The digest by which the audit chain names this content, hexadecimal."""
        return hashlib.sha256(self.canonical).hexdigest()


def marked_releases(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(
        connection, "profile_releases", _LABEL, lambda row: Release.of_row(row).canonical
    )


def kept_releases(connection: sqlite3.Connection) -> dict[tuple[str, ...], str]:
    """Return the digest of each release by name and version, for the verification."""
    rows = map(Release.of_row, connection.execute(_SELECT))
    return {(row.name, str(row.version)): row.digest for row in rows}


def read_releases(reads: Readings) -> list[Release]:
    """Return all releases by name and version, withdrawn ones too, unchecked."""
    return [Release.of_row(row) for row in reads.rows(f"{_SELECT} ORDER BY name, version")]


@dataclass
class ReleaseBook:
    """Releases and withdraws profiles' versions, and takes no row whose MAC isn't the guard's.

    Both take `Right.RELEASE_PROFILE`. What was genuine once stays so: the guard is asked once.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    _genuine: set[bytes] = field(default_factory=set)

    def check(self, name: str, hash_: str) -> None:
        """Check that a profile of this very content is released and not withdrawn.

        Args:
            name: the profile's.
            hash_: SHA-256 of its file, hexadecimal.

        Raises:
            StationError: PRF-008 where it isn't, REC-012 where its row is not the guard's.
        """
        rows = self.reads.rows(f"{_SELECT} WHERE name = ? AND hash = ?", (name, hash_))
        if all(self._checked(row).withdrawn for row in rows):
            raise StationError("PRF-008", f"SHA-256 {hash_}", name=shown(name))

    def release(
        self, name: str, version: int, hash_: str, approval: Approval | None = None
    ) -> None:
        """Release a version of a profile; to do so twice changes nothing.

        A version that was withdrawn can be released again, with the same content.

        Raises:
            StationError: PRF-007 where this version was released with another content, REC-012;
                the guard's, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        new = Release(name, version, hash_, time_text(self.journal.now()), 0)
        with self.writer.transaction() as connection:
            query = f"{_SELECT} WHERE name = ? AND version = ?"
            row = connection.execute(query, (name, version)).fetchone()
            kept = None if row is None else self._checked(row)
            if kept is not None and kept.hash != hash_:
                detail = f"released was SHA-256 {kept.hash}, this is {hash_}"
                raise StationError("PRF-007", detail, name=shown(name), what=f"version {version}")
            if kept is not None and not kept.withdrawn:
                return
            [entry] = self._put(connection, EntryKind.PROFILE_RELEASED, [new], approval)
        self.heads.sign(entry)

    def withdraw(
        self, name: str, version: int | None = None, approval: Approval | None = None
    ) -> list[int]:
        """Take releases back: no run of an order with such a profile is begun any more.

        Args:
            name: the profile's.
            version: the one that is meant; None for all of that name.
            approval: for `Right.RELEASE_PROFILE`.

        Returns:
            The versions that were withdrawn.

        Raises:
            StationError: PRF-009 where none stands, REC-012; the guard's, and
                `Writer.transaction`'s.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            query = f"{_SELECT} WHERE name = ? ORDER BY version"
            known = [self._checked(row) for row in connection.execute(query, (name,)).fetchall()]
            standing = [
                one for one in known if not one.withdrawn and version in {None, one.version}
            ]
            if not standing:
                raise StationError("PRF-009", name=shown(name))
            changed = [replace(one, withdrawn=1) for one in standing]
            entries = self._put(connection, EntryKind.PROFILE_WITHDRAWN, changed, approval)
        self.heads.sign(entries[-1])
        return [one.version for one in standing]

    def _put(
        self,
        connection: sqlite3.Connection,
        kind: EntryKind,
        releases: Sequence[Release],
        approval: Approval | None,
    ) -> list[Appended]:
        for release in releases:
            connection.execute(
                f"INSERT INTO profile_releases ({_COLUMNS}, mac)"  # noqa: S608 - constants only
                " VALUES (:name, :version, :hash, :released, :withdrawn, :mac)"
                " ON CONFLICT (name, version) DO UPDATE SET"
                " released = excluded.released, withdrawn = excluded.withdrawn, mac = excluded.mac",
                {**asdict(release), "mac": self.guard.mac(_LABEL, release.canonical)},
            )
        told: list[dict[str, JsonValue]] = [
            {
                "profile": release.name,
                "version": release.version,
                "hash": release.hash,
                "digest": release.digest,
            }
            for release in releases
        ]
        return self.journal.append_each(connection, kind, told, approval)

    def _checked(self, row: sqlite3.Row) -> Release:
        release = Release.of_row(row)
        known = hashlib.sha256(release.canonical + row["mac"]).digest()
        if known not in self._genuine:
            if not hmac.compare_digest(self.guard.mac(_LABEL, release.canonical), row["mac"]):
                what = f"version {release.version} of the profile {shown(release.name)}"
                raise StationError("REC-012", what=what)
            self._genuine.add(known)
        return release
