"""The PINs of units' tokens, each sealed by the factory HSM and under its MAC.

They are put here before the token gets them, and marked once it has them, so that no power failure
leaves a token with a PIN that nobody knows. What a unit's token had before stays on record, too.
"""

import hashlib
import hmac
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.names import shown
from station.model.rights import Approval
from station.model.run import Run
from station.records.audit import Appended, Heads, Journal
from station.records.database import Readings, Writer
from station.records.encoding import as_written, canonical_json
from station.records.entries import AuditEntry, EntryKind
from station.records.guard import Guard
from station.records.marks import Marked, marked_in
from station.records.runs import running

_LABEL: Final = "station-unit-pins-v1"
_COLUMNS: Final = "serial, order_name, run, label, state, user_pin, so_pin"
_SELECT: Final = f"SELECT id, {_COLUMNS}, mac FROM unit_pins"  # noqa: S608 - constants only
_NEWEST: Final = f"{_SELECT} WHERE serial = ? COLLATE NOCASE ORDER BY id DESC LIMIT 1"
# Of each unit the newest, where its token has it.
_SET: Final = (
    f"{_SELECT} WHERE order_name = ? AND state = 'set' AND id IN"  # noqa: S608 - likewise
    " (SELECT max(id) FROM unit_pins GROUP BY serial COLLATE NOCASE) ORDER BY id"
)


class PinState(Enum):
    """How far a token's own PINs have come."""

    PREPARED = "prepared"  # the token may have them or those it came with
    SET = "set"


@dataclass(frozen=True)
class UnitPins:
    """The PINs of one unit's token.

    Attributes:
        number: of the row.
        serial: the unit's serial number, as it was admitted.
        order: the order's name.
        run: the run that made them.
        label: the token's label, empty where it is the only one in its slot.
        state: whether the token has them.
        user: the user's, sealed; None where it is the order's.
        officer: the security officer's, sealed; None where nobody here knows it.
    """

    number: int
    serial: str
    order: str
    run: str
    label: str
    state: PinState
    user: bytes | None
    officer: bytes | None

    @property
    def digest(self) -> str:
        """SHA-256 of all of it, hexadecimal, as the chain tells it."""
        return hashlib.sha256(self.canonical).hexdigest()

    @property
    def canonical(self) -> bytes:
        """What MAC and digest cover."""
        content: dict[str, JsonValue] = {
            "number": self.number,
            "serial": self.serial,
            "order": self.order,
            "run": self.run,
            "label": self.label,
            "state": self.state.value,
            "user": None if self.user is None else self.user.hex(),
            "officer": None if self.officer is None else self.officer.hex(),
        }
        return canonical_json(content).encode("ascii")

    @property
    def kinds(self) -> str:
        """Which PINs are the token's own, in words."""
        both = {"user's PIN": self.user, "security officer's PIN": self.officer}
        return " and ".join(name for name, sealed in both.items() if sealed is not None)


@dataclass(frozen=True)
class SealedPins:
    """PINs that a unit's token is about to get; as `UnitPins` has them."""

    label: str
    user: bytes | None
    officer: bytes | None


@dataclass(frozen=True)
class PinRecipient:
    """To whom PINs are given out.

    Attributes:
        certificate: SHA-256 of the certificate that they are encrypted to, hexadecimal.
        name: its subject.
        file: SHA-256 of the encrypted file, hexadecimal.
    """

    certificate: str
    name: str
    file: str


def _parsed(row: sqlite3.Row) -> UnitPins:
    with as_written(f"the PINs of a unit's token, number {row['id']}"):
        return UnitPins(
            number=row["id"],
            serial=row["serial"],
            order=row["order_name"],
            run=row["run"],
            label=row["label"],
            state=PinState(row["state"]),
            user=row["user_pin"],
            officer=row["so_pin"],
        )


def marked_unit_pins(connection: sqlite3.Connection) -> Iterator[Marked]:
    """Yield each row as the guard's MAC covers it."""
    return marked_in(connection, "unit_pins", _LABEL, lambda row: _parsed(row).canonical)


def kept_unit_pins(connection: sqlite3.Connection) -> Mapping[tuple[str, ...], str]:
    """Return the digest of each row by serial number and number, for the verification."""
    rows = map(_parsed, connection.execute(_SELECT))
    return {(pins.serial, str(pins.number)): pins.digest for pins in rows}


def pin_findings(
    connection: sqlite3.Connection, serial: str, entries: Iterable[AuditEntry]
) -> Iterator[str]:
    """Yield what is wrong with the PINs of one unit's token, as the entries of it tell them."""
    told: dict[str, JsonValue] = {}
    for entry in entries:
        if entry.kind is EntryKind.UNIT_PINS_SET:
            told[str(entry.data.get("pins"))] = entry.data.get("digest")
    kept = kept_unit_pins(connection)
    mine = {key[1]: digest for key, digest in kept.items() if key[0].lower() == serial.lower()}
    for number in sorted({number for number, _ in told.items() ^ mine.items()}):
        yield f"the sealed PINs of its token were changed (number {number})"


