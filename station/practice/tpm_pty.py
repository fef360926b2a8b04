"""A Linux unit's TPM node: a device that can be opened by its path, written to and read from.

It stands for /dev/tpmrm0: whole commands go in, whole responses come out, and what was loaded
through it is flushed from the TPM when nobody has it open any more.
"""

import os
import pty
import select
import tty
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from selectors import EVENT_READ, BaseSelector
from types import TracebackType
from typing import Final, Self

from station.errors import StationError

NODE: Final = "tpmrm0"

_HEADER: Final = 10
_MAX_COMMAND: Final = 4_096
_READ_MAX: Final = 4_096
_HANDLE_BYTES: Final = 4
# TPM2_GetCapability of handles (part 3, 30.2): transient objects, loaded and saved sessions.
_LIST: Final = bytes.fromhex("8001000000160000017a00000001")
_LOADED: Final = (0x8000_0000, 0x0200_0000, 0x0300_0000)
_LISTED_MAX: Final = 32
_LISTED_AT: Final = 19  # behind header, more data, capability and count
_FLUSH: Final = bytes.fromhex("80010000000e00000165")  # TPM2_FlushContext (part 3, 28.4)


class TpmPty:
    """A node in a folder; a context manager.

    Args:
        folder: where it stands, under the name `NODE`.
        watch: calls back, by its keys' data, whatever is ready.
        transact: gives the TPM a command; OSError where it is gone, or there is none.

    Raises:
        StationError: CFG-006 where it can't be made.
    """

    def __init__(
        self, folder: Path, watch: BaseSelector, transact: Callable[[bytes], bytes]
    ) -> None:
        self._path = folder / NODE
        self._watch = watch
        self._transact = transact
        self._came = b""
        self._loaded = False
        self._broken = False
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        os.set_blocking(self._master, False)
        # Told at a change only: while nobody has the node open, its end hangs up all the time.
        self._edge = select.epoll()
        self._edge.register(self._master, select.EPOLLIN | select.EPOLLHUP | select.EPOLLET)
        self._watch.register(self._edge, EVENT_READ, self._changed)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._path.unlink(missing_ok=True)  # which a unit that was pulled out has left
            self._path.symlink_to(os.ttyname(slave))
        except OSError as error:
            self.close()
            raise StationError("CFG-006", f"the TPM's node: {error}") from error
        finally:
            os.close(slave)

    def close(self) -> None:
        """Take the node away; may be called again."""
        if self._master < 0:
            return
        self._path.unlink(missing_ok=True)
        with suppress(KeyError):
            self._watch.unregister(self._edge)
        self._edge.close()
        os.close(self._master)
        self._master = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _changed(self) -> None:
        for _, events in self._edge.poll(0):
            if events & select.EPOLLIN:
                self._take()
            if events & select.EPOLLHUP:
                self._forget()

    def _take(self) -> None:
        with suppress(BlockingIOError):
            while data := self._read():
                self._came += data
                self._serve()

    def _read(self) -> bytes:
        try:
            return os.read(self._master, _READ_MAX)
        except BlockingIOError:
            raise
        except OSError:  # nobody has it open
            return b""

    def _serve(self) -> None:
        while len(self._came) >= _HEADER:
            size = int.from_bytes(self._came[2:6], "big")
            if not _HEADER <= size <= _MAX_COMMAND:
                self._came = b""
                return
            if len(self._came) < size:
                return
            command, self._came = self._came[:size], self._came[size:]
            self._loaded = True
            try:
                os.write(self._master, self._transact(command))
            except OSError:  # no TPM: who waits for its answer is hung up on
                self.close()
                return

    def _forget(self) -> None:
        """Do what the kernel's resource manager does for a program that has ended."""
        self._came = b""
        if not self._loaded:
            return
        self._loaded = False
        with suppress(OSError):
            for kind in _LOADED:
                for handle in self._handles(kind):
                    self._transact(_FLUSH + handle)

    def _handles(self, kind: int) -> list[bytes]:
        asked = _LIST + kind.to_bytes(4, "big") + _LISTED_MAX.to_bytes(4, "big")
        listed = self._transact(asked)[_LISTED_AT:]
        return [listed[at : at + _HANDLE_BYTES] for at in range(0, len(listed), _HANDLE_BYTES)]
