"""What an export can have beside: units that never passed; the units of an earlier one."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from station.errors import StationError
from station.records.failed_units import FailedUnit
from station.service.exports import EXPORTS, ExportRequest, Watch, verify, write_export
from station.service.exports.cells import decoded
from station.service.exports.failed import FAILED_COLUMNS

if TYPE_CHECKING:
    from tests.service.conftest import MemoryRecords, SoftwareFactory

pytestmark = pytest.mark.service

NOW: Final = dt.datetime(2026, 11, 24, 6, 0, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize("format_name", sorted(EXPORTS))
def test_units_that_never_passed_stand_beside_where_that_is_asked(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path, format_name: str
) -> None:
    unit = FailedUnit("=SN-7", "tpms", "R1", "2", "failed", "LNK-002", NOW, 1.5, 3)
    filled.failed = {"tpms": [unit], "certs": [replace(unit, order="certs", code="")]}
    request = ExportRequest(out, EXPORTS[format_name], "tpms", failed=True)
    write_export(filled, factory, request, Watch())
    text = (out / "failed-units.csv").read_bytes().decode("ascii")
    [row] = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    assert tuple(row) == FAILED_COLUMNS
    assert (decoded(row["serial"]), row["code"], row["tries"]) == ("=SN-7", "LNK-002", "3")
    assert row["started"] == "2026-11-24T06:00:00Z"
    assert "failed-units.csv" in {entry.name for entry in verify(out, None).manifest.files}


@pytest.mark.parametrize("format_name", sorted(EXPORTS))
def test_an_export_is_numbered_and_its_units_are_exported_once_more_as_they_were(
    filled: MemoryRecords, factory: SoftwareFactory, tmp_path: Path, format_name: str
) -> None:
    form = EXPORTS[format_name]
    requests = [
        ExportRequest(tmp_path / "1", form, "tpms"),
        ExportRequest(tmp_path / "2", form),
        ExportRequest(tmp_path / "3", form, repeat=1),
        ExportRequest(tmp_path / "4", form, repeat=2),
    ]
    reports = [write_export(filled, factory, request, Watch()) for request in requests]
    assert [one.number for one in reports] == [1, 2, 3, 4]
    assert [one.enrollments for one in reports] == [4, 8, 4, 8]
    told = [verify(request.out, None).manifest for request in requests]
    assert [(one.number, one.repeats) for one in told] == [(1, None), (2, None), (3, 1), (4, 2)]
    for first, again in (("1", "3"), ("2", "4")):
        for path in (tmp_path / first).rglob("*.json*"):
            name = path.relative_to(tmp_path / first)
            if not name.name.startswith("manifest"):
                assert path.read_bytes() == (tmp_path / again / name).read_bytes()
    with pytest.raises(StationError, match="SVC-072"):
        write_export(filled, factory, ExportRequest(tmp_path / "5", form, repeat=9), Watch())
