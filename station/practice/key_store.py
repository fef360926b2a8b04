"""What a practice microcontroller does with a key that it made itself, as smp-group.md has it.

The key lies in the unit's flash as in a plain microcontroller's, without a secure element: a file
that the unit's own process alone reads. A station reaches it over the line.
"""

import hmac
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from station.practice.smp_transfer import Refusal, RefusedError
from station.practice.unit_memory import PROOF, UnitMemory

SUITE: Final[Mapping[str, int]] = {"kem": 0x0010, "kdf": 0x0001, "aead": 0x0001}

_KEY: Final = "key"
_NAME: Final = "name"
_TICKET: Final = "ticket"
_CERTIFICATES: Final = "certificates"
_SEALING: Final = "sealing"
_SEALING_TICKET: Final = "sealing-ticket"
_SECRET: Final = "secret"  # noqa: S105 - a place in the flash
_SECRET_NAME: Final = "secret-name"  # noqa: S105 - likewise

_NONCE: Final = 32
_SEALED: Final = b"station-secret-v2"
_BLOB: Final = b"SSB2" + b"".join(number.to_bytes(2, "big") for number in SUITE.values())
_MIN_SECRET: Final = 16
_MAX_SECRET: Final = 64
_MAX_NAME: Final = 64
_MAX_SECRET_NAME: Final = 128
_MAX_CERTIFICATES: Final = 5
_hpke: Final = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_128_GCM)


