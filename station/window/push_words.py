"""The words of a push: what it would do, how far it is, and how it ended."""

from PySide6.QtCore import QCoreApplication

from station.model.names import shown
from station.model.push import PushTally
from station.operations.push_foreseen import Foreseen
from station.operations.pushing import Pushed


def _tr(text: str) -> str:
    return QCoreApplication.translate("push", text)


def foreseen_words(foreseen: Foreseen) -> str:
    """Return what a push would do, a line each."""
    lines = [_tr("{count} enrollments are to send.").format(count=f"{foreseen.units:,}")]
    if foreseen.groups:
        lines.append(_tr("{count} groups are to send.").format(count=f"{foreseen.groups:,}"))
    if foreseen.confirmed:
        text = _tr("{count} units are there already.")
        lines.append(text.format(count=f"{foreseen.confirmed:,}"))
    if foreseen.undecided:
        text = _tr("{count} wait for a person's decision, and aren't sent.")
        lines.append(text.format(count=f"{foreseen.undecided:,}"))
    lines += [_left_out(order, why) for order, why in foreseen.left_out.items()]
    return "\n".join(lines)


def _left_out(order: str, why: str) -> str:
    return _tr("Order {order} is left out: {why}.").format(order=shown(order), why=why)


def progress_words(tally: PushTally, units: int, seconds: float, throttled: int) -> str:
    """Return how far a push is, a line each.

    Args:
        tally: what became of units up to this moment.
        units: how many there are.
        seconds: how long it has been going on.
        throttled: how often the service wanted a pause.
    """
    text = _tr("{count} of {total}, {rate} a second, {time} left")
    rate = tally.all / max(seconds, 0.001)
    left = max(0, units - tally.all) / max(rate, 0.001)
    lines = [
        text.format(
            count=f"{tally.all:,}", total=f"{units:,}", rate=f"{rate:.1f}", time=_time(left)
        )
    ]
    if tally.failed:
        lines.append(_tr("{count} failed so far.").format(count=f"{tally.failed:,}"))
    if throttled:
        text = _tr("The service wanted {count} pauses.")
        lines.append(text.format(count=f"{throttled:,}"))
    return "\n".join(lines)


def _time(seconds: float) -> str:
    minutes = round(seconds / 60)
    if not minutes:
        return _tr("{count} s").format(count=f"{seconds:.0f}")
    if minutes < 120:
        return _tr("{count} min").format(count=minutes)
    return _tr("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def pushed_words(pushed: Pushed) -> str:
    """Return how a push ended, a line each."""
    tally, parts = pushed.tally, (pushed.tally, pushed.groups, pushed.shut_out)
    text = _tr("{made} enrollments were made at {service}, {there} were there.")
    lines = [
        text.format(
            made=f"{tally.created:,}", service=pushed.service.name, there=f"{tally.already:,}"
        )
    ]
    if pushed.groups.all:
        text = _tr("{done} of {all} groups are there, with {units} units.")
        units = f"{pushed.members:,}"
        lines.append(text.format(done=pushed.groups.done, all=pushed.groups.all, units=units))
    if pushed.shut_out.all:
        text = _tr("{done} of {all} revoked units are shut out of their groups.")
        lines.append(text.format(done=pushed.shut_out.done, all=pushed.shut_out.all))
    if pushed.undecided:
        text = _tr("{count} need a person: what is at the service in their place is as it was.")
        lines.append(text.format(count=f"{pushed.undecided:,}"))
    if pushed.stopped or pushed.error or sum(one.unsure + one.waiting for one in parts):
        lines.append(_tr("It isn't all there yet. Go on at any time: nothing goes twice."))
    lines += [_left_out(order, why) for order, why in pushed.left_out.items()]
    return "\n".join(lines)
