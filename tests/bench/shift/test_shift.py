"""A small part of the simulated shift; `packaging/bench shift --full` goes through 5,000 units."""

import os
from pathlib import Path

import pytest

from station.model.run import StepEvent
from tests.support.shift_campaign import Shift, shift
from tests.support.svg_chart import write_chart

pytestmark = [pytest.mark.bench, pytest.mark.timeout(900)]

UNITS = 60


def troubled(worked: Shift) -> set[str]:
    return {what.split()[0] for what in worked.belt.outcomes}


def test_nothing_grows_in_a_shift_and_every_good_unit_passes(tmp_path: Path) -> None:
    with shift(tmp_path, UNITS, seed=4, troubled=0.3) as worked:
        worked.meter.every = 0.25
        worked.work()
        findings, report = worked.findings, worked.report()
    assert not findings, "\n".join(findings)
    assert worked.passed >= UNITS
    assert {"none", "fault", "cancel", "pull", "scan", "empty"} <= troubled(worked)
    assert report["runs"] == worked.runs
    chart = tmp_path / "shift.svg"
    write_chart(chart, "A shift", worked.meter.panels())
    assert chart.read_text(encoding="utf-8").count("<polyline") == 13


def test_a_station_that_keeps_something_of_each_run_is_found_out(tmp_path: Path) -> None:
    held: list[int] = []

    def keeps(event: StepEvent) -> None:
        if event.outcome is not None:
            for _ in range(3):
                held.extend(os.pipe())

    with shift(tmp_path, UNITS // 2, seed=4, troubled=0.0) as worked:
        worked.meter.every = 0.05
        worked.more.append(keeps)
        worked.work()
        findings = worked.findings
    for descriptor in held:
        os.close(descriptor)
    assert any(one.startswith("descriptors") for one in findings), findings
