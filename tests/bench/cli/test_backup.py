"""A station backed up while it works, and put back: whole, for one key alone, or not at all."""

import hashlib
import json
import sqlite3
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from station.errors import StationError
from station.folders import Data
from station.model.rights import Right
from station.records import lease
from station.records.entries import EntryKind
from tests.support.production import ProductionStation, Said
from tests.support.recovery import Recovery, recovery
from tests.unit.records.software import HASH, enrol, make_order
from tests.unit.records.staffed import ANNE, BERT, WIM, agreed, credential

pytestmark = pytest.mark.bench

TRUST = ("--trust-library",)
BOTH = [credential(ANNE), credential(BERT)]


@pytest.fixture
def key(tmp_path: Path) -> Recovery:
    return recovery(tmp_path / "safe")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "monday.backup"


@pytest.fixture
def told(station: ProductionStation, key: Recovery, tmp_path: Path) -> ProductionStation:
    """A station with a unit, a profile and a transcript, which knows its recovery certificate."""
    with station.open() as plant:
        records = plant.tools.records
        records.add_order(make_order(), agreed(records, Right.ORDERS))
        records.log_in(WIM.badge, credential(WIM).pin)
        enrol(records, "S1")
    station.data.profiles.mkdir()
    (station.data.profiles / "box.toml").write_text("# a profile\n")
    station.data.transcripts.mkdir()
    (station.data.transcripts / "0RUN.txt").write_text("what crossed the cable")
    words = ("settings", "set", "--recovery", str(key.certificate_file))
    assert station(*words, by=[credential(ANNE)]).status == 0
    return station


def backed_up(station: ProductionStation, file: Path, *more: str) -> Said:
    said = station("backup", str(file), "--json", *more, pin=None)
    assert said.status == 0, said.err
    return said


def restore(root: Path, file: Path, key: Recovery, *more: str) -> Said:
    there = ProductionStation(Data(root))
    return there("restore", str(file), "--key", str(key.key_file), *more, pin=None)


