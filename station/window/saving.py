"""Asks where a file or folder is to be, by Qt's own dialog; what comes after never waits for it."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

_WIDTH: Final = 900
_HEIGHT: Final = 560


def _dialog(parent: QWidget, name: str, title: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setObjectName(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setDirectory(str(Path.home()))
    dialog.resize(_WIDTH, _HEIGHT)
    return dialog


def ask_new_file(
    parent: QWidget, title: str, suggested: str, then: Callable[[Path], None]
) -> QFileDialog:
    """Ask for a file to write; whether one that is there may go is asked, too.

    Args:
        parent: the screen that it stands before.
        title: the question.
        suggested: the file's name, with its ending, which is added where nobody types it.
        then: told the file.
    """
    dialog = _dialog(parent, "save-dialog", title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setDefaultSuffix(Path(suggested).suffix.removeprefix("."))
    dialog.selectFile(suggested)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
    return dialog


def ask_file(parent: QWidget, title: str, then: Callable[[Path], None]) -> QFileDialog:
    """Ask for a file that is there; args as `ask_new_file`."""
    dialog = _dialog(parent, "open-dialog", title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
    return dialog


def ask_folder(parent: QWidget, title: str, then: Callable[[Path], None]) -> QFileDialog:
    """Ask for a folder that is there; args as `ask_new_file`."""
    dialog = _dialog(parent, "folder-dialog", title)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    dialog.open()
    return dialog
