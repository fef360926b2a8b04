"""The doctor at a production station: what it tells a supervisor, and what it leaves as it was."""

import json
import os
import shutil
import sqlite3
import tarfile
from pathlib import Path

import pytest

from station.errors import StationError
from station.folders import Data
from station.hsm.replies import Blob
from station.hsm.requests_factory import TrySignature
from station.hsm.trial import try_signing
from station.line.bench import Bench, Position, write_bench
from station.line.profiles import KEPT
from station.model.audit import TRIAL_SIZE, SignedHead, head_message
from station.model.rights import Right
from station.operations.doctor import CHECKS, Finding, Health, examine
from station.records import lease
from tests.support.production import PIN, ProductionStation, add_real_products, real_order
from tests.unit.records.staffed import agreed

pytestmark = pytest.mark.bench


def findings(station: ProductionStation, *words: str, pin: str | None = PIN) -> dict[str, Finding]:
    answer = station("doctor", "--json", *words, pin=pin).answer["findings"]
    assert isinstance(answer, list)
    return {
        one["what"]: Finding(one["what"], Health(one["health"]), one["detail"], one["remedy"])
        for one in answer
    }


def test_unlocked_the_token_signs_something_that_stands_for_nothing(
    station: ProductionStation,
) -> None:
    before = station.data.database.read_bytes()
    found = findings(station, "--unlock")
    assert found["factory HSM"].health is Health.GOOD
    assert "genuine" in found["test signature"].detail
    assert "the token signed last" in found["record and token"].detail
    assert found["record file"].detail.startswith("whole")
    assert found["people"].health is Health.GOOD
    assert station.data.database.read_bytes() == before


def test_without_a_pin_the_token_is_said_to_be_untried(station: ProductionStation) -> None:
    found = findings(station, pin=None)
    assert found["test signature"].detail.startswith("not tried")
    assert found["record and token"].detail.startswith("not compared")
    assert "factory HSM" not in found


def test_a_wrong_pin_is_a_finding_and_all_else_is_looked_at(station: ProductionStation) -> None:
    ended = station("doctor", pin="000000")
    assert ended.status == 3
    assert "FAULT    factory HSM" in ended.out
    assert "record file: whole" in ended.out


def test_a_trial_s_signature_never_passes_for_a_head(station: ProductionStation) -> None:
    with station.open() as plant:
        factory = plant.tools.factory
        before = factory.last_head()
        try_signing(factory)
        assert factory.last_head() == before, "the token remembers no trial"
        # Asked for with the bytes of a head, it signs them under its own label alone.
        chance = head_message(before.sequence, before.hash or b"")[-TRIAL_SIZE:]
        signature = factory.ask(TrySignature(chance), Blob).data
        forged = SignedHead(before.sequence, before.hash or b"", signature)
        with pytest.raises(StationError) as refused:
            factory.sign_head(forged, [])
        assert refused.value.code == "HSM-014"
        with pytest.raises(StationError) as refused:
            factory.ask(TrySignature(b"short"), Blob)
        assert refused.value.code == "HSM-008"


def test_an_older_copy_of_the_record_is_told_by_the_token(
    station: ProductionStation, tmp_path: Path
) -> None:
    with sqlite3.connect(station.data.database) as old, sqlite3.connect(tmp_path / "old") as kept:
        old.backup(kept)
    add_real_products(station)
    for path in station.data.root.glob("station.db*"):
        path.unlink()
    (tmp_path / "old").replace(station.data.database)
    found = findings(station, "--unlock")
    assert found["record and token"].health is Health.BAD
    assert "older copy" in found["record and token"].detail


def test_a_damaged_record_is_found_page_by_page(station: ProductionStation) -> None:
    add_real_products(station)
    content = bytearray(station.data.database.read_bytes())
    size = int.from_bytes(content[16:18], "big")
    middle = len(content) // size // 2 * size
    content[middle : middle + size] = os.urandom(size)
    station.data.database.write_bytes(content)
    found = findings(station, pin=None)
    assert any(
        one.health is Health.BAD and what in {"record file", "station"}
        for what, one in found.items()
    )


def test_an_order_whose_profile_was_changed_or_taken_back_is_told(
    station: ProductionStation,
) -> None:
    add_real_products(station)
    assert real_order(station, "tpm").status == 0
    assert findings(station, pin=None)["profiles"].detail == "those of 1 order are as they were"
    path = station.data.profiles / "real-tpm.toml"
    whole = path.read_text()
    path.write_text(whole + "# changed\n")
    assert findings(station, pin=None)["profiles"].detail == "those of 1 order are as they were"
    shutil.rmtree(station.data.profiles / KEPT)
    changed = findings(station, pin=None)["profile of order tpm"]
    assert changed.health is Health.WARNING
    assert "PRF-004" in changed.detail
    path.unlink()
    assert "PRF-003" in findings(station, pin=None)["profile of order tpm"].detail
    with station.open() as plant:
        approval = agreed(plant.tools.records, Right.RELEASE_PROFILE)
        plant.tools.records.releases.withdraw("real-tpm", approval=approval)
    path.write_text(whole)
    assert "PRF-008" in findings(station, pin=None)["profile of order tpm"].detail


