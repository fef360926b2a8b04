"""The documents that the provisioning service takes, made from the enrollment list.

Field names and structure are those of the official interface (Device Provisioning Service, service
API 2021-10-01). A document holds what was set and nothing else: the service's defaults stay its own
business. Each is checked by the model's rules before it leaves, since the service answers a bad
item with no more than a number.
"""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal, NamedTuple, NotRequired, TypedDict

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from pydantic import JsonValue

from station.errors import StationError
from station.model.attestation import (
    SymmetricKeyAttestation,
    TpmAttestation,
    X509Attestation,
    endorsement_modulus,
)
from station.model.enrollment import Enrollment
from station.model.names import DeviceId, RegistrationId, common_name, shown
from station.model.order import Allocation, AllocationPolicy, Twin
from station.service.malformed import MALFORMED

BulkKind = Literal["enrollments", "enrollmentGroups"]
BulkMode = Literal["create", "update"]
BULK_ITEMS: Final = 10
"""The most items in one bulk request (service API, bulk operations)."""
BULK_BYTES: Final = 96_000
"""The most bytes in one request: the service's limits say 96 KB, read here as the smaller one."""
_POLICIES: Final[Mapping[AllocationPolicy, str]] = {
    AllocationPolicy.HASHED: "hashed",
    AllocationPolicy.GEO_LATENCY: "geoLatency",
    AllocationPolicy.STATIC: "static",
}
_RESERVED_IN_TWINS: Final = frozenset({"version", "count", "metadata"})


class Tpm(TypedDict):
    """TpmAttestation. The storage root key is left out: the service doesn't need it to enroll."""

    endorsementKey: str


class Certificate(TypedDict):
    """X509CertificateWithInfo, without the `info` that the service fills in itself."""

    certificate: str


class Certificates(TypedDict):
    """X509Certificates."""

    primary: Certificate
    secondary: NotRequired[Certificate]


class ClientCertificates(TypedDict):
    """X509Attestation of one device, by its own certificate."""

    clientCertificates: Certificates


class TpmMechanism(TypedDict):
    """AttestationMechanism of type tpm."""

    type: Literal["tpm"]
    tpm: Tpm


class X509Mechanism(TypedDict):
    """AttestationMechanism of type x509."""

    type: Literal["x509"]
    x509: ClientCertificates


class SigningCertificates(TypedDict):
    """X509Attestation of a group, by the certificates of the CAs that issue its units'."""

    signingCertificates: Certificates


class SymmetricKey(TypedDict):
    """SymmetricKeyAttestation.

    The secondary key is left out where there is but one. The service then makes one that nobody
    uses, which harms nothing; the same key twice would only look like a spare.
    """

    primaryKey: str
    secondaryKey: NotRequired[str]


class X509GroupMechanism(TypedDict):
    """AttestationMechanism of type x509, of a group."""

    type: Literal["x509"]
    x509: SigningCertificates


class SymmetricKeyMechanism(TypedDict):
    """AttestationMechanism of type symmetricKey."""

    type: Literal["symmetricKey"]
    symmetricKey: SymmetricKey


class TwinProperties(TypedDict):
    """InitialTwinProperties."""

    desired: dict[str, JsonValue]


class InitialTwin(TypedDict):
    """InitialTwin: free JSON, passed on as it is."""

    tags: NotRequired[dict[str, JsonValue]]
    properties: NotRequired[TwinProperties]


class IndividualEnrollment(TypedDict):
    """IndividualEnrollment."""

    registrationId: str
    attestation: TpmMechanism | X509Mechanism
    deviceId: NotRequired[str]
    initialTwin: NotRequired[InitialTwin]
    allocationPolicy: NotRequired[str]
    iotHubs: NotRequired[list[str]]


class GroupEnrollment(TypedDict):
    """EnrollmentGroup with symmetric keys or CAs' certificates; it has no device ID."""

    enrollmentGroupId: str
    attestation: SymmetricKeyMechanism | X509GroupMechanism
    provisioningStatus: NotRequired[Literal["disabled"]]
    initialTwin: NotRequired[InitialTwin]
    allocationPolicy: NotRequired[str]
    iotHubs: NotRequired[list[str]]


class Wishes(NamedTuple):
    """What an order wishes for its units at the service.

    Attributes:
        twin: the initial twin, or None.
        allocation: the IoT hubs, or None to leave them to the service.
    """

    twin: Twin | None = None
    allocation: Allocation | None = None


NO_WISHES: Final = Wishes()


def individual_enrollment(
    enrollment: Enrollment,
    twin: Twin | None,
    now: datetime,
    allocation: Allocation | None = None,
) -> IndividualEnrollment:
    """Return the document of a unit that has an enrollment of its own.

    Args:
        enrollment: with a TPM or an X.509 attestation.
        twin: the order's initial twin, or None.
        now: when the certificate must be valid, UTC.
        allocation: the order's, or None to leave it to the service.

    Raises:
        StationError: SVC-007 for anything that the service would refuse, or that would make a unit
            which can't register.
    """
    name = enrollment.registration_id.text
    document = IndividualEnrollment(
        registrationId=legal_name(name), attestation=_individual_attestation(enrollment, now)
    )
    if enrollment.device_id is not None:
        document["deviceId"] = _legal_device_id(name, enrollment.device_id)
    add_wishes(document, name, Wishes(twin, allocation))
    return document


