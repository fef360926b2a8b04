"""Suppliers' lists of endorsement keys, and makers' certificates that come and go."""

import pytest

from station.errors import StationError
from station.model.attestation import TrustStore
from station.model.order import OrderState
from station.records.entries import EntryKind
from station.records.roots import RootKind
from station.records.store import Records
from tests.unit.records.software import SoftwareGuard
from tests.unit.records.test_order_secrets import edited

LISTED = [bytes([number]) * 32 for number in range(1, 200)]


def test_a_listed_key_is_found_and_no_other(records: Records) -> None:
    assert not records.ek_listed("o1", LISTED)
    records.set_ek_list("o1", [*reversed(LISTED), LISTED[7]])
    assert all(records.ek_listed("o1", [digest]) for digest in LISTED)
    assert records.ek_listed("o1", [bytes(32), LISTED[0]])
    assert not records.ek_listed("o1", [bytes(32), bytes([255] * 32), b"\x01" * 31 + b"\x02"])
    records.set_ek_list("o1", LISTED[:1])
    assert not records.ek_listed("o1", LISTED[1:])
    kinds = [entry.kind for entry in records.entries()]
    assert kinds.count(EntryKind.EK_LIST_SET) == 2
    records.verify()


def test_a_list_is_for_an_order_that_is_there_and_open(records: Records) -> None:
    with pytest.raises(StationError, match="REC-014"):
        records.set_ek_list("none", LISTED)
    records.set_order_state("o1", OrderState.CLOSED)
    with pytest.raises(StationError, match="REC-010"):
        records.set_ek_list("o1", LISTED)


def test_a_removed_certificate_is_trusted_no_more(records: Records, guard: SoftwareGuard) -> None:
    certificate = guard.audit_certificate
    records.add_root(certificate, RootKind.ROOT)
    records.add_root(certificate, RootKind.REFUSED)
    assert records.trust_store() == TrustStore((certificate,), refused=(certificate,))
    (trusted, not_trusted) = records.root_certificates()
    assert (trusted.kind, not_trusted.kind) == (RootKind.ROOT, RootKind.REFUSED)
    records.remove_root(trusted.fingerprint, RootKind.ROOT)
    assert records.trust_store() == TrustStore((), refused=(certificate,))
    with pytest.raises(StationError, match="TPM-031"):
        records.remove_root(trusted.fingerprint, RootKind.ROOT)
    records.remove_root(trusted.fingerprint, RootKind.REFUSED)
    assert records.root_certificates() == []
    records.verify()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ek_lists SET digests = zeroblob(32)", "UPDATE ek_lists SET mac = x'00'"],
)
def test_a_list_that_was_changed_is_used_for_nothing(records: Records, statement: str) -> None:
    records.set_ek_list("o1", LISTED)
    edited(records, statement)
    with pytest.raises(StationError, match="REC-012"):
        records.ek_listed("o1", LISTED)


def test_the_verification_sees_a_changed_list(records: Records) -> None:
    records.set_ek_list("o1", LISTED)
    edited(records, "UPDATE ek_lists SET digests = zeroblob(32)")
    with pytest.raises(StationError, match="REC-011"):
        records.verify()
