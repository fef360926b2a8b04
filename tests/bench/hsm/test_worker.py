"""A token's worker dies, hangs, is cancelled and is spied on, and costs no more than its token."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from station import folders
from station.errors import Outcome, StationError
from station.hsm import leash, worker
from station.hsm.encoding import encode
from station.hsm.frames import Channel, Patience
from station.hsm.replies import (
    Blob,
    Done,
    Refused,
)
from station.hsm.requests_factory import (
    ReadSequence,
)
from station.hsm.tokens import Module, Token, TokenAddress, initialise_token
from station.hsm.worker import Worker
from station.model.profile import KeyKind
from station.secret import Secret
from tests.support.hostile_token import Hostile, built
from tests.support.kills import kill_after

pytestmark = pytest.mark.bench

CHECKOUT = Path(folders.__file__).parents[1]


def gone(pid: int) -> bool:
    """Tell whether a process has ended, be it still a zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def wait_until(true: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(StationError) as caught:
        act()
    return caught.value.code


def test_a_killed_worker_costs_one_step_and_the_next_open_works(
    unit: TokenAddress, pin: Secret
) -> None:
    with Token.open(unit, pin) as token:
        os.kill(token.worker_pid, signal.SIGKILL)
        with pytest.raises(StationError, match="HSM-006") as caught:
            token.sign(b"id", b"message")
        assert caught.value.outcome is Outcome.ERROR
        assert "signal 9" in caught.value.detail
        assert code_of(lambda: token.sign(b"id", b"message")) == "HSM-006"
    with Token.open(unit, pin) as token:
        token.generate_key_pair(KeyKind.EC_P256, "key", b"id")


def test_a_worker_killed_in_mid_operation_is_noticed_at_once(
    unit: TokenAddress, pin: Secret
) -> None:
    def work() -> None:
        for number in range(50):
            token.generate_key_pair(KeyKind.RSA_3072, f"key {number}", bytes((number,)))

    with Token.open(unit, pin) as token:
        kill_after(0.05, token.worker_pid)
        begin = time.monotonic()
        assert code_of(work) == "HSM-006"
        assert time.monotonic() - begin < 3


def test_a_hanging_worker_is_given_up_in_time_and_killed(unit: TokenAddress, pin: Secret) -> None:
    with Token.open(unit, pin, timeout_s=2) as token:
        os.kill(token.worker_pid, signal.SIGSTOP)
        begin = time.monotonic()
        with pytest.raises(StationError, match="HSM-007") as caught:
            token.hmac(b"id", b"message")
        assert 2 <= time.monotonic() - begin < 3
        assert caught.value.outcome is Outcome.ERROR
        assert gone(token.worker_pid)
        assert code_of(lambda: token.hmac(b"id", b"message")) == "HSM-006"
    Token.open(unit, pin).close()


def test_a_cancel_ends_the_wait_but_not_the_write(unit: TokenAddress, pin: Secret) -> None:
    cancel = threading.Event()
    with Token.open(unit, pin, cancel=cancel) as token:
        threading.Timer(0.02, cancel.set).start()
        begin = time.monotonic()
        with pytest.raises(StationError, match="LIN-003") as caught:
            token.generate_key_pair(KeyKind.RSA_3072, "key", b"id")
        assert time.monotonic() - begin < 3
        assert caught.value.outcome is Outcome.CANCELLED
    with Token.open(unit, pin) as after:
        assert gone(token.worker_pid)
        assert after.sign(b"id", b"message")


def test_who_comes_next_waits_for_that_write_by_whatever_name(
    make_module: Callable[[str], Module], pin: Secret, tmp_path: Path
) -> None:
    hostile = Hostile(built(tmp_path), tmp_path / "rules")
    module = hostile.before(make_module("fresh"))
    made = initialise_token(module, "unit", Secret(b"so-pin-4711"), pin)
    assert made != TokenAddress(module, "unit"), "it is told by its serial number too"
    hostile.told("slow C_GenerateKeyPair 2000")
    cancel = threading.Event()
    with Token.open(made, pin, cancel=cancel) as token:
        threading.Timer(0.1, cancel.set).start()
        with pytest.raises(StationError, match="LIN-003"):
            token.generate_key_pair(KeyKind.EC_P256, "key", b"id")
    with Token.open(TokenAddress(module, None), pin) as after:
        assert gone(token.worker_pid), "it was at the token still"
        assert after.sign(b"id", b"message")


def test_what_was_cancelled_before_is_not_begun(unit: TokenAddress, pin: Secret) -> None:
    cancel = threading.Event()
    cancel.set()
    assert code_of(lambda: Token.open(unit, pin, cancel=cancel)) == "LIN-003"


def test_a_hanging_worker_is_closed_within_its_grace(
    unit: TokenAddress, pin: Secret, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_GRACE_S", 0.3)
    token = Token.open(unit, pin)
    os.kill(token.worker_pid, signal.SIGSTOP)
    begin = time.monotonic()
    token.close()
    assert time.monotonic() - begin < 5
    assert gone(token.worker_pid)


def test_an_idle_worker_ends_at_once(unit: TokenAddress, pin: Secret) -> None:
    token = Token.open(unit, pin)
    begin = time.monotonic()
    token.close()
    assert time.monotonic() - begin < 1
    assert gone(token.worker_pid)


def test_closing_twice_does_no_harm(unit: TokenAddress, pin: Secret) -> None:
    token = Token.open(unit, pin)
    token.close()
    token.close()
    assert gone(token.worker_pid)


def test_a_worker_outlives_the_thread_that_started_it(unit: TokenAddress, pin: Secret) -> None:
    tokens: list[Token] = []
    thread = threading.Thread(target=lambda: tokens.append(Token.open(unit, pin)))
    thread.start()
    thread.join()
    time.sleep(0.1)
    with tokens[0] as token:
        assert token.generate_key_pair(KeyKind.EC_P256, "key", b"id")


def test_a_worker_ends_with_a_station_that_was_killed(unit: TokenAddress, pin: Secret) -> None:
    program = (
        "import sys, time\n"
        "from station.hsm.tokens import Module, Token, TokenAddress\n"
        "from station.secret import Secret\n"
        "library, conf, pin = sys.stdin.readline().split()\n"
        "module = Module(library, {'SOFTHSM2_CONF': conf})\n"
        "token = Token.open(TokenAddress(module, None), Secret(pin.encode()))\n"
        "print(token.worker_pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    station = subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
    )
    assert station.stdin is not None
    assert station.stdout is not None
    with station, pin.reveal() as secret:
        conf = unit.module.environment["SOFTHSM2_CONF"]
        station.stdin.write(f"{unit.module.library} {conf} {secret.decode()}\n")
        station.stdin.flush()
        pid = int(station.stdout.readline())
        assert not gone(pid)
        station.kill()
        wait_until(lambda: gone(pid), 5)


PROBE = """
import json, os
from pathlib import Path
from station.hsm.encoding import encode
from station.hsm.frames import WorkerEnds
from station.hsm.replies import (
    Blob,
)
opened = {fd.name: os.readlink(fd) for fd in Path("/proc/self/fd").iterdir() if fd.exists()}
found = {"environment": list(os.environ), "opened": opened, "session": os.getsid(0)}
ends = WorkerEnds(0, 1)
ends.read()
ends.write(encode(Blob(json.dumps(found).encode())))
"""


def test_a_worker_shares_nothing_with_the_station_but_two_pipes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen by a process that is started in the worker's place, since the worker can't be seen."""
    monkeypatch.setattr(folders, "own_command", lambda: [sys.executable, "-c", PROBE])
    monkeypatch.setenv("STATION_TEST_SECRET", "inherited")
    shared = os.open(tmp_path / "shared", os.O_CREAT | os.O_RDWR)
    os.set_inheritable(shared, True)
    with Worker({"SOFTHSM2_CONF": "conf"}) as process:
        found = json.loads(process.ask(ReadSequence(), Blob, Patience(10)).data)
    os.close(shared)
    opened: dict[str, str] = found["opened"]
    assert opened.keys() == {"0", "1", "2", *map(str, leash.inherited())}
    assert opened["2"] == "/dev/null"
    assert found["session"] != os.getsid(0)
    mine = {"SOFTHSM2_CONF", "PYTHONPATH", "PYTHONSAFEPATH"}
    assert set(found["environment"]) - {"PATH", "LANG", "LC_ALL", "LC_CTYPE"} == mine


def test_a_worker_leaves_no_core_dump() -> None:
    program = (
        "import ctypes, resource\n"
        "from station.hsm import worker\n"
        "worker._lock_down()\n"
        "PR_GET_DUMPABLE = 3\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(PR_GET_DUMPABLE))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=CHECKOUT, check=True
    )
    assert done.stdout == "(0, 0) 0\n"


def test_a_wait_that_was_interrupted_answers_no_later_question(
    unit: TokenAddress, pin: Secret, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(channel: Channel, patience: Patience) -> bytes:
        del channel, patience
        raise KeyboardInterrupt

    with Token.open(unit, pin) as token:
        with monkeypatch.context() as patch:
            patch.setattr(Channel, "receive", interrupted)
            with pytest.raises(KeyboardInterrupt):
                token.read_certificate(b"id")
        assert code_of(lambda: token.read_certificate(b"id")) == "HSM-006"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"nonsense", id="no message"),
        pytest.param(encode(Done()), id="another answer"),
        pytest.param(encode(ReadSequence()), id="a request"),
        pytest.param(encode(Refused("HSM-999", "")), id="unknown code"),
        pytest.param(encode(Refused("HSM-013", "")), id="a place left out"),
        pytest.param(encode(Refused("HSM-008", "", {"fault": "unit"})), id="another's fault"),
    ],
)
def test_a_worker_that_talks_nonsense_is_ended(
    answer: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = (
        "from station.hsm.frames import WorkerEnds\n"
        f"ends = WorkerEnds(0, 1); ends.read(); ends.write({answer!r}); ends.read()"
    )
    monkeypatch.setattr(folders, "own_command", lambda: [sys.executable, "-c", program])
    with Worker({}) as process:
        assert code_of(lambda: process.ask(ReadSequence(), Blob, Patience(10))) == "HSM-006"
        assert gone(process.pid)


def test_a_worker_that_cannot_be_started_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "own_command", lambda: ["/nowhere/station"])
    assert code_of(lambda: Worker({})) == "HSM-006"


def test_a_worker_starts_from_any_current_folder(
    unit: TokenAddress, pin: Secret, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pkcs11.py").write_text("raise SystemExit('not the library')")
    (tmp_path / "station.py").write_text("raise SystemExit('not Station')")
    monkeypatch.chdir(tmp_path)
    with Token.open(unit, pin) as token:
        assert token.generate_key_pair(KeyKind.EC_P256, "key", b"id")


def test_a_pin_is_on_no_command_line_and_in_no_environment(
    make_module: Callable[[str], Module],
) -> None:
    module = make_module("spied")
    pin, so_pin = Secret(b"very-hidden-31337"), Secret(b"deeply-hidden-31337")
    seen: list[str] = []
    done = threading.Event()

    def spy() -> None:
        while not done.is_set():
            for process in Path("/proc").iterdir():
                for name in ("cmdline", "environ") if process.name.isdecimal() else ():
                    try:
                        text = (process / name).read_bytes()
                    except OSError:
                        continue
                    if b"hidden-31337" in text:
                        seen.append(f"{process.name}/{name}")

    spying = threading.Thread(target=spy)
    spying.start()
    try:
        initialise_token(module, "spied", so_pin, pin)
        with Token.open(TokenAddress(module, "spied"), pin) as token:
            token.generate_key_pair(KeyKind.EC_P256, "key", b"id")
    finally:
        done.set()
        spying.join()
    assert not seen


def test_a_pin_is_in_no_error_and_no_log(
    unit: TokenAddress, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(StationError) as caught:
        Token.open(unit, Secret(b"wrong-hidden-31337"))
    error: BaseException | None = caught.value
    while error is not None:
        assert "hidden-31337" not in f"{error!s} {error!r} {vars(error)}"
        error = error.__cause__ or error.__context__
    assert "hidden-31337" not in caplog.text


def test_a_library_that_prints_hits_no_frame() -> None:
    """What a library writes to standard output goes nowhere, by whatever means it writes."""
    program = (
        "import os, sys\n"
        "from station.hsm import worker\n"
        "source, sink = worker._private_ends()\n"
        "os.write(1, b'noise'); print('noise', flush=True); os.system('echo noise')\n"
        "assert os.read(0, 10) == b''\n"
        "os.write(sink, os.read(source, 10))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=b"frame",
        stdout=subprocess.PIPE,
        cwd=CHECKOUT,
        check=True,
        timeout=30,
    )
    assert done.stdout == b"frame"


def test_threads_take_turns(token: Token) -> None:
    token.inject_plaintext_key("key", b"id", Secret(bytes(64)))
    expected = token.hmac(b"id", b"message")
    results: list[bytes] = []

    def work() -> None:
        results.extend(token.hmac(b"id", b"message") for _ in range(50))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 200
