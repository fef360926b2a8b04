"""The tables that grant something: what the chain said last of each row, against the rows."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from station.records.assignments import kept_assignments
from station.records.authorities import kept_authorities
from station.records.check_rows import kept_check_runs, kept_check_units
from station.records.credentials import kept_credentials
from station.records.custody import KINDS as CUSTODY_KINDS
from station.records.custody import kept_tokens, told_token
from station.records.disabled_groups import kept_disabled_groups
from station.records.ek_lists import kept_ek_lists
from station.records.entries import AuditEntry, EntryKind
from station.records.group_keys import kept_group_keys
from station.records.handoffs import kept_handoff_secrets
from station.records.imports import kept_imports
from station.records.order_secrets import kept_secrets
from station.records.orders import StoredOrder
from station.records.person_rows import people_digests
from station.records.releases import kept_releases
from station.records.serial_lists import kept_serial_lists
from station.records.services import kept_services
from station.records.settings import settings_digest
from station.records.stop_rows import kept_resets, kept_restarts, kept_stops
from station.records.unit_pins import kept_unit_pins
from station.records.unit_rows import kept_unit_releases, kept_units

Key = tuple[str, ...]
"""What names a row: of some tables one column, of others several."""


_Table = tuple[
    frozenset[EntryKind],
    Key,
    Callable[[AuditEntry], str | None],
    Callable[[sqlite3.Connection], Mapping[Key, str]],
    str,
]


@dataclass
class Grant:
    """One such table, as the chain tells of it.

    Attributes:
        kinds: the entries that tell of it.
        key: the data of an entry that name the row.
        value: says what the row is then, of an entry; where it is empty, there is no row, and where
            it is None, the row stays as it was.
        kept: returns what the table holds, in the same terms.
        words: what is wrong with a row that isn't as was told, with its key filled in.
    """

    kinds: frozenset[EntryKind]
    key: Key
    value: Callable[[AuditEntry], str | None]
    kept: Callable[[sqlite3.Connection], Mapping[Key, str]]
    words: str
    _told: dict[Key, str] = field(default_factory=dict)

    def tell(self, entry: AuditEntry) -> None:
        """Take up what an entry says."""
        if entry.kind not in self.kinds:
            return
        key = tuple(str(entry.data.get(name, "")) for name in self.key)
        value = self.value(entry)
        if value is None:
            return
        if value:
            self._told[key] = value
        else:
            self._told.pop(key, None)

    def findings(self, connection: sqlite3.Connection) -> Iterator[str]:
        """Yield each row that isn't what the chain says, once the whole chain was told."""
        changed = self._told.items() ^ self.kept(connection).items()
        yield from (self.words.format(*key) for key in sorted({key for key, _ in changed}))


def _datum(name: str) -> Callable[[AuditEntry], str]:
    return lambda entry: str(entry.data.get(name, ""))


def _keyed(rows: Mapping[str, str]) -> Mapping[Key, str]:
    return {(name,): value for name, value in rows.items()}


def _orders(connection: sqlite3.Connection) -> Mapping[Key, str]:
    rows = connection.execute(
        "SELECT name, spec, profile_hash, practice, state, created, token_pin, course FROM orders"
    )
    return {(row["name"],): StoredOrder.of_row(row).digest for row in rows}


def _roots(connection: sqlite3.Connection) -> Mapping[Key, str]:
    rows = connection.execute("SELECT kind, certificate FROM roots")
    digests = [(row["kind"], hashlib.sha256(row["certificate"]).hexdigest()) for row in rows]
    return dict.fromkeys(digests, "trusted")


def _settings(connection: sqlite3.Connection) -> Mapping[Key, str]:
    digest = settings_digest(connection)
    return {(): digest} if digest else {}


