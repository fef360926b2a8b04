"""Pictures of what is done with the record: charts, the audit, backups, changes of orders."""

import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from station.operations.order_change import Change
from station.window.audit import AuditScreen
from station.window.backup import BackupScreen
from station.window.chart_words import View
from station.window.enrollments import EnrollmentsScreen
from station.window.figures import FiguresScreen
from station.window.order_change import OrderChangeDialog
from station.window.orders import OrdersScreen
from tests.support.picture_stage import Stage, rest
from tests.support.recovery import recovery


def at_records(stage: Stage) -> None:
    """Picture them, at a supervisor's screens that stand."""
    _charts(stage)
    _audit(stage)
    with tempfile.TemporaryDirectory(prefix="station-backup-") as scratch:
        _backup(stage, Path(scratch))
    _columns(stage)
    _orders(stage)


def _charts(stage: Stage) -> None:
    stage.press("go-figures")
    screen = stage.see("figures")
    assert isinstance(screen, FiguresScreen)
    stage.wait(lambda: screen.tables.isVisible() or screen.empty.text() != "")
    stage.wait(screen.tables.isVisible)
    for view in list(View)[1:]:
        screen.view.setCurrentIndex(screen.view.findData(view))
        screen.view.activated.emit(0)
        stage.take(f"figures-{view.value}")
    screen.view.setCurrentIndex(0)
    screen.view.activated.emit(0)


def _audit(stage: Stage) -> None:
    stage.press("go-audit")
    screen = stage.see("audit")
    assert isinstance(screen, AuditScreen)
    stage.wait(lambda: screen.rows.rowCount() > 0 and bool(screen.details.toPlainText()))
    screen.table.setFocus()
    rest(300)
    stage.take("audit")
    stage.fill("audit-find", "practice-")
    rest(700)
    stage.take("audit-found")
    stage.press("audit-all")
    stage.press("audit-verify")
    stage.take_at_once("audit-verifying")
    stage.wait(lambda: bool(screen.strip.text()))
    stage.take("audit-verified")


def _backup(stage: Stage, scratch: Path) -> None:
    stage.press("go-backup")
    screen = stage.see("backup")
    assert isinstance(screen, BackupScreen)
    stage.wait(lambda: bool(screen.command.text()))
    stage.take("backup-unnamed")
    stage.press("backup-recovery")
    _choose(stage, recovery(scratch / "safe").certificate_file)
    stage.wait(lambda: "from now on" in screen.strip.text())
    stage.press("backup-make")
    _choose(stage, scratch / "monday.backup")
    stage.take_at_once("backup-running")
    stage.wait(lambda: "SHA-256" in screen.strip.text() or "(" in screen.strip.text())
    stage.take("backup")


def _choose(stage: Stage, path: Path) -> None:
    def there() -> QFileDialog | None:
        found = (one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog))
        return next((one for one in found if one.isVisible()), None)

    stage.wait(lambda: there() is not None)
    dialog = there()
    assert dialog is not None
    dialog.selectFile(str(path))
    dialog.accept()


def _columns(stage: Stage) -> None:
    stage.press("go-enrollments")
    screen = stage.see("enrollments")
    assert isinstance(screen, EnrollmentsScreen)
    rest(400)
    screen.table.setFocus()
    screen.table.go_to(0)
    screen.columns.copy_lines()
    stage.wait(lambda: bool(screen.error.text()))
    stage.take("enrollments-copied")


def _orders(stage: Stage) -> None:
    stage.press("go-orders")
    screen = stage.see("orders")
    assert isinstance(screen, OrdersScreen)
    screen.table.choose(0)
    for change in (Change.QUANTITY, Change.SPLIT, Change.ALLOTTED):
        for size in stage.camera.sizes:
            stage.shell.resize(size)
            stage.press("order-change")
            dialog = screen.findChild(OrderChangeDialog)
            assert isinstance(dialog, QDialog)
            dialog.what.setCurrentIndex(dialog.what.findData(change))
            dialog.what.activated.emit(0)
            rest(200)
            stage.camera.shoot(stage.shell, f"order-change-{change.value}", size)
            dialog.reject()
            rest(200)
