"""What part of the audit chain is shown: its fields, and what they ask for."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from station.model.people import Person
from station.records.audit_pages import AuditFilter
from station.records.entries import EntryKind
from station.window.audit_words import About, about_words
from station.window.enrollment_filter import day
from station.window.fields import Choice, button, line

_LONGEST = 128


class AuditFilterFields(QWidget):
    """The fields above the chain."""

    chosen = Signal()
    """Something was chosen that changes what is shown at once."""
    typed = Signal()
    """Something is being typed that will."""

    def __init__(self) -> None:
        super().__init__()
        self.finder = line("audit-find", longest=_LONGEST)
        self.finder.setClearButtonEnabled(True)
        self.finder.setPlaceholderText(self.tr("Serial number, run, or other text in an entry"))
        self.kind = Choice("audit-kind", shortest=16)
        self.person = Choice("audit-person", shortest=12)
        self.order = Choice("audit-order", shortest=14)
        self.since, self.until = line("audit-since"), line("audit-until")
        self.all = button("audit-all", self.tr("Sho&w all"))
        for edit in (self.since, self.until):
            edit.setPlaceholderText(self.tr("2026-11-30"))
            edit.setMaximumWidth(150)
            edit.textEdited.connect(lambda _: self.typed.emit())
        self._offer_kinds()
        self.has_choices((), ())
        self._lay_out()
        self.finder.textEdited.connect(lambda _: self.typed.emit())
        self.finder.textChanged.connect(lambda text: None if text else self.typed.emit())
        for choice in (self.kind, self.person, self.order):
            choice.activated.connect(lambda _: self.chosen.emit())
        self.all.clicked.connect(self.show_all)

    def _offer_kinds(self) -> None:
        self.kind.addItem(self.tr("Everything"), frozenset[EntryKind]())
        for about in About:
            self.kind.addItem(about_words(about), about.value)
        self.kind.insertSeparator(self.kind.count())
        for kind in sorted(EntryKind, key=lambda one: one.value):
            self.kind.addItem(kind.value, frozenset({kind}))

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        head, below = QHBoxLayout(), QHBoxLayout()
        for layout, fields in (
            (head, ((self.tr("&Find"), self.finder), (self.tr("&About"), self.kind))),
            (
                below,
                (
                    (self.tr("&Person"), self.person),
                    (self.tr("O&rder"), self.order),
                    (self.tr("Fro&m"), self.since),
                    (self.tr("unti&l"), self.until),
                ),
            ),
        ):
            layout.setSpacing(8)
            for words, widget in fields:
                label = QLabel(words)
                label.setBuddy(widget)
                layout.addWidget(label)
                layout.addWidget(widget, 1 if widget in (self.finder, self.order) else 0)
            rows.addLayout(layout)
        below.addWidget(self.all)

    def has_choices(self, people: Sequence[Person], orders: Sequence[str]) -> None:
        """Offer these people and orders; what is chosen stays so where it is among them."""
        for choice, first, offered in (
            (
                self.person,
                self.tr("Everybody"),
                [(f"{p.name} ({p.badge})", p.badge) for p in people],
            ),
            (self.order, self.tr("All orders"), [(name, name) for name in orders]),
        ):
            before = choice.currentData()
            choice.clear()
            choice.addItem(first, None)
            for words, data in offered:
                choice.addItem(words, data)
            choice.setCurrentIndex(max(0, choice.findData(before)))

    def show_all(self) -> None:
        """Leave nothing out."""
        for edit in (self.finder, self.since, self.until):
            edit.clear()
        for choice in (self.kind, self.person, self.order):
            choice.setCurrentIndex(0)
        self.chosen.emit()

    def wanted(self) -> AuditFilter:
        """Return what is asked for; a day that is none yet asks for nothing."""
        names = (self.person.currentData(), self.order.currentData())
        return AuditFilter(
            kinds=self.kind.currentData(),
            names=tuple(name for name in names if name),
            text=self.finder.text().strip(),
            since=_midnight(day(self.since.text().strip())),
            until=_midnight(day(self.until.text().strip()), timedelta(days=1)),
        )


def _midnight(found: date | None, later: timedelta = timedelta()) -> datetime | None:
    return None if found is None else datetime.combine(found + later, time()).astimezone()