class KeyStore:
    """A unit's key, its certificate, and the secrets that were sealed for it.

    Whatever goes wrong is a `RefusedError`; KEY_FAILED where the flash fails.

    Args:
        memory: the unit's flash.
        serial: its serial number; what is sealed names it.
    """

    def __init__(self, memory: UnitMemory, serial: str) -> None:
        self._memory = memory
        self._serial = serial

    def make(self, kind: str, name: str, ticket: int) -> bytes:
        """Make a key pair and return its request, PKCS#10 in DER; by the same ticket, none anew.

        Raises:
            RefusedError: BAD_KIND for a kind of key, or a name, that it doesn't make.
        """
        order = f"{ticket} {kind} {name}".encode()
        if not 0 < len(name) <= _MAX_NAME:
            raise RefusedError(Refusal.BAD_KIND)
        with _else(Refusal.BAD_KIND):
            if self._memory.read(_TICKET) != order:
                for place in (_TICKET, _CERTIFICATES):
                    self._memory.delete(place)
                self._memory.make_key(_KEY, kind)
                self._memory.write(_NAME, name.encode())
                self._memory.write(_TICKET, order)
            return self._memory.request(_KEY, name).public_bytes(Encoding.DER)

    def install(self, certificates: bytes) -> None:
        """Keep the certificate and those above it: one after the other, DER.

        Raises:
            RefusedError: NO_KEY; BAD_CERTIFICATE where the first isn't for the unit's key.
        """
        with _else(Refusal.NO_KEY):
            own = self._memory.request(_KEY, "any").public_key()
        with _else(Refusal.BAD_CERTIFICATE):
            first, *_ = [x509.load_der_x509_certificate(der) for der in _split(certificates)]
            if first.public_key() != own:
                raise RefusedError(Refusal.BAD_CERTIFICATE)
            self._memory.write(_CERTIFICATES, certificates)

    def certificate(self) -> bytes:
        """Return the unit's own certificate as it is kept, DER; refuse with NO_KEY without one."""
        with _else(Refusal.NO_KEY):
            return _split(self._memory.read(_CERTIFICATES))[0]

    def sign(self, statement: bytes) -> bytes:
        """Sign a proof statement in this unit's name, and nothing else.

        Raises:
            RefusedError: NO_KEY, BAD_STATEMENT.
        """
        if not self._memory.has(_KEY):
            raise RefusedError(Refusal.NO_KEY)
        texts = _proof_texts(statement)
        if texts is None or texts[-1].lower() != self._memory.read(_NAME):
            raise RefusedError(Refusal.BAD_STATEMENT)
        with _else(Refusal.NO_KEY):
            return self._memory.sign(_KEY, statement)

    def sealing_key(self, ticket: int | None = None) -> bytes:
        """Return the public key that a secret is sealed to: a point of P-256, uncompressed.

        Args:
            ticket: another than before has it made anew; None for the key that there is.
        """
        if ticket is not None and self._memory.read(_SEALING_TICKET) != b"%d" % ticket:
            self._memory.delete(_SEALING)
            self._memory.write(_SEALING_TICKET, b"%d" % ticket)
        public = self._sealing().public_key()
        return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def open_secret(self, blob: bytes) -> None:
        """Open a sealed secret and keep it, with the name in which it signs.

        Raises:
            RefusedError: BAD_SECRET where it isn't such a blob, or not for this unit.
        """
        if not blob.startswith(_BLOB):
            raise RefusedError(Refusal.BAD_SECRET)
        texts, at = _texts(blob, len(_BLOB))
        if not all(texts):
            raise RefusedError(Refusal.BAD_SECRET)
        with _else(Refusal.BAD_SECRET):
            self.open_bare(blob[at:], _framed([_SEALED, *texts, self._serial.encode()]), texts[-1])

    def open_bare(self, sealed: bytes, info: bytes, name: bytes) -> None:
        """Open `enc` and ciphertext with HPKE's info as it was given.

        The info must name this unit and the name in which it will sign.

        Raises:
            ValueError, InvalidTag: where it can't be opened.
        """
        if not info.endswith(_framed([name, self._serial.encode()])):
            raise ValueError("the secret is for another unit")
        self._keep(name, _hpke.decrypt(sealed, self._sealing(), info))

    def take_secret(self, data: bytes) -> None:
        """Keep a secret that comes as it is, behind the name in which it signs.

        Raises:
            RefusedError: BAD_SECRET where it isn't that.
        """
        size = int.from_bytes(data[:2], "big")
        with _else(Refusal.BAD_SECRET):
            self._keep(data[2 : 2 + size], data[2 + size :])

    def hmac(self, message: bytes) -> bytes:
        """Sign what a SAS token in this unit's name says, and nothing else.

        Raises:
            RefusedError: NO_KEY, BAD_STATEMENT.
        """
        if not self._memory.has(_SECRET):
            raise RefusedError(Refusal.NO_KEY)
        resource, _, expiry = message.partition(b"\n")
        own = b"%2Fregistrations%2F" + self._memory.read(_SECRET_NAME)
        if not resource.endswith(own) or not expiry.isdigit():
            raise RefusedError(Refusal.BAD_STATEMENT)
        return hmac.digest(self._memory.read(_SECRET), message, "sha256")

    def _keep(self, name: bytes, secret: bytes) -> None:
        if not 0 < len(name) <= _MAX_SECRET_NAME or not _MIN_SECRET <= len(secret) <= _MAX_SECRET:
            raise ValueError("no secret with a name")
        self._memory.write(_SECRET_NAME, name)
        self._memory.write(_SECRET, secret)

    def _sealing(self) -> ec.EllipticCurvePrivateKey:
        with _else(Refusal.KEY_FAILED):
            if not self._memory.has(_SEALING):
                self._memory.make_key(_SEALING, "ec-p256")
            key = load_pem_private_key(self._memory.read(_SEALING), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise RefusedError(Refusal.KEY_FAILED)
        return key


@contextmanager
def _else(refusal: Refusal) -> Iterator[None]:
    try:
        yield
    except (ValueError, IndexError, InvalidTag) as error:
        raise RefusedError(refusal) from error
    except OSError as error:
        raise RefusedError(Refusal.KEY_FAILED) from error


def _framed(texts: list[bytes]) -> bytes:
    return b"".join(len(text).to_bytes(2, "big") + text for text in texts)


def _texts(data: bytes, at: int) -> tuple[list[bytes], int]:
    """Return three texts that stand in `data` from `at` on, and where they end."""
    texts = []
    for _ in range(3):
        size = int.from_bytes(data[at : at + 2], "big")
        texts.append(data[at + 2 : at + 2 + size])
        at += 2 + size
    return texts, at


def _proof_texts(statement: bytes) -> list[bytes] | None:
    """Return the station, run and registration ID of a proof statement, or None for another one."""
    texts, at = _texts(statement, len(PROOF))
    whole = statement.startswith(PROOF) and all(texts) and len(statement) - at == _NONCE
    return texts if whole else None


def _split(certificates: bytes) -> list[bytes]:
    """Return DER certificates that stand one after the other, cut at their own lengths."""
    found, rest = [], certificates
    while rest:
        # Each is a SEQUENCE whose length has two bytes: shorter or longer ones don't occur.
        size = 4 + int.from_bytes(rest[2:4], "big")
        if not rest.startswith(b"\x30\x82") or not size <= len(rest):
            raise ValueError("no certificates")
        found.append(rest[:size])
        rest = rest[size:]
    if len(found) > _MAX_CERTIFICATES:
        raise ValueError("too many certificates")
    return found
