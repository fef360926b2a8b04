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
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from station.errors import StationError
from station.model.attestation import (
    SymmetricKeyAttestation,
    TpmAttestation,
    X509Attestation,
    endorsement_modulus,
)
from station.model.enrollment import Enrollment
from station.model.names import DeviceId, RegistrationId, common_name, shown
from station.model.order import Allocation, AllocationPolicy, Order, Twin
from station.model.wishes import AtService, Reassignment
from station.service.malformed import MALFORMED
from station.service.shapes import (
    Capabilities,
    Certificate,
    Certificates,
    ClientCertificates,
    CustomAllocation,
    GroupEnrollment,
    IndividualEnrollment,
    InitialTwin,
    ReprovisionPolicy,
    SymmetricKeyMechanism,
    Tpm,
    TpmMechanism,
    TwinProperties,
    X509Mechanism,
)

BulkKind = Literal["enrollments", "enrollmentGroups"]
BulkMode = Literal["create", "update"]
BULK_ITEMS: Final = 10
"""The most items in one bulk request (service API, bulk operations)."""
BULK_BYTES: Final = 96_000
"""The most bytes in one request: the service's limits say 96 KB, read here as the smaller one."""
# One for all documents: to make an encoder takes as long as to encode one.
_ENCODER: Final = json.JSONEncoder(separators=(",", ":"), allow_nan=False)
_POLICIES: Final[Mapping[AllocationPolicy, str]] = {
    AllocationPolicy.HASHED: "hashed",
    AllocationPolicy.GEO_LATENCY: "geoLatency",
    AllocationPolicy.STATIC: "static",
    AllocationPolicy.CUSTOM: "custom",
}
RESERVED_IN_TWINS: Final = frozenset({"version", "count", "metadata"})
"""Names at the top of a twin's collections that the service keeps (dps/FACTS 1.6)."""


class Wishes(NamedTuple):
    """What an order wishes for its units at the service.

    Attributes:
        twin: the initial twin, or None.
        allocation: the IoT hubs, or None to leave them to the service.
        more: all the rest, or None.
    """

    twin: Twin | None = None
    allocation: Allocation | None = None
    more: AtService | None = None


NO_WISHES: Final = Wishes()
_REASSIGNED: Final[Mapping[Reassignment, ReprovisionPolicy]] = {
    Reassignment.MIGRATE: {"updateHubAssignment": True, "migrateDeviceData": True},
    Reassignment.RESET: {"updateHubAssignment": True, "migrateDeviceData": False},
    Reassignment.NEVER: {"updateHubAssignment": False, "migrateDeviceData": False},
}


def wishes_of(order: Order) -> Wishes:
    """Return what an order wishes for its units at the service."""
    spec = order.spec
    return Wishes(spec.initial_twin, spec.allocation, spec.at_service)


def document_of(order: Order, enrollment: Enrollment, now: datetime) -> IndividualEnrollment:
    """Return the document of a unit that has an enrollment of its own, as its order wishes it.

    Raises:
        StationError: SVC-007, as `wished_document`.
    """
    return wished_document(enrollment, wishes_of(order), now)


def wished_document(enrollment: Enrollment, wishes: Wishes, now: datetime) -> IndividualEnrollment:
    """Return the document of a unit that has an enrollment of its own.

    Args:
        enrollment: with a TPM or an X.509 attestation.
        wishes: of its order.
        now: when the certificate must be valid, UTC.

    Raises:
        StationError: SVC-007 for anything that the service would refuse, or that would make a unit
            which can't register.
    """
    name = legal_name(enrollment.registration_id.text)
    _check_attestation(enrollment, now)
    if enrollment.device_id is not None:
        legal_device_id(name, enrollment.device_id)
    check_wishes(name, wishes)
    return document_by(enrollment, _mechanism(enrollment), wishes)


def unchecked_document(order: Order, enrollment: Enrollment) -> IndividualEnrollment:
    """Return the document that a unit would have, right or wrong, for a check of all its rules.

    Raises:
        StationError: SVC-007 for a unit that registers under a group, which has none.
    """
    return document_by(enrollment, _mechanism(enrollment), wishes_of(order))


def document_by(
    enrollment: Enrollment,
    attestation: TpmMechanism | X509Mechanism | SymmetricKeyMechanism,
    wishes: Wishes,
) -> IndividualEnrollment:
    """Return a unit's own document as it attests by something, right or wrong, unchecked."""
    name = enrollment.registration_id.text
    document = IndividualEnrollment(registrationId=name, attestation=attestation)
    if enrollment.device_id is not None:
        document["deviceId"] = enrollment.device_id.text
    more = wishes.more
    if more is not None and more.device_information is not None:
        document["optionalDeviceInformation"] = more.device_information
    _put_wishes(document, wishes)
    return document


def add_wishes(document: IndividualEnrollment | GroupEnrollment, name: str, wishes: Wishes) -> None:
    """Put into a document what an order wishes for its units, as far as it does; SVC-007."""
    check_wishes(name, wishes)
    _put_wishes(document, wishes)


