"""Control lines of a port of this computer: the calls that a real one gets, seen by umockdev."""

import json
import subprocess
import sys
from collections.abc import Sequence

import pytest

pytestmark = pytest.mark.bench


def played(scene: str) -> Sequence[str]:
    """Play a scene of `tests.support.mock_lines` and return what was told in it."""
    command = ["umockdev-wrapper", sys.executable, "-m", "tests.support.mock_lines", scene]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    told: Sequence[str] = json.loads(done.stdout.splitlines()[-1])
    return told


def test_a_link_alone_raises_both_lines_as_any_terminal_does() -> None:
    assert played("a_link_alone_raises_both") == ["(True, True)"]


def test_links_that_come_and_go_leave_lines_alone_that_are_signals() -> None:
    assert played("links_leave_held_lines_alone") == [
        "(False, True)",
        "driven []",
        "cts True",
        "LNK-008",
        "(True, False)",
    ]


def test_a_position_shows_its_state_and_reads_its_lid_on_its_own_port() -> None:
    assert played("a_position_shows_itself_on_its_own_port") == [
        "both lit",
        "cancelled",
        "red",
        "dark (False, True)",
    ]
