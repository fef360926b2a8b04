"""What `station service test` says of the practice service, well and unwell, step by step."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread

import pytest

from station.errors import StationError
from station.model.proof import SasToken
from station.model.world import World
from station.practice.service.faults import Fault
from station.practice.service.server import OWNER, PracticeService
from station.practice.service.settings import ServiceSettings
from station.service.account import Account, TokenAccount
from station.service.client import ServiceClient
from station.service.probing import Probe, probed
from tests.support.checked_client import Seen, all_checked
from tests.support.contract import Contract

pytestmark = pytest.mark.service

Serve = Callable[[ServiceSettings], PracticeService]
STEPS = ["name", "connection", "TLS", "clock", "credential"]
RIGHTS = ["right to read", "right to write", "right to see registrations"]


@pytest.fixture(autouse=True)
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Hold every exchange of the client's against the described interface."""
    return all_checked(monkeypatch)


def client_of(service: PracticeService, policy: str = OWNER, proxy: str = "") -> ServiceClient:
    account = Account.parse(service.connection_string(policy), World.PRACTICE)
    return ServiceClient.of(account, service.files.ca.read_text(), proxy, 20)


def tried(client: ServiceClient, proxy: str = "") -> dict[str, Probe]:
    probes = list(probed(client, proxy, Event()))
    assert [one.what for one in probes] == STEPS + RIGHTS
    assert all(one.remedy for one in probes if one.good is False)
    return {one.what: one for one in probes}


def goods(probes: dict[str, Probe]) -> list[bool | None]:
    return [one.good for one in probes.values()]


def test_a_service_that_is_well_passes_each_step_and_stays_as_it_is(
    service: PracticeService, seen: Seen
) -> None:
    assert goods(tried(client_of(service))) == [True] * 8
    assert seen.operations >= {"IndividualEnrollment_Get", "IndividualEnrollment_Delete"}
    assert all(one.status >= 400 for one in seen.exchanges), "something was there, or was made"


@pytest.mark.parametrize(
    ("policy", "rights"),
    [
        ("enrollmentwrite", [True, True, None]),
        ("enrollmentread", [True, False, None]),
        ("registrationread", [False, False, True]),
    ],
)
def test_each_right_is_told(
    service: PracticeService, policy: str, rights: list[bool | None]
) -> None:
    assert goods(tried(client_of(service, policy))) == [True] * 5 + rights


def test_a_key_that_is_not_taken_is_told(service: PracticeService) -> None:
    client = client_of(service)
    assert isinstance(client.account, Account)
    nobody = replace(client, account=replace(client.account, policy="nobody"))
    probes = tried(nobody)
    assert goods(probes) == [True] * 4 + [False, None, None, None]


def test_a_clock_that_is_wrong_is_told(service: PracticeService) -> None:
    probes = tried(replace(client_of(service), now=lambda: time.time() + 600))
    assert probes["clock"].good is False
    assert "ahead" in probes["clock"].found
    probes = tried(replace(client_of(service), now=lambda: time.time() - 86_400))
    assert (probes["clock"].good, probes["credential"].good) == (False, False)


def test_a_token_that_signs_nothing_is_told(service: PracticeService) -> None:
    def sign(expiry: int) -> SasToken:
        del expiry
        raise StationError("HSM-013", what="key of the service main")

    client = ServiceClient.of(TokenAccount(service.address, sign), service.files.ca.read_text())
    probes = tried(client)
    assert goods(probes) == [True, True, None, None, False, None, None, None]
    assert "HSM-013" in probes["credential"].found


def test_another_s_certificate_and_nobody_are_told(service: PracticeService) -> None:
    own = ServiceClient.of(client_of(service).account)
    assert goods(tried(own)) == [True, True, False] + [None] * 5
    with socket.create_server(("", 0)) as nobody:
        port = nobody.getsockname()[1]
    account = client_of(service).account
    assert isinstance(account, Account)
    gone = replace(own, account=replace(account, host=f"localhost:{port}"))
    assert goods(tried(gone)) == [True, False] + [None] * 6
    unknown = replace(own, account=replace(account, host="nobody.invalid"))
    assert goods(tried(unknown)) == [False] + [None] * 7


def test_who_is_asked_too_often_is_well(serve: Serve) -> None:
    service = serve(ServiceSettings(a_minute=1))
    probes = tried(client_of(service))
    assert goods(probes) == [True] * 8
    assert "pause" in probes["right to write"].found


def test_a_service_that_is_unwell_is_told(
    service: PracticeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Contract, "check", lambda *_, **__: "")
    service.faults.shares = {Fault.BUSY: 1.0}
    assert goods(tried(client_of(service)))[5:] == [False, False, False]
    service.faults.shares = {Fault.RESET: 1.0}
    assert goods(tried(client_of(service)))[2] is False


def test_a_cancel_ends_it(service: PracticeService) -> None:
    cancel = Event()
    cancel.set()
    with pytest.raises(StationError, match="LIN-003"):
        list(probed(client_of(service), "", cancel))


class Proxy:
    """A proxy that lets CONNECT through, or not; one connection at a time."""

    def __init__(self, listening: socket.socket, *, lets: bool) -> None:
        self.asked: list[bytes] = []
        self._listening = listening
        self._lets = lets

    def serve(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            Thread(target=self._through, args=(client,), daemon=True).start()

    def _through(self, client: socket.socket) -> None:
        head = b""
        with client:
            while b"\r\n\r\n" not in head:
                part = client.recv(4096)
                if not part:
                    return
                head += part
            self.asked.append(head.split(b"\r\n")[0])
            if not self._lets:
                client.sendall(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")
                return
            host, _, port = head.split()[1].decode().partition(":")
            with socket.create_connection((host, int(port))) as server:
                client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                back = Thread(target=_copied, args=(server, client), daemon=True)
                back.start()
                _copied(client, server)
                back.join()


def _copied(source: socket.socket, sink: socket.socket) -> None:
    try:
        while part := source.recv(65_536):
            sink.sendall(part)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        return


@contextmanager
def proxy(*, lets: bool) -> Iterator[tuple[str, Proxy]]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made = Proxy(listening, lets=lets)
        Thread(target=made.serve, daemon=True).start()
        yield f"127.0.0.1:{listening.getsockname()[1]}", made
        listening.shutdown(socket.SHUT_RDWR)


def test_the_way_through_a_proxy_is_tried_and_kept(service: PracticeService) -> None:
    with proxy(lets=True) as (place, known):
        client = client_of(service, proxy=place)
        assert goods(tried(client, place)) == [True] * 8
        assert known.asked == [f"CONNECT {service.address} HTTP/1.1".encode()]
        client.close()
    with proxy(lets=False) as (place, _):
        probes = tried(client_of(service, proxy=place), place)
        assert goods(probes) == [True, True, False] + [None] * 5
        assert "proxy" in probes["TLS"].found
