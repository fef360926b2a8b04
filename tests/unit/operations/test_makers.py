"""Whom a station trusts: in a real one the shipped makers, and its own; none that it refused."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from station.errors import StationError
from station.line.mechanisms.tpm import trusted_makers
from station.model.attestation import TrustStore
from station.model.rights import Right
from station.operations.makers import ListedMaker, add_maker, listed_makers, remove_maker
from station.records.roots import RootKind
from station.records.store import Records
from station.tpm.makers import shipped_makers
from tests.unit.records.software import Clock, SoftwareGuard, make_order
from tests.unit.records.staffed import agreed, staff

NOW = datetime(2026, 11, 24, tzinfo=UTC)
YEAR = timedelta(days=365)
KEY = ec.generate_private_key(ec.SECP256R1())


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(
    subject: str, issuer: str, *, is_ca: bool = True, until: datetime = NOW + YEAR
) -> bytes:
    return (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(KEY.public_key())
        .serial_number(7)
        .not_valid_before(NOW - 2 * YEAR)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(is_ca, None), critical=True)
        .sign(KEY, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


def opened(folder: Path, *, practice: bool) -> Records:
    guard = SoftwareGuard()
    return Records.create(folder / "s.db", guard, station="l", practice=practice, now=Clock())


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with opened(tmp_path, practice=False) as records:
        staff(records)
        yield records


def added(records: Records, certificate: bytes, kind: RootKind = RootKind.ROOT) -> ListedMaker:
    approval = agreed(records, Right.ROOTS)
    return add_maker(records, certificate, kind, path="x.pem", now=NOW, approval=approval)


def taken_off(records: Records, wanted: str) -> ListedMaker:
    return remove_maker(records, wanted, agreed(records, Right.ROOTS))


def test_a_real_station_trusts_the_shipped_makers_and_practice_does_not(
    records: Records, tmp_path: Path
) -> None:
    assert len(listed_makers(records)) == len(shipped_makers())
    assert all(one.trusted and one.source == "shipped" for one in listed_makers(records))
    (tmp_path / "practice").mkdir()
    with opened(tmp_path / "practice", practice=True) as practice:
        assert listed_makers(practice) == []


def test_a_supervisors_own_is_added_and_removed(records: Records) -> None:
    one = added(records, certificate("maker", "maker"))
    assert (one.subject, one.source, one.trusted) == ("CN=maker", "added", True)
    assert listed_makers(records)[0] == one
    assert taken_off(records, one.fingerprint[:12]) == one
    assert len(listed_makers(records)) == len(shipped_makers())


def test_a_shipped_one_is_refused_and_trusted_again(records: Records) -> None:
    shipped = next(made for made in shipped_makers() if made.maker == "Nuvoton")
    removed = taken_off(records, shipped.fingerprint)
    listed = {one.fingerprint: one for one in listed_makers(records)}
    assert not listed[removed.fingerprint].trusted
    with pytest.raises(StationError, match="TPM-031"):
        taken_off(records, shipped.fingerprint)
    added(records, shipped.certificate)
    assert all(one.trusted for one in listed_makers(records))
    assert len(listed_makers(records)) == len(shipped_makers())
    records.verify()


@pytest.mark.parametrize("kind", [RootKind.ROOT, RootKind.INTERMEDIATE])
def test_one_that_is_trusted_twice_is_removed_at_once(records: Records, kind: RootKind) -> None:
    shipped = next(made for made in shipped_makers() if made.is_root)
    approval = agreed(records, Right.ROOTS)
    records.add_root(shipped.certificate, kind, approval)  # before a later Station came with it
    assert taken_off(records, shipped.fingerprint).fingerprint == shipped.fingerprint
    assert [o.trusted for o in listed_makers(records) if o.fingerprint == shipped.fingerprint] == [
        False
    ]
    records.verify()


def test_a_real_order_trusts_what_is_listed_and_a_practice_order_its_own_alone(
    records: Records,
) -> None:
    own = certificate("maker", "maker")
    added(records, own)
    refused = shipped_makers()[0].certificate
    taken_off(records, shipped_makers()[0].fingerprint)
    practice = make_order()
    assert trusted_makers(records, practice) == TrustStore((own,), refused=(refused,))
    trust = trusted_makers(records, practice.model_copy(update={"practice": False}))
    listed = [one for one in listed_makers(records) if one.trusted]
    assert len((*trust.roots, *trust.intermediates)) == len(listed) == len(shipped_makers())
    assert own in trust.roots
    assert refused not in (*trust.roots, *trust.intermediates)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (b"\x30\x03\x02\x01\x05", "bytes"),
        (certificate("leaf", "leaf", is_ca=False), "authority"),
        (certificate("old", "old", until=NOW - YEAR), "valid"),
        (certificate("between", "root"), "intermediate"),
    ],
)
def test_what_can_be_no_makers_root_is_told_why(records: Records, given: bytes, why: str) -> None:
    with pytest.raises(StationError, match="TPM-033") as caught:
        added(records, given)
    assert why in caught.value.detail


def test_an_intermediate_is_added_as_one(records: Records) -> None:
    one = added(records, certificate("between", "root"), RootKind.INTERMEDIATE)
    assert one.kind is RootKind.INTERMEDIATE
    assert len(records.trust_store().intermediates) == 1


@pytest.mark.parametrize("wanted", ["", "1234567", "f" * 64, "zz" * 32])
def test_what_names_none_removes_none(records: Records, wanted: str) -> None:
    with pytest.raises(StationError, match="TPM-031"):
        taken_off(records, wanted)
