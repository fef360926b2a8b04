"""Cards that a worker scans instead of pressing: what stands on them, and what it means.

A card's code is `STNCRD`, two letters for what is to be done, a letter for the position's place on
the bench (or `X` for none), and two check letters. It has only letters that lie at the same place
on QWERTY, QWERTZ and AZERTY keyboards and counts without case, so that it is read rightly whatever
a scanner's keyboard is set to; Code 39 has all of them. Nothing that begins so is a serial number.

A card holds no secret and gives no right: what needs a badge, a PIN or a supervisor has no card.
"""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final, Self

from station.errors import StationError
from station.model.names import shown

PREFIX: Final = "STNCRD"
MOST_PLACES: Final = 8
_LETTERS: Final = "BCDEFGHIJKLNOPRSTUVX"  # at the same place on every keyboard
_NOWHERE: Final = "X"
_FORM: Final = re.compile(f"{PREFIX}([{_LETTERS}]{{2}})([{_LETTERS}])([{_LETTERS}]{{2}})")
_AIM: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")  # ISO/IEC 15424
# A prime, so that one letter read wrongly, or two neighbours in the wrong order, change the sum; it
# is at most as large as what two letters can say.
_FACTOR, _MODULUS = 23, 397


class Act(Enum):
    """What a card does; the first that need a position."""

    POSITION = "PN"  # the next scan goes there
    START = "ST"
    NEXT = "NX"  # the unit that passed is taken out: on to the next
    ACKNOWLEDGE = "CK"  # a verdict that isn't a pass was seen
    CANCEL = "CL"
    CHOOSE = "CH"  # the answer of that number, to what is asked
    YES = "JS"
    NO = "NO"
    ALL = "LL"  # what is loaded begins
    LOCK = "LC"

    @property
    def is_placed(self) -> bool:
        """Whether there is a card for each position."""
        return self not in {Act.YES, Act.NO, Act.ALL, Act.LOCK}


@dataclass(frozen=True)
class Card:
    """One card.

    Attributes:
        act: what it does.
        place: of the position on the bench, from 1 on, or the number of the answer; 0 for none.
    """

    act: Act
    place: int = 0

    @property
    def code(self) -> str:
        """What is printed on it."""
        where = _LETTERS[self.place - 1] if self.place else _NOWHERE
        body = PREFIX + self.act.value + where
        return body + _check(body)

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the card that was scanned, or None where the scan is no card's.

        Args:
            text: what the scanner sent.

        Raises:
            StationError: LIN-096 where it begins as a card's, and isn't one.
        """
        code = _AIM.sub("", text.strip(), count=1).upper()
        if not code.startswith(PREFIX):
            return None
        form = _FORM.fullmatch(code)
        acts = {act.value: act for act in Act}
        if form is None or form[1] not in acts or _check(code[:-2]) != form[3]:
            raise _unreadable(code)
        act, place = acts[form[1]], 0 if form[2] == _NOWHERE else _LETTERS.index(form[2]) + 1
        if act.is_placed != (0 < place <= MOST_PLACES):
            raise _unreadable(code)
        return cls(act, place)


def all_cards(places: int) -> list[Card]:
    """Return the cards of a bench with so many positions, in the order of a sheet."""
    placed = [act for act in Act if act.is_placed and act is not Act.CHOOSE]
    cards = [Card(act, place) for act in placed for place in range(1, places + 1)]
    choices = [Card(Act.CHOOSE, number) for number in range(1, MOST_PLACES + 1)]
    return [*cards, *(Card(act) for act in Act if not act.is_placed), *choices]


def _unreadable(code: str) -> StationError:
    return StationError("LIN-096", what=shown(code, 20), why="it wasn't read well")


def _check(body: str) -> str:
    total = 0
    for letter in body:
        total = (total * _FACTOR + _LETTERS.index(letter) + 1) % _MODULUS
    high, low = divmod(total, len(_LETTERS))
    return _LETTERS[high] + _LETTERS[low]
