"""Who has the bench: the window locks, the next shift takes over, and each change says by whom."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from station.folders import resource
from station.model.order import OrderState
from station.model.people import Person, Role
from station.model.rights import Right
from station.model.settings import Settings
from station.operations.bench_view import Phase
from station.records.entries import EntryKind
from station.secret import Secret
from station.window import idle
from station.window.idle import IdleWatch
from station.window.orders import OrdersScreen
from tests.support.production import release
from tests.unit.records.software import SCOPE, enrol, make_order, tpm_identity
from tests.unit.records.staffed import ANNE, BERT, MIA, WIM, agreed
from tests.window.people_floor import ENTER, Hands, entries, fill, pin_of

pytestmark = [
    pytest.mark.window,
    pytest.mark.timeout(120),
    pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True),
]


@pytest.fixture
def order(at_window: Hands) -> str:
    """The name of an order on record."""
    at_window.records.add_order(
        make_order("lamps-1").model_copy(update={"practice": False}),
        agreed(at_window.records, Right.ORDERS),
    )
    return "lamps-1"


@pytest.fixture
def at_work(at_window: Hands, order: str) -> Iterator[str]:
    """Wim is at the bench, and a unit at position 1; its run's name."""
    at_window.log_in(WIM)
    run = at_window.records.begin_run(order, make_order().profile_hash, "1")
    pose(at_window, Phase.RUNNING)
    yield run.name
    pose(at_window, Phase.SEAT)


def pose(hands: Hands, phase: Phase) -> None:
    """Have position 1 look as if a unit were at work there, or not."""
    assert hands.application.opened is not None
    wizard = hands.application.opened.wizard
    with wizard._turn:
        wizard._put("1", replace(wizard.view.at("1"), phase=phase, serial="SN-77"))


def workers(hands: Hands, run: str) -> tuple[str, ...]:
    return next(one.workers for one in hands.records.runs() if one.name == run)


def lock(hands: Hands) -> None:
    hands.press("lock-window")
    hands.wait(lambda: hands.there("lock-badge"))


# Locked


def test_a_locked_window_shows_the_bench_and_takes_nothing_but_a_badge(
    at_window: Hands, at_work: str
) -> None:
    del at_work
    lock(at_window)
    assert at_window.edit("lock-badge").hasFocus()
    assert "SN-77" in at_window.text("serial-1")
    for name in ("main-1", "scan", "log-out", "lock-window"):
        assert not any(one.isEnabled() for one in at_window.shell.findChildren(QWidget, name))
    assert at_window.records.on_duty == WIM.badge


def test_the_same_person_goes_on_where_they_were(at_window: Hands, order: str) -> None:
    at_window.log_in(ANNE)
    at_window.press("go-orders")
    lock(at_window)
    assert at_window.there("worker")
    at_window.show_badge(ANNE.badge, pin_of(ANNE), "lock-")
    at_window.wait(lambda: at_window.there("orders"))
    screen = at_window.see("orders")
    assert isinstance(screen, OrdersScreen)
    assert screen.isEnabled()
    at_window.wait(lambda: screen.rows.row_of(order) is not None)


def test_a_wrong_pin_leaves_it_locked(at_window: Hands) -> None:
    at_window.log_in(WIM)
    lock(at_window)
    at_window.show_badge(WIM.badge, "wrong", "lock-")
    at_window.wait(lambda: "REC-020" in at_window.text("lock-log-in-error"))
    assert not at_window.there("scan")


def test_nothing_starts_by_itself_while_nobody_is_there(at_window: Hands) -> None:
    assert at_window.application.opened is not None
    wizard = at_window.application.opened.wizard
    assert wizard._held.is_set()
    at_window.log_in(WIM)
    assert not wizard._held.is_set()
    lock(at_window)
    assert wizard._held.is_set()
    pose(at_window, Phase.READY)
    wizard.start("1")
    assert wizard.view.at("1").phase is Phase.READY


def test_a_locked_window_isnt_closed_over_units_at_work(at_window: Hands, at_work: str) -> None:
    del at_work
    lock(at_window)
    at_window.shell.close()
    at_window.wait(lambda: "unlock the window first" in at_window.text("lock-told"))
    assert not at_window.there("question")


def test_it_locks_after_the_minutes_of_the_settings(
    at_window: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idle, "_MINUTE_MS", 20)
    at_window.log_in(WIM)
    at_window.wait(lambda: at_window.there("lock-badge"))
    assert not at_window.application.idle.running


