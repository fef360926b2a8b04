"""What the check refuses is what the service refuses, and each mistake has its words."""

from __future__ import annotations

import base64
import copy
import datetime as dt
import json
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from station.practice.service.enrollments import GROUP, INDIVIDUAL, entry_of
from station.practice.service.problems import Refused
from station.service.document_rules import bulk_findings, document_findings
from station.service.findings import Finding, Level
from tests.support.any_enrollments import (
    L1,
    certificates,
    device_ids,
    encoded,
    enrollments,
    groups,
    names,
    spoilt,
    tpms,
)
from tests.support.certified import authority, chain

pytestmark = pytest.mark.service

Document = dict[str, Any]


def found(document: JsonValue, *, group: bool = False) -> list[Finding]:
    return list(document_findings(document, dt.datetime.now(dt.UTC), group=group))


def taken(document: JsonValue, *, group: bool) -> bool:
    """Tell whether the practice service takes it."""
    try:
        entry_of(GROUP if group else INDIVIDUAL, copy.deepcopy(document), None)
    except Refused:
        return False
    return True


def agrees(document: Document, *, group: bool) -> None:
    refused = [one for one in found(document, group=group) if one.level is Level.REFUSED]
    assert taken(document, group=group) is (not refused), refused


def rules(document: JsonValue, *, group: bool = False) -> set[str]:
    return {one.rule for one in found(document, group=group)}


def levels(document: Document, *, group: bool = False) -> dict[str, Level]:
    return {one.rule: one.level for one in found(document, group=group)}


@given(enrollments())
def test_what_the_service_takes_is_refused_for_nothing(document: Document) -> None:
    agrees(document, group=False)


@given(groups())
def test_what_the_service_takes_of_a_group_is_refused_for_nothing(document: Document) -> None:
    agrees(document, group=True)


@given(spoilt(group=False))
def test_what_the_service_refuses_is_refused_before(document: Document) -> None:
    agrees(document, group=False)


@given(spoilt(group=True))
def test_what_the_service_refuses_of_a_group_is_refused_before(document: Document) -> None:
    agrees(document, group=True)


_BYTES: Final = st.binary(min_size=1, max_size=3)


@st.composite
def publics(draw: st.DrawFn) -> bytes:
    """TPM2B_PUBLICs of which some bytes are others, or missing, or too many."""
    public = bytearray(L1 + draw(st.binary(min_size=256, max_size=256)))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(L1) + 4) | st.just(len(public)))
        match draw(st.sampled_from(["set", "cut", "put"])):
            case "set":
                one = draw(_BYTES)
                public[place : place + len(one)] = one
            case "cut":
                del public[place : place + draw(st.integers(1, 4))]
            case _:
                public[place:place] = draw(_BYTES)
    if draw(st.booleans()):
        public[:2] = (len(public) - 2).to_bytes(2, "big")
    return bytes(public)


@given(publics(), st.booleans())
@example(L1 + bytes(256), True)
@settings(max_examples=300)
def test_a_public_key_is_judged_as_the_service_judges_it(public: bytes, storage: bool) -> None:
    tpm = {"endorsementKey": encoded(L1 + bytes(256) if storage else public)}
    if storage:
        tpm["storageRootKey"] = encoded(public)
    agrees(
        {"registrationId": "a", "attestation": {"type": "tpm", "tpm": tpm}},
        group=False,
    )


def tpm_document(public: bytes) -> Document:
    return tpm_text(encoded(public))


def tpm_text(text: str) -> Document:
    return {
        "registrationId": "dev-1",
        "attestation": {"type": "tpm", "tpm": {"endorsementKey": text}},
    }


