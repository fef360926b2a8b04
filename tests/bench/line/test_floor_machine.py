"""The bench in any order of things: the record says what is true of every unit, whatever breaks.

Hands that know no better put units in, scan, start, cancel and pull out; the power is cut at any
commit and any message; units lie, are each other's copies, or were scrapped. Wizard, engine, record
and factory token are the real ones, and the units run the practice unit's firmware in memory, with
TPMs by swtpm and tokens by SoftHSM. `MODEL_EXAMPLES` in the environment makes it as long as wanted.

It was seen to fail where a PASS is committed before the proof, where a run that ends frees no
place, where a key of another unit is no obstacle, and where a start ends no broken-off run.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from station.practice.maker import TpmMaker
from station.practice.smp_server import TpmFront
from tests.support.fates import PowerCut
from tests.support.floor_hands import Shop
from tests.support.floor_machine import FloorMachine
from tests.support.modelled_station import Works

pytestmark = pytest.mark.bench

EXAMPLES = int(os.environ.get("MODEL_EXAMPLES", "8"))
CHIPS = ("chip-1", "chip-2", "spare")


@pytest.mark.timeout(600 + 60 * EXAMPLES)  # 45 s of a machine that has nothing else to do
def test_the_record_says_what_is_true_of_every_unit_whatever_breaks(
    tmp_path: Path,
    tpm_maker: TpmMaker,
    manufactured_tpm: Callable[[], Path],
    swtpm: Callable[[Path], TpmFront],
    caplog: pytest.LogCaptureFixture,
) -> None:
    chips = {name: swtpm(manufactured_tpm()) for name in CHIPS}
    shop = Shop(Works.made(tmp_path / "works", tpm_maker), chips)

    class Machine(FloorMachine):
        def __init__(self) -> None:
            super().__init__(shop)

    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    limits = settings(
        max_examples=EXAMPLES, stateful_step_count=30, deadline=None, suppress_health_check=slow
    )
    try:
        run_state_machine_as_test(Machine, settings=limits)
    finally:
        cut = [r for r in caplog.records if r.exc_info and r.exc_info[0] is PowerCut]
        broken = [r for r in caplog.records if r.levelno >= logging.ERROR and r not in cut]
        caplog.clear()
    assert not broken, broken[0].getMessage()
    ends = {how.partition(",")[0] for how in shop.tally}
    assert "PASS" in ends
    assert len(ends) > 4, f"too little happens: {shop.tally}"
