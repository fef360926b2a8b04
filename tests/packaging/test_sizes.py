"""The gate of sizes catches what is planted, and the product passes it."""

import subprocess
import sys
from pathlib import Path

import pytest

SIZES = Path(__file__).parents[2] / "packaging" / "sizes"
DOCSTRING = '"""A module."""\n'


def function(lines: int) -> str:
    return "def f() -> None:\n" + "    pass\n" * (lines - 1)


def gate(root: Path, text: str, name: str = "station/a.py") -> subprocess.CompletedProcess[str]:
    path = root / name
    path.parent.mkdir(parents=True)
    path.write_text(text)
    command = [sys.executable, str(SIZES), str(root)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    "text",
    [DOCSTRING, DOCSTRING + function(40), DOCSTRING + "a = 1\n" * 399],
    ids=["short", "a function of 40", "a module of 400"],
)
def test_what_keeps_the_limits_passes(tmp_path: Path, text: str) -> None:
    assert gate(tmp_path, text).returncode == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = 1\n", "station/a.py: no docstring"),
        (DOCSTRING + function(41), "station/a.py:2 f: 41 lines"),
        (DOCSTRING + "async " + function(41), "station/a.py:2 f: 41 lines"),
        (DOCSTRING + "a = 1\n" * 400, "station/a.py: 401 lines"),
    ],
)
def test_what_breaks_a_limit_is_named(tmp_path: Path, text: str, said: str) -> None:
    ended = gate(tmp_path, text)
    assert ended.returncode == 1
    assert said in ended.stdout


def test_tests_and_scripts_are_measured_too(tmp_path: Path) -> None:
    assert gate(tmp_path / "one", "a = 1\n", "tests/unit/test_a.py").returncode == 1
    script = "#!/usr/bin/env python3\na = 1\n"
    assert gate(tmp_path / "two", script, "packaging/a").returncode == 1


def test_the_three_largest_are_shown(tmp_path: Path) -> None:
    text = DOCSTRING + "".join(f"def f{n}() -> None:\n" + "    pass\n" * n for n in range(1, 6))
    shown = gate(tmp_path, text).stdout
    assert "f5 (6), station/a.py:" in shown
    assert "f2" not in shown
