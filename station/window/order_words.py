"""Words about orders and what they are made of."""

from PySide6.QtCore import QCoreApplication

from station.errors import Outcome
from station.model.enrollment import EnrollmentStatus
from station.model.names import shown
from station.model.order import OrderState, Reprovisioning
from station.operations.order_desk import OrderLine
from station.window.languages import number


def _tr(text: str) -> str:
    return QCoreApplication.translate("order_words", text)


def mechanism_words(mechanism: str) -> str:
    """Return what a mechanism is called; its name where it has no other."""
    words = {
        "tpm": _tr("TPM"),
        "x509": _tr("X.509"),
        "x509-device": _tr("X.509, key made by the device"),
        "x509-tpm": _tr("X.509, key in the TPM"),
        "symmetric": _tr("Symmetric key"),
        "symmetric-device": _tr("Symmetric key, kept by the device"),
    }
    return words.get(mechanism) or shown(mechanism)


def policy_words(policy: Reprovisioning) -> str:
    """Return what becomes of a unit that has passed, by a policy."""
    return {
        Reprovisioning.NEVER: _tr("It is refused"),
        Reprovisioning.SAME_KEY: _tr("It proves its key again, and gets no other"),
        Reprovisioning.NEW_KEY: _tr("A supervisor can give it another key"),
    }[policy]


def progress_words(line: OrderLine) -> str:
    """Return in whole sentences how far an order is."""
    summary = line.summary
    text = _tr("{name}: {enrolled} of {quantity} enrolled, {left} left")
    parts = [
        text.format(
            name=line.name,
            enrolled=number(line.enrolled),
            quantity=number(line.quantity),
            left=number(line.left),
        )
    ]
    counts = (
        (_tr("{count} at work"), summary.running),
        (_tr("{count} failed"), summary.outcomes[Outcome.FAILED]),
        (_tr("{count} places lost to failed units"), summary.usage.spent),
        (_tr("{count} to export"), summary.statuses[EnrollmentStatus.READY]),
    )
    parts += [text.format(count=number(count)) for text, count in counts if count]
    said = ", ".join(parts) + "."
    if not line.profile_kept:
        said += " " + _tr("Its profile was changed or is gone: it takes no units until it is back.")
    return said


def closing_words(line: OrderLine) -> str:
    """Return the question whether an order is to be closed for good."""
    question = _tr("Close the order {name} for good? That can't be undone.")
    told = [question.format(name=line.name)]
    counts = (
        (_tr("{count} of its {quantity} units are left: they can't be made under it."), line.left),
        (_tr("{count} are at work now."), line.summary.running),
    )
    told += [
        text.format(count=number(count), quantity=number(line.quantity))
        for text, count in counts
        if count
    ]
    return " ".join(told)


def agreed_words(line: OrderLine, state: OrderState) -> str:
    """Return what somebody agrees to who changes an order's state."""
    return {
        OrderState.FIRST_ARTICLE: _tr("The order {name} goes on with its first article."),
        OrderState.OPEN: _tr("The order {name} goes on."),
        OrderState.PAUSED: _tr("The order {name} is paused."),
        OrderState.CLOSED: _tr("The order {name} is closed for good."),
    }[state].format(name=line.name)


def changed_words(line: OrderLine, state: OrderState) -> str:
    """Return what was done to an order, and what that means for its positions."""
    said = agreed_words(line, state)
    if line.positions and not state.takes_units:
        text = _tr("Position {names} has it, and takes no units until that changes.")
        said += " " + text.format(names=", ".join(line.positions))
    return said


def first_article_words(line: OrderLine) -> str:
    """Return in whole sentences how far the first article of an order is that waits for it."""
    unit, rejected = line.first_article, line.summary.order.course.rejected
    if unit is None and line.summary.usage.reserved:
        said = _tr("Its first article is at work. Once it has passed, a supervisor signs it.")
    elif unit is None:
        said = _tr(
            "Its first article is to be made: it takes one unit, which a supervisor then signs."
        )
    else:
        made_by = ", ".join(shown(badge) for badge in unit.workers)
        text = (
            _tr("The first article of {order} was revoked: unit {serial} of run {run}.")
            if unit.revoked
            else _tr("The first article of {order} is to be signed: unit {serial} of run {run}.")
        )
        parts = [text.format(order=line.name, serial=shown(unit.serial), run=unit.run)]
        if unit.revoked:
            parts.append(_tr("Reject it, so that another can be made."))
        elif made_by:
            own = _tr("It was made by {badges}, who can't sign it themselves.")
            parts.append(own.format(badges=made_by))
        said = " ".join(parts)
    if rejected:
        said += " " + _tr("Rejected so far: {count}.").format(count=number(rejected))
    return said
