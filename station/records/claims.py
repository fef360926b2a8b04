"""What must be unique, and who holds it: enrolled units for good, runs until they end.

A run claims its unit's serial number, name and key before anything that can't be undone. When it
fails, its claims are free again, unless its certificate was issued: that certificate exists, so its
name and key stay bound to that unit. Where it passes, the enrollment has them; a key that it
claimed beside the enrolled one stays bound, and so does another name that a certificate has. The
same unit, told by its serial number, may try again and takes the claims of its own failed runs
over; another unit may not have them.

Where a unit's board was swapped, its enrollment is replaced: one new enrollment may have its serial
number or its key, and its name. A run that claims one of them claims the replacing itself, so that
no other can have the rest; whoever passed keeps it. Where its key was renewed, the same unit alone
may have its serial number and its name once more, and nobody the old key.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from typing import Final, NamedTuple

from pydantic import JsonValue

from station.errors import StationError
from station.model.attestation import (
    Attestation,
    SymmetricKeyAttestation,
    TpmAttestation,
    X509Attestation,
)
from station.model.enrollment import Enrollment
from station.model.names import IdScope, RegistrationId, shown
from station.records.database import Value
from station.records.guard import Guard
from station.records.imports import genuine_import

_MAX_SERIAL: Final = 128
_REPLACING: Final = "replacing"
# The newest enrollment that has it decides: each one before was replaced by the next.
_ENROLLED: Final = "SELECT id, serial, replaced FROM enrollments WHERE {} ORDER BY id DESC LIMIT 1"


# What was made elsewhere and imported: no unit here may have it.
_FOREIGN: Final = "SELECT import_id, registration_id FROM foreign_enrollments WHERE {} LIMIT 1"

_BINDING: Final = ("key", "name")
_HOLDER: Final = (
    "SELECT runs.serial FROM claims JOIN runs ON runs.id = claims.run_id"
    " WHERE claims.kind = ? AND claims.key = ?"
)
_HAS_KEY: Final = "SELECT 1 FROM enrollments WHERE key_fingerprint = ? LIMIT 1"
_HAS_NAME: Final = (
    "SELECT 1 FROM enrollments WHERE registration_id = ? COLLATE NOCASE AND id_scope = ? LIMIT 1"
)


class ClaimKind(Enum):
    """What kind of key a run claims: it decides how a second claim is refused."""

    TPM = "tpm"
    PUBLIC_KEY = "public-key"


class Claim(NamedTuple):
    """Something that one unit alone may have.

    Attributes:
        kind: what it is.
        key: folded so that equal means the same.
        enrolled: a SELECT that finds the newest enrollment which has it.
        values: that SELECT's values.
        foreign: a SELECT that finds who has it elsewhere, with the same values.
        taken: the code where somebody has, and how its text names what is claimed.
        refused: makes the error for a second claim, given its detail and whose it is.
    """

    kind: str
    key: str
    enrolled: str
    values: tuple[Value, ...]
    foreign: str
    taken: tuple[str, str]
    refused: Callable[[str, str], StationError]


def serial_claim(serial: str) -> Claim:
    """Return the claim to a serial number, which counts without case in the whole record.

    Raises:
        StationError: LIN-001 where it is not 1 to 128 printable ASCII characters: only of those is
            it certain what "without case" means.
    """
    fits = 1 <= len(serial) <= _MAX_SERIAL and serial.isascii() and serial.isprintable()
    if not fits:
        raise StationError("LIN-001", serial=shown(serial))
    return Claim(
        "serial",
        serial.lower(),
        _ENROLLED.format(where := "serial = ? COLLATE NOCASE"),
        (serial,),
        _FOREIGN.format(where),
        ("REC-093", f"serial number {serial}"),
        lambda detail, _: StationError("REC-008", detail, serial=serial),
    )


def _name_key(id_scope: IdScope, registration_id: RegistrationId) -> str:
    return f"{id_scope.text}/{registration_id.folded}"


def name_claim(id_scope: IdScope, registration_id: RegistrationId) -> Claim:
    """Return the claim to a registration ID, which counts without case in its ID scope."""
    return Claim(
        "name",
        _name_key(id_scope, registration_id),
        _ENROLLED.format(where := "registration_id = ? COLLATE NOCASE AND id_scope = ?"),
        (registration_id.text, id_scope.text),
        _FOREIGN.format(f"{where} COLLATE NOCASE"),
        ("REC-093", f"name {registration_id.text}"),
        lambda detail, _: StationError("REC-005", detail, registration_id=registration_id.text),
    )


def key_claim(fingerprint: bytes, kind: ClaimKind) -> Claim:
    """Return the claim to a key, by its fingerprint, over all ID scopes."""
    return Claim(
        "key",
        fingerprint.hex(),
        _ENROLLED.format(where := "key_fingerprint = ?"),
        (fingerprint,),
        _FOREIGN.format(where),
        ("REC-094", "TPM" if kind is ClaimKind.TPM else "key"),
        lambda detail, other: StationError(
            "REC-006" if kind is ClaimKind.TPM else "REC-007", detail, other=other
        ),
    )


def claims_of(enrollment: Enrollment) -> list[Claim]:
    """Return everything that an enrollment has and no other may have."""
    identity = enrollment.identity
    claims = [
        serial_claim(enrollment.serial),
        name_claim(enrollment.id_scope, identity.registration_id),
    ]
    if identity.key_fingerprint is not None:
        claims.append(key_claim(identity.key_fingerprint, _kind_of(identity.attestation)))
    return claims


def _kind_of(attestation: Attestation) -> ClaimKind:
    match attestation:
        case TpmAttestation():
            return ClaimKind.TPM
        case X509Attestation() | SymmetricKeyAttestation():
            return ClaimKind.PUBLIC_KEY


class Claimant(NamedTuple):
    """A run that claims.

    Attributes:
        run_id: its number.
        serial: its unit's.
        guard: tells whether an import that keeps a unit out is genuine.
    """

    run_id: int
    serial: str
    guard: Guard


def take(connection: sqlite3.Connection, claimant: Claimant, wanted: Iterable[Claim]) -> None:
    """Let a run have what it claims, inside the transaction on `connection`.

    Raises:
        StationError: REC-005, -006, -007 or -008 where another unit has it; REC-093 or -094 where
            one made elsewhere has, which an import tells of; REC-012 where that is not genuine.
    """
    for claim in wanted:
        elsewhere = connection.execute(claim.foreign, claim.values).fetchone()
        if elsewhere is not None:
            raise _taken_elsewhere(connection, claimant.guard, claim, elsewhere)
        enrolled = connection.execute(claim.enrolled, claim.values).fetchone()
        if enrolled is not None:
            if not _free(enrolled, claimant, claim):
                raise claim.refused("it is on the enrollment list", enrolled["serial"])
            _hold(connection, claimant, _replacing(claim, enrolled["id"]))
        _hold(connection, claimant, claim)


def _taken_elsewhere(
    connection: sqlite3.Connection, guard: Guard, claim: Claim, row: sqlite3.Row
) -> StationError:
    """Return why a unit is refused, of which the import's MAC is checked: no other pays for it."""
    number = row["import_id"]
    found = genuine_import(connection, guard, number)
    if found is None or found["forgotten"]:
        return StationError("REC-012", what=f"an enrollment of the import {number}")
    code, what = claim.taken
    return StationError(
        code,
        f"{shown(row['registration_id'])} of import {number}",
        what=what,
        quantity=number,
        name=shown(found["station"] or found["name"]),
    )


