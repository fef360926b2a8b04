"""Who a secret is sealed for, and what is sealed: HPKE (RFC 9180) in base mode, for one run."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

KEM_P256: Final = 0x0010
KEM_X25519: Final = 0x0020
HKDF_SHA256: Final = 0x0001
AES_128_GCM: Final = 0x0001
CHACHA20_POLY1305: Final = 0x0003
TAG_BYTES: Final = 16

_LABEL: Final = "station-secret-v2"


@dataclass(frozen=True)
class SealingKey:
    """To whom a secret for a device is sealed, as the device says: nobody vouches for it.

    Attributes:
        kem: the key encapsulation's number in the registry of RFC 9180, section 7.1.
        kdf: the key derivation's, 7.2.
        aead: the cipher's, 7.3.
        public: the device's public key, as that KEM serialises it; an attacker's bytes.
    """

    kem: int
    kdf: int
    aead: int
    public: bytes


@dataclass(frozen=True)
class Binding:
    """What a secret is sealed for, and opens for nothing else.

    Attributes:
        station: the station's name.
        run: the run's.
        registration_id: the device's, in the letters from which its key is derived.
        serial: the device's serial number, as it tells it.
    """

    station: str
    run: str
    registration_id: str
    serial: str

    @property
    def named(self) -> bytes:
        """What the device must be told of it: it knows its own serial number."""
        return framed((self.station, self.run, self.registration_id))

    @property
    def info(self) -> bytes:
        """HPKE's `info`: the label and all of it, each text after its 2-byte big-endian length."""
        texts = (self.station, self.run, self.registration_id, self.serial)
        return framed((_LABEL, *texts))


@dataclass(frozen=True)
class SealedSecret:
    """A secret that only the holder of a sealing key can open.

    Attributes:
        to: whose key.
        binding: what it is for.
        enc: the encapsulated key.
        ciphertext: the secret's, with its tag of 16 bytes.
    """

    to: SealingKey
    binding: Binding
    enc: bytes
    ciphertext: bytes


def framed(texts: Sequence[str]) -> bytes:
    """Return texts in UTF-8, each after its length in 2 bytes, big-endian."""
    encoded = (text.encode() for text in texts)
    return b"".join(len(text).to_bytes(2, "big") + text for text in encoded)
