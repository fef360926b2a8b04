"""Which groups a service has of this station, and as what they were sent to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.model.push import CONFIRMED, PushState
from station.records.database import Readings
from station.records.encoding import as_written


@dataclass(frozen=True)
class SentGroup:
    """A group as a service had it when it was heard of last.

    Attributes:
        state: what became of it.
        sent: SHA-256 (hexadecimal) of the document that it was to be, with words for its keys.
    """

    state: PushState
    sent: str

    @property
    def there(self) -> bool:
        """Whether the service had it as it was sent."""
        return self.state in CONFIRMED


def read_sent_groups(reads: Readings, host: str) -> Mapping[str, SentGroup]:
    """Return what became of each group that was pushed to a host, by its folded name; REC-011."""
    rows = reads.rows("SELECT group_id, state, sent FROM push_groups WHERE host = ?", (host,))
    found = {}
    for row in rows:
        with as_written(f"what became of {row['group_id']}"):
            found[row["group_id"].casefold()] = SentGroup(PushState(row["state"]), row["sent"])
    return found
