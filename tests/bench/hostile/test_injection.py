"""What a unit says of itself gets nowhere as anything but text: by record, file, log and screen."""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from station.cli import main
from station.errors import StationError
from station.line.bench import Position
from station.line.run import RunResult, run_unit
from station.line.work import Job
from station.logs import kept_in
from station.model.names import shown
from station.model.run import Unit
from station.operations.practice import position_of
from station.practice.unit_config import Pacing, UnitConfig
from station.practice.units import PracticeUnit
from station.service.exports import EXPORTS, Again, ExportRequest, Watch, verify, write_export
from tests.bench.line.test_refusals import own_profile
from tests.support.floor import Floor
from tests.support.plugged import plugged
from tests.support.printed import Printed

pytestmark = pytest.mark.bench

# Printable ASCII, 64 characters at most: all that a link lets through.
SAYINGS = [
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '+1","=2+5',
    "-2+3;=4|x",
    "'; DROP TABLE enrollments; --",
    "' OR '1'='1",
    "$(reboot)",
    "`id`; rm -rf ~ | tee x && y > /tmp/owned",
    "../../../../tmp/owned",
    "/etc/passwd",
    "C:\\con\\nul",
    "<b>PASS</b>",
    "<img src='file:///etc/passwd'>",
    "&lt;script>alert(1)</script>",
    '"] serial = "x" [tpm] ek_certificate = "record',
    "^XA^FO50,50^FDx^FS^XZ ~JA",
    "%n%s%d {serial} {0} %(message)s",
    "{order.spec} \\x1b[2J \\n",
    "#!/bin/sh",
    "--help",
]
# What no link lets through.
CONTROLS = [
    "\x1b[2J\x1b[1;42m PASS \x1b[0m",
    "SN-1\r\n2026-11-24 INFO everything passed",
    "SN-1\x00",
    "SN\u202e1-NS",
    "\x9b31m",
    "S" * 65,
    "",
    "\x07bell",
]
CONTROL = re.compile(r"[^ -~\n]")


@pytest.fixture(scope="module")
def spare(floor: Floor) -> PracticeUnit:
    """Return a unit that is never enrolled, so that it serves again and again."""
    return floor.unit("tpm")


@contextmanager
def saying(
    unit: PracticeUnit, serial: str, model: str = "box", firmware: str = "1.0"
) -> Iterator[Position]:
    """Plug a TPM unit in that says this of itself."""
    link = unit.folder / "port"
    config = UnitConfig(
        *(serial, model, firmware), link, tpm_state=unit.tpm_state, pacing=Pacing.NONE
    )
    with plugged(config):
        yield Position(name="1", port=str(link))


def liberal(floor: Floor, shipped: str, **changes: tuple[str, str]) -> Job:
    """Return an order for a product whose serial numbers may be anything."""
    mechanism = shipped.removeprefix("practice-")
    name = own_profile(
        floor,
        shipped,
        f"liberal-{mechanism}",
        serial=('serial = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?"', "serial = '.+'"),
        link=("baud = 115200", "baud = 115200\nconnect_s = 2.0\nanswer_s = 2.0"),
        **changes,
    )
    return floor.order(mechanism, profile=name, quantity=100)


def of_tpms(floor: Floor) -> Job:
    return liberal(floor, "practice-tpm", device=('device_id = "{serial}"', ""))


def of_x509(floor: Floor) -> Job:
    return liberal(
        floor,
        "practice-x509",
        names=('registration_id = "{serial}"', 'registration_id = "{order}-{counter}"'),
        token=('label = "{serial}"', ""),
        label=("[x509]", "[label]\ncode = '{serial}'\nlines = ['{serial}']\n\n[x509]"),
    )


def run(floor: Floor, position: Position, job: Job) -> RunResult:
    return run_unit(Unit(), job, position, floor.plant.tools)


def told(capsys: pytest.CaptureFixture[str], floor: Floor, *words: str) -> str:
    """Give a command, which does its work; return all that it says."""
    capsys.readouterr()
    status = main([*words, "--data", str(floor.plant.data.root)])
    said = capsys.readouterr()
    assert status == 0, said.err
    return said.out + said.err


@pytest.fixture(scope="module")
def enrolled(floor: Floor) -> tuple[Job, Sequence[str]]:
    """Enrol units whose serial numbers are all of it."""
    job = of_x509(floor)
    for text in SAYINGS:
        result = floor.run(replace(floor.unit("x509"), serial=text), job)
        assert result.error is None, f"{text!r}: {result.error} {result.error.detail}"
        assert result.serial == text
    return job, SAYINGS


def test_a_product_name_and_a_version_say_what_they_like(floor: Floor) -> None:
    for text in ("=cmd|' /C calc'!A0", "<img src='file:///etc/passwd'>"):
        unit = floor.unit("tpm")
        with saying(unit, unit.serial, text, text) as position:
            result = run(floor, position, of_tpms(floor))
        assert result.error is None, f"{text!r}: {result.error} {result.error.detail}"


def test_the_record_holds_each_as_it_was_said(
    floor: Floor, enrolled: tuple[Job, Sequence[str]]
) -> None:
    job, sayings = enrolled
    records = floor.plant.tools.records
    assert [one.serial for one in records.enrollments(order=job.order.name)] == list(sayings)
    for text in sayings:
        assert records.find(text).serial == text
    records.verify()


