"""A list as long as a factory's: rows put into a record's file, past the record's own ways.

They look and read like real ones, and their MACs are nobody's: such a record opens and can be
worked on, but is not one that `verify` lets pass.
"""

import base64
import hashlib
import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from station.model.order import OrderSpec
from station.records.lookup import HASHES, Hashes
from station.records.store import Records
from tests.unit.records.software import SoftwareGuard, make_order

Value = str | int | float | bytes | None

BEGAN = datetime(2026, 1, 5, 6, 0, tzinfo=UTC)
# A unit every so often.
APART = timedelta(seconds=17)
SCOPE = "0ne00A1B2C3"
HASH = "ab" * 32
# Bytes: of the certificates that swtpm and the practice CA give.
EK_CERTIFICATE = 1013
LEAF = 620
BATCH = 10_000
# TPM2B_PUBLIC of the TCG's template L-1, up to the modulus.
L1 = bytes.fromhex(
    "013a0001000b000300b20020837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa"
    "00060080004300100800000000000100"
)
PROOF = "possession of the endorsement key proved over this cable by a nonce challenge"


class _Order(NamedTuple):
    id: int
    name: str
    id_scope: str
    profile_hash: str


class _Identity(NamedTuple):
    """What the columns of an attestation hold, in their order."""

    registration_id: str
    device_id: str | None
    attestation: str
    key_origin: str
    key_fingerprint: bytes | None
    ek_public: bytes | None
    ek_trust: str | None
    storage_root_key: bytes | None
    certificate: bytes | None
    chain_id: int | None
    group_id: str | None


RUN = (
    "INSERT INTO runs (id, name, order_id, profile_hash, position, serial, number, started,"
    " seconds, outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 6.5, 'passed')"
)
COLUMNS = (
    *("id", "serial", "id_scope", "order_id", "run_id", "status", "enrolled", "proof", "mac"),
    *_Identity._fields,
    "device_name",
    *HASHES,
)


def new_record(path: Path, orders: int) -> None:
    """Make a record with some orders, o00 onwards, which nobody has open."""
    with Records.create(path, SoftwareGuard(), station="line-1", practice=True) as records:
        for number in range(orders):
            records.add_order(make_order(f"o{number:02d}", 1_000_000))


def fill(path: Path, rows: int) -> None:
    """Add `rows` enrollments with their runs to a record's file that nobody has open.

    Half are TPMs', a quarter certificates' and a quarter symmetric keys'. They are the record's
    orders' in turn, of one that is made where there is none; the orders' quantities stay as free as
    they were, so that real units can still be made. Serial numbers are MU-0000001 onwards.
    The newest are ready; of those before, some are exported, most confirmed, a few revoked.

    Args:
        path: the database of a record, closed.
        rows: how many.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        sorting = ("temp_store=MEMORY", "threads=2")
        for pragma in ("synchronous=OFF", "cache_size=-400000", "locking_mode=EXCLUSIVE", *sorting):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        # In one piece: written straight into the file, which is of no use where this breaks off.
        connection.execute("PRAGMA journal_mode=OFF").fetchall()
        connection.execute("BEGIN EXCLUSIVE")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            " AND tbl_name IN ('runs', 'enrollments')"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f'DROP INDEX "{name}"')
        _insert(connection, rows)
        for _, sql in indexes:
            connection.execute(sql)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL").fetchall()


def _insert(connection: sqlite3.Connection, rows: int) -> None:
    orders, chain = _orders(connection), _chain(connection)
    after = max(_last(connection, "runs"), _last(connection, "enrollments"))
    numbers = iter(range(after + 1, after + 1 + rows))
    columns, marks = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))
    enrollment = f"INSERT INTO enrollments ({columns}) VALUES ({marks})"  # noqa: S608 - constants
    while batch := list(islice(numbers, BATCH)):
        connection.executemany(RUN, (_run(n, orders[n % len(orders)]) for n in batch))
        connection.executemany(enrollment, _enrollments(batch, orders, chain, after + rows))
    connection.execute(
        "UPDATE usage SET enrolled = (SELECT count(*) FROM enrollments"
        " WHERE enrollments.order_id = usage.order_id)"
    )


def _orders(connection: sqlite3.Connection) -> Sequence[_Order]:
    sql = "SELECT id, name, spec, profile_hash FROM orders ORDER BY id"
    found = connection.execute(sql).fetchall()
    if not found:
        spec = OrderSpec(name="many", profile="box", id_scope=SCOPE, quantity=1_000_000)
        connection.execute(
            "INSERT INTO orders (name, spec, profile_hash, practice, state, created, mac)"
            " VALUES (?, ?, ?, 1, 'open', ?, ?)",
            (spec.name, spec.model_dump_json(), HASH, _text(BEGAN), bytes(32)),
        )
        connection.execute(
            "INSERT INTO usage (order_id, admitted, enrolled, reserved, spent)"
            " SELECT id, 0, 0, 0, 0 FROM orders"
        )
        found = connection.execute(sql).fetchall()
    return [
        _Order(id_, name, OrderSpec.model_validate_json(spec).id_scope, profile_hash)
        for id_, name, spec, profile_hash in found
    ]


def _chain(connection: sqlite3.Connection) -> int:
    """Return the row of the chain that stands behind all certificates."""
    packed = b"".join(len(c).to_bytes(4, "big") + c for c in (_certificate(700, "issuing CA"),))
    digest = hashlib.sha256(packed).digest()
    connection.execute(
        "INSERT OR IGNORE INTO chains (digest, certificates) VALUES (?, ?)", (digest, packed)
    )
    row = connection.execute("SELECT id FROM chains WHERE digest = ?", (digest,)).fetchone()
    return int(row[0])


def _last(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0])  # noqa: S608 - a table's name


def _run(number: int, order: _Order) -> tuple[Value, ...]:
    # Its name looks like a run's, and sorts before all that a station makes later.
    name, serial = f"00MANY{number:020d}", _serial(number)
    at = _text(BEGAN + number * APART)
    return (number, name, order.id, order.profile_hash, str(number % 8 + 1), serial, number, at)


def _enrollments(
    numbers: Sequence[int], orders: Sequence[_Order], chain: int, newest: int
) -> Iterator[tuple[Value, ...]]:
    chance = random.Random(numbers[0])  # noqa: S311 - rows that are the same each time
    for number in numbers:
        order = orders[number % len(orders)]
        status = _status(number, newest)
        enrolled = _text(BEGAN + number * APART)
        mac = chance.randbytes(32)
        identity = _identity(number, order, chain, chance)
        scope, serial = order.id_scope, _serial(number)
        proved = (number, serial, scope, order.id, number, status, enrolled, PROOF, mac)
        hashes = _hashes(identity.ek_public, identity.certificate, number)
        device_name = identity.device_id or identity.registration_id
        yield (*proved, *identity, device_name, *hashes)


def _status(number: int, newest: int) -> str:
    """Return how far a unit is: the newest fiftieth isn't exported, the service has most others."""
    if number % 997 == 0:
        return "revoked"
    if number > newest - newest // 50:
        return "ready"
    return "confirmed" if number < newest * 3 // 5 else "exported"


