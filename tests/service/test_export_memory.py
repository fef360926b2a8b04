"""An export's memory doesn't grow with the list, but for a name and a file's entry each."""

import tracemalloc
from pathlib import Path
from typing import Final

import pytest

from station.records.store import Records
from station.records.verification import AuditReport
from station.service.exports import EXPORTS, Again, ExportRequest, Watch, order_zip, write_export
from tests.service.conftest import SoftwareFactory
from tests.support.many_exportable import fill_exportable
from tests.unit.records.software import SoftwareGuard, make_order

pytestmark = pytest.mark.service

FEW: Final = 1_000
MANY: Final = 4_000
# Of an entry in the manifest, of which there are at most two a unit; a row kept whole has 3,000.
MOST_A_ROW: Final = 250


class Unverified(Records):
    """A record whose verification is left out: its rows are in no chain."""

    def verify(
        self, audit_certificate: bytes | None = None, anchor: int | None = None
    ) -> AuditReport:
        """Find nothing."""
        del audit_certificate, anchor
        return AuditReport(0, 0, 0, 0, 0, None)


def highest(folder: Path, rows: int, form: str) -> int:
    """Return the most bytes that Python's objects had in an export of so many rows."""
    folder.mkdir()
    path, guard = folder / "station.db", SoftwareGuard()
    with Records.create(path, guard, station="test", practice=True) as records:
        records.add_order(make_order("many", quantity=rows))
    fill_exportable(path, rows)
    with Unverified.open(path, guard) as records:
        request = ExportRequest(folder / "out", EXPORTS[form], None, Again.EXPORTED_TOO)
        tracemalloc.start()
        try:
            assert write_export(records, SoftwareFactory(), request, Watch()).enrollments == rows
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("form", ["dps-json", "jsonl", "csv", "zip"])
def test_memory_does_not_grow_with_the_list(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_zip, "UNITS", FEW // 2)  # one archive's units are in memory
    highest(tmp_path / "first", FEW // 2, form)  # what is made once and kept isn't the list's
    few = highest(tmp_path / "few", FEW, form)
    many = highest(tmp_path / "many", MANY, form)
    assert many - few < MOST_A_ROW * (MANY - FEW)
