"""station enrollments import --dry-run, imports, list --imported and show: nothing is changed."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from station.cli import main
from station.folders import Data
from station.model.foreign import ForeignRow, ListFacts, ListKind
from station.records.store import Records
from tests.service.conftest import endorsement_public
from tests.unit.records.software import SoftwareGuard, add_import, enrol, make_order, x509_identity

SCOPE = "0ne00A1B2C3"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    path = Data(data).database
    path.parent.mkdir(parents=True, exist_ok=True)
    nothing = (None,) * 6
    with Records.create(path, SoftwareGuard(), station="line-1", practice=True) as records:
        records.add_order(make_order())
        enrol(records, "S1", x509_identity("unit-1"))
        rows = [
            ForeignRow(n, f"theirs-{n}", SCOPE, None, f"X{n}", "x509", *nothing, "", "")
            for n in range(1, 4)
        ]
        add_import(records, ListFacts("a.csv", "ab" * 32, ListKind.CSV, "line-2"), rows)
    return data


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "theirs.csv"
    rows = [f"tpm-{n};Q{n};{base64.b64encode(endorsement_public(n)).decode()}" for n in range(30)]
    path.write_text("\n".join(["Name;SN;endorsement_key", *rows, ""]))
    return path


MAPPED = ("--from", "csv", "--map", "Name=registration_id", "--map", "SN=serial")


def asked(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    status = main(["enrollments", *words, "--json", "--data", str(folder)])
    return status, json.loads(capsys.readouterr().out)


def test_a_dry_run_says_that_all_can_be_imported(
    folder: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("import", str(table), *MAPPED, "--id-scope", SCOPE, "--dry-run")
    status, answer = asked(folder, capsys, *words)
    assert (status, answer["rows"], answer["stopped"], answer["import"]) == (0, 30, 0, None)
    assert main(["enrollments", *words, "--data", str(folder)]) == 0
    assert "All 30 rows can be imported. Nothing was changed." in capsys.readouterr().out


def test_of_many_refused_rows_the_first_are_shown_and_all_are_reported(
    folder: Path, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.jsonl"
    words = ("import", str(table), *MAPPED, "--dry-run", "--report", str(report))
    status, answer = asked(folder, capsys, *words)
    assert (status, answer["stopped"], len(answer["findings"])) == (1, 30, 20)
    assert {json.loads(line)["rule"] for line in report.read_text().splitlines()} == {"id-scope"}
    assert len(report.read_text().splitlines()) == 30


@pytest.mark.parametrize(
    "words",
    [
        ("--from", "jsonl", "--map", "Name=registration_id"),
        ("--from", "csv", "--map", "Name=registration_id", "--map", "SN=registration_id"),
        ("--from", "csv", "--trust", "a.pem"),
        ("--from", "export", "--id-scope", SCOPE),
    ],
)
def test_options_that_don_t_go_together_are_refused(
    folder: Path, table: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    _, answer = asked(folder, capsys, "import", str(table), *words, "--dry-run")
    assert answer["error"]["code"] == "CFG-004"


def test_imports_are_listed_and_shown_with_whence_they_come(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.cli.enrollment_import._PAGE", 2)
    _, answer = asked(folder, capsys, "imports")
    (one,) = answer["imports"]
    assert (one["import"], one["rows"], one["station"], one["trusted"]) == (1, 3, "line-2", False)
    _, answer = asked(folder, capsys, "list", "--imported")
    assert [row["serial"] for row in answer["imported"]] == ["X1", "X2", "X3"]
    assert main(["enrollments", "show", "THEIRS-2", "--data", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "none of this station's units" in told
    assert "the station line-2, unproved" in told
    _, answer = asked(folder, capsys, "show", "s1")
    assert answer["registration_id"] == "unit-1"
    _, answer = asked(folder, capsys, "show", "nobody")
    assert answer["error"]["code"] == "REC-015"
