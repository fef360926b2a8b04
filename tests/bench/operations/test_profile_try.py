"""A profile tried on a unit: what crosses is shown, and nothing changes without a word."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.cli import main
from station.practice.modules import PRACTICE_PASSWORD
from station.practice.unit_config import Behaviour, Face, Manner, Pacing, UnitConfig
from tests.support.plugged import Plugged, plugged

pytestmark = pytest.mark.bench


@pytest.fixture
def config(tmp_path: Path) -> UnitConfig:
    return UnitConfig(
        *("A1-42", "practice-modem", "1.0.0", tmp_path / "port"),
        pacing=Pacing.NONE,
        face=Face.MODEM,
        memory=tmp_path / "memory",
    )


@pytest.fixture
def modem(config: UnitConfig) -> Iterator[Plugged]:
    with plugged(config) as unit:
        yield unit


def tried(unit: Plugged, name: str, *more: str) -> list[str]:
    return ["profile", "try", name, "--port", str(unit.link), *more]


def test_shows_what_crosses_and_how_long_each_exchange_takes(
    modem: Plugged, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(tried(modem, "practice-modem", "--data", str(tmp_path))) == 0
    told = capsys.readouterr().out
    assert "> AT+CGSN\\r" in told
    assert "\\r\\nA1-42\\r\\n\\r\\nOK\\r\\n" in told
    assert "serial = A1-42" in told
    assert "identify  done" in told
    assert "serial A1-42  model practice-modem  firmware 1.0.0  (identify, key, restart)" in told
    assert not (tmp_path / "memory" / "own").exists(), "a look changes nothing"


def test_has_a_key_made_only_where_it_is_told_to(
    modem: Plugged, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "memory" / "own"
    assert main(tried(modem, "practice-modem", "--keys")) == 2
    assert "nobody can be asked here" in capsys.readouterr().err
    assert not own.exists()
    assert main(tried(modem, "practice-modem", "--keys", "--yes", "--json")) == 0
    said = json.loads(capsys.readouterr().out)
    assert [step["step"] for step in said["steps"]] == ["connect", "identify", "make_key"]
    assert own.exists()


def test_says_which_exchange_went_wrong(
    config: UnitConfig, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refusing = UnitConfig(
        *("A1-42", "practice-modem", "1.0.0", tmp_path / "port"),
        pacing=Pacing.NONE,
        face=Face.MODEM,
        memory=config.memory,
        behaviour=Behaviour(Manner.REFUSES),
    )
    with plugged(refusing) as unit:
        assert main(tried(unit, "practice-modem", "--json")) == 1
    captured = capsys.readouterr()
    said = json.loads(captured.out)
    assert said["steps"][-1]["code"] == "LNK-005"
    assert said["steps"][-1]["detail"] == "connect 1: it answered +CME ERROR: 4"
    assert "LNK-005" in captured.err


def test_a_port_that_is_not_there_is_the_station_s_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["profile", "try", "nordic-modem", "--port", str(tmp_path / "none"), "--json"]
    own = tmp_path / "data" / "profiles"
    own.mkdir(parents=True)
    text = Path("resources/profiles/nordic-modem.toml").read_text(encoding="utf-8")
    text = text.replace("connect_s = 20.0", "connect_s = 0.5")
    (own / "nordic-modem.toml").write_text(text, encoding="utf-8")
    assert main([*words, "--data", str(tmp_path / "data")]) == 3
    (step,) = json.loads(capsys.readouterr().out)["steps"]
    assert (step["step"], step["code"]) == ("connect", "LNK-001")


def test_tries_units_of_other_links_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    smp = UnitConfig("A1-43", "board", "1", tmp_path / "port", pacing=Pacing.NONE)
    with plugged(smp) as unit:
        assert main(tried(unit, "practice-tpm", "--json")) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["unit"]["serial"] == "A1-43"
    assert said["bytes"]["sent"] > 0


def test_a_unit_s_password_is_handed_over_and_shown_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "disk").mkdir()
    linux = UnitConfig(
        *("A1-44", "gateway", "1", tmp_path / "port", None, tmp_path / "disk"), pacing=Pacing.NONE
    )
    reading, writing = os.pipe()
    os.write(writing, PRACTICE_PASSWORD.encode() + b"\n")
    os.close(writing)
    with plugged(linux) as unit:
        status = main(tried(unit, "practice-console", "--password-fd", str(reading)))
    captured = capsys.readouterr()
    assert status == 0, captured.err
    assert "A1-44" in captured.out
    assert PRACTICE_PASSWORD not in captured.out + captured.err
