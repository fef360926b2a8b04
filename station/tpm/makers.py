"""The TPM makers' certificates that ship with Station, in resources/roots."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from station.errors import StationError
from station.folders import resource
from station.model.attestation import TrustStore
from station.model.der import certificates_of_file

_FOLDER: Final = "roots"
_ROOT: Final = "root"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str = Field(pattern=r"^[a-z0-9-]+\.pem$")
    maker: str
    title: str
    kind: str = Field(pattern=r"^(root|intermediate)$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    sources: list[str] = Field(alias="from", min_length=1)
    same_in: list[str]


class _Index(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    certificate: list[_Entry]


@dataclass(frozen=True)
class MakerCertificate:
    """One of them.

    Attributes:
        maker: of which TPMs.
        title: the certificate's name.
        is_root: whether a chain may end with it.
        certificate: DER.
    """

    maker: str
    title: str
    is_root: bool
    certificate: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hexadecimal."""
        return hashlib.sha256(self.certificate).hexdigest()


@lru_cache(maxsize=1)
def shipped_makers() -> tuple[MakerCertificate, ...]:
    """Return the shipped certificates, by maker.

    Raises:
        StationError: TPM-034 where one is missing or not the one that its index names.
    """
    try:
        text = resource(f"{_FOLDER}/index.toml").read_text(encoding="utf-8")
        entries = _Index.model_validate(tomllib.loads(text)).certificate
        made = tuple(_certificate(entry) for entry in entries)
    except (OSError, ValueError, ValidationError) as error:
        raise StationError("TPM-034", f"{type(error).__name__}: {error}") from error
    for entry, certificate in zip(entries, made, strict=True):
        if certificate.fingerprint != entry.sha256:
            raise StationError("TPM-034", f"{entry.file} is another certificate")
    return made


def _certificate(entry: _Entry) -> MakerCertificate:
    found = certificates_of_file(resource(f"{_FOLDER}/{entry.file}").read_bytes())
    if len(found) != 1:
        raise ValueError(f"{entry.file} holds {len(found)} certificates")
    return MakerCertificate(entry.maker, entry.title, entry.kind == _ROOT, found[0])


def with_shipped(trust: TrustStore) -> TrustStore:
    """Return a supervisor's trust store with those shipped certificates that it doesn't refuse.

    Raises:
        StationError: TPM-034.
    """
    kept = [one for one in shipped_makers() if one.certificate not in trust.refused]
    return TrustStore(
        (*trust.roots, *(one.certificate for one in kept if one.is_root)),
        (*trust.intermediates, *(one.certificate for one in kept if not one.is_root)),
        trust.refused,
    )
