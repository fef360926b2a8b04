"""All that is on record of one enrollment, decoded, to read and to copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLength,
    QTextOption,
    QTextTableFormat,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from station.model.enrollment import Enrollment
from station.model.names import shown
from station.operations.details import Section, describe, endorsement_text
from station.window import theme
from station.window.engine_words import engine_words
from station.window.revoking import Revoking
from station.window.session import Session

_WIDTH, _HEIGHT = 1040, 860
_NAMES, _VALUES = 27, 73
_APART = 14
_SHORTEST_CODE = 40


@dataclass(frozen=True)
class Details:
    """What the dialog shows: made away from Qt's thread, since decoding takes its time.

    Attributes:
        title: the unit's serial number, escaped.
        sections: all that is known.
        endorsement_key: base64, or None where there is none.
        enrollment: the enrollment itself.
    """

    title: str
    sections: Sequence[Section]
    endorsement_key: str | None
    enrollment: Enrollment

    @classmethod
    def of(cls, enrollment: Enrollment) -> Self:
        """Decode an enrollment."""
        serial = shown(enrollment.serial, 80)
        return cls(serial, describe(enrollment), endorsement_text(enrollment), enrollment)

    @property
    def text(self) -> str:
        """All of it, as it is copied."""
        parts = [
            "\n".join(
                [section.title, *(f"{field.name}: {field.value}" for field in section.fields)]
            )
            for section in self.sections
        ]
        return "\n\n".join(parts) + "\n"


class DetailsDialog(QDialog):
    """Shows one enrollment; its text can be chosen with mouse and keyboard.

    Args:
        details: what it shows.
        session: who looks; its practice is said.
        parent: the screen that it stands before.
    """

    revoked = Signal()
    """The enrollment was taken off the list."""

    def __init__(self, details: Details, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("enrollment-details")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = self.tr("Enrollment of {serial}").format(serial=details.title)
        self.setWindowTitle(title)
        self._details = details
        heading = QLabel(title)
        theme.plain_text(heading)
        theme.mark(heading, kind="title")
        self.text = QTextEdit()
        self.text.setObjectName("details-text")
        self.text.setAccessibleName(title)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        _write(self.text, details.sections)
        self._said = QLabel()
        self._said.setObjectName("details-said")
        theme.mark(self._said, kind="quiet")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        if session.practice:
            whole.addWidget(self._practice())
        whole.addWidget(heading)
        self.revoking = Revoking(details.enrollment, session)
        self.revoking.revoked.connect(self.revoked)
        whole.addWidget(self.revoking)
        whole.addWidget(self.text, 1)
        whole.addLayout(self._buttons())
        window = parent.window().size()
        self.resize(min(_WIDTH, window.width() - 60), min(_HEIGHT, window.height() - 40))
        self.text.setFocus()

    def _practice(self) -> QLabel:
        label = QLabel(self.tr("PRACTICE: nothing made here is real"))
        label.setObjectName("practice")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return label

    def _buttons(self) -> QHBoxLayout:
        copy, key = QPushButton(self.tr("&Copy all")), QPushButton(self.tr("Copy endorsement &key"))
        leave = QPushButton(self.tr("C&lose"))
        copy.setObjectName("details-copy")
        key.setObjectName("details-copy-key")
        leave.setObjectName("details-close")
        copy.clicked.connect(self._copy_all)
        key.clicked.connect(self._copy_key)
        key.setVisible(self._details.endorsement_key is not None)
        leave.clicked.connect(self.reject)
        leave.setDefault(True)
        theme.mark(leave, kind="primary")
        row = QHBoxLayout()
        for button in (copy, key):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addWidget(self.revoking.button)
        row.addWidget(self._said, 1)
        row.addWidget(leave)
        return row

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self._details.text)
        self._said.setText(self.tr("Copied."))

    def _copy_key(self) -> None:
        QGuiApplication.clipboard().setText(self._details.endorsement_key or "")
        self._said.setText(self.tr("Endorsement key copied."))


def _write(edit: QTextEdit, sections: Sequence[Section]) -> None:
    """Write the sections, each as a table; every text goes in as plain text, never as markup."""
    cursor = edit.textCursor()
    heading, name, value = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
    heading.setFontWeight(QFont.Weight.Bold)
    heading.setProperty(QTextCharFormat.Property.FontSizeAdjustment, 1)
    name.setForeground(QColor(theme.COLOURS["quiet"]))
    value.setForeground(QColor(theme.COLOURS["text"]))
    code = QTextCharFormat(value)
    code.setFontFamilies(["DejaVu Sans Mono", "monospace"])
    code.setProperty(QTextCharFormat.Property.FontSizeAdjustment, -1)
    apart = QTextBlockFormat()
    apart.setTopMargin(_APART)
    shape = QTextTableFormat()
    shape.setBorder(0)
    shape.setCellPadding(3)
    shape.setWidth(_percent(100))
    shape.setColumnWidthConstraints([_percent(_NAMES), _percent(_VALUES)])
    for number, section in enumerate(sections):
        if number:
            cursor.insertBlock()
        cursor.setBlockFormat(apart if number else QTextBlockFormat())
        cursor.insertText(engine_words(section.title), heading)
        table = cursor.insertTable(len(section.fields), 2, shape)
        for row, field in enumerate(section.fields):
            table.cellAt(row, 0).firstCursorPosition().insertText(engine_words(field.name), name)
            table.cellAt(row, 1).firstCursorPosition().insertText(
                engine_words(field.value), code if _is_code(field.value) else value
            )
        cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    edit.setTextCursor(cursor)


def _is_code(value: str) -> bool:
    """Tell whether a value is for comparing and copying rather than for reading."""
    return len(value) >= _SHORTEST_CODE and " " not in value


def _percent(number: int) -> QTextLength:
    return QTextLength(QTextLength.Type.PercentageLength, number)
