"""The name and key of a unit that failed once it had a certificate: bound to it, for good."""

import pytest

from station.errors import StationError
from station.model.names import RegistrationId
from station.model.unit_state import UnitChange
from station.records.claims import ClaimKind
from station.records.store import Records
from tests.unit.records.software import (
    STEPS,
    admitted,
    begin,
    edited_while_off,
    enrol,
    enrollment_of,
    fail,
    make_order,
    x509_identity,
)


def void_run(records: Records, serial: str, name: str, key: bytes) -> None:
    """Have a unit fail once its certificate exists."""
    run = admitted(records, serial)
    records.claim(run, RegistrationId.parse(name), key)
    records.spend(run)
    fail(records, run)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DELETE FROM claims WHERE kind = 'name'", ["name"]),
        ("DELETE FROM claims WHERE kind = 'key'", ["key"]),
        ("UPDATE claims SET key = 'another' WHERE kind <> 'serial'", ["key", "name"]),
        ("UPDATE claims SET run_id = (SELECT max(id) FROM runs)", ["key", "name"]),
    ],
)
def test_what_stays_bound_to_a_unit_is_missed_where_somebody_frees_it(
    records: Records, statement: str, found: list[str]
) -> None:
    void_run(records, "S1", "unit-1", b"k" * 32)
    fail(records, admitted(records, "S2"))
    records.verify()
    edited_while_off(records, statement)
    with pytest.raises(StationError, match="REC-011") as caught:
        records.verify()
    for kind in found:
        assert f"{kind} " in caught.value.detail
    assert caught.value.detail.count("is not bound to the unit S1 any more") == len(found)


def test_what_was_bound_is_free_of_it_once_its_unit_passed(records: Records) -> None:
    identity = x509_identity("unit-1", "the same key")
    assert identity.key_fingerprint is not None
    void_run(records, "S1", "unit-1", identity.key_fingerprint)
    enrol(records, "S1", identity)
    records.verify()


def test_a_unit_is_not_admitted_to_a_run_from_before_another_of_its_own(records: Records) -> None:
    waiting = begin(records)
    void_run(records, "S1", "unit-1", b"k" * 32)
    with pytest.raises(StationError, match="REC-061"):
        records.admit(waiting, "s1")
    records.admit(waiting, "S2")
    admitted(records, "S1")
    usage = records.usage("o1")
    assert (usage.reserved, usage.spent) == (2, 0)


def test_a_chip_that_was_swapped_off_a_unit_is_bound_to_it_no_more(records: Records) -> None:
    order = make_order("roomy")
    spec = order.spec.model_copy(update={"scrap_allowance": 3})
    order = order.model_copy(update={"spec": spec})
    records.add_order(order)
    chip = b"c" * 32
    run = admitted(records, "S1", "roomy")
    records.claim(run, RegistrationId.parse("unit-1"), chip, kind=ClaimKind.TPM)
    records.spend(run)
    fail(records, run)
    run = admitted(records, "S1", "roomy")
    identity = x509_identity("unit-1", "a key in the chip")
    records.claim(run, identity.registration_id, chip, kind=ClaimKind.TPM)
    records.spend(run)
    records.enrol(run, enrollment_of(run, "S1", identity), seconds=1, steps=STEPS)
    records.units.change("S1", UnitChange.SWAP, reason="a new board")
    run = admitted(records, "S2", "roomy")
    identity = x509_identity("unit-2", "another key in the chip")
    records.claim(run, identity.registration_id, chip, kind=ClaimKind.TPM)
    records.spend(run)
    records.enrol(run, enrollment_of(run, "S2", identity), seconds=1, steps=STEPS)
    records.verify()


@pytest.mark.parametrize("changed", ['replace(entry, "key ", "kex ")', "replace(entry, ' ', '')"])
def test_an_entry_that_somebody_wrote_anew_is_found_and_breaks_nothing(
    records: Records, changed: str
) -> None:
    void_run(records, "S1", "unit-1", b"k" * 32)
    where = "WHERE json_extract(entry, '$.kind') = 'spent'"
    edited_while_off(records, f"UPDATE audit SET entry = {changed} {where}")  # noqa: S608
    with pytest.raises(StationError, match="REC-011"):
        records.verify()
