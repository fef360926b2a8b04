"""Tables whose lines are chosen whole, one at a time, and aren't edited."""

from PySide6.QtWidgets import QAbstractItemView, QTableView


def whole_lines(table: QTableView, height: int) -> None:
    """Make a table one of lines, each `height` pixels high; Tab leaves it."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setAlternatingRowColors(True)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(height)
    table.horizontalHeader().setHighlightSections(False)
