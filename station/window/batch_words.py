"""What a tile says of a batch: what is to be done, and of its other units."""

from PySide6.QtCore import QCoreApplication

from station.operations.bench_view import Mates, Phase, PositionView
from station.window.words import phase_words


def _tr(text: str) -> str:
    return QCoreApplication.translate("batch_words", text)


def large_words(view: PositionView) -> str:
    """Return what is to be done at a position, in large words."""
    loads = view.phase is Phase.READY and view.mates is not None
    return _tr("Load it") if loads else phase_words(view.phase)


def mates_words(view: PositionView) -> list[str]:
    """Return whom a unit waits for, in a sentence; nothing where it waits for nobody."""
    if view.mates is None:
        return []
    if view.phase is Phase.LOADED:
        return [_waiting(view.mates)]
    if view.phase is Phase.ENDED:
        leave = _tr("Leave it in until all are done.")
        return [leave if stays_in(view) else _tr("Take all out.")]
    return []


def stays_in(view: PositionView) -> bool:
    """Return whether a unit is done, and others of its batch aren't."""
    return view.phase is Phase.ENDED and view.mates is not None and view.mates.at_work > 0


def _waiting(mates: Mates) -> str:
    if mates.at_work:
        return _tr("It begins after those at work.")
    if mates.to_come:
        return _tr("Waiting for {count} more.").format(count=mates.to_come)
    return _tr("It begins.")