def test_it_never_locks_where_the_settings_say_so(
    at_window: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = Settings(idle_minutes=None)
    at_window.records.set_settings(never, agreed(at_window.records, Right.SETTINGS))
    monkeypatch.setattr(idle, "_MINUTE_MS", 1)
    at_window.log_in(WIM)
    at_window.qtbot.wait(500)
    assert not at_window.there("lock-badge")


def test_a_hand_on_the_window_puts_the_lock_off(qtbot: QtBot, at_window: Hands) -> None:
    told: list[bool] = []
    watch = IdleWatch(at_window.shell)
    watch.idle.connect(lambda: told.append(True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(idle, "_MINUTE_MS", 400)
        watch.start(1)
    for _ in range(6):
        qtbot.wait(150)
        QTest.keyClick(at_window.shell.windowHandle(), Qt.Key.Key_Shift)
    assert not told
    qtbot.waitUntil(lambda: told == [True])


# Taken over


def test_another_one_takes_a_locked_bench_over_and_runs_keep_both_names(
    at_window: Hands, at_work: str
) -> None:
    lock(at_window)
    at_window.show_badge(BERT.badge, pin_of(BERT), "lock-")
    at_window.wait(lambda: at_window.there("take-over"))
    assert "Bert, do you take the bench over from Wim?" in at_window.text("take-over-title")
    assert "At work: position\u00a01:\u00a0SN-77." in at_window.text("take-over-running")
    at_window.wait(lambda: "0 units" in at_window.text("take-over-count"))
    yes = at_window.see("take-over-yes")
    at_window.wait(yes.hasFocus)
    QTest.keyClick(yes, ENTER)
    at_window.wait(lambda: at_window.text("person") == "Bert  ·  Supervisor")
    assert workers(at_window, at_work) == (WIM.badge, BERT.badge)
    assert at_window.records.on_duty == BERT.badge
    (entry,) = entries(at_window.records, EntryKind.TAKEN_OVER)
    assert (entry.data["before"], entry.data["enrolled"]) == (WIM.badge, 0)
    at_window.wait(lambda: _left(at_window) == [WIM.badge])


def test_who_doesnt_take_it_over_leaves_it_locked(at_window: Hands, at_work: str) -> None:
    lock(at_window)
    at_window.show_badge(BERT.badge, pin_of(BERT), "lock-")
    at_window.press("take-over-no")
    at_window.wait(lambda: at_window.there("lock-badge"))
    assert workers(at_window, at_work) == (WIM.badge,)
    assert at_window.records.on_duty == WIM.badge
    at_window.wait(lambda: _left(at_window) == [BERT.badge])


def test_the_next_one_to_log_in_takes_over_what_is_still_at_work(
    at_window: Hands, at_work: str
) -> None:
    at_window.press("log-out")
    at_window.show_badge(MIA.badge, pin_of(MIA))
    at_window.wait(lambda: at_window.there("take-over"))
    assert not at_window.there("worker")
    at_window.press("take-over-yes")
    at_window.wait(lambda: at_window.there("worker"))
    assert workers(at_window, at_work) == (WIM.badge, MIA.badge)


def test_who_comes_back_to_their_own_units_isnt_asked(at_window: Hands, at_work: str) -> None:
    at_window.press("log-out")
    at_window.log_in(WIM)
    assert workers(at_window, at_work) == (WIM.badge,)


def test_units_that_end_meanwhile_are_no_longer_shown(at_window: Hands, at_work: str) -> None:
    del at_work
    lock(at_window)
    at_window.show_badge(BERT.badge, pin_of(BERT), "lock-")
    at_window.wait(lambda: "SN-77" in at_window.text("take-over-running"))
    pose(at_window, Phase.SEAT)
    at_window.wait(lambda: "No unit is at work" in at_window.text("take-over-running"))


def _left(hands: Hands) -> list[object]:
    return [entry.data["badge"] for entry in entries(hands.records, EntryKind.LOGGED_OUT)]


# Each change says by whom


def by(hands: Hands, kind: EntryKind) -> object:
    return entries(hands.records, kind)[-1].data["by"]


def at_orders(hands: Hands, person: Person = ANNE) -> OrdersScreen:
    hands.log_in(person)
    hands.press("go-orders")
    screen = hands.see("orders")
    assert isinstance(screen, OrdersScreen)
    return screen


def test_an_order_is_made_given_to_a_position_paused_and_closed(at_window: Hands) -> None:
    assert at_window.application.opened is not None
    folder = at_window.application.opened.plant.data.profiles
    folder.mkdir(exist_ok=True)
    real = resource("profiles/practice-x509.toml").read_text("utf-8").splitlines()
    text = "\n".join(line for line in real if not line.startswith("practice ="))
    (folder / "lamp.toml").write_text(text.replace("practice-x509", "lamp"))
    release(at_window.application.opened.plant, "lamp")
    screen = at_orders(at_window)
    at_window.press("order-new")
    at_window.wait(screen.form.make.isEnabled)
    offered = screen.form.product
    names = [offered.itemData(place).name for place in range(offered.count())]
    offered.setCurrentIndex(names.index("lamp"))
    for name, typed in (
        ("order-name", "lamps-2"),
        ("order-id-scope", SCOPE),
        ("order-quantity", "10"),
        ("order-token-pin", "12345678"),
    ):
        at_window.fill(name, typed)
    QTest.keyClick(at_window.edit("order-quantity"), ENTER)
    at_window.wait(lambda: "lamps-2 is made" in screen.strip.text())
    assert by(at_window, EntryKind.ORDER_ADDED) == [ANNE.badge]
    at_window.wait(screen.assign.isEnabled)
    at_window.press("order-assign")
    box = at_window.see("assign-1")
    assert isinstance(box, QCheckBox)
    box.setChecked(True)
    at_window.press("assign-save")
    at_window.wait(lambda: "at position 1" in screen.strip.text())
    assert by(at_window, EntryKind.ORDER_ASSIGNED) == [ANNE.badge]
    at_window.wait(screen.pause.isEnabled)
    at_window.press("order-pause")
    at_window.wait(lambda: "is paused" in screen.strip.text())
    assert by(at_window, EntryKind.ORDER_CHANGED) == [ANNE.badge]
    assert at_window.records.order("lamps-2").state is OrderState.PAUSED


def test_an_export_says_who_made_it(at_window: Hands, order: str, tmp_path: Path) -> None:
    at_window.log_in(ANNE)
    enrol(at_window.records, "SN-1", tpm_identity(1), order)
    at_window.press("go-export")
    start = at_window.see("export-start")
    at_window.wait(start.isEnabled)
    at_window.fill("export-folder", str(tmp_path / "out"))
    at_window.press("export-start")
    at_window.wait((tmp_path / "out/manifest.p7s").exists)
    at_window.wait(lambda: at_window.there("export-open"))
    assert by(at_window, EntryKind.EXPORTED) == [ANNE.badge]


def test_the_settings_change_once_a_fresh_pin_agrees(at_window: Hands) -> None:
    at_window.log_in(ANNE)
    at_window.press("go-settings")
    minutes = at_window.see("settings-idle-minutes")
    assert isinstance(minutes, QLineEdit)
    at_window.wait(lambda: minutes.text() == "15")
    fill(minutes, "9999")
    assert "range" in at_window.text("settings-idle-minutes-wrong")
    assert not at_window.see("settings-save").isEnabled()
    fill(minutes, "0")
    at_window.press("settings-save")
    pin = at_window.edit("agreement-pin-1")
    assert pin.hasFocus()
    QTest.keyClick(pin, Qt.Key.Key_Escape)
    at_window.wait(lambda: "nothing is changed" in at_window.text("settings-said"))
    assert at_window.records.settings() == Settings()
    at_window.press("settings-save")
    fill(at_window.edit("agreement-pin-1"), pin_of(ANNE))
    QTest.keyClick(at_window.edit("agreement-pin-1"), ENTER)
    at_window.wait(lambda: "rules are changed" in at_window.text("settings-said"))
    assert at_window.records.settings() == Settings(idle_minutes=None)
    at_window.wait(lambda: not at_window.application.idle.running)


def test_a_check_that_nobody_can_do_is_told_when_it_is_asked_for(
    at_window: Hands, order: str
) -> None:
    at_window.log_in(ANNE)
    at_window.press("go-settings")
    at_window.wait(lambda: at_window.edit("settings-idle-minutes").text() == "15")
    box = at_window.see("settings-red-rabbit")
    assert isinstance(box, QCheckBox)
    box.setChecked(True)
    at_window.press("settings-save")
    fill(at_window.edit("agreement-pin-1"), pin_of(ANNE))
    QTest.keyClick(at_window.edit("agreement-pin-1"), ENTER)
    at_window.wait(lambda: "rules are changed" in at_window.text("settings-said"))
    profile = at_window.records.order(order).spec.profile
    assert f"No red rabbit is on record for {profile}" in at_window.text("settings-said")


def test_the_rules_that_a_command_set_stay_when_the_window_saves(at_window: Hands) -> None:
    told = Settings(
        shift_starts=(time(5, 30), time(17, 30)),
        group_units=9,
        group_days=365,
        recovery="MAA=",
        backup_days=2,
        keep_days=None,
    )
    at_window.records.set_settings(told, agreed(at_window.records, Right.SETTINGS))
    at_window.log_in(ANNE)
    at_window.press("go-settings")
    minutes = at_window.edit("settings-idle-minutes")
    at_window.wait(lambda: minutes.text() == "15")
    assert not at_window.see("settings-save").isEnabled()
    fill(minutes, "20")
    at_window.press("settings-save")
    fill(at_window.edit("agreement-pin-1"), pin_of(ANNE))
    QTest.keyClick(at_window.edit("agreement-pin-1"), ENTER)
    at_window.wait(lambda: "rules are changed" in at_window.text("settings-said"))
    assert at_window.records.settings() == told.model_copy(update={"idle_minutes": 20})


def test_a_worker_has_the_bench_alone(at_window: Hands) -> None:
    at_window.log_in(WIM)
    screens = ("people", "settings", "orders", "export", "units", "figures", "profiles")
    for name in screens:
        assert not at_window.there(f"go-{name}")


def test_a_long_name_has_room_in_the_bar_and_widens_nothing(at_window: Hands) -> None:
    long = Person("S-9", " ".join(["Bartholomew"] * 5), Role.SUPERVISOR)
    approval = agreed(at_window.records, Right.SUPERVISORS)
    at_window.records.add_person(long, Secret(b"4711"), approval)
    at_window.show_badge(long.badge, "4711")
    at_window.shell.resize(1280, 720)
    at_window.see("person")
    at_window.wait(lambda: at_window.text("person").startswith("Bartholomew"))
    assert at_window.shell.width() == 1280
    assert at_window.text("person").startswith(long.name)
