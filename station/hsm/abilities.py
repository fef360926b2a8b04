"""What Station needs of a module, and for which of its uses each ability is needed."""

from collections.abc import Mapping, Set
from enum import Enum
from typing import Final


class Ability(Enum):
    """Something that a token can do, or not; the value is what people read."""

    EC_P256 = "EC P-256 key pair, ECDSA"
    EC_P384 = "EC P-384 key pair, ECDSA"
    RSA_2048 = "RSA-2048 key pair, PKCS #1 signature"
    RSA_3072 = "RSA-3072 key pair, PKCS #1 signature"
    RSA_OAEP = "RSA-OAEP wrap and unwrap"
    AES_GCM = "AES-256-GCM"
    AES_KWP = "AES-KWP wrap and unwrap"
    HMAC_32 = "HMAC-SHA-256, key of 32 bytes"
    HMAC_64 = "HMAC-SHA-256, key of 64 bytes"
    HMAC_MADE = "HMAC-SHA-256, key made in the token"
    CERTIFICATE = "certificate objects"
    COPY = "C_CopyObject"
    RANDOM = "random numbers"


class Use(Enum):
    """What Station can use a token for; the value is what people read."""

    FACTORY = "the factory's token"
    UNIT_X509 = "a unit's token: key made on it (X.509)"
    UNIT_WRAPPED_X509 = "a unit's token: key wrapped to it (X.509)"
    UNIT_SYMMETRIC = "a unit's token: key put in (symmetric)"
    UNIT_WRAPPED_SYMMETRIC = "a unit's token: key wrapped to it (symmetric)"


# All of a row must be there; of a set within, one is enough.
NEEDS: Final[Mapping[Use, tuple[frozenset[Ability], ...]]] = {
    Use.FACTORY: (
        frozenset({Ability.EC_P256}),
        frozenset({Ability.AES_GCM}),
        frozenset({Ability.HMAC_MADE}),
        frozenset({Ability.CERTIFICATE}),
    ),
    Use.UNIT_X509: (
        frozenset({Ability.EC_P256, Ability.EC_P384, Ability.RSA_2048, Ability.RSA_3072}),
        frozenset({Ability.CERTIFICATE}),
    ),
    Use.UNIT_WRAPPED_X509: (
        frozenset({Ability.EC_P256, Ability.EC_P384, Ability.RSA_2048, Ability.RSA_3072}),
        frozenset({Ability.CERTIFICATE}),
        frozenset({Ability.AES_KWP}),
        frozenset({Ability.RSA_OAEP}),
    ),
    Use.UNIT_SYMMETRIC: (frozenset({Ability.HMAC_64}),),
    # A device's key is short enough for RSA-OAEP itself.
    Use.UNIT_WRAPPED_SYMMETRIC: (
        frozenset({Ability.HMAC_64}),
        frozenset({Ability.RSA_OAEP}),
    ),
}


def lacks(can: Set[Ability], use: Use) -> list[str]:
    """Return in words what a token lacks for a use, one item for each need.

    Args:
        can: what it can do.
        use: the use.
    """
    return [
        " or ".join(sorted(ability.value for ability in need))
        for need in NEEDS[use]
        if not need & can
    ]
