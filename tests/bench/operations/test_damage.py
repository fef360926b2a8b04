"""A data folder whose files are gone, damaged or another station's: each is told in plain words."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from station.cli import main
from station.operations.plant import utc_now

pytestmark = pytest.mark.bench

SCOPE = ("--quantity", "1", "--id-scope")
READING = (("order", "list"), ("enrollments", "list"), ("audit", "verify"))
WORKING = (
    ("order", "create", "q", "--profile", "practice-tpm", *SCOPE, "0nePRACTICE"),
    ("provision", "--order", "demo-tpm", "--units", "1"),
)


@dataclass(frozen=True)
class Told:
    status: int
    code: str
    errors: str


def station(data: Path, *arguments: str) -> Told:
    command = [sys.executable, "-m", "station", *arguments, "--json", "--data", str(data)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, stdin=subprocess.DEVNULL
    )
    assert "Traceback" not in done.stderr
    assert done.stdout.count("\n") == 1
    answer = json.loads(done.stdout)
    return Told(done.returncode, answer.get("error", {}).get("code", ""), done.stderr)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("damage") / "out"
    command = [sys.executable, "-m", "station", "demo", "--units", "3", "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    return out


@pytest.fixture
def data(whole: Path, tmp_path: Path) -> Iterator[Path]:
    """The data folder, whole again after each test together with the factory's token."""
    kept = ("data", "factory")
    for name in kept:
        shutil.copytree(whole / name, tmp_path / name)
    yield whole / "data"
    for name in kept:
        shutil.rmtree(whole / name)
        shutil.copytree(tmp_path / name, whole / name)


def test_a_factory_file_that_is_damaged_is_no_missing_station(data: Path) -> None:
    (data / "factory.toml").write_text("}{")
    for command in WORKING:
        told = station(data, *command)
        assert (told.status, told.code) == (3, "CFG-011")
        assert "factory.toml" in told.errors
    assert station(data, "doctor").status == 3


def test_a_factory_file_that_is_gone_is_damage_where_there_is_a_record(data: Path) -> None:
    (data / "factory.toml").unlink()
    assert station(data, *WORKING[0]).code == "CFG-011"
    assert station(data, "doctor").status == 3


def test_a_factory_file_of_another_name_is_seen_by_the_doctor(data: Path) -> None:
    path = data / "factory.toml"
    path.write_text(path.read_text().replace('"practice-station"', '"hall-8"'))
    assert "hall-8" in station(data, "doctor").errors


def test_a_record_that_is_gone_is_no_missing_station(data: Path) -> None:
    (data / "station.db").unlink()
    for command in (*READING, *WORKING):
        told = station(data, *command)
        assert (told.status, told.code) == (3, "REC-001"), command
    assert station(data, "doctor").status == 3


def test_an_audit_certificate_that_is_gone_or_another_s_is_put_right_by_the_token(
    data: Path,
) -> None:
    path = data / "audit.pem"
    for wrong in (None, "x", (data.parent / "export" / "chain.pem").read_text()):
        path.unlink()
        if wrong is not None:
            path.write_text(wrong)
        told = station(data, "audit", "verify")
        assert told.code in {"CFG-011", "REC-011"}
        assert station(data, "export", "--out", str(data / "x"), "--order", "none").status == 2
        assert station(data, "audit", "verify").status == 0


def test_what_an_audit_finds_is_found_and_no_breakdown(data: Path) -> None:
    told = station(data, "audit", "verify", "--sequence", "1000")
    assert (told.status, told.code) == (1, "REC-013")


def test_a_bench_file_with_a_mistake_is_seen_by_the_doctor(data: Path) -> None:
    (data / "bench.toml").write_text("}{")
    assert station(data, "provision", "--order", "demo-tpm").code == "PRF-001"
    told = station(data, "doctor")
    assert told.status == 3
    assert "bench.toml" in told.errors


def test_a_token_that_is_gone_is_seen_by_the_doctor(data: Path) -> None:
    shutil.rmtree(data.parent / "factory")
    told = station(data, "doctor")
    assert told.status == 3
    assert "token" in told.errors
    (data.parent / "factory").mkdir()


def test_reading_leaves_a_folder_without_station_as_it_is(tmp_path: Path) -> None:
    for command in READING:
        told = station(tmp_path / "none", *command)
        assert (told.status, told.code) == (2, "CFG-007")
    assert not (tmp_path / "none").exists()


def test_an_order_for_a_real_service_is_refused_in_practice(data: Path) -> None:
    told = station(data, "order", "create", "r", "--profile", "practice-tpm", *SCOPE, "0ne0012AB34")
    assert (told.status, told.code) == (2, "LIN-007")


def test_enrollments_of_no_order_are_told(data: Path) -> None:
    told = station(data, "enrollments", "list", "--order", "none")
    assert (told.status, told.code) == (2, "REC-014")


def test_a_complete_order_is_told_before_any_unit_is_put_in(data: Path) -> None:
    told = station(data, "provision", "--order", "demo-tpm")
    assert (told.status, told.code) == (3, "REC-009")
    told = station(data, "provision")
    assert (told.status, told.code) == (2, "CFG-004")
    assert "no order is open" in told.errors


def test_an_export_that_was_changed_is_found(whole: Path) -> None:
    export = whole / "export"
    path = export / "groups-0001.json"
    before = path.read_bytes()
    path.write_bytes(before + b" ")
    told = station(whole / "data", "export", "verify", str(export))
    path.write_bytes(before)
    assert (told.status, told.code) == (1, "SVC-004")


def test_where_there_is_no_export_none_was_changed(whole: Path, tmp_path: Path) -> None:
    told = station(whole / "data", "export", "verify", str(tmp_path))
    assert (told.status, told.code) == (2, "CFG-004")


def test_options_before_the_word_verify_count_too(whole: Path) -> None:
    command = [sys.executable, "-m", "station", "export", "--json", "verify"]
    done = subprocess.run(
        [*command, str(whole / "export")], capture_output=True, text=True, timeout=60, check=True
    )
    assert json.loads(done.stdout)["trusted"] is False


def test_with_a_clock_put_back_nothing_is_signed(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("station.operations.plant.utc_now", lambda: utc_now() - timedelta(days=2))
    arguments = ["export", "--again", "--json", "--data", str(data), "--out", str(data / "x")]
    assert main(arguments) == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "HSM-022"
    assert not (data / "x").exists()
