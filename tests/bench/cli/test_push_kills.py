"""The real command killed, and stopped by hand, at a service where requests go wrong."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from station.practice.service.enrollments import INDIVIDUAL
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from tests.support.push_campaign import Campaign, Wanted
from tests.support.push_station import enrol, know, made_station, order_of, tpm_unit

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]


def test_killed_twice_among_all_faults_none_is_lost_and_none_twice(tmp_path: Path) -> None:
    found = Campaign(tmp_path, Wanted(units=60, kills=2, share=0.05, seed=10)).run()
    assert found["findings"] == []


def test_ctrl_c_ends_it_cleanly_and_the_same_command_goes_on(tmp_path: Path) -> None:
    with PracticeService(tmp_path / "service", ServiceSettings(a_minute=0)) as service:
        with made_station(tmp_path) as (data, plant):
            know(plant, service)
            order = order_of(plant, "pushed")
            for number in range(25):
                enrol(plant, order, f"P-{number}", tpm_unit(number))
        command = [sys.executable, "-m", "station", "push", "--json", "--data", str(data.root)]
        slow = ["--in-flight", "1", "--limit", "20"]  # after the first call, one in half a minute
        with subprocess.Popen([*command, *slow], stdout=subprocess.PIPE, text=True) as running:
            while service.store.count(INDIVIDUAL) < 10:
                assert running.poll() is None
                time.sleep(0.05)
            running.send_signal(signal.SIGINT)
            said, _ = running.communicate()
        stopped = json.loads(said)
        assert running.returncode == 1
        assert (stopped["stopped"], stopped["unsure"]) == (True, 0)
        assert stopped["created"] == service.store.count(INDIVIDUAL) < 25
        last = subprocess.run([*command, "--limit", "0"], capture_output=True, check=True)
        assert json.loads(last.stdout)["created"] == 25 - stopped["created"]
        assert service.store.count(INDIVIDUAL) == 25
