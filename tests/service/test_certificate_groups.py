"""Orders whose certified units are one enrollment group, by the certificate of their CA."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography import x509

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


def test_a_group_has_units_of_one_ca(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    records.add_order("certs", None, None, EnrolledAs.GROUP)
    records.add_x509("certs", "x-1", factory)
    records.add_x509("certs", "x-2", type(factory)())
    assert "one and the same CA" in refused(records, factory, out).message
