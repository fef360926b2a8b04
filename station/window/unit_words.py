"""Words about units: where they stand, what is done with them, and what came of it."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from station.model.enrollment import EnrollmentStatus
from station.model.names import shown
from station.model.unit_state import UnitChange, UnitState
from station.operations.unit_desk import UnitFound
from station.records.unit_rows import UnitChanged, UnitMark

# What can't be undone: it takes the unit's enrollment off the list.
_FINAL: Final = frozenset({"scrap", "swap", "renew"})


def _tr(text: str) -> str:
    return QCoreApplication.translate("unit_words", text)


def state_words(state: UnitState) -> str:
    """Return where a unit stands, as it follows "The unit is"."""
    return {
        UnitState.IN_PROCESS: _tr("in process"),
        UnitState.PASSED: _tr("passed"),
        UnitState.REWORK: _tr("under repair"),
        UnitState.SCRAPPED: _tr("scrapped"),
        UnitState.QUARANTINED: _tr("in quarantine"),
        UnitState.RETURNED: _tr("returned"),
    }[state]


def mark_words(mark: UnitMark) -> str:
    """Return since when a unit stands where it does, by whom and why; empty where nobody said."""
    if mark.since is None:
        return ""
    parts = [_tr("Since {time}").format(time=f"{mark.since:%Y-%m-%d %H:%M} UTC")]
    if mark.by:
        parts.append(_tr("by {badges}").format(badges=", ".join(map(shown, mark.by))))
    said = " ".join(parts)
    return f"{said}: {shown(mark.reason)}" if mark.reason else f"{said}."


def is_final(change: UnitChange) -> bool:
    """Return whether a change can't be undone: the unit loses its identity by it."""
    return change.value in _FINAL


def change_words(change: UnitChange) -> str:
    """Return what is to be done, on a button; KeyError where people don't do it."""
    return {
        "quarantine": _tr("&Quarantine …"),
        "release": _tr("Re&lease …"),
        "rework": _tr("To re&pair …"),
        "scrap": _tr("S&crap …"),
        "return": _tr("It came bac&k …"),
        "swap": _tr("S&wap its board …"),
        "renew": _tr("New ke&y …"),
    }[change.value]


def asked_words(change: UnitChange, unit: UnitFound) -> str:
    """Return what happens once somebody agrees, and what is lost by it, in whole sentences."""
    text = {
        "quarantine": _tr("The unit {serial} is put aside: no run takes it until it is released."),
        "release": _tr("The unit {serial} goes on, and its runs are counted anew."),
        "rework": _tr("The unit {serial} goes to repair."),
        "scrap": _tr("The unit {serial} is scrapped for good: that can't be undone."),
        "return": _tr("The unit {serial} came back after it had passed."),
        "swap": _tr(
            "The unit {serial} gets another board, and so a new identity, in a place that its "
            "order's scrap allowance gives."
        ),
        "renew": _tr(
            "The unit {serial} gets another key, and so a new identity, in a place that its "
            "order's scrap allowance gives."
        ),
    }[change.value]
    return " ".join([text.format(serial=shown(unit.serial)), *_more(change, unit)])


def _more(change: UnitChange, unit: UnitFound) -> list[str]:
    live = unit.live
    if change is UnitChange.REWORK:
        if live is None:
            return [_tr("Its next run takes it back.")]
        return [_tr("It had passed: then a release or another board leads on, and no run.")]
    if not is_final(change) or live is None:
        return []
    text = _tr("It loses its identity: {id} is revoked, and no export has it from then on.")
    more = [text.format(id=live.registration_id.text)]
    if live.status is not EnrollmentStatus.READY:
        more.append(_exported())
    return more


def _exported() -> str:
    return _tr("It was exported before, so the service may know it: take it off there too.")


def done_words(change: UnitChange, done: UnitChanged) -> str:
    """Return what came of a change, in whole sentences."""
    text = _tr("The unit {serial} was {before} and is {state} now.")
    parts = [
        text.format(
            serial=shown(done.serial),
            before=state_words(done.before),
            state=state_words(done.state),
        )
    ]
    if done.revoked:
        revoked = _tr("{id} is revoked: no export has it from now on.")
        parts.append(revoked.format(id=shown(done.revoked)))
    if done.exported:
        parts.append(_exported())
    free = _tr("Its place in the order {order} is free again, by the scrap allowance.")
    parts += [free.format(order=order) for order in done.given]
    used = _tr("Its place in the order {order} stays used: no scrap allowance is left.")
    parts += [used.format(order=order) for order in done.kept]
    again = {
        "swap": _tr("Its serial number or its old key can be enrolled once more."),
        "renew": _tr("The same unit can be enrolled once more, with another key."),
    }
    if change.value in again:
        parts.append(again[change.value])
    return " ".join(parts)
