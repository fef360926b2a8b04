"""The lines that a unit's process is told and answers."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.practice.unit_config import Behaviour, Manner, Pacing, UnitAnswer, UnitConfig

configs = st.builds(
    UnitConfig,
    serial=st.text(st.characters(codec="utf-8"), max_size=80),
    model=st.text(st.characters(codec="utf-8"), max_size=20),
    firmware=st.text(st.characters(codec="utf-8"), max_size=20),
    port_link=st.just(Path("/run/seat 1/port")),
    tpm_state=st.none() | st.just(Path("/units/ä/tpm")),
    baud=st.integers(1_200, 4_000_000),
    pacing=st.sampled_from(Pacing),
    buffer=st.integers(128, 65_535),
    behaviour=st.builds(Behaviour, st.sampled_from(Manner), st.integers(0, 99), st.floats(0, 600)),
)


@given(configs)
def test_reads_back_what_it_wrote_on_one_line(config: UnitConfig) -> None:
    line = config.line()
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert UnitConfig.parse(line) == config


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_reads_back_an_answer(port: str, error: str) -> None:
    answer = UnitAnswer(port, error)
    assert UnitAnswer.parse(answer.line()) == answer


LEAST = {"serial": "s", "model": "m", "firmware": "f", "port_link": "/p"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"baud": 0},
        {"pacing": "fast"},
        {"behaviour": {"manner": "polite"}},
        {"behaviour": {"after": -1}},
        {"order": "unit processes know no orders"},
        {"serial": None},
    ],
)
def test_refuses_what_is_no_configuration(wrong: dict[str, object]) -> None:
    assert UnitConfig.parse(json.dumps(LEAST).encode()).baud == 115_200
    with pytest.raises(StationError, match="CFG-006"):
        UnitConfig.parse(json.dumps({**LEAST, **wrong}).encode())


@pytest.mark.parametrize("line", [b"", b"Traceback (most recent call last):\n", b'{"pid": 1}'])
def test_refuses_what_a_process_that_died_says(line: bytes) -> None:
    with pytest.raises(StationError, match="CFG-006"):
        UnitAnswer.parse(line)
