"""The preamble makes an environment once and whole, asks before it uses sudo, and speaks aside.

Its own work is real here: Python, venv, pip, flock. Only what it would change outside is not: in
front of apt and sudo stand programs that write down how they were called.
"""

import json
import os
import pty
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGING = Path(__file__).parents[2] / "packaging"
MAIN = """
import json, os, sys
said = {"argv": sys.argv[1:], "cwd": os.getcwd(), "path": sys.path, "prefix": sys.prefix}
print(json.dumps(said))
sys.exit(int(os.environ.get("ENDS", "0")))
"""
# dpkg-query that misses what $ABSENT names; the others write themselves down.
PROGRAMS = {
    "dpkg-query": """shift 3
for name do
    case " ${ABSENT:-} " in
        *" $name "*) echo "not-installed $name" ;;
        *) echo "installed $name" ;;
    esac
done""",
    "id": 'echo "$USER_ID"',
    "sudo": """echo "sudo $*" >>"$CALLS"
[ "$1" != -n ] || exit "${SUDO_ASKS:-0}"
exec "$@" """,
    "apt-get": 'echo "apt-get $*" >>"$CALLS"; echo "apt speaks"; exit "${APT_ENDS:-0}"',
}


@dataclass(frozen=True)
class Machine:
    """A checkout, a user's home, and the programs in front of the system's."""

    root: Path

    @property
    def checkout(self) -> Path:
        return self.root / "a checkout"

    @property
    def environments(self) -> list[Path]:
        return sorted((self.root / "home" / ".cache" / "station").glob("venv-*"))

    def calls(self) -> list[str]:
        """Return what was called since this was asked last."""
        path = self.root / "calls"
        lines = path.read_text().splitlines() if path.exists() else []
        path.write_text("")
        return lines

    def environ(self, **settings: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "XDG_CACHE_HOME"}
        return {
            **kept,
            "PATH": f"{self.root / 'programs'}:{os.environ['PATH']}",
            "HOME": str(self.root / "home"),
            "CALLS": str(self.root / "calls"),
            "USER_ID": "1000",
            **settings,
        }

    def start(
        self,
        *arguments: str,
        program: str | Path = "a checkout/packaging/station",
        stdin: int = subprocess.DEVNULL,
        **settings: str,
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.root / program), *arguments],
            env=self.environ(**settings),
            cwd=self.root,
            stdin=stdin,
            check=False,
            capture_output=True,
            text=True,
            timeout=100,
        )


def lay(root: Path) -> Machine:
    machine = Machine(root)
    packaging = machine.checkout / "packaging"
    for folder in (packaging, machine.checkout / "station", root / "home", root / "programs"):
        folder.mkdir(parents=True)
    for name in ("preamble", "station", "run", "apt.list"):
        shutil.copy(PACKAGING / name, packaging / name)
    # Nothing to fetch, so that no network is needed.
    (packaging / "requirements.lock").write_text("# nothing\n")
    (machine.checkout / "station" / "__init__.py").touch()
    (machine.checkout / "station" / "__main__.py").write_text(MAIN)
    for name, text in PROGRAMS.items():
        (root / "programs" / name).write_text(f"#!/bin/sh\n{text}\n")
        (root / "programs" / name).chmod(0o755)
    return machine


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """Return a machine on which a first start has made the environment."""
    machine = lay(tmp_path_factory.mktemp("prepared"))
    assert machine.start().returncode == 0
    return machine


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    """Return a machine on which nothing was started yet."""
    return lay(tmp_path)


def test_the_command_runs_from_the_checkout_in_an_environment_of_the_users_cache(
    prepared: Machine,
) -> None:
    ended = prepared.start("demo", "--out", "a b")
    said = json.loads(ended.stdout)
    assert said["argv"] == ["demo", "--out", "a b"]
    assert said["cwd"] == str(prepared.root)
    assert said["prefix"] == str(prepared.environments[0])
    assert said["path"][0] == str(prepared.checkout)
    assert str(prepared.root) not in said["path"]


def test_when_all_is_there_it_says_nothing_calls_nothing_and_is_quick(prepared: Machine) -> None:
    prepared.calls()
    start = time.monotonic()
    ended = prepared.start()
    assert time.monotonic() - start < 3
    assert (ended.stderr, prepared.calls()) == ("", [])


