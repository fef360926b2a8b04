"""What must hold of a record and of the units after a station was killed, read past Station."""

import hmac
import re
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from station.folders import Data
from station.model.attestation import SymmetricKeyAttestation
from station.model.enrollment import Enrollment
from station.operations.plant import Plant
from station.practice.modules import PRACTICE_PIN, Programs
from station.practice.units import PracticeUnit
from station.records.reader import Reader
from tests.support.kill_rehearsal import check_handles
from tests.support.noise_oracle import check_inside, demand
from tests.support.tpm_hmac import hmac_by_tool

# Of Station's objects on a unit's token the CKA_ID is a run's name; those of the certificates above
# a unit's own are the hashes of their keys, which are no secret and no identity.
_RUN: Final = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")
_HASH_SIZE: Final = 20
_MESSAGE: Final = b"whose key is it?"
_TRIES: Final = 5  # SoftHSM shows one process what another is just writing
_QUOTA: Final = (
    "SELECT orders.name, usage.enrolled, usage.reserved, (SELECT count(*) FROM enrollments"
    " WHERE order_id = orders.id) AS listed, (SELECT count(*) FROM runs"
    " WHERE order_id = orders.id AND outcome IS NULL AND number IS NOT NULL) AS at_work"
    " FROM orders JOIN usage ON usage.order_id = orders.id"
)
_MADE: Final = (
    "SELECT DISTINCT runs.name FROM intents JOIN runs ON runs.id = intents.run_id"
    " WHERE runs.serial = ? AND intents.kind IN ('make-key', 'install-key')"
)


@dataclass(frozen=True)
class Shown:
    """A PASS that was shown to the worker."""

    serial: str
    run: str
    registration_id: str


def check_record(
    reader: Reader, data: Data, shown: Mapping[str, Shown], opened: Mapping[str, object]
) -> None:
    """Check the record of a station that has just come back.

    Args:
        reader: of the record.
        data: the station's folder.
        shown: all PASSes that were shown before, by serial number.
        opened: what the station says that it found.

    Raises:
        Differs: where something isn't as it must be.
    """
    listed = list(reader.enrollments())
    _check_unique(listed)
    by_serial = {one.serial: one for one in listed}
    for one in shown.values():
        found = by_serial.get(one.serial)
        demand(equal=found is not None, what=f"the PASS of {one.serial} was shown, and is missing")
        assert found is not None
        kept = Shown(found.serial, found.run, found.registration_id.text)
        demand(equal=kept == one, what=f"shown {one}, kept {kept}")
    usage = opened["usage"]
    assert isinstance(usage, dict)
    left = {name: reserved for name, (_, reserved, _) in usage.items() if reserved}
    demand(equal=not left, what=f"places reserved for nobody: {left}")
    _check_quota(data)
    certificate = x509.load_pem_x509_certificate(data.audit_certificate.read_bytes())
    reader.verify(certificate.public_bytes(Encoding.DER))


def _check_unique(listed: Sequence[Enrollment]) -> None:
    for what, keys in (
        ("serial number", [one.serial.lower() for one in listed]),
        ("registration ID", [one.registration_id.text.lower() for one in listed]),
        ("key", [k for one in listed if (k := one.identity.key_fingerprint) is not None]),
    ):
        twice = [key for key, number in Counter(keys).items() if number > 1]
        demand(equal=not twice, what=f"{what} in two units: {twice}")


def _rows(data: Data, sql: str, *values: str) -> list[sqlite3.Row]:
    connection = sqlite3.connect(f"file:{data.database}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def _check_quota(data: Data) -> None:
    for row in _rows(data, _QUOTA):
        same = (row["enrolled"], row["reserved"]) == (row["listed"], row["at_work"])
        demand(equal=same, what=f"the quota: {dict(row)}")


def check_token(unit: PracticeUnit, data: Data) -> None:
    """Check that the record knows of every key and certificate on a unit's token.

    Raises:
        Differs: where it doesn't.
    """
    runs = runs_on(unit)
    known = {row["name"] for row in _rows(data, _MADE, unit.serial)}
    demand(equal=runs <= known, what=f"on the token of {unit.serial}, unknown: {runs - known}")


def check_units(units: Sequence[PracticeUnit], plant: Plant) -> None:
    """Check that units in no seat hold what they are enrolled with, and their tokens no more.

    Raises:
        Differs: where they don't.
    """
    for unit in units:
        enrollment = plant.tools.records.find(unit.serial)
        check_handles(unit, enrollment)
        symmetric = isinstance(enrollment.identity.attestation, SymmetricKeyAttestation)
        if symmetric and unit.token is None:
            _check_secret(unit, enrollment, plant)
        else:
            check_inside(unit, enrollment, plant)
        if unit.token is not None:
            runs = runs_on(unit)
            demand(equal=runs == {enrollment.run}, what=f"{unit.serial}: {runs} on its token")


def _check_secret(unit: PracticeUnit, enrollment: Enrollment, plant: Plant) -> None:
    order = plant.tools.records.order(enrollment.order)
    with plant.tools.factory.disclose_group_key(order.group_id).reveal() as group_key:
        derived = hmac.digest(group_key, enrollment.registration_id.text.encode(), "sha256")
    if unit.memory is not None:
        same = (unit.memory / "secret").read_bytes() == derived
    else:
        expected = hmac.digest(derived, _MESSAGE, "sha256")
        same = hmac_by_tool(unit, _MESSAGE, unit.folder) == expected
    demand(equal=same, what=f"{unit.serial} has another key than was derived for it")


def runs_on(unit: PracticeUnit) -> set[str]:
    """Return the CKA_IDs on a unit's token, as the names of runs; no other must be there."""
    for left in reversed(range(_TRIES)):
        listed = subprocess.run(
            [
                *("pkcs11-tool", "--module", str(Programs.found().softhsm), "--login"),
                *("--pin", PRACTICE_PIN, "--list-objects"),
            ],
            env={"SOFTHSM2_CONF": str(unit.folder / "softhsm2.conf"), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            timeout=60,
            check=False,
        )
        if listed.returncode == 0:
            return _runs_in(unit, listed.stdout.decode())
        demand(equal=left > 0, what=f"pkcs11-tool: {listed.stderr.decode()[-300:]}")
    raise AssertionError("it was tried at least once")


def _runs_in(unit: PracticeUnit, listed: str) -> set[str]:
    ids = set(re.findall(r"^\s+ID:\s+([0-9a-f]+)\s*$", listed, re.MULTILINE))
    runs = {bytes.fromhex(one).decode("latin-1") for one in ids if len(one) != 2 * _HASH_SIZE}
    strange = [one for one in runs if not _RUN.fullmatch(one)]
    demand(equal=not strange, what=f"on the token of {unit.serial}: {strange}")
    return runs
