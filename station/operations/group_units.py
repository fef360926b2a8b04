"""One unit of a group shut out of it: revoked, and told to the service by an enrollment of its own.

That is for good, as every revocation: what lets such a unit in again is another identity.
"""

from station.errors import StationError
from station.model.enrollment import Enrollment, EnrollmentStatus
from station.model.membership import group_of_member
from station.model.names import RegistrationId, shown
from station.operations.unit_desk import Given
from station.records.reader import Reader
from station.records.store import Records


def unit_of_group(reader: Reader, group_id: RegistrationId, name: str) -> Enrollment:
    """Return the enrollment of a unit that a group lets in.

    Args:
        reader: the record.
        group_id: the group.
        name: the unit's registration ID or serial number.

    Raises:
        StationError: REC-015 where there is no such unit, REC-100 where it isn't of that group,
            SVC-007 where it was revoked before; REC-014.
    """
    found = reader.find(name)
    if group_of_member(reader.order(found.order), found) != group_id:
        raise StationError("REC-100", serial=shown(found.serial), name=shown(group_id.text))
    if found.status is EnrollmentStatus.REVOKED:
        raise StationError("SVC-007", name=found.registration_id.text, why="it was revoked")
    return found


def shut_unit_out(
    records: Records,
    group_id: RegistrationId,
    name: str,
    given: Given,
) -> Enrollment:
    """Revoke a unit of a group, so that exports and pushes shut it out at the service.

    Args:
        records: of the open station.
        group_id: the group.
        name: the unit's registration ID or serial number.
        given: who agreed, for `Right.REVOKE`, and why; practice needs nobody.

    Returns:
        The enrollment as it was before.

    Raises:
        StationError: as `unit_of_group` and `Records.revoke`.
    """
    found = unit_of_group(records, group_id, name)
    records.revoke((found.id_scope, found.registration_id), given.why, given.approval)
    return found
