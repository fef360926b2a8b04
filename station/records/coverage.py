"""What the audit chain doesn't cover, which a verification has to say."""

from collections.abc import Mapping
from typing import Final

UNCOVERED: Final[Mapping[str, str]] = {
    "runs": "runs that haven't ended come under the chain with their end only",
    "usage": "the counter behind the numbers of an order's units; the used quantity is covered",
    "claims": (
        "what units at work hold, and which TPM a certified key is in once its unit has passed; "
        "the name and key of a unit that failed late are covered"
    ),
    "intents": "what came of something that a run was about to do",
    "lease": "whose turn it is to make identities; the factory's token knows, and is asked",
    "handoffs": "how far the factory's MES was told of the results",
    "handoff_refused": "what the factory's MES didn't take",
    "_sqlite_migrations": "when the tables were brought to the form of a newer Station",
    "push_groups": "what became of groups that were pushed: the service itself shows it",
    "push_shut_out": "which service shuts revoked units out of their groups: it shows it itself",
    "labels": (
        "which labels units got, and that they were scanned; that one was printed again, and why,"
        " is covered"
    ),
    "notes": "that a backup was made: who can write the data folder can take its note away",
    "transcripts": "the transcripts of failed runs, which are files beside the record",
}
"""What isn't covered, by the table that it is in (or, without a table, its own name), in words."""