MODULUS: Final = b"\x80" + bytes(254) + b"\x01"
GOOD: Final = L1 + MODULUS


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "missing"),
        (encoded(GOOD[2:]), "TPMT_PUBLIC"),
        (
            encoded(bytes.fromhex("3a01 0100 0b00 b2000300 2000") + bytes(302)),
            "little-endian",
        ),
        (encoded(bytes.fromhex("007a 0023 000b 000300b2") + bytes(114)), "elliptic-curve"),
        (encoded(bytes.fromhex("0023 000b 000300b2") + bytes(114)), "TPMT_PUBLIC"),
        (encoded(GOOD[:300]), "cut short: it has 300 bytes, and says 316"),
        (encoded(GOOD[:4]), "cut short"),
        (encoded(GOOD + b"\0\0"), "2 bytes behind its end"),
        (GOOD.hex(), "hexadecimal"),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "PEM"),
        (encoded(bytes.fromhex("30820122300d0609") + bytes(200)), "in DER"),
        (encoded(GOOD)[:76] + "\n" + encoded(GOOD)[76:], "line ends"),
        ("endorsement key!", "not base64"),
        (encoded(GOOD.replace(b"\x00\x03\x00\xb2", b"\x00\x04\x00\x72")), "storage key"),
        (encoded(GOOD.replace(b"\x08\x00" + bytes(4), b"\x04\x00" + bytes(4))), "1,024 bits"),
    ],
)
def test_each_wrong_encoding_of_an_endorsement_key_is_called_by_its_name(
    text: str, words: str
) -> None:
    [finding] = found(tpm_text(text))
    assert (finding.level, words in finding.why) == (Level.REFUSED, True), finding
    assert not taken(tpm_text(text), group=False)


def test_a_good_endorsement_key_is_fine_and_one_off_the_template_opens_nothing() -> None:
    assert found(tpm_document(GOOD)) == []
    # The service takes it, but no device makes its key by such a template.
    other = tpm_document(GOOD.replace(b"\x00\x03\x00\xb2", b"\x00\x03\x00\xb0"))
    assert levels(other) == {"endorsement-template": Level.USELESS}
    assert taken(other, group=False)


@given(names(), st.none() | device_ids)
def test_no_name_that_the_service_takes_is_refused(name: str, device: str | None) -> None:
    document = {**tpm_document(GOOD), "registrationId": name}
    if device is not None:
        document["deviceId"] = device
    assert not any(one.level.stops for one in found(document))


HOOK: Final = {"webhookUrl": "https://a/", "apiVersion": "2021-10-01"}


@pytest.mark.parametrize(
    ("change", "rule", "level"),
    [
        ({"registrationId": "Dev-1"}, "registration-id-case", Level.DOUBTFUL),
        ({"registrationId": "dev.1"}, "registration-id-signs", Level.DOUBTFUL),
        ({"registrationId": "dev-"}, "registration-id-signs", Level.DOUBTFUL),
        ({"registrationId": "dev."}, "registration-id", Level.REFUSED),
        ({"deviceId": "a b"}, "device-id", Level.REFUSED),
        ({"deviceId": "a:b"}, "device-id-colon", Level.DOUBTFUL),
        ({"allocationPolicy": "static"}, "allocation", Level.REFUSED),
        ({"allocationPolicy": "custom"}, "allocation", Level.REFUSED),
        ({"allocationPolicy": "static", "iotHubs": ["a", "b"]}, "allocation-hubs", Level.DOUBTFUL),
        ({"iotHubHostName": "a.b"}, "allocation-old", Level.DOUBTFUL),
        (
            {
                "customAllocationDefinition": {
                    "webhookUrl": "https://a/",
                    "apiVersion": "2021-10-01",
                }
            },
            "allocation-unused",
            Level.DOUBTFUL,
        ),
        ({"initialTwin": {"tags": {"version": "2"}}}, "twin-name", Level.USELESS),
        (
            {"initialTwin": {"properties": {"desired": {"metadata": {}}}}},
            "twin-name",
            Level.USELESS,
        ),
        ({"initialTwin": {"tags": {"a": "x" * 96_000}}}, "size", Level.REFUSED),
        ({"initialTwin": {"tags": {"a": float("nan")}}}, "number", Level.REFUSED),
        ({"provisioningStatus": "off"}, "status", Level.REFUSED),
        ({"capabilities": {}}, "form", Level.REFUSED),
    ],
)
def test_each_rule_is_called_by_its_name(change: Document, rule: str, level: Level) -> None:
    assert levels({**tpm_document(GOOD), **change}) == {rule: level}


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = {
        **tpm_text(encoded(GOOD[2:])),
        "registrationId": "a_",
        "deviceId": "a b",
        "allocationPolicy": "custom",
    }
    assert rules(wrong) == {"registration-id", "device-id", "allocation", "endorsement-key"}


