"""The enrollment list: its rows, and the ways to read it."""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, assert_never

from pydantic import JsonValue

from station.errors import StationError
from station.model.attestation import (
    Attestation,
    EkTrust,
    EndorsementKey,
    KeyOrigin,
    SymmetricKeyAttestation,
    TpmAttestation,
    X509Attestation,
)
from station.model.custody import Custody
from station.model.enrollment import Enrollment, EnrollmentStatus, Identity, mechanism_of
from station.model.group import FIRST_KEY
from station.model.names import DeviceId, IdScope, RegistrationId, shown
from station.records.database import Readings, Value
from station.records.encoding import (
    as_written,
    content_digest,
    pack_chain,
    parse_time,
    time_text,
    unpack_chain,
)
from station.records.lookup import Hashes, lookup_findings

MAC_LABEL: Final = "station-enrollment-v1"
_PAGE: Final = 500

SELECT: Final = (
    "SELECT enrollments.*, orders.name AS order_name, runs.name AS run_name, chains.certificates"
    " FROM enrollments JOIN orders ON orders.id = enrollments.order_id"
    " JOIN runs ON runs.id = enrollments.run_id"
    " LEFT JOIN chains ON chains.id = enrollments.chain_id"
)
_INSERT: Final = (
    "INSERT INTO enrollments (registration_id, id_scope, device_id, serial, order_id, run_id,"
    " status, enrolled, proof, attestation, key_origin, key_fingerprint, ek_public, ek_trust,"
    " storage_root_key, certificate, chain_id, group_id, group_key, issuer_checked, custody, mac,"
    " device_name, ek_hash, certificate_sha1, certificate_sha256, place)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
    " (SELECT enrolled + 1 FROM usage WHERE order_id = ?))"
)


def enrollment_digest(enrollment: Enrollment) -> bytes:
    """Return SHA-256 over everything of an enrollment that never changes: all but its status.

    Its place isn't covered either: it is its rank in the order, and checked as such.
    """
    identity, device_id = enrollment.identity, enrollment.device_id
    words, blobs = _attestation_parts(identity.attestation)
    if identity.custody is not Custody.UNKNOWN:  # which an older Station told of nobody
        words = (*words, identity.custody.value)
    return content_digest(
        [
            "station-enrollment-v1",
            identity.registration_id.text,
            enrollment.id_scope.text,
            None if device_id is None else device_id.text,
            enrollment.serial,
            enrollment.order,
            enrollment.run,
            time_text(enrollment.enrolled),
            enrollment.proof,
            identity.key_origin.value,
            *words,
        ],
        [identity.key_fingerprint, *blobs],
    )


def _attestation_parts(
    attestation: Attestation,
) -> tuple[tuple[str, ...], tuple[bytes | None, ...]]:
    match attestation:
        case TpmAttestation(key, storage_root_key):
            _, chain = _packed(key.chain)
            blobs = (key.public, key.certificate, chain, storage_root_key)
            return ("tpm", key.trust.value), blobs
        case X509Attestation(certificate, above, checked):
            _, chain = _packed(above)
            # An older Station told it of none.
            return ("x509", "issuer-checked") if checked else ("x509",), (certificate, chain)
        case SymmetricKeyAttestation(group_id, number):
            # As before there was more than one key.
            more = () if number == FIRST_KEY else (str(number),)
            return ("symmetric", group_id, *more), ()
        case _:
            assert_never(attestation)


def changed_row(row: sqlite3.Row, told: JsonValue, words: str) -> Iterator[str]:
    """Yield what is wrong with an enrollment's row, beside what its entry tells.

    Args:
        row: as `SELECT` finds it.
        told: the digest that the entry has, hexadecimal.
        words: what to say where the row has another.
    """
    try:
        with as_written(f"enrollment {row['id']}"):
            digest = enrollment_digest(parse_enrollment(row)).hex()
    except StationError as error:
        yield error.detail
        return
    if digest != told:
        yield words
    else:
        yield from lookup_findings(row)


