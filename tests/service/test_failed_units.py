"""The table of units that never passed, beside an export in any format."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

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
