"""The button that begins a batch with the units that are loaded, without the others."""

from PySide6.QtWidgets import QPushButton

from station.operations import loading
from station.operations.bench_view import BenchView
from station.window import theme


class StartAll(QPushButton):
    """Seen only while there is something to begin with, by somebody who may."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("start-all")
        theme.kind(self, "primary")
        self.setAutoDefault(True)
        self.setToolTip(self.tr("Enter, where nothing is scanned"))
        self.hide()

    def show_bench(self, bench: BenchView) -> None:
        """Show how many units would begin, or nothing."""
        count = len(loading.loaded(bench))
        self.setText(self.tr("START ALL ({count})").format(count=count))
        self.setVisible(bench.batch and loading.may_begin(bench) and self.isEnabled())
