"""Whose a key on a token is: told by the run that made it, or by the key itself."""

import pytest

from station.model.enrollment import EnrollmentStatus
from station.model.unit_state import UnitChange
from station.records.key_owners import KeyOwner
from station.records.store import Records
from tests.unit.records.software import (
    admitted,
    begin,
    enrol,
    fail,
    symmetric_identity,
    x509_identity,
)

NO_KEY = b""


def fingerprint(name: str) -> bytes:
    digest = x509_identity(name).key_fingerprint
    assert digest is not None
    return digest


def enrolled(records: Records, serial: str) -> str:
    """Return the run of a unit that passed with a certificate in its serial number's name."""
    return enrol(records, serial, x509_identity(serial.lower())).run


@pytest.mark.parametrize("told", ["by its run", "by the key"])
def test_the_key_of_a_unit_that_has_passed(records: Records, told: str) -> None:
    run = enrolled(records, "S1")
    asked = (run.encode(), NO_KEY) if told == "by its run" else (b"any", fingerprint("s1"))
    assert records.key_owner(*asked) == KeyOwner("S1", run, enrolled=True, live=True)


def test_a_derived_key_is_told_by_its_run_alone(records: Records) -> None:
    run = enrol(records, "S1", symmetric_identity("s1")).run
    owner = records.key_owner(run.encode(), NO_KEY)
    assert owner == KeyOwner("S1", run, enrolled=True, live=True)


def test_the_key_of_a_run_that_did_not_pass(records: Records) -> None:
    run = admitted(records, "S1")
    fail(records, run)
    owner = records.key_owner(run.name.encode(), NO_KEY)
    assert owner == KeyOwner("S1", run.name, enrolled=False, live=False)


def test_the_key_of_a_run_that_never_knew_its_unit(records: Records) -> None:
    run = begin(records)
    fail(records, run)
    owner = records.key_owner(run.name.encode(), NO_KEY)
    assert owner == KeyOwner("", run.name, enrolled=False, live=False)


@pytest.mark.parametrize("change", [UnitChange.SCRAP, UnitChange.SWAP])
def test_the_key_of_a_unit_whose_enrollment_was_ended(records: Records, change: UnitChange) -> None:
    run = enrolled(records, "S1")
    records.order_changes.allow_scrap("o1", 1)
    records.units.change("S1", change)
    assert [one.status for one in records.enrollments()] == [EnrollmentStatus.REVOKED]
    for asked in ((run.encode(), NO_KEY), (b"", fingerprint("s1"))):
        assert records.key_owner(*asked) == KeyOwner("S1", run, enrolled=True, live=False)


@pytest.mark.parametrize("key_id", [b"", b"\x01", b"\xff" * 26, b"0" * 26, b"\0"])
def test_what_no_run_made(records: Records, key_id: bytes) -> None:
    enrolled(records, "S1")
    assert records.key_owner(key_id, NO_KEY) is None
    assert records.key_owner(key_id, b"\0" * 32) is None
