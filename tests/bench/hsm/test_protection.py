"""What is tried to get a key out of a token: each attempt finds what it is made to find."""

import pkcs11
import pytest
from pkcs11 import Attribute, KeyType, Mechanism, MechanismFlag
from pkcs11.types import PrivateKey, SecretKey

from station.errors import StationError
from station.hsm import protection
from station.hsm.injection import HMACS_ONLY
from station.hsm.keys import SIGNS_ONLY
from station.hsm.protection import Birth, demand_protection
from station.hsm.session import TokenSession
from station.hsm.signing import P256

pytestmark = pytest.mark.bench


def hmac_key(session: TokenSession, template: dict[Attribute, bool]) -> SecretKey:
    return session.session.generate_key(
        KeyType.GENERIC_SECRET,
        512,
        store=True,
        capabilities=MechanismFlag.SIGN,
        template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False, **template},
    )


def pair(session: TokenSession, template: dict[Attribute, bool]) -> PrivateKey:
    curve = session.session.create_domain_parameters(
        KeyType.EC, {Attribute.EC_PARAMS: P256}, local=True
    )
    _, private = curve.generate_keypair(
        store=True,
        capabilities=MechanismFlag.SIGN | MechanismFlag.VERIFY,
        private_template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False, **template},
    )
    return private


def detail_of(session: TokenSession, key: SecretKey | PrivateKey, birth: Birth) -> str:
    usage = SIGNS_ONLY if isinstance(key, PrivateKey) else HMACS_ONLY
    with pytest.raises(StationError, match="HSM-009") as caught:
        demand_protection(session, key, birth, usage)
    return caught.value.detail


def test_a_well_made_key_withstands(session: TokenSession) -> None:
    demand_protection(session, hmac_key(session, {}), Birth.ON_TOKEN, HMACS_ONLY)
    demand_protection(session, pair(session, {}), Birth.ON_TOKEN, SIGNS_ONLY)


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ({Attribute.EXTRACTABLE: True}, "CKA_EXTRACTABLE is not FALSE"),
        ({Attribute.SENSITIVE: False}, "CKA_SENSITIVE is not TRUE"),
        ({Attribute.PRIVATE: False}, "CKA_PRIVATE is not TRUE"),
        ({Attribute.TOKEN: False}, "CKA_TOKEN is not TRUE"),
        ({Attribute.SIGN: False}, "CKA_SIGN is not TRUE"),
        ({Attribute.DERIVE: True}, "CKA_DERIVE is not FALSE"),
    ],
)
def test_what_the_attributes_say_is_read_back(
    template: dict[Attribute, bool], told: str, session: TokenSession
) -> None:
    assert detail_of(session, hmac_key(session, template), Birth.ON_TOKEN) == told
    assert detail_of(session, pair(session, template), Birth.ON_TOKEN) == told


def test_a_key_from_outside_is_not_taken_for_one_made_there(session: TokenSession) -> None:
    key = session.session.create_object(
        {
            Attribute.CLASS: pkcs11.ObjectClass.SECRET_KEY,
            Attribute.KEY_TYPE: KeyType.GENERIC_SECRET,
            Attribute.TOKEN: True,
            Attribute.PRIVATE: True,
            Attribute.SENSITIVE: True,
            Attribute.EXTRACTABLE: False,
            **HMACS_ONLY,
            Attribute.VALUE: bytes(64),
        }
    )
    assert isinstance(key, SecretKey)
    demand_protection(session, key, Birth.OUTSIDE, HMACS_ONLY)
    assert detail_of(session, key, Birth.ON_TOKEN) == "CKA_LOCAL is not TRUE"


def test_an_attempt_to_read_finds_a_value_that_can_be_read(session: TokenSession) -> None:
    assert protection._readable(hmac_key(session, {})) is None
    open_key = hmac_key(session, {Attribute.SENSITIVE: False, Attribute.EXTRACTABLE: True})
    assert protection._readable(open_key) is Attribute.VALUE


def test_an_attempt_to_wrap_finds_a_key_that_is_given_out(session: TokenSession) -> None:
    for make in (hmac_key, pair):
        assert protection._wrapped(session, make(session, {})) is None
        given_out = make(session, {Attribute.EXTRACTABLE: True})
        found = protection._wrapped(session, given_out)
        assert found in {Mechanism.AES_KEY_WRAP, Mechanism.AES_KEY_WRAP_PAD}


def test_an_attempt_to_loosen_finds_a_key_that_is_loose(session: TokenSession) -> None:
    assert not protection._loosened(hmac_key(session, {}))
    assert not protection._loosened(pair(session, {}))
    assert protection._loosened(hmac_key(session, {Attribute.EXTRACTABLE: True}))
