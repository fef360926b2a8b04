"""The services that enrollments go to; the keys of their policies are in the factory's token."""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
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
_SELECT: Final = "SELECT name, host, policy, mac FROM services"


def _of_row(row: sqlite3.Row) -> Service:
    return Service(row["name"], row["host"], row["policy"])


def _canonical(service: Service) -> bytes:
    return canonical_json(asdict(service)).encode("ascii")


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
                "INSERT INTO services (name, host, policy, mac) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET host = excluded.host,"
                " policy = excluded.policy, mac = excluded.mac",
                (service.name, service.host, service.policy, mac),
            )
            data: dict[str, JsonValue] = {**asdict(service), "digest": _digest(service)}
            entry = self.journal.append(connection, EntryKind.SERVICE_SET, data, approval)
        self.heads.sign(entry)
