"""Entra ID's sign-in against a token authority of the tests' own, and a service that checks it."""

import logging
import socket
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Timer
from time import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from station.errors import StationError
from station.model.sign_in import SignIn
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.secret import Secret
from station.service.bearer import BearerAccount, BearerToken
from station.service.client import ServiceClient
from station.service.entra import Attended, EntraTokens, EntraWay
from station.service.lines import ProxyWay
from station.service.probing import probed
from station.service.trust import trusted
from tests.support.basic_proxy import PASSWORD, USER, basic_proxy
from tests.support.token_authority import (
    CLIENT,
    MACHINE,
    SECRET,
    TENANT,
    Authority,
    token_authority,
)

pytestmark = pytest.mark.service


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with token_authority(tmp_path_factory.mktemp("authority")) as running:
        yield running


@pytest.fixture
def authority(shared: Authority) -> Iterator[Authority]:
    yield shared
    shared.life_s, shared.certified, shared.signed_in = 3_600, None, False
    shared.breaks.clear()
    shared.grants.clear()
    shared.given.clear()


@pytest.fixture(scope="module")
def taking(
    shared: Authority, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PracticeService]:
    """Give a service that takes that authority's tokens."""
    settings = ServiceSettings(a_minute=0, tokens_of=shared.verifier)
    with PracticeService(tmp_path_factory.mktemp("service"), settings) as running:
        yield running


def way(
    authority: Authority,
    sign_in: SignIn,
    secret: bytes = b"",
    proxy: ProxyWay | None = None,
    attended: Attended | None = None,
) -> EntraWay:
    return EntraWay(
        "main",
        sign_in,
        TENANT,
        CLIENT,
        authority.host,
        Secret(secret) if secret else None,
        trusted(None, "main", authority.files.ca.read_text()),
        proxy,
        attended=attended,
    )


def goods(service: PracticeService, given: EntraWay) -> list[bool | None]:
    account = BearerAccount(service.address, lambda: EntraTokens(given))
    client = ServiceClient.of(account, service.files.ca.read_text())
    try:
        return [one.good for one in probed(client, "", Event())]
    finally:
        client.close()


def certificate(key: rsa.RSAPrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "station")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=9))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + made.public_bytes(Encoding.PEM)