def content(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_it_is_made_while_the_station_works_and_told_with_the_next_run(
    told: ProductionStation, file: Path, key: Recovery
) -> None:
    with told.open() as plant:
        records = plant.tools.records
        said = backed_up(told, file)
        assert said.answer["recorded"] is False
        records.log_in(WIM.badge, credential(WIM).pin)
        enrol(records, "S2")
        (entry,) = records.entries(kind=EntryKind.BACKED_UP)
    assert entry.data["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert entry.data["recovery"] == said.answer["recovery"]
    assert told("audit", "verify", pin=None).status == 0
    shown = told("audit", "show", "--kind", "backed-up", pin=None).out
    assert "A backup up to entry" in shown


def test_with_the_tokens_pin_it_is_told_at_once(told: ProductionStation, file: Path) -> None:
    said = told("backup", str(file), "--json")
    assert (said.status, said.answer["recorded"]) == (0, True)
    assert not list(told.data.notes.iterdir())


def test_a_supervisor_names_the_recovery_certificate_once(
    station: ProductionStation, file: Path, key: Recovery
) -> None:
    assert "REC-076" in station("backup", str(file), pin=None).err
    words = ("backup", str(file), "--to", str(key.certificate_file))
    assert "REC-025" in station(*words, by=[credential(WIM)]).err
    assert not file.exists()
    assert station(*words, by=[credential(ANNE)]).status == 0
    backed_up(station, file.with_name("tuesday"))
    shown = " ".join(station("settings", "show", pin=None).out.split())
    assert "recovery CN=recovery, SHA-256" in shown
    assert station("audit", "verify", pin=None).status == 0


def test_other_tools_open_it_with_the_recovery_key(
    told: ProductionStation, file: Path, key: Recovery, tmp_path: Path
) -> None:
    backed_up(told, file)
    command = ["openssl", "cms", "-decrypt", "-inform", "DER", "-in", str(file)]
    with (tmp_path / "x.tgz").open("wb") as out:
        subprocess.run([*command, "-inkey", str(key.key_file)], stdout=out, check=True)
    with tarfile.open(tmp_path / "x.tgz") as tar:
        assert all(member.mtime for member in tar)
        tar.extractall(tmp_path / "x", filter="data")
    found = content(tmp_path / "x")
    manifest = json.loads(found.pop("manifest.json"))
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}
    assert {part["name"]: part["sha256"] for part in manifest["parts"]} == hashes
    assert sorted(found) == ["audit.pem", "factory.toml", "profiles/box.toml", "station.db"]
    assert b"line-7" not in file.read_bytes()


def test_transcripts_are_in_it_where_they_are_wanted_and_tokens_never(
    told: ProductionStation, file: Path
) -> None:
    (told.data.root / "token").mkdir()
    (told.data.root / "token" / "0.object").write_bytes(b"a key")
    said = backed_up(told, file, "--with-transcripts")
    files = said.answer["files"]
    assert isinstance(files, list)
    assert "transcripts/0RUN.txt" in files
    assert not [name for name in files if "token" in name]
    assert said.answer["left_out"] == ["token"]


def test_what_is_restored_works_once_two_supervisors_say_so(
    told: ProductionStation, file: Path, key: Recovery, tmp_path: Path
) -> None:
    backed_up(told, file)
    assert told("settings", "set", "--pin-days", "9", by=[credential(ANNE)]).status == 0
    root = tmp_path / "new" / "station"
    said = ProductionStation(Data(root))(
        *("restore", str(file), "--key", str(key.key_file), "--token", *TRUST, "--json")
    )
    assert said.status == 1, said.err
    lost = said.answer["lost"]
    assert isinstance(lost, dict)
    back = ProductionStation(Data(root))
    assert (back.data.profiles / "box.toml").read_bytes() == b"# a profile\n"
    refused = back("settings", "set", "--pin-days", "9", by=[credential(ANNE)])
    assert (refused.status, refused.err[:7]) == (3, "REC-013")
    with pytest.raises(StationError, match="REC-013"), back.open():
        pass  # nobody works with it
    too_little = back("adopt", "--yes", "--reason", "the disk broke", by=BOTH)
    assert (too_little.status, too_little.err[:7]) == (3, "REC-013")
    words = ("adopt", "--older", "--yes", "--reason", "the disk broke", "--json")
    assert back(*words, by=BOTH).answer["lost"] == lost
    with back.open() as plant:
        (entry,) = plant.tools.records.entries(kind=EntryKind.RESTORED)
        assert entry.data["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
        assert [one.serial for one in plant.tools.records.enrollments()] == ["S1"]
        plant.tools.records.log_in(WIM.badge, credential(WIM).pin)
        with pytest.raises(StationError, match="REC-060"):
            plant.tools.records.begin_run("o1", HASH, "1")
        plant.tools.records.add_order(make_order("o2"), agreed(plant.tools.records, Right.ORDERS))
        enrol(plant.tools.records, "S9", order="o2")
    assert back("audit", "verify", pin=None).status == 0
    assert told("settings", "set", "--pin-days", "8", by=[credential(ANNE)]).err[:7] == "REC-013"


def test_on_another_computer_it_is_adopted_as_it_is_where_nothing_came_after(
    told: ProductionStation,
    file: Path,
    key: Recovery,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    backed_up(told, file)
    root = tmp_path / "other"
    assert restore(root, file, key).status == 0
    monkeypatch.setattr(lease, "installation_of", lambda _: "3" * 64)
    back = ProductionStation(Data(root))
    assert back("settings", "set", "--pin-days", "9", by=[credential(ANNE)]).err[:7] == "REC-052"
    assert back("adopt", "--yes", "--reason", "a new computer", by=BOTH).status == 0
    assert back("settings", "set", "--pin-days", "9", by=[credential(ANNE)]).status == 0


def test_a_check_restores_verifies_and_leaves_nothing(
    told: ProductionStation,
    file: Path,
    key: Recovery,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    backed_up(told, file)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    said = restore(tmp_path / "none", file, key, "--check", "--json")
    assert (said.status, said.answer["enrollments"]) == (0, 1)
    assert not (tmp_path / "none").exists()
    assert not list((tmp_path / "tmp").iterdir())


def test_nothing_is_restored_over_what_is_there(
    told: ProductionStation, file: Path, key: Recovery, tmp_path: Path
) -> None:
    backed_up(told, file)
    before = content(told.data.root)
    said = restore(told.data.root, file, key)
    assert (said.status, said.err[:7]) == (2, "CFG-043")
    assert content(told.data.root) == before
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    assert restore(tmp_path / "full", file, key).err[:7] == "CFG-005"
    assert content(tmp_path / "full") == {"letter.txt": b"mine"}


def test_a_restore_that_was_killed_is_cleared_by_the_next(
    told: ProductionStation, file: Path, key: Recovery, tmp_path: Path
) -> None:
    backed_up(told, file)
    root = tmp_path / "new"
    (root / ".restoring").mkdir(parents=True)
    (root / ".restoring" / "factory.toml").write_text("half")
    moved = ["profiles", "station.db", "factory.toml"]
    (root / ".restoring" / "names.json").write_text(json.dumps(moved))
    (root / "station.db").write_bytes(b"half")
    (root / "profiles").mkdir()
    assert restore(root, file, key).status == 0
    assert not (root / ".restoring").exists()
    assert (root / "station.db").read_bytes()[:6] == b"SQLite"


def test_with_another_key_or_of_a_damaged_file_nothing_is_restored(
    told: ProductionStation, file: Path, key: Recovery, tmp_path: Path
) -> None:
    backed_up(told, file)
    for kind in ("p256", "rsa"):
        said = restore(tmp_path / "new", file, recovery(tmp_path / "x", kind))
        assert (said.status, said.err[:7]) == (2, "REC-077")
    image = file.read_bytes()
    for where in (0.001, 0.5, 0.999):
        damaged = bytearray(image)
        damaged[int(len(image) * where)] ^= 1
        file.write_bytes(damaged)
        assert restore(tmp_path / "new", file, key).err[:7] == "REC-078"
        assert restore(tmp_path / "new", file, key, "--check").err[:7] == "REC-078"
    assert not content(tmp_path / "new")


def test_the_recovery_key_may_take_a_passphrase(station: ProductionStation, tmp_path: Path) -> None:
    file, locked = tmp_path / "x", recovery(tmp_path / "safe", "rsa", passphrase=b"a long one")
    words = ("backup", str(file), "--to", str(locked.certificate_file))
    assert station(*words, by=[credential(ANNE)]).status == 0
    back = ProductionStation(Data(tmp_path / "new"))
    words = ("restore", str(file), "--key", str(locked.key_file))
    wrong = back(*words, given={"--passphrase-fd": "another"}, pin=None)
    assert (wrong.status, wrong.err[:7]) == (2, "REC-077")
    assert back(*words, pin=None).err[:7] == "CFG-008"
    assert back(*words, given={"--passphrase-fd": "a long one"}, pin=None).status == 0


def test_a_record_that_was_changed_is_not_backed_up_unless_that_is_meant(
    told: ProductionStation, file: Path, key: Recovery, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(told.data.database)) as connection, connection:
        connection.execute("UPDATE enrollments SET serial = 'S7'")
    said = told("backup", str(file), pin=None)
    assert (said.status, said.err[:7]) == (3, "REC-011")
    assert not file.exists()
    assert backed_up(told, file, "--no-verify").answer["verified"] is False
    assert restore(tmp_path / "new", file, key).err[:7] == "REC-011"
    assert not content(tmp_path / "new")


def test_who_edits_the_settings_gets_no_backup(
    told: ProductionStation, file: Path, tmp_path: Path
) -> None:
    thief = recovery(tmp_path / "thief", name="thief")
    words = ("settings", "set", "--recovery", str(thief.certificate_file))
    other = told.copied(tmp_path / "other")
    assert other(*words, by=[credential(ANNE)]).status == 0
    with closing(sqlite3.connect(other.data.database)) as connection:
        (row,) = connection.execute("SELECT content FROM settings").fetchall()
    with closing(sqlite3.connect(told.data.database)) as connection, connection:
        connection.execute("UPDATE settings SET content = ?", row)
    assert told("backup", str(file), pin=None).err[:7] == "REC-011"
    assert not list(tmp_path.glob("*monday*"))


def test_a_file_that_is_there_or_on_the_same_disk_is_not_written(
    told: ProductionStation, file: Path
) -> None:
    file.write_text("mine")
    for path in (file, told.data.root / "x", file / "y"):
        said = told("backup", str(path), pin=None)
        assert (said.status, said.err[:7]) == (2, "CFG-004")
    assert file.read_text() == "mine"


def test_evidence_of_a_damaged_record_is_for_whom_the_command_names(
    told: ProductionStation, file: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(told.data.database)) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'settings'"
        (page,) = connection.execute(sql).fetchone()
    with told.data.database.open("r+b") as record:
        record.seek(4096 * (page - 1))
        record.write(b"\xfe" * 4096)
    image = told.data.database.read_bytes()
    assert told("backup", str(file), "--no-verify", pin=None).err[:7] == "REC-001"
    other = recovery(tmp_path / "other", name="expert")
    words = ("--no-verify", "--to", str(other.certificate_file))
    said = backed_up(told, file, *words)
    assert said.answer["recorded"] is False
    assert file.exists()
    assert told.data.database.read_bytes() == image


def test_the_copy_that_a_killed_backup_left_goes_once_the_station_is_opened(
    told: ProductionStation,
) -> None:
    left = told.data.root / ".backup-4999999-x"
    left.mkdir()
    (left / "station.db").write_bytes(b"x")
    with told.open():
        assert not left.exists()
