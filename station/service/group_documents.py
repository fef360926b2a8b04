"""The documents of enrollment groups: with the keys or CAs by which the service knows units.

As `documents` has it, they follow the official interface, and hold what was set and nothing else.
"""

import base64
from collections.abc import Sequence
from datetime import datetime

from station.model.attestation import SymmetricKeyAttestation, X509Attestation
from station.model.enrollment import Enrollment, EnrollmentGroup
from station.model.names import RegistrationId, shown
from station.model.proof import MAX_KEY, MIN_KEY
from station.secret import Secret
from station.service.documents import (
    NO_WISHES,
    Wishes,
    add_wishes,
    as_base64,
    check_certificate,
    legal_name,
    refused,
)
from station.service.shapes import (
    CaNames,
    CaReferences,
    Certificate,
    Certificates,
    GroupEnrollment,
    SigningCertificates,
    SymmetricKey,
    SymmetricKeyMechanism,
    X509GroupMechanism,
)


def enrollment_group(
    group: EnrollmentGroup, keys: Sequence[Secret], wishes: Wishes = NO_WISHES
) -> GroupEnrollment:
    """Return the document of a symmetric order's group, its keys in the clear inside it.

    Args:
        group: its name.
        keys: the primary, and the secondary where there are two.
        wishes: of its order.

    Raises:
        StationError: SVC-007 for a name, key or twin that the service would refuse. A group without
            its key is never written: the service would make up another and every unit be dead.
    """
    name = group.group_id.text
    for key in keys:
        if not MIN_KEY <= len(key) <= MAX_KEY:
            raise refused(name, f"its key has {len(key)} bytes")
    return keyed_document(group, [text_of_key(key) for key in keys], wishes)


def text_of_key(key: Secret) -> str:
    """Return a key as documents have it, in the clear."""
    with key.reveal() as data:
        return base64.b64encode(data).decode("ascii")


def keyed_document(
    group: EnrollmentGroup, keys: Sequence[str], wishes: Wishes = NO_WISHES
) -> GroupEnrollment:
    """Return such a document with the words for its one or two keys, which `encoded` takes as are.

    Raises:
        StationError: SVC-007 for a name or twin that the service would refuse.
    """
    name = group.group_id.text
    held = SymmetricKey(primaryKey=keys[0])
    for second in keys[1:]:
        held["secondaryKey"] = second
    attestation = SymmetricKeyMechanism(type="symmetricKey", symmetricKey=held)
    document = GroupEnrollment(enrollmentGroupId=legal_name(name), attestation=attestation)
    add_wishes(document, name, wishes)
    return document


def certificate_group(
    group: EnrollmentGroup, authorities: Sequence[bytes], wishes: Wishes = NO_WISHES
) -> GroupEnrollment:
    """Return the document of a group whose units' certificates one CA has issued, or two.

    Whatever those CAs issue can register under it, not this order's units alone.

    Args:
        group: its name.
        authorities: the CAs' certificates, DER: the primary, and the secondary where there are two.
        wishes: of its order. Where they name CAs that the service has, it is told those names.

    Raises:
        StationError: SVC-007 for a name or twin that the service would refuse, or without a CA.
    """
    name = group.group_id.text
    named = wishes.more.ca_references if wishes.more is not None else ()
    if not (named or authorities):
        raise refused(name, "no unit that counts has a certificate of its CA")
    known_by = _referenced(named) if named else _signing(authorities)
    attestation = X509GroupMechanism(type="x509", x509=known_by)
    document = GroupEnrollment(enrollmentGroupId=legal_name(name), attestation=attestation)
    add_wishes(document, name, wishes)
    return document


def _signing(authorities: Sequence[bytes]) -> SigningCertificates:
    first, *second = [Certificate(certificate=as_base64(one)) for one in authorities]
    held = Certificates(primary=first)
    if second:
        held["secondary"] = second[0]
    return SigningCertificates(signingCertificates=held)


def _referenced(named: Sequence[str]) -> CaReferences:
    held = CaNames(primary=named[0])
    if named[1:]:
        held["secondary"] = named[1]
    return CaReferences(caReferences=held)


def disabled(document: GroupEnrollment) -> GroupEnrollment:
    """Return a group's document as it is once the group lets no unit in any more."""
    return {**document, "provisioningStatus": "disabled"}


def certified_member(enrollment: Enrollment, group_id: RegistrationId, now: datetime) -> bytes:
    """Return the certificate, DER, of the CA under which a unit registers with its group.

    Args:
        enrollment: with an X.509 attestation.
        group_id: its group's, for the message.
        now: when the unit's certificate must be valid, UTC.

    Raises:
        StationError: SVC-007 where it couldn't register: another attestation, a device ID (groups
            have none), no issuer, or as `wished_document`.
    """
    name = legal_name(enrollment.registration_id.text)
    held = enrollment.identity.attestation
    if not isinstance(held, X509Attestation) or not held.chain:
        raise refused(name, f"no certificate of it leads to the group {shown(group_id.text)}")
    if enrollment.device_id is not None:
        raise refused(name, "units of an enrollment group have no device ID of their own")
    check_certificate(enrollment.registration_id, held, now)
    return held.chain[0]


def group_of(enrollment: Enrollment) -> EnrollmentGroup:
    """Return the enrollment group that a unit with a derived key belongs to.

    Raises:
        StationError: SVC-007 where the unit couldn't register under the group: another
            attestation, a device ID (groups have none), or a name that isn't legal.
    """
    name = legal_name(enrollment.registration_id.text)
    attestation = enrollment.identity.attestation
    if not isinstance(attestation, SymmetricKeyAttestation):
        raise refused(name, "it has no key derived from a group's")
    if enrollment.device_id is not None:
        raise refused(name, "units of an enrollment group have no device ID of their own")
    group_id = RegistrationId.parse(legal_name(attestation.group_id))
    return EnrollmentGroup(group_id, enrollment.id_scope)
