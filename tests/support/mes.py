"""A factory's MES: a real HTTP server in a thread, that can behave as badly as real ones do."""

import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from threading import Event, Thread

from pydantic import JsonValue

from tests.support.certificates import ServerFiles

WAIT_S = 20


@dataclass(frozen=True)
class Request:
    """What the station sent."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def said(self) -> dict[str, JsonValue]:
        said: dict[str, JsonValue] = json.loads(self.body)
        return said


@dataclass
class Mes:
    """The MES, and what it was told.

    Attributes:
        behave: answers a request; replace it as you like.
        requests: all that came, in their order.
        arrived: each as it came, for who waits for it.
        closing: set when the server ends, so that nobody waits longer.
    """

    behave: "Behaviour"
    requests: list[Request] = field(default_factory=list)
    arrived: "SimpleQueue[Request]" = field(default_factory=SimpleQueue)
    closing: Event = field(default_factory=Event)
    url: str = ""

    def told(self, event: str = "results") -> list[dict[str, JsonValue]]:
        """Return what was posted to an address, in its order."""
        return [request.said for request in self.requests if request.path.endswith(event)]

    def keys(self) -> list[str]:
        return [
            r.headers["Idempotency-Key"] for r in self.requests if "Idempotency-Key" in r.headers
        ]


class Answering(BaseHTTPRequestHandler):
    """One connection."""

    @property
    def mes(self) -> Mes:
        assert isinstance(self.server, _Server)
        return self.server.mes

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        request = Request(self.path, dict(self.headers), self.rfile.read(length))
        mes = self.mes
        mes.requests.append(request)
        mes.arrived.put(request)
        try:
            mes.behave(self, request)
        except OSError:
            self.close_connection = True

    def say(self, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        del format, args


Behaviour = Callable[[Answering, Request], None]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    mes: Mes

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a client go that doesn't want to talk any more."""


def takes(answering: Answering, request: Request) -> None:
    """Take every result, allow every unit."""
    answering.say(200, b'{"allowed": true}' if request.path.endswith("/route") else b"")


def answers(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Answer everything alike."""
    return lambda answering, _: answering.say(status, body, headers)


def is_silent(answering: Answering, _: Request) -> None:
    """Say nothing for as long as the server lives."""
    answering.mes.closing.wait(WAIT_S)


def drips(answering: Answering, _: Request) -> None:
    """Send a header that never ends, a byte at a time: each byte comes in time."""
    answering.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not answering.mes.closing.wait(0.02):
        answering.wfile.write(b"x")


def dies_in_the_head(answering: Answering, _: Request) -> None:
    answering.wfile.write(b"HTTP/1.1 200 O")
    answering.close_connection = True


def dies_in_the_body(answering: Answering, _: Request) -> None:
    answering.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{"allowed": true}')
    answering.close_connection = True


def floods(answering: Answering, _: Request) -> None:
    """Send megabytes."""
    answering.send_response(200)
    answering.end_headers()
    for _number in range(200):
        answering.wfile.write(b"x" * 100_000)


@contextmanager
def running_mes(behave: Behaviour = takes, files: ServerFiles | None = None) -> Iterator[Mes]:
    """Run a MES until the block ends; over TLS where there are files for it."""
    server = _Server(("127.0.0.1", 0), Answering)
    server.mes = mes = Mes(behave)
    if files is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(files.certificate, files.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "http" if files is None else "https"
    mes.url = f"{scheme}://127.0.0.1:{server.server_address[1]}/mes/v1"
    thread = Thread(target=server.serve_forever, args=(0.01,), name="mes")
    thread.start()
    try:
        yield mes
    finally:
        mes.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
