"""What `packaging/test` adds to pytest: a skipped test makes the whole run a failed one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PASSES = "def test_it():\n    pass\n"
SKIPS = "import pytest\n@pytest.mark.skip\ndef test_other():\n    pass\n"


def run(folder: Path, text: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_planted.py").write_text(text)
    (folder / "pytest.ini").write_text("[pytest]\n")
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "tests.no_skips",
            "-p",
            "no:cacheprovider",
            *options,
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        check=False,
        capture_output=True,
        text=True,
        timeout=100,
    )


@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["alone", "in a worker"])
def test_a_skip_fails_the_run(tmp_path: Path, options: tuple[str, ...]) -> None:
    ended = run(tmp_path, PASSES + SKIPS, *options)
    assert ended.returncode == 1
    assert "1 passed, 1 skipped" in ended.stdout.splitlines()[-1]


def test_without_a_skip_nothing_changes(tmp_path: Path) -> None:
    assert run(tmp_path, PASSES).returncode == 0
