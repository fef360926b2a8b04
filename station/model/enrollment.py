"""What goes onto the enrollment list and, later, to the service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Final

from station.model.attestation import (
    Attestation,
    KeyOrigin,
    SymmetricKeyAttestation,
    TpmAttestation,
    X509Attestation,
)
from station.model.custody import Custody
from station.model.names import DeviceId, IdScope, RegistrationId


class EnrollmentStatus(Enum):
    """How far an enrollment has come on its way to the service."""

    READY = "ready"
    EXPORTED = "exported"
    CONFIRMED = "confirmed"
    REVOKED = "revoked"

    def may_become(self, status: "EnrollmentStatus") -> bool:
        """Tell whether an enrollment may go from this status to `status`."""
        return status in _NEXT[self]


_NEXT: Final[Mapping[EnrollmentStatus, frozenset[EnrollmentStatus]]] = {
    # A push needs no files.
    EnrollmentStatus.READY: frozenset(
        {EnrollmentStatus.EXPORTED, EnrollmentStatus.CONFIRMED, EnrollmentStatus.REVOKED}
    ),
    EnrollmentStatus.EXPORTED: frozenset({EnrollmentStatus.CONFIRMED, EnrollmentStatus.REVOKED}),
    EnrollmentStatus.CONFIRMED: frozenset({EnrollmentStatus.REVOKED}),
    EnrollmentStatus.REVOKED: frozenset(),
}


@dataclass(frozen=True)
class Identity:
    """What `attest` gives a unit and `prove` proves.

    Attributes:
        registration_id: the name in DPS.
        attestation: how the device proves itself.
        key_origin: where its key was born.
        key_fingerprint: SHA-256 that must be unique over all units: of the modulus (TPM), of the
            SubjectPublicKeyInfo (X.509); None for derived keys, unique by their name.
        custody: what the unit keeps its key in, as far as the station knows.
    """

    registration_id: RegistrationId
    attestation: Attestation
    key_origin: KeyOrigin
    key_fingerprint: bytes | None
    custody: Custody = Custody.UNKNOWN


@dataclass(frozen=True)
class Enrollment:
    """One device on the enrollment list.

    Attributes:
        identity: what was attested.
        device_id: the name in IoT Hub where it differs; None with groups and by default.
        id_scope: the service instance it is for.
        serial: the unit's serial number.
        order: the order's name.
        run: the run that proved it.
        status: how far it has come.
        enrolled: when, UTC.
        proof: what was proved and how, in words that hold.
        place: the how-manieth of its order it is, from 1; 0 until it is on the list. It says where
            the enrollment stands, not what it is, so it makes no two of them differ.
    """

    identity: Identity
    device_id: DeviceId | None
    id_scope: IdScope
    serial: str
    order: str
    run: str
    status: EnrollmentStatus
    enrolled: datetime
    proof: str
    place: int = field(default=0, compare=False)

    @property
    def registration_id(self) -> RegistrationId:
        """The name in DPS."""
        return self.identity.registration_id


@dataclass(frozen=True)
class EnrollmentGroup:
    """An enrollment group with a symmetric key of its own, one an order.

    Attributes:
        group_id: the enrollmentGroupId, by the same rules as a registration ID.
        id_scope: the service instance it is for.
    """

    group_id: RegistrationId
    id_scope: IdScope


def mechanism_of(attestation: Attestation) -> str:
    """Return the short name of an attestation as files and summaries show it."""
    match attestation:
        case TpmAttestation():
            return "tpm"
        case X509Attestation():
            return "x509"
        case SymmetricKeyAttestation():
            return "symmetric"
