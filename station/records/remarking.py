"""Every MAC of a record made anew, where another token takes its guard's place.

The new guard can't check the old one's MACs. So it is done only of a record whose chain, heads and
rows were found whole: what the chain covers is genuine whatever the MACs were.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final, Protocol

from station.records.assignments import marked_assignments
from station.records.audit import ENTRY_LABEL
from station.records.authorities import marked_authorities
from station.records.check_rows import marked_check_runs, marked_check_units
from station.records.credentials import marked_credentials
from station.records.custody import marked_tokens
from station.records.disabled_groups import marked_disabled_groups
from station.records.ek_lists import marked_ek_lists
from station.records.enrollments import MAC_LABEL, SELECT, enrollment_digest, parse_enrollment
from station.records.group_keys import marked_group_keys
from station.records.handoffs import marked_handoff_secrets
from station.records.imports import marked_imports
from station.records.marks import Marked, marked_in
from station.records.order_secrets import marked_secrets
from station.records.orders import ORDER_LABEL, StoredOrder
from station.records.people import PERSON_LABEL
from station.records.person_rows import StoredPerson
from station.records.releases import marked_releases
from station.records.roots import ROOT_LABEL, canonical_root
from station.records.services import marked_services
from station.records.settings import marked_settings
from station.records.stop_rows import marked_resets, marked_restarts
from station.records.unit_pins import marked_unit_pins
from station.records.unit_rows import RELEASE_LABEL, UNIT_LABEL, StoredUnit, release_canonical

_BATCH: Final = 100


class Marking(Protocol):
    """Makes MACs, many in one go; as `FactoryHsm.macs`."""

    def __call__(self, label: str, items: Sequence[bytes]) -> list[bytes]:
        """Return the MAC of each item under one label."""
        ...


def _orders(connection: sqlite3.Connection) -> Iterator[Marked]:
    return marked_in(
        connection, "orders", ORDER_LABEL, lambda row: StoredOrder.of_row(row).canonical
    )


def _roots(connection: sqlite3.Connection) -> Iterator[Marked]:
    def content(row: sqlite3.Row) -> bytes:
        return canonical_root(row["kind"], row["certificate"], row["added"])

    return marked_in(connection, "roots", ROOT_LABEL, content)


def _people(connection: sqlite3.Connection) -> Iterator[Marked]:
    return marked_in(
        connection, "people", PERSON_LABEL, lambda row: StoredPerson.of_row(row).canonical
    )


def _units(connection: sqlite3.Connection) -> Iterator[Marked]:
    return marked_in(
        connection, "unit_states", UNIT_LABEL, lambda row: StoredUnit.of_row(row).canonical
    )


def _unit_releases(connection: sqlite3.Connection) -> Iterator[Marked]:
    def content(row: sqlite3.Row) -> bytes:
        return release_canonical(row["unit"], row["run"])

    return marked_in(connection, "unit_releases", RELEASE_LABEL, content)


def _enrollments(connection: sqlite3.Connection) -> Iterator[Marked]:
    for row in connection.execute(SELECT):
        digest = enrollment_digest(parse_enrollment(row))
        yield Marked("enrollments", row["id"], MAC_LABEL, digest)


def _entries(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield the entries that no head covers yet: of others nobody asks for the MAC any more."""
    rows = connection.execute(
        "SELECT sequence, entry FROM audit WHERE mac IS NOT NULL"
        " AND sequence > (SELECT ifnull(max(sequence), 0) FROM heads)"
    )
    for row in rows:
        yield Marked("audit", row["sequence"], ENTRY_LABEL, row["entry"].encode())


MARKED: Final[dict[str, Callable[[sqlite3.Connection], Iterator[Marked]]]] = {
    "assignments": marked_assignments,
    "audit": _entries,
    "authorities": marked_authorities,
    "credentials": marked_credentials,
    "contact_resets": marked_resets,
    "check_runs": marked_check_runs,
    "check_units": marked_check_units,
    "disabled_groups": marked_disabled_groups,
    "ek_lists": marked_ek_lists,
    "enrollments": _enrollments,
    "factory_tokens": marked_tokens,
    "group_keys": marked_group_keys,
    "handoff_secrets": marked_handoff_secrets,
    "imports": marked_imports,
    "order_secrets": marked_secrets,
    "orders": _orders,
    "people": _people,
    "profile_releases": marked_releases,
    "restarts": marked_restarts,
    "roots": _roots,
    "services": marked_services,
    "settings": marked_settings,
    "unit_pins": marked_unit_pins,
    "unit_releases": _unit_releases,
    "unit_states": _units,
}
"""By its name each table with MACs, but for the lease, which begins anew."""


def mark_again(connection: sqlite3.Connection, macs: Marking) -> int:
    """Make every MAC anew, inside a transaction; return how many.

    Args:
        connection: in a transaction, of a record that was found whole.
        macs: makes them by the new guard.

    Raises:
        StationError: REC-011 where a row can't be read; the guard's own.
    """
    done = 0
    for marked in MARKED.values():
        # Read to its end first: rows that are written while they are read may come twice.
        found = iter(list(marked(connection)))
        while part := list(islice(found, _BATCH)):
            made = macs(part[0].label, [one.content for one in part])
            for one, mac in zip(part, made, strict=True):
                connection.execute(
                    f"UPDATE {one.table} SET mac = ? WHERE rowid = ?",  # noqa: S608 - constants
                    (mac, one.row),
                )
            done += len(part)
    return done
