"""Documents of single units that register by a symmetric key: their own, or to shut one out.

As `documents` has it, they follow the official interface, and hold what was set and nothing else.
"""

from collections.abc import Sequence

from station.model.attestation import SymmetricKeyAttestation
from station.model.enrollment import Enrollment
from station.model.proof import MAX_KEY, MIN_KEY
from station.secret import Secret
from station.service.documents import (
    NO_WISHES,
    Wishes,
    add_wishes,
    legal_device_id,
    legal_name,
    refused,
    wished_document,
)
from station.service.group_documents import text_of_key
from station.service.shapes import IndividualEnrollment, SymmetricKey, SymmetricKeyMechanism


def keyed_individual(
    enrollment: Enrollment, keys: Sequence[Secret], wishes: Wishes = NO_WISHES
) -> IndividualEnrollment:
    """Return the document of a unit with its own key, which stands in the clear inside it.

    Args:
        enrollment: its name and device ID.
        keys: those in the unit: the primary, and the secondary where there are two.
        wishes: of its order.

    Raises:
        StationError: SVC-007 for a name, device ID, key or twin that the service would refuse, and
            where there is no key: the service would make one up that the unit hasn't.
    """
    name = legal_name(enrollment.registration_id.text)
    if not keys:
        raise refused(name, "its key is missing")
    for key in keys:
        if not MIN_KEY <= len(key) <= MAX_KEY:
            raise refused(name, f"its key has {len(key)} bytes")
    held = SymmetricKey(primaryKey=text_of_key(keys[0]))
    if keys[1:]:
        held["secondaryKey"] = text_of_key(keys[1])
    attestation = SymmetricKeyMechanism(type="symmetricKey", symmetricKey=held)
    document = IndividualEnrollment(registrationId=name, attestation=attestation)
    if enrollment.device_id is not None:
        document["deviceId"] = legal_device_id(name, enrollment.device_id)
    if wishes.more is not None and wishes.more.device_information is not None:
        document["optionalDeviceInformation"] = wishes.more.device_information
    add_wishes(document, name, wishes)
    return document


def shut_out(enrollment: Enrollment) -> IndividualEnrollment:
    """Return the document that keeps one unit of a group out, though its group lets others in.

    The service looks for a unit's own enrollment first, and a disabled one refuses it (DPS
    documentation, concepts-x509-attestation). It has no key of the unit's: what the service makes
    up in its place opens nothing, as long as it is disabled. So it is never to be enabled: to let
    the unit in again it is deleted. A certificate is judged as of its enrollment: one that has run
    out since shuts out as well.

    Args:
        enrollment: of any attestation.

    Raises:
        StationError: SVC-007, as `wished_document`.
    """
    match enrollment.identity.attestation:
        case SymmetricKeyAttestation():
            name = legal_name(enrollment.registration_id.text)
            attestation = SymmetricKeyMechanism(type="symmetricKey")
            document = IndividualEnrollment(registrationId=name, attestation=attestation)
        case _:
            document = wished_document(enrollment, NO_WISHES, enrollment.enrolled)
    document["provisioningStatus"] = "disabled"
    return document
