"""A token's key opens a TLS connection to a server, and carries a question and its answer."""

import socket
import ssl
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from station.errors import StationError
from station.hsm.factory import FactoryHsm
from station.hsm.frames import Patience
from station.hsm.handshake import ClientKey, Server, exchange, prove_by_handshakes
from station.hsm.tokens import Module, Token, TokenAddress, initialise_token
from station.practice.service.server import PracticeService
from station.secret import Secret
from tests.bench.hsm.test_handshake import certified
from tests.support.leaks import Scanner, Watch

pytestmark = pytest.mark.bench

ASKED = b"GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
KEY_ID = b"\x00;id"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """Give a server that takes any client certificate, and refuses what it is asked in JSON."""
    with PracticeService(tmp_path / "service") as service:
        yield Server("localhost", service.port, str(service.files.ca))


@pytest.fixture
def key(unit: TokenAddress, token: Token, factory: FactoryHsm) -> ClientKey:
    return ClientKey(unit, KEY_ID, certified(token, factory))


def refusal(
    key: ClientKey, pin: Secret, server: Server, patience: Patience, most: int = 10_000
) -> str:
    with pytest.raises(StationError) as caught:
        exchange(key, pin, (), server, (ASKED, most), patience)
    assert caught.value.detail
    return caught.value.code


def test_it_says_and_hears_all_and_its_pin_is_seen_by_nobody(
    make_module: Callable[[str], Module], factory: FactoryHsm, server: Server, tmp_path: Path
) -> None:
    text = r"""a"b\c$d #e;f'g=h[i]`j${k}(l) é"""
    module = make_module("any characters")
    initialise_token(module, "a;b c", Secret(b"so-pin-60514233"), Secret(text.encode()))
    address = TokenAddress(module, "a;b c")
    with Token.open(address, Secret(text.encode())) as token:
        certificate = certified(token, factory)
    key, pin = ClientKey(address, KEY_ID, certificate), Secret(text.encode())
    watch = Watch([tmp_path])
    with watch.running(every_s=0.001):
        chain = factory.issuing_chain[:1]
        heard = exchange(key, pin, chain, server, (ASKED, 10_000), Patience(20))
    assert heard.startswith(b"HTTP/1.1 404")
    assert heard.endswith(b"}")
    assert watch.saw("cmdline", b"s_client"), "nobody looked at it"
    assert not watch.leaks(Scanner({"pin": text.encode()}))


def test_a_server_that_nobody_vouches_for_is_told_nothing(
    key: ClientKey, pin: Secret, server: Server, factory: FactoryHsm, tmp_path: Path
) -> None:
    other = tmp_path / "other.pem"
    other.write_text(ssl.DER_cert_to_PEM_cert(factory.issuing_chain[-1]))
    foreign = Server(server.host, server.port, str(other))
    assert refusal(key, pin, foreign, Patience(20)) == "HSM-016"
    misnamed = Server("localhost.localdomain", server.port, server.ca)
    assert refusal(key, pin, misnamed, Patience(20)) == "HSM-016"


def test_who_says_too_much_or_nothing_is_given_up(
    key: ClientKey, pin: Secret, server: Server
) -> None:
    assert refusal(key, pin, server, Patience(20), most=20) == "HSM-016"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        nobody = Server("127.0.0.1", silent.getsockname()[1], server.ca)
        assert refusal(key, pin, nobody, Patience(1)) == "HSM-007"
        cancel = Event()
        cancel.set()
        assert refusal(key, pin, nobody, Patience(20, cancel)) == "LIN-003"


def test_nothing_of_it_is_ever_on_disk_that_a_kill_could_leave(
    key: ClientKey,
    pin: Secret,
    server: Server,
    factory: FactoryHsm,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    chain = factory.issuing_chain
    assert exchange(key, pin, chain[:1], server, (ASKED, 10_000), Patience(20))
    prove_by_handshakes(key, pin, chain, Patience(20))
