"""The pages before a ceremony: what it is, who holds it, and whether they have rehearsed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout

from station.operations.ceremony_plan import Rehearsal, rehearsal_digest, wrong_names
from station.window.ceremony_leaf import Leaf
from station.window.fields import Field, line

_LONGEST_STATION: Final = 48
_LONGEST_PLACE: Final = 100


@dataclass(frozen=True)
class Names:
    """Who holds the ceremony, and for what.

    Attributes:
        station: the station's name.
        supervisors: badge and name of both.
        place: where it is held; may be empty.
    """

    station: str
    supervisors: tuple[tuple[str, str], tuple[str, str]]
    place: str

    @property
    def digest(self) -> str:
        """What a rehearsal must have in common with it."""
        return rehearsal_digest(self.station, self.supervisors)


class IntroPage(Leaf):
    """Says what the ceremony does, and what and who must be there.

    Args:
        on: goes on.
        back: leaves it.
    """

    def __init__(self, on: Callable[[], None], back: Callable[[], None]) -> None:
        super().__init__("ceremony-intro", self.tr("Set up a station"))
        self.say_told(
            self.tr(
                "Two supervisors make a station here: all keys of the factory, its record, and "
                "themselves as the first two people who may log in. It takes about a quarter of "
                "an hour, and can be broken off anywhere: it goes on where it was.\n\n"
                "Who must be here\n"
                "•  Two supervisors, from the first step to the last, each with a badge.\n\n"
                "What must be here\n"
                "•  Two empty security tokens: the root token, which lies in a safe afterwards, "
                "and the factory token, which stays in this computer.\n"
                "•  Five envelopes that can be sealed: one for each of the two PINs of both "
                "tokens, and one for the root token. A pen, and a printer.\n\n"
                "Rehearse it first: with practice tokens, which are made for it."
            )
        )
        self.body.addStretch(1)
        self.add_back("ceremony-leave", self.tr("&Back"), back)
        self.add_on("ceremony-begin", self.tr("&Begin"), on)


class PeoplePage(Leaf):
    """Asks for the station's name and who the two are."""

    named = Signal(object)
    """The `Names`."""

    def __init__(self, back: Callable[[], None]) -> None:
        super().__init__(
            "ceremony-people",
            self.tr("The station and its two supervisors"),
            self.tr(
                "The names stand in certificates and in the record for good. Each shows the other "
                "the badge while it is scanned or typed."
            ),
        )
        self.station = line("ceremony-station", longest=_LONGEST_STATION)
        self.place = line("ceremony-place", longest=_LONGEST_PLACE)
        self.badges = [line(f"ceremony-badge-{number}") for number in (1, 2)]
        self.names = [line(f"ceremony-name-{number}") for number in (1, 2)]
        self._lay_out()
        self.station.textChanged.connect(self._show_authorities)
        self._show_authorities()
        self.add_back("ceremony-leave", self.tr("&Back"), back)
        self.add_on("ceremony-people-on", self.tr("&Go on"), self.submit)
        self.begin_with(self.station)

    def _lay_out(self) -> None:
        self._fields = {
            "station": Field(self.tr("The &station's name"), self.station, " "),
            "badge-1": Field(self.tr("First supervisor: badge"), self.badges[0]),
            "name-1": Field(self.tr("First supervisor: name"), self.names[0]),
            "badge-2": Field(self.tr("Second supervisor: badge"), self.badges[1]),
            "name-2": Field(self.tr("Second supervisor: name"), self.names[1]),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._fields["station"], 0, 0, top)
        place = Field(self.tr("&Place, for the protocol"), self.place, self.tr("May stay empty."))
        grid.addWidget(place, 0, 1, top)
        for number in (1, 2):
            grid.addWidget(self._fields[f"badge-{number}"], number, 0, top)
            grid.addWidget(self._fields[f"name-{number}"], number, 1, top)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        for edit in (self.station, self.place, *self.badges, *self.names):
            edit.textEdited.connect(self._forget_wrong)

    def _show_authorities(self) -> None:
        name = self.station.text().strip() or self.tr("NAME")
        text = self.tr(
            "Its certificates are by “{name} Root CA”, for 25 years, and “{name} Issuing CA”, for "
            "20 years."
        )
        self._fields["station"].say_hint(text.format(name=name))

    def _forget_wrong(self) -> None:
        for field in self._fields.values():
            field.say_wrong("")

    def show_names(self, names: Names) -> None:
        """Show what was typed before."""
        self.station.setText(names.station)
        self.place.setText(names.place)
        for edits, (badge, name) in zip(
            zip(self.badges, self.names, strict=True), names.supervisors, strict=True
        ):
            edits[0].setText(badge)
            edits[1].setText(name)

    def typed(self) -> Names:
        """Return what stands in the fields."""
        first, second = (
            (badge.text().strip(), name.text().strip())
            for badge, name in zip(self.badges, self.names, strict=True)
        )
        return Names(self.station.text().strip(), (first, second), self.place.text().strip())

    def submit(self) -> None:
        """Go to the first field that is empty, say what can't be, or go on.

        A scanner ends a badge with Enter, which leads to the name so.
        """
        pairs = zip(self.badges, self.names, strict=True)
        edits = [self.station, *(edit for pair in pairs for edit in pair)]
        empty = next((edit for edit in edits if not edit.text().strip()), None)
        if empty is not None:
            empty.setFocus()
            return
        names = self.typed()
        wrong = wrong_names(names.station, names.supervisors)
        for name, field in self._fields.items():
            field.say_wrong(self._why(name) if name in wrong else "")
        first = next((f.editor for name, f in self._fields.items() if name in wrong), None)
        if first is None:
            self.named.emit(names)
        else:
            first.setFocus()

    def _why(self, name: str) -> str:
        if not name.startswith("badge"):
            return self.tr("Letters, digits and signs, as it is to be printed.")
        if name == "badge-2" and self.badges[0].text().strip().lower() == (
            self.badges[1].text().strip().lower()
        ):
            return self.tr("That is the first one's badge: two people have two.")
        return self.tr("1 to 64 letters, digits and signs, without blanks.")


