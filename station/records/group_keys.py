"""The keys of enrollment groups: how each was born, and the wrapped copies that left the token."""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.enrollment import EnrollmentGroup
from station.model.group import (
    FIRST_KEY,
    GroupIssuers,
    GroupKey,
    KeyGroup,
    rotation_due,
    working,
)
from station.model.names import RegistrationId, shown
from station.model.order import EnrolledAs
from station.model.rights import Approval
from station.model.settings import Settings
from station.records.audit import Heads, Journal
from station.records.chain import LOSS
from station.records.database import Readings, Writer
from station.records.disabled_groups import DisabledGroups, read_disabled_groups
from station.records.encoding import canonical_json, time_text, unpack_chain
from station.records.entries import EntryKind
from station.records.gates import Admission
from station.records.guard import Guard
from station.records.marks import Marked, marked_in
from station.records.orders import OrderBook
from station.records.settings import SettingsBook

_LABEL: Final = "station-group-key-v1"
_COLUMNS: Final = ", ".join(column.name for column in fields(GroupKey))
_SELECT: Final = f"SELECT {_COLUMNS}, mac FROM group_keys"  # noqa: S608 - constants only
_OF_GROUP: Final = f"{_SELECT} WHERE group_id = ? COLLATE NOCASE ORDER BY number"
_UNITS: Final = (
    "SELECT count(*) FROM enrollments"
    " WHERE group_id = ? COLLATE NOCASE AND group_key = ? AND status != 'revoked'"
)
# How many keys of a group the service takes: its primary and its secondary.
_MOST: Final = 2


def _of_row(row: sqlite3.Row) -> GroupKey:
    return GroupKey(**{column.name: row[column.name] for column in fields(GroupKey)})


def _canonical(key: GroupKey) -> bytes:
    told: dict[str, JsonValue] = {
        name: value.hex() if isinstance(value, bytes) else value
        for name, value in asdict(key).items()
    }
    if key.number == FIRST_KEY:  # as an older Station wrote it
        del told["number"]
    if not key.retired:
        del told["retired"]
    return canonical_json(told).encode("ascii")


def _entry_data(key: GroupKey) -> dict[str, JsonValue]:
    data: dict[str, JsonValue] = {
        "group": key.group_id,
        "born": key.born,
        "owner": key.owner,
        "owner_copy": _copy_digest(key.owner_copy),
        "escrow_copy": _copy_digest(key.escrow_copy),
        "digest": _digest(key),
    }
    return data | _numbered(key)


def _numbered(key: GroupKey) -> dict[str, JsonValue]:
    """Return a key's number as entries have it: an older Station told none of the first key."""
    return {} if key.number == FIRST_KEY else {"number": key.number}


def _digest(key: GroupKey) -> str:
    return hashlib.sha256(_canonical(key)).hexdigest()


def _copy_digest(copy: bytes) -> str:
    return hashlib.sha256(copy).hexdigest() if copy else ""


