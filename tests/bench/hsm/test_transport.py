"""A derived key wrapped in the factory's token for a unit's: what is there, and who can use it."""

import hmac
import os
from collections.abc import Callable

import pytest

from station.errors import StationError
from station.hsm.device_keys import WrappedKey
from station.hsm.factory import FactoryHsm
from station.hsm.tokens import Token, TokenAddress
from station.model.names import RegistrationId

pytestmark = pytest.mark.bench

NAME = RegistrationId.make("unit-0042")
GROUP = RegistrationId.make("order-7")
Tool = Callable[..., str]


def wrapped_for(token: Token, factory: FactoryHsm) -> WrappedKey:
    factory.groups.create(GROUP)
    return factory.device_keys.wrapped(GROUP, NAME, token.transport.begin(), os.urandom(32))


def test_a_wrapped_key_is_the_device_s_and_others_see_it_as_the_record_claims(
    token: Token, factory: FactoryHsm, unit: TokenAddress, tool: Tool
) -> None:
    token.transport.install("station-unit", b"run", wrapped_for(token, factory))
    message = os.urandom(48)
    assert token.hmac(b"run", message) == factory.device_keys.hmac(GROUP, NAME, message)
    listed = tool(unit, "--list-objects")
    assert listed.count("Object;") == 1, listed
    assert "Secret Key Object; Generic secret" in listed
    assert "station-unit" in listed
    assert b"run".hex() in listed
    assert "sensitive" in listed
    for never in ("extractable", "local", "encrypt", "wrap", "derive"):
        assert never not in listed.replace("never extractable", "")


def test_the_factory_s_hmac_is_by_the_key_that_it_derives(factory: FactoryHsm) -> None:
    factory.groups.create(GROUP)
    with factory.derive(GROUP, NAME).reveal() as key:
        expected = hmac.digest(key, b"message", "sha256")
    assert factory.device_keys.hmac(GROUP, NAME, b"message") == expected


def test_another_key_than_was_wrapped_is_destroyed_again(
    token: Token, factory: FactoryHsm, unit: TokenAddress, tool: Tool
) -> None:
    key = wrapped_for(token, factory)
    with pytest.raises(StationError, match="HSM-012"):
        token.transport.install("station-unit", b"run", WrappedKey(key.wrapped, b"else", key.hmac))
    assert tool(unit, "--list-objects") == ""


def test_a_transport_key_serves_for_one_key(token: Token, factory: FactoryHsm) -> None:
    key = wrapped_for(token, factory)
    token.transport.install("station-unit", b"run", key)
    with pytest.raises(StationError, match="HSM-028"):
        token.transport.install("second", b"second", key)
