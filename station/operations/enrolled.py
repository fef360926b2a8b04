"""Whether a unit is enrolled, and whether that ends its order's need of it."""

from station.errors import StationError
from station.model.enrollment import EnrollmentStatus
from station.model.order import Order, Reprovisioning
from station.records.store import Records


def runs_again(order: Order) -> bool:
    """Return whether units of an order that have passed are run again, so that it is never done."""
    return order.spec.reprovisioning is Reprovisioning.SAME_KEY


def is_enrolled(records: Records, serial: str) -> bool:
    """Return whether a unit of this serial number, without case, has an enrollment that counts.

    One that was revoked, as by a swap of its board, doesn't: the record then says what may be done.
    """
    status = _enrollment_status(records, serial)
    return status is not None and status is not EnrollmentStatus.REVOKED


def was_enrolled(records: Records, serial: str) -> bool:
    """Return whether a unit of this serial number was ever enrolled, revoked since or not."""
    return _enrollment_status(records, serial) is not None


def _enrollment_status(records: Records, serial: str) -> EnrollmentStatus | None:
    try:
        found = records.find(serial)
    except StationError as error:
        if error.code == "REC-015":
            return None
        raise
    return found.status if found.serial.casefold() == serial.casefold() else None
