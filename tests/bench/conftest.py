"""Real parts for tests: a practice bench, SoftHSM tokens, and TPMs that swtpm plays.

Each is a factory, made in the test's own folder and ended with the test.
"""

import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Event

import pytest

from station.hsm.tokens import TokenAddress
from station.practice.bench import Afterwards, PracticeBench
from station.practice.children import Children, end, ended
from station.practice.maker import TpmMaker
from station.practice.modules import Programs, make_token
from station.practice.unit_config import Pacing
from tests.support.floor import Floor
from tests.support.production import one_installation


@pytest.fixture(scope="session", autouse=True)
def copies_are_the_station() -> Iterator[None]:
    """Let each copy of a station be the station itself."""
    with one_installation():
        yield


@pytest.fixture(autouse=True)
def nothing_stands_still(request: pytest.FixtureRequest) -> None:
    """Let go on what another test's bad units have stopped, where tests share a floor.

    Nor do their failures add up there, but for the tests of just that; and what their runs left
    open isn't looked for in other tests' units.
    """
    if "floor" not in request.fixturenames or "test_stops" in request.node.nodeid:
        return
    floor = request.getfixturevalue("floor")
    if isinstance(floor, Floor):
        floor.go_on()
        records = floor.plant.tools.records
        for left in records.left_open():
            for intent in left.intents:
                records.settled(intent.number, {"left": True})
        rules = records.settings()
        if rules.stop_failures is not None:
            records.set_settings(rules.model_copy(update={"stop_failures": None}))


@pytest.fixture
def practice_bench(tmp_path: Path) -> Iterator[Callable[..., PracticeBench]]:
    """Make and enter benches: `practice_bench(positions=1, **arguments of PracticeBench)`.

    Without pacing and in a folder of their own that is removed at the end, if not told otherwise.
    """
    numbers = count(1)
    with ExitStack() as stack:

        def make(
            positions: int = 1,
            *,
            folder: Path | None = None,
            baud: int = 115_200,
            pacing: Pacing = Pacing.NONE,
            afterwards: Afterwards = Afterwards.NOTHING,
        ) -> PracticeBench:
            bench = PracticeBench(
                folder or tmp_path / f"bench-{next(numbers)}",
                positions,
                baud=baud,
                pacing=pacing,
                afterwards=afterwards,
            )
            return stack.enter_context(bench)

        yield make


@pytest.fixture
def soft_token(tmp_path: Path) -> Callable[[str], TokenAddress]:
    """Make SoftHSM tokens: `soft_token(label)`; the PIN is `PRACTICE_PIN`, the token empty."""
    library = Programs.found().softhsm
    numbers = count(1)

    def make(label: str) -> TokenAddress:
        folder = tmp_path / f"token-{next(numbers)}"
        folder.mkdir()
        return TokenAddress(make_token(folder, label, library), label)

    return make


@pytest.fixture(scope="session")
def tpm_maker(tmp_path_factory: pytest.TempPathFactory) -> TpmMaker:
    """The maker of `manufactured_tpm`'s TPMs; `tpm_maker.trust` holds its certificates."""
    return TpmMaker.at(tmp_path_factory.mktemp("tpm") / "maker", Programs.found())


@pytest.fixture
def manufactured_tpm(tmp_path: Path, tpm_maker: TpmMaker) -> Callable[[], Path]:
    """Manufacture TPMs: `manufactured_tpm()` returns the folder of a new one's state; 1 s."""
    numbers = count(1)

    def make() -> Path:
        number = next(numbers)
        state = tmp_path / f"tpm-{number}"
        state.mkdir()
        tpm_maker.manufacture(state, f"test-{number}", Children(), Event())
        return state

    return make


@dataclass(frozen=True)
class RunningTpm:
    """A TPM that swtpm plays.

    Attributes:
        transact: sends it one command and returns its response.
        tcti: how tpm2-tools find it. One client at a time, ours or theirs: another one hangs.
    """

    transact: Callable[[bytes], bytes]
    tcti: str


@pytest.fixture
def swtpm() -> Iterator[Callable[[Path], RunningTpm]]:
    """Run swtpm on a manufactured state folder, until the test ends: `swtpm(state)`."""
    with ExitStack() as stack:
        yield lambda state: stack.enter_context(_running(state))


@contextmanager
def _running(state: Path) -> Iterator[RunningTpm]:
    # A socket's path has at most 107 bytes, which a test's own folder may well exceed.
    with tempfile.TemporaryDirectory(prefix="swtpm-") as folder:
        path = Path(folder, "s")
        command = [
            *(str(Programs.found().swtpm), "socket", "--tpm2", "--tpmstate", f"dir={state}"),
            *("--server", f"type=unixio,path={path}", "--ctrl", f"type=unixio,path={path}.ctrl"),
            *("--flags", "not-need-init,startup-clear"),
        ]
        process = Children().start(command, Path(folder, "log"))
        try:
            _await(path, process)
            yield RunningTpm(lambda message: _transact(path, message), f"swtpm:path={path}")
        finally:
            process.terminate()
            end(process, 5)


def _await(path: Path, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(500):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            # The socket's file is there a moment before anybody listens.
            if probe.connect_ex(str(path)) == 0:
                return
        assert not ended(process, 0.01), "swtpm did not start"
    raise AssertionError("swtpm did not make its socket")


def _transact(path: Path, command: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as tpm:
        tpm.settimeout(60)
        tpm.connect(str(path))
        tpm.sendall(command)
        response = b""
        # A response's own length stands in bytes 2 to 6 of its header.
        while len(response) < 10 or len(response) < int.from_bytes(response[2:6], "big"):
            part = tpm.recv(4_096)
            assert part, "swtpm hung up"
            response += part
        return response
