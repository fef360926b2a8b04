"""The documents of units that are shut out of their groups, in an export of any format.

`shut-out-0001.json` ...: `{"mode":"create","enrollments":[...]}`, at most 10 each: a disabled
enrollment of its own for each revoked unit of the export's orders that its group would let in. They
stand in every export: to create one twice does no harm, and none of them is among its units.
"""

from collections.abc import Iterable, Iterator
from typing import Final, Protocol

from station.errors import StationError
from station.model.enrollment import Enrollment
from station.model.order import Order
from station.service.documents import encoded
from station.service.exports.bulk import BulkFiles
from station.service.exports.folder import PartFolder
from station.service.single_documents import shut_out

STEM: Final = "shut-out"


class ShutOuts(Protocol):
    """What the record tells of such units."""

    def shut_out(self, order: Order) -> Iterator[Enrollment]:
        """Return an order's revoked units that their group would let in, streamed."""
        ...


def write_shut_out(part: PartFolder, records: ShutOuts, orders: Iterable[Order]) -> int:
    """Write the documents of orders' units that are shut out; return how many there are.

    One of which there can be none, as its certificate is in another name, couldn't register either:
    it keeps no other unit back.

    Raises:
        StationError: the record's.
    """
    files, count = BulkFiles(part, "enrollments", stem=STEM), 0
    for order in orders:
        for enrollment in records.shut_out(order):
            try:
                document = encoded(shut_out(enrollment))
            except StationError as error:
                if error.code != "SVC-007":
                    raise
                continue
            files.add(document)
            count += 1
    files.flush()
    return count
