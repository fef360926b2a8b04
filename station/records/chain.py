"""The chain link by link, and whether it has what is known of it from elsewhere: its anchors."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from station.model.audit import GENESIS, KnownHead, chain_hash


@dataclass(frozen=True)
class Link:
    """One entry as it hangs in the chain.

    Attributes:
        sequence: its number.
        text: the entry's canonical text, as the record has it.
        previous: the chain's hash before it, 32 bytes.
        hash: the chain's hash up to it, as the record has it.
        faults: what is wrong with it, in words.
    """

    sequence: int
    text: str
    previous: bytes
    hash: bytes
    faults: tuple[str, ...]


def links(connection: sqlite3.Connection) -> Iterator[Link]:
    """Yield the chain from its first entry to its last, never holding more than one."""
    previous, number = GENESIS, 0
    for row in connection.execute("SELECT sequence, entry, hash FROM audit ORDER BY sequence"):
        number += 1
        faults = []
        if row["sequence"] != number:
            faults.append(f"entry {number} is missing")
            number = row["sequence"]
        if chain_hash(previous, row["entry"].encode()) != row["hash"]:
            faults.append(f"entry {number} is not the one that was written")
        yield Link(number, row["entry"], previous, row["hash"], tuple(faults))
        previous = row["hash"]


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