def certified(name: str, **places: str) -> Document:
    held = {place: {"certificate": text} for place, text in places.items()}
    return {
        "registrationId": name,
        "attestation": {"type": "x509", "x509": {"clientCertificates": held}},
    }


def test_a_certificate_is_in_the_units_name_and_in_its_time() -> None:
    leaf = chain("sn-1", "line")[0]
    assert found(certified("sn-1", primary=leaf.pem)) == []
    assert levels(certified("sn-2", primary=leaf.pem)) == {"certificate-name": Level.USELESS}
    assert rules(certified("SN-1", primary=leaf.pem)) == {
        "certificate-name-case",
        "registration-id-case",
    }
    twice = certified("sn-1", primary=leaf.pem, secondary=leaf.pem)
    assert levels(twice) == {"certificate-twice": Level.DOUBTFUL}
    later = list(document_findings(certified("sn-1", primary=leaf.pem), LATE, group=False))
    assert [one.rule for one in later] == ["certificate-late"]
    earlier = list(document_findings(certified("sn-1", primary=leaf.pem), EARLY, group=False))
    assert [one.rule for one in earlier] == ["certificate-early"]
    assert levels(certified("sn-1", primary="")) == {"certificate": Level.REFUSED}
    ca = authority("sn-1")
    assert "certificate-ca" in rules(certified("sn-1", primary=ca.pem))


LATE: Final = dt.datetime(2200, 1, 1, tzinfo=dt.UTC)
EARLY: Final = dt.datetime(1990, 1, 1, tzinfo=dt.UTC)


def test_a_group_wants_a_ca() -> None:
    leaf, *_ = chain("sn-1", "line")
    signing = {"signingCertificates": {"primary": {"certificate": leaf.pem}}}
    group: Document = {"enrollmentGroupId": "g", "attestation": {"type": "x509", "x509": signing}}
    assert levels(group, group=True) == {"certificate-no-ca": Level.USELESS}


def test_a_key_that_is_missing_makes_a_dead_unit() -> None:
    bare: Document = {"registrationId": "a", "attestation": {"type": "symmetricKey"}}
    assert levels(bare) == {"symmetric-key-missing": Level.USELESS}
    assert found({**bare, "provisioningStatus": "disabled"}) == []
    key = base64.b64encode(b"k" * 64).decode()
    held = {"primaryKey": key, "secondaryKey": key}
    twice: Document = {**bare, "attestation": {"type": "symmetricKey", "symmetricKey": held}}
    assert levels(twice) == {"symmetric-key-twice": Level.DOUBTFUL}


@given(enrollments() | spoilt(group=False))
def test_the_reasons_are_short_sentences_without_a_secret(document: Document) -> None:
    for one in found(document):
        assert one.why[0].isupper()
        assert one.why[-1] != "."
        assert one.why.isprintable()
        assert len(one.why) < 260
    attestation = document.get("attestation")
    held = attestation.get("symmetricKey") if isinstance(attestation, dict) else None
    for key in held.values() if isinstance(held, dict) else ():
        if len(str(key)) > 16:
            assert str(key) not in json.dumps([one.why for one in found(document)])


@given(tpms())
def test_a_group_isnt_known_by_tpms(tpm: Document) -> None:
    assert "attestation" in rules({"enrollmentGroupId": "g", "attestation": tpm}, group=True)


def test_a_request_has_ten_documents_at_most_each_once_and_is_no_larger_than_it_may_be() -> None:
    assert list(bulk_findings([f"a{n}" for n in range(10)], 96_000)) == []
    wrong = [*(f"a{n}" for n in range(10)), "A3"]
    assert [one.rule for one in bulk_findings(wrong, 96_001)] == [
        "bulk-items",
        "bulk-bytes",
        "bulk-twice",
    ]


def test_the_certificates_of_the_tests_can_be_read() -> None:
    assert all(one.der for one in certificates())
