"""A language that nobody speaks: English with accents, 40 % longer, in brackets.

What stands in the window without brackets comes from no translator.
"""

import math
import re

from PySide6.QtCore import QTranslator

CODE = "pseudo"
LONGER = 0.4
_ACCENTS = str.maketrans("aceinosuyACEINOSUY", "áçéîñöšüýÁÇÉÎÑÖŠÜÝ")
# Places, keys and tags stay as they are.
_KEPT = re.compile(r"(\{\w+\}|&\w|%n)")


def pseudo(text: str) -> str:
    """Return a text in that language."""
    parts = [
        part if _KEPT.fullmatch(part) else part.translate(_ACCENTS) for part in _KEPT.split(text)
    ]
    letters = len(_KEPT.sub("", text))
    more = " ".join(["~~~~"] * math.ceil(max(letters * LONGER - 2, 1) / 5))
    return f"[{''.join(parts)} {more}]"


class Pseudo(QTranslator):
    """Says every text in that language."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, source: str, comment: str | None = None, count: int = -1
    ) -> str | None:
        del context, comment, count
        return pseudo(source) if source.strip() else None
