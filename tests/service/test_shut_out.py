"""Units that are shut out of their groups, in exports of each format."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from station.model.enrollment import EnrollmentStatus
from station.model.order import EnrolledAs
from station.service.exports import EXPORTS, Again, export
from station.service.exports.verify import verify
from tests.service.written import bodies, refused

if TYPE_CHECKING:
    from tests.service.conftest import MemoryRecords, SoftwareFactory

pytestmark = pytest.mark.service


@pytest.fixture
def revoked(records: MemoryRecords, factory: SoftwareFactory) -> MemoryRecords:
    """A record of three orders, in each of which the first of two units is revoked."""
    records.add_order("certs", None, None, EnrolledAs.GROUP)
    for number in range(2):
        records.add_symmetric("keys", f"s-{number}")
        records.add_x509("certs", f"x-{number}", factory)
        records.add_tpm("tpms", number)
    for rows in records.rows.values():
        rows[0] = replace(rows[0], status=EnrollmentStatus.REVOKED)
    return records


def shut_out(out: Path) -> dict[str, dict[str, Any]]:
    documents = bodies(out, "shut-out", "bulkEnrollments")
    return {str(one["registrationId"]): one for one in documents}


@pytest.mark.parametrize("format_name", sorted({one.name for one in EXPORTS.values()}))
def test_revoked_units_of_groups_have_a_disabled_enrollment_in_every_export(
    revoked: MemoryRecords, factory: SoftwareFactory, tmp_path: Path, format_name: str
) -> None:
    report = export(revoked, factory, tmp_path / "1", format_name)
    documents = shut_out(tmp_path / "1")
    assert sorted(documents) == ["s-0", "x-0"]
    assert {one["provisioningStatus"] for one in documents.values()} == {"disabled"}
    # No key of it leaves, and none that the service makes up opens anything.
    assert documents["s-0"]["attestation"] == {"type": "symmetricKey"}
    assert documents["x-0"]["attestation"]["type"] == "x509"
    (path,) = (tmp_path / "1").glob("shut-out-*")
    assert json.loads(path.read_bytes())["mode"] == "create"
    assert (report.enrollments, report.shut_out) == (3, 2)
    assert verify(tmp_path / "1", None).manifest.units == 3
    again = export(revoked, factory, tmp_path / "2", format_name, again=Again.EXPORTED_TOO)
    assert (again.shut_out, sorted(shut_out(tmp_path / "2"))) == (2, ["s-0", "x-0"])


def test_an_export_of_one_order_shuts_out_its_own_units_alone(
    revoked: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    assert export(revoked, factory, out, "dps-json", order="certs").shut_out == 1
    assert [*shut_out(out)] == ["x-0"]


def test_nothing_but_units_to_be_shut_out_is_no_export(
    revoked: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    for rows in revoked.rows.values():
        rows[1] = replace(rows[1], status=EnrollmentStatus.REVOKED)
    assert refused(revoked, factory, out).code == "SVC-001"
