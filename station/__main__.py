"""Entry point: the window, a command, or one of the hidden processes that Station starts."""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from station.operations.start import Start

_PR_SET_DUMPABLE: Final = 4


def main() -> int:
    """Run what the arguments name; return the exit status.

    The hidden processes are told apart before anything else is imported: a token's worker must
    start quickly and load no more than it needs.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    heeded = signal.getsignal(signal.SIGINT)
    if heeded is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _break_off)
    run = _loaded()
    signal.signal(signal.SIGINT, heeded)
    try:
        return run()
    except KeyboardInterrupt:  # while the command said its last
        return 3
    finally:
        # What the interpreter clears up from here on takes no Ctrl-C.
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _break_off(number: int, frame: FrameType | None) -> None:
    """End at once: while the parts are being loaded, nothing is open and nothing is begun."""
    del number, frame
    os.write(2, b"Broken off.\n")
    os._exit(3)


def _loaded() -> Callable[[], int]:
    hidden = sys.argv[1] if len(sys.argv) == 2 else ""
    if hidden == "hsm-worker":
        from station.hsm.worker import main as run  # noqa: PLC0415 - loads this process's part only
    elif hidden == "practice-unit":
        from station.operations.unit_process import main as run  # noqa: PLC0415 - likewise
    elif hidden == "practice-keeper":
        from station.operations.keeper_process import main as run  # noqa: PLC0415 - likewise
    else:
        # The limit alone doesn't hold where the system gives core dumps to a program of its own.
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        run = _window_or_command
    return run


def _window_or_command() -> int:
    """Show the window where no command is named, without loading the commands."""
    from station.errors import StationError  # noqa: PLC0415 - likewise
    from station.operations.start import window_start  # noqa: PLC0415 - likewise

    start = window_start(sys.argv[1:])
    if start is not None:
        # What goes wrong is said by the commands' own words.
        with suppress(StationError):
            return _show_window(start)
    from station import cli  # noqa: PLC0415 - likewise

    return cli.main(show_window=_show_window)


def _show_window(start: "Start") -> int:
    try:
        from station.window.entrance import run  # noqa: PLC0415 - commands never load Qt
    except ImportError as error:
        from station.errors import StationError  # noqa: PLC0415 - likewise

        what = error.name or str(error).partition(":")[0]
        raise StationError("CFG-014", str(error), what=what) from error
    return run(start)


if __name__ == "__main__":
    sys.exit(main())
