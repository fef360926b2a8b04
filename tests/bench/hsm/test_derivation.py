"""Devices' keys by the hundred: made by a copy of the group's key that is gone afterwards."""

from collections.abc import Iterator

import pkcs11
import pytest
from pkcs11 import Attribute

from station.hsm import groups
from station.hsm.factory import BATCH, FactoryHsm
from station.hsm.requests_any import OpenToken
from station.hsm.requests_factory import DeriveKeys
from station.hsm.session import TokenSession, open_session
from station.hsm.tokens import TokenAddress
from station.model.names import RegistrationId
from station.model.proof import derivation_input
from station.secret import Secret

pytestmark = pytest.mark.bench

GROUP = RegistrationId.make("order-7")
INPUTS = tuple(derivation_input(RegistrationId.make(f"unit-{n}")) for n in range(BATCH))


@pytest.fixture(params=["practice", "production"])
def opened(
    request: pytest.FixtureRequest, pin: Secret, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TokenSession]:
    """A factory's token with a group's key, open in this very process."""
    address = request.getfixturevalue(request.param)
    assert isinstance(address, TokenAddress)
    with FactoryHsm.open(address, pin) as factory:
        factory.groups.create(GROUP)
    monkeypatch.setenv("SOFTHSM2_CONF", address.module.environment["SOFTHSM2_CONF"])
    with pin.reveal() as data:
        token = open_session(OpenToken(address.module.library, address.label, Secret(data)))
    yield token
    token.close()
    pkcs11.unload(address.module.library)


def derived(token: TokenSession, inputs: tuple[bytes, ...]) -> bytes:
    (keys,) = groups.derive_keys(token, DeriveKeys(GROUP.text, inputs)).items
    with keys.reveal() as data:
        return data


def test_a_batch_is_what_each_is_alone_and_leaves_nothing_in_the_session(
    opened: TokenSession,
) -> None:
    alone = b"".join(derived(opened, (one,)) for one in INPUTS)
    assert derived(opened, INPUTS) == alone
    assert not list(opened.session.get_objects({Attribute.TOKEN: False}))


def test_a_token_that_copies_no_key_derives_with_the_key_itself(
    opened: TokenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, asked = derived(opened, INPUTS), []

    def refused(key: object, changes: object) -> None:
        asked.append((key, changes))
        raise pkcs11.exceptions.FunctionNotSupported

    monkeypatch.setattr("pkcs11._pkcs11.SecretKey.copy", refused)
    assert derived(opened, INPUTS) == expected
    assert len(asked) == 1
