"""How station demo ends, by how its units and their rehearsal did."""

import json
from collections import Counter
from pathlib import Path

import pytest

from station.cli import demo, main
from station.errors import Outcome, StationError
from station.operations.demo import DemoReport
from station.operations.demo_rehearsal import RehearsalReport
from station.operations.rehearsal import Rehearsed
from station.service.exports import ExportReport
from station.service.registration import Registration

UNPROVED = Registration(401, "", 401002, "Unauthorized")
REFUSED = Rehearsed(
    "PU-000002", "pu-000002", UNPROVED, StationError("SVC-045", serial="PU-000002", why="401002")
)
ASSIGNED = Rehearsed("PU-000001", "pu-000001", Registration(200, "assigned", hub="hub.invalid"))


def ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rehearsal: RehearsalReport | None
) -> int:
    outcomes = {"tpm": Counter({Outcome.PASSED: 2})}
    export = ExportReport(tmp_path, 2, {"tpm": 2}, keys_in_clear=True, manifest_hash="")
    report = DemoReport(2, (), outcomes, {}, 1.0, 1.0, export, None, rehearsal, tmp_path)
    monkeypatch.setattr(demo, "run_demo", lambda *_: report)
    return main(["demo", "--json", "--units", "2"])


def report_of(*done: Rehearsed, error: str = "", cancelled: bool = False) -> RehearsalReport:
    report = RehearsalReport(cancelled=cancelled)
    for one in done:
        report.add(one)
    if error:
        report.error = StationError(error, name="x", why="it is so")
    return report


@pytest.mark.parametrize(
    ("rehearsal", "status"),
    [
        (report_of(ASSIGNED, ASSIGNED), 0),
        (report_of(ASSIGNED, REFUSED), 1),
        (report_of(ASSIGNED, cancelled=True), 3),
        (report_of(error="SVC-039"), 3),
        (None, 3),
    ],
)
def test_its_status_says_whether_every_unit_is_assigned(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    rehearsal: RehearsalReport | None,
    status: int,
) -> None:
    assert ended(monkeypatch, tmp_path, rehearsal) == status


def test_a_unit_that_is_not_assigned_is_told_with_the_services_status_and_code(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended(monkeypatch, tmp_path, report_of(ASSIGNED, REFUSED))
    heard = capsys.readouterr()
    answer = json.loads(heard.out)
    assert answer["assigned"] == 1
    (other,) = answer["not_assigned"]
    assert (other["serial"], other["http_status"], other["service_code"], other["code"]) == (
        "PU-000002",
        401,
        401002,
        "SVC-045",
    )
    assert "Not assigned: PU-000002" in heard.err
