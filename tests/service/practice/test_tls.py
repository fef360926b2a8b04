"""What the service hears of a client's certificates: just what it showed, whatever they are."""

import asyncio
import socket
import ssl
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import httpx
import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from station.practice.service import server as server_module
from station.practice.service.authority import server_files
from station.practice.service.device_side import CHAIN
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.practice.service.tls import TlsProtocol, server_context
from tests.support.certified import Certified, authority, chain, written

pytestmark = pytest.mark.service

VERSIONS = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)


class Echo(asyncio.Protocol):
    """Sends back what comes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        assert transport.get_extra_info("sslcontext")
        assert transport.get_extra_info("peername")[0] == "127.0.0.1"
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(data)


class Meeting:
    """A server on this machine, and what it was shown."""

    def __init__(self, folder: Path) -> None:
        self.files = server_files(folder, ["localhost", "127.0.0.1"])
        self.shown: list[Sequence[bytes]] = []

    def client_context(self, version: ssl.TLSVersion) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self.files.ca))
        context.minimum_version = context.maximum_version = version
        return context

    def hold(self, talk: Callable[[int], "asyncio.Future[object] | object"]) -> object:
        """Run a server while `talk`, which is given its port, does."""

        def shown(certificates: Sequence[bytes]) -> asyncio.Protocol:
            self.shown.append(certificates)
            return Echo()

        async def both() -> object:
            context = server_context(str(self.files.chain), str(self.files.key))
            loop = asyncio.get_running_loop()
            server = await loop.create_server(lambda: TlsProtocol(context, shown), "127.0.0.1", 0)
            async with server:
                result = talk(server.sockets[0].getsockname()[1])
                return await result if asyncio.iscoroutine(result) else result

        return asyncio.run(both())

    def echoed(self, context: ssl.SSLContext, data: bytes) -> bytes:
        """Return what comes back of data."""

        async def talk(port: int) -> bytes:
            reader, writer = await asyncio.open_connection("localhost", port, ssl=context)
            writer.write(data)
            got = await reader.readexactly(len(data))
            writer.close()
            await writer.wait_closed()
            return got

        got = self.hold(talk)
        assert isinstance(got, bytes)
        return got


@pytest.fixture(params=VERSIONS, ids=lambda version: version.name)
def version(request: pytest.FixtureRequest) -> ssl.TLSVersion:
    chosen: ssl.TLSVersion = request.param
    return chosen


def seen(folder: Path, version: ssl.TLSVersion, shows: list[Certified]) -> Sequence[bytes]:
    meeting = Meeting(folder)
    context = meeting.client_context(version)
    if shows:
        context.load_cert_chain(*written(folder, shows))
    assert meeting.echoed(context, b"hello") == b"hello"
    (shown,) = meeting.shown
    return shown


def test_who_shows_nothing_is_let_in_with_nothing(tmp_path: Path, version: ssl.TLSVersion) -> None:
    assert list(seen(tmp_path, version, [])) == []


def test_a_certificate_of_nobody_s_is_seen(tmp_path: Path, version: ssl.TLSVersion) -> None:
    (own,) = chain("sn-1")
    assert list(seen(tmp_path, version, [own])) == [own.der]


def test_a_chain_is_seen_whole_and_the_device_s_first(
    tmp_path: Path, version: ssl.TLSVersion
) -> None:
    shows = chain("sn-1", "line CA", "factory CA", "root CA")
    assert list(seen(tmp_path, version, shows)) == [one.der for one in shows]
    assert list(seen(tmp_path, version, shows[:2])) == [one.der for one in shows[:2]]


def test_a_chain_that_is_none_is_seen_as_it_was_sent(
    tmp_path: Path, version: ssl.TLSVersion
) -> None:
    leaf, ca, root = chain("sn-1", "line CA", "root CA")
    shows = [leaf, root, authority("another"), ca, leaf]
    assert list(seen(tmp_path, version, shows)) == [one.der for one in shows]


def test_who_comes_again_shows_it_again(tmp_path: Path, version: ssl.TLSVersion) -> None:
    meeting = Meeting(tmp_path)
    shows = chain("sn-1", "line CA")
    context = meeting.client_context(version)
    context.load_cert_chain(*written(tmp_path, shows))

    def meet(port: int, session: ssl.SSLSession | None) -> tuple[ssl.SSLSession | None, bool]:
        plain = socket.create_connection(("127.0.0.1", port))
        with context.wrap_socket(plain, server_hostname="localhost", session=session) as tls:
            tls.sendall(b"hello")
            assert tls.recv(5) == b"hello"
            return tls.session, bool(tls.session_reused)

    async def talk(port: int) -> bool:
        session, _ = await asyncio.to_thread(meet, port, None)
        _, again = await asyncio.to_thread(meet, port, session)
        return again

    assert meeting.hold(talk) is False
    assert meeting.shown == [tuple(one.der for one in shows)] * 2


def test_much_is_carried_both_ways(tmp_path: Path, version: ssl.TLSVersion) -> None:
    meeting = Meeting(tmp_path)
    data = bytes(range(256)) * 8_192
    assert meeting.echoed(meeting.client_context(version), data) == data


def test_the_application_is_told_by_the_server(
    serve: Callable[[ServiceSettings], PracticeService],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[Sequence[bytes]] = []

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        told.append(scope["extensions"][CHAIN]["der"])
        await Response(status_code=204)(scope, receive, send)

    monkeypatch.setattr(server_module, "application", lambda *_: application)
    service = serve(ServiceSettings())
    shows = chain("sn-1", "line CA", "root CA")
    for shown in (shows, []):
        context = ssl.create_default_context(cafile=str(service.files.ca))
        if shown:
            context.load_cert_chain(*written(tmp_path, shown))
        with httpx.Client(verify=context) as client:
            for _ in range(2):  # one connection, two requests
                assert client.get(f"https://{service.address}/").status_code == 204
    assert told == [tuple(one.der for one in shows)] * 2 + [()] * 2


def test_who_speaks_no_tls_is_hung_up_on_and_the_next_is_served(tmp_path: Path) -> None:
    meeting = Meeting(tmp_path)

    async def talk(port: int) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        told = await reader.read()
        writer.close()
        await writer.wait_closed()
        context = meeting.client_context(ssl.TLSVersion.TLSv1_3)
        reader, writer = await asyncio.open_connection("localhost", port, ssl=context)
        writer.write(b"hello")
        assert await reader.readexactly(5) == b"hello"
        writer.close()
        await writer.wait_closed()
        return told

    told = meeting.hold(talk)
    assert isinstance(told, bytes)
    assert b"HTTP" not in told  # an alert of TLS's, no more


def test_an_old_tls_is_refused(tmp_path: Path) -> None:
    meeting = Meeting(tmp_path)
    context = meeting.client_context(ssl.TLSVersion.TLSv1_3)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "ssl.TLSVersion.TLSv1_1", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError, match=r"(?i)protocol"):
        meeting.echoed(context, b"hello")
    assert not meeting.shown
