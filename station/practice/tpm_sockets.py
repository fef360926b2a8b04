"""The node behind which a Linux unit's programs find its TPM: sockets as swtpm has them.

tpm2-tools reach it by the TCTI `swtpm:path=...`: raw commands and responses on one socket, and on
another, whose name ends in `.ctrl`, the locality before each connection (swtpm_ioctls(3)). Programs
come one after the other; the TPM behind keeps what they leave in it, as a chip does.
"""

import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from selectors import EVENT_READ, BaseSelector
from types import TracebackType
from typing import Final, Self

from station.errors import StationError

NAME: Final = "tpm"

_CONTROL: Final = ".ctrl"
_HEADER: Final = 10
_MAX_COMMAND: Final = 4_096
_ANSWER_S: Final = 10.0
_SET_LOCALITY: Final = b"\x00\x00\x00\x05"
_GOOD: Final = bytes(4)
_BAD: Final = b"\x00\x00\x00\x09"  # TPM_BAD_ORDINAL of TPM 1.2, which swtpm answers too


class TpmSockets:
    """Two listening sockets in a folder; a context manager.

    Args:
        folder: the working folder of this process: a socket's path is short, a folder's may not be.
        watch: calls back, by its keys' data, whatever is ready.
        transact: gives the TPM a command; OSError where it is gone, or there is none.

    Raises:
        StationError: CFG-006 where the sockets can't be made.
    """

    def __init__(
        self, folder: Path, watch: BaseSelector, transact: Callable[[bytes], bytes]
    ) -> None:
        self._paths = [folder / NAME, folder / (NAME + _CONTROL)]
        self._watch = watch
        self._transact = transact
        self._open: set[socket.socket] = set()
        for path, serve in zip(self._paths, (self._command, self._control), strict=True):
            path.unlink(missing_ok=True)  # which a unit that was pulled out has left
            self._listen(path.name, serve)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for one in list(self._open):
            self._close(one)
        for path in self._paths:
            path.unlink(missing_ok=True)

    def _listen(self, name: str, serve: Callable[[socket.socket], None]) -> None:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            listener.bind(name)
            listener.listen()
        except OSError as error:
            listener.close()
            raise StationError("CFG-006", f"the TPM's socket: {error}") from error

        def accept() -> None:
            client, _ = listener.accept()
            client.settimeout(_ANSWER_S)
            self._add(client, lambda: self._served(client, serve))

        self._add(listener, accept)

    def _add(self, one: socket.socket, ready: Callable[[], None]) -> None:
        self._open.add(one)
        self._watch.register(one, EVENT_READ, ready)

    def _close(self, one: socket.socket) -> None:
        self._open.discard(one)
        with suppress(KeyError):
            self._watch.unregister(one)
        one.close()

    def _served(self, client: socket.socket, serve: Callable[[socket.socket], None]) -> None:
        try:
            serve(client)
        except OSError:  # it hung up, was too slow, or the TPM is gone
            self._close(client)

    def _command(self, client: socket.socket) -> None:
        header = _received(client, _HEADER)
        size = int.from_bytes(header[2:6], "big")
        if not _HEADER <= size <= _MAX_COMMAND:
            raise OSError(f"a command of {size} bytes")
        client.sendall(self._transact(header + _received(client, size - _HEADER)))

    def _control(self, client: socket.socket) -> None:
        command = _received(client, len(_SET_LOCALITY))
        if command == _SET_LOCALITY:
            _received(client, 1)
            client.sendall(_GOOD)
        else:
            client.sendall(_BAD)


def _received(client: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = client.recv(size - len(data))
        if not part:
            raise OSError("it hung up")
        data += part
    return data
