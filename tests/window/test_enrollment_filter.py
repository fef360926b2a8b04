"""The fields above the list: what they ask for, and what they remember."""

from datetime import datetime

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station.model.enrollment import EnrollmentStatus
from station.records.list_query import ListQuery, SortBy
from station.window.enrollment_filter import EnrollmentFilter
from station.window.enrollment_rows import SORTED_BY

pytestmark = [
    pytest.mark.window,
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]


@pytest.fixture
def memory(qapp: QObject) -> QObject:
    del qapp
    return QObject()


@pytest.fixture
def fields(memory: QObject, qtbot: QtBot) -> EnrollmentFilter:
    return made(memory, qtbot)


def made(memory: QObject, qtbot: QtBot, badge: str = "S-1") -> EnrollmentFilter:
    fields = EnrollmentFilter(memory, badge)
    qtbot.addWidget(fields)
    with qtbot.waitExposed(fields):
        fields.show()
    fields.has_orders(["o1", "o2"])
    return fields


def test_it_asks_for_all_at_first(fields: EnrollmentFilter) -> None:
    assert fields.query() == ListQuery()


def test_each_field_leaves_something_out(fields: EnrollmentFilter, qtbot: QtBot) -> None:
    for choice, steps in ((fields.order, 2), (fields.status, 1), (fields.mechanism, 2)):
        for _ in range(steps):
            with qtbot.waitSignal(fields.chosen):
                QTest.keyClick(choice, Qt.Key.Key_Down)
    for edit, text in ((fields.since, "2026-11-02"), (fields.until, "2026-11-03")):
        with qtbot.waitSignal(fields.typed):
            QTest.keyClicks(edit, text)
    QTest.keyClicks(fields.finder, " AB:CD ")
    assert fields.query() == ListQuery(
        find="AB:CD",
        order="o2",
        status=EnrollmentStatus.READY,
        mechanism="x509",
        since=datetime(2026, 11, 2).astimezone(),
        until=datetime(2026, 11, 4).astimezone(),
    )
    with qtbot.waitSignal(fields.chosen):
        QTest.mouseClick(fields.all, Qt.MouseButton.LeftButton)
    assert fields.query() == ListQuery()


def test_a_day_is_only_wrong_once_it_is_written(fields: EnrollmentFilter, qtbot: QtBot) -> None:
    fields.since.setFocus()
    qtbot.waitUntil(fields.since.hasFocus)
    QTest.keyClicks(fields.since, "2026-1")
    assert fields.wrong_day() == ""
    with qtbot.waitSignal(fields.chosen):
        fields.finder.setFocus()
    assert "year, month, day" in fields.wrong_day()
    assert fields.query() == ListQuery()
    fields.since.setText("2026-02-30")
    assert fields.wrong_day()
    fields.since.setText("9999-12-31")
    fields.until.setText("9999-12-31")
    assert fields.query().until is None


@pytest.mark.parametrize("sort", SORTED_BY.values())
def test_every_column_sorts_both_ways(fields: EnrollmentFilter, sort: SortBy) -> None:
    first, newest = sort is not SortBy.ENROLLED, sort is SortBy.ENROLLED
    if first:
        fields.sort_by(sort)
    assert fields.query() == ListQuery(sort, descending=newest)
    fields.sort_by(sort)
    assert fields.query() == ListQuery(sort, descending=not newest)


def test_what_was_chosen_is_remembered_for_that_person(
    memory: QObject, fields: EnrollmentFilter, qtbot: QtBot
) -> None:
    fields.sort_by(SortBy.DEVICE_ID)
    QTest.keyClick(fields.order, Qt.Key.Key_End)
    QTest.keyClicks(fields.finder, "box")
    again = made(memory, qtbot)
    assert again.query() == ListQuery(SortBy.DEVICE_ID, descending=False, order="o2")
    assert made(memory, qtbot, "S-2").query() == ListQuery()