def test_the_exit_status_is_the_commands(prepared: Machine) -> None:
    assert prepared.start(ENDS="1").returncode == 1


def test_it_works_through_a_symbolic_link(prepared: Machine, tmp_path: Path) -> None:
    link = tmp_path / "station"
    link.symlink_to(prepared.checkout / "packaging" / "station")
    assert json.loads(prepared.start("x", program=link).stdout)["argv"] == ["x"]


def test_run_takes_headless_out_and_passes_the_rest_to_the_demo(prepared: Machine) -> None:
    given = ["--units", "1", "--headless", "--out", "a b"]
    ended = prepared.start(*given, program="a checkout/packaging/run")
    assert json.loads(ended.stdout)["argv"] == ["demo", "--units", "1", "--out", "a b"]


def test_an_interrupted_environment_is_made_anew_and_the_output_stays_clean(
    prepared: Machine,
) -> None:
    (environment,) = prepared.environments
    (environment / "complete").unlink()
    (environment / "bin" / "python").unlink()
    ended = prepared.start("again", PIP_NO_CACHE_DIR="1", PIP_USER="1", PYTHONPATH="/nowhere")
    assert json.loads(ended.stdout)["argv"] == ["again"]
    assert "Setting up" in ended.stderr
    assert prepared.environments == [environment]


def test_two_first_starts_at_once_make_one_environment(bare: Machine) -> None:
    with ThreadPoolExecutor(2) as both:
        ended = [start.result() for start in [both.submit(bare.start) for _ in range(2)]]
    assert len({json.loads(start.stdout)["prefix"] for start in ended}) == 1
    assert sorted(start.stderr.count("Setting up") for start in ended) == [0, 1]


def test_a_lock_that_cannot_be_installed_ends_with_3_and_is_not_taken_for_complete(
    bare: Machine,
) -> None:
    (bare.checkout / "packaging" / "requirements.lock").write_text("smp==4.2.0\n")
    ended = bare.start()
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "could not be installed" in ended.stderr
    assert not (bare.environments[0] / "complete").exists()


def test_root_installs_what_is_missing_and_says_what_for(prepared: Machine) -> None:
    prepared.calls()
    ended = prepared.start("x", ABSENT="softhsm2 swtpm", USER_ID="0")
    assert "    softhsm2: security tokens in software" in ended.stderr
    assert "    swtpm: TPMs in software" in ended.stderr
    assert json.loads(ended.stdout)["argv"] == ["x"]
    update, install = prepared.calls()
    assert update == "apt-get -q update"
    assert install.endswith("--no-install-recommends softhsm2 swtpm")


def test_a_user_whose_sudo_asks_nothing_needs_no_terminal(prepared: Machine) -> None:
    prepared.calls()
    assert prepared.start(ABSENT="gcc").returncode == 0
    assert [call for call in prepared.calls() if call.startswith("sudo env")]


def test_without_a_terminal_a_user_is_told_what_to_type(prepared: Machine) -> None:
    prepared.calls()
    ended = prepared.start(ABSENT="gcc", SUDO_ASKS="1")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "sudo apt-get update && sudo apt-get install" in ended.stderr
    assert prepared.calls() == ["sudo -n true"]


@pytest.mark.parametrize(("answer", "status", "asked"), [("y", 0, 2), ("", 0, 2), ("n", 3, 0)])
def test_at_a_terminal_sudo_is_used_only_with_consent(
    prepared: Machine, answer: str, status: int, asked: int
) -> None:
    prepared.calls()
    ours, theirs = pty.openpty()
    try:
        os.write(ours, f"{answer}\n".encode())
        ended = prepared.start(ABSENT="gcc", SUDO_ASKS="1", stdin=theirs)
    finally:
        os.close(ours)
        os.close(theirs)
    assert ended.returncode == status
    assert "with sudo? [Y/n]" in ended.stderr
    assert len([call for call in prepared.calls() if call.startswith("sudo env")]) == asked


def test_where_apt_fails_it_ends_with_3(prepared: Machine) -> None:
    ended = prepared.start(ABSENT="gcc", USER_ID="0", APT_ENDS="100")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert "could not be installed" in ended.stderr
