"""The units that a push shuts out of their groups: those that were revoked."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from station.errors import StationError
from station.line.work import Tools
from station.model.enrollment import Enrollment
from station.model.order import Order
from station.model.push import PushFate, PushRow, PushState, PushTally
from station.service.documents import encoded
from station.service.single_documents import shut_out


def rows_of_shut_out(
    tools: Tools, host: str, orders: Iterable[Order], *, again: bool
) -> Iterator[PushRow]:
    """Yield the units that a host doesn't shut out yet, each with its document.

    Args:
        tools: the open station's.
        host: the service's.
        orders: whose units.
        again: whether those are among them that a person had to look at.

    Raises:
        StationError: the record's.
    """
    for order in orders:
        for key, unit, settle in tools.records.shut_outs.to_send(host, order, again=again):
            yield row_of_shut_out(key, unit, settle=settle)


def row_of_shut_out(key: int, unit: Enrollment, *, settle: bool = False) -> PushRow:
    """Return the row of one such unit, with why it can't be sent where it can't."""
    name = unit.registration_id.text
    try:
        return PushRow(key, name, encoded(shut_out(unit)), settle)
    except StationError as error:
        return PushRow.unsent(key, name, error)


@dataclass
class ShutOutLedger:
    """Keeps in the record what became of them.

    Attributes:
        tools: the open station's.
        host: the service's.
        tally: of them.
    """

    tools: Tools
    host: str
    tally: PushTally = field(default_factory=PushTally)

    def keep(self, begun: Sequence[PushRow], fates: Sequence[PushFate]) -> None:
        """Put on the disk which are about to be sent, and what became of others."""
        settled = [_settled(fate) for fate in fates]
        self.tools.records.shut_outs.keep(self.host, begun, settled)
        self.tally.add(settled)


def _settled(fate: PushFate) -> PushFate:
    """Return a fate; where another disabled enrollment is there, the unit is shut out by that."""
    if fate.state is PushState.CONFLICT and _is_disabled(fate.theirs):
        return replace(fate, state=PushState.ALREADY, differs=(), theirs="")
    return fate


def _is_disabled(document: str) -> bool:
    try:
        found = json.loads(document)
    except ValueError:  # what is long was cut
        return False
    return isinstance(found, dict) and found.get("provisioningStatus") == "disabled"
