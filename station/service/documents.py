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
from typing import Final, Literal, NotRequired, TypedDict

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
from station.model.enrollment import Enrollment, EnrollmentGroup
from station.model.names import DeviceId, RegistrationId, common_name, shown
from station.model.order import Allocation, AllocationPolicy, Twin
from station.model.proof import MAX_KEY, MIN_KEY
from station.secret import Secret
from station.service.malformed import MALFORMED

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


class ClientCertificates(TypedDict):
    """X509Attestation of one device, by its own certificate."""

    clientCertificates: Certificates


class SigningCertificates(TypedDict):
    """X509Attestation of a group, by the certificate of the CA that issues its units'."""

    signingCertificates: Certificates


class SymmetricKey(TypedDict):
    """SymmetricKeyAttestation with the one key that Station has.

    The secondary key is left out. The service then makes one that nobody uses, which harms nothing;
    the same key twice would only look like a spare.
    """

    primaryKey: str


class TpmMechanism(TypedDict):
    """AttestationMechanism of type tpm."""

    type: Literal["tpm"]
    tpm: Tpm


class X509Mechanism(TypedDict):
    """AttestationMechanism of type x509."""

    type: Literal["x509"]
    x509: ClientCertificates


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
    """EnrollmentGroup with a symmetric key or a CA's certificate; it has no device ID."""

    enrollmentGroupId: str
    attestation: SymmetricKeyMechanism | X509GroupMechanism
    initialTwin: NotRequired[InitialTwin]
    allocationPolicy: NotRequired[str]
    iotHubs: NotRequired[list[str]]


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
        registrationId=_legal_name(name), attestation=_individual_attestation(enrollment, now)
    )
    if enrollment.device_id is not None:
        document["deviceId"] = _legal_device_id(name, enrollment.device_id)
    _add_wishes(document, name, twin, allocation)
    return document


def enrollment_group(
    group: EnrollmentGroup, key: Secret, twin: Twin | None, allocation: Allocation | None = None
) -> GroupEnrollment:
    """Return the document of a symmetric order's group, the group key in the clear inside it.

    Raises:
        StationError: SVC-007 for a name, key or twin that the service would refuse. A group without
            its key is never written: the service would make up another and every unit be dead.
    """
    name = group.group_id.text
    if not MIN_KEY <= len(key) <= MAX_KEY:
        raise _refused(name, f"its key has {len(key)} bytes")
    with key.reveal() as data:
        text = base64.b64encode(data).decode("ascii")
    document = GroupEnrollment(
        enrollmentGroupId=_legal_name(name),
        attestation=SymmetricKeyMechanism(
            type="symmetricKey", symmetricKey=SymmetricKey(primaryKey=text)
        ),
    )
    _add_wishes(document, name, twin, allocation)
    return document


def certificate_group(
    group: EnrollmentGroup,
    authority: bytes,
    twin: Twin | None,
    allocation: Allocation | None = None,
) -> GroupEnrollment:
    """Return the document of a group whose units' certificates one CA has issued.

    Whatever that CA issues can register under it, not this order's units alone.

    Args:
        group: its name.
        authority: the issuing CA's certificate, DER.
        twin: the order's initial twin, or None.
        allocation: the order's, or None to leave it to the service.

    Raises:
        StationError: SVC-007 for a name or twin that the service would refuse.
    """
    name = group.group_id.text
    primary = Certificates(primary=Certificate(certificate=_base64(authority)))
    document = GroupEnrollment(
        enrollmentGroupId=_legal_name(name),
        attestation=X509GroupMechanism(
            type="x509", x509=SigningCertificates(signingCertificates=primary)
        ),
    )
    _add_wishes(document, name, twin, allocation)
    return document


def certified_member(enrollment: Enrollment, group_id: RegistrationId, now: datetime) -> bytes:
    """Return the certificate, DER, of the CA under which a unit registers with its group.

    Args:
        enrollment: with an X.509 attestation.
        group_id: its group's, for the message.
        now: when the unit's certificate must be valid, UTC.

    Raises:
        StationError: SVC-007 where it couldn't register: another attestation, a device ID (groups
            have none), no issuer, or as `individual_enrollment`.
    """
    name = _legal_name(enrollment.registration_id.text)
    held = enrollment.identity.attestation
    if not isinstance(held, X509Attestation) or not held.chain:
        raise _refused(name, f"no certificate of it leads to the group {shown(group_id.text)}")
    if enrollment.device_id is not None:
        raise _refused(name, "units of an enrollment group have no device ID of their own")
    _check_certificate(enrollment.registration_id, held, now)
    return held.chain[0]


