"""Keys of enrollment groups, who is to have them, and services, as the record has them."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from station.errors import StationError
from station.model.names import shown

MADE: Final = "made"
IMPORTED: Final = "imported"
_HOST: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9-]{1,63}){0,8}")
_POLICY: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,47}")
_LONGEST_HOST: Final = 253


@dataclass(frozen=True)
class GroupKey:
    """How a group's key came to be, and for whom it was wrapped, once and for all.

    Attributes:
        group_id: the group's name, as it was first written.
        born: `made` in the factory's token, or `imported`: given by its owner.
        owner: SHA-256 of the certificate (DER) of the owner that a copy is wrapped for,
            hexadecimal; empty for nobody.
        owner_copy: the key, wrapped by RSA-OAEP with SHA-1; empty for nobody.
        escrow_copy: the same for the escrow; empty where there was none.
        created: RFC 3339, UTC.
    """

    group_id: str
    born: str
    owner: str
    owner_copy: bytes
    escrow_copy: bytes
    created: str


@dataclass(frozen=True)
class Service:
    """A provisioning service, and the policy whose key the factory's token keeps.

    Attributes:
        name: by which it is called here.
        host: its host name, in lower case.
        policy: the shared access policy's name.
    """

    name: str
    host: str
    policy: str

    @classmethod
    def parse(cls, name: str, host: str, policy: str) -> "Service":
        """Return the service; SVC-035 where a name can't be."""
        if not _NAME.fullmatch(name):
            raise _wrong(name, "its name has lower case letters, digits and dashes, up to 48")
        if not _HOST.fullmatch(host.lower()) or len(host) > _LONGEST_HOST:
            raise _wrong(name, f"{shown(host)} is no host name")
        if not _POLICY.fullmatch(policy):
            raise _wrong(name, f"{shown(policy)} is no policy's name")
        return cls(name, host.lower(), policy)


def _wrong(name: str, why: str) -> StationError:
    return StationError("SVC-035", name=shown(name), why=why)


@dataclass(frozen=True)
class KeyOwner:
    """Who is to have a group's key: the owner of a service, by an RSA certificate.

    Attributes:
        fingerprint: SHA-256 of the certificate (DER), hexadecimal.
        public: its SubjectPublicKeyInfo, DER.
    """

    fingerprint: str
    public: bytes

    @classmethod
    def parse(cls, data: bytes) -> "KeyOwner":
        """Return the owner whose certificate is in `data`, PEM or DER; HSM-040 for anything else.

        Its dates, its name and who issued it say nothing here: whoever gives it answers for it.
        """
        try:
            pem = b"-----BEGIN CERTIFICATE-----" in data
            load = x509.load_pem_x509_certificate if pem else x509.load_der_x509_certificate
            found = load(data)
            public = found.public_key().public_bytes(
                Encoding.DER, PublicFormat.SubjectPublicKeyInfo
            )
            digest = hashlib.sha256(found.public_bytes(Encoding.DER)).hexdigest()
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise StationError("HSM-040", type(error).__name__, why="it can't be read") from error
        return cls(digest, public)
