"""One change of an order, as it is asked for at the window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from station.line.mechanisms import MECHANISMS
from station.line.mechanisms.mechanism import needs_token_pin
from station.model.order import Reprovisioning
from station.model.rights import Approval, Right
from station.operations.allotments import (
    allotment_for,
    allotted_product,
    allotted_spec,
    audit_key_in,
    issue_allotment,
)
from station.operations.order_course import (
    carry_over,
    change_id_scope,
    change_quantity,
    change_reprovisioning,
    change_scrap_allowance,
)
from station.operations.order_files import allowed_serials
from station.operations.plant import Plant
from station.operations.practice import practice_pin
from station.secret import Secret


class Change(Enum):
    """What can be changed, in the order in which it is offered."""

    QUANTITY = "quantity"
    SCRAP = "scrap-allowance"
    POLICY = "reprovisioning"
    ID_SCOPE = "id-scope"
    SERIALS = "serials"
    CARRY = "carry"
    ALLOT = "allot"
    SPLIT = "split"
    ALLOTTED = "allotted"

    @property
    def right(self) -> Right:
        """What it takes."""
        granting = {Change.QUANTITY, Change.SCRAP, Change.ALLOT, Change.SPLIT}
        return Right.ALLOT if self in granting else Right.ORDERS


@dataclass(frozen=True)
class Wanted:
    """What is to be changed, and to what; what a change doesn't need says nothing.

    Attributes:
        change: what.
        number: of units or places.
        text: the ID scope, or the new order's name.
        policy: what becomes of units that have passed and are run again.
        file: of serial numbers, another station's audit.pem, or an allotment.
        folder: a new or empty one, for an allotment.
    """

    change: Change
    number: int = 0
    text: str = ""
    policy: Reprovisioning = Reprovisioning.NEVER
    file: Path = Path()
    folder: Path = Path()


def change_order(
    plant: Plant, order: str, wanted: Wanted, pin: Secret | None, approval: Approval | None
) -> str:
    """Change an order; return the name of the one that is to be looked at then.

    Args:
        plant: the open station.
        order: its name.
        wanted: what is to be changed.
        pin: of the units' tokens, for an order by an allotment that needs it; None for none.
        approval: for the change's right; practice needs none.

    Raises:
        StationError: CFG-008 without the PIN; as the functions of `order_course`,
            `allotments` and `order_files`.
    """
    if wanted.change is Change.ALLOTTED:
        return _by_allotment(plant, wanted, pin, approval)
    return _DONE[wanted.change](plant, order, wanted, approval) or order


def _serials(plant: Plant, order: str, wanted: Wanted, approval: Approval | None) -> None:
    plant.tools.records.serial_lists.set(order, allowed_serials(wanted.file), approval)


def _split(plant: Plant, order: str, wanted: Wanted, approval: Approval | None) -> None:
    split = wanted.number, audit_key_in(wanted.file)
    issue_allotment(plant, order, wanted.folder, split, approval)


def _allot(plant: Plant, order: str, wanted: Wanted, approval: Approval | None) -> None:
    issue_allotment(plant, order, wanted.folder, None, approval)


def _by_allotment(
    plant: Plant, wanted: Wanted, pin: Secret | None, approval: Approval | None
) -> str:
    allotment = allotment_for(plant, wanted.file)
    product = allotted_product(plant.data.profiles, allotment)
    token_pin = None
    if needs_token_pin(MECHANISMS[product.mechanism], product):
        token_pin = practice_pin() if plant.file.practice else pin
    spec = allotted_spec(allotment, wanted.text)
    return plant.create_allotted(spec, allotment, token_pin, approval).name


_DONE: Final[Mapping[Change, Callable[[Plant, str, Wanted, Approval | None], str | None]]] = {
    Change.QUANTITY: lambda plant, order, wanted, by: change_quantity(
        plant, order, wanted.number, by
    ),
    Change.SCRAP: lambda plant, order, wanted, by: change_scrap_allowance(
        plant, order, wanted.number, by
    ),
    Change.POLICY: lambda plant, order, wanted, by: change_reprovisioning(
        plant, order, wanted.policy, by
    ),
    Change.ID_SCOPE: lambda plant, order, wanted, by: change_id_scope(
        plant, order, wanted.text, by
    ),
    Change.SERIALS: _serials,
    Change.CARRY: lambda plant, order, wanted, by: carry_over(plant, order, wanted.text, by).name,
    Change.ALLOT: _allot,
    Change.SPLIT: _split,
}
