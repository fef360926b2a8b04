"""What aborts with a PIN in its memory leaves no core file, whatever its parent allows."""

import os
import resource
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from station import folders
from station.hsm.encoding import encode
from station.hsm.frames import Channel, Patience
from station.hsm.requests_any import OpenToken
from station.hsm.tokens import TokenAddress
from station.hsm.worker import _environment
from station.secret import Secret

pytestmark = pytest.mark.bench


@pytest.fixture
def core_files_allowed() -> Iterator[None]:
    """Let this process, and those that it starts, leave core files as large as may be."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, before)


def aborted(process: "subprocess.Popen[bytes]") -> int:
    """Abort a process and return the status that the kernel gives of it."""
    os.kill(process.pid, signal.SIGABRT)
    _, status = os.waitpid(process.pid, 0)
    process.returncode = -os.WTERMSIG(status)  # so that nobody waits for it again
    return status


@pytest.mark.usefixtures("core_files_allowed")
def test_an_abort_of_a_worker_leaves_no_core_file(
    unit: TokenAddress, pin: Secret, tmp_path: Path
) -> None:
    where = tmp_path / "where it runs"
    where.mkdir()
    process = subprocess.Popen(
        [*folders.own_command(), "hsm-worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=_environment(unit.module.environment),
        cwd=where,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        channel = Channel(process.stdout.fileno(), process.stdin.fileno())
        with pin.reveal() as secret:
            given = Secret(bytes(secret))
        channel.send(encode(OpenToken(unit.module.library, unit.label, given)), Patience(20))
        assert channel.receive(Patience(20))
        assert_leaves_no_core(process, where)


@pytest.mark.usefixtures("core_files_allowed")
def test_an_abort_of_the_station_leaves_no_core_file(
    unit: TokenAddress, pin: Secret, tmp_path: Path
) -> None:
    where = tmp_path / "where it runs"
    where.mkdir()
    given, giving = os.pipe()
    command = ("hsm", "check", unit.module.library, "--label", unit.label, "--pin-fd", str(given))
    package = Path(folders.__file__).parents[1]
    environment = {**os.environ, **unit.module.environment, "PYTHONPATH": str(package)}
    process = subprocess.Popen(
        [*folders.own_command(), *command], pass_fds=(given,), env=environment, cwd=where
    )
    with process, pin.reveal() as secret:
        os.write(giving, secret)
        # It has the PIN, and waits for the end of it.
        wait_until(lambda: not select.select([given], [], [], 0)[0])
        assert_leaves_no_core(process, where)
    os.close(given)
    os.close(giving)


def assert_leaves_no_core(process: "subprocess.Popen[bytes]", where: Path) -> None:
    limits = Path(f"/proc/{process.pid}/limits").read_text().splitlines()
    (cores,) = (line.split()[4:6] for line in limits if line.startswith("Max core file size"))
    assert cores == ["0", "0"]
    status = aborted(process)
    assert os.WTERMSIG(status) == signal.SIGABRT
    assert not os.WCOREDUMP(status)
    assert not list(where.iterdir())


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)
