"""One enrollment by whatever names it."""

from typing import Final

from station.errors import StationError
from station.model.enrollment import Enrollment
from station.model.names import shown
from station.records.database import Readings
from station.records.enrollments import find_enrollment
from station.records.list_query import ListQuery, ListRow
from station.records.listing import read_list_after, read_listed

_TOLD: Final = 3


def identify_enrollment(reads: Readings, name: str) -> Enrollment:
    """Return the enrollment that an identifier, or the beginning of one, is of.

    A whole registration ID or serial number is that unit's, whatever else begins with it; so is a
    whole device ID. Of several on one unit it is the one that counts now.

    Raises:
        StationError: REC-015 where there is none, REC-092 where it could be several.
    """
    try:
        return find_enrollment(reads, name)
    except StationError as error:
        if error.code != "REC-015":
            raise
    found = read_list_after(reads, ListQuery(find=name.strip()), None, _TOLD + 1)
    whole = [row for row in found if (row.device_id or "").lower() == name.lower()]
    for rows in (whole, found):
        now = [row for row in rows if not row.replaced] or rows
        if len(now) == 1:
            return read_listed(reads, now[0].number)
    if not found:
        raise StationError("REC-015", name=shown(name))
    raise StationError("REC-092", name=shown(name), what=_some(found))


def _some(rows: list[ListRow]) -> str:
    words = ", ".join(shown(row.serial) for row in rows[:_TOLD])
    return f"{words} and others" if len(rows) > _TOLD else words
