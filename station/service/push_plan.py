"""Which rows of a push go into one call, from a stream of any length."""

from collections.abc import Iterable, Iterator
from typing import Final

from station.model.push import PushRow
from station.service.documents import BULK_BYTES, BULK_ITEMS, BulkKind, bulk_body

Batch = tuple[PushRow, ...]


def batches(kind: BulkKind, rows: Iterable[PushRow]) -> Iterator[Batch]:
    """Yield the rows in their order, as many together as a call takes.

    No two of a batch have the same name but for its case: the service refuses such a call whole
    (dps/FACTS 2.5). What can't be sent, which has a reason, or what may be there already and is
    to be read back, makes batches of its own kind, as these aren't sent by that call.

    Args:
        kind: of what.
        rows: read as they are needed.
    """
    frame: Final = len(bulk_body(kind, ()))
    batch: list[PushRow] = []
    names: set[str] = set()
    size = frame
    for row in rows:
        name = row.name.casefold()
        full = len(batch) == BULK_ITEMS or size + len(row.document) + 1 > BULK_BYTES
        if batch and (full or name in names or _sort(row) != _sort(batch[0])):
            yield tuple(batch)
            batch, names, size = [], set(), frame
        batch.append(row)
        names.add(name)
        size += len(row.document) + 1
    if batch:
        yield tuple(batch)


def _sort(row: PushRow) -> tuple[bool, bool]:
    return row.settle, bool(row.why)
