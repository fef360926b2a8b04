"""The one next action at the bench, in a sentence: blue while the bench waits for its worker."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QSizePolicy

from station.operations.bench_view import BenchView
from station.operations.next_action import Ask, NextAction, Unloading, next_action
from station.window import theme
from station.window.elided import Elided

_WIDTH = 420


class Guide(Elided):
    """Says what is to be done next, and where."""

    def __init__(self) -> None:
        super().__init__("guide", _WIDTH)
        self._unloading = Unloading()
        theme.mark(self, kind="guide", waits="no")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_bench(self, bench: BenchView) -> NextAction:
        """Show and return what is to be done next at a bench as it is now."""
        action = next_action(bench, self._unloading.see(bench))
        self.say(guide_words(action))
        self.setAccessibleName(guide_words(action))
        theme.mark(self, waits="yes" if action.waits else "no")
        return action


def _tr(text: str) -> str:
    return QCoreApplication.translate("guide", text)


def guide_words(action: NextAction) -> str:
    """Return what is to be done next, in a sentence."""
    words = {
        Ask.ANSWER: _tr("{name}: answer the question"),
        Ask.DO: _tr("{name}: do what it says"),
        Ask.START: _tr("{name}: start"),
        Ask.TAKE_OUT: _tr("{name}: take the unit out"),
        Ask.SEE: _tr("{name}: read it, then Next unit"),
        Ask.SCAN: _tr("{name}: scan the label"),
        Ask.SEAT: _tr("{name}: put a unit in"),
        Ask.WAIT: _tr("All at work: wait"),
        Ask.CALL: _tr("{name}: call the supervisor"),
        Ask.NOTHING: _tr("Nothing to do"),
    }
    return words[action.ask].format(name=action.position)
