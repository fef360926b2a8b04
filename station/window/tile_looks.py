"""How a position looks: its state for the style sheet, its picture, and its large words."""

from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication

from station.errors import Outcome
from station.operations.bench_view import Phase, PositionView, Verdict
from station.operations.failure_card import About, about
from station.window.batch_words import large_words
from station.window.words import asked_words, check_words, outcome_words

_PICTURES: Final = {
    Phase.NO_ORDER: "none",
    Phase.SEAT: "seat",
    Phase.SCAN: "scan",
    Phase.READY: "start",
    Phase.LOADED: "busy",
    Phase.RUNNING: "busy",
    Phase.REMOVE: "remove",
    Phase.STOPPED: "error",
}
_VERDICTS: Final = {
    Outcome.PASSED: ("pass", "pass_text"),
    Outcome.FAILED: ("fail", "fail_text"),
    Outcome.ERROR: ("error", "error_text"),
    Outcome.CANCELLED: ("cancelled", "cancelled_text"),
}
# Of a check run, whether it ended as it must: it looks like no unit's verdict.
_CHECKS: Final = {
    True: ("check-ok", "pass", "text"),
    False: ("check-failed", "fail", "fail_text"),
}
# Where a position waits for what is put in next.
_BEFORE: Final = frozenset({Phase.SEAT, Phase.SCAN, Phase.READY, Phase.REMOVE})


class Look(NamedTuple):
    """How a position looks.

    Attributes:
        state: what the style sheet asks for.
        picture: of resources/icons.
        colour: the picture's, by its meaning.
        words: what is said in large letters.
    """

    state: str
    picture: str
    colour: str
    words: str


def look_of(view: PositionView) -> Look:
    """Return how a position looks."""
    if view.verdict is not None:
        return _verdict_look(view.verdict)
    picture, words = _PICTURES.get(view.phase, "none"), large_words(view)
    if view.phase is Phase.STOPPED:
        return Look(view.phase.value, picture, "error_text", words)
    if view.question is not None:
        return Look("asked", picture, "text", view.question.prompt.text)
    if view.check is not None and view.phase in _BEFORE:
        first = QCoreApplication.translate("tile_looks", "Check first")
        return Look("check-due", "seat", "text", first)
    if asked := _asked(view):
        # Not as at work: now it is the worker's turn.
        return Look("asked", "power", "text", asked)
    return Look(view.phase.value, picture, "text", words)


def _verdict_look(verdict: Verdict) -> Look:
    if verdict.checked is not None:
        return Look(*_CHECKS[verdict.checked], check_words(right=verdict.checked))
    outcome = verdict.outcome
    return Look(outcome.value, *_VERDICTS[outcome], outcome_words(outcome))


def failure_picture(view: PositionView) -> str:
    """Return the picture of what went wrong at a position, or empty where nothing did."""
    notice = view.notice if view.phase is Phase.STOPPED else None
    if view.verdict is not None and not view.verdict.good:
        notice = view.notice or view.verdict.notice
        if notice is None:
            return About.SUPERVISOR.value
    found = None if notice is None else about(notice.code)
    return "" if found is None else found.value


def _asked(view: PositionView) -> str:
    """Return what the run asks the worker to do, or nothing."""
    if view.phase is not Phase.RUNNING or view.notice is None:
        return ""
    return asked_words(view.notice.code)
