"""Every document is one that the service takes, and holds only what was set."""

from __future__ import annotations

import base64
import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import JsonValue

from station.errors import StationError
from station.model.attestation import TpmAttestation, X509Attestation
from station.model.enrollment import Enrollment, EnrollmentGroup
from station.model.names import DeviceId, IdScope, RegistrationId
from station.model.order import Allocation, AllocationPolicy, Twin
from station.secret import Secret
from station.service.documents import BULK_BYTES, NO_WISHES, Wishes, encoded, wished_document
from station.service.group_documents import (
    certificate_group,
    certified_member,
    enrollment_group,
    group_of,
)
from station.service.shapes import GroupEnrollment, IndividualEnrollment

if TYPE_CHECKING:
    from tests.service.conftest import MemoryRecords, SoftwareFactory

pytestmark = pytest.mark.service

NOW: Final = dt.datetime(2026, 11, 24, 6, 0, 0, tzinfo=dt.UTC)
SCHEMA: Final = json.loads(
    Path(__file__).with_name("dps_requests.schema.json").read_text(encoding="utf-8")
)


def check(document: IndividualEnrollment | GroupEnrollment, kind: str) -> None:
    schema = {"$ref": f"#/$defs/{kind}", "$defs": SCHEMA["$defs"]}
    Draft202012Validator(schema).validate(json.loads(encoded(document)))


def refusal(enrollment: Enrollment, twin: Twin | None = None) -> str:
    with pytest.raises(StationError) as caught:
        encoded(wished_document(enrollment, Wishes(twin), NOW))
    assert caught.value.code == "SVC-007"
    return caught.value.message


def test_a_tpm_is_enrolled_by_its_endorsement_key_and_nothing_else(records: MemoryRecords) -> None:
    enrollment = records.add_tpm("tpms", 1)
    document = wished_document(enrollment, NO_WISHES, NOW)
    check(document, "individualEnrollment")
    attestation = enrollment.identity.attestation
    assert isinstance(attestation, TpmAttestation)
    key = base64.b64encode(attestation.endorsement_key.public).decode("ascii")
    assert document == {
        "registrationId": enrollment.registration_id.text,
        "attestation": {"type": "tpm", "tpm": {"endorsementKey": key}},
    }


def test_a_device_id_stands_there_only_where_it_was_given(records: MemoryRecords) -> None:
    enrollment = replace(records.add_tpm("tpms", 1), device_id=DeviceId.parse("=a,b"))
    document = wished_document(enrollment, NO_WISHES, NOW)
    check(document, "individualEnrollment")
    assert document["deviceId"] == "=a,b"


def test_a_certificate_is_one_line_of_base64_of_its_der(
    records: MemoryRecords, factory: SoftwareFactory
) -> None:
    enrollment = records.add_x509("certs", "press-1", factory)
    document = wished_document(enrollment, NO_WISHES, NOW)
    check(document, "individualEnrollment")
    attestation = enrollment.identity.attestation
    assert isinstance(attestation, X509Attestation)
    mechanism = document["attestation"]
    assert mechanism["type"] == "x509"
    text = mechanism["x509"]["clientCertificates"]["primary"]["certificate"]
    assert base64.b64decode(text, validate=True) == attestation.certificate


def test_a_group_holds_its_key_and_no_second_one() -> None:
    group = EnrollmentGroup(RegistrationId.make("line-1"), IdScope.parse("0ne00000001"))
    document = enrollment_group(group, [Secret(b"k" * 64)])
    check(document, "enrollmentGroup")
    key = {"primaryKey": base64.b64encode(b"k" * 64).decode("ascii")}
    assert document["attestation"] == {"type": "symmetricKey", "symmetricKey": key}


def test_a_group_of_certified_units_holds_their_cas_certificate(factory: SoftwareFactory) -> None:
    group = EnrollmentGroup(RegistrationId.make("line-1"), IdScope.parse("0ne00000001"))
    document = certificate_group(group, factory.issuing_chain[:1], Wishes(Twin(tags={"a": 1})))
    check(document, "enrollmentGroup")
    text = base64.b64encode(factory.issuing_chain[0]).decode("ascii")
    signing = {"signingCertificates": {"primary": {"certificate": text}}}
    assert document["attestation"] == {"type": "x509", "x509": signing}
    assert "deviceId" not in document


