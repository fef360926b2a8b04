"""What nobody signed any more when a token broke: another can't tell whether it is genuine.

A record that is opened with its own token shows by MACs which entries after the newest head Station
wrote. Its successor can't check those. Whoever can write the file could have put them there, so two
people look at them before the successor signs them.
"""

from dataclasses import dataclass
from typing import Final

from station.model.audit import GENESIS
from station.records.database import Readings
from station.records.encoding import as_written
from station.records.entries import AuditEntry, EntryKind, parse_entry

# These grant nothing, and no token asks for a MAC of them.
_QUIET: Final = frozenset(
    {
        EntryKind.RUN_ENDED,
        EntryKind.SPENT,
        EntryKind.SETTLED,
        EntryKind.LOGGED_IN,
        EntryKind.LOGGED_OUT,
        EntryKind.LOG_IN_REFUSED,
        EntryKind.CLOCK_JUMPED,
    }
)


@dataclass(frozen=True)
class Unsigned:
    """Entries after the newest head.

    Attributes:
        entries: those which grant something, or change what does; oldest first.
        digest: the chain's hash at the record's end, hexadecimal: stands for all of them.
    """

    entries: tuple[AuditEntry, ...]
    digest: str

    @property
    def numbers(self) -> str:
        """The entries' numbers, for people."""
        return ", ".join(str(entry.sequence) for entry in self.entries)


def unsigned_entries(reads: Readings, signed: int) -> Unsigned:
    """Return what no head covers.

    Args:
        reads: of the record, whose chain was found whole.
        signed: the number of the newest signed entry, 0 for none.

    Raises:
        StationError: REC-011 where an entry can't be read.
    """
    rows = reads.rows(
        "SELECT sequence, entry, hash FROM audit WHERE sequence > ? ORDER BY sequence", (signed,)
    )
    found = []
    for row in rows:
        with as_written(f"entry {row['sequence']}"):
            entry = parse_entry(row["entry"])
        if entry.kind not in _QUIET:
            found.append(entry)
    return Unsigned(tuple(found), (rows[-1]["hash"] if rows else GENESIS).hex())


def nothing_unsigned(unsigned: Unsigned) -> bool:
    """Take none for genuine."""
    return False