def add_wishes(document: IndividualEnrollment | GroupEnrollment, name: str, wishes: Wishes) -> None:
    """Put into a document what an order wishes for its units, as far as it does; SVC-007."""
    allocation = wishes.allocation
    initial = _initial_twin(name, wishes.twin)
    if initial is not None:
        document["initialTwin"] = initial
    if allocation is not None:
        document["allocationPolicy"] = _POLICIES[allocation.policy]
        if allocation.iot_hubs:
            document["iotHubs"] = list(allocation.iot_hubs)


def encoded(document: IndividualEnrollment | GroupEnrollment) -> bytes:
    """Return a document as compact JSON in ASCII.

    Raises:
        StationError: SVC-007 for a twin with a number that JSON doesn't have, or a document that
            is too large for one request.
    """
    name = str(document.get("registrationId") or document.get("enrollmentGroupId"))
    try:
        data = json.dumps(document, separators=(",", ":"), allow_nan=False).encode("ascii")
    except ValueError as error:
        raise refused(name, "its twin holds a number that JSON doesn't have") from error
    if len(data) + len(bulk_body("enrollmentGroups", ())) > BULK_BYTES:
        raise refused(name, f"its document has {len(data)} bytes")
    return data


def bulk_body(kind: BulkKind, documents: tuple[bytes, ...], mode: BulkMode = "create") -> bytes:
    """Return the request body for `documents`: to create them never overwrites what is there."""
    words = (mode.encode("ascii"), kind.encode("ascii"), b",".join(documents))
    return b'{"mode":"%s","%s":[%s]}' % words


def _individual_attestation(enrollment: Enrollment, now: datetime) -> TpmMechanism | X509Mechanism:
    name = enrollment.registration_id.text
    match enrollment.identity.attestation:
        case TpmAttestation() as tpm:
            public = tpm.endorsement_key.public
            try:
                endorsement_modulus(public)
            except StationError as error:
                raise refused(name, error.detail) from error
            return TpmMechanism(type="tpm", tpm=Tpm(endorsementKey=as_base64(public)))
        case X509Attestation() as held:
            check_certificate(enrollment.registration_id, held, now)
            # Base64 of the DER, not PEM: both are taken, and this is one certificate for certain,
            # on one line, the same bytes however the file was made.
            leaf = Certificate(certificate=as_base64(held.certificate))
            return X509Mechanism(
                type="x509",
                x509=ClientCertificates(clientCertificates=Certificates(primary=leaf)),
            )
        case SymmetricKeyAttestation():
            raise refused(name, "a unit of an enrollment group has no document of its own")


def check_certificate(
    registration_id: RegistrationId, held: X509Attestation, now: datetime
) -> None:
    """Check that a unit can register by its certificate at `now`, UTC, or raise SVC-007."""
    name = registration_id.text
    try:
        expected = common_name(registration_id)
        leaf = x509.load_der_x509_certificate(held.certificate)
        names = [
            str(a.value) for a in leaf.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        ]
        if held.chain:
            leaf.verify_directly_issued_by(x509.load_der_x509_certificate(held.chain[0]))
    except StationError as error:
        raise refused(name, str(error.data["why"])) from error
    except InvalidSignature as error:
        raise refused(name, "its certificate was not signed by its issuer") from error
    except MALFORMED as error:
        raise refused(name, "its certificate can't be read, or has another issuer") from error
    if names != [expected]:
        raise refused(name, f"its certificate is in the name {shown(', '.join(names))}")
    if not leaf.not_valid_before_utc <= now <= leaf.not_valid_after_utc:
        raise refused(name, f"its certificate is valid until {leaf.not_valid_after_utc:%Y-%m-%d}")


def _initial_twin(name: str, twin: Twin | None) -> InitialTwin | None:
    if twin is None or (twin.tags is None and twin.desired is None):
        return None
    document = InitialTwin()
    for part in (twin.tags, twin.desired):
        reserved = _RESERVED_IN_TWINS.intersection(part or {})
        if reserved:
            raise refused(name, f"its twin uses {min(reserved)}, which the service keeps")
    if twin.tags is not None:
        document["tags"] = twin.tags
    if twin.desired is not None:
        document["properties"] = TwinProperties(desired=twin.desired)
    return document


def legal_name(name: str) -> str:
    """Return a name that the service takes, or raise SVC-007."""
    try:
        return RegistrationId.parse(name).text
    except StationError as error:
        raise refused(name, str(error.data["why"])) from error


def _legal_device_id(name: str, device_id: DeviceId) -> str:
    try:
        return DeviceId.parse(device_id.text).text
    except StationError as error:
        raise refused(name, f"its device ID: {error.data['why']}") from error


def as_base64(data: bytes) -> str:
    """Return bytes as documents have them."""
    return base64.b64encode(data).decode("ascii")


def refused(name: str, why: str) -> StationError:
    """Return the error that a document of that name can't be written."""
    return StationError("SVC-007", name=shown(name), why=why)
