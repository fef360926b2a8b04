"""Orders whose certified units are one enrollment group, by the certificate of their CA."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography import x509

from station.model.enrollment import EnrollmentStatus
from station.model.names import DeviceId
from station.model.order import EnrolledAs, Twin
from station.service.exports import export
from tests.service.written import bodies, refused, table

if TYPE_CHECKING:
    from tests.service.conftest import MemoryRecords, SoftwareFactory

pytestmark = pytest.mark.service


def test_an_x509_order_can_be_one_group_under_the_certificate_of_its_units_ca(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    records.add_order("certs", Twin(tags={"line": "L1"}), None, EnrolledAs.GROUP, "plant")
    for number in range(3):
        records.add_x509("certs", f"x-{number}", factory)
    report = export(records, factory, out, "dps-json")
    [group] = bodies(out, "groups", "bulkGroups")
    assert (group["enrollmentGroupId"], group["initialTwin"]) == ("plant", {"tags": {"line": "L1"}})
    [first] = json.loads((out / "groups-0001.json").read_bytes())["enrollmentGroups"]
    text = first["attestation"]["x509"]["signingCertificates"]["primary"]["certificate"]
    assert x509.load_der_x509_certificate(base64.b64decode(text, validate=True)) == factory.ca
    assert bodies(out, "enrollments", "bulkEnrollments") == []
    units = json.loads((out / "units-plant.json").read_bytes())["units"]
    assert [unit["registrationId"] for unit in units] == ["x-0", "x-1", "x-2"]
    assert sorted(path.stem for path in (out / "certs").iterdir()) == ["x-0", "x-1", "x-2"]
    assert not report.keys_in_clear


def test_a_table_names_the_group_of_certified_units_too(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    records.add_order("certs", None, None, EnrolledAs.GROUP)
    records.add_x509("certs", "x-1", factory)
    records.add_x509("single", "x-2", factory)
    export(records, factory, out, "dps-csv")
    groups = {row["registration_id"]: row["group_id"] for row in table(out)}
    assert groups == {"x-1": "certs", "x-2": ""}


@pytest.mark.parametrize("format_name", ["dps-json", "dps-csv"])
def test_a_unit_that_cant_register_under_its_certificates_group_is_refused(
    records: MemoryRecords, factory: SoftwareFactory, out: Path, format_name: str
) -> None:
    records.add_order("certs", None, None, EnrolledAs.GROUP)
    unit = records.add_x509("certs", "x-1", factory)
    records.rows["certs"] = [replace(unit, device_id=DeviceId.parse("d"))]
    assert refused(records, factory, out, format_name).code == "SVC-007"


def signing_cas(out: Path, stem: str = "groups") -> list[tuple[str, bytes]]:
    """Return the CAs in the one group's document."""
    bodies(out, stem, "bulkGroups")
    [document] = json.loads((out / f"{stem}-0001.json").read_bytes())["enrollmentGroups"]
    signing = document["attestation"]["x509"]["signingCertificates"]
    return [
        (place, base64.b64decode(one["certificate"], validate=True))
        for place, one in signing.items()
    ]


def test_a_group_whose_ca_was_followed_by_another_has_both(
    records: MemoryRecords, factory: SoftwareFactory, tmp_path: Path
) -> None:
    later = type(factory)()
    records.add_order("certs", None, None, EnrolledAs.GROUP)
    records.add_x509("certs", "x-1", factory)
    export(records, factory, tmp_path / "1", "dps-json")
    assert signing_cas(tmp_path / "1") == [("primary", factory.issuing_chain[0])]
    assert not list((tmp_path / "1").glob("group-updates-*"))
    records.add_x509("certs", "x-2", later)
    export(records, factory, tmp_path / "2", "dps-json")
    both = [("primary", factory.issuing_chain[0]), ("secondary", later.issuing_chain[0])]
    # It is at the service by now, where only an update gives it the second CA.
    for stem in ("groups", "group-updates"):
        assert signing_cas(tmp_path / "2", stem) == both
    [path] = (tmp_path / "2").glob("group-updates-*")
    assert json.loads(path.read_bytes())["mode"] == "update"
    units = json.loads((tmp_path / "2" / "units-certs.json").read_bytes())["units"]
    assert [unit["registrationId"] for unit in units] == ["x-2"]


def test_a_group_of_three_cas_is_refused_in_words(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    records.add_order("certs", None, None, EnrolledAs.GROUP)
    for number, one in enumerate((factory, type(factory)(), type(factory)())):
        records.add_x509("certs", f"x-{number}", one)
    error = refused(records, factory, out)
    assert error.code == "SVC-037"
    assert "3 CAs" in error.message
    # The table has no group's document, so that the units can be enrolled one by one.
    assert export(records, factory, out, "dps-csv").enrollments == 3


def test_a_ca_whose_units_are_all_revoked_makes_room_for_another(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    second, third = type(factory)(), type(factory)()
    records.add_order("certs", None, None, EnrolledAs.GROUP)
    for number, one in enumerate((factory, second, third)):
        records.add_x509("certs", f"x-{number}", one)
    rows = records.rows["certs"]
    rows[0] = replace(rows[0], status=EnrollmentStatus.REVOKED)
    assert export(records, factory, out, "dps-json").changed_groups
    both = [("primary", second.issuing_chain[0]), ("secondary", third.issuing_chain[0])]
    # The service has the group with the first CA, which only an update takes away.
    for stem in ("groups", "group-updates"):
        assert signing_cas(out, stem) == both


def test_the_group_of_certified_units_can_be_disabled(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    order = records.add_order("certs", None, None, EnrolledAs.GROUP)
    records.add_x509("certs", "x-1", factory)
    records.groups.disabled.add(order.group_id)
    export(records, factory, out, "dps-json")
    for stem in ("groups", "group-updates"):
        [group] = bodies(out, stem, "bulkGroups")
        assert group["provisioningStatus"] == "disabled"
