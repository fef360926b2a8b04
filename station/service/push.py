"""A push: rows of any number to the service, several calls at a time, each row's fate on record.

Nothing that is there already is ever overwritten. Before a call its rows are on record as being
sent, and their fates as they come; so whatever ends a push, the next one knows which rows it has to
read back before it sends them again. An answer that isn't sure is settled in that way, too.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import Final, Protocol

from station.model.push import PushFate, PushRow, PushState, PushTally
from station.service.push_desk import Desk
from station.service.push_plan import Batch, batches
from station.service.push_work import BatchWork

# So many batches for each call that may be under way are on record as being sent: while some are
# asked the next ones wait, and nobody waits for the record.
_AHEAD: Final = 3
_LOOK_S: Final = 0.5


class PushLedger(Protocol):
    """Keeps what becomes of rows; called by one thread."""

    def keep(self, begun: Sequence[PushRow], fates: Sequence[PushFate]) -> None:
        """Put on the disk which rows are about to be sent, and what became of others."""
        ...


class PushWatch(Protocol):
    """Looks on; called by one thread."""

    def went(self, tally: PushTally, throttled: int) -> None:
        """Hear how far it is, twice a second at least."""
        ...


def push(rows: Iterable[PushRow], desk: Desk, ledger: PushLedger, watch: PushWatch) -> PushTally:
    """Send rows until there are none left, or it is over.

    Args:
        rows: read as they are needed, by this thread.
        desk: of the service.
        ledger: of the rows.
        watch: looks on.

    Returns:
        What became of the rows that were read; `desk.error` is why it ended early, where it wasn't
        stopped.

    Raises:
        StationError: the ledger's and the rows' own. What was under way is then to be read back.
    """
    tally, in_flight = PushTally(), desk.settings.in_flight
    plan = batches(desk.settings.kind, rows)
    flying: set[Future[list[PushFate]]] = set()
    fates: list[PushFate] = []
    with ThreadPoolExecutor(in_flight, thread_name_prefix="push") as pool:
        try:
            while True:
                fresh = list(_fresh(plan, desk, in_flight * _AHEAD - len(flying)))
                begun = [row for batch in fresh for row in batch if not row.why]
                fates += (_unsent(row) for batch in fresh for row in batch if row.why)
                if begun or fates:
                    ledger.keep(begun, fates)
                tally.add(fates)
                watch.went(tally, desk.throttled)
                flying |= {pool.submit(BatchWork(desk, one).run) for one in fresh if not one[0].why}
                if not flying and not fresh:
                    return tally
                done, flying = wait(flying, _LOOK_S, FIRST_COMPLETED)
                fates = [fate for one in done for fate in one.result()]
        except BaseException:
            desk.cut()
            raise


def _fresh(plan: Iterator[Batch], desk: Desk, most: int) -> Iterator[Batch]:
    """Yield the next batches, unless it is over."""
    if not desk.over:
        yield from islice(plan, max(0, most))


def _unsent(row: PushRow) -> PushFate:
    return PushFate(row.key, row.name, PushState.REFUSED, words=row.why)
