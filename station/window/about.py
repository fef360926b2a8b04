"""What Station is made of: its version, its parts, and the licence of each."""

from collections.abc import Iterator
from functools import lru_cache
from importlib import metadata
from typing import Final

from PySide6.QtCore import QCoreApplication, qVersion

_UNKNOWN: Final = "?"
_LONGEST: Final = 60


def _tr(text: str) -> str:
    return QCoreApplication.translate("about", text)


@lru_cache(maxsize=1)
def page() -> str:
    """Return the page, Markdown."""
    title = _tr("About Station")
    version = _tr("Version {version}, with Qt {qt}").format(version=_version(), qt=qVersion())
    lesser = _tr(
        "Qt and PySide6 are used under the GNU Lesser General Public License, version 3. They are"
        " separate files in this installation, which you may replace by versions of your own. Their"
        " source is at download.qt.io, and the licence at www.gnu.org/licenses/lgpl-3.0.html."
    )
    typeface = _tr("The typeface DejaVu Sans has a licence of its own, in resources/fonts.")
    head = f"| {_tr('part')} | {_tr('version')} | {_tr('licence')} |\n|---|---|---|"
    return "\n".join([f"# {title}\n", version, "", lesser, "", typeface, "", head, *_rows(), ""])


def _version() -> str:
    try:
        return metadata.version("station")
    except metadata.PackageNotFoundError:
        return _UNKNOWN


def _rows() -> Iterator[str]:
    parts = {one.metadata["Name"]: one for one in metadata.distributions() if one.metadata["Name"]}
    for name in sorted(parts, key=str.casefold):
        cells = (name, parts[name].version, licence_of(parts[name].metadata))
        yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def licence_of(told: metadata.PackageMetadata) -> str:
    """Return a part's licence by what it says of itself: an expression, a short text, classes."""
    for name in ("License-Expression", "License"):
        text = str(told[name] or "").strip() if name in told else ""
        if text and text != "UNKNOWN" and len(text) <= _LONGEST and "\n" not in text:
            return text
    classes = [str(one) for one in told.get_all("Classifier") or ()]
    own = [one.rpartition(" :: ")[2] for one in classes if one.startswith("License ::")]
    return ", ".join(own) or _UNKNOWN
