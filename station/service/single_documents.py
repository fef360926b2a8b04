"""Documents of single units that register by a symmetric key: their own, or to shut one out.

As `documents` has it, they follow the official interface, and hold what was set and nothing else.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from station.model.attestation import SymmetricKeyAttestation
from station.model.enrollment import Enrollment
from station.model.order import EnrolledAs, Order
from station.model.proof import MAX_KEY, MIN_KEY
from station.secret import Secret
from station.service.documents import (
    NO_WISHES,
    Wishes,
    check_wishes,
    document_by,
    document_of,
    legal_device_id,
    legal_name,
    refused,
    wished_document,
    wishes_of,
)
from station.service.group_documents import text_of_key
from station.service.shapes import IndividualEnrollment, SymmetricKey, SymmetricKeyMechanism

NOT_SHOWN: Final = "<not shown>"
_KEYS: Final = 2


def has_own_key(order: Order, enrollment: Enrollment) -> bool:
    """Tell whether a unit registers by a symmetric key that stands in a document of its own."""
    derived = isinstance(enrollment.identity.attestation, SymmetricKeyAttestation)
    return derived and order.spec.enrollment is EnrolledAs.INDIVIDUAL


def keyed_individual(
    enrollment: Enrollment, keys: Sequence[Secret], wishes: Wishes = NO_WISHES
) -> IndividualEnrollment:
    """Return the document of a unit with its own key, which stands in the clear inside it.

    Args:
        enrollment: its name and device ID.
        keys: the primary, which is in the unit, and the secondary.
        wishes: of its order.

    Raises:
        StationError: SVC-007 for a name, device ID, key or twin that the service would refuse, and
            where a key is missing: the service would make one up.
    """
    name = legal_name(enrollment.registration_id.text)
    if len(keys) != _KEYS:
        raise refused(name, "its key is missing")
    for key in keys:
        if not MIN_KEY <= len(key) <= MAX_KEY:
            raise refused(name, f"its key has {len(key)} bytes")
    return worded_individual(enrollment, [text_of_key(key) for key in keys], wishes)


def worded_individual(
    enrollment: Enrollment, words: Sequence[str], wishes: Wishes = NO_WISHES
) -> IndividualEnrollment:
    """Return such a document with words for its two keys, which are taken as they are.

    Raises:
        StationError: SVC-007 for a name, device ID or twin that the service would refuse.
    """
    name = legal_name(enrollment.registration_id.text)
    if enrollment.device_id is not None:
        legal_device_id(name, enrollment.device_id)
    check_wishes(name, wishes)
    return document_by(enrollment, _by_key(words), wishes)


def unchecked_keyed(
    order: Order, enrollment: Enrollment, words: Sequence[str]
) -> IndividualEnrollment:
    """Return such a document, right or wrong, for a check of all its rules."""
    return document_by(enrollment, _by_key(words), wishes_of(order))


def _by_key(words: Sequence[str]) -> SymmetricKeyMechanism:
    primary, secondary = words
    held = SymmetricKey(primaryKey=primary, secondaryKey=secondary)
    return SymmetricKeyMechanism(type="symmetricKey", symmetricKey=held)


def listed_document(order: Order, enrollment: Enrollment, now: datetime) -> IndividualEnrollment:
    """Return the document of a unit that has an enrollment of its own, without any secret.

    Where it has a key, words stand in its place: it is to be compared, and never sent.

    Raises:
        StationError: SVC-007, as `wished_document`.
    """
    if has_own_key(order, enrollment):
        return worded_individual(enrollment, [NOT_SHOWN] * _KEYS, wishes_of(order))
    return document_of(order, enrollment, now)


def shut_out(enrollment: Enrollment) -> IndividualEnrollment:
    """Return the document that keeps one unit of a group out, though its group lets others in.

    The service looks for a unit's own enrollment first, and a disabled one refuses it (DPS
    documentation, concepts-x509-attestation). It has no key of the unit's: what the service makes
    up in its place opens nothing, as long as it is disabled. So it is never to be
    enabled. A certificate is judged as of its enrollment: one that has run out shuts out as well.

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