def test_a_port_that_nobody_may_open_is_a_fault_and_named(station: ProductionStation) -> None:
    port = station.data.root / "port"
    port.touch(mode=0o000)
    write_bench(station.data.bench, Bench(name="b", position=(Position(name="1", port=str(port)),)))
    found = findings(station, pin=None)["port of position 1"]
    if os.access(port, os.R_OK):  # as root everything may be opened
        assert found.health is Health.GOOD
    else:
        assert found.health is Health.BAD
    assert str(port) in found.detail


def test_a_bundle_holds_what_was_found_and_no_secret(
    station: ProductionStation, tmp_path: Path
) -> None:
    station.data.logs.mkdir()
    (station.data.logs / "station.log").write_text("it had pin=123456 in it\n")
    write_bench(
        station.data.bench, Bench(name="b", position=(Position(name="1", port="/dev/ttyS9"),))
    )
    file = tmp_path / "bundle.tar.gz"
    ended = station("doctor", "--unlock", "--bundle", str(file))
    assert str(file) in ended.out
    with tarfile.open(file) as archive:
        held = {one.name.partition("/")[2]: archive.extractfile(one) for one in archive}
        content = {name: part.read() for name, part in held.items() if part is not None}
    assert content.keys() == {"findings.json", "versions.json", "bench.toml", "logs/station.log"}
    assert json.loads(content["findings.json"])["ready"] is True
    assert "station" in json.loads(content["versions.json"])
    assert b"123456" not in b"".join(content.values())
    assert PIN.encode() not in b"".join(content.values())
    assert file.stat().st_mode & 0o077 == 0
    again = station("doctor", "--bundle", str(file), pin=None)
    assert (again.status, "CFG-055" in again.err) == (2, True)


def test_each_check_can_fail_without_the_others(
    station: ProductionStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("station.operations.doctor_machine.os.statvfs", broken)
    found = {one.what: one for one in examine(station.data)}
    assert found["disk"].health is Health.BAD
    assert "Input/output error" in found["disk"].detail
    assert "station" in found
    assert len({check.what for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize(
    ("health", "status"),
    [(Health.GOOD, 0), (Health.PRACTICE_ONLY, 0), (Health.WARNING, 1), (Health.BAD, 3)],
)
def test_its_exit_status_says_how_bad_it_is(
    station: ProductionStation, monkeypatch: pytest.MonkeyPatch, health: Health, status: int
) -> None:
    one = Finding("swap", health, "seen", "Do something.")
    monkeypatch.setattr("station.cli.doctor.examine", lambda *_, **__: [one])
    ended = station("doctor", "--json", pin=None)
    assert (ended.status, ended.answer["ready"]) == (status, status != 3)


def test_unlocking_what_is_no_station_or_a_damaged_one_hides_no_finding(
    station: ProductionStation, tmp_path: Path
) -> None:
    nowhere = ProductionStation(Data(tmp_path / "none"))
    ended = nowhere("doctor", "--unlock", "--json", pin=None)
    assert ended.status == 0, ended.err
    assert "note     factory HSM: CFG-007" in ended.err
    assert "Python" in ended.err
    station.data.factory.write_text("station = ")
    file = tmp_path / "bundle.tar.gz"
    ended = station("doctor", "--unlock", "--bundle", str(file))
    assert ended.status == 3
    assert "FAULT    factory HSM" in ended.out
    assert "record file: whole" in ended.out
    assert file.exists()


def test_without_a_terminal_the_missing_pin_is_a_finding(station: ProductionStation) -> None:
    found = findings(station, "--unlock", pin=None)
    assert found["factory HSM"].health is Health.BAD
    assert "PIN" in found["factory HSM"].detail
    assert found["record file"].detail.startswith("whole")


def test_a_folder_that_lies_elsewhere_is_to_be_adopted(
    station: ProductionStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert findings(station, pin=None)["place"].health is Health.GOOD
    monkeypatch.setattr(lease, "installation_of", lambda _: "2" * 64)
    found = findings(station, pin=None)["place"]
    assert found.health is Health.BAD
    assert "station adopt" in found.remedy