def test_only_units_whose_certificate_leads_to_it_belong_to_such_a_group(
    records: MemoryRecords, factory: SoftwareFactory
) -> None:
    group = RegistrationId.make("line-1")
    unit = records.add_x509("certs", "x-1", factory)
    assert certified_member(unit, group, NOW) == factory.issuing_chain[0]
    attestation = unit.identity.attestation
    assert isinstance(attestation, X509Attestation)
    for wrong in (
        replace(unit, device_id=DeviceId.parse("d")),
        with_attestation(unit, replace(attestation, chain=())),
        records.add_symmetric("keys", "s-1"),
        records.add_tpm("tpms", 1),
    ):
        with pytest.raises(StationError, match="SVC-007"):
            certified_member(wrong, group, NOW)
    with pytest.raises(StationError, match="SVC-007"):
        certified_member(unit, group, NOW + dt.timedelta(days=36_500))


@pytest.mark.parametrize("size", [0, 15, 65])
def test_a_group_key_of_an_illegal_size_is_refused(size: int) -> None:
    group = EnrollmentGroup(RegistrationId.make("line-1"), IdScope.parse("0ne00000001"))
    with pytest.raises(StationError, match="SVC-007"):
        enrollment_group(group, [Secret(bytes(size))])


def test_a_twin_is_passed_on_as_it_is(records: MemoryRecords) -> None:
    twin = Twin(tags={"line": "L1", "n": 1.5, "größe": None}, desired={"a": {"version": "2"}})
    document = wished_document(records.add_tpm("tpms", 1), Wishes(twin), NOW)
    check(document, "individualEnrollment")
    assert document["initialTwin"] == {
        "tags": twin.tags,
        "properties": {"desired": twin.desired},
    }


@pytest.mark.parametrize(
    ("policy", "told"),
    [(AllocationPolicy.HASHED, "hashed"), (AllocationPolicy.GEO_LATENCY, "geoLatency")],
)
def test_an_allocation_says_what_was_set_and_nothing_else(
    records: MemoryRecords, policy: AllocationPolicy, told: str
) -> None:
    unit = records.add_tpm("tpms", 1)
    document = wished_document(unit, Wishes(None, Allocation(policy=policy)), NOW)
    check(document, "individualEnrollment")
    assert (document["allocationPolicy"], "iotHubs" in document) == (told, False)
    assert "allocationPolicy" not in wished_document(unit, NO_WISHES, NOW)
    hubs = ("b.example.net", "a.example.net")
    group = EnrollmentGroup(RegistrationId.parse("g"), unit.id_scope)
    chosen = Allocation(policy=policy, iot_hubs=hubs)
    whole = enrollment_group(group, [Secret(b"k" * 64)], Wishes(None, chosen))
    check(whole, "enrollmentGroup")
    assert whole["iotHubs"] == [*hubs]


def test_an_empty_twin_leaves_no_trace(records: MemoryRecords) -> None:
    assert "initialTwin" not in wished_document(records.add_tpm("tpms", 1), Wishes(Twin()), NOW)


def test_half_a_twin_has_no_other_half(records: MemoryRecords) -> None:
    enrollment = records.add_tpm("tpms", 1)
    desired = wished_document(enrollment, Wishes(Twin(desired={})), NOW)
    assert desired["initialTwin"] == {"properties": {"desired": {}}}
    tags = wished_document(enrollment, Wishes(Twin(tags={"a": 1})), NOW)
    assert tags["initialTwin"] == {"tags": {"a": 1}}


@pytest.mark.parametrize("name", ["version", "count", "metadata"])
def test_a_twin_that_takes_the_services_own_names_is_refused(
    records: MemoryRecords, name: str
) -> None:
    enrollment = records.add_tpm("tpms", 1)
    assert name in refusal(enrollment, Twin(tags={name: 1}))
    assert name in refusal(enrollment, Twin(desired={name: 1}))


def test_a_number_that_json_lacks_is_refused(records: MemoryRecords) -> None:
    assert "number" in refusal(
        records.add_tpm("tpms", 1), Twin.model_construct(tags={"a": float("inf")})
    )


def test_a_document_too_large_for_one_request_is_refused(records: MemoryRecords) -> None:
    assert "bytes" in refusal(records.add_tpm("tpms", 1), Twin(tags={"a": "x" * BULK_BYTES}))


def test_an_endorsement_key_off_the_template_is_refused(records: MemoryRecords) -> None:
    enrollment = records.add_tpm("tpms", 1)
    attestation = enrollment.identity.attestation
    assert isinstance(attestation, TpmAttestation)
    public = bytearray(attestation.endorsement_key.public)
    public[9] ^= 0x04
    key = replace(attestation.endorsement_key, public=bytes(public))
    assert "template" in refusal(with_attestation(enrollment, TpmAttestation(key, b"")))


