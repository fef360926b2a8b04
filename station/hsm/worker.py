"""One process per token: how the station starts and asks it, and where that process begins.

A PKCS#11 library is somebody else's code in somebody else's state: it prints, crashes, hangs, and
keeps one module instance a process. So the station never loads one. It starts itself again with a
hidden command, with nothing inherited but what the library needs and the `leash`, in a session of
its own so that Ctrl-C in the terminal doesn't break a write to the token, and talks to it over two
pipes.

The worker ends with the station by the end of its input, not by a signal at its parent's death:
Linux sends that one when the thread that started the worker ends, and positions are threads.
"""

import ctypes
import os
import resource
import select
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from station import folders
from station.errors import StationError
from station.hsm import leash
from station.hsm.encoding import MalformedMessageError, encode, parse_reply
from station.hsm.frames import MAX_FRAME, BrokenFrameError, Channel, ForeignFrameError, Patience
from station.hsm.messages import (
    Answer,
    Reply,
    Request,
)
from station.hsm.replies import (
    Refused,
)

# How long a worker may finish what it is at when it is no longer needed, seconds.
_GRACE_S: Final = 5.0
_REAP_S: Final = 5.0
# How long one caller's requests may follow one another before others' get their turn, seconds.
_BURST_S: Final = 0.05
# What a library may want beside its module's own environment: where programs are, and the language.
_INHERITED: Final = ("PATH", "LANG", "LC_ALL", "LC_CTYPE")
_PR_SET_DUMPABLE: Final = 4
_STANDARD_ERROR: Final = 2


class Worker:
    """The station's handle on one worker process, which takes one request at a time.

    Threads may share it: each waits for its turn. After a crash, a time-out, a cancel or a token
    that vanished it takes no more requests; a new worker starts anew.

    Args:
        environment: what the PKCS#11 library needs, such as `SOFTHSM2_CONF`.

    Raises:
        StationError: HSM-006 where the process can't be started.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._turn, self._next = threading.Lock(), threading.Lock()
        self._over = False
        self._unanswered = 0
        try:
            self._process = subprocess.Popen(
                [*folders.own_command(), "hsm-worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # Libraries print what they like, PINs too: it is neither kept nor shown.
                stderr=subprocess.DEVNULL,
                env=_environment(environment),
                bufsize=0,
                start_new_session=True,
                pass_fds=leash.inherited(),
            )
        except OSError as error:
            raise StationError("HSM-006", f"not started: {error.strerror}") from error
        source, sink = self._process.stdout, self._process.stdin
        if source is None or sink is None:
            raise AssertionError("both are pipes")
        self._source, self._sink = source, sink
        self._channel = Channel(source.fileno(), sink.fileno())

    @property
    def over(self) -> bool:
        """Whether it takes no more requests."""
        return self._over

    @property
    def broken_off(self) -> bool:
        """Whether it is still at something that nobody waits for, as after a cancel."""
        return self._over and self._unanswered > 0 and self._process.poll() is None

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def ask(self, request: Request, expected: type[Answer], patience: Patience) -> Answer:
        """Send a request and return its answer, which is of the `expected` kind.

        Raises:
            StationError: what the worker refused it with; HSM-006 where the worker ended or talks
                nonsense, HSM-049 where its library wrote in its place, HSM-007 where it is late
                and was killed, LIN-003 where it was cancelled.
        """
        with self._in_turn(patience):
            self._send(request, patience)
            reply = self._received(patience)
            return self._expected(reply, expected)

    def ask_each(
        self, requests: Iterable[Request], expected: type[Answer], timeout_s: float
    ) -> list[Answer]:
        """Send requests, each while the one before is at work, and return their answers in order.

        Others' requests get their turn in between. Where one is refused, the one after it may have
        been done by then: this is for what changes nothing.

        Args:
            requests: each short enough for a pipe to hold it, 64 kB on Linux.
            expected: the kind of all answers.
            timeout_s: how long each may take, seconds.

        Raises:
            StationError: as `ask`.
        """
        answers: list[Answer] = []
        waiting = deque(requests)
        while waiting:
            with self._in_turn(Patience(timeout_s)):
                answers += [
                    self._expected(one, expected) for one in self._burst(waiting, timeout_s)
                ]
        return answers

    def _burst(self, waiting: deque[Request], timeout_s: float) -> list[Reply]:
        """Take requests until time is over or one is refused; all that was sent is answered."""
        end = time.monotonic() + _BURST_S
        replies: list[Reply] = []
        going_on = True
        self._send(waiting.popleft(), Patience(timeout_s))
        while self._unanswered:
            if going_on and waiting:
                self._send(waiting.popleft(), Patience(timeout_s))
            replies.append(self._received(Patience(timeout_s)))
            going_on = time.monotonic() < end and not isinstance(replies[-1], Refused)
        return replies

    @contextmanager
    def _in_turn(self, patience: Patience) -> Iterator[None]:
        # Whoever ends a turn and wants another one can't pass the one that waits for it.
        _wait_for(self._next, patience)
        try:
            _wait_for(self._turn, patience)
        finally:
            self._next.release()
        try:
            # After Ctrl-C in a wait the next question would get the last one's answer.
            if self._over or self._unanswered:
                self._over = True
                raise StationError("HSM-006", "it had ended before")
            yield
        finally:
            self._turn.release()

    def _send(self, request: Request, patience: Patience) -> None:
        frame = encode(request)
        if len(frame) > MAX_FRAME:
            raise StationError("HSM-006", f"a request of {len(frame)} bytes is too long")
        self._unanswered += 1
        with self._ends_explained():
            self._channel.send(frame, patience)

    def _received(self, patience: Patience) -> Reply:
        with self._ends_explained():
            reply = parse_reply(self._channel.receive(patience))
        self._unanswered -= 1
        return reply

    @contextmanager
    def _ends_explained(self) -> Iterator[None]:
        """Say of what breaks an exchange what it means for the worker, which is over then."""
        try:
            yield
        except StationError as error:
            # A cancelled worker may still finish its write, within the grace of `close`.
            self._over = True
            if error.code == "HSM-007":
                self._kill()
            raise
        except BrokenFrameError as error:
            raise StationError("HSM-006", self._end_of_worker(str(error))) from error
        except ForeignFrameError as error:
            self._kill()
            raise StationError("HSM-049", str(error)) from error
        except MalformedMessageError as error:
            self._kill()
            raise StationError("HSM-006", f"nonsense: {error}") from error

    def _expected(self, reply: Reply, expected: type[Answer]) -> Answer:
        if isinstance(reply, expected):
            return reply
        raise self._refusal(reply)

    def _refusal(self, reply: Reply) -> StationError:
        if not isinstance(reply, Refused):
            self._kill()
            return StationError("HSM-006", f"nonsense: a {type(reply).__name__}")
        try:
            error = StationError(reply.code, reply.detail, fault=None, **reply.data)
        except (LookupError, TypeError, ValueError):
            self._kill()
            return StationError("HSM-006", "nonsense: an error without a name")
        # SoftHSM doesn't find a token again that was away: only a fresh worker does.
        self._over = self._over or error.code == "HSM-005"
        return error

    def _end_of_worker(self, detail: str) -> str:
        self._over = True
        try:
            status = self._process.wait(_REAP_S)
        except subprocess.TimeoutExpired:
            self._kill()
            return detail
        if status < 0:
            return f"{detail} by signal {-status}"
        return f"{detail} with status {status}"

    def _kill(self) -> None:
        self._over = True
        self._signal_death()
        self._process.wait(_REAP_S)

    def _signal_death(self) -> None:
        if self._process.poll() is None:
            # The whole group: a library may have started processes of its own.
            os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> None:
        """End the worker: at once where it is idle, else when it is done, within 5 s by force."""
        if not self._turn.acquire(timeout=_GRACE_S):
            self._signal_death()
            self._turn.acquire()
        try:
            self._over = True
            self._sink.close()
            try:
                self._process.wait(_GRACE_S)
            except subprocess.TimeoutExpired:
                self._kill()
            self._source.close()
        finally:
            self._turn.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _wait_for(lock: threading.Lock, patience: Patience) -> None:
    while not lock.acquire(timeout=patience.tick_ms() / 1000):
        pass


def inherited() -> dict[str, str]:
    """Return what any process that works with a token gets of this one's environment."""
    return {name: os.environ[name] for name in _INHERITED if name in os.environ}