def insert_enrollment(
    connection: sqlite3.Connection, enrollment: Enrollment, run: sqlite3.Row, mac: bytes
) -> int:
    """Put an enrollment on the list inside the transaction on `connection`; return its number.

    Args:
        connection: in a transaction.
        enrollment: to be added.
        run: the row of the run that proved it.
        mac: the guard's, over `enrollment_digest`.
    """
    identity, device_id = enrollment.identity, enrollment.device_id
    values: tuple[Value, ...] = (
        identity.registration_id.text,
        enrollment.id_scope.text,
        None if device_id is None else device_id.text,
        enrollment.serial,
        run["order_id"],
        run["id"],
        enrollment.status.value,
        time_text(enrollment.enrolled),
        enrollment.proof,
        mechanism_of(identity.attestation),
        identity.key_origin.value,
        identity.key_fingerprint,
        *_attestation_values(connection, identity.attestation),
        None if identity.custody is Custody.UNKNOWN else identity.custody.value,
        mac,
        (device_id or identity.registration_id).text,
        *Hashes.of(identity.attestation),
        run["order_id"],
    )
    number = connection.execute(_INSERT, values).lastrowid
    if number is None:
        raise StationError("REC-017", "no number for the enrollment")
    return number


def _attestation_values(
    connection: sqlite3.Connection, attestation: Attestation
) -> tuple[Value, ...]:
    match attestation:
        case TpmAttestation(endorsement_key=key):
            return (
                key.public,
                key.trust.value,
                attestation.storage_root_key,
                key.certificate,
                _chain_number(connection, key.chain),
                None,
                FIRST_KEY,
                None,
            )
        case X509Attestation(certificate, above, checked):
            chain = _chain_number(connection, above)
            return (None, None, None, certificate, chain, None, FIRST_KEY, 1 if checked else None)
        case SymmetricKeyAttestation(group_id, number):
            return (None, None, None, None, None, group_id, number, None)
        case _:
            assert_never(attestation)


@lru_cache(maxsize=16)
def _packed(chain: tuple[bytes, ...]) -> tuple[bytes, bytes]:
    """Return a chain as it is kept, and its digest: the same few come with every unit."""
    packed = pack_chain(chain)
    return packed, hashlib.sha256(packed).digest()


def _chain_number(connection: sqlite3.Connection, chain: tuple[bytes, ...]) -> int | None:
    """Return a chain's row; the same few chains stand behind all units, so each is kept once."""
    packed, digest = _packed(chain)
    known = connection.execute("SELECT id FROM chains WHERE digest = ?", (digest,)).fetchone()
    if known is not None:
        return int(known[0])
    return connection.execute(
        "INSERT INTO chains (digest, certificates) VALUES (?, ?)", (digest, packed)
    ).lastrowid


# A list of a million has few of these, each with every unit: found again, not made again.
_scope = lru_cache(maxsize=64)(IdScope.parse)
_unpacked = lru_cache(maxsize=16)(unpack_chain)
_ORIGINS: Final = {one.value: one for one in KeyOrigin}
_STATUSES: Final = {one.value: one for one in EnrollmentStatus}
_CUSTODIES: Final = {one.value: one for one in Custody}
_CHECKED: Final[Mapping[int | None, bool]] = {None: False, 1: True}
_TRUSTS: Final = {one.value: one for one in EkTrust}


def parse_enrollment(row: sqlite3.Row) -> Enrollment:
    """Return the enrollment in a row of `SELECT`.

    Raises:
        StationError: REC-011 where Station can't have written it.
    """
    try:
        return _parsed(row)
    except (StationError, ValueError, TypeError, LookupError, AttributeError, OverflowError):
        # Only here, since a million rows that are right needn't wait for it.
        with as_written(f"enrollment {row['id']}"):
            raise


def _parsed(row: sqlite3.Row) -> Enrollment:
    return Enrollment(
        identity=Identity(
            registration_id=RegistrationId.parse(row["registration_id"]),
            attestation=_parse_attestation(row),
            key_origin=_ORIGINS[row["key_origin"]],
            key_fingerprint=row["key_fingerprint"],
            custody=_CUSTODIES[row["custody"]] if row["custody"] else Custody.UNKNOWN,
        ),
        device_id=None if row["device_id"] is None else DeviceId.parse(row["device_id"]),
        id_scope=_scope(row["id_scope"]),
        serial=row["serial"],
        order=row["order_name"],
        run=row["run_name"],
        status=_STATUSES[row["status"]],
        enrolled=parse_time(row["enrolled"]),
        proof=row["proof"],
        place=row["place"],
    )


