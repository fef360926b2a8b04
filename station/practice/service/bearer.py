"""Tokens of a token authority, as the service takes them beside shared access signatures.

Such a token is a JWT (RFC 7519) signed by RS256 (RFC 7518 section 3.3), shown as RFC 6750 says.
Whoever has one for the service may do all there: who has which role is Azure's affair.
"""

import base64
import binascii
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from pydantic import JsonValue

from station.practice.service.problems import unauthorized

SCHEME: Final = "Bearer "
AUDIENCE: Final = "https://azure-devices-provisioning.net"
_PARTS: Final = 3
_MOST: Final = 16_384


@dataclass(frozen=True)
class TokenAuthority:
    """Whose tokens are taken.

    Attributes:
        issuer: as the tokens name it.
        keys: its public keys, by their names.
        audience: for whom tokens have to be.
    """

    issuer: str
    keys: Mapping[str, RSAPublicKey]
    audience: str = AUDIENCE

    def check(self, authorization: str) -> None:
        """Check a request's token.

        Args:
            authorization: the header.

        Raises:
            Refused: 401 for one that isn't the authority's, for somebody else, or not good now.
        """
        parts = authorization[:_MOST].removeprefix(SCHEME).split(".")
        if len(parts) != _PARTS:
            raise unauthorized()
        head, claims = _json(parts[0]), _json(parts[1])
        key = self.keys.get(str(head.get("kid")))
        if key is None or head.get("alg") != "RS256":
            raise unauthorized()
        try:
            signed = f"{parts[0]}.{parts[1]}".encode("ascii")
            key.verify(_decoded(parts[2]), signed, PKCS1v15(), SHA256())
        except (InvalidSignature, UnicodeEncodeError):
            raise unauthorized() from None
        named = (claims.get("iss"), claims.get("aud"))
        if named != (self.issuer, self.audience) or not _is_good_now(claims):
            raise unauthorized()


def _is_good_now(claims: Mapping[str, JsonValue]) -> bool:
    begins, ends = claims.get("nbf", 0), claims.get("exp")
    if not isinstance(begins, int) or not isinstance(ends, int):
        return False
    return begins <= time.time() < ends


def _json(part: str) -> dict[str, JsonValue]:
    try:
        value = json.loads(_decoded(part))
    except (ValueError, RecursionError):
        raise unauthorized() from None
    if not isinstance(value, dict):
        raise unauthorized()
    return value


def _decoded(part: str) -> bytes:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise unauthorized() from None
