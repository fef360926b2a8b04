"""Words about units: where they stand, what is done with them, and what came of it."""

from PySide6.QtCore import QCoreApplication

from station.model.enrollment import EnrollmentStatus
from station.model.names import shown
from station.model.unit_state import UnitChange, UnitState
from station.operations.unit_desk import UnitFound
from station.records.unit_rows import UnitMark
from station.records.units import UnitChanged

# What can't be undone: it takes the unit's enrollment off the list.
FINAL = frozenset({UnitChange.SCRAP, UnitChange.SWAP})


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
    parts = [_tr("Since {time}").format(time=f"{mark.since.astimezone():%Y-%m-%d %H:%M}")]
    if mark.by:
        parts.append(_tr("by {badges}").format(badges=", ".join(map(shown, mark.by))))
    said = " ".join(parts)
    return f"{said}: {shown(mark.reason)}" if mark.reason else f"{said}."


def change_words(change: UnitChange) -> str:
    """Return what is to be done, on a button; KeyError where people don't do it."""
    return {
        UnitChange.QUARANTINE: _tr("&Quarantine …"),
        UnitChange.RELEASE: _tr("Re&lease …"),
        UnitChange.REWORK: _tr("To re&pair …"),
        UnitChange.SCRAP: _tr("S&crap …"),
        UnitChange.RETURN: _tr("It came bac&k …"),
        UnitChange.SWAP: _tr("S&wap its board …"),
    }[change]


def asked_words(change: UnitChange, unit: UnitFound) -> str:
    """Return what happens once somebody agrees, and what is lost by it, in whole sentences."""
    text = {
        UnitChange.QUARANTINE: _tr(
            "The unit {serial} is put aside: no run takes it until it is released."
        ),
        UnitChange.RELEASE: _tr("The unit {serial} goes on, and its runs are counted anew."),
        UnitChange.REWORK: _tr("The unit {serial} goes to repair."),
        UnitChange.SCRAP: _tr("The unit {serial} is scrapped for good: that can't be undone."),
        UnitChange.RETURN: _tr("The unit {serial} came back after it had passed."),
        UnitChange.SWAP: _tr(
            "The unit {serial} gets another board, and so a new identity, in a place that its "
            "order's scrap allowance gives."
        ),
    }[change]
    return " ".join([text.format(serial=shown(unit.serial)), *_more(change, unit)])


def _more(change: UnitChange, unit: UnitFound) -> list[str]:
    live = unit.live
    if change is UnitChange.REWORK:
        if live is None:
            return [_tr("Its next run takes it back.")]
        return [_tr("It had passed: then a release or another board leads on, and no run.")]
    if change not in FINAL or live is None:
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
    if change is UnitChange.SWAP:
        parts.append(_tr("Its serial number or its old key can be enrolled once more."))
    return " ".join(parts)