def _put_wishes(document: IndividualEnrollment | GroupEnrollment, wishes: Wishes) -> None:
    allocation, more = wishes.allocation, wishes.more
    initial = initial_twin(wishes.twin)
    if initial is not None:
        document["initialTwin"] = initial
    if allocation is not None:
        document["allocationPolicy"] = _POLICIES[allocation.policy]
        if allocation.iot_hubs:
            document["iotHubs"] = list(allocation.iot_hubs)
        if (hook := allocation.webhook) is not None:
            document["customAllocationDefinition"] = CustomAllocation(
                webhookUrl=hook.url, apiVersion=hook.api_version
            )
    if more is not None:
        _add_more(document, more)


def _add_more(document: IndividualEnrollment | GroupEnrollment, more: AtService) -> None:
    if more.reassignment is not None:
        document["reprovisionPolicy"] = _REASSIGNED[more.reassignment]
    if more.iot_edge:
        document["capabilities"] = Capabilities(iotEdge=True)
    if more.disabled:
        document["provisioningStatus"] = "disabled"


def encoded(document: IndividualEnrollment | GroupEnrollment) -> bytes:
    """Return a document as compact JSON in ASCII.

    Raises:
        StationError: SVC-007 for a twin with a number that JSON doesn't have, or a document that
            is too large for one request.
    """
    name = str(document.get("registrationId") or document.get("enrollmentGroupId"))
    try:
        data = _ENCODER.encode(document).encode("ascii")
    except ValueError as error:
        raise refused(name, "its twin holds a number that JSON doesn't have") from error
    if len(data) + _AROUND > BULK_BYTES:
        raise refused(name, f"its document has {len(data)} bytes")
    return data


def bulk_body(kind: BulkKind, documents: tuple[bytes, ...], mode: BulkMode = "create") -> bytes:
    """Return the request body for `documents`: to create them never overwrites what is there."""
    words = (mode.encode("ascii"), kind.encode("ascii"), b",".join(documents))
    return b'{"mode":"%s","%s":[%s]}' % words


_AROUND: Final = len(bulk_body("enrollmentGroups", ()))


def _mechanism(enrollment: Enrollment) -> TpmMechanism | X509Mechanism:
    match enrollment.identity.attestation:
        case TpmAttestation() as tpm:
            key = Tpm(endorsementKey=as_base64(tpm.endorsement_key.public))
            return TpmMechanism(type="tpm", tpm=key)
        case X509Attestation() as held:
            # Base64 of the DER, not PEM: both are taken, and this is one certificate for certain,
            # on one line, the same bytes however the file was made.
            leaf = Certificate(certificate=as_base64(held.certificate))
            return X509Mechanism(
                type="x509",
                x509=ClientCertificates(clientCertificates=Certificates(primary=leaf)),
            )
        case SymmetricKeyAttestation():
            name = enrollment.registration_id.text
            raise refused(name, "a unit of an enrollment group has no document of its own")


def _check_attestation(enrollment: Enrollment, now: datetime) -> None:
    match enrollment.identity.attestation:
        case TpmAttestation() as tpm:
            try:
                endorsement_modulus(tpm.endorsement_key.public)
            except StationError as error:
                raise refused(enrollment.registration_id.text, error.detail) from error
        case X509Attestation() as held:
            check_certificate(enrollment.registration_id, held, now)
        case SymmetricKeyAttestation():
            pass


def check_certificate(
    registration_id: RegistrationId, held: X509Attestation, now: datetime
) -> None:
    """Check that a unit can register by its certificate at `now`, UTC, or raise SVC-007.

    Its CA's signature is checked only where the line didn't when it issued it.
    """
    name = registration_id.text
    try:
        expected = common_name(registration_id)
        leaf = x509.load_der_x509_certificate(held.certificate)
        names = [
            str(a.value) for a in leaf.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        ]
        if held.chain and not held.checked:  # each of a million takes 90 microseconds
            leaf.verify_directly_issued_by(_issuer(held.chain[0]))
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


@lru_cache(maxsize=16)
def _issuer(certificate: bytes) -> x509.Certificate:
    """Return a CA's certificate: the same few have issued a million."""
    return x509.load_der_x509_certificate(certificate)


def check_wishes(name: str, wishes: Wishes) -> None:
    """Check that the service takes what an order wishes, or raise SVC-007 about `name`."""
    twin, more = wishes.twin, wishes.more
    # Device information is a TwinCollection too.
    told = (more and more.device_information) or {}
    if reserved := RESERVED_IN_TWINS.intersection(told):
        raise refused(name, f"its device information uses {min(reserved)}, which the service keeps")
    for part in (twin.tags, twin.desired) if twin is not None else ():
        reserved = RESERVED_IN_TWINS.intersection(part or {})
        if reserved:
            raise refused(name, f"its twin uses {min(reserved)}, which the service keeps")


def initial_twin(twin: Twin | None) -> InitialTwin | None:
    """Return a twin as documents have it, None where there is nothing in it."""
    if twin is None or (twin.tags is None and twin.desired is None):
        return None
    document = InitialTwin()
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


def legal_device_id(name: str, device_id: DeviceId) -> str:
    """Return a device ID that the service takes, or raise SVC-007 about the document `name`."""
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