def test_a_client_s_secret_opens_the_service_and_is_nowhere_to_be_read(
    authority: Authority, taking: PracticeService, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert goods(taking, way(authority, SignIn.SECRET, SECRET.encode())) == [True] * 8
    assert authority.grants == ["client_credentials"], "one token serves all calls"
    assert len(authority.given) == 1
    for said in (record.getMessage() for record in caplog.records):
        assert SECRET not in said
        assert authority.given[0] not in said


def test_a_client_s_certificate_opens_the_service(
    authority: Authority, taking: PracticeService
) -> None:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    authority.certified = key.public_key()
    given = way(authority, SignIn.CERTIFICATE, certificate(key))
    assert goods(taking, given) == [True] * 8


def test_a_person_signs_in_once_with_a_code(authority: Authority, taking: PracticeService) -> None:
    told: list[str] = []

    def tell(sentence: str) -> None:
        told.append(sentence)
        authority.signed_in = True

    given = way(authority, SignIn.PERSON, attended=Attended(tell, Event()))
    tokens = EntraTokens(given)
    account = BearerAccount(taking.address, lambda: tokens)
    client = ServiceClient.of(account, taking.files.ca.read_text())
    assert all(one.good for one in probed(client, "", Event()))
    account.refused()
    assert all(one.good for one in probed(client, "", Event()))
    assert len(told) == 1
    assert "QWER-TYUI" in told[0]
    assert f"https://{authority.host}/device" in told[0]


def test_who_gives_up_waiting_for_a_person_waits_no_longer(authority: Authority) -> None:
    cancel = Event()
    timer = Timer(0.2, cancel.set)
    timer.start()
    tokens = EntraTokens(way(authority, SignIn.PERSON, attended=Attended(lambda _: None, cancel)))
    with pytest.raises(StationError, match="LIN-003"):
        tokens.token()
    authority.signed_in = True  # the library's own thread ends
    timer.join()
    with pytest.raises(StationError, match="SVC-076"):
        EntraTokens(way(authority, SignIn.PERSON))


def test_the_machine_s_own_identity_opens_the_service(
    authority: Authority, taking: PracticeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"https://{authority.host}/machine")
    monkeypatch.setenv("IDENTITY_HEADER", MACHINE)
    assert goods(taking, way(authority, SignIn.MANAGED_IDENTITY)) == [True] * 8
    assert authority.grants == ["machine"]


def test_the_environment_s_account_opens_the_service(
    authority: Authority, taking: PracticeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "AZURE_TENANT_ID": TENANT,
        "AZURE_CLIENT_ID": CLIENT,
        "AZURE_CLIENT_SECRET": SECRET,
    }.items():
        monkeypatch.setenv(name, value)
    assert goods(taking, way(authority, SignIn.ENVIRONMENT)) == [True] * 8


@pytest.mark.parametrize(
    ("tenant", "client", "secret", "words"),
    [
        (TENANT, CLIENT, b"another", "secret is wrong (AADSTS7000215)"),
        (TENANT, "nobody", SECRET.encode(), "no such client (AADSTS700016)"),
        (TENANT, CLIENT, b"\xff", "can't be used"),
    ],
)
def test_why_there_is_no_token_is_told_in_words_without_the_secret(
    authority: Authority, tenant: str, client: str, secret: bytes, words: str
) -> None:
    given = way(authority, SignIn.SECRET, secret)
    tokens = EntraTokens(replace(given, tenant=tenant, client=client))
    with pytest.raises(StationError, match="SVC-074") as caught:
        tokens.token()
    assert words in caught.value.message
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert SECRET not in str(caught.value) + repr(caught.value)


def test_an_authority_that_can_t_be_reached_may_be_asked_again(authority: Authority) -> None:
    given = way(authority, SignIn.SECRET, SECRET.encode())
    with socket.create_server(("", 0)) as nobody:
        gone = f"localhost:{nobody.getsockname()[1]}"
    tokens = EntraTokens(replace(given, authority=gone))
    with pytest.raises(StationError, match="SVC-039") as caught:
        tokens.token()
    assert "token authority" in caught.value.message


def test_an_authority_that_nobody_vouches_for_is_told_no_secret(
    authority: Authority, taking: PracticeService
) -> None:
    given = way(authority, SignIn.SECRET, SECRET.encode())
    other = trusted(None, "main", taking.files.ca.read_text())
    tokens = EntraTokens(replace(given, trust=other))
    with pytest.raises(StationError, match="SVC-074") as caught:
        tokens.token()
    assert "certificate" in caught.value.message
    assert "client_credentials" not in authority.grants


def test_the_authority_is_asked_through_the_proxy(
    authority: Authority, taking: PracticeService
) -> None:
    with basic_proxy() as proxy:
        through = ProxyWay(proxy.place, USER, Secret(PASSWORD.encode()))
        given = way(authority, SignIn.SECRET, SECRET.encode(), through)
        assert goods(taking, given) == [True] * 8
        assert set(proxy.asked) == {authority.host}
        wrong = ProxyWay(proxy.place, USER, Secret(b"wrong"))
        with pytest.raises(StationError, match="user name or password"):
            EntraTokens(way(authority, SignIn.SECRET, SECRET.encode(), wrong)).token()


def test_a_token_is_renewed_before_it_ends_and_after_a_refusal() -> None:
    ends: Sequence[int] = (1_000, 9_000, 20_000)
    given = iter([BearerToken(Secret(f"t{end}".encode()), end) for end in ends])

    class Source:
        closed = False

        def token(self) -> BearerToken:
            return next(given)

        def close(self) -> None:
            self.closed = True

    source = Source()
    account = BearerAccount("a.example", lambda: source)
    shown = [account.authorization(now) for now in (0, 699, 700, 8_000)]
    assert shown == ["Bearer t1000", "Bearer t1000", "Bearer t9000", "Bearer t9000"]
    account.refused()
    assert account.authorization(8_000) == "Bearer t20000"
    account.close()
    assert source.closed


def test_short_tokens_are_asked_for_again(authority: Authority, taking: PracticeService) -> None:
    authority.life_s = 200
    assert goods(taking, way(authority, SignIn.SECRET, SECRET.encode())) == [True] * 8
    assert len(authority.given) == 3


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": int(time()) - 1},
        {"nbf": int(time()) + 600},
        {"aud": "https://iothubs.azure.net"},
        {"iss": "https://login.example/else/v2.0"},
        {"exp": None},
    ],
    ids=["ended", "not yet", "another's audience", "another's issuer", "endless"],
)
def test_a_service_takes_no_token_that_isn_t_for_it(
    authority: Authority, taking: PracticeService, changed: dict[str, object]
) -> None:
    authority.breaks = changed
    found = goods(taking, way(authority, SignIn.SECRET, SECRET.encode()))
    assert found == [True] * 4 + [False] + [None] * 3


def test_a_service_takes_no_token_of_another_key_or_form(
    authority: Authority, taking: PracticeService, tmp_path: Path
) -> None:
    other = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    good = authority.token()
    head, claims, _ = good.split(".")
    unsigned = "eyJhbGciOiJub25lIiwia2lkIjoia2V5LTEifQ"  # {"alg":"none","kid":"key-1"}
    bad = [authority.token(other), f"{head}.{claims}.", f"{unsigned}.{claims}.", "x", "é.b.c"]
    assert taken(taking, good)
    assert not any(taken(taking, one) for one in bad)
    with PracticeService(tmp_path / "usual", ServiceSettings()) as usual:
        assert not taken(usual, good), "it is off unless somebody wants it"


def taken(service: PracticeService, token: str) -> bool:
    class One:
        def token(self) -> BearerToken:
            return BearerToken(Secret(token.encode("ascii", "ignore")), int(time()) + 3_600)

        def close(self) -> None:
            """Nothing to forget."""

    account = BearerAccount(service.address, One)
    client = ServiceClient.of(account, service.files.ca.read_text())
    try:
        return all(one.good for one in probed(client, "", Event()))
    finally:
        client.close()
