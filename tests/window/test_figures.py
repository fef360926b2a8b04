"""The figures' page: yields, what fails most, and step times, of a shift or an order."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QTableWidget

from station.model.rights import Right
from station.model.settings import Settings
from station.window.chart_words import View
from station.window.figures import FiguresScreen
from tests.unit.records.software import admitted, enrol, fail, make_order
from tests.unit.records.staffed import ANNE, agreed
from tests.window.people_floor import Hands

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]


@pytest.fixture
def made(at_window: Hands) -> Hands:
    """A station with two orders: two units passed in one, three tries failed."""
    records = at_window.records
    for name in ("lamps-1", "lamps-2"):
        order = make_order(name).model_copy(update={"practice": False})
        records.add_order(order, agreed(records, Right.ORDERS))
    at_window.log_in(ANNE)
    for serial in ("SN-1", "SN-2"):
        enrol(records, serial, order="lamps-1", position="1")
    for serial, code in (("SN-3", "LNK-005"), ("SN-4", "LNK-003"), ("SN-5", "LNK-003")):
        fail(records, admitted(records, serial, order="lamps-1", position="1"), serial, code)
    return at_window


def at_figures(hands: Hands) -> FiguresScreen:
    hands.press("go-figures")
    screen = hands.see("figures")
    assert isinstance(screen, FiguresScreen)
    hands.wait(lambda: screen.shift.count() > 1 and screen.busy.isHidden())
    return screen


def cells(table: QTableWidget) -> list[list[str]]:
    model = table.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def choose(hands: Hands, screen: FiguresScreen, order: str | None, *, all_time: bool) -> None:
    """Choose an order, and the shift that goes on or all time, as a person does."""
    screen.order.setCurrentIndex(screen.order.findData(order) if order else 0)
    screen.shift.setCurrentIndex(screen.shift.count() - 1 if all_time else 0)
    screen.shift.activated.emit(screen.shift.currentIndex())
    hands.wait(screen.busy.isHidden)


def test_it_shows_the_shift_that_goes_on(made: Hands) -> None:
    screen = at_figures(made)
    made.wait(lambda: "First-pass yield 40.0 %: 2 of 5 units." in screen.total.text())
    assert "2 runs passed, 3 failed." in screen.total.text()
    yields = {row[0]: row[1:] for row in cells(screen.yields)}
    assert yields["Order"][:6] == ["lamps-1", "5", "5", "2", "40.0 %", "40.0 %"]
    assert yields["Position"][0] == "1"
    assert "Person" not in yields, "nobody switched that on"


def test_what_fails_most_stands_first_with_what_it_means(made: Hands) -> None:
    screen = at_figures(made)
    made.wait(lambda: screen.failures.rowCount() > 1)
    first, second = cells(screen.failures)
    assert (first[0], first[1], first[4:]) == ("Unit", "LNK-003", ["2", "66.7 %", "66.7 %"])
    assert first[3]
    assert (second[1], second[4:]) == ("LNK-005", ["1", "33.3 %", "100.0 %"])
    whole = cells(screen.steps)[0]
    assert whole == ["Whole run", "2", "2.5 s", "2.5 s"]


def test_an_order_without_runs_says_so(made: Hands) -> None:
    screen = at_figures(made)
    choose(made, screen, "lamps-2", all_time=True)
    made.wait(lambda: "No runs: Order lamps-2." in made.text("figures-empty"))
    choose(made, screen, "lamps-1", all_time=True)
    made.wait(screen.tables.isVisible)
    assert screen.about.text() == "Order lamps-1"


def test_all_orders_of_all_time_asks_for_one_of_both(made: Hands) -> None:
    screen = at_figures(made)
    choose(made, screen, None, all_time=True)
    assert "Choose an order, or a shift." in made.text("figures-empty")


def test_what_was_chosen_stays_chosen_when_it_is_counted_again(made: Hands) -> None:
    screen = at_figures(made)
    choose(made, screen, "lamps-1", all_time=True)
    enrol(made.records, "SN-6", order="lamps-1")
    made.press("figures-again")
    made.wait(lambda: "3 runs passed" in screen.total.text())
    assert screen.about.text() == "Order lamps-1"


def test_figures_by_person_stand_there_once_the_house_allows_them(made: Hands) -> None:
    made.records.set_settings(Settings(person_figures=True), agreed(made.records, Right.SETTINGS))
    screen = at_figures(made)
    made.wait(lambda: ["Person", "Anne (S-1)"] in [row[:2] for row in cells(screen.yields)])


def show(hands: Hands, screen: FiguresScreen, view: View) -> None:
    screen.view.setFocus()
    QTest.keyClick(screen.view, Qt.Key.Key_Home)
    for _ in range(list(View).index(view)):
        QTest.keyClick(screen.view, Qt.Key.Key_Down)
    screen.view.activated.emit(screen.view.currentIndex())
    hands.wait(screen.charts.isVisible)


def test_what_fails_most_is_a_chart_with_its_table_behind_it(made: Hands) -> None:
    screen = at_figures(made)
    show(made, screen, View.FAILURES)
    assert cells(screen.charts.table) == [["LNK-003", "2", "66.7 %"], ["LNK-005", "1", "100.0 %"]]
    assert made.text("chart-title").startswith("What fails most: Shift ")
    assert "LNK-003, 2, 66.7 %" in screen.charts.chart.accessibleDescription()


def test_units_yields_and_times_are_charts(made: Hands) -> None:
    screen = at_figures(made)
    show(made, screen, View.UNITS)
    assert [row[1] for row in cells(screen.charts.table)][-1] == "2"
    show(made, screen, View.YIELDS)
    assert ["1", "40.0 %", "40.0 %"] in cells(screen.charts.table)
    show(made, screen, View.TIMES)
    assert cells(screen.charts.table) == [["2.5 to 2.75", "2"]]


def test_a_chart_is_copied_and_saved(made: Hands, tmp_path: Path) -> None:
    screen = at_figures(made)
    show(made, screen, View.FAILURES)
    made.press("chart-copy")
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines() == [
        "Code\tRuns\tShare so far",
        "LNK-003\t2\t66.7 %",
        "LNK-005\t1\t100.0 %",
    ]
    save(made, "chart-sheet", tmp_path / "failures.csv")
    lines = (tmp_path / "failures.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "Code,Runs,Share so far"
    assert lines[1].startswith("LNK-003,2,0.66")
    save(made, "chart-picture", tmp_path / "failures.png")
    assert QImage(str(tmp_path / "failures.png")).width() > 1000


def save(hands: Hands, button: str, path: Path) -> None:
    """Press what saves, and type where."""
    hands.press(button)
    dialog = hands.see("save-dialog")
    assert isinstance(dialog, QFileDialog)
    dialog.selectFile(str(path))
    dialog.accept()
    hands.wait(lambda: str(path) in hands.text("chart-said"))


def test_a_report_is_signed_and_verified(made: Hands, tmp_path: Path) -> None:
    screen, out = at_figures(made), tmp_path / "wall"
    made.wait(screen.tables.isVisible)
    made.press("report-make")
    choose_place(made, "save-dialog", out)
    made.wait(lambda: "The report is signed" in screen.report.strip.text())
    assert (out / "report.pdf").is_file()
    made.press("report-verify")
    choose_place(made, "folder-dialog", out)
    made.wait(lambda: "Genuine: Shift " in screen.report.strip.text())
    (out / "report.csv").write_text("nothing\n")
    made.press("report-verify")
    choose_place(made, "folder-dialog", out)
    made.wait(lambda: "SVC-027" in screen.report.strip.text())


def choose_place(hands: Hands, dialog: str, path: Path) -> None:
    asked = hands.see(dialog)
    assert isinstance(asked, QFileDialog)
    asked.selectFile(str(path))
    asked.accept()
