"""Pictures of what supervisors decide on: first articles, profiles' releases, and units."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from station.folders import resource
from station.model.order import Course, Order, OrderState
from station.model.people import Person
from station.model.rights import Right
from station.model.unit_state import UnitChange
from station.records.store import Records
from station.window.figures import FiguresScreen
from station.window.orders import OrdersScreen
from station.window.profiles import ProfilesScreen
from station.window.units import UnitsScreen
from tests.support.picture_stage import Stage, piece
from tests.support.production import release
from tests.unit.records.software import admitted, enrol, fail, make_order
from tests.unit.records.staffed import ANNE, BERT, WIM, agreed, credential

ORDER = "pump-controller-0041"
PASSED, FAILED = "PC-0041001", "PC-0041002"
_TO_BE_MADE = "Its first article is to be made: it takes one unit, which a supervisor then signs."
_ENTER = Qt.Key.Key_Return


def at_first_article(stage: Stage) -> None:
    """Picture an order's first article, to be made, to be signed and to be rejected."""
    records = stage.opened.plant.tools.records
    records.add_order(_waiting(), agreed(records, Right.ORDERS))
    stage.press("go-orders")
    screen = stage.see("orders")
    assert isinstance(screen, OrdersScreen)
    stage.wait(lambda: piece("order_words", _TO_BE_MADE) in stage.label("first-article-words"))
    stage.take("first-article-to-be-made")
    _made_by(records, WIM, PASSED)
    screen.refresh()
    stage.wait(lambda: PASSED in stage.label("first-article-words"))
    stage.take("first-article-to-be-signed")
    stage.press("first-article-reject")
    stage.fill("first-article-why", "the label is crooked")
    stage.take("first-article-reject")
    stage.press("first-article-keep")
    stage.press("first-article-sign")
    stage.fill("agreement-badge-1", BERT.badge)
    stage.see("agreement-pin-1").setFocus()
    stage.take("first-article-agreement")
    QTest.keyClick(stage.fill("agreement-pin-1", _pin(BERT)), _ENTER)
    stage.wait(lambda: "is open" in screen.strip.text())
    stage.take("first-article-signed")


def _waiting() -> Order:
    changes = {
        "practice": False,
        "course": Course(first_article=True),
        "state": OrderState.FIRST_ARTICLE,
    }
    return make_order(ORDER, quantity=40, profile="pump-controller").model_copy(update=changes)


def _made_by(records: Records, person: Person, serial: str) -> None:
    """Have somebody else make a unit while Anne is away."""
    for before, after in ((ANNE, person), (person, ANNE)):
        records.log_out(before)
        given = credential(after)
        records.log_in(given.badge, given.pin)
        if after is person:
            enrol(records, serial, order=ORDER)


def at_profiles(stage: Stage) -> None:
    """Picture profiles in each standing, and how two release one."""
    plant = stage.opened.plant
    text = resource("profiles/practice-symmetric.toml").read_text(encoding="utf-8")
    plant.data.profiles.mkdir(exist_ok=True)

    def put(name: str, version: int = 1) -> None:
        real = text.replace('"practice-symmetric"', f'"{name}"')
        real = real.replace("practice = true", f"practice = false\nversion = {version}")
        (plant.data.profiles / f"{name}.toml").write_text(real, encoding="utf-8")

    for name in ("gateway-eu", "lamp", "meter", "pump-controller"):
        put(name)
    for name in ("gateway-eu", "lamp", "meter"):
        release(plant, name)
    (plant.data.profiles / "gateway-eu.toml").unlink()
    put("lamp", version=2)
    withdrawing = agreed(plant.tools.records, Right.RELEASE_PROFILE)
    plant.tools.records.releases.withdraw("meter", None, withdrawing)
    release(plant, "lamp")
    put("pump-controller", version=3)
    (plant.data.profiles / "broken.toml").write_text("name = 7\n", encoding="utf-8")
    stage.press("go-profiles")
    screen = stage.see("profiles")
    assert isinstance(screen, ProfilesScreen)
    stage.wait(lambda: screen.table.rowCount() > 0)
    (item,) = screen.table.findItems("pump-controller", Qt.MatchFlag.MatchExactly)
    screen.table.setCurrentItem(item)
    stage.take("profiles")
    stage.press("profile-release")
    stage.see("agreement-pin-2")
    stage.take("profiles-agreement")
    for number, person in enumerate((ANNE, BERT), 1):
        stage.fill(f"agreement-badge-{number}", person.badge)
        stage.fill(f"agreement-pin-{number}", _pin(person))
    QTest.keyClick(stage.see("agreement-pin-2"), _ENTER)
    stage.wait(lambda: bool(screen.strip.text()) and screen.withdraw.isEnabled())
    stage.take("profiles-released")
    _at_editor(stage, screen)


