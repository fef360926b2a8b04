"""One enrollment taken off the list for good, and what is to be done about it still."""

from enum import Enum

from station.model.enrollment import Enrollment, EnrollmentStatus
from station.model.membership import group_of_member
from station.model.rights import Approval
from station.operations.plant import Plant


class AtService(Enum):
    """What the service may make of a unit whose enrollment was revoked."""

    UNKNOWN = "unknown"  # it never left the station: nothing is to be done
    KNOWN = "known"  # it is to be taken off there, too
    GROUP = "group"  # its group lets it in until it is shut out


def revoke_one(plant: Plant, unit: Enrollment, why: str, approval: Approval | None) -> AtService:
    """Take an enrollment off the list; raises as `Records.revoke`."""
    records = plant.tools.records
    member = group_of_member(records.order(unit.order), unit) is not None
    records.revoke((unit.id_scope, unit.registration_id), why, approval)
    if member:
        return AtService.GROUP
    return AtService.UNKNOWN if unit.status is EnrollmentStatus.READY else AtService.KNOWN
