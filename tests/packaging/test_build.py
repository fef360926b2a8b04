"""A build puts a whole bundle in its place, or leaves what was there; it works in the cache alone.

In the preamble's and PyInstaller's place stand short ones here; tests/bundle has the real ones.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

BUILD = Path(__file__).parents[2] / "packaging" / "build"
PREAMBLE = """
checkout=$(dirname -- "$here") cache=$CACHE python=$here/python
say() { printf '%s\\n' "$@" >&2; }
stop() { say "$@"; exit 3; }
"""
PYTHON = """#!/bin/sh
printf '%s\\n' "$@" >"$CACHE/arguments"
while [ "$1" != --distpath ]; do shift; done
mkdir -p "$2/station/_internal" && echo new >"$2/station/station" && chmod +x "$2/station/station"
exit "${ENDS:-0}"
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    packaging = tmp_path / "a checkout" / "packaging"
    packaging.mkdir(parents=True)
    (tmp_path / "cache").mkdir()
    shutil.copy(BUILD, packaging / "build")
    (packaging / "preamble").write_text(PREAMBLE)
    (packaging / "python").write_text(PYTHON)
    (packaging / "python").chmod(0o755)
    return packaging.parent


def build(checkout: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(checkout / "packaging" / "build"), *arguments],
        cwd=checkout.parent,
        env={**os.environ, "CACHE": str(checkout.parent / "cache"), **settings},
        stdin=subprocess.DEVNULL,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def old_bundle(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "station").write_text("old")
    (folder / "station").chmod(0o755)
    (folder / "left over").touch()
    return folder / "station"


def test_the_bundle_goes_to_dist_and_nothing_else_stays(checkout: Path) -> None:
    ended = build(checkout)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert sorted(path.name for path in checkout.iterdir()) == ["dist", "packaging"]
    assert sorted(p.name for p in (checkout / "dist" / "station").iterdir()) == [
        "_internal",
        "station",
    ]
    assert [path.name for path in (checkout.parent / "cache").iterdir()] == ["arguments"]
    arguments = (checkout.parent / "cache" / "arguments").read_text().splitlines()
    assert arguments[:2] == ["-m", "PyInstaller"]
    assert arguments[-1] == str(checkout / "packaging" / "station.spec")


@pytest.mark.parametrize("out", ["here", "deep/in/a folder", "empty"])
def test_it_goes_where_it_is_told_from_the_current_folder(checkout: Path, out: str) -> None:
    (checkout.parent / "empty").mkdir()
    assert build(checkout, "--out", out).returncode == 0
    assert (checkout.parent / out / "station").read_text() == "new\n"
    assert not (checkout / "dist").exists()


def test_an_older_bundle_is_replaced_whole(checkout: Path) -> None:
    program = old_bundle(checkout / "dist" / "station")
    assert build(checkout).returncode == 0
    assert program.read_text() == "new\n"
    assert not (program.parent / "left over").exists()


def test_a_build_that_fails_leaves_the_older_bundle_and_no_work(checkout: Path) -> None:
    program = old_bundle(checkout / "dist" / "station")
    assert build(checkout, ENDS="1").returncode == 1
    assert program.read_text() == "old"
    assert [path.name for path in (checkout.parent / "cache").iterdir()] == ["arguments"]


def test_a_folder_of_somebody_elses_is_left_alone(checkout: Path) -> None:
    (checkout.parent / "papers").mkdir()
    (checkout.parent / "papers" / "letter").touch()
    ended = build(checkout, "--out", "papers")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "papers holds something else" in ended.stderr
    assert (checkout.parent / "papers" / "letter").exists()


@pytest.mark.parametrize("arguments", [["--out"], ["there"], ["--out", "a", "b"], ["--help"]])
def test_other_arguments_are_refused_before_anything_is_built(
    checkout: Path, arguments: list[str]
) -> None:
    ended = build(checkout, *arguments)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert "--out" in ended.stderr
    assert [path.name for path in checkout.iterdir()] == ["packaging"]
