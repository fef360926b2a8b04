"""The keys that leave the factory's token for somebody: on record each time, before they do."""

from dataclasses import dataclass

from pydantic import JsonValue

from station.model.disclosure import Disclosure
from station.records.audit import Heads, Journal
from station.records.database import Readings, Writer
from station.records.entries import EntryKind
from station.records.guard import Guard


@dataclass
class DisclosureBook:
    """Tells the audit chain of keys before they leave; there is nothing else to keep of it."""

    writer: Writer
    reads: Readings
    guard: Guard
    journal: Journal
    heads: Heads

    def add(self, leaving: Disclosure) -> None:
        """Put on record that keys are about to leave; nothing is written where none do.

        It comes before, so that keys which left are on record whatever ends the rest. It takes no
        right of its own: the push or the export that it belongs to does.

        Args:
            leaving: which.

        Raises:
            StationError: the guard's, and `Writer.transaction`'s.
        """
        if leaving.empty:
            return
        self.heads.catch_up()
        data: dict[str, JsonValue] = {
            "way": leaving.way.value,
            "recipient": leaving.recipient,
            "orders": [*leaving.orders],
            "units": leaving.units,
        }
        if leaving.groups:
            data["groups"] = [*leaving.groups]
        with self.writer.transaction() as connection:
            entry = self.journal.append(connection, EntryKind.KEYS_DISCLOSED, data, None)
        self.heads.sign(entry)
