"""Orders and trusted roots: what grants something is genuine, or it isn't used."""

import sqlite3
from contextlib import closing

import pytest

from station.errors import StationError
from station.model.attestation import TrustStore
from station.model.order import OrderState
from station.records.entries import EntryKind
from station.records.orders import Usage
from station.records.roots import RootKind
from station.records.store import Reader, Records
from tests.unit.records.software import (
    HASH,
    SoftwareGuard,
    admitted,
    audit_certificate,
    begin,
    enrol,
    make_order,
)


def edited(records: Records, statement: str) -> None:
    with closing(sqlite3.connect(records.path)) as connection, connection:
        connection.execute(statement)


def test_gives_back_the_order_that_was_added(records: Records) -> None:
    assert records.order("o1") == make_order()
    assert records.orders() == [make_order()]
    with Reader.open(records.path) as reader:
        assert reader.order("o1") == make_order()
        assert reader.orders() == [make_order()]


def test_knows_no_other_order(records: Records) -> None:
    for ask in (records.order, records.usage, lambda n: records.begin_run(n, HASH, "1")):
        with pytest.raises(StationError, match="REC-014"):
            ask("o9")
    with pytest.raises(StationError, match="REC-014"):
        records.set_order_state("o9", OrderState.PAUSED)
    with Reader.open(records.path) as reader, pytest.raises(StationError, match="REC-014"):
        reader.order("o9")


def test_refuses_a_second_order_of_the_same_name(records: Records) -> None:
    with pytest.raises(StationError, match="REC-016"):
        records.add_order(make_order(quantity=99))
    assert records.order("o1").spec.quantity == 10


def test_refuses_a_known_id_scope_in_another_case(records: Records) -> None:
    with pytest.raises(StationError, match="REC-018"):
        records.add_order(make_order("o2", id_scope="0ne00a1b2c3"))
    records.add_order(make_order("o2", id_scope="0ne00a1b2c4"))


def test_changes_an_orders_state_until_it_is_closed(records: Records) -> None:
    for state in (OrderState.PAUSED, OrderState.OPEN, OrderState.OPEN, OrderState.CLOSED):
        records.set_order_state("o1", state)
        assert records.order("o1").state is state
    with pytest.raises(StationError, match="REC-010"):
        records.set_order_state("o1", OrderState.OPEN)
    with pytest.raises(StationError, match="REC-010"):
        begin(records)
    told = [e.data["state"] for e in records.entries() if e.kind is EntryKind.ORDER_CHANGED]
    assert told == ["paused", "open", "closed"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE orders SET spec = replace(spec, '10', '99')",
        "UPDATE orders SET state = 'open'",
        "UPDATE orders SET practice = 0",
        "UPDATE orders SET token_pin = NULL",
        "UPDATE orders SET profile_hash = replace(profile_hash, 'a', 'b')",
        "UPDATE orders SET created = replace(created, '2026', '2027')",
        "UPDATE orders SET mac = zeroblob(32)",
        "UPDATE orders SET mac = x''",
        "UPDATE orders SET spec = 'x'",
    ],
)
def test_does_not_use_an_order_whose_row_was_changed(records: Records, statement: str) -> None:
    run = begin(records)
    records.set_order_state("o1", OrderState.PAUSED)
    edited(records, statement)
    with pytest.raises(StationError, match="REC-012"):
        records.order("o1")
    with pytest.raises(StationError, match="REC-012"):
        records.orders()
    with pytest.raises(StationError, match="REC-012"):
        begin(records)
    with pytest.raises(StationError, match="REC-012"):
        records.admit(run, "S1")


def test_an_order_is_checked_by_the_guard_once(records: Records, guard: SoftwareGuard) -> None:
    records.order("o1")
    before = guard.macs
    records.orders()
    admitted(records, "S1")
    assert guard.macs == before


def test_counts_what_is_used(records: Records) -> None:
    enrol(records, "S1")
    admitted(records, "S2")
    usage = records.usage("o1")
    assert (usage, usage.used) == (Usage(1, 1, 0), 2)


def test_trusts_the_roots_that_were_added(records: Records, guard: SoftwareGuard) -> None:
    root, other = guard.audit_certificate, SoftwareGuard().audit_certificate
    records.add_root(root, RootKind.ROOT)
    records.add_root(other, RootKind.INTERMEDIATE)
    records.add_root(root, RootKind.ROOT)
    assert records.trust_store() == TrustStore((root,), (other,))
    assert sum(entry.kind is EntryKind.ROOT_ADDED for entry in records.entries()) == 2


def test_trusts_nothing_that_is_no_certificate(records: Records) -> None:
    with pytest.raises(StationError, match="TPM-015"):
        records.add_root(b"0nonsense", RootKind.ROOT)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE roots SET kind = 'root' WHERE kind = 'intermediate'",
        "UPDATE roots SET certificate = x'00'",
        "UPDATE roots SET mac = zeroblob(32)",
        "INSERT INTO roots SELECT 9, kind, x'01', x'01', added, mac FROM roots",
    ],
)
def test_trusts_no_row_that_was_changed_or_added(
    records: Records, guard: SoftwareGuard, statement: str
) -> None:
    records.add_root(guard.audit_certificate, RootKind.INTERMEDIATE)
    records.trust_store()
    edited(records, statement)
    with pytest.raises(StationError, match="REC-012"):
        records.trust_store()


def test_nothing_is_granted_without_the_guard(records: Records, guard: SoftwareGuard) -> None:
    certificate = audit_certificate(guard._key)
    guard.trouble = StationError("HSM-007")
    with pytest.raises(StationError, match="HSM-007"):
        records.add_order(make_order("o2"))
    with pytest.raises(StationError, match="HSM-007"):
        records.add_root(certificate, RootKind.ROOT)
    with pytest.raises(StationError, match="HSM-007"):
        records.set_order_state("o1", OrderState.PAUSED)
    guard.trouble = None
    assert records.orders() == [make_order()]
    assert records.trust_store() == TrustStore(())