def test_one_unit_is_not_another_by_a_query_that_it_says(floor: Floor) -> None:
    records = floor.plant.tools.records
    for text in ("%", "_", "' OR 1=1 --", "x' UNION SELECT 1 --", "\x00"):
        with pytest.raises(StationError) as caught:
            records.find(text)
        assert caught.value.code == "REC-015"


@pytest.mark.parametrize("format_name", ["dps-csv", "dps-json"])
def test_an_export_holds_them_as_data(
    floor: Floor, enrolled: tuple[Job, Sequence[str]], tmp_path: Path, format_name: str
) -> None:
    job, sayings = enrolled
    tools = floor.plant.tools
    out = tmp_path / "a" / "b" / "out"
    out.parent.mkdir(parents=True)
    request = ExportRequest(out, EXPORTS[format_name], job.order.name, Again.EXPORTED_TOO)
    write_export(tools.records, tools.factory, request, Watch())
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["out"]
    for path in out.rglob("*"):
        assert re.fullmatch(r"[A-Za-z0-9._%-]+", path.name)
        assert not path.is_symlink()
    verify(out, None)
    if format_name == "dps-csv":
        cells_of(out, sayings)
    else:
        for path in out.rglob("*.json"):
            json.loads(path.read_text(encoding="ascii"))


def cells_of(out: Path, sayings: Sequence[str]) -> None:
    """Check what a spreadsheet of any country takes for cells."""
    for path in out.rglob("*.csv"):
        text = path.read_bytes().decode("ascii")
        rows = list(csv.reader(text.splitlines()))
        assert all(len(row) == len(rows[0]) for row in rows)
        for cell in re.split(r"[,;\t|\r\n\"]+", text):
            assert not cell.strip().startswith(("=", "+", "-", "@")), cell
        found = {unquote(cell) for row in rows for cell in row}
        assert set(sayings) <= found


def test_nothing_that_they_say_was_done(enrolled: tuple[Job, Sequence[str]]) -> None:
    del enrolled
    assert not Path("/tmp/owned").exists()  # noqa: S108 - what two of them would have made
    assert Path("/etc/passwd").is_file()


def test_commands_say_them_in_lines_of_their_own(
    floor: Floor, enrolled: tuple[Job, Sequence[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    job, sayings = enrolled
    listed = told(capsys, floor, "enrollments", "list", "--order", job.order.name)
    assert not CONTROL.search(listed)
    assert len(listed.splitlines()) == len(sayings) + 1
    for text in sayings:
        if not text.startswith("-"):
            said = told(capsys, floor, "enrollments", "show", text)
            assert not CONTROL.search(said)
            assert shown(text) in said


@pytest.mark.parametrize("serial", CONTROLS)
def test_what_is_no_printable_text_is_refused(
    floor: Floor, spare: PracticeUnit, capsys: pytest.CaptureFixture[str], serial: str
) -> None:
    job = of_tpms(floor)
    with saying(spare, serial) as position:
        result = run(floor, position, job)
    floor.assert_refused(result, job, "LNK-004")
    assert result.serial == ""
    assert result.error is not None
    assert not CONTROL.search(result.error.detail + result.error.message)
    said = told(capsys, floor, "unit", "transcript", result.run)
    assert not CONTROL.search(said)


@pytest.mark.parametrize("part", ["model", "firmware"])
def test_the_same_in_another_place_is_refused(floor: Floor, spare: PracticeUnit, part: str) -> None:
    job = of_tpms(floor)
    for text in CONTROLS[:3]:
        words = {"model": "box", "firmware": "1.0", part: text}
        with saying(spare, floor.serial(), words["model"], words["firmware"]) as position:
            floor.assert_refused(run(floor, position, job), job, "LNK-004")


def test_the_usual_rule_refuses_each_and_says_so_in_one_line(
    floor: Floor, spare: PracticeUnit, capsys: pytest.CaptureFixture[str]
) -> None:
    job = floor.order("tpm")
    for text in SAYINGS[::3]:
        with saying(spare, text) as position:
            result = run(floor, position, job)
        floor.assert_refused(result, job, "LIN-001")
        assert result.error is not None
        assert not re.search(r"[^ -~]", result.error.message)
        if not text.startswith("-"):
            assert not CONTROL.search(told(capsys, floor, "unit", "show", text))


def test_the_log_has_a_line_for_a_record_whatever_was_said(floor: Floor, tmp_path: Path) -> None:
    job = of_x509(floor)
    again = [f"{text} again" for text in SAYINGS[::4]]
    tools = replace(floor.plant.tools, printer=lambda: Printed(StationError("LIN-014", again[0])))
    with kept_in(tmp_path):
        for text in again:
            floor.bench.plug(floor.seat, replace(floor.unit("x509"), serial=text))
            try:
                result = run_unit(Unit(), job, position_of(floor.seat), tools)
            finally:
                floor.bench.unplug(floor.seat)
            assert result.error is None, f"{text!r}: {result.error} {result.error.detail}"
    lines = (tmp_path / "station.log").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if "not printed" in line]) == len(again)
    for line in lines:
        assert not CONTROL.search(line)
        assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ |  \| ", line), line


def test_a_name_made_of_what_a_unit_says_is_a_name_or_none(floor: Floor) -> None:
    job = liberal(floor, "practice-symmetric")
    unit = floor.unit("symmetric")
    for number, text in enumerate(SAYINGS[::3]):
        result = floor.run(replace(unit, serial=f"{number}{text}"[:64]), job)
        assert result.error is not None
        floor.assert_refused(result, job, "LIN-009")