def _environment(module: Mapping[str, str]) -> dict[str, str]:
    # Where this very package lies; and never the current folder, which is anybody's.
    package = Path(folders.__file__).resolve().parents[1]
    return {**inherited(), **module, "PYTHONPATH": str(package), "PYTHONSAFEPATH": "1"}


def main() -> int:
    """Be a worker: the hidden command's body. It returns when the station closes its input."""
    _lock_down()
    _keep_to_itself()
    source, sink = _private_ends()
    threading.Thread(target=_follow_station, args=(source,), daemon=True).start()
    from station.hsm.serving import serve  # noqa: PLC0415 - the station itself never loads PKCS#11

    serve(source, sink)
    # Not through the libraries' own exit handlers, which are known to crash.
    os._exit(0)


def _lock_down() -> None:
    """Leave no core dump: a PIN passes through here. Root's debugger alone may look in."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _keep_to_itself() -> None:
    """Leave no descriptor to what a library starts: that may outlive the worker, and the leash."""
    for opened in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # such as that of this very listing
            if int(opened.name) > _STANDARD_ERROR:
                os.set_inheritable(int(opened.name), False)  # noqa: FBT003 - it takes no keyword


def _private_ends() -> tuple[int, int]:
    """Return descriptors of the pipes that no library knows: one that prints must hit no frame."""
    source, sink = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return source, sink


def _follow_station(source: int) -> None:
    """End the process some time after the station is gone, even if a library hangs."""
    poll = select.poll()
    poll.register(source, 0)
    poll.poll()
    time.sleep(2 * _GRACE_S)
    os._exit(1)
