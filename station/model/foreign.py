"""Enrollments that were made elsewhere: another station's, or another maker's altogether."""

from enum import Enum
from typing import Final, NamedTuple


class ListKind(Enum):
    """What a list made elsewhere comes as."""

    CSV = "csv"
    DPS_JSON = "dps-json"
    JSON_LINES = "jsonl"
    EXPORT = "export"


class ForeignRow(NamedTuple):
    """One enrollment of a list made elsewhere. It holds no secret.

    Attributes:
        place: the how-manieth of its list it is, from 1.
        registration_id: its name in the service, as the list spells it.
        id_scope: the service instance that it is for.
        device_id: its name in IoT Hub where the list gives another; else None.
        serial: the unit's serial number, None where the list doesn't tell.
        attestation: tpm, x509 or symmetric.
        key_fingerprint: SHA-256 of the modulus (TPM) or of the SubjectPublicKeyInfo (X.509); None
            for other keys, and where the list has no certificate.
        ek_public: TPM2B_PUBLIC with its size prefix, or None.
        ek_hash: SHA-256 of it.
        certificate: DER, or None.
        certificate_sha256: of it; an export can tell this alone.
        group_id: the enrollment group that it registers under, or None.
        status: what the list says of it, an empty text for nothing.
        document: what else the list holds of it, a JSON object, an empty text for nothing.
    """

    place: int
    registration_id: str
    id_scope: str
    device_id: str | None
    serial: str | None
    attestation: str
    key_fingerprint: bytes | None
    ek_public: bytes | None
    ek_hash: bytes | None
    certificate: bytes | None
    certificate_sha256: bytes | None
    group_id: str | None
    status: str
    document: str


class ListFacts(NamedTuple):
    """Where a list made elsewhere comes from.

    Attributes:
        name: the file's or folder's own name, without its path.
        sha256: of the file, or of the signed manifest, hexadecimal.
        kind: what it comes as.
        station: the station that signed it, an empty text where none did.
        trusted: whether its signature led to a certificate from outside the list.
    """

    name: str
    sha256: str
    kind: ListKind
    station: str = ""
    trusted: bool = False

    @property
    def whence(self) -> str:
        """Where it comes from, in words that follow `of`."""
        if not self.station:
            return f"the file {self.name}"
        return f"the station {self.station}" + ("" if self.trusted else ", unproved")


COLUMNS: Final = ForeignRow._fields
