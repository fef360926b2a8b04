"""What attestations are taken, what is kept of them, and what is shown."""

import base64
import json
from pathlib import Path
from typing import Any, Final

import pytest

from station.practice.service.attestations import Attestation, taken
from station.practice.service.problems import Refused
from tests.support.any_enrollments import L1, Document
from tests.support.certified import Certified, authority, chain

VECTORS: Final = json.loads(
    (Path(__file__).parents[3] / "vectors" / "dps.json").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def leaf() -> Certified:
    return chain("sn-1", "line CA")[0]


def kept(attestation: Attestation) -> Attestation:
    return Attestation.of_kept(json.loads(json.dumps(attestation.kept())))


def refusal(given: dict[str, Any], *, group: bool = False) -> int:
    with pytest.raises(Refused) as caught:
        taken(given, None, group=group)
    assert caught.value.status == 400
    return caught.value.code


def tpm(text: str) -> dict[str, Any]:
    return {"type": "tpm", "tpm": {"endorsementKey": text}}


def keys(**given: str) -> dict[str, Any]:
    return {"type": "symmetricKey", "symmetricKey": given}


def certificates(use: str, **texts: str) -> dict[str, Any]:
    shown = {place: {"certificate": text} for place, text in texts.items()}
    return {"type": "x509", "x509": {use: shown}}


@pytest.mark.parametrize("one", VECTORS["endorsement_keys"], ids=lambda one: one["origin"][:40])
def test_endorsement_keys_of_the_field_are_taken(one: dict[str, Any]) -> None:
    given = tpm(one["public"])
    attestation = taken(given, None, group=False)
    assert attestation.shown(whole=False) == attestation.shown(whole=True) == given
    assert kept(attestation) == attestation


@pytest.mark.parametrize(
    "one", VECTORS["refused_endorsement_keys"], ids=lambda one: one["why"][:40]
)
def test_spoilt_endorsement_keys_are_refused(one: dict[str, Any]) -> None:
    assert refusal(tpm(one["public"])) == 400_004


def test_an_endorsement_key_of_another_kind_is_refused() -> None:
    good = L1 + b"m" * 256
    little = b"\x3a\x01\x00\x00" + good[2:]
    small = good.replace(b"\x08\x00\x00\x00\x00\x00", b"\x04\x00\x00\x00\x00\x00", 1)
    ecc = bytes.fromhex("007a0023000b000300b20020") + bytes(112)
    for public in (b"", little, small, ecc, good[:-1], good + b"\0", good * 2):
        assert refusal(tpm(base64.b64encode(public).decode())) == 400_004
    assert refusal(tpm(base64.b64encode(good).decode()), group=True) == 400_000


@pytest.mark.parametrize("text", VECTORS["symmetric_keys"]["accepted"])
def test_symmetric_keys_are_of_16_to_64_bytes(text: str) -> None:
    attestation = taken(keys(primaryKey=text), None, group=True)
    assert attestation.shown(whole=False) == keys()
    told = attestation.shown(whole=True)["symmetricKey"]
    assert isinstance(told, dict)
    assert told["primaryKey"] == text
    assert kept(attestation) == attestation


@pytest.mark.parametrize("text", VECTORS["symmetric_keys"]["refused"])
def test_other_symmetric_keys_are_refused(text: str) -> None:
    assert refusal(keys(primaryKey=text)) == refusal(keys(secondaryKey=text)) == 400_000


def test_keys_that_are_not_given_are_made_and_made_anew() -> None:
    made = [taken({"type": "symmetricKey"}, None, group=False).keys for _ in range(2)]
    every = {key for one in made for key in one.values()}
    assert len(every) == 4
    assert {len(key) for key in every} == {64}
    before = taken(keys(), None, group=False)
    assert taken(keys(), before, group=False).keys != before.keys


def test_a_certificate_is_taken_as_pem_or_der_and_shown_by_what_it_says(leaf: Certified) -> None:
    der = base64.b64encode(leaf.der).decode()
    for text in (leaf.pem, leaf.pem.strip(), der, "\r\n".join([der[:64], der[64:]])):
        attestation = taken(certificates("clientCertificates", primary=text), None, group=False)
        shown = attestation.shown(whole=False)["x509"]
        assert isinstance(shown, dict)
        primary = json.loads(json.dumps(shown))["clientCertificates"]["primary"]
        assert primary["info"]["subjectName"] == "CN=sn-1"
        assert "certificate" not in primary
        assert kept(attestation) == attestation


def test_a_certificate_that_was_shown_may_be_put_back_as_it_was_shown(leaf: Certified) -> None:
    other = authority("other")
    before = taken(
        certificates("clientCertificates", primary=leaf.pem, secondary=other.pem), None, group=False
    )
    shown = json.loads(json.dumps(before.shown(whole=False)))
    assert taken(shown, before, group=False) == before
    del shown["x509"]["clientCertificates"]["secondary"]
    assert taken(shown, before, group=False).texts.keys() == {"primary"}
    # But none that isn't there, nor one in another's place.
    with pytest.raises(Refused):
        taken(shown, None, group=False)
    shown["x509"]["clientCertificates"]["primary"]["info"]["sha256Thumbprint"] = "00"
    with pytest.raises(Refused):
        taken(shown, before, group=False)


def test_each_kind_has_its_own_use_of_certificates(leaf: Certified) -> None:
    client = certificates("clientCertificates", primary=leaf.pem)
    signing = certificates("signingCertificates", primary=leaf.pem)
    named: Document = {"type": "x509", "x509": {"caReferences": {"primary": "factory-ca"}}}
    assert refusal(signing) == 400_000
    assert refusal(client, group=True) == 400_000
    for group in (False, True):
        attestation = taken(named, None, group=group)
        assert attestation.shown(whole=True) == named
        assert kept(attestation) == attestation


@pytest.mark.parametrize(
    "given",
    [
        *({"type": "none"}, {"type": "tpm"}, {"type": "x509"}, {"type": "x509", "x509": {}}),
        *({"type": "tpm", "x509": {}}, {"type": "x509", "x509": {"clientCertificates": {}}}),
        certificates("clientCertificates", secondary="AAAA"),
        certificates("clientCertificates", primary=""),
        certificates("clientCertificates", primary="-----BEGIN CERTIFICATE-----"),
        {"type": "x509", "x509": {"clientCertificates": {"primary": {}}}},
    ],
)
def test_what_holds_nothing_is_refused(given: dict[str, Any]) -> None:
    assert refusal(given) == 400_000