def _free(enrolled: sqlite3.Row, claimant: Claimant, claim: Claim) -> bool:
    """Return whether what an enrollment has may be had once more."""
    if enrolled["replaced"] >= 0:
        return bool(enrolled["replaced"])
    own = enrolled["serial"].lower() == claimant.serial.lower()
    return own and claim.kind != "key"


def _replacing(claim: Claim, enrollment: int) -> Claim:
    return claim._replace(kind=_REPLACING, key=str(enrollment))


def _hold(connection: sqlite3.Connection, claimant: Claimant, claim: Claim) -> None:
    holder = connection.execute(
        "SELECT claims.run_id, runs.name, runs.outcome, runs.serial, enrollments.id AS enrollment,"
        " enrollments.replaced FROM claims JOIN runs ON runs.id = claims.run_id"
        " LEFT JOIN enrollments ON enrollments.run_id = claims.run_id"
        " WHERE claims.kind = ? AND claims.key = ?",
        (claim.kind, claim.key),
    ).fetchone()
    if holder is None:
        connection.execute(
            "INSERT INTO claims (kind, key, run_id, spent) VALUES (?, ?, ?, 0)",
            (claim.kind, claim.key, claimant.run_id),
        )
        return
    if holder["run_id"] == claimant.run_id:
        return
    own = holder["outcome"] is not None and holder["serial"].lower() == claimant.serial.lower()
    if not own and (holder["replaced"] or 0) > 0 and claim.kind != _REPLACING:
        # A key beside the replaced one, such as that of the TPM which it is in.
        _hold(connection, claimant, _replacing(claim, holder["enrollment"]))
        own = True
    if not own:
        raise claim.refused(f"run {holder['name']} has it", holder["serial"])
    connection.execute(
        "UPDATE claims SET run_id = ? WHERE kind = ? AND key = ?",
        (claimant.run_id, claim.kind, claim.key),
    )


