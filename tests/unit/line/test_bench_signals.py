"""A bench file's signals: each mistake is told with its line and its key."""

from pathlib import Path

import pytest

from station.errors import StationError
from station.line.bench import load_bench, write_bench
from station.line.bench_signals import InLine
from station.model.signals import Lamp, Pattern, SignalState

HEAD = """\
name = "Line 3"

[[position]]
name = "1"
port = "/dev/one"

[[position]]
name = "2"
port = "rfc2217://box:1"
"""
GREEN = '[[position.signals.output]]\nlamp = "green"\nline = "dtr"\n'
DEVICE = """\
[[device]]
name = "tower"
port = "/dev/tower"
[device.commands]
line_end = "lf"
[[device.commands.passed]]
send = "LAMP {position} GREEN"
[[device.commands.closed]]
send = "IN {position}"
answer = '^(?P<state>[01])$'
matches = { state = "1" }
"""


def wrong(folder: Path, more: str) -> tuple[int, str, str]:
    path = folder / "bench.toml"
    path.write_text(HEAD + more, "utf-8")
    with pytest.raises(StationError) as caught:
        load_bench(path)
    data = caught.value.data
    assert caught.value.code == "PRF-002"
    return int(data["line"]), str(data["key"]), str(data["why"])


@pytest.mark.parametrize(
    ("more", "line", "key", "why"),
    [
        (
            GREEN + GREEN.replace("green", "red"),
            15,
            "position[2].signals.output[2].line",
            "dtr of this port drives something else already",
        ),
        (
            GREEN.replace("dtr", "cts"),
            12,
            "position[2].signals.output[1].line",
            "",
        ),
        (
            GREEN + 'port = "socket://a:1"\n',
            12,
            "position[2].signals.output[1].line",
            "a socket:// port has no control lines; use rfc2217://, or a device",
        ),
        (
            '[[signals.output]]\nlamp = "red"\nline = "rts"\n',
            10,
            "signals.output[1].port",
            "name the port: only a position has one of its own",
        ),
        (
            '[signals.interlock]\nline = "cts"\n',
            10,
            "signals.interlock",
            "a fixture belongs to a position",
        ),
        (
            "[position.signals.interlock]\nreopen = true\n",
            10,
            "position[2].signals.interlock.line",
            'name either a line, "cts", "dsr" or "cd", or a device',
        ),
        (
            '[position.signals]\ndevice = "towr"\n' + DEVICE,
            11,
            "position[2].signals.device",
            "there is no [[device]] named towr; there is tower",
        ),
        (
            DEVICE + '[[device]]\nname = "tower"\nport = "/dev/x"\n[device.commands]\n',
            22,
            "device[2].name",
            "there is already a device tower",
        ),
        (
            DEVICE.replace("/dev/tower", "/dev/one"),
            12,
            "device[1].port",
            "the position 1 has this very port",
        ),
        (
            DEVICE.replace("{position} GREEN", "{colour}"),
            16,
            "device[1].commands.passed[1].send",
            "there is no {colour} here; there are {position}",
        ),
        (
            DEVICE.replace('matches = { state = "1" }\n', ""),
            17,
            "device[1].commands.closed",
            "say by equals or matches which answer means closed",
        ),
        (
            GREEN + 'port = "/dev/tower"\n' + DEVICE.replace('line_end = "lf"', 'flow = "rts-cts"'),
            18,
            "device[1].commands.flow",
            "lines of this port are signals, so it can't have hardware flow control",
        ),
    ],
)
def test_a_mistake_is_told_where_it_is(
    tmp_path: Path, more: str, line: int, key: str, why: str
) -> None:
    told = wrong(tmp_path, more)
    assert told[:2] == (line, key)
    assert told[2] == why or not why


def test_a_pattern_or_lamp_that_nobody_knows_is_told_with_what_there_is(tmp_path: Path) -> None:
    output = '[[position.signals.output]]\nlamp = "blue"\nline = "dtr"\n'
    assert "green" in wrong(tmp_path, output)[2]
    output = output.replace("blue", "red") + '[position.signals.output.states]\nhand = "often"\n'
    assert "blink" in wrong(tmp_path, output)[2]


def test_signals_are_read_and_written_again(tmp_path: Path) -> None:
    path = tmp_path / "bench.toml"
    more = """\
[position.signals]
device = "tower"
[[position.signals.output]]
lamp = "buzzer"
line = "rts"
inverted = true
[position.signals.output.states]
hand = "fast"
[position.signals.interlock]
line = "dsr"
inverted = true
reopen = true
"""
    path.write_text(HEAD + more + DEVICE, "utf-8")
    bench = load_bench(path)
    signals = bench.position[1].signals
    (output,) = signals.output
    patterns = signals.patterns(output)
    assert output.lamp is Lamp.BUZZER
    assert patterns[SignalState.HAND] is Pattern.FAST
    assert patterns[SignalState.PASSED] is Pattern.SHORT
    assert signals.interlock is not None
    assert signals.interlock.line is InLine.DSR
    write_bench(path, bench)
    assert load_bench(path) == bench
