"""Whether a key on a token is protected: read from its attributes, then tried, not believed.

NSS's softokn gives out by C_WrapKey a key that it calls non-extractable, so attributes alone prove
nothing. What is tried is what an attacker with the PIN would try: to read the value, to make the
key extractable after all, and to have it wrapped by a key of one's own.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from enum import Enum
from typing import Final

from pkcs11 import Attribute, KeyType, Mechanism, PKCS11Error
from pkcs11.types import Key

from station.errors import StationError
from station.hsm.session import TokenSession
from station.hsm.vendors import Origin


class Birth(Enum):
    """Where a key came from, which decides what its token can say of its past.

    One that was wrapped once was made there as a key of a session, wrapped for those who are to
    have it, and then kept as a copy that is never extractable again.
    """

    ON_TOKEN = "on-token"  # noqa: S105 - a place, not a password
    OUTSIDE = "outside"
    WRAPPED_ONCE = "wrapped-once"


_PROTECTED: Final[Mapping[Attribute, bool]] = {
    Attribute.TOKEN: True,
    Attribute.PRIVATE: True,
    Attribute.SENSITIVE: True,
    Attribute.EXTRACTABLE: False,
}
_WRAPPED_ONCE: Final[Mapping[Attribute, bool]] = {
    Attribute.LOCAL: True,
    Attribute.ALWAYS_SENSITIVE: True,
}
_TOLD: Final[Mapping[Birth, Mapping[Attribute, bool]]] = {
    Birth.ON_TOKEN: {**_WRAPPED_ONCE, Attribute.NEVER_EXTRACTABLE: True},
    Birth.WRAPPED_ONCE: _WRAPPED_ONCE,
    Birth.OUTSIDE: {},
}
_RSA_VALUES: Final = (
    Attribute.PRIVATE_EXPONENT,
    Attribute.PRIME_1,
    Attribute.PRIME_2,
    Attribute.EXPONENT_1,
    Attribute.EXPONENT_2,
    Attribute.COEFFICIENT,
)
# With the parameter that each wants; the initialisation vector may be anything here.
_WRAPPING: Final[Mapping[Mechanism, bytes | None]] = {
    Mechanism.AES_KEY_WRAP: None,
    Mechanism.AES_KEY_WRAP_PAD: None,
    Mechanism.AES_KEY_WRAP_KWP: None,
    Mechanism.AES_CBC_PAD: bytes(16),
    Mechanism.AES_CBC: bytes(16),
    Mechanism.AES_ECB: None,
}


def demand_protection(
    token: TokenSession, key: Key, birth: Birth, usage: Mapping[Attribute, bool]
) -> None:
    """Read a key's attributes back and try to get it out.

    Raises:
        StationError: as `demand_shut`, HSM-005 where the token is gone.
    """
    demand_shut(token, key, birth, usage)
    # A token that is gone refuses everything, which proves nothing.
    token.demand_presence()


def demand_shut(
    token: TokenSession, key: Key, birth: Birth, usage: Mapping[Attribute, bool]
) -> None:
    """As `demand_protection`, of a key that is used right afterwards: so its token isn't gone.

    Args:
        token: its token.
        key: the private or secret key.
        birth: where it came from.
        usage: what it may and may not do.

    Raises:
        StationError: HSM-009 where it isn't protected.
    """
    expected = {**_PROTECTED, **usage}
    if token.vendor.origin is Origin.TOLD:
        expected |= _TOLD[birth]
    told = key.get_attributes(list(expected))
    for attribute, value in expected.items():
        if told.get(attribute) is not value:
            raise StationError("HSM-009", f"CKA_{attribute.name} is not {str(value).upper()}")
    for way in ways_out(token, key):
        raise StationError("HSM-009", way)


def tighten(key: Key) -> None:
    """Make a key that was unwrapped sensitive and not extractable, where it isn't yet.

    opencryptoki's software token refuses a template that would have it otherwise, and makes
    whatever it unwraps readable and extractable, whatever the template says. Where a token doesn't
    let it be made so, `demand_protection` finds it.
    """
    wanted = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False}
    told = key.get_attributes(list(wanted))
    for attribute, value in wanted.items():
        if told.get(attribute) is not value:
            with suppress(PKCS11Error):
                key[attribute] = value


def ways_out(token: TokenSession, key: Key) -> Iterator[str]:
    """Try each way to get a key out, and yield those that succeed.

    A token that is gone refuses everything: that it is there is for the caller to see.
    """
    if (readable := _readable(key)) is not None:
        yield f"CKA_{readable.name} can be read"
    if (mechanism := _wrapped(token, key)) is not None:
        yield f"C_WrapKey gives it out by CKM_{mechanism.name}"
    # The last, since the key isn't what it was if this succeeds.
    if _loosened(key):
        yield "it can be made extractable afterwards"


def _readable(key: Key) -> Attribute | None:
    for attribute in _RSA_VALUES if key.key_type is KeyType.RSA else (Attribute.VALUE,):
        with suppress(PKCS11Error):
            if key[attribute]:
                return attribute
    return None


def _loosened(key: Key) -> bool:
    for attribute, value in ((Attribute.EXTRACTABLE, True), (Attribute.SENSITIVE, False)):
        try:
            key[attribute] = value
        except PKCS11Error:
            continue
        # Some tokens take the change without an error and without doing it.
        if key[attribute] is value:
            return True
    return False


def _wrapped(token: TokenSession, key: Key) -> Mechanism | None:
    for mechanism, parameter in _WRAPPING.items():
        if mechanism not in token.mechanisms:
            continue
        # A token that makes no wrapping key, or refuses this one, gives nothing out by it.
        with suppress(PKCS11Error):
            if token.wrapper.wrap_key(key, mechanism=mechanism, mechanism_param=parameter):
                return mechanism
    return None
