"""Where opencryptoki's daemon runs for a test: `python -m tests.support.opencryptoki_inside`.

Its library knows one place for everything: /etc/opencryptoki, /run, /var/lib/opencryptoki, and the
kernel's shared memory. In namespaces of our own all of those are ours. Where no namespace is to be
had (root in a container), the machine's own are used, with tokens of our own names; its
configuration is put back afterwards.

It takes a line at standard input for each thing to do (`start`, `stop`) and answers by one: `done`,
or what went wrong. At the end of its input it stops the daemon and leaves nothing.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

CONFIGURATION: Final = Path("/etc/opencryptoki/opencryptoki.conf")
_STRENGTH: Final = CONFIGURATION.with_name("strength.conf")
# Ubuntu 22.04 has it here alone, and the library begins without it nowhere.
_EXAMPLE: Final = Path("/usr/share/doc/opencryptoki/strength-example.conf")
_STATE: Final = Path("/var/lib/opencryptoki")
_LOCKS: Final = Path("/run/lock/opencryptoki")
_LOCK: Final = _LOCKS / "LCK..APIlock"
_SHARED: Final = Path("/dev/shm")  # noqa: S108 - the kernel's, where the library puts it
_PID: Final = Path("/run/pkcsslotd.pid")
_NAME: Final = "station-test"
_ENDS_S: Final = 10.0
_PR_SET_CHILD_SUBREAPER: Final = 36


def _mount(*arguments: str | Path) -> None:
    subprocess.run(["mount", *arguments], check=True)


def _names(path: Path, folder: Path) -> None:
    """Have the names of group and user that the daemon asks for be our own, whoever we are."""
    lines = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        parts = line.split(":")
        if parts[0] in {"pkcs11", "pkcsslotd"}:
            parts[2] = "0"
        lines.append(":".join(parts))
    own = folder / path.name
    own.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _mount("--bind", own, path)


@contextmanager
def _places_of_our_own() -> Iterator[None]:
    strength = _strengths()
    _mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run")
    for place in (CONFIGURATION.parent, _STATE, _SHARED):
        own = Path("/run/own") / place.relative_to("/")
        own.mkdir(parents=True)
        _mount("--bind", own, place)
    for path in (Path("/etc/group"), Path("/etc/passwd")):
        _names(path, Path("/run/own"))
    _write_strengths(strength)
    yield


def _strengths() -> bytes | None:
    for path in (_STRENGTH, _EXAMPLE):
        if os.access(path, os.R_OK):
            return path.read_bytes()
    return None


def _write_strengths(text: bytes | None) -> None:
    # Which nobody else may read, or the library doesn't.
    if text is not None:
        _STRENGTH.write_bytes(text)
        _STRENGTH.chmod(0o640)
        shutil.chown(_STRENGTH, group="pkcs11")


@contextmanager
def _machines_places() -> Iterator[None]:
    kept = CONFIGURATION.with_name(f"{CONFIGURATION.name}.{_NAME}")
    if kept.exists():
        # Of a test that was killed.
        kept.replace(CONFIGURATION)
    ran = _PID.exists() and _lives(int(_PID.read_text(encoding="ascii")))
    if ran and not _ended():
        raise SystemExit("pkcsslotd is at work on this machine, and there is no other place")
    made = [path for path in (_STRENGTH, _LOCK) if not path.exists()]
    if _STRENGTH in made:
        _write_strengths(_strengths())
    CONFIGURATION.rename(kept)
    shutil.copy2(kept, CONFIGURATION)
    shutil.chown(CONFIGURATION, kept.owner(), kept.group())
    try:
        yield
    finally:
        kept.replace(CONFIGURATION)
        for path in made:
            path.unlink(missing_ok=True)
        _remove_tokens()
        if ran:
            _start()


def _remove_tokens() -> None:
    for folder in (_STATE, _LOCKS, _SHARED):
        for path in folder.glob(f"*{_NAME}-*"):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _configured(slots: int, shipped: str) -> str:
    """Return a configuration of software tokens, in the words of the one that was shipped."""
    lines = [line.strip() for line in shipped.splitlines()]
    head = [line for line in lines if line.startswith("version ")][:1]
    more = [line for line in lines if line.startswith("tokversion")][:1]
    for slot in range(slots):
        own = ["stdll = libpkcs11_sw.so", f"tokname = {_NAME}-{slot}", *more]
        head += [f"slot {slot}", "{", *own, "}"]
    return "\n".join(head) + "\n"


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "pkcsslotd" in state and state.rpartition(")")[2].split()[0] != "Z"


def _start() -> str:
    # As the package's own script does it, each time that the machine starts.
    _LOCKS.mkdir(mode=0o770, parents=True, exist_ok=True)
    done = subprocess.run(["pkcsslotd"], capture_output=True, text=True, check=False)
    end = time.monotonic() + _ENDS_S
    while done.returncode == 0 and time.monotonic() < end:
        if _PID.exists() and _lives(int(_PID.read_text(encoding="ascii") or 0)):
            return "done"
        time.sleep(0.01)
    return " ".join(f"pkcsslotd ended with {done.returncode}: {done.stderr}".split())


def _ended(last: signal.Signals = signal.SIGTERM) -> bool:
    """Ask the daemon to end, which it refuses while it knows of a process with a token."""
    pid = int(_PID.read_text(encoding="ascii"))
    for number in (signal.SIGTERM, last):
        end = time.monotonic() + _ENDS_S
        while _lives(pid) and time.monotonic() < end:
            os.kill(pid, number)
            time.sleep(0.05)
            _reap()
    return not _lives(pid)


def _stop() -> str:
    if not _PID.exists():
        return "done"
    if not _ended(signal.SIGKILL):
        return "pkcsslotd doesn't end"
    _PID.unlink(missing_ok=True)
    return "done"


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def main(where: str, slots: int) -> None:
    """Be the place: `own` or `machine`."""
    # The daemon forks away from its parent, and comes to us.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    shipped = CONFIGURATION.read_text(encoding="utf-8")
    with _places_of_our_own() if where == "own" else _machines_places():
        CONFIGURATION.write_text(_configured(slots, shipped), encoding="utf-8")
        try:
            for line in sys.stdin:
                answer = _start() if line.strip() == "start" else _stop()
                sys.stdout.write(answer + "\n")
                sys.stdout.flush()
        finally:
            _stop()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
