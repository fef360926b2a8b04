"""station bench check and teach: what is said, and how it ends."""

import json
import os
import pty
from pathlib import Path

import pytest

from station.cli import main

BENCH = """\
name = "Line 3"

[[position]]
name = "1"
port = "{one}"

[[position]]
name = "2"
port = "socket://localhost:1"
"""


def checked(folder: Path, port: str, *more: str) -> int:
    (folder / "bench.toml").write_text(BENCH.format(one=port), "utf-8")
    return main(["bench", "check", "--data", str(folder), *more])


def test_a_port_named_by_a_number_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(tmp_path, "/dev/ttyUSB77") == 1
    said = capsys.readouterr().out
    assert "/dev/ttyUSB77 is a number that changes" in said
    assert "station bench teach --position 1" in said


def test_good_names_are_good_also_where_nothing_is_plugged_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    master, slave = pty.openpty()
    node = os.ttyname(slave)
    for port, there in ((node, node), ("usb:0403:6001:A1", None)):
        assert checked(tmp_path, port, "--json") == 0
        answer = json.loads(capsys.readouterr().out)
        assert answer["good"] is True
        assert [p["leads_to"] for p in answer["positions"]] == [there, None]
    os.close(master)
    os.close(slave)


def test_a_forbidden_scheme_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(tmp_path, "spy:///dev/ttyS0") == 2
    told = " ".join(capsys.readouterr().err.split())
    assert "line 5" in told
    assert "usb:VID:PID" in told


def test_a_position_s_name_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "teach", "--position", "Left!", "--data", str(tmp_path)]) == 2
    assert "not a name" in capsys.readouterr().err


def test_where_nothing_can_be_written_nobody_is_asked_to_plug_a_unit_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["bench", "teach", "--data", str(tmp_path / "file" / "data")]) == 3
    said = capsys.readouterr()
    assert "CFG-003" in said.err
    assert "Plug" not in said.out