def read_unit_pins(reads: Readings, serial: str) -> UnitPins | None:
    """Return the newest PINs of a unit's token as they stand, unchecked; to tell of, not to use."""
    row = reads.row(_NEWEST, (serial,))
    return None if row is None else _parsed(row)


@dataclass
class UnitPinBook:
    """Keeps the sealed PINs of units' tokens, and gives none whose MAC isn't the guard's."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads

    def of(self, serial: str) -> UnitPins | None:
        """Return the newest PINs of a unit's token, None where it has none of its own.

        Raises:
            StationError: REC-012 where they aren't the guard's; the guard's own.
        """
        row = self.reads.row(_NEWEST, (serial,))
        return None if row is None else self._genuine(row)

    def set_in(self, order: str) -> Iterator[UnitPins]:
        """Yield the PINs that tokens have of an order's units, in the order that they got them.

        Raises:
            StationError: REC-012 where some aren't the guard's; the guard's own.
        """
        for row in self.reads.aside.rows(_SET, (order,)):
            yield self._genuine(row)

    def prepare(self, run: Run, sealed: SealedPins) -> UnitPins:
        """Put PINs on record that the unit's token is about to get; the head is signed.

        Args:
            run: which has admitted the unit.
            sealed: the PINs, one of them at least.

        Raises:
            StationError: LIN-014 where the run isn't at work on a unit; the guard's own, and
                `Writer.transaction`'s: then the token must not get them.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            row = running(connection, run)
            if row["number"] is None:
                raise StationError("LIN-014", f"run {run.name} was not admitted")
            values = (row["serial"], run.order, run.name, sealed.label, PinState.PREPARED.value)
            number = connection.execute(
                f"INSERT INTO unit_pins ({_COLUMNS}, mac)"  # noqa: S608 - constants only
                " VALUES (?, ?, ?, ?, ?, ?, ?, x'')",
                (*values, sealed.user, sealed.officer),
            ).lastrowid
            made = _parsed(connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone())
            entry = self._tell(connection, made)
        self.heads.sign(entry)
        return made

    def mark_set(self, pins: UnitPins) -> UnitPins:
        """Put on record that the unit's token has its PINs.

        Raises:
            StationError: as `prepare`; REC-012 where they are no longer what they were.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            row = connection.execute(f"{_SELECT} WHERE id = ?", (pins.number,)).fetchone()
            if row is None or self._genuine(row) != pins:
                raise StationError("REC-012", what=_named(pins))
            done = replace(pins, state=PinState.SET)
            connection.execute(
                "UPDATE unit_pins SET state = ? WHERE id = ?", (done.state.value, done.number)
            )
            entry = self._tell(connection, done)
        self.heads.sign(entry)
        return done

    def export(
        self, given: Sequence[UnitPins], to: PinRecipient, approval: Approval | None = None
    ) -> None:
        """Put on record, unit by unit, that PINs are given out, before they are.

        Args:
            given: whose; at least one.
            to: whom.
            approval: for `Right.PINS`.

        Raises:
            StationError: REC-025 without the right, REC-026; the guard's own.
        """
        told: list[Mapping[str, JsonValue]] = [
            {
                "serial": pins.serial,
                "pins": pins.number,
                "order": pins.order,
                "certificate": to.certificate,
                "recipient": shown(to.name, 200),
                "file": to.file,
            }
            for pins in given
        ]
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            kind = EntryKind.UNIT_PINS_EXPORTED
            *_, last = self.journal.append_each(connection, kind, told, approval)
        self.heads.sign(last)

    def _tell(self, connection: sqlite3.Connection, pins: UnitPins) -> Appended:
        mac = self.guard.mac(_LABEL, pins.canonical)
        connection.execute("UPDATE unit_pins SET mac = ? WHERE id = ?", (mac, pins.number))
        data: dict[str, JsonValue] = {
            "serial": pins.serial,
            "pins": pins.number,
            "order": pins.order,
            "run": pins.run,
            "state": pins.state.value,
            "pins_of": pins.kinds,
            "digest": pins.digest,
        }
        return self.journal.append(connection, EntryKind.UNIT_PINS_SET, data)

    def _genuine(self, row: sqlite3.Row) -> UnitPins:
        pins = _parsed(row)
        if not hmac.compare_digest(self.guard.mac(_LABEL, pins.canonical), row["mac"]):
            raise StationError("REC-012", what=_named(pins))
        return pins


def _named(pins: UnitPins) -> str:
    return f"the token's PINs of the unit {shown(pins.serial)}"
