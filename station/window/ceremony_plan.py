"""What comes before a ceremony is held: its names, its rehearsal, its tokens."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from station.errors import StationError
from station.folders import Data
from station.hsm.tokens import Module
from station.operations.ceremony_begin import (
    begin_ceremony,
    find_rehearsal,
    rehearsal_of,
    rehearsing,
)
from station.operations.ceremony_plan import Rehearsal, made_plan
from station.operations.ceremony_tokens import FoundToken, Hindrance, TokensHere, tokens_here
from station.operations.token_state import initialise_empty
from station.window.bridge import Bridge, Lane
from station.window.ceremony_forms import LibraryPage, Ready, ReadyPage
from station.window.ceremony_leaf import Leaf
from station.window.ceremony_start import IntroPage, Names, PeoplePage, RehearsalPage
from station.window.ceremony_tokens import TokenPage
from station.window.ceremony_words import wrong_words

_ROLES = ("root", "factory")


class Planning(QObject):
    """Leads through the pages until a ceremony is begun.

    Args:
        data: the folder that is to be a station.
        practice: the folder in which this user practises.
        bridge: to the threads that may wait.
        parent: owns it.
    """

    page_wanted = Signal(object)
    """A `Leaf` to be shown."""
    planned = Signal(object)
    """The `Data` of a ceremony that was begun: the real one's or a rehearsal's."""
    left = Signal()
    """None is to be begun."""

    def __init__(self, data: Data, practice: Path, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._data, self._practice, self._bridge = data, practice, bridge
        self._names: Names | None = None
        self._without = False
        self._more: list[Module] = []
        self._chosen: dict[str, FoundToken] = {}

    def begin(self) -> None:
        """Begin with what it is about."""
        self.page_wanted.emit(IntroPage(self._ask_names, self.left.emit))

    # Names

    def _ask_names(self) -> None:
        page = PeoplePage(self.begin)
        if self._names is not None:
            page.show_names(self._names)
        page.named.connect(partial(self._named, page))
        self.page_wanted.emit(page)

    def _named(self, page: PeoplePage, names: Names) -> None:
        self._names = names
        page.working(at_work=True)
        work = partial(rehearsal_of, names.digest, self._practice)
        self._bridge.run(page, work, self._offer_rehearsal, partial(_refuse, page))

    # The rehearsal

    def rehearsed(self) -> None:
        """Go on after a rehearsal, or where one was dropped."""
        names = self._names
        if names is None:  # it was broken off before this window was opened
            self.begin()
            return
        work = partial(rehearsal_of, names.digest, self._practice)
        self._bridge.run(self, work, self._offer_rehearsal)

    def _offer_rehearsal(self, found: Rehearsal | None) -> None:
        page = RehearsalPage(found, self._ask_names)
        page.wanted.connect(partial(self._rehearse, page))
        page.real.connect(partial(self._hold_real, without=False))
        page.unrehearsed.connect(partial(self._hold_real, without=True))
        self.page_wanted.emit(page)

    def _rehearse(self, page: RehearsalPage) -> None:
        names = self._names
        if names is None:
            return
        page.working(at_work=True)
        work = partial(rehearsing, names.station, names.supervisors, self._practice)
        self._bridge.run(page, work, self.planned.emit, partial(_refuse, page), Lane.COMMANDS)

    # The tokens

    def _hold_real(self, *, without: bool) -> None:
        self._without = without
        self._chosen.clear()
        self._ask_token("root")

    def _ask_token(self, role: str, label: str = "") -> None:
        taken = self._chosen.get("root") if role == "factory" else None
        page = TokenPage(role, None if taken is None else taken.address, self._back_from(role))
        page.chosen.connect(partial(self._has_token, role, page))
        page.blank.connect(partial(self._ask_ready, role))
        page.look_wanted.connect(partial(self._look, page))
        page.library_wanted.connect(partial(self._ask_library, role))
        self.page_wanted.emit(page)
        self._look(page, label)

    def _back_from(self, role: str) -> Callable[[], None]:
        return self.rehearsed if role == "root" else partial(self._ask_token, "root")

    def _look(self, page: TokenPage, label: str = "") -> None:
        page.look()

        def found(tokens: TokensHere) -> None:
            page.show_found(tokens, label)

        work = partial(tokens_here, self._data, tuple(self._more))
        self._bridge.run(page, work, found, page.say_error)

    def _ask_library(self, role: str) -> None:
        page = LibraryPage(partial(self._ask_token, role))

        def named(module: Module) -> None:
            if module not in self._more:
                self._more.append(module)
            self._ask_token(role)

        page.named.connect(named)
        self.page_wanted.emit(page)

    def _ask_ready(self, role: str, token: FoundToken) -> None:
        begun = token.hindrance is Hindrance.NO_PIN
        label = token.seen.label if begun else role
        page = ReadyPage(label, partial(self._ask_token, role), begun=begun)
        page.wanted.connect(partial(self._make_ready, role, token, page))
        self.page_wanted.emit(page)

    def _make_ready(self, role: str, token: FoundToken, page: ReadyPage, ready: Ready) -> None:
        def work() -> None:
            try:
                initialise_empty(token.module, ready.label, ready.so_pin, ready.pin, token.marks)
            finally:
                ready.so_pin.wipe()
                ready.pin.wipe()

        def done(_: None) -> None:
            self._ask_token(role, ready.label)

        self._bridge.run(page, work, done, page.refuse, Lane.COMMANDS)

    def _has_token(self, role: str, page: TokenPage, token: FoundToken) -> None:
        self._chosen[role] = token
        if role == "root":
            self._ask_token("factory")
        else:
            page.working(at_work=True)
            self._begin(page)

    # The plan

    def _begin(self, page: TokenPage) -> None:
        names, tokens = self._names, self._chosen
        if names is None or not tokens.keys() >= set(_ROLES):
            return
        root, factory = (tokens[role].address for role in _ROLES)
        where, practice, without = self._data, self._practice, self._without

        def work() -> Data:
            plan = made_plan(
                station=names.station,
                practice=False,
                root=root,
                factory=factory,
                supervisors=names.supervisors,
            )
            data = Data.made(where.root)
            found = find_rehearsal(plan, practice)
            begin_ceremony(data, plan, found, without=without, place=names.place)
            return data

        self._bridge.run(page, work, self.planned.emit, partial(_refuse, page), Lane.COMMANDS)


def _refuse(page: Leaf, error: StationError) -> None:
    page.working(at_work=False)
    page.strip.say(wrong_words(error), "bad")
