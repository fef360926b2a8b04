"""What the chain knows of ceremonies: which were held, by whom, and their protocols' digests."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

from station.model.rights import Approval
from station.records.audit import Heads, Journal, stream_entries
from station.records.database import Readings, Writer
from station.records.entries import EntryKind
from station.records.guard import Guard

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class CeremonyKind(Enum):
    """What a ceremony was held for."""

    SET_UP = "set-up"
    SECOND = "second"
    DRILL = "drill"


@dataclass(frozen=True)
class CeremonyBook:
    """Puts ceremonies on record; their keys are in tokens, their protocols in files."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads

    def held(
        self,
        kind: CeremonyKind,
        protocol: str,
        *,
        rehearsed: bool,
        approval: Approval | None,
        more: Mapping[str, str] = _NOTHING,
    ) -> None:
        """Put on record that a ceremony was held.

        Args:
            kind: what for.
            protocol: SHA-256 of its signed protocol, hexadecimal.
            rehearsed: whether the same people had gone through it in practice before.
            approval: for `Right.CEREMONY`.
            more: what else the entry says.

        Raises:
            StationError: REC-025 without the right; the guard's own.
        """
        self.heads.catch_up()
        with self.writer.transaction() as connection:
            entry = self.journal.append(
                connection,
                EntryKind.CEREMONY_HELD,
                {
                    "what": kind.value,
                    "protocol": protocol,
                    "rehearsed": "yes" if rehearsed else "no",
                    **more,
                },
                approval,
            )
        self.heads.sign(entry)


def read_protocols(reads: Readings) -> list[str]:
    """Return the digests of the protocols of all ceremonies on record, oldest first.

    Raises:
        StationError: REC-011 where an entry can't be read, REC-001.
    """
    entries = stream_entries(reads, kind=EntryKind.CEREMONY_HELD)
    return [str(entry.data.get("protocol")) for entry in entries]