def _parse_attestation(row: sqlite3.Row) -> Attestation:
    match row["attestation"]:
        case "tpm":
            key = EndorsementKey(
                public=_present(row["ek_public"]),
                certificate=row["certificate"],
                chain=_unpacked(_present(row["certificates"])),
                trust=_TRUSTS[row["ek_trust"]],
            )
            return TpmAttestation(key, _present(row["storage_root_key"]))
        case "x509":
            chain = _unpacked(_present(row["certificates"]))
            checked = _CHECKED[row["issuer_checked"]]
            return X509Attestation(_present(row["certificate"]), chain, checked)
        case "symmetric":
            if row["group_id"] is None:
                raise ValueError("a group is missing")
            return SymmetricKeyAttestation(row["group_id"], row["group_key"])
        case unknown:
            raise ValueError(f"attestation {shown(str(unknown))} is unknown")


def _present(value: bytes | None) -> bytes:
    if value is None:
        raise ValueError("a key or certificate is missing")
    return value


def stream_enrollments(
    reads: Readings, order: str | None, status: EnrollmentStatus | None
) -> Iterator[Enrollment]:
    """Yield enrollments as they were added, a page at a time, so that any number can be read.

    Args:
        reads: where from.
        order: only this order's, or all.
        status: only those of this status, or all.

    Raises:
        StationError: REC-011 where one can't be read, REC-001.
    """
    conditions, values = ["enrollments.id > ?"], list[Value]()
    if order is not None:
        # The number is looked up first, so that the index on it serves each page.
        conditions.append("enrollments.order_id = (SELECT id FROM orders WHERE name = ?)")
        values.append(order)
    if status is not None:
        # With an order's too an index has them by number; alone they are met on the way, since the
        # list's index would have every page sorted anew.
        conditions.append("enrollments.status = ?" if order else "+enrollments.status = ?")
        values.append(status.value)
    sql = f"{SELECT} WHERE {' AND '.join(conditions)} ORDER BY enrollments.id LIMIT {_PAGE}"
    after = 0
    while page := reads.rows(sql, (after, *values)):
        after = page[-1]["id"]
        for row in page:
            yield parse_enrollment(row)


def place_findings(connection: sqlite3.Connection) -> Iterator[str]:
    """Yield the enrollments whose place isn't the one that they came to in their order."""
    rows = connection.execute(
        "SELECT id, registration_id FROM (SELECT id, registration_id, place,"
        " row_number() OVER (PARTITION BY order_id ORDER BY id) AS rank FROM enrollments)"
        " WHERE place != rank ORDER BY id"
    )
    for row in rows:
        yield f"the place of enrollment {row['id']} ({row['registration_id']}) was changed"


def read_endorsement_keys(reads: Readings, after: int, most: int) -> list[tuple[int, bytes]]:
    """Return number and TPM2B_PUBLIC of the newest TPM enrollments above `after`, in order."""
    rows = reads.rows(
        "SELECT id, ek_public FROM enrollments WHERE id > ? AND ek_public IS NOT NULL"
        " ORDER BY id DESC LIMIT ?",
        (after, most),
    )
    return [(row["id"], bytes(row["ek_public"])) for row in reversed(rows)]


def find_enrollment(reads: Readings, name: str) -> Enrollment:
    """Return the enrollment of this registration ID or, failing that, serial number, without case.

    Where several service instances know the registration ID, it is the newest.

    Raises:
        StationError: REC-015 where there is none.
    """
    for column in ("registration_id", "serial"):
        row = reads.row(
            f"{SELECT} WHERE enrollments.{column} = ? COLLATE NOCASE"
            " ORDER BY enrollments.id DESC LIMIT 1",
            (name,),
        )
        if row is not None:
            return parse_enrollment(row)
    raise StationError("REC-015", name=shown(name))


def matching_enrollments(reads: Readings, prefix: str, limit: int) -> list[Enrollment]:
    """Return up to `limit` enrollments whose registration ID or serial begins with `prefix`."""
    found: dict[int, Enrollment] = {}
    for column in ("registration_id", "serial"):
        rows = reads.rows(
            f"{SELECT} WHERE enrollments.{column} >= ? COLLATE NOCASE"
            f" AND enrollments.{column} < ? COLLATE NOCASE"
            f" ORDER BY enrollments.{column} COLLATE NOCASE LIMIT ?",
            (prefix, prefix + "\U0010ffff", limit),
        )
        found |= {row["id"]: parse_enrollment(row) for row in rows}
    return list(found.values())[:limit]


def is_uncertified(enrollment: Enrollment) -> bool:
    """Return whether it is a TPM's that has no trusted certificate."""
    match enrollment.identity.attestation:
        case TpmAttestation(endorsement_key=key):
            return key.trust is not EkTrust.TRUSTED
        case _:
            return False
