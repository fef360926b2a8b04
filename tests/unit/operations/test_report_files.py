"""The files of a report: a table that spreadsheets take, and a signature that holds all of it."""

import csv
import io
import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.model.figures import Dimension
from station.operations.report import about_lines, signed_files
from station.operations.report_check import check_report
from station.operations.report_document import DOCUMENT, PAPER, SIGNATURE, TABLE, ReportDocument
from station.operations.report_lines import COLUMNS, csv_of, lines_of
from station.service.exports.manifest import CHAIN
from tests.service.conftest import SoftwareFactory, pem
from tests.support.reports import HASH, figures, report, tally


@pytest.fixture(scope="module")
def factory() -> SoftwareFactory:
    return SoftwareFactory()


@pytest.fixture
def folder(tmp_path: Path, factory: SoftwareFactory) -> Path:
    for name, content in signed_files(report(), factory).items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("ascii"), newline="")))


def test_each_figure_is_a_row_that_is_told_by_its_first_columns(folder: Path) -> None:
    rows = rows_of((folder / TABLE).read_bytes())
    assert tuple(rows[0]) == COLUMNS
    keys = [tuple(row.values())[:5] for row in rows]
    assert len(set(keys)) == len(keys)
    values = {tuple(row.values())[:5]: row["value"] for row in rows}
    assert values["total", "", "", "", "first_pass_yield"] == "0.95"
    assert values["position", "left", "", "", "first_pass_yield"] == "", "nothing to divide"
    assert values["step", "", "attest", "", "percentile_95"] == "2.25"
    assert values["failure", "", "attest", "TPM-004", "share_so_far"] == "0.666667"
    assert values["report", "", "", "", "audit_hash"] == HASH.hex()


@given(st.text(min_size=1, max_size=20))
def test_no_cell_is_a_formula_and_each_gives_its_name_back(name: str) -> None:
    found = figures({Dimension.POSITION: [tally(name)]})
    told = report(found=found, station=name)
    rows = rows_of(csv_of(about_lines(told), list(lines_of(found, {}))))
    for row in rows:
        for cell in row.values():
            assert not cell or cell[0].isalnum() or cell[0] == "%"
    (station,) = [row["value"] for row in rows if row["figure"] == "station"]
    assert unquote(station, errors="surrogatepass") == name
    assert {unquote(row["key"], errors="surrogatepass") for row in rows} == {"", name, "7"}


def test_the_document_says_the_same_as_the_table_and_carries_the_anchor(folder: Path) -> None:
    document = ReportDocument.model_validate_json((folder / DOCUMENT).read_bytes())
    table = [row for row in rows_of((folder / TABLE).read_bytes()) if row["group"] != "report"]
    assert [line.figure for line in document.lines] == [row["figure"] for row in table]
    assert [str(line.value) for line in document.lines if line.value is not None] == [
        row["value"] for row in table if row["value"]
    ]
    assert (document.audit.sequence, document.audit.hash) == (12345, HASH.hex())
    assert json.loads((folder / DOCUMENT).read_bytes())["made"] == "2026-11-24T13:05:00Z"


def test_practice_is_said_in_all_of_it(factory: SoftwareFactory) -> None:
    files = signed_files(report(practice=True), factory)
    assert b"report,,,,world,text,practice" in files[TABLE]
    assert json.loads(files[DOCUMENT])["notice"].startswith("PRACTICE")


def test_a_genuine_report_is_said_to_be_so(folder: Path, factory: SoftwareFactory) -> None:
    assert check_report(folder, pem(factory.root)).trusted
    assert not check_report(folder, None).trusted


@pytest.mark.parametrize("name", [TABLE, PAPER, DOCUMENT, SIGNATURE, CHAIN])
def test_a_changed_or_missing_file_is_named(
    folder: Path, factory: SoftwareFactory, name: str
) -> None:
    content = (folder / name).read_bytes()
    changed = content.replace(b"0", b"1", 1) if name != SIGNATURE else content[:-1] + b"\0"
    (folder / name).write_bytes(changed)
    assert_refused(folder, factory)
    (folder / name).unlink()
    assert_refused(folder, factory)


def test_an_added_file_is_named(folder: Path, factory: SoftwareFactory) -> None:
    (folder / "report-2.pdf").write_bytes(b"%PDF")
    assert_refused(folder, factory)


def test_a_file_that_is_swapped_in_with_its_hash_is_not_signed(
    folder: Path, factory: SoftwareFactory
) -> None:
    other = SoftwareFactory()
    for name, content in signed_files(report(station="another"), other).items():
        (folder / name).write_bytes(content)
    assert_refused(folder, factory)


def test_an_export_is_no_report(folder: Path, factory: SoftwareFactory) -> None:
    content = b'{"kind":"station-export","format_version":1}'
    (folder / DOCUMENT).write_bytes(content)
    (folder / SIGNATURE).write_bytes(factory.sign_manifest(content))
    assert_refused(folder, factory)


def test_a_report_of_a_newer_station_is_told(folder: Path, factory: SoftwareFactory) -> None:
    document = json.loads((folder / DOCUMENT).read_bytes())
    content = json.dumps(document | {"format_version": 2}).encode()
    (folder / DOCUMENT).write_bytes(content)
    (folder / SIGNATURE).write_bytes(factory.sign_manifest(content))
    with pytest.raises(StationError, match="SVC-012"):
        check_report(folder, pem(factory.root))


def assert_refused(folder: Path, factory: SoftwareFactory) -> None:
    with pytest.raises(StationError) as caught:
        check_report(folder, pem(factory.root))
    assert caught.value.code == "SVC-027"
