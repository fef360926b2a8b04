"""The bench in any order of things: the record says what is true of every unit, whatever breaks."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import os
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from station.practice.children import Children
from station.practice.maker import TpmMaker
from tests.bench.line.floor_machine import FloorMachine
from tests.support.fates import PowerCut
from tests.support.modelled_station import Works

pytestmark = pytest.mark.bench


def test_machine(tmp_path, tpm_maker, manufactured_tpm, swtpm, caplog):
    works = Works.made(tmp_path / "works", tpm_maker)
    FloorMachine.works = works
    FloorMachine.chips = {name: swtpm(manufactured_tpm()) for name in ("chip-1", "chip-2", "spare")}
    limits = settings(max_examples=int(os.environ.get('EX', '10')), stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate], report_multiple_bugs=False, verbosity=Verbosity.verbose, database=None)
    seed(int(os.environ.get('SEED', '0')))(FloorMachine)
    try:
        run_state_machine_as_test(FloorMachine, settings=limits)
    finally:
        broken = [r for r in caplog.records if r.levelno >= logging.ERROR and (r.exc_info is None or r.exc_info[0] is not PowerCut)]
        caplog.clear()
        assert not broken, broken[0].getMessage()