class RehearsalPage(Leaf):
    """Offers the rehearsal, or the real ceremony once it was rehearsed.

    Args:
        found: the rehearsal that these two have gone through, if any.
        back: leads back.
    """

    wanted = Signal()
    """They rehearse."""
    real = Signal()
    """They hold the real one, which they have rehearsed."""
    unrehearsed = Signal()
    """They hold it without having rehearsed."""

    def __init__(self, found: Rehearsal | None, back: Callable[[], None]) -> None:
        super().__init__("ceremony-rehearsal", self.tr("Rehearse first"))
        self._agreed = False
        self.add_back("ceremony-leave", self.tr("&Back"), back)
        if found is None:
            self._offer()
        else:
            self._go_on(found)
        self.body.addStretch(1)

    def _offer(self) -> None:
        text = self.tr(
            "You two have not rehearsed this ceremony on this computer yet.\n\n"
            "A rehearsal goes through every step, with practice tokens that are made for it and "
            "are of no use afterwards. The PINs that you choose in it hold for the rehearsal "
            "alone.\n\n"
            "Both can agree to do without. The protocol and the record say so for good."
        )
        self.say_told(text)
        self.without = self.add_other(
            "ceremony-without", self.tr("Go on &without"), self._go_without
        )
        self.add_on("ceremony-rehearse", self.tr("&Rehearse now"), self.wanted.emit)

    def _go_on(self, found: Rehearsal) -> None:
        self.title.setText(self.tr("You have rehearsed it"))
        text = self.tr(
            "You two have gone through this ceremony on {time} UTC.\n\n"
            "Now it is real: what is made from here on is the factory's. Have both empty tokens "
            "and the envelopes ready."
        )
        self.say_told(text.format(time=f"{found.time:%Y-%m-%d %H:%M}"))
        self.add_other("ceremony-rehearse", self.tr("&Rehearse again"), self.wanted.emit)
        self.add_on("ceremony-real", self.tr("&Go on to the real one"), self.real.emit)

    def _go_without(self) -> None:
        """Go on once both have said so: the first press asks."""
        if self._agreed:
            self.unrehearsed.emit()
            return
        self._agreed = True
        self.strip.say(
            self.tr(
                "It will say NOT REHEARSED in the protocol and in the record, for good. Press "
                "once more if both of you want it."
            ),
            "notice",
        )
        self.without.setText(self.tr("Both agree: go on &without"))
