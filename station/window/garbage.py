"""Python's collector of cycles, kept in Qt's own thread.

Whatever thread happens to run it destroys what it finds. What is Qt's must go in the thread where
it lives: elsewhere its destructor waits for the interpreter's lock while it holds Qt's, and the
window's thread waits the other way round; or it takes away what that thread is using.
"""

import gc
import time
from typing import Final

from PySide6.QtCore import QObject, QTimer

# So often young objects are looked at, which takes about a millisecond.
_LOOKS_MS: Final = 100
# So seldom all objects are, which takes some 80 ms.
_ALL_S: Final = 60.0


class Collector(QObject):
    """Collects cycles by a timer in Qt's thread, and nowhere else, from then on.

    It stays so for the rest of the process: windows that are gone leave cycles behind, too.

    Args:
        parent: the owner.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._all = time.monotonic()
        timer = QTimer(self, interval=_LOOKS_MS)
        timer.timeout.connect(self._look)
        timer.start()

    def _look(self) -> None:
        """Collect what `gc` would by itself, by its own thresholds (gc documentation)."""
        counts, most = gc.get_count(), gc.get_threshold()
        if counts[0] <= most[0]:
            return
        now = time.monotonic()
        if counts[2] > most[2] and now - self._all >= _ALL_S:
            self._all = now
            gc.collect()
        else:
            gc.collect(1 if counts[1] > most[1] else 0)