def _add_wishes(
    document: IndividualEnrollment | GroupEnrollment,
    name: str,
    twin: Twin | None,
    allocation: Allocation | None,
) -> None:
    """Put into a document what an order wishes for its units, as far as it does."""
    initial = _initial_twin(name, twin)
    if initial is not None:
        document["initialTwin"] = initial
    if allocation is not None:
        document["allocationPolicy"] = _POLICIES[allocation.policy]
        if allocation.iot_hubs:
            document["iotHubs"] = list(allocation.iot_hubs)


def group_of(enrollment: Enrollment) -> EnrollmentGroup:
    """Return the enrollment group that a unit with a derived key belongs to.

    Raises:
        StationError: SVC-007 where the unit couldn't register under the group: another
            attestation, a device ID (groups have none), or a name that isn't legal.
    """
    name = _legal_name(enrollment.registration_id.text)
    attestation = enrollment.identity.attestation
    if not isinstance(attestation, SymmetricKeyAttestation):
        raise _refused(name, "it has no key derived from a group's")
    if enrollment.device_id is not None:
        raise _refused(name, "units of an enrollment group have no device ID of their own")
    group_id = RegistrationId.parse(_legal_name(attestation.group_id))
    return EnrollmentGroup(group_id, enrollment.id_scope)


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
        raise _refused(name, "its twin holds a number that JSON doesn't have") from error
    if len(data) + len(bulk_body("enrollmentGroups", ())) > BULK_BYTES:
        raise _refused(name, f"its document has {len(data)} bytes")
    return data


def bulk_body(
    kind: Literal["enrollments", "enrollmentGroups"], documents: tuple[bytes, ...]
) -> bytes:
    """Return the request body that creates `documents` and never overwrites what is there."""
    return b'{"mode":"create","%s":[%s]}' % (kind.encode("ascii"), b",".join(documents))


def _individual_attestation(enrollment: Enrollment, now: datetime) -> TpmMechanism | X509Mechanism:
    name = enrollment.registration_id.text
    match enrollment.identity.attestation:
        case TpmAttestation() as tpm:
            public = tpm.endorsement_key.public
            try:
                endorsement_modulus(public)
            except StationError as error:
                raise _refused(name, error.detail) from error
            return TpmMechanism(type="tpm", tpm=Tpm(endorsementKey=_base64(public)))
        case X509Attestation() as held:
            _check_certificate(enrollment.registration_id, held, now)
            # Base64 of the DER, not PEM: both are taken, and this is one certificate for certain,
            # on one line, the same bytes however the file was made.
            leaf = Certificate(certificate=_base64(held.certificate))
            return X509Mechanism(
                type="x509",
                x509=ClientCertificates(clientCertificates=Certificates(primary=leaf)),
            )
        case SymmetricKeyAttestation():
            raise _refused(name, "a unit of an enrollment group has no document of its own")


def _check_certificate(
    registration_id: RegistrationId, held: X509Attestation, now: datetime
) -> None:
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
        raise _refused(name, str(error.data["why"])) from error
    except InvalidSignature as error:
        raise _refused(name, "its certificate was not signed by its issuer") from error
    except MALFORMED as error:
        raise _refused(name, "its certificate can't be read, or has another issuer") from error
    if names != [expected]:
        raise _refused(name, f"its certificate is in the name {shown(', '.join(names))}")
    if not leaf.not_valid_before_utc <= now <= leaf.not_valid_after_utc:
        raise _refused(name, f"its certificate is valid until {leaf.not_valid_after_utc:%Y-%m-%d}")


def _initial_twin(name: str, twin: Twin | None) -> InitialTwin | None:
    if twin is None or (twin.tags is None and twin.desired is None):
        return None
    document = InitialTwin()
    for part in (twin.tags, twin.desired):
        reserved = _RESERVED_IN_TWINS.intersection(part or {})
        if reserved:
            raise _refused(name, f"its twin uses {min(reserved)}, which the service keeps")
    if twin.tags is not None:
        document["tags"] = twin.tags
    if twin.desired is not None:
        document["properties"] = TwinProperties(desired=twin.desired)
    return document


def _legal_name(name: str) -> str:
    try:
        return RegistrationId.parse(name).text
    except StationError as error:
        raise _refused(name, str(error.data["why"])) from error


def _legal_device_id(name: str, device_id: DeviceId) -> str:
    try:
        return DeviceId.parse(device_id.text).text
    except StationError as error:
        raise _refused(name, f"its device ID: {error.data['why']}") from error


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _refused(name: str, why: str) -> StationError:
    return StationError("SVC-007", name=shown(name), why=why)
