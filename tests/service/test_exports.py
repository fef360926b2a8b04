"""An export: what it writes, what it puts on record, and what is left when it fails."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from station.errors import StationError
from station.model.attestation import SymmetricKeyAttestation, X509Attestation
from station.model.enrollment import EnrollmentStatus
from station.model.group import GroupKey
from station.model.names import DeviceId, IdScope
from station.model.order import Allocation, AllocationPolicy, Twin
from station.service.exports import (
    EXPORTS,
    Again,
    export,
    verify,
)
from station.service.exports.dps_csv import COLUMNS
from tests.service.written import bodies, refused, table

if TYPE_CHECKING:
    from tests.service.conftest import MemoryRecords, SoftwareFactory

pytestmark = pytest.mark.service

FORMATS: Final = sorted(EXPORTS)


def test_bodies_are_what_the_service_takes_ten_at_most(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    for number in range(23):
        records.add_tpm("one" if number < 14 else "two", number)
    report = export(records, factory, out, "dps-json")
    found = bodies(out, "enrollments", "bulkEnrollments")
    assert report.enrollments == len(found) == 23
    counts = [len(json.loads(p.read_bytes())["enrollments"]) for p in sorted(out.glob("e*.json"))]
    assert counts == [10, 10, 3]
    expected = [e.registration_id.text for rows in records.rows.values() for e in rows]
    assert [document["registrationId"] for document in found] == expected


def test_large_twins_make_smaller_bodies(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    records.add_order("big", Twin(tags={"x": "y" * 30_000}))
    for number in range(7):
        records.add_tpm("big", number)
    export(records, factory, out, "dps-json")
    assert len(bodies(out, "enrollments", "bulkEnrollments")) == 7
    assert len(list(out.glob("enrollments-*.json"))) == 3


def test_certificates_lie_beside_with_the_chain_above_them(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    export(filled, factory, out, "dps-json")
    chain = x509.load_pem_x509_certificates((out / "chain.pem").read_bytes())
    assert chain == [factory.ca, factory.root]
    for row in filled.rows["certs"]:
        attestation = row.identity.attestation
        assert isinstance(attestation, X509Attestation)
        path = out / "certs" / f"{row.registration_id.text}.pem"
        leaf = x509.load_pem_x509_certificate(path.read_bytes())
        assert leaf == x509.load_der_x509_certificate(attestation.certificate)
        leaf.verify_directly_issued_by(chain[0])


def test_the_chain_holds_an_earlier_issuing_ca_too(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    unit = records.add_x509("certs", "x-1", factory)
    old = type(factory)()
    other = records.add_x509("certs", "x-2", old)
    assert unit.identity != other.identity
    export(records, factory, out, "dps-json")
    chain = x509.load_pem_x509_certificates((out / "chain.pem").read_bytes())
    assert chain == [factory.ca, factory.root, old.ca, old.root]


def test_a_symmetric_order_is_one_group_and_the_list_of_its_units(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    report = export(filled, factory, out, "dps-json")
    [group] = bodies(out, "groups", "bulkGroups")
    assert group["enrollmentGroupId"] == "keys"
    units = json.loads((out / "units-keys.json").read_bytes())
    assert units == {
        "enrollmentGroupId": "keys",
        "units": [{"registrationId": f"s-{n}", "serial": f"SN-s-{n}"} for n in range(4)],
    }
    individuals = bodies(out, "enrollments", "bulkEnrollments")
    assert not {"s-0", "s-1"} & {str(document["registrationId"]) for document in individuals}
    assert report.keys_in_clear
    manifest = json.loads((out / "manifest.json").read_bytes())
    assert manifest["keys_in_clear"] is True
    assert manifest["notice"].startswith("PRACTICE")


def test_the_exported_group_key_is_the_one_that_units_keys_come_from(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    export(filled, factory, out, "dps-json")
    [group] = json.loads((out / "groups-0001.json").read_bytes())["enrollmentGroups"]
    key = base64.b64decode(group["attestation"]["symmetricKey"]["primaryKey"], validate=True)
    name = filled.known["keys"].group_id
    with factory.disclose_group_key(name).reveal() as expected:
        assert hmac.compare_digest(key, expected)


def test_groups_are_chunked_and_share_a_list_where_orders_share_a_group(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    for number in range(12):
        records.add_symmetric(f"order-{number:02d}", f"s-{number}")
    records.add_symmetric("order-99", "s-99", group="order-00")
    export(records, factory, out, "dps-json")
    assert len(bodies(out, "groups", "bulkGroups")) == 12
    assert len(list(out.glob("groups-*.json"))) == 2
    units = json.loads((out / "units-order-00.json").read_bytes())["units"]
    assert [unit["registrationId"] for unit in units] == ["s-0", "s-99"]


def test_orders_that_share_a_group_cant_give_it_two_twins(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    records.add_symmetric("one", "s-1", group="g")
    records.add_order("two", Twin(tags={"a": 1}))
    records.add_symmetric("two", "s-2", group="g")
    assert refused(records, factory, out).code == "SVC-007"


def test_a_twin_goes_with_the_group_and_with_each_individual(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    twin = Twin(tags={"line": "L1"})
    for name in ("tpms", "keys"):
        records.add_order(name, twin)
    records.add_tpm("tpms", 1)
    records.add_symmetric("keys", "s-1")
    export(records, factory, out, "dps-json")
    [individual] = bodies(out, "enrollments", "bulkEnrollments")
    [group] = bodies(out, "groups", "bulkGroups")
    assert individual["initialTwin"] == group["initialTwin"] == {"tags": {"line": "L1"}}


def test_orders_that_share_a_group_cant_give_it_two_allocations(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    records.add_symmetric("one", "s-1", group="g")
    records.add_order("two", allocation=Allocation(policy=AllocationPolicy.HASHED))
    records.add_symmetric("two", "s-2", group="g")
    error = refused(records, factory, out)
    assert (error.code, "different allocations" in error.message) == ("SVC-007", True)


def test_an_allocation_goes_with_the_group_and_with_each_individual(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    hub = "plant-1.azure-devices.net"
    for name in ("tpms", "keys"):
        allocation = Allocation(policy=AllocationPolicy.STATIC, iot_hubs=(hub,))
        records.add_order(name, allocation=allocation)
    records.add_tpm("tpms", 1)
    records.add_symmetric("keys", "s-1")
    export(records, factory, out, "dps-json")
    for name, kind in (("enrollments", "bulkEnrollments"), ("groups", "bulkGroups")):
        [document] = bodies(out, name, kind)
        assert (document["allocationPolicy"], document["iotHubs"]) == ("static", [hub])


def test_keys_never_leave_a_production_factory_in_the_clear(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    records.add_symmetric("keys", "s-1")
    records.known["keys"] = records.known["keys"].model_copy(update={"practice": False})
    factory.practice = False
    assert refused(records, factory, out).code == "SVC-034"


def test_a_production_group_s_key_is_exported_as_it_was_wrapped_for_its_owner(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    records.add_symmetric("keys", "s-1")
    records.known["keys"] = records.known["keys"].model_copy(update={"practice": False})
    factory.practice = False
    group = records.known["keys"].group_id
    key = GroupKey(group.text, "made", "ab" * 32, b"wrapped", b"", "")
    records.groups.known[group] = (key,)
    report = export(records, factory, out, "dps-json")
    assert not report.keys_in_clear
    assert (out / "group-key-keys.oaep").read_bytes() == b"wrapped"
    document = json.loads((out / "group-keys.template.json").read_bytes())
    assert document["enrollmentGroupId"] == "keys"
    # No service takes it for a key, which would be base64.
    key = document["attestation"]["symmetricKey"]["primaryKey"]
    with pytest.raises(ValueError, match="base64"):
        base64.b64decode(key.encode(), validate=True)
    assert not list(out.glob("groups-*.json"))
    (sealed,) = json.loads((out / "manifest.json").read_bytes())["sealed_keys"]
    assert sealed["file"] == "group-key-keys.oaep"
    assert sealed["certificate"] == "ab" * 32
    assert sealed["missing_key"] == "attestation.symmetricKey.primaryKey"
    verify(out, None)


def test_production_exports_the_rest_and_its_manifest_has_no_notice(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    records.add_tpm("tpms", 1)
    records.known["tpms"] = records.known["tpms"].model_copy(update={"practice": False})
    factory.practice = False
    export(records, factory, out, "dps-json")
    manifest = json.loads((out / "manifest.json").read_bytes())
    assert (manifest["practice"], manifest["notice"]) == (False, "")
    assert manifest["keys_in_clear"] is False


def test_practice_and_production_are_never_mixed(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    records.add_tpm("tpms", 1)
    factory.practice = False
    assert refused(records, factory, out).code == "LIN-007"


def test_a_table_has_a_row_an_enrollment_and_no_secret(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    records = filled
    tpm = records.rows["tpms"][0]
    records.change(tpm, replace(tpm, device_id=DeviceId.parse("=a,+b"), serial="\uff1dcmd;\t-1"))
    report = export(records, factory, out, "dps-csv")
    rows = table(out)
    assert list(rows[0]) == list(COLUMNS)
    assert len(rows) == report.enrollments == 12
    assert rows[0]["registration_id"] == tpm.registration_id.text
    assert (rows[0]["device_id"], rows[0]["serial"]) == ("=a,+b", "\uff1dcmd;\t-1")
    assert len(base64.b64decode(rows[0]["endorsement_key"], validate=True)) == 316
    assert rows[0]["endorsement_trust"] == "trusted"
    assert rows[0]["enrolled"] == "2026-11-24T06:00:00Z"
    certificate = (out / rows[4]["certificate_file"]).read_bytes()
    found = x509.load_pem_x509_certificate(certificate).public_bytes(Encoding.DER)
    assert rows[4]["certificate_sha256"] == hashlib.sha256(found).hexdigest()
    assert rows[8]["group_id"] == "keys"
    assert {row["status"] for row in rows} == {"ready"}
    with factory.disclose_group_key(records.known["keys"].group_id).reveal() as key:
        text = base64.b64encode(key)
    assert not any(text in path.read_bytes() for path in out.rglob("*") if path.is_file())
    assert not report.keys_in_clear


@pytest.mark.parametrize("format_name", FORMATS)
def test_each_format_makes_a_genuine_export_and_puts_it_on_record(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path, format_name: str
) -> None:
    report = export(filled, factory, out, format_name)
    verified = verify(out, None)
    assert filled.exports == [report.manifest_hash]
    manifest = (out / "manifest.json").read_bytes()
    assert hashlib.sha256(manifest).hexdigest() == report.manifest_hash
    assert {row.status for rows in filled.rows.values() for row in rows} == {
        EnrollmentStatus.EXPORTED
    }
    assert report.by_mechanism == {"tpm": 4, "x509": 4, "symmetric": 4}
    assert verified.manifest.by_order == {"tpms": 4, "certs": 4, "keys": 4}
    assert verified.manifest.format == EXPORTS[format_name].name
    assert verified.manifest.audit.sequence == 7
    assert set(report.files) == {entry.name for entry in verified.manifest.files} | {
        "manifest.json",
        "manifest.p7s",
    }


@pytest.mark.parametrize("format_name", FORMATS)
def test_each_enrollment_is_exported_once_unless_asked_again(
    filled: MemoryRecords, factory: SoftwareFactory, tmp_path: Path, format_name: str
) -> None:
    export(filled, factory, tmp_path / "1", format_name)
    with pytest.raises(StationError) as caught:
        export(filled, factory, tmp_path / "2", format_name)
    assert caught.value.code == "SVC-001"
    revoked = filled.rows["tpms"][0]
    filled.change(revoked, replace(revoked, status=EnrollmentStatus.REVOKED))
    confirmed = filled.rows["tpms"][1]
    filled.change(confirmed, replace(confirmed, status=EnrollmentStatus.CONFIRMED))
    filled.add_tpm("tpms", 100)
    assert export(filled, factory, tmp_path / "3", format_name).enrollments == 1
    again = export(filled, factory, tmp_path / "4", format_name, again=Again.EXPORTED_TOO)
    assert again.enrollments == 12
    assert filled.rows["tpms"][1].status is EnrollmentStatus.CONFIRMED


def test_a_unit_that_is_aside_is_held_back_until_it_no_longer_is(
    filled: MemoryRecords, factory: SoftwareFactory, tmp_path: Path
) -> None:
    filled.units_aside = {filled.rows["tpms"][0].serial.lower()}
    first = export(filled, factory, tmp_path / "1", "dps-json")
    assert (first.enrollments, first.held_back) == (11, 1)
    with pytest.raises(StationError, match="SVC-001") as caught:
        export(filled, factory, tmp_path / "2", "dps-json")
    assert caught.value.detail == "1 units are aside"
    filled.units_aside = set()
    rest = export(filled, factory, tmp_path / "3", "dps-json")
    assert (rest.enrollments, rest.held_back) == (1, 0)


def test_one_order_can_be_exported_alone(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    assert export(filled, factory, out, "dps-json", order="certs").by_mechanism == {"x509": 4}
    assert filled.rows["tpms"][0].status is EnrollmentStatus.READY


def test_an_order_that_isnt_there_is_named(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    with pytest.raises(StationError) as caught:
        export(records, factory, out, "dps-json", order="nonesuch")
    assert caught.value.code == "REC-014"
    assert list(out.parent.iterdir()) == []


def test_nothing_to_export_leaves_nothing(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    records.add_order("empty")
    assert refused(records, factory, out).code == "SVC-001"


def test_an_unknown_format_is_refused(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    assert refused(filled, factory, out, "xls").code == "SVC-005"


@pytest.mark.parametrize("format_name", FORMATS)
def test_one_bad_enrollment_stops_the_export_and_is_named(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path, format_name: str
) -> None:
    unit = filled.rows["keys"][3]
    filled.change(unit, replace(unit, device_id=DeviceId.parse("d")))
    error = refused(filled, factory, out, format_name)
    assert error.code == "SVC-007"
    assert "s-3" in error.message


def test_an_export_is_for_one_service(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    unit = filled.rows["keys"][0]
    filled.change(unit, replace(unit, id_scope=IdScope.parse("0ne00000002")))
    assert refused(filled, factory, out).code == "SVC-009"


def test_registration_ids_of_every_kind_have_their_files(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    for name in ("con", "a:b", "-x", ".y", "A_B"):
        records.add_x509("certs", name, factory)
    records.add("keys", SymmetricKeyAttestation("g:1"), "s-1")
    export(records, factory, out, "dps-json")
    names = {path.name for path in (out / "certs").iterdir()}
    assert names == {"%63on.pem", "a%3Ab.pem", "%2Dx.pem", "%2Ey.pem", "A_B.pem"}
    assert (out / "units-g%3A1.json").exists()
    verify(out, None)
