"""What the window says of labels."""

from PySide6.QtCore import QCoreApplication

from station.model.names import shown
from station.model.people import Role
from station.operations.bench_view import Phase, PositionView
from station.records.labels import LabelRow


def _tr(text: str) -> str:
    return QCoreApplication.translate("label_words", text)


def label_action(row: LabelRow | None) -> str:
    """Return what can be done with a unit's label, for a button."""
    printed = row is not None and row.printed is not None
    return _tr("Print label again") if printed else _tr("Print label")


def label_asked(row: LabelRow) -> str:
    """Return what is asked before a label is printed."""
    if row.printed is None:
        return _tr("The label of the unit {serial} is printed.").format(serial=shown(row.serial))
    text = _tr("The unit {serial} gets another label. Label {number} becomes void: throw it away.")
    return text.format(serial=shown(row.serial), number=row.number)


def label_done(row: LabelRow) -> str:
    """Return that a label was printed."""
    text = _tr("Label {number} of the unit {serial} was printed.")
    return text.format(number=row.number, serial=shown(row.serial))


def sticker_hint(view: PositionView) -> list[str]:
    """Return what is to be done with a unit's label at its position; nothing where nothing is."""
    if view.sticker is None or view.phase is not Phase.ENDED:
        return []
    return [_tr("Stick the label on and scan it.")] if view.sticker.printed else []


def sticker_button(view: PositionView, role: Role) -> str:
    """Return the button of a position whose label is to be scanned; a worker needs none."""
    if view.sticker is not None and not view.sticker.printed:
        return _tr("Print label")
    return "" if role is Role.WORKER else _tr("Go on without a scan")
