"""What a command card does at the bench as it is, or why it does nothing."""

from collections.abc import Callable, Mapping
from typing import Final

from station.errors import StationError
from station.model.command_card import Act, Card
from station.model.prompt import PromptKind
from station.operations import loading
from station.operations.bench_view import BenchView, Phase, PositionView
from station.operations.next_action import is_to_unload

_WORDS: Final = {
    Act.POSITION: "POSITION {place}",
    Act.START: "START {place}",
    Act.NEXT: "NEXT {place}",
    Act.ACKNOWLEDGE: "ACKNOWLEDGE {place}",
    Act.CANCEL: "CANCEL {place}",
    Act.CHOOSE: "ANSWER {place}",
    Act.YES: "YES",
    Act.NO: "NO",
    Act.ALL: "START ALL",
    Act.LOCK: "LOCK",
}


def card_words(card: Card) -> str:
    """Return what is printed on a card for people."""
    return _WORDS[card.act].format(place=card.place)


def deed_at(card: Card, bench: BenchView) -> str:
    """Return the position that a card does something at; empty where it is for none.

    Raises:
        StationError: LIN-096 where there is nothing that it could do now. None lets a position go
            on that stands still or waits for a supervisor.
    """
    if card.act in _ANSWERS:
        return _asked(card, bench).position
    if card.act is Act.ALL and not (bench.batch and loading.may_begin(bench)):
        raise _idle(card, "nothing is loaded")
    if not card.act.is_placed:
        return ""
    if card.place > len(bench.positions):
        raise _idle(card, "this bench has no such position")
    view = bench.positions[card.place - 1]
    fits, why = _FITS[card.act]
    if not fits(view):
        raise _idle(card, why)
    return view.position


def _asked(card: Card, bench: BenchView) -> PositionView:
    """Return the position whose question a card answers: the chosen one, or the only one."""
    asking = [view for view in bench.positions if view.question is not None]
    chosen = [view for view in asking if view.position == bench.chosen] or asking
    if len(chosen) != 1 or chosen[0].question is None:
        raise _idle(card, "scan the card of the position first" if asking else "nothing is asked")
    kind = chosen[0].question.prompt.kind
    if kind not in _ANSWERS[card.act]:
        raise _idle(card, "that is no answer to what is asked")
    return chosen[0]


def _is_seen(view: PositionView) -> bool:
    """Return whether there is a verdict to be seen, or a stop that no supervisor is wanted for."""
    if view.phase is Phase.STOPPED:
        return view.blocked is None
    return is_to_unload(view) and view.verdict is not None and not view.verdict.good


def _is_passed(view: PositionView) -> bool:
    return is_to_unload(view) and view.verdict is not None and view.verdict.good


def _is_open(view: PositionView) -> bool:
    begun = view.phase in {Phase.RUNNING, Phase.LOADED}
    return begun or (view.phase is Phase.READY and bool(view.serial)) or bool(view.label.awaited)


_YES_OR_NO: Final = frozenset({PromptKind.CONFIRM, PromptKind.PICTURE})
_ANSWERS: Final = {
    Act.YES: _YES_OR_NO,
    Act.NO: _YES_OR_NO,
    Act.CHOOSE: frozenset({PromptKind.CHOOSE}),
}
_FITS: Final[Mapping[Act, tuple[Callable[[PositionView], bool], str]]] = {
    Act.POSITION: (lambda _: True, ""),
    Act.START: (lambda view: view.phase is Phase.READY, "no unit is ready there"),
    Act.NEXT: (_is_passed, "no unit has passed there"),
    Act.ACKNOWLEDGE: (_is_seen, "there is nothing to be seen, or a supervisor is wanted"),
    Act.CANCEL: (_is_open, "nothing is begun there"),
}


def _idle(card: Card, why: str) -> StationError:
    return StationError("LIN-096", what=card_words(card), why=why)
