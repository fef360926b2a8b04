"""A profile's text where it is edited: its lines counted, its parts told apart, mistakes marked."""

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit, QTextEdit, QWidget

from station.line.toml_files import Problem
from station.operations.profile_completion import Completion, complete
from station.window import theme

_PARTS: Final = (
    (re.compile(r"^\s*\[\[?[^\]]*\]\]?"), "action", True),
    (re.compile(r"^\s*[A-Za-z0-9_.-]+(?=\s*=)"), "text", True),
    (re.compile(r'"(?:[^"\\]|\\.)*"' + r"|'[^']*'"), "pass", False),
)
_QUOTED: Final = _PARTS[2][0]
_GAP: Final = 14
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})


class ProfileText(QPlainTextEdit):
    """The text of a profile.

    What may stand at the cursor is offered as it is written, and by Ctrl+Space.
    """

    line_changed = Signal()
    """The cursor is in another line."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("profile-text")
        self.setAccessibleName(self.tr("The profile's text"))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self._wrong: frozenset[int] = frozenset()
        self._line = 0
        self._gutter = _Gutter(self)
        _Colours(self.document())  # which keeps it
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setWidget(self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.choices = QListView()
        self.choices.setObjectName("profile-choices")
        self._completer.setPopup(self.choices)
        self._completer.activated.connect(self._take)
        self._begun = 0
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._scrolled)
        self.cursorPositionChanged.connect(self._moved)
        self._make_room()

    # Lines

    @property
    def line(self) -> int:
        """The line that the cursor is in, from 1."""
        return self.textCursor().blockNumber() + 1

    def go_to(self, line: int) -> None:
        """Put the cursor into a line, from 1, and the focus here."""
        block = self.document().findBlockByNumber(line - 1)
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus()

    def _moved(self) -> None:
        if self.line != self._line:
            self._line = self.line
            self._gutter.update()
            self.line_changed.emit()

    @property
    def gutter_width(self) -> int:
        """How wide the lines' numbers are."""
        digits = max(len(str(self.blockCount())), 3)
        return self.fontMetrics().horizontalAdvance("9") * digits + 2 * _GAP

    def _make_room(self) -> None:
        self.setViewportMargins(self.gutter_width, 0, 0, 0)

    def _scrolled(self, area: QRect, by: int) -> None:
        if by:
            self._gutter.scroll(0, by)
        else:
            self._gutter.update(0, area.y(), self._gutter.width(), area.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the numbers beside the lines."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._gutter.setGeometry(inside.left(), inside.top(), self.gutter_width, inside.height())

    def draw_numbers(self, painter: QPainter, area: QRect) -> None:
        """Draw the numbers of the lines that are seen; those with a mistake are marked."""
        painter.fillRect(area, QColor(theme.COLOURS["faint"]))
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        width, height = self.gutter_width, self.fontMetrics().height()
        while block.isValid() and top <= area.bottom():
            number = block.blockNumber() + 1
            wrong = number in self._wrong
            painter.setPen(QColor(theme.COLOURS["fail" if wrong else "quiet"]))
            right = Qt.AlignmentFlag.AlignRight
            painter.drawText(0, int(top), width - _GAP, height, right, str(number))
            if wrong:
                painter.drawText(4, int(top), _GAP, height, Qt.AlignmentFlag.AlignLeft, "!")
            top += self.blockBoundingRect(block).height()
            block = block.next()

    # Mistakes

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Mark the lines that have a mistake."""
        self._wrong = frozenset(one.line for one in problems)
        marks = [self._marked(line) for line in sorted(self._wrong)]
        self.setExtraSelections(marks)
        self._gutter.update()

    def _marked(self, line: int) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        under = QTextCharFormat()
        under.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        under.setUnderlineColor(QColor(theme.COLOURS["fail"]))
        under.setProperty(QTextFormat.Property.FullWidthSelection, True)
        cursor = QTextCursor(self.document().findBlockByNumber(line - 1))
        cursor.select(QTextCursor.SelectionType.LineUnderCursor)
        mark.cursor, mark.format = cursor, under
        return mark

    # What may stand there

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Offer what may stand at the cursor; what is offered is taken by Enter."""
        popup = self.choices
        if popup.isVisible() and event.key() in _ENTER:
            event.ignore()  # the completer takes it
            return
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        wanted = control and event.key() == Qt.Key.Key_Space
        if not wanted:
            super().keyPressEvent(event)
        typed = event.text()
        if wanted or (typed and (typed.isalnum() or typed in '["_= ')):
            self._offer(self._completion(), wanted=wanted)
        elif typed or not popup.isVisible():
            popup.hide()

    def _completion(self) -> Completion:
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Start, QTextCursor.MoveMode.KeepAnchor)
        before = cursor.selectedText().replace("\u2029", "\n")
        return complete(self.toPlainText(), len(before))

    def _offer(self, found: Completion, *, wanted: bool) -> None:
        # Before anything is written only who asks is offered all that there is.
        if not found.suggestions or not (found.begun or wanted):
            self.choices.hide()
            return
        self._begun = found.begun
        self._words.setStringList([one.text for one in found.suggestions])
        place = self.cursorRect()
        place.translate(self.gutter_width, 0)
        place.setWidth(420)
        self._completer.complete(place)
        self.choices.setCurrentIndex(self._words.index(0))

    def _take(self, text: str) -> None:
        cursor = self.textCursor()
        moved = QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, self._begun
        cursor.movePosition(*moved)
        cursor.insertText(text)
        self.setTextCursor(cursor)


class _Gutter(QWidget):
    """The lines' numbers."""

    def __init__(self, text: ProfileText) -> None:
        super().__init__(text)
        self._text = text

    def sizeHint(self) -> QSize:
        """Return how wide it is."""
        return QSize(self._text.gutter_width, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is seen of it."""
        painter = QPainter(self)
        painter.setFont(self._text.font())
        self._text.draw_numbers(painter, event.rect())
        painter.end()


class _Colours(QSyntaxHighlighter):
    """Tells tables, keys, texts and remarks apart."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        for pattern, colour, bold in _PARTS:
            for found in pattern.finditer(text):
                self.setFormat(found.start(), len(found[0]), _format(colour, bold=bold))
        # A # inside a text begins no remark.
        bare = _QUOTED.sub(lambda found: " " * len(found[0]), text)
        remark = bare.find("#")
        if remark >= 0:
            self.setFormat(remark, len(text) - remark, _format("quiet", bold=False))


def _format(colour: str, *, bold: bool) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(theme.COLOURS[colour]))
    if bold:
        made.setFontWeight(700)
    return made
