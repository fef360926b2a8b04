"""Anchors: whether a record has what is known of it from elsewhere."""

import sqlite3
from collections.abc import Iterator, Sequence

from station.model.audit import KnownHead


def missed_anchors(connection: sqlite3.Connection, anchors: Sequence[KnownHead]) -> Iterator[str]:
    """Yield each anchor that a record lacks: it is an older copy, or has another past.

    Whether the hashes on record are those of their entries is for the walk over the chain.
    """
    last = connection.execute("SELECT max(sequence) FROM audit").fetchone()[0] or 0
    for anchor in anchors:
        number = anchor.sequence
        if number > last:
            yield f"it is an older copy: it ends with entry {last}, {anchor.source} has {number}"
            continue
        row = connection.execute("SELECT hash FROM audit WHERE sequence = ?", (number,)).fetchone()
        if row is None or anchor.hash not in {None, row["hash"]}:
            yield f"entry {number} is not the one that {anchor.source} has"
