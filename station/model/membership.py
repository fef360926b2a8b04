"""Whether a unit registers with its order's group, or by an enrollment of its own."""

from station.model.attestation import SymmetricKeyAttestation, TpmAttestation, X509Attestation
from station.model.enrollment import Enrollment
from station.model.names import RegistrationId
from station.model.order import EnrolledAs, Order


def group_of_member(order: Order, enrollment: Enrollment) -> RegistrationId | None:
    """Return the group that lets a unit in, None where it has an enrollment of its own.

    Args:
        order: the unit's.
        enrollment: the unit's, revoked or not.
    """
    match enrollment.identity.attestation:
        case SymmetricKeyAttestation() as held:
            single = order.spec.enrollment is EnrolledAs.INDIVIDUAL
            return None if single else RegistrationId.parse(held.group_id)
        case X509Attestation():
            return order.group_id if order.spec.enrollment is EnrolledAs.GROUP else None
        case TpmAttestation():
            return None
