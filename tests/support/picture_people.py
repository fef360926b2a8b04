"""Pictures of a production station: its people, who agrees, the lock and the change of shift."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from station.line.bench import Bench, Position, write_bench
from station.model.people import Person, Role
from station.model.rights import Right
from station.model.run import USUAL_STEPS, Step
from station.operations.bench_view import BenchView, Phase, PositionView
from station.secret import Secret
from station.window.people import PeopleScreen
from station.window.settings import SettingsScreen
from tests.support.picture_check import at_check, posed_check
from tests.support.picture_decisions import (
    at_figures,
    at_first_article,
    at_profiles,
    at_units,
)
from tests.support.picture_groups import at_groups
from tests.support.picture_stage import Stage, piece, rest
from tests.support.production import PIN, ProductionStation
from tests.unit.records.staffed import ANNE, BERT, WIM, agreed, credential

NEW = Person("W-2044", "Nora Newcomer", Role.WORKER)
_POSITIONS = ("1", "2", "3", "4")
_AT_LEAST = "At least {count} characters; letters and signs may be among them."
_ENTER = Qt.Key.Key_Return


def production(folder: Path, *, staffed: bool) -> ProductionStation:
    """Set up a station with a bench of four positions, on which nothing is attached."""
    station = ProductionStation.made(folder, staffed=staffed)
    bench = tuple(Position(name=name, port=f"/dev/station-{name}") for name in _POSITIONS)
    write_bench(station.data.bench, Bench(name="line-7", position=bench))
    return station


def at_nobody(stage: Stage) -> None:
    """Picture a station that nobody can log in at yet."""
    stage.application.open(Secret(PIN.encode()))
    stage.wait(lambda: "operator add" in stage.label("page-text"))
    stage.take("nobody-yet")


def at_people(stage: Stage) -> None:
    """Picture the log-in, the lock, the change of shift, and what supervisors alone have."""
    with posed_check(()):
        stage.application.open(Secret(PIN.encode()))
        stage.see("badge")
        stage.wait(lambda: piece("check", "All is well.") in stage.label("shift-check-said"))
        stage.take("log-in-all-well")
    at_check(stage)
    _log_ins(stage)
    _shift(stage)
    _people(stage)
    _settings(stage)
    at_first_article(stage)
    at_profiles(stage)
    at_units(stage)
    at_figures(stage)
    at_groups(stage)


def _pin(person: Person) -> str:
    with credential(person).pin.reveal() as data:
        return data.decode()


def _show_badge(stage: Stage, badge: str, pin: str, prefix: str = "") -> None:
    stage.wait(stage.see(f"{prefix}badge").isEnabled)
    stage.fill(f"{prefix}badge", badge)
    QTest.keyClick(stage.fill(f"{prefix}pin", pin), _ENTER)


def _log_in(stage: Stage, person: Person) -> None:
    _show_badge(stage, person.badge, _pin(person))
    stage.see("lock-window")


def _log_ins(stage: Stage) -> None:
    records = stage.opened.plant.tools.records
    approval = agreed(records, Right.PEOPLE)
    records.add_person(NEW, Secret(b"1234"), approval, temporary=True)
    for _ in range(6):
        _show_badge(stage, "W-9999", "0000")
        stage.see("log-in-error")
    stage.wait(lambda: "REC-023" in stage.label("log-in-error"))
    stage.take("log-in-waits")
    _show_badge(stage, NEW.badge, "1234")
    stage.wait(lambda: piece("NewPin", _AT_LEAST) in stage.label("new-pin-first-hint"))
    stage.take("new-pin")
    stage.fill("new-pin-first", "4711")
    QTest.keyClick(stage.fill("new-pin-again", "4712"), _ENTER)
    stage.take("new-pin-refused")
    stage.press("new-pin-leave")


def _at_work(view: PositionView, step: Step) -> PositionView:
    return replace(
        view,
        phase=Phase.RUNNING,
        order="pump-controller-0031",
        product="Pump controller",
        serial=f"PC-00{view.position}417",
        left=38,
        done=USUAL_STEPS[: USUAL_STEPS.index(step)],
        step=step,
        notice=None,
    )


def _pose(stage: Stage, how: Callable[[PositionView], PositionView]) -> None:
    wizard = stage.opened.wizard
    with wizard._turn:
        wizard._tell(BenchView(tuple(how(view) for view in wizard.view.positions), ""))


def _shift(stage: Stage) -> None:
    before = stage.opened.wizard.view
    _log_in(stage, WIM)
    stage.wait(stage.worker.isVisible)
    _pose(stage, partial(_at_work, step=Step.PROVE))
    stage.application.lock()
    stage.see("lock-badge")
    stage.take("locked")
    _show_badge(stage, WIM.badge, "0000", "lock-")
    stage.see("lock-log-in-error")
    stage.take("locked-refused")
    _show_badge(stage, BERT.badge, _pin(BERT), "lock-")
    stage.wait(lambda: stage.see("take-over-yes").hasFocus())
    stage.take("take-over-locked")
    stage.press("take-over-no")
    _show_badge(stage, WIM.badge, _pin(WIM), "lock-")
    stage.wait(stage.shell.log_out.isEnabled)
    stage.press("log-out")
    _show_badge(stage, BERT.badge, _pin(BERT))
    stage.wait(lambda: stage.see("take-over-yes").hasFocus())
    stage.take("take-over")
    _pose(stage, lambda view: before.at(view.position))
    stage.press("take-over-no")
    stage.see("badge")


def _people(stage: Stage) -> None:
    _log_in(stage, ANNE)
    stage.press("go-people")
    screen = stage.see("people")
    assert isinstance(screen, PeopleScreen)
    stage.wait(lambda: screen.table.rowCount() > 0)
    screen.table.setCurrentCell(2, 0)
    screen.table.setFocus()
    stage.take("people")
    stage.press("people-switch")
    stage.take("people-switch-off")
    stage.press("people-no")
    stage.press("people-reset")
    stage.wait(lambda: piece("NewPin", _AT_LEAST) in stage.label("new-pin-first-hint"))
    stage.take("people-pin")
    stage.press("new-pin-leave")
    stage.press("people-add")
    for name, text in (("badge", "S-2003"), ("name", "Sven Shift"), ("pin", "4711")):
        stage.fill(f"person-{name}", text)
    screen.form.role.setCurrentIndex(1)
    again = stage.fill("person-pin-again", "4711")
    stage.take("people-add")
    QTest.keyClick(again, _ENTER)
    stage.see("agreement-pin-2")
    stage.take("agreement-two")
    stage.fill("agreement-pin-1", _pin(ANNE))
    stage.fill("agreement-badge-2", BERT.badge)
    QTest.keyClick(stage.fill("agreement-pin-2", "0000"), _ENTER)
    stage.see("agreement-said")
    stage.take("agreement-refused")
    stage.press("agreement-no")
    stage.press("person-leave")


def _settings(stage: Stage) -> None:
    stage.press("go-settings")
    screen = stage.see("settings")
    assert isinstance(screen, SettingsScreen)
    stage.wait(lambda: bool(screen.minutes.text()))
    stage.fill("settings-idle-minutes", "5")
    stage.take("settings")
    stage.press("settings-save")
    stage.see("agreement-pin-1")
    stage.take("settings-agreement")
    QTest.keyClick(stage.fill("agreement-pin-1", _pin(ANNE)), _ENTER)
    stage.see("settings-said")
    stage.take("settings-changed")
    stage.fill("check-units-serial", "R-2026-0042")
    for size in stage.camera.sizes:
        stage.shell.resize(size)
        rest()
        screen.page.ensureWidgetVisible(screen.units.add)
        rest()
        stage.camera.shoot(stage.shell, "settings-checks", size)
    screen.units.forget()
