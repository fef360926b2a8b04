"""What the factory's token keeps for others: secrets sealed by it, and its mark on rows it granted.

A seal is one byte of version, the nonce, then AES-256-GCM's text and tag; the purpose is
authenticated with it, so that what was sealed for one doesn't open for another.
"""

import os
from collections.abc import Iterator
from typing import Final

from pkcs11 import Mechanism, ObjectClass, PKCS11Error
from pkcs11.mechanisms import GCMParams
from pkcs11.types import DecryptMixin, EncryptMixin

from station.errors import StationError
from station.hsm.layout import RECORD, SEALING, demanded, demanded_signer, key_id_of
from station.hsm.replies import (
    Blob,
    Blobs,
    Secrets,
)
from station.hsm.requests_factory import (
    Mac,
    Seal,
    Unseal,
)
from station.hsm.session import TokenSession
from station.model.names import shown
from station.secret import Secret

_VERSION: Final = b"\x01"
_NONCE_SIZE: Final = 12
_TAG_SIZE: Final = 16
_SEAL_LABEL: Final = b"station-seal-v1\n"
_RECORD_LABEL: Final = b"station-record-v1\n"


def seal(token: TokenSession, request: Seal) -> Blob:
    """Encrypt with the sealing key, bound to a purpose, and see that it opens again.

    Raises:
        StationError: HSM-013 without the key, HSM-012 where it doesn't open again.
    """
    key = demanded(token, ObjectClass.SECRET_KEY, key_id_of(SEALING.label), SEALING.label)
    if not isinstance(key, EncryptMixin):
        raise StationError("HSM-019", "it doesn't encrypt", what=SEALING.label)
    nonce = os.urandom(_NONCE_SIZE)
    with request.data.reveal() as data:
        text = key.encrypt(
            data, mechanism=Mechanism.AES_GCM, mechanism_param=_parameters(nonce, request.purpose)
        )
    sealed = _VERSION + nonce + _whole(text)
    # Some tokens choose a nonce of their own, whatever they are given.
    if unseal(token, Unseal(request.purpose, sealed)).items != (request.data,):
        raise StationError("HSM-012", "what was sealed opens differently")
    return Blob(sealed)


def unseal(token: TokenSession, request: Unseal) -> Secrets:
    """Open what `seal` made for the same purpose.

    Raises:
        StationError: HSM-021 where this token didn't seal it, or not for that purpose; HSM-013.
    """
    key = demanded(token, ObjectClass.SECRET_KEY, key_id_of(SEALING.label), SEALING.label)
    if not isinstance(key, DecryptMixin):
        raise StationError("HSM-019", "it doesn't decrypt", what=SEALING.label)
    sealed, what = request.sealed, shown(request.purpose)
    if not sealed.startswith(_VERSION) or len(sealed) < 1 + _NONCE_SIZE + _TAG_SIZE:
        raise StationError("HSM-021", "it is not a seal", purpose=what)
    nonce, text = sealed[1 : 1 + _NONCE_SIZE], sealed[1 + _NONCE_SIZE :]
    try:
        data = key.decrypt(
            text, mechanism=Mechanism.AES_GCM, mechanism_param=_parameters(nonce, request.purpose)
        )
    except PKCS11Error as error:
        # SoftHSM says GeneralError for a tag that doesn't fit, as it does for a token that is gone.
        token.demand_presence()
        raise StationError("HSM-021", type(error).__name__, purpose=what) from error
    return Secrets((Secret(_whole(data)),))


def _parameters(nonce: bytes, purpose: str) -> GCMParams:
    return GCMParams(nonce, _SEAL_LABEL + purpose.encode(), _TAG_SIZE * 8)


def _whole(text: bytes | Iterator[bytes]) -> bytes:
    return text if isinstance(text, bytes) else b"".join(text)


def macs(token: TokenSession, request: Mac) -> Blobs:
    """Return HMAC-SHA256 by the record key over the label and each item.

    Raises:
        StationError: HSM-013 without the key.
    """
    key = demanded_signer(token, key_id_of(RECORD.label), RECORD.label)
    label = request.label.encode()
    # The label's length stands before it, so that no label and item run into another pair's.
    begin = _RECORD_LABEL + len(label).to_bytes(2, "big") + label
    return Blobs(
        tuple(key.sign(begin + item, mechanism=Mechanism.SHA256_HMAC) for item in request.items)
    )
