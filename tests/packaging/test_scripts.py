"""The commands are sound shell that anybody can start, and CI runs the gates before the tests."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
PACKAGING = CHECKOUT / "packaging"
COMMANDS = ("run", "station", "test", "check", "bench", "build", "lock", "screenshots")
SHELL = [*(PACKAGING / name for name in (*COMMANDS, "preamble")), CHECKOUT / ".ci" / "run"]

# Written so that they don't find themselves.
MACHINE = re.compile(r"/(work|farm|root|home/\w+)/")
REGISTRY = re.compile(
    r"pypi[.]org|pythonhosted[.]org|deb[.]debian[.]org|(security|snapshot)[.]debian[.]org"
    r"|npmjs[.](org|com)|archive[.]ubuntu[.]com|proxy[.]golang[.]org"
)


def files_of_the_repository(scratch: Path) -> list[Path]:
    """Return what git tracks or would track, whoever owns the checkout."""
    settings = scratch / "gitconfig"
    settings.write_text("[safe]\n\tdirectory = *\n")
    listed = subprocess.run(
        ["git", "-C", str(CHECKOUT), "ls-files", "-z", "-co", "--exclude-standard"],
        env={**os.environ, "GIT_CONFIG_GLOBAL": str(settings)},
        check=True,
        capture_output=True,
        timeout=60,
    ).stdout
    paths = [CHECKOUT / os.fsdecode(name) for name in listed.split(b"\0") if name]
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize("shell", ["sh", "bash"])
@pytest.mark.parametrize("script", SHELL, ids=lambda path: path.name)
def test_the_shell_understands_it(shell: str, script: Path) -> None:
    subprocess.run([shell, "-n", str(script)], check=True, timeout=60)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_short_and_can_be_started(name: str) -> None:
    path = PACKAGING / name
    assert os.access(path, os.X_OK)
    assert len(path.read_text().splitlines()) <= 20


def test_every_command_that_needs_the_machine_prepared_shares_the_preamble() -> None:
    for name in ("run", "station", "test", "check", "bench", "build", "screenshots"):
        assert '. "$here/preamble"' in (PACKAGING / name).read_text()


def test_no_path_of_one_machine_is_in_the_repository(tmp_path: Path) -> None:
    found = [
        f"{path.relative_to(CHECKOUT)}: {line.strip()}"
        for path in files_of_the_repository(tmp_path)
        for line in path.read_text(errors="replace").splitlines()
        if MACHINE.search(line) or REGISTRY.search(line)
    ]
    assert found == []


@pytest.fixture
def ci(tmp_path: Path) -> Path:
    """Return a checkout with the real `.ci/run`, and gates that say their names."""
    for name in ("check", "test"):
        script = tmp_path / "packaging" / name
        script.parent.mkdir(exist_ok=True)
        script.write_text(f'#!/bin/sh\necho {name}\nexit "${{{name.upper()}_ENDS:-0}}"\n')
        script.chmod(0o755)
    (tmp_path / ".ci").mkdir()
    shutil.copy(CHECKOUT / ".ci" / "run", tmp_path / ".ci" / "run")
    return tmp_path


def run_ci(checkout: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", ".ci/run"],
        cwd=checkout,
        env={**os.environ, **settings},
        stdin=subprocess.DEVNULL,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_ci_checks_and_then_tests(ci: Path) -> None:
    ended = run_ci(ci)
    assert (ended.returncode, ended.stdout.split()) == (0, ["check", "test"])


def test_ci_ends_where_a_check_fails(ci: Path) -> None:
    ended = run_ci(ci, CHECK_ENDS="1")
    assert (ended.returncode, ended.stdout.split()) == (1, ["check"])


def test_ci_fails_where_a_test_fails(ci: Path) -> None:
    assert run_ci(ci, TEST_ENDS="2").returncode == 2