def test_an_elliptic_endorsement_key_is_refused(records: MemoryRecords) -> None:
    enrollment = records.add_tpm("tpms", 1)
    attestation = enrollment.identity.attestation
    assert isinstance(attestation, TpmAttestation)
    key = replace(attestation.endorsement_key, public=bytes.fromhex("007a0023000b"))
    assert "elliptic" in refusal(with_attestation(enrollment, TpmAttestation(key, b"")))


def with_attestation(
    enrollment: Enrollment, attestation: TpmAttestation | X509Attestation
) -> Enrollment:
    return replace(enrollment, identity=replace(enrollment.identity, attestation=attestation))


def x509_unit(
    records: MemoryRecords, factory: SoftwareFactory, name: str, certificate: bytes
) -> Enrollment:
    attestation = X509Attestation(certificate, factory.issuing_chain)
    return records.add("certs", attestation, name)


def test_a_certificate_in_another_name_is_refused(
    records: MemoryRecords, factory: SoftwareFactory
) -> None:
    other = factory.issue("press-2").public_bytes(Encoding.DER)
    assert "press-2" in refusal(x509_unit(records, factory, "press-1", other))


def test_a_certificate_that_ran_out_is_refused(
    records: MemoryRecords, factory: SoftwareFactory
) -> None:
    old = factory.issue("press-1", until=dt.datetime(2026, 1, 2, tzinfo=dt.UTC))
    unit = x509_unit(records, factory, "press-1", old.public_bytes(Encoding.DER))
    assert "2026-01-02" in refusal(unit)


def test_a_certificate_not_by_its_issuer_is_refused(
    records: MemoryRecords, factory: SoftwareFactory
) -> None:
    chain = factory.issuing_chain
    certificate = factory.issue("press-1").public_bytes(Encoding.DER)
    unit = x509_unit(records, factory, "press-1", certificate)
    assert "issuer" in refusal(with_attestation(unit, X509Attestation(certificate, chain[1:])))
    flipped = bytearray(certificate)
    flipped[-1] ^= 1
    assert "issuer" in refusal(with_attestation(unit, X509Attestation(bytes(flipped), chain)))
    # What the line has checked isn't checked again.
    checked = X509Attestation(bytes(flipped), chain, checked=True)
    check(wished_document(with_attestation(unit, checked), NO_WISHES, NOW), "individualEnrollment")


def test_what_is_no_certificate_is_refused(
    records: MemoryRecords, factory: SoftwareFactory
) -> None:
    assert "read" in refusal(x509_unit(records, factory, "press-1", b"\x30\x03\x02\x01\x01"))


def test_a_name_too_long_for_a_certificate_is_refused(
    records: MemoryRecords, factory: SoftwareFactory
) -> None:
    certificate = factory.issue("press-1").public_bytes(Encoding.DER)
    assert "65 characters" in refusal(x509_unit(records, factory, "a" * 65, certificate))


def test_a_unit_of_a_group_has_no_document_of_its_own(records: MemoryRecords) -> None:
    unit = records.add_symmetric("keys", "s-1")
    assert "group" in refusal(unit)
    assert group_of(unit).group_id == RegistrationId.make("keys")


def test_only_units_that_can_register_under_a_group_belong_to_it(records: MemoryRecords) -> None:
    unit = records.add_symmetric("keys", "s-1")
    for wrong in (
        replace(unit, device_id=DeviceId.parse("d")),
        records.add_symmetric("keys", "s-2", group="ends with a dot."),
        records.add_tpm("tpms", 1),
    ):
        with pytest.raises(StationError, match="SVC-007"):
            group_of(wrong)


NAMES: Final = st.from_regex(r"[A-Za-z0-9\-._:]{0,127}[A-Za-z0-9\-]", fullmatch=True)
DEVICES: Final = st.from_regex(r"[A-Za-z0-9\-.+%_#*?!(),:=@$']{1,128}", fullmatch=True)
JSON: Final[st.SearchStrategy[JsonValue]] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
TWINS: Final = st.none() | st.dictionaries(st.text(), JSON, max_size=4).map(
    lambda d: {k: v for k, v in d.items() if k not in {"version", "count", "metadata"}}
)


@given(NAMES, st.none() | DEVICES, TWINS, TWINS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_legal_makes_a_document_that_the_service_takes(
    records: MemoryRecords,
    name: str,
    device: str | None,
    tags: dict[str, JsonValue] | None,
    desired: dict[str, JsonValue] | None,
) -> None:
    unit = records.add_tpm("tpms", 1)
    unit = replace(
        unit,
        identity=replace(unit.identity, registration_id=RegistrationId.parse(name)),
        device_id=DeviceId.parse(device) if device else None,
    )
    document = wished_document(unit, Wishes(Twin(tags=tags, desired=desired)), NOW)
    check(document, "individualEnrollment")
    again = json.loads(encoded(document))
    assert again == document