# Kinds of entry, data that name the row, what says what the row is, the table, words for a finding.
_TABLES: Final[Sequence[_Table]] = (
    (
        frozenset(
            {
                *(EntryKind.ORDER_ADDED, EntryKind.ORDER_CHANGED, EntryKind.ORDER_ALLOTTED),
                *(EntryKind.FIRST_ARTICLE_SIGNED, EntryKind.FIRST_ARTICLE_REJECTED),
                *(EntryKind.SERIALS_SET, EntryKind.ALLOTTED),
            }
        ),
        ("order",),
        _datum("digest"),
        _orders,
        "order {} was changed",
    ),
    (
        # An order that was carried over has the list of the one before.
        frozenset({EntryKind.SERIALS_SET, EntryKind.ORDER_ADDED}),
        ("order",),
        _datum("serials"),
        lambda connection: _keyed(kept_serial_lists(connection)),
        "the allowed serial numbers of order {} were changed",
    ),
    (
        frozenset({EntryKind.PROFILE_RELEASED, EntryKind.PROFILE_WITHDRAWN}),
        ("profile", "version"),
        _datum("digest"),
        kept_releases,
        "the release of profile {} (version {}) was changed",
    ),
    (
        frozenset({EntryKind.ROOT_ADDED, EntryKind.ROOT_REMOVED}),
        ("kind", "sha256"),
        lambda entry: "trusted" if entry.kind is EntryKind.ROOT_ADDED else "",
        _roots,
        "the trusted {} {} was changed",
    ),
    (
        frozenset({EntryKind.PERSON_ADDED, EntryKind.PERSON_CHANGED}),
        ("badge",),
        _datum("digest"),
        lambda connection: _keyed(people_digests(connection)),
        "the badge {} was changed",
    ),
    (
        frozenset({EntryKind.SETTINGS_CHANGED}),
        (),
        _datum("digest"),
        _settings,
        "the settings were changed",
    ),
    (
        frozenset({EntryKind.ORDER_ASSIGNED}),
        ("position",),
        _datum("order"),
        lambda connection: _keyed(dict(kept_assignments(connection))),
        "the order of position {} was changed",
    ),
    (
        frozenset({EntryKind.ORDER_SECRET_SET}),
        ("order", "name"),
        _datum("digest"),
        kept_secrets,
        "the {1} of order {0} was changed",
    ),
    (
        frozenset({EntryKind.EK_LIST_SET}),
        ("order",),
        _datum("digest"),
        lambda connection: _keyed(kept_ek_lists(connection)),
        "the endorsement keys of order {} were changed",
    ),
    (
        frozenset({EntryKind.UNIT_CHANGED}),
        ("unit",),
        _datum("digest"),
        kept_units,
        "the state of the unit {} was changed",
    ),
    (
        frozenset({EntryKind.UNIT_CHANGED}),
        ("unit",),
        lambda entry: str(entry.data["run"]) if "run" in entry.data else None,
        kept_unit_releases,
        "the release of the unit {} was changed",
    ),
    (
        frozenset({EntryKind.HANDOFF_SECRET_SET}),
        ("name",),
        _datum("digest"),
        lambda connection: _keyed(kept_handoff_secrets(connection)),
        "the secret of the hand-off {} was changed",
    ),
    (
        frozenset({EntryKind.UNIT_PINS_SET}),
        ("serial", "pins"),
        _datum("digest"),
        kept_unit_pins,
        "the sealed PINs of the unit {0}'s token were changed (number {1})",
    ),
    (
        frozenset({EntryKind.CA_ADDED, EntryKind.CA_RETIRED, EntryKind.CA_LIMITED}),
        ("sha256",),
        _datum("digest"),
        lambda connection: _keyed(kept_authorities(connection)),
        "the CA {} was changed",
    ),
    (
        frozenset(
            {EntryKind.GROUP_KEY_ADDED, EntryKind.GROUP_ROTATED, EntryKind.GROUP_KEY_RETIRED}
        ),
        ("group", "number"),
        _datum("digest"),
        kept_group_keys,
        "the key of the group {0} was changed",
    ),
    (
        frozenset({EntryKind.GROUP_DISABLED}),
        ("group",),
        _datum("digest"),
        lambda connection: _keyed(kept_disabled_groups(connection)),
        "whether the group {} is disabled was changed",
    ),
    (
        frozenset({EntryKind.LIST_IMPORTED, EntryKind.LIST_FORGOTTEN}),
        ("import",),
        _datum("digest"),
        lambda connection: _keyed(kept_imports(connection)),
        "the import {} or a row of it was changed",
    ),
    (
        frozenset({EntryKind.SERVICE_SET}),
        ("name",),
        _datum("digest"),
        lambda connection: _keyed(kept_services(connection)),
        "the service {} was changed",
    ),
    (
        frozenset({EntryKind.CREDENTIAL_SET}),
        ("token",),
        _datum("digest"),
        lambda connection: _keyed(kept_credentials(connection)),
        "whether a credential unlocks the token {} was changed",
    ),
    (
        frozenset({EntryKind.CHECK_UNIT_ADDED, EntryKind.CHECK_UNIT_REMOVED}),
        ("serial",),
        _datum("digest"),
        lambda connection: _keyed(kept_check_units(connection)),
        "the unit {} for checks was changed",
    ),
    (
        frozenset({EntryKind.CHECK_RUN}),
        ("check",),
        _datum("digest"),
        lambda connection: _keyed(kept_check_runs(connection)),
        "the check run {} was changed",
    ),
    (
        CUSTODY_KINDS,
        ("token",),
        told_token,
        lambda connection: _keyed(kept_tokens(connection)),
        "what the factory's keys are kept in was changed: token {}",
    ),
    (
        frozenset({EntryKind.STOPPED, EntryKind.RESTARTED}),
        ("scope", "name"),
        _datum("digest"),
        kept_stops,
        "whether the {0} {1} stands still was changed",
    ),
    (
        frozenset({EntryKind.RESTARTED}),
        ("scope", "name"),
        _datum("run"),
        kept_restarts,
        "the restart of the {0} {1} was changed",
    ),
    (
        frozenset({EntryKind.CONTACTS_RESET}),
        ("position",),
        _datum("run"),
        kept_resets,
        "the reset of the contacts of position {0} was changed",
    ),
)


def grants() -> list[Grant]:
    """Return all of them, as they are before the first entry."""
    return [Grant(*table) for table in _TABLES]
