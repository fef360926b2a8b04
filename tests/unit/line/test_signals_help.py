"""The help page on signals is true: its examples load, its table is the code's."""

import re
from pathlib import Path

import pytest

from station.folders import resource
from station.line.bench import Bench, load_bench
from station.model.signals import Lamp, Pattern, SignalState, usual_patterns

PAGE = resource("help/signals.md").read_text("utf-8")
POSITION = '[[position]]\nname = "p"\nport = "/dev/p"\n'


def examples() -> list[str]:
    blocks = re.findall(r"(?:^    .*\n|^\n(?=    ))+", PAGE, re.MULTILINE)
    plain = ["\n".join(line[4:] for line in block.splitlines()) for block in blocks]
    return [block.strip() + "\n" for block in plain if block.strip().startswith("[")]


def loaded(folder: Path, example: str) -> Bench:
    if example.startswith("[position.signals.output.states]"):
        example = '[[position.signals.output]]\nlamp = "red"\nline = "dtr"\n' + example
    position = "" if "[[position]]" in example else POSITION
    path = folder / "bench.toml"
    path.write_text(f'name = "b"\n{position}{example}', "utf-8")
    return load_bench(path)


def test_there_are_examples_of_every_way() -> None:
    assert len(examples()) == 5


@pytest.mark.parametrize("example", examples())
def test_an_example_is_a_bench_file(tmp_path: Path, example: str) -> None:
    assert loaded(tmp_path, example).position


@pytest.mark.parametrize("state", SignalState)
def test_the_table_says_what_lamps_do(state: SignalState) -> None:
    (row,) = re.findall(rf"^\| `{state.value}` \|(.*)\|$", PAGE, re.MULTILINE)
    _, two, three, buzzer = (cell.strip() for cell in row.split("|"))
    for words, lamps in ((two, (Lamp.GREEN, Lamp.RED)), (three, (*Lamp,)[:3])):
        shown = {lamp: usual_patterns(lamp, lamps)[state] for lamp in lamps}
        lit = {lamp for lamp, pattern in shown.items() if pattern is not Pattern.OFF}
        both = {Lamp.GREEN, Lamp.RED} if words.startswith("both") else set()
        named = {lamp for lamp in lamps if words.startswith(lamp.value)} | both
        assert lit == named, words
        assert (Pattern.BLINK in shown.values()) is words.endswith("blinks")
    pattern = usual_patterns(Lamp.BUZZER, (Lamp.BUZZER,))[state]
    told = {"off": Pattern.OFF, "once, short": Pattern.SHORT, "three times, long": Pattern.THREE}
    assert told[buzzer] is pattern


def test_every_pattern_is_named() -> None:
    assert [one.value for one in Pattern if f"`{one.value}`" not in PAGE] == []
