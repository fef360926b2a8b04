"""What an earlier try that failed left on a unit's token, cleared before the next one begins.

A cable pulled after the key was made leaves a key that nobody will enrol. The record knows of it by
its intent, and only a unit that isn't enrolled gets here, so nothing in use can be removed.
"""

from collections.abc import Sequence
from typing import Final

from station.hsm.tokens import Token
from station.line.work import Work
from station.records.runs import Intent

MAKE_KEY: Final = "make-key"
INSTALL_KEY: Final = "install-key"
# One label for every unit's key and certificate: a token that has one of them can't be given a
# second identity, as where it was left in the slot and the next unit's was to be in its place.
KEY_LABEL: Final = "station-unit"
REMOVE_KEY: Final = "remove-key"


def key_id_of(run_name: str) -> bytes:
    """Return the CKA_ID of what a run makes on a token: the run's name, so no try meets another."""
    return run_name.encode("ascii")


def left_by(intents: Sequence[Intent]) -> Sequence[str]:
    """Return the runs that may have left a key on the token, oldest first.

    Args:
        intents: those of the unit's failed runs. One to remove a key counts only as a try.
    """
    made = (intent.run for intent in intents if intent.kind in {MAKE_KEY, INSTALL_KEY})
    return list(dict.fromkeys(made))


def clear_leftovers(work: Work, token: Token) -> None:
    """Remove from the token what the unit's failed runs left there; looking twice does no harm.

    Raises:
        StationError: as `Token.remove_objects`.
    """
    for run_name in left_by(work.tools.records.failed_intents(work.unit.serial)):
        remove_key_of(work, token, run_name)


def remove_key_of(work: Work, token: Token, run_name: str) -> None:
    """Remove from the token what a run made on it; none of it is no error.

    Raises:
        StationError: as `Token.remove_objects`.
    """
    records = work.tools.records
    intent = records.intent(work.run, REMOVE_KEY, {"key_id": run_name})
    token.remove_objects(key_id_of(run_name))
    records.settled(intent, {})
