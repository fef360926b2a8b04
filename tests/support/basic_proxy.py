"""A proxy that lets CONNECT through to whom shows a user and a password (RFC 7617) alone."""

import base64
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Final

USER: Final = "station"
PASSWORD: Final = "p@ss:w/rd %41"
_REFUSED: Final = (
    b"HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm=factory\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class BasicProxy:
    """The proxy.

    Attributes:
        asked: the host and port of each CONNECT that was let through.
        refused: how many were not.
    """

    def __init__(self, listening: socket.socket) -> None:
        self.asked: list[str] = []
        self.refused = 0
        self._listening = listening
        self._wanted = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()

    @property
    def place(self) -> str:
        """Its host and port."""
        return f"127.0.0.1:{self._listening.getsockname()[1]}"

    def serve(self) -> None:
        """Let through until it is shut down."""
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            Thread(target=self._through, args=(client,), daemon=True).start()

    def _through(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            head = _head(client)
            if not head:
                return
            lines = head.split("\r\n")
            shown = [
                one.partition(": ")[2] for one in lines if one.lower().startswith("proxy-auth")
            ]
            if shown != [f"Basic {self._wanted}"]:
                self.refused += 1
                client.sendall(_REFUSED)
                return
            place = lines[0].split()[1]
            self.asked.append(place)
            host, _, port = place.partition(":")
            with socket.create_connection((host, int(port))) as server:
                client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                back = Thread(target=_copied, args=(server, client), daemon=True)
                back.start()
                _copied(client, server)
                back.join()


def _head(client: socket.socket) -> str:
    head = b""
    while b"\r\n\r\n" not in head:
        part = client.recv(4_096)
        if not part:
            return ""
        head += part
    return head.decode("latin-1")


def _copied(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65_536):
            sink.sendall(part)
        sink.shutdown(socket.SHUT_WR)


@contextmanager
def basic_proxy() -> Iterator[BasicProxy]:
    """Give a proxy that serves."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made = BasicProxy(listening)
        Thread(target=made.serve, daemon=True).start()
        yield made
        listening.shutdown(socket.SHUT_RDWR)
