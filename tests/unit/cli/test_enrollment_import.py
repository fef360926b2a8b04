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
    nothing = (None,) * 5
    with Records.create(path, SoftwareGuard(), station="line-1", practice=True) as records:
        records.add_order(make_order())
        enrol(records, "S1", x509_identity("unit-1"))
        rows = [
            ForeignRow(
                n,
                f"theirs-{n}",
                SCOPE,
                f"Lamp-{n}",
                f"X{n}",
                "x509",
                bytes([n]) * 32,
                *nothing,
                "enabled" if n < 3 else "disabled",
                "",
            )
            for n in range(1, 4)
        ]
        more = [
            ForeignRow(n, f"more-{n}", SCOPE, None, f"Y{n}", "tpm", None, *nothing, "", "")
            for n in range(1, 4)
        ]
        add_import(records, ListFacts("a.csv", "ab" * 32, ListKind.CSV, "line-2"), rows)
        add_import(records, ListFacts("b.csv", "cd" * 32, ListKind.CSV), more)
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
    monkeypatch.setattr("station.cli.imported_list._PAGE", 2)
    _, answer = asked(folder, capsys, "imports")
    one, _ = answer["imports"]
    assert (one["import"], one["rows"], one["station"], one["trusted"]) == (1, 3, "line-2", False)
    _, answer = asked(folder, capsys, "list", "--imported")
    assert [row["serial"] for row in answer["imported"]] == ["X1", "X2", "X3", "Y1", "Y2", "Y3"]
    assert main(["enrollments", "show", "THEIRS-2", "--data", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "none of this station's units" in told
    assert "the station line-2, unproved" in told
    _, answer = asked(folder, capsys, "show", "s1")
    assert answer["registration_id"] == "unit-1"
    _, answer = asked(folder, capsys, "show", "nobody")
    assert answer["error"]["code"] == "REC-015"


@pytest.mark.parametrize("few", [1_000, 0])
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--import", "2"), "Y1 Y2 Y3"),
        (("--mechanism", "x509"), "X1 X2 X3"),
        (("--status", "disabled"), "X3"),
        (("--status", "enabled", "--find", "THEIRS-2"), "X2"),
        (("--find", "x"), "X1 X2 X3"),
        (("--find", "MORE-", "--import", "1"), ""),
        (("--find", "lamp-3"), "X3"),
        (("--find", "02:02:02:02"), "X2"),
        (("--find", "0202020"), ""),
        (("--until", "2020-01-01"), ""),
        (("--since", "2020-01-01", "--import", "1"), "X1 X2 X3"),
    ],
)
def test_those_made_elsewhere_are_narrowed_by_what_they_have(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    found: str,
    few: int,
) -> None:
    monkeypatch.setattr("station.cli.imported_list._PAGE", 2)
    monkeypatch.setattr("station.records.foreign_rows._FEW", few)
    status, answer = asked(folder, capsys, "list", "--imported", *words)
    assert status == 0
    assert " ".join(row["serial"] for row in answer["imported"]) == found


def test_a_part_of_those_made_elsewhere_goes_on_where_it_ended(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("list", "--imported", "--limit", "4")
    _, first = asked(folder, capsys, *words)
    _, last = asked(folder, capsys, *words, "--after", first["next"])
    serials = [row["serial"] for answer in (first, last) for row in answer["imported"]]
    assert serials == ["X1", "X2", "X3", "Y1", "Y2", "Y3"]
    assert last["next"] is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--imported", "--order", "o1"), "CFG-004"),
        (("--imported", "--descending"), "CFG-004"),
        (("--imported", "--sort", "serial"), "CFG-004"),
        (("--imported", "--after", "x"), "REC-087"),
        (("--imported", "--import", "9"), "REC-097"),
        (("--import", "1"), "CFG-004"),
        (("--status", "enabled"), "CFG-004"),
    ],
)
def test_what_makes_no_sense_of_a_list_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: str
) -> None:
    _, answer = asked(folder, capsys, "list", *words)
    assert answer["error"]["code"] == code
