"""The record knows the factory's CAs: which issues, how many certificates, and up to how many."""

import hashlib

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from station.errors import StationError
from station.hsm.authority import Authority, issuing_certificate, named, root_certificate
from station.model.run import Run
from station.records.encoding import utc_now
from station.records.entries import EntryKind
from station.records.store import Records
from tests.unit.records.software import edited_while_off


def chains(count: int) -> list[tuple[bytes, bytes]]:
    """Return chains of so many issuing CAs under one root."""
    key, now = ec.generate_private_key(ec.SECP256R1()), utc_now()
    root = root_certificate(key, named("Root"), now)
    above = Authority(x509.load_der_x509_certificate(root), key)
    made = []
    for number in range(count):
        own = ec.generate_private_key(ec.SECP256R1())
        builder = x509.CertificateSigningRequestBuilder().subject_name(named(f"CA {number}"))
        csr = builder.sign(own, hashes.SHA256()).public_bytes(Encoding.DER)
        made.append((issuing_certificate(above, csr, now), root))
    return made


def digest(certificate: bytes) -> str:
    return hashlib.sha256(certificate).hexdigest()


def admitted(records: Records, serial: str) -> Run:
    run = records.begin_run("o1", "00" * 32, "1")
    records.admit(run, serial)
    return run


def states(records: Records) -> dict[str, tuple[str, int]]:
    known = records.authorities.authorities()
    return {one.authority.name: (one.authority.state, one.issued) for one in known}


def test_certificates_count_against_their_ca_and_stop_at_its_limit(records: Records) -> None:
    [chain] = chains(1)
    records.authorities.learn(chain)
    records.authorities.set_most(digest(chain[0]), 2)
    for serial in ("S1", "S2"):
        records.spend(admitted(records, serial), digest(chain[0]))
    third = admitted(records, "S3")
    with pytest.raises(StationError, match="HSM-034"):
        records.spend(third, digest(chain[0]))
    assert states(records) == {"CA 0": ("active", 2), "Root": ("active", 0)}
    records.authorities.set_most(digest(chain[0]), None)
    records.spend(third, digest(chain[0]))
    assert states(records)["CA 0"] == ("active", 3)
    records.verify()


def test_a_ca_that_was_followed_issues_no_more(records: Records) -> None:
    old, new = chains(2)
    records.authorities.learn(old)
    records.authorities.learn(old)
    records.authorities.rolled(new)
    assert states(records) == {
        "CA 0": ("retired", 0),
        "Root": ("active", 0),
        "CA 1": ("active", 0),
    }
    run = admitted(records, "S1")
    for certificate, code in ((old[0], "REC-065"), (chains(1)[0][0], "HSM-048")):
        with pytest.raises(StationError, match=code):
            records.spend(run, digest(certificate))
    records.spend(run, digest(new[0]))
    records.verify()


def test_a_ca_that_is_found_where_another_was_is_nobody_s_until_it_is_agreed_to(
    records: Records,
) -> None:
    old, new = chains(2)
    records.authorities.learn(old)
    assert not records.authorities.unknown(old)
    records.authorities.learn(new)
    assert records.authorities.unknown(new)
    assert "CA 1" not in states(records)
    run = admitted(records, "S1")
    with pytest.raises(StationError, match="HSM-048"):
        records.spend(run, digest(new[0]))
    for _ in range(2):
        records.authorities.rolled(new)
    assert not records.authorities.unknown(new)
    records.spend(run, digest(new[0]))
    told = [entry.data["why"] for entry in records.entries(kind=EntryKind.CA_ADDED)]
    assert told == ["found", "found", "rolled"]
    records.verify()


@pytest.mark.parametrize(
    "change", ["most = 99", "state = 'active'", "issued = 7", "name = 'another'"]
)
def test_a_changed_row_is_found(change: str, records: Records) -> None:
    old, new = chains(2)
    records.authorities.learn(old)
    records.authorities.rolled(new)
    edited_while_off(records, f"UPDATE authorities SET {change} WHERE name = 'CA 0'")  # noqa: S608
    with pytest.raises(StationError, match="REC-011"):
        records.verify()
