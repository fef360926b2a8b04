"""The bench file: positions, their ports and token slots; written whole, read back the same."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from station.errors import StationError
from station.hsm.tokens import Module
from station.line.bench import Bench, Position, TokenSlot, load_bench, write_bench

BENCH = """\
name = "Line 3"

[[position]]
name = "left"
port = "/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0"

[position.token]
library = "/usr/lib/softhsm/libsofthsm2.so"
environment = {SOFTHSM2_CONF = "/etc/left.conf"}

[[position]]
name = "right"
port = "rfc2217://10.0.0.5:2217"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "bench.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_bench_has_positions_with_ports_and_slots(tmp_path: Path) -> None:
    bench = load_bench(written(tmp_path, BENCH))
    left, right = bench.position
    assert (bench.name, left.name, right.name) == ("Line 3", "left", "right")
    assert right.port == "rfc2217://10.0.0.5:2217"
    conf = {"SOFTHSM2_CONF": "/etc/left.conf"}
    assert left.module() == Module("/usr/lib/softhsm/libsofthsm2.so", conf)


def test_a_position_without_a_slot_has_no_module(tmp_path: Path) -> None:
    right = load_bench(written(tmp_path, BENCH)).position[1]
    with pytest.raises(StationError) as refused:
        right.module()
    assert refused.value.code == "LIN-008"
    assert "right" in refused.value.message


def test_no_bench_is_no_mistake_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(StationError) as refused:
        load_bench(tmp_path / "bench.toml")
    assert refused.value.code == "LIN-006"


def test_a_bench_file_that_can_t_be_read_is_not_no_bench(tmp_path: Path) -> None:
    (tmp_path / "bench.toml").symlink_to(tmp_path / "gone.toml")
    with pytest.raises(StationError) as refused:
        load_bench(tmp_path / "bench.toml")
    assert refused.value.code == "PRF-005"


@pytest.mark.parametrize(
    ("changes", "line", "key", "why"),
    [
        ({'"right"': '"left"'}, 12, "position[2].name", "there is already a position left"),
        (
            {"rfc2217://10.0.0.5:2217": "/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0"},
            13,
            "position[2].port",
            "the position left has this very port",
        ),
        ({"rfc2217://10.0.0.5:2217": "spy://x"}, 13, "position[2].port", "name a device's path"),
        ({"rfc2217://10.0.0.5:2217": "ttyUSB0"}, 13, "position[2].port", "name a device's path"),
        ({"10.0.0.5:2217": "10.0.0.5"}, 13, "position[2].port", "name a device's path"),
        ({"10.0.0.5:2217": "me:pin@a:1"}, 13, "position[2].port", "name a device's path"),
        ({"/usr/lib/softhsm/": "softhsm/"}, 8, "position[1].token.library", "whole path"),
        ({"SOFTHSM2_CONF": '"A B"'}, 9, "position[1].token.environment", "has a name of letters"),
        ({"SOFTHSM2_CONF": "LD_PRELOAD"}, 9, "position[1].token.environment", "LD_PRELOAD is ref"),
        ({"SOFTHSM2_CONF": "PATH"}, 9, "position[1].token.environment", "changes which program"),
        (
            {'"/etc/left.conf"': "7"},
            9,
            "position[1].token.environment.SOFTHSM2_CONF",
            "it must be text in quotes, not a whole number",
        ),
        ({'"right"': '"right hand"'}, 12, "position[2].name", "use up to 64 lower-case letters"),
        ({'port = "rfc2217://10.0.0.5:2217"\n': ""}, 11, "position[2].port", "key is missing"),
        ({"library": "libary"}, 8, "position[1].token.libary", "perhaps you mean library"),
        ({'name = "Line 3"\n': ""}, 1, "name", "this key is missing"),
        (
            {"[[position]]": "[[positions]]", "[position.": "[positions."},
            3,
            "positions",
            "position",
        ),
    ],
)
def test_a_mistake_is_told_with_line_and_key(
    tmp_path: Path, changes: Mapping[str, str], line: int, key: str, why: str
) -> None:
    text = BENCH
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path = written(tmp_path, text)
    with pytest.raises(StationError) as refused:
        load_bench(path)
    assert refused.value.code == "PRF-002"
    assert refused.value.message.startswith(f"{path}, line {line}, {key}: ")
    assert why in refused.value.message
    assert refused.value.detail == ""


def test_a_bench_without_positions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StationError) as refused:
        load_bench(written(tmp_path, 'name = "empty"\nposition = []\n'))
    assert "line 2, position: it must not be empty" in refused.value.message


def test_two_names_of_one_device_are_one_port(tmp_path: Path) -> None:
    device = tmp_path / "device"
    device.touch()
    for name in ("by-id", "by-path"):
        (tmp_path / name).symlink_to(device)
    seats = tuple(Position(name=name, port=str(tmp_path / name)) for name in ("by-id", "by-path"))
    with pytest.raises(ValidationError, match="the position by-id has this very port"):
        Bench(name="bench", position=seats)


def test_a_host_s_name_counts_without_case() -> None:
    seats = (
        Position(name="1", port="socket://Bench.local:1"),
        Position(name="2", port="socket://bench.local:1"),
    )
    with pytest.raises(ValidationError, match="the position 1 has this very port"):
        Bench(name="bench", position=seats)


def test_a_written_bench_replaces_the_old_one_whole(tmp_path: Path) -> None:
    path = written(tmp_path, BENCH)
    bench = Bench(name="new", position=(Position(name="1", port="/dev/ttyACM0"),))
    write_bench(path, bench)
    assert load_bench(path) == bench
    assert [file.name for file in tmp_path.iterdir()] == ["bench.toml"]


def test_a_bench_that_can_t_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    bench = Bench(name="new", position=(Position(name="1", port="/dev/ttyACM0"),))
    (tmp_path / "bench.toml").mkdir()
    with pytest.raises(StationError) as refused:
        write_bench(tmp_path / "bench.toml", bench)
    assert refused.value.code == "CFG-003"
    assert [file.name for file in tmp_path.iterdir()] == ["bench.toml"]
    with pytest.raises(StationError) as refused:
        write_bench(tmp_path / "none" / "bench.toml", bench)
    assert refused.value.code == "CFG-003"


PRINTABLE = st.text(
    min_size=1, max_size=20, alphabet=st.characters(codec="utf-8", exclude_characters="\0")
)
PATHS = st.text(
    min_size=1,
    max_size=20,
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]),
).map("/".__add__)
SLOTS = st.builds(
    TokenSlot,
    library=PATHS,
    environment=st.dictionaries(
        st.from_regex("[A-Z][A-Z0-9_]{0,9}", fullmatch=True).filter(
            lambda name: not name.startswith(("LD_", "PYTHON", "GCONV", "PATH"))
        ),
        PRINTABLE,
        max_size=3,
    ),
)
POSITIONS = st.builds(
    Position,
    name=st.from_regex("[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True),
    port=PATHS | st.integers(1, 65_535).map("socket://[::1]:{}".format),
    token=st.none() | SLOTS,
)


@given(
    PRINTABLE,
    st.lists(
        POSITIONS, min_size=1, max_size=4, unique_by=(lambda one: one.name, lambda one: one.port)
    ),
)
def test_every_bench_is_read_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, name: str, positions: list[Position]
) -> None:
    try:
        bench = Bench(name=name, position=tuple(positions))
    except ValidationError:
        return
    path = tmp_path_factory.getbasetemp() / "bench.toml"
    write_bench(path, bench)
    assert load_bench(path) == bench