def marked_group_keys(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(connection, "group_keys", _LABEL, lambda row: _canonical(_of_row(row)))


def kept_group_keys(connection: sqlite3.Connection) -> dict[tuple[str, ...], str]:
    """Return the digest of each key's row by its group and number, for the verification."""
    keys = map(_of_row, connection.execute(_SELECT))
    return {(key.group_id, str(_numbered(key).get("number", ""))): _digest(key) for key in keys}


def read_groups(reads: Readings) -> list[KeyGroup]:
    """Return all groups that have keys, oldest first, unchecked."""
    disabled = read_disabled_groups(reads)
    found: dict[RegistrationId, list[GroupKey]] = {}
    for key in map(_of_row, reads.rows(f"{_SELECT} ORDER BY id")):
        found.setdefault(RegistrationId.parse(key.group_id), []).append(key)
    return [
        KeyGroup(
            tuple(keys),
            {key.number: _counted(reads, group_id, key.number) for key in keys},
            disabled.get(group_id, ""),
        )
        for group_id, keys in found.items()
    ]


def _counted(reads: Readings, group_id: RegistrationId, number: int) -> int:
    row = reads.row(_UNITS, (group_id.text, number))
    return 0 if row is None else int(row[0])


@dataclass
class GroupBook:
    """Keeps how groups' keys were born, and gives none whose MAC isn't the guard's.

    What was genuine once stays so: the guard is asked once for each content.
    """

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads
    settings: SettingsBook
    disabled: DisabledGroups
    orders: OrderBook
    _known: set[bytes] = field(default_factory=set)

    def keys(self, group_id: RegistrationId) -> tuple[GroupKey, ...]:
        """Return the keys of a group, also those that are retired, oldest first; REC-012."""
        return self._genuine(self.reads.rows(_OF_GROUP, (group_id.text,)))

    def find(self, group_id: RegistrationId) -> GroupKey | None:
        """Return the key that a group's next unit gets, None where nothing is known; REC-012."""
        keys = working(self.keys(group_id))
        return keys[-1] if keys else None

    def is_disabled(self, group_id: RegistrationId) -> bool:
        """Tell whether a group takes no units any more; REC-012."""
        return self.disabled.disabled(group_id)

    def issuers(self, group: EnrollmentGroup) -> GroupIssuers:
        """Return the CAs that issued for the units of a group's orders.

        The service needs none any more of which all units are revoked.

        Raises:
            StationError: REC-012 where an order is not the guard's.
        """
        wanted = (group.group_id, group.id_scope, EnrolledAs.GROUP)
        names = [
            order.name
            for order in self.orders.orders()
            if (order.group_id, order.id_scope, order.spec.enrollment) == wanted
        ]
        places = ", ".join("?" * len(names))
        rows = self.reads.rows(
            "SELECT chains.certificates, min(enrollments.status = 'revoked') AS gone"  # noqa: S608
            " FROM enrollments"
            " JOIN orders ON orders.id = order_id JOIN chains ON chains.id = chain_id"
            # The plus keeps it from going through every certified unit, of whatever order.
            f" WHERE +attestation = 'x509' AND orders.name IN ({places})"
            " GROUP BY chain_id ORDER BY min(enrollments.id)",
            names,
        )
        # One CA can be in several chains, where its own certificate was renewed.
        gone: dict[bytes, bool] = {}
        for row in rows:
            for issuer in unpack_chain(row["certificates"])[:1]:
                gone[issuer] = gone.get(issuer, True) and bool(row["gone"])
        needed = tuple(one for one in gone if not gone[one])
        return GroupIssuers(needed, len(gone), tuple(one for one in gone if gone[one]))

    def number(self, group_id: RegistrationId) -> int:
        """Return the number of the key that a group's next unit gets; REC-012."""
        key = self.find(group_id)
        return FIRST_KEY if key is None else key.number

    def never_used(self, group_id: RegistrationId, number: int) -> bool:
        """Tell whether no unit can have a group's key of that number.

        So it is of one that was never put on record, since its making was broken off; but not where
        entries are lost that could tell of it, or where an older Station, which put no key on
        record, made an order of the group.
        """
        lost = "SELECT 1 FROM audit WHERE instr(entry, ?) > 0 LIMIT 1"
        held = "SELECT 1 FROM enrollments WHERE group_id = ? COLLATE NOCASE AND group_key = ?"
        return not (
            any(key.number == number for key in self.keys(group_id))
            or self.reads.row(held, (group_id.text, number))
            or self.reads.row(lost, (LOSS,))
            or (number == FIRST_KEY and self._ordered(group_id))
        )

    def _ordered(self, group_id: RegistrationId) -> bool:
        return any(order.group_id == group_id for order in self.orders.orders())

    def add(
        self,
        group_id: RegistrationId,
        born: str,
        copies: tuple[str, bytes, bytes],
        approval: Approval | None = None,
    ) -> GroupKey:
        """Put a group's first key on record, and that it has left the token for whom.

        Args:
            group_id: the group, of whose key nothing is on record yet.
            born: as `GroupKey` has it.
            copies: SHA-256 of the owner's certificate, hexadecimal, the copy for them, and the one
                for the escrow; empty each where there is none.
            approval: for `Right.ORDERS`; practice needs none.

        Raises:
            StationError: REC-067 where one is on record; the guard's, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        key = GroupKey(group_id.text, born, *copies, time_text(self.journal.now()))
        mac = self.guard.mac(_LABEL, _canonical(key))
        with self.writer.transaction() as connection:
            if connection.execute(_OF_GROUP, (group_id.text,)).fetchone():
                raise StationError("REC-067", name=shown(group_id.text))
            _insert(connection, key, mac)
            kind = EntryKind.GROUP_KEY_ADDED
            entry = self.journal.append(connection, kind, _entry_data(key), approval)
        self.heads.sign(entry)
        return key

    def rotate(
        self,
        group_id: RegistrationId,
        born: str,
        copies: tuple[str, bytes, bytes],
        approval: Approval | None = None,
    ) -> GroupKey:
        """Put on record that another key of a group follows the one that it has.

        From now on its units get the new one; the one before works until it is retired.

        Args:
            group_id: the group.
            born: as `add` takes it.
            copies: likewise.
            approval: for `Right.CEREMONY`; practice needs none.

        Raises:
            StationError: as `check_rotation`; the guard's, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        before = self.check_rotation(group_id)
        made = time_text(self.journal.now())
        key = GroupKey(before.group_id, born, *copies, made, before.number + 1)
        mac = self.guard.mac(_LABEL, _canonical(key))
        with self.writer.transaction() as connection:
            newest = connection.execute(_OF_GROUP, (group_id.text,)).fetchall()[-1]
            if newest["number"] != before.number:
                raise StationError("REC-072", name=shown(group_id.text), why=_TWO)
            _insert(connection, key, mac)
            kind = EntryKind.GROUP_ROTATED
            entry = self.journal.append(connection, kind, _entry_data(key), approval)
        self.heads.sign(entry)
        return key

    def check_rotation(self, group_id: RegistrationId) -> GroupKey:
        """Return the one key that a group has, which another one may follow.

        Raises:
            StationError: REC-068 where it has none, REC-072 where it has two, REC-066 where it is
                disabled, REC-012.
        """
        if self.disabled.disabled(group_id):
            raise StationError("REC-066", name=shown(group_id.text))
        keys = working(self.keys(group_id))
        if not keys:
            raise StationError("REC-068", name=shown(group_id.text))
        if len(keys) == _MOST:
            raise StationError("REC-072", name=shown(group_id.text), why=_TWO)
        return keys[0]

    def check_retirement(self, group_id: RegistrationId) -> tuple[GroupKey, int]:
        """Return the older of a group's two keys, and how many units' enrollments name it.

        Raises:
            StationError: REC-068 where it has none, REC-072 where it has one, REC-012.
        """
        keys = working(self.keys(group_id))
        if not keys:
            raise StationError("REC-068", name=shown(group_id.text))
        if len(keys) < _MOST:
            raise StationError("REC-072", name=shown(group_id.text), why=_ONE)
        return keys[0], _counted(self.reads, group_id, keys[0].number)

    def retire(self, group_id: RegistrationId, approval: Approval | None = None) -> GroupKey:
        """Put on record that the older of a group's two keys works no longer.

        Args:
            group_id: the group.
            approval: for `Right.CEREMONY`; practice needs none.

        Raises:
            StationError: as `check_retirement`; the guard's, and `Writer.transaction`'s.
        """
        self.heads.catch_up()
        before, units = self.check_retirement(group_id)
        key = replace(before, retired=time_text(self.journal.now()))
        mac = self.guard.mac(_LABEL, _canonical(key))
        with self.writer.transaction() as connection:
            connection.execute(
                "UPDATE group_keys SET retired = ?, mac = ? WHERE group_id = ? AND number = ?",
                (key.retired, mac, key.group_id, key.number),
            )
            data = {**_entry_data(key), "which": key.number, "units": units}
            entry = self.journal.append(connection, EntryKind.GROUP_KEY_RETIRED, data, approval)
        self.heads.sign(entry)
        return key

    def check(self, connection: sqlite3.Connection, admission: Admission) -> None:
        """Let a unit pass whose group takes units; a `Gate`.

        Raises:
            StationError: REC-066 where its group is disabled, REC-071 where the group's key has
                served as long, or as many units, as the rules of the house allow; REC-012.
        """
        order = admission.order.order
        if order.spec.enrollment is EnrolledAs.INDIVIDUAL:
            return
        self.disabled.check(connection, order.group_id)
        keys = working(self._genuine(connection.execute(_OF_GROUP, (order.group_id.text,))))
        rules = self.settings.get() if keys else Settings()
        if rules.group_days is None and rules.group_units is None:
            return
        units = connection.execute(_UNITS, (order.group_id.text, keys[-1].number)).fetchone()[0]
        why = rotation_due(keys[-1], units, rules, self.journal.now())
        if why:
            raise StationError("REC-071", name=shown(order.group_id.text), why=why)

    def _genuine(self, rows: Sequence[sqlite3.Row] | sqlite3.Cursor) -> tuple[GroupKey, ...]:
        return tuple(self._checked(row) for row in rows)

    def _checked(self, row: sqlite3.Row) -> GroupKey:
        key = _of_row(row)
        content = _canonical(key)
        known = hashlib.sha256(content + row["mac"]).digest()
        if known not in self._known:
            if not hmac.compare_digest(self.guard.mac(_LABEL, content), row["mac"]):
                raise StationError("REC-012", what=f"the key of the group {shown(key.group_id)}")
            self._known.add(known)
        return key


_TWO: Final = "it has two already"
_ONE: Final = "it has but one"


def _insert(connection: sqlite3.Connection, key: GroupKey, mac: bytes) -> None:
    connection.execute(
        f"INSERT INTO group_keys ({_COLUMNS}, mac)"  # noqa: S608 - constants only
        f" VALUES ({', '.join('?' * (len(fields(GroupKey)) + 1))})",
        (*(getattr(key, column.name) for column in fields(GroupKey)), mac),
    )
