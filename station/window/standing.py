"""What the window does at any time, whoever is logged in: looks, help, widths of columns."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView

from station.window.help_pages import codes_in
from station.window.help_window import HelpWindow, texts_of
from station.window.looks import Looks

if TYPE_CHECKING:
    from station.window.shell import Shell


class Standing(QObject):
    """Made once the first frame is drawn; it lives as long as the window.

    Args:
        shell: the window.
    """

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell
        self.help: HelpWindow | None = None
        self.looks: Looks | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            self.looks = Looks(application, shell.memory, self)
            shell.look_pressed.connect(self.looks.wear_next)
        shell.help_pressed.connect(self.show_help)
        shell.mishap.what_is.connect(self.explain)
        shell.in_front.connect(self._front_changed)

    def show_help(self) -> None:
        """Show the help of the screen in front, and first what the codes on it mean."""
        codes = codes_in(texts_of(self._shell))
        self._helping().show_screen(self._shell.front_name, codes)

    def explain(self, code: str) -> None:
        """Show what a code means."""
        self._helping().show_code(code)

    def _helping(self) -> HelpWindow:
        if self.help is None:
            self.help = HelpWindow(self._shell)
        return self.help

    def _front_changed(self, _: str) -> None:
        screen = self._shell.stack.currentWidget()
        if screen is None:
            return
        for table in screen.findChildren(QTableView):
            if table.objectName() and not table.property("remembered"):
                table.setProperty("remembered", True)
                _Columns(self._shell, table)


class _Columns(QObject):
    """Gives a table the widths that somebody gave it last, and remembers what they give it."""

    def __init__(self, shell: "Shell", table: QTableView) -> None:
        super().__init__(table)
        self._shell, self._header = shell, table.horizontalHeader()
        self._name = f"columns-{table.objectName()}"
        kept = shell.memory.numbers(self._name)
        if len(kept) == self._header.count():
            for column, width in enumerate(kept):
                if self._is_free(column) and 20 <= width <= 4_000:
                    self._header.resizeSection(column, width)
        self._header.sectionResized.connect(self._resized)

    def _is_free(self, column: int) -> bool:
        return self._header.sectionResizeMode(column) is QHeaderView.ResizeMode.Interactive

    def _resized(self) -> None:
        # By a hand alone: layouts resize columns too.
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            widths = [self._header.sectionSize(one) for one in range(self._header.count())]
            self._shell.memory.put(self._name, widths)
