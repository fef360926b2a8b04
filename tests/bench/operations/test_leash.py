"""A killed station leaves workers at their last request, and the next station waits for them."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from station import folders
from station.errors import StationError
from station.folders import Data
from station.hsm import leash
from station.hsm.tokens import Token, initialise_token
from station.model.profile import KeyKind
from station.operations.plant import open_plant
from station.operations.practice import new_practice_plant, practice_pin
from station.practice.bench import PracticeBench
from station.practice.unit_config import Pacing
from station.secret import Secret
from tests.bench.hsm.conftest import softhsm
from tests.bench.hsm.test_worker import gone
from tests.support.hostile_token import Hostile, built

pytestmark = pytest.mark.bench

CHECKOUT = Path(folders.__file__).parents[1]
STATION = """
import sys, time
from pathlib import Path
from station.folders import Data
from station.operations.plant import open_plant
from station.operations.practice import practice_pin
from tests.support.production import one_installation
with one_installation(), open_plant(Data(Path(sys.argv[1])), practice_pin()) as plant:
    print(plant.tools.factory.worker_pid, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Data]:
    made = Data.made(tmp_path / "data")
    with PracticeBench(tmp_path / "bench", 1, pacing=Pacing.NONE) as bench:
        with new_practice_plant(made, bench):
            pass
        yield made


@contextmanager
def killed_at_work(data: Data) -> Iterator[int]:
    """Kill a station whose worker doesn't get on; yield that worker's number, and let it end."""
    station = subprocess.Popen(
        [sys.executable, "-c", STATION, str(data.root)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
    )
    assert station.stdout is not None
    with station:
        worker = int(station.stdout.readline())
        os.kill(worker, signal.SIGSTOP)
        station.kill()
    try:
        yield worker
    finally:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGCONT)


def test_a_station_is_not_unlocked_before_they_have_ended(data: Data) -> None:
    with killed_at_work(data) as worker:
        later = threading.Timer(1.0, os.kill, (worker, signal.SIGCONT))
        later.start()
        with open_plant(data, practice_pin()):
            assert later.finished.is_set(), "while it was at work still"
        later.join()


def test_it_says_so_where_they_never_end(data: Data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leash, "PATIENCE_S", 0.5)
    with killed_at_work(data):
        with pytest.raises(StationError) as caught, open_plant(data, practice_pin()):
            pass
        assert caught.value.code == "LIN-074"
    monkeypatch.undo()
    with open_plant(data, practice_pin()) as plant:
        plant.tools.records.verify()


def test_one_that_is_shut_leaves_nobody_to_wait_for(data: Data) -> None:
    with open_plant(data, practice_pin()) as plant:
        first = plant.tools.factory.worker_pid
    with open_plant(data, practice_pin()) as plant:
        assert plant.tools.factory.worker_pid != first


def test_what_a_cancel_broke_off_is_waited_for_after_its_station_was_shut(
    data: Data, tmp_path: Path
) -> None:
    pin, cancel = Secret(b"pin-60514233"), threading.Event()
    hostile = Hostile(built(tmp_path), tmp_path / "rules")
    module = hostile.before(softhsm(tmp_path / "unit"))
    made = initialise_token(module, "unit", Secret(b"so-90817263"), pin)
    hostile.told("slow C_GenerateKeyPair 4500")
    with open_plant(data, practice_pin()), Token.open(made, pin, cancel=cancel) as token:
        threading.Timer(0.1, cancel.set).start()
        with pytest.raises(StationError, match="LIN-003"):
            token.generate_key_pair(KeyKind.EC_P256, "key", b"id")
    with open_plant(data, practice_pin()):
        assert gone(token.worker_pid), "it was at the token still"
