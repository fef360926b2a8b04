"""What the factory's keys are kept in now, and what a unit's record says of that, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.folders import Data
from station.hsm.tries import describe_token
from station.model.attestation import KeyOrigin
from station.model.custody import CUSTODY_WORDS, LESS_SAFE, Custody, custody_words
from station.model.enrollment import Identity
from station.model.names import shown
from station.operations.factory_file import FactoryFile
from station.operations.plant import open_reader
from station.records.custody import Choice, Keeping


@dataclass(frozen=True)
class FactoryKeys:
    """What the factory's keys are kept in now.

    Attributes:
        custody: hardware, software, or nobody knows.
        label: the token's.
        words: which token it is, what was chosen of it, and by whom.
        practice: whether it is of the practice world, where nobody need choose.
        keeping: what the record tells of it; None where it doesn't know the token.
    """

    custody: Custody
    label: str
    words: str
    practice: bool
    keeping: Keeping | None

    @property
    def choice(self) -> Choice:
        """Whether two supervisors chose it."""
        return Choice.NONE if self.keeping is None else self.keeping.choice

    @property
    def error(self) -> StationError | None:
        """Why production makes nothing by it, or None."""
        if self.practice or self.custody is not Custody.SOFTWARE:
            return None
        return None if self.choice is Choice.ACCEPTED else StationError("HSM-025", label=self.label)

    @property
    def doubt(self) -> str:
        """What to say where nobody knows what the keys are in; empty where Station does."""
        return "" if self.custody is not Custody.UNKNOWN else _UNKNOWN


_UNKNOWN: Final = "Station doesn't know what this module keeps keys in."


def factory_keys(data: Data) -> FactoryKeys:
    """Look what the factory's keys are in; no PIN is needed, and what the record says is unchecked.

    Raises:
        StationError: CFG-007 where there is no station; as `describe_token` and `open_reader`.
    """
    file = FactoryFile.read(data)
    facts = describe_token(file.address)
    said = (facts.manufacturer, facts.model, facts.serial, facts.label)
    with open_reader(data) as reader:
        known = [
            one
            for one in reader.factory_tokens()
            if (one.token.manufacturer, one.token.model, one.token.serial, one.token.label) == said
        ]
    keeping = max(known, key=lambda one: one.sequence, default=None)
    words = f"{CUSTODY_WORDS[facts.custody]} {shown(facts.label)}"
    return FactoryKeys(
        facts.custody,
        shown(facts.label),
        words if keeping is None else keeping.words,
        file.practice,
        keeping,
    )


def own_key_words(identity: Identity) -> Iterator[str]:
    """Yield what a unit keeps its own key in, where the station knows."""
    if identity.custody is not Custody.UNKNOWN:
        yield custody_words(identity.custody)
    elif identity.key_origin is KeyOrigin.SOFTWARE:
        yield f"the unit's software, {LESS_SAFE}"
