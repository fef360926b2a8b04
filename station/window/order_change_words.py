"""Words about changes of orders: what they are, what they need, and what came of them."""

from PySide6.QtCore import QCoreApplication

from station.model.names import shown
from station.operations.order_change import Change, Wanted


def _tr(text: str) -> str:
    return QCoreApplication.translate("order_change_words", text)


def change_words(change: Change) -> str:
    """Return what can be changed, as it is chosen."""
    return {
        Change.QUANTITY: _tr("Its quantity"),
        Change.SCRAP: _tr("Its scrap allowance"),
        Change.POLICY: _tr("What becomes of passed units that are run again"),
        Change.ID_SCOPE: _tr("Its ID scope"),
        Change.SERIALS: _tr("The serial numbers that it takes"),
        Change.CARRY: _tr("Close it, and make another of what is left"),
        Change.ALLOT: _tr("Sign its allotment for whoever takes the units in"),
        Change.SPLIT: _tr("Hand units over to another station"),
        Change.ALLOTTED: _tr("Make an order of another station's allotment"),
    }[change]


def hint_words(change: Change) -> str:
    """Return what is to be known before it is done."""
    return {
        Change.QUANTITY: _tr("How many units may be made in all, with those made already."),
        Change.SCRAP: _tr("How many places scrapped or swapped units may give back."),
        Change.POLICY: _tr("It holds from the next run on."),
        Change.ID_SCOPE: _tr("Only before any run of the order."),
        Change.SERIALS: _tr("A CSV file: one column, or one of several named serial."),
        Change.CARRY: _tr("The order is closed for good. Positions keep it till another is given."),
        Change.ALLOT: _tr("A signed folder says how many units this station may make."),
        Change.SPLIT: _tr(
            "The order shrinks by as many units. The file is audit.pem of the other station; the"
            " whole folder goes there."
        ),
        Change.ALLOTTED: _tr(
            "The file is allotment.json from the other station, with the files beside it. The order"
            " that is chosen stays as it is."
        ),
    }[change]


def agreed_words(wanted: Wanted, order: str) -> str:
    """Return what is agreed to."""
    text = {
        Change.QUANTITY: _tr("The order {order} gets a quantity of {number} units."),
        Change.SCRAP: _tr("The order {order} gets a scrap allowance of {number}."),
        Change.POLICY: _tr("The order {order} gets another policy for units that have passed."),
        Change.ID_SCOPE: _tr("The order {order} is for the ID scope {text}."),
        Change.SERIALS: _tr("The order {order} takes the serial numbers in {file} and no others."),
        Change.CARRY: _tr("The order {order} is closed for good, and {text} made of what is left."),
        Change.ALLOT: _tr("An allotment of the order {order} is signed for this station."),
        Change.SPLIT: _tr("The order {order} loses {number} units, which another station makes."),
        Change.ALLOTTED: _tr("The order {text} is made as the allotment {file} says."),
    }[wanted.change]
    return _filled(text, wanted, order)


def done_words(wanted: Wanted, order: str, name: str) -> str:
    """Return what was done; `name` is the order that is to be looked at."""
    text = {
        Change.CARRY: _tr("The order {order} is closed; {name} has what was left. Assign it."),
        Change.ALLOT: _tr("The allotment is signed, in {folder}."),
        Change.SPLIT: _tr("{number} units left the order. Hand over the whole folder {folder}."),
        Change.ALLOTTED: _tr("The order {name} is made. Assign it to positions."),
    }.get(wanted.change, _tr("The order {order} is changed."))
    return _filled(text, wanted, order, name)


def _filled(text: str, wanted: Wanted, order: str, name: str = "") -> str:
    return text.format(
        order=order,
        name=name,
        number=f"{wanted.number:,}",
        text=shown(wanted.text),
        file=shown(wanted.file.name),
        folder=shown(str(wanted.folder), 300),
    )
