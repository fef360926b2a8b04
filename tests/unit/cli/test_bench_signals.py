"""station bench signals and what bench check says of lamps, at a real box."""

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from station.cli import main
from station.errors import StationError
from station.folders import Data
from station.operations import signals
from station.practice.remote_box import RemoteBox
from station.records.files import FileLock

# pyserial 3.5 starts and names its reader thread in ways that Python gave up.
pytestmark = pytest.mark.filterwarnings("ignore:set(Daemon|Name)\\(\\) is deprecated")

BENCH = """\
name = "Line 3"

[[position]]
name = "1"
port = "usb:0403:6001"
[[position.signals.output]]
lamp = "green"
line = "dtr"
port = "{url}"
[[position.signals.output]]
lamp = "red"
line = "rts"
port = "{url}"
inverted = true
[position.signals.interlock]
line = "cts"
port = "{url}"

[[position]]
name = "2"
port = "usb:0403:6002"
"""


@pytest.fixture
def driven() -> list[tuple[bool, bool]]:
    return []


@pytest.fixture
def box(driven: list[tuple[bool, bool]], tmp_path: Path) -> Iterator[RemoteBox]:
    with RemoteBox(changed=lambda dtr, rts: driven.append((dtr, rts))) as box:
        (tmp_path / "bench.toml").write_text(BENCH.format(url=box.url), "utf-8")
        yield box


def test_check_says_how_the_fixture_is(
    box: RemoteBox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box.switch(cts=True)
    assert main(["bench", "check", "--json", "--data", str(tmp_path)]) == 0
    answer = json.loads(capsys.readouterr().out)
    (row,) = answer["signals"]
    assert (row["place"], row["fixture"]) == ("1", "closed")
    assert row["lamps"] == [f"green by dtr of {box.url}", f"red by inverted rts of {box.url}"]
    assert answer["trouble"] == []


def test_try_shows_every_state_and_puts_all_lamps_out(
    box: RemoteBox,
    driven: list[tuple[bool, bool]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(signals.Walk.go, "__defaults__", (0.5,))
    assert main(["bench", "signals", "1", "--try", "--data", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    for words in ("Idle", "At work.", "PASS.", "FAIL.", "Somebody is wanted.", "fixture is open"):
        assert words in said
    # The red lamp is lit while its line is off.
    assert {(True, True), (False, False)} <= set(driven)
    assert driven[-1] == (False, True)


def test_lamps_that_are_gone_are_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with RemoteBox() as box:
        (tmp_path / "bench.toml").write_text(BENCH.format(url=box.url), "utf-8")
    for command in (["bench", "check"], ["bench", "signals", "1"]):
        assert main([*command, "--data", str(tmp_path)]) == 1
        assert "LNK-045" in capsys.readouterr().out


def test_wrong_use_is_told(
    box: RemoteBox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert box.url
    data = ["--data", str(tmp_path)]
    assert main(["bench", "signals", "--try", *data]) == 2
    assert main(["bench", "signals", "9", *data]) == 2
    assert "LIN-005" in capsys.readouterr().err
    assert main(["bench", "signals", "2", *data]) == 0
    assert "There are no signals here." in capsys.readouterr().out


def test_while_a_station_is_at_work_its_ports_are_left_alone(
    box: RemoteBox,
    driven: list[tuple[bool, bool]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert box.url
    database = Data(tmp_path).database
    database.touch()
    lock = FileLock.taken(database)
    try:
        assert main(["bench", "signals", "--data", str(tmp_path)]) == 0
        assert "at work here" in capsys.readouterr().out
        assert main(["bench", "signals", "1", "--try", "--data", str(tmp_path)]) == 3
        assert "REC-004" in capsys.readouterr().err
    finally:
        lock.release()
    assert driven == []


def test_the_doctor_touches_no_lamp(
    box: RemoteBox,
    driven: list[tuple[bool, bool]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert box.url
    Data(tmp_path).database.touch()
    before = sorted(path.name for path in tmp_path.iterdir())
    main(["doctor", "--json", "--data", str(tmp_path)])
    answer = json.loads(capsys.readouterr().out)
    (found,) = [one for one in answer["findings"] if one["what"] == "signals"]
    assert found["detail"].startswith("wired at 1;")
    assert "station bench check" in found["detail"]
    assert driven == []
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_who_looks_at_the_lamps_gives_way_to_who_begins_to_work(tmp_path: Path) -> None:
    database, cancel = Data(tmp_path).database, Event()
    database.touch()
    with signals.nobody_at_work(Data(tmp_path), cancel):
        second = signals.nobody_at_work(Data(tmp_path), Event())
        with pytest.raises(StationError) as refused, second:
            pass
        assert refused.value.code == "REC-004"
        lock = FileLock.taken(database)
        assert cancel.wait(60)
        lock.release()
