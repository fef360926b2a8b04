"""Pictures of a supervisor's screens: orders, enrollments and the export."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from station.model.order import OrderSpec, OrderState
from station.operations.practice import ID_SCOPE, practice_pin
from station.window.enrollments import EnrollmentsScreen
from station.window.orders import OrdersScreen
from tests.support.picture_stage import Stage, rest

SUPERVISOR = "S-2001"
# Orders that no position works on.
OTHERS = {
    "gateway-us-0003": ("practice-x509", 120, OrderState.PAUSED),
    "pump-controller-0030": ("practice-tpm", 500, OrderState.CLOSED),
}


def at_desk(stage: Stage) -> None:
    """Picture a supervisor's screens."""
    plant = stage.opened.plant
    for name, (profile, quantity, state) in OTHERS.items():
        spec = OrderSpec(name=name, profile=profile, id_scope=ID_SCOPE, quantity=quantity)
        plant.create_order(spec, practice_pin())
        plant.tools.records.set_order_state(name, state)
    stage.use_badge(SUPERVISOR)
    stage.take("bench-supervisor")
    _orders(stage)
    _enrollments(stage)
    _export(stage)
    for screen in ("services", "push", "set-up"):
        stage.press(f"go-{screen}")
        stage.see(screen)
        stage.take(screen)


def _orders(stage: Stage) -> None:
    stage.press("go-orders")
    screen = stage.see("orders")
    assert isinstance(screen, OrdersScreen)
    stage.wait(lambda: screen.rows.rowCount() > len(OTHERS))
    screen.focus_first()
    screen.table.choose(screen.rows.row_of("pump-controller-0031") or 0)
    stage.take("orders")
    # One unit of it was faulty at the bench of four.
    screen.table.choose(screen.rows.row_of("practice-symmetric") or 0)
    _in_dialog(stage, "orders-failed", lambda: QTest.keyClick(screen.failed, Qt.Key.Key_Space))
    screen.table.choose(screen.rows.row_of("pump-controller-0031") or 0)
    stage.press("order-close")
    stage.take("orders-close")
    stage.press("close-no")
    stage.press("order-assign")
    stage.see("assign-1").setFocus()
    stage.take("orders-assign")
    stage.press("assign-leave")
    stage.press("order-new")
    stage.wait(stage.see("order-create").isEnabled)
    stage.fill("order-name", "pump-controller-0032")
    stage.take("order-new")
    stage.fill("order-name", "Pump controller 32")
    stage.press("order-create")
    stage.take("order-new-refused")
    stage.press("order-leave")
    stage.press("order-pause")
    stage.wait(lambda: bool(screen.strip.text()))
    stage.take("orders-paused")


def _enrollments(stage: Stage) -> None:
    stage.press("go-enrollments")
    screen = stage.see("enrollments")
    assert isinstance(screen, EnrollmentsScreen)
    stage.see("enrollments-table")
    stage.take("enrollments")
    for mechanism in ("tpm", "x509"):
        _details(stage, screen, mechanism)
    stage.fill("find", "MK7-0099")
    stage.wait(lambda: screen.body.currentWidget() is screen.empty)
    stage.take("enrollments-nothing")
    stage.fill("find", "")


def _details(stage: Stage, screen: EnrollmentsScreen, mechanism: str) -> None:
    row = next(row for row in range(screen.rows.rowCount()) if _mechanism(screen, row) == mechanism)

    def show() -> None:
        screen.table.go_to(row)
        screen.table.setFocus()
        QTest.keyClick(screen.table, Qt.Key.Key_Return)

    _in_dialog(stage, f"details-{mechanism}", show)


def _in_dialog(stage: Stage, name: str, show: Callable[[], object]) -> None:
    """Picture a dialog; it takes its size from the window, so it is shown once for each."""
    for size in stage.camera.sizes:
        stage.shell.resize(size)
        show()
        stage.wait(lambda: _dialog() is not None)
        dialog = _dialog()
        assert dialog is not None
        dialog.activateWindow()
        stage.wait(dialog.isActiveWindow)
        rest(400)  # what it shows comes from other threads
        stage.camera.shoot(stage.shell, name, size)
        dialog.reject()
        stage.wait(lambda: _dialog() is None)
        stage.shell.activateWindow()
        stage.wait(stage.shell.isActiveWindow)


def _mechanism(screen: EnrollmentsScreen, row: int) -> str:
    line = screen.rows.line(screen.rows.index(row, 0))
    return "" if line is None else line.attestation


def _dialog() -> QDialog | None:
    there = (one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog))
    return next((one for one in there if one.isVisible()), None)


def _export(stage: Stage) -> None:
    stage.press("go-export")
    start = stage.see("export-start")
    stage.wait(start.isEnabled)
    stage.take("export")
    with tempfile.TemporaryDirectory(prefix="station-export-") as scratch:
        (Path(scratch) / "letter.txt").write_text("Something else.\n")
        stage.fill("export-folder", scratch)
        stage.press("export-start")
        stage.wait(start.isVisible)
        stage.take("export-error")
        stage.fill("export-folder", str(Path(scratch) / "pumps-week-47"))
        stage.press("export-start")
        stage.take_at_once("export-running")
        stage.see("export-open")
        stage.take("export-result")
        stage.press("export-verify")
        stage.see("export-verified")
        stage.take("export-verified")
