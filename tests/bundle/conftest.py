"""The bundle: built once, then moved away from where it was made, to a machine without Station."""

import subprocess
from pathlib import Path

import pytest

from tests.bundle.machine import CHECKOUT, Bundle


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new bundle's folder, moved to where nobody built it."""
    made = tmp_path_factory.mktemp("made") / "station"
    ended = subprocess.run(
        [str(CHECKOUT / "packaging" / "build"), "--out", str(made)],
        check=False,
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert ended.returncode == 0, ended.stderr
    return made.rename(tmp_path_factory.mktemp("another place") / "station")


@pytest.fixture
def bundle(built: Path, tmp_path: Path) -> Bundle:
    """Return the bundle with a user of its own."""
    home = tmp_path / "home"
    home.mkdir()
    return Bundle(built, home)
