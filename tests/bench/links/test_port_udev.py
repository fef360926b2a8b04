"""Ports and keyboards that come and go, told by udev: a mock of it, with real ptys behind."""

import json
import subprocess
import sys
from collections.abc import Sequence

import pytest

pytestmark = pytest.mark.bench

# umockdev 0.17 breaks off where a device is looked at in the moment in which it is added.
MOCK_BROKE = "libumockdev-preload.c"


def played(scene: str, tries: int = 3) -> Sequence[str]:
    """Play a scene of `tests.support.mock_udev` and return what was told in it."""
    command = ["umockdev-wrapper", sys.executable, "-m", "tests.support.mock_udev", scene]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if tries > 1 and MOCK_BROKE in done.stderr:
        return played(scene, tries - 1)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["threads"] == []
    told: Sequence[str] = said["told"]
    return told


def test_ports_are_told_as_they_come_and_go_under_whatever_number() -> None:
    assert played("ports_come_and_go") == ["found 1", "came 2", "went 1", "came 1"]


def test_no_port_is_looked_at_where_udev_tells() -> None:
    assert played("nothing_is_looked_at_where_udev_tells") == ["found 1", "nothing"]


def test_a_keyboard_is_told_at_the_position_where_it_is_plugged_in() -> None:
    assert played("a_keyboard_is_told_at_its_position") == [
        "found 1",
        "keyboard 1 Beside a port",
        "keyboard 2 Instead of a port",
        "keyboard 3 Behind a hub",
        "nothing",
    ]


def test_a_keyboard_that_was_in_before_is_told() -> None:
    assert played("a_keyboard_that_was_in_before_is_told") == ["keyboard 1 In before"]


def test_the_system_s_names_are_found() -> None:
    assert played("the_stable_names_are_known") == [
        "usb:0403:6001:A1",
        "/dev/ttyUSB0",
        "LNK-001",
    ]


def test_a_position_is_taught_by_plugging_in() -> None:
    assert played("a_position_is_taught") == ["0", "left usb:0403:6001:B2"]
