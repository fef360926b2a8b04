"""The services that enrollments go to; the keys of their policies are in the factory's token."""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, astuple, dataclass, fields
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.group import Service
from station.model.names import shown
from station.model.rights import Approval
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import canonical_json
from station.records.entries import EntryKind
from station.records.guard import Guard
from station.records.marks import Marked, marked_in

_LABEL: Final = "station-service-v1"
# So many names stand in an entry at most.
_NAMES: Final = 1_000
# Whole certificates, and what is sealed.
_LONG: Final = frozenset({"ca", "sealed", "proxy_sealed"})
_COLUMNS: Final = ", ".join(column.name for column in fields(Service))
_SELECT: Final = f"SELECT {_COLUMNS}, mac FROM services"  # noqa: S608 - constants only


def _of_row(row: sqlite3.Row) -> Service:
    return Service(**{column.name: row[column.name] for column in fields(Service)})


def _canonical(service: Service) -> bytes:
    return canonical_json(_told(service)).encode("ascii")


def _told(service: Service) -> dict[str, JsonValue]:
    """Return what is said of a service; of what isn't set nothing, as an older Station has it."""
    return {name: value for name, value in asdict(service).items() if value}


def _digest(service: Service) -> str:
    return hashlib.sha256(_canonical(service)).hexdigest()


def marked_services(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(connection, "services", _LABEL, lambda row: _canonical(_of_row(row)))


def kept_services(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the digest of each service's row by its name, for the verification."""
    return {row["name"]: _digest(_of_row(row)) for row in connection.execute(_SELECT)}


def read_services(reads: Readings) -> list[Service]:
    """Return all services, by the alphabet."""
    return [_of_row(row) for row in reads.rows(f"{_SELECT} ORDER BY name")]


@dataclass
class ServiceBook:
    """Keeps which services there are, and gives none whose MAC isn't the guard's."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads

    def names(self) -> list[str]:
        """Return the names of all services, by the alphabet, unchecked."""
        return [service.name for service in read_services(self.reads)]

    def get(self, name: str) -> Service:
        """Return a service by its name.

        Raises:
            StationError: SVC-036 where there is none, REC-012 where it isn't the guard's.
        """
        row = self.reads.row(f"{_SELECT} WHERE name = ?", (name,))
        if row is None:
            raise StationError("SVC-036", name=shown(name))
        service = _of_row(row)
        if not hmac.compare_digest(self.guard.mac(_LABEL, _canonical(service)), row["mac"]):
            raise StationError("REC-012", what=f"the service {shown(name)}")
        return service

    def set(self, service: Service, approval: Approval | None = None) -> None:
        """Put a service on record in place of the one of its name, having been given its key.

        Args:
            service: the service.
            approval: for `Right.SETTINGS`; practice needs none.

        Raises:
            StationError: REC-025 without the right; the guard's, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        mac = self.guard.mac(_LABEL, _canonical(service))
        with self.writer.transaction() as connection:
            connection.execute(
                f"REPLACE INTO services ({_COLUMNS}, mac)"  # noqa: S608 - constants only
                f" VALUES ({', '.join('?' * (len(fields(Service)) + 1))})",
                (*astuple(service), mac),
            )
            data = {**_told(service), "digest": _digest(service)}
            for name in _LONG & data.keys():  # the digest of the row covers them
                data[name] = hashlib.sha256(str(data[name]).encode()).hexdigest()
            if service.sign_in:
                data["policy"] = f"none ({service.known_as})"
            entry = self.journal.append(connection, EntryKind.SERVICE_SET, data, approval)
        self.heads.sign(entry)

    def repairing(
        self, service: Service, how: str, names: Iterable[str], approval: Approval | None = None
    ) -> None:
        """Put on record, before it is done, that enrollments at a service are to be put right.

        The entry has their number, SHA-256 (hexadecimal) over all names, each with a line feed
        behind it, and the first thousand of them.

        Args:
            service: at which.
            how: in a word.
            names: their registration IDs, or groups' names; any number.
            approval: for `Right.EXPORT`; practice needs none.

        Raises:
            StationError: REC-025 without the right; the guard's, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        first, count, digest = list[JsonValue](), 0, hashlib.sha256()
        for name in names:
            count += 1
            digest.update(f"{name}\n".encode())
            if count <= _NAMES:
                first.append(name)
        data: dict[str, JsonValue] = {"service": service.name, "how": how, "names": first}
        data |= {"count": count, "digest": digest.hexdigest()}
        with self.writer.transaction() as connection:
            kind = EntryKind.SERVICE_REPAIRED
            entry = self.journal.append(connection, kind, data, approval)
        self.heads.sign(entry)
