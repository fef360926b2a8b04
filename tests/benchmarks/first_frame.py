"""A process that ends at its window's first frame: Station's own, or a bare one.

`python -m tests.benchmarks.first_frame station DIR` opens Station on a data folder and says which
PySide6 modules were loaded at that moment; `… bare MODULE...` imports those and shows an empty
window.
"""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module


def _end(word: str) -> None:
    """Say a word and be gone: what a process does to end in good order isn't measured."""
    sys.stdout.write(word + "\n")
    sys.stdout.flush()
    os._exit(0)


def _when_drawn(window: object, then: Callable[[], None]) -> object:
    """Have `then` called once all of a window is drawn; what is returned must be kept."""
    from PySide6.QtCore import QEvent, QObject, QTimer  # noqa: PLC0415 - what is measured

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            # The window draws itself first, then what is in it; then the timer's turn comes.
            if watched is window and event.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, then)
            return False

    watch = Watch()
    assert isinstance(window, QObject)
    window.installEventFilter(watch)
    return watch


def station(data: str) -> None:
    """Start Station as `station --data DIR` does, up to its unlock page."""
    from station.__main__ import main  # noqa: PLC0415 - what is measured
    from station.window.shell import Shell  # noqa: PLC0415 - likewise

    kept: list[object] = []
    show = Shell.show

    def watched(shell: Shell) -> None:
        def drawn() -> None:
            page = shell.stack.currentWidget()
            assert page is not None
            assert page.objectName() == "unlock", page.objectName()
            assert shell.focusWidget().objectName() == "factory-pin"
            _end(" ".join(sorted(name for name in sys.modules if name.startswith("PySide6."))))

        kept.append(_when_drawn(shell, drawn))
        show(shell)

    setattr(Shell, "show", watched)  # noqa: B010 - the stubs say otherwise of its self
    sys.argv = ["station", "--data", data]
    main()


def bare(modules: Sequence[str]) -> None:
    """Show an empty window, with the same modules loaded."""
    for name in modules:
        import_module(name)
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415 - what is measured

    application = QApplication(["bare"])
    window = QMainWindow()
    window.resize(1280, 768)
    kept = _when_drawn(window, lambda: _end("bare"))
    window.show()
    application.exec()
    del kept


if __name__ == "__main__":
    if sys.argv[1] == "station":
        station(sys.argv[2])
    else:
        bare(sys.argv[2:])
