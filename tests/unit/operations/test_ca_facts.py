"""What is told of one of the factory's CAs."""

import hashlib
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from station.errors import StationError
from station.operations.ca_facts import ca_facts, chosen_ca
from station.records.authorities import ISSUING, RETIRED, ROOT, Authority, KnownAuthority
from station.records.encoding import utc_now
from station.records.entries import AuditEntry, EntryKind
from tests.unit.records.test_authorities import chains, digest

CHAINS = chains(2)
OLD, NEW = (KnownAuthority(Authority.found(chain[0], ISSUING), 7) for chain in CHAINS)
ABOVE = KnownAuthority(Authority.found(CHAINS[0][1], ROOT), 0)


def retired(one: KnownAuthority) -> KnownAuthority:
    kept = one.authority
    values = (kept.sha256, kept.certificate, kept.kind, kept.name, kept.not_after, RETIRED, 9)
    return KnownAuthority(Authority(*values), one.issued)


KNOWN = [retired(OLD), ABOVE, NEW]


def test_without_a_name_it_is_the_ca_that_issues() -> None:
    assert chosen_ca(KNOWN, None) == NEW


def test_a_ca_is_named_by_its_name_or_the_beginning_of_its_fingerprint() -> None:
    fingerprint = digest(CHAINS[0][0])
    for wanted in ("ca 0", fingerprint, fingerprint[:9].upper()):
        assert chosen_ca(KNOWN, wanted) == KNOWN[0]


@pytest.mark.parametrize("wanted", ["", "none", "CA"])
def test_what_names_no_ca_is_refused(wanted: str) -> None:
    with pytest.raises(StationError, match="CFG-004"):
        chosen_ca(KNOWN, wanted)


def test_its_certificate_and_whoever_issued_it_are_told() -> None:
    facts = ca_facts(NEW, KNOWN, [], utc_now())
    certificate = x509.load_der_x509_certificate(CHAINS[1][0])
    key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert facts.subject == "CN=CA 1"
    assert int(facts.serial, 16) == certificate.serial_number
    assert facts.key == hashlib.sha256(key).hexdigest()
    assert (facts.parent, facts.fault) == ("Root", "")
    root = ca_facts(ABOVE, KNOWN, [], utc_now())
    assert (root.parent, root.fault) == (None, "")


def test_a_ca_of_another_root_and_one_that_has_ended_are_told_as_faulty() -> None:
    assert ca_facts(NEW, [NEW], [], utc_now()).fault == "no CA on record has issued it"
    late = utc_now() + timedelta(days=365_000)
    assert ca_facts(NEW, KNOWN, [], late).fault == "it has ended"
    early = utc_now() - timedelta(days=365)
    assert ca_facts(NEW, KNOWN, [], early).fault == "it is not valid yet"


def test_the_codes_that_it_certified_are_told() -> None:
    now = utc_now()
    entries = [
        AuditEntry(number, now, EntryKind.CA_PROVED, {"sha256": digest(chain[0]), "code": code})
        for number, (chain, code) in enumerate(zip(CHAINS, ("CODE-OLD", "CODE-NEW"), strict=True))
    ]
    assert [one.code for one in ca_facts(NEW, KNOWN, entries, now).proofs] == ["CODE-NEW"]