def held_by(connection: sqlite3.Connection, run_id: int) -> frozenset[tuple[str, str]]:
    """Return kind and key of everything that a run has claimed, inside a transaction."""
    rows = connection.execute("SELECT kind, key FROM claims WHERE run_id = ?", (run_id,))
    return frozenset(map(tuple, rows))


def bound_by(connection: sqlite3.Connection, run_id: int) -> list[JsonValue]:
    """Return the names and keys that a run binds to its unit once its certificate is issued."""
    held = held_by(connection, run_id)
    return [f"{kind} {key}" for kind, key in sorted(held) if kind in _BINDING]


def is_kept(connection: sqlite3.Connection, bound: str, serial: str) -> bool:
    """Tell whether a name or key is still bound to a unit, or enrolled.

    Args:
        connection: to the record.
        bound: as `bound_by` returns it.
        serial: the unit's serial number.
    """
    kind, _, key = bound.partition(" ")
    row = connection.execute(_HOLDER, (kind, key)).fetchone()
    if row is not None and row["serial"].lower() == serial.lower():
        return True
    if kind == "name":
        scope, _, name = key.partition("/")
        return connection.execute(_HAS_NAME, (name, scope)).fetchone() is not None
    try:
        fingerprint = bytes.fromhex(key)
    except ValueError:
        return False
    return connection.execute(_HAS_KEY, (fingerprint,)).fetchone() is not None


def not_held(held: frozenset[tuple[str, str]], enrollment: Enrollment) -> list[Claim]:
    """Return what an enrollment has that isn't among what its run has claimed."""
    identity = enrollment.identity
    had = {
        ("serial", enrollment.serial.lower()),
        ("name", _name_key(enrollment.id_scope, identity.registration_id)),
    }
    if identity.key_fingerprint is not None:
        had.add(("key", identity.key_fingerprint.hex()))
    if had <= held:
        return []
    return [claim for claim in claims_of(enrollment) if (claim.kind, claim.key) not in held]


def replaced_by(held: frozenset[tuple[str, str]]) -> list[int]:
    """Return the enrollments that a run which claimed this replaces by passing, in order."""
    return sorted(int(key) for kind, key in held if kind == _REPLACING)


def bind(connection: sqlite3.Connection, run_id: int) -> None:
    """Bind what a run claimed besides its enrollment to whichever unit claims it next."""
    connection.execute("UPDATE claims SET spent = 1 WHERE run_id = ?", (run_id,))


class Keep(Enum):
    """What a run that ends keeps of its claims."""

    ALL = "all: its certificate was issued, so they are bound to its unit from now on"
    BOUND = "those that an earlier run of the same unit has bound to it"
    BESIDES = (
        "keys beside its enrollment's own, such as that of the TPM which the enrolled key is in;"
        " other names, where a certificate has them; and the enrollments that it replaces"
    )


_ENDS: Final[Mapping[Keep, str]] = {
    Keep.ALL: "UPDATE claims SET spent = 1 WHERE run_id = ?",
    Keep.BOUND: "DELETE FROM claims WHERE run_id = ? AND spent = 0",
    Keep.BESIDES: "DELETE FROM claims WHERE run_id = ? AND kind <> 'replacing'"
    " AND (kind <> 'key' OR key IN"
    " (SELECT lower(hex(key_fingerprint)) FROM enrollments WHERE run_id = claims.run_id))"
    " AND (kind <> 'name' OR spent = 0 OR key ="
    " (SELECT id_scope || '/' || lower(registration_id) FROM enrollments"
    " WHERE run_id = claims.run_id))",
}


def end(connection: sqlite3.Connection, run_id: int, keep: Keep) -> None:
    """Do what becomes of a run's claims at its end, inside a transaction."""
    connection.execute(_ENDS[keep], (run_id,))
