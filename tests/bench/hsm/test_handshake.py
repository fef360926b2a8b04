"""A token's key opens TLS connections to the station, by OpenSSL's own client."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from station.errors import StationError
from station.hsm import handshake
from station.hsm.factory import FactoryHsm
from station.hsm.frames import Patience
from station.hsm.handshake import ClientKey, prove_by_handshakes
from station.hsm.tokens import Module, Token, TokenAddress, initialise_token
from station.model.certificate import CertificateTemplate
from station.model.names import RegistrationId
from station.model.profile import KeyKind
from station.secret import Secret
from tests.support.hostile_token import Hostile, built
from tests.support.leaks import Scanner, Watch

pytestmark = pytest.mark.bench

NAME = RegistrationId.make("unit-0042")


def certified(
    token: Token, factory: FactoryHsm, kind: KeyKind = KeyKind.EC_P256, key_id: bytes = b"\x00;id"
) -> bytes:
    """Make a key on the token, and return its certificate."""
    token.generate_key_pair(kind, f"key {key_id!r}", key_id)
    request = token.request_certificate(key_id, NAME.text)
    return factory.issue_certificate(request, NAME, CertificateTemplate(365), datetime.now(UTC))


def refusal(key: ClientKey, pin: Secret, chain: tuple[bytes, ...], patience: Patience) -> str:
    with pytest.raises(StationError) as caught:
        prove_by_handshakes(key, pin, chain, patience)
    assert caught.value.detail
    return caught.value.code


@pytest.mark.parametrize("kind", KeyKind, ids=lambda kind: str(kind.value))
def test_each_kind_of_key_connects_while_its_token_is_open_elsewhere(
    kind: KeyKind, unit: TokenAddress, token: Token, factory: FactoryHsm, pin: Secret
) -> None:
    key = ClientKey(unit, b"\x00;id", certified(token, factory, kind))
    prove_by_handshakes(key, pin, factory.issuing_chain, Patience(20))
    assert token.sign(b"\x00;id", b"the token is as open as before")


def test_a_pin_of_any_characters_reaches_the_engine_and_nobody_else(
    make_module: Callable[[str], Module], factory: FactoryHsm, tmp_path: Path
) -> None:
    text = r"""a"b\c$d #e;f'g=h[i]`j${k}(l) é"""
    module = make_module("any characters")
    initialise_token(module, "a;b c", Secret(b"so-pin-60514233"), Secret(text.encode()))
    address = TokenAddress(module, "a;b c")
    with Token.open(address, Secret(text.encode())) as token:
        certificate = certified(token, factory)
    watch = Watch([tmp_path])
    with watch.running(every_s=0.001):
        key = ClientKey(address, b"\x00;id", certificate)
        prove_by_handshakes(key, Secret(text.encode()), factory.issuing_chain, Patience(20))
    assert watch.saw("cmdline", b"s_client"), "nobody looked at it"
    assert not watch.leaks(Scanner({"pin": text.encode()}))


def test_a_certificate_for_another_key_is_no_proof(
    unit: TokenAddress, token: Token, factory: FactoryHsm, pin: Secret
) -> None:
    certified(token, factory)
    other = certified(token, factory, key_id=b"other")
    key = ClientKey(unit, b"\x00;id", other)
    assert refusal(key, pin, factory.issuing_chain, Patience(20)) == "HSM-016"


def test_a_certificate_of_another_issuer_is_no_proof(
    unit: TokenAddress, token: Token, factory: FactoryHsm, pin: Secret
) -> None:
    key = ClientKey(unit, b"\x00;id", certified(token, factory))
    assert refusal(key, pin, factory.issuing_chain[:1], Patience(20)) == "HSM-016"


def test_a_key_that_is_not_there_is_no_proof(
    unit: TokenAddress, token: Token, factory: FactoryHsm, pin: Secret
) -> None:
    key = ClientKey(unit, b"none", certified(token, factory))
    assert refusal(key, pin, factory.issuing_chain, Patience(20)) == "HSM-016"


def test_a_token_that_hangs_is_given_up(
    unit: TokenAddress, token: Token, factory: FactoryHsm, pin: Secret, tmp_path: Path
) -> None:
    hostile = Hostile(built(tmp_path), tmp_path / "rules")
    hostile.told("hang C_Sign")
    address = TokenAddress(hostile.before(unit.module), unit.label)
    key = ClientKey(address, b"\x00;id", certified(token, factory))
    assert refusal(key, pin, factory.issuing_chain, Patience(1)) == "HSM-007"


def test_what_was_cancelled_before_is_not_begun(
    unit: TokenAddress, token: Token, factory: FactoryHsm, pin: Secret
) -> None:
    cancel = Event()
    cancel.set()
    key = ClientKey(unit, b"\x00;id", certified(token, factory))
    assert refusal(key, pin, factory.issuing_chain, Patience(20, cancel)) == "LIN-003"


@pytest.fixture
def looked_for_again() -> Iterator[None]:
    """Forget which programs there are, before and after."""
    handshake.programs.cache_clear()
    yield
    handshake.programs.cache_clear()


@pytest.mark.usefixtures("looked_for_again")
def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "which", lambda _: None)
        with pytest.raises(StationError, match="HSM-046") as caught:
            handshake.programs()
    assert caught.value.remedy == "Install the package openssl."
    fake = tmp_path / "openssl"
    fake.write_text(f"#!/bin/sh\necho 'ENGINESDIR: \"{tmp_path}\"'\n", encoding="ascii")
    fake.chmod(0o700)
    monkeypatch.setattr(shutil, "which", lambda _: str(fake))
    with pytest.raises(StationError, match="HSM-046") as caught:
        handshake.programs()
    assert caught.value.remedy == "Install the package libengine-pkcs11-openssl."