def _hashes(ek_public: bytes | None, certificate: bytes | None, number: int) -> Hashes:
    """Return what it is found by, as though each had a certificate of its own."""
    known = Hashes.of_parts(ek_public, None)
    if certificate is None:
        return known
    own = Hashes.of_parts(None, b"certificate %d" % number)
    return own._replace(ek_hash=known.ek_hash)


def _identity(number: int, order: _Order, chain: int, chance: random.Random) -> _Identity:
    match number % 4:
        case 0 | 1:
            modulus = b"\xc3" + chance.randbytes(254) + b"\x01"
            public = L1 + modulus
            name = base64.b32encode(hashlib.sha256(public).digest()).decode().rstrip("=").lower()
            key = hashlib.sha256(modulus).digest()
            srk = L1 + chance.randbytes(256)
            certificate = _certificate(EK_CERTIFICATE, "a maker's EK")
            of_tpm = (public, "trusted", srk, certificate, chain, None)
            return _Identity(name, f"mu-{number:07d}", "tpm", "in-tpm", key, *of_tpm)
        case 2:
            certificate, key = _certificate(LEAF, "a unit"), chance.randbytes(32)
            of_x509 = (None, None, None, certificate, chain, None)
            return _Identity(f"box-{number:07d}", None, "x509", "on-token", key, *of_x509)
        case _:
            of_key = (None, None, None, None, None, order.name)
            return _Identity(f"box-{number:07d}", None, "symmetric", "plaintext", None, *of_key)


def _serial(number: int) -> str:
    return f"MU-{number:07d}"


def _text(time: datetime) -> str:
    return time.isoformat(timespec="microseconds")


@cache
def _certificate(size: int, name: str) -> bytes:
    """Return a certificate (DER) of about that many bytes, which can be read."""
    key = ec.derive_private_key(7, ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(
        issuer_name=subject,
        subject_name=subject,
        public_key=key.public_key(),
        serial_number=size,
        not_valid_before=BEGAN,
        not_valid_after=BEGAN + timedelta(days=3650),
    )
    bare = builder.sign(key, SHA256()).public_bytes(Encoding.DER)
    rest = bytes(max(0, size - len(bare) - 34))
    filler = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.57264.9"), rest)
    return (
        builder.add_extension(filler, critical=False).sign(key, SHA256()).public_bytes(Encoding.DER)
    )
