"""Words for how far a backup or an archive is."""

from PySide6.QtCore import QCoreApplication


def _tr(text: str) -> str:
    return QCoreApplication.translate("backup_words", text)


def work_words(what: str) -> str:
    """Return what is being done, of what `Watch.step` is told."""
    return {
        "copying the record": _tr("Copying the record"),
        "verifying the record": _tr("Verifying the record"),
        "writing": _tr("Writing"),
        "reading it back": _tr("Reading it back"),
        "reading": _tr("Reading it back"),
    }.get(what, what)
