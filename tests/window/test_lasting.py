"""The window outlives the references that PySide6 loses."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.window

PROGRAM = """
from PySide6.QtCore import QAbstractListModel, QObject, QSortFilterProxyModel, Signal
from station.window.lasting import keep_constants

keep_constants()

class Rows(QAbstractListModel):
    told = Signal(int)
    def rowCount(self, parent=None):
        return 1
    def data(self, index, role=0):
        return None

rows, proxy = Rows(), QSortFilterProxyModel()
proxy.setSourceModel(rows)
for number in range(30_000):
    rows.told.emit(number)
    rows.beginResetModel()
    rows.endResetModel()
    proxy.data(proxy.index(0, 0))
print("well")
"""


def test_tens_of_thousands_of_signals_and_empty_answers_end_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert (done.returncode, done.stdout) == (0, "well\n"), done.stderr
