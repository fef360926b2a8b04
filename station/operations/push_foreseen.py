"""What a push would do, told before anything of it is done."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.errors import StationError
from station.model.enrollment import EnrollmentStatus
from station.operations.plant import Plant, open_reader
from station.operations.push_documents import selected
from station.operations.push_keys import PushKeys
from station.operations.pushing import to_be_pushed
from station.operations.services import named_service


@dataclass(frozen=True)
class Foreseen:
    """What a push would do.

    Attributes:
        service: its name.
        host: its host name.
        units: how many enrollments would be sent.
        groups: how many groups would be.
        confirmed: how many units of these orders a service has confirmed, this one or another.
        undecided: how many conflicts and refused rows wait for a person.
        left_out: why some orders wouldn't go, by their names.
    """

    service: str
    host: str
    units: int
    groups: int
    confirmed: int
    undecided: int
    left_out: Mapping[str, str]


def foresee(plant: Plant, service: str, order: str | None, *, again: bool) -> Foreseen:
    """Return what a push would do; nothing is sent, and nothing put on record.

    Args:
        plant: the open station.
        service: its name.
        order: the one order's name; None for all that are for the service.
        again: whether those are tried again that a person had to look at.

    Raises:
        StationError: SVC-001 where there are no orders; as `to_be_pushed` and `selected`.
    """
    tools = plant.tools
    known = named_service(tools, service)
    orders = to_be_pushed(plant, known, order)
    if not orders:
        raise StationError("SVC-001")
    selection = selected(tools, known.host, orders, PushKeys(tools.factory), again=again)
    records = tools.records
    units = sum(
        records.pushes.count_to_send(known.host, one.name, again=again) for one in selection.single
    )
    names = {one.name for one in orders}
    with open_reader(plant.data) as reader:
        confirmed = sum(
            summary.statuses[EnrollmentStatus.CONFIRMED]
            for summary in reader.summary()
            if summary.order.name in names
        )
    undecided = sum(
        book.count_undecided(known.host, order) for book in (records.pushes, records.shut_outs)
    )
    groups = len({one.group_id for one, _ in selection.grouped})
    left_out = dict(selection.left_out)
    return Foreseen(known.name, known.host, units, groups, confirmed, undecided, left_out)