def _at_editor(stage: Stage, screen: ProfilesScreen) -> None:
    """Picture a profile as it is written: with a mistake, tried, and beside its release."""
    found = screen.table.findItems("lamp", Qt.MatchFlag.MatchExactly)
    screen.table.setCurrentItem(min(found, key=screen.table.row))
    stage.press("profile-edit")
    stage.see("profile-text")
    editor = screen.editor
    stage.wait(lambda: editor.problems.count() == 1)
    text = editor.text.toPlainText()
    editor.text.setPlainText(text.replace("[token]", "[tokens]") + "\n# The lamp of 2027\n")
    stage.wait(lambda: editor.problems.count() > 0 and "tokens" in editor.problems.item(0).text())
    editor.text.go_to(9)
    stage.take("profile-mistake")
    editor.text.setPlainText(text.replace("version = 2", "version = 3") + "\n# The lamp of 2027\n")
    stage.wait(lambda: "No mistakes." in editor.problems.item(0).text())
    editor.tabs.setCurrentWidget(editor.changes)
    stage.wait(lambda: "lamp of 2027" in editor.changes.lines.toPlainText())
    stage.take("profile-changes")
    editor.tabs.setCurrentWidget(editor.trial)
    stage.take("profile-trial")
    stage.press("profile-discard")
    stage.press("profile-back")


def at_units(stage: Stage) -> None:
    """Picture a unit that passed, what scrapping it asks and says, and one that nobody knows."""
    records = stage.opened.plant.tools.records
    fail(records, admitted(records, FAILED, order=ORDER), FAILED)
    held = agreed(records, Right.QUARANTINE, "smells of smoke")
    records.units.change(FAILED, UnitChange.QUARANTINE, held)
    stage.press("go-units")
    screen = stage.see("units")
    assert isinstance(screen, UnitsScreen)
    stage.take("units")
    for serial, name in (("PC-0099999", "unknown"), (FAILED, "quarantined"), (PASSED, "passed")):
        QTest.keyClick(stage.fill("unit-find", serial), _ENTER)
        told = screen.empty if name == "unknown" else screen.state
        stage.wait(partial(_says, told, serial))
        stage.wait(screen.busy.isHidden)
        stage.take(f"units-{name}")
    stage.press("unit-scrap")
    stage.see("agreement-pin-1")
    stage.take("units-scrap")
    stage.fill("agreement-pin-1", _pin(ANNE))
    QTest.keyClick(stage.fill("agreement-reason", "burnt at burn-in"), _ENTER)
    stage.wait(lambda: "scrapped" in screen.state.text())
    stage.take("units-scrapped")


def _says(label: QLabel, text: str) -> bool:
    return text in label.text()


def at_figures(stage: Stage) -> None:
    """Picture the figures of the shift, and where there are none."""
    records = stage.opened.plant.tools.records
    for number in range(6):
        serial = f"PC-004110{number}"
        enrol(records, serial, order=ORDER)
        if number % 2:
            code = ("LNK-003", "LNK-005")[number % 4 // 2]
            fail(records, admitted(records, f"{serial}9", order=ORDER), f"{serial}9", code)
    stage.press("go-figures")
    screen = stage.see("figures")
    assert isinstance(screen, FiguresScreen)
    stage.wait(lambda: screen.yields.rowCount() > 0)
    stage.take("figures")
    screen.shift.setCurrentIndex(3)
    screen.shift.activated.emit(3)
    stage.wait(lambda: "No runs" in screen.empty.text())
    stage.take("figures-nothing")


def _pin(person: Person) -> str:
    with credential(person).pin.reveal() as data:
        return data.decode()
