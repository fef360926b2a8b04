"""What a supervisor needs at hand to make orders and to give them to positions."""

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache, partial

from pydantic import JsonValue, ValidationError
from pydantic_core import ErrorDetails

from station.errors import StationError
from station.line.bench import load_bench
from station.line.mechanisms import MECHANISMS
from station.line.mechanisms.mechanism import needs_token_pin
from station.line.profiles import LoadedProfile, find_version, list_profiles, profile_problems
from station.line.wording import reason
from station.model.order import (
    OrderSecret,
    OrderSpec,
    OrderState,
    Reprovisioning,
    secrets_of_use,
)
from station.model.rights import Approval
from station.operations.plant import KNOWN, Plant
from station.operations.stopping import contacts_of
from station.records.first_articles import FirstArticle, awaits_decision
from station.records.reader import Reader
from station.records.summary import OrderSummary


@dataclass(frozen=True)
class Product:
    """A profile that an order can be made with.

    Attributes:
        name: the profile's.
        title: what people call the product.
        mechanism: a key of `MECHANISMS`.
        uses_token: whether the order must hold the PIN of the units' tokens.
        asks_password: whether the units may ask for a password at their login.
        policies: what its orders can say of units that have passed, in their usual order.
    """

    name: str
    title: str
    mechanism: str
    uses_token: bool
    asks_password: bool
    policies: tuple[Reprovisioning, ...] = (Reprovisioning.NEVER,)


@dataclass(frozen=True)
class Products:
    """What orders can be made for.

    Attributes:
        offered: by name; only those of the station's own world, practice or production.
        left_out: what is wrong with the profiles that have a mistake, a sentence each.
    """

    offered: tuple[Product, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class OrderLine:
    """An order as a supervisor sees it.

    Attributes:
        summary: the order and how far it is.
        title: what people call the product; the profile's name where there is none of it now.
        profile_kept: whether the profile is still the one that the order was made with.
        positions: the names of those that work on it.
        first_article: the unit that is to be signed as its first article, or None.
    """

    summary: OrderSummary
    title: str
    profile_kept: bool
    positions: tuple[str, ...]
    first_article: FirstArticle | None = None

    @property
    def name(self) -> str:
        """The order's name."""
        return self.summary.order.name

    @property
    def state(self) -> OrderState:
        """Whether it may be worked on."""
        return self.summary.order.state

    @property
    def quantity(self) -> int:
        """How many identities may be made, at most."""
        return self.summary.order.spec.quantity

    @property
    def enrolled(self) -> int:
        """How many units are on the enrollment list, those that gave their place back aside."""
        return self.summary.usage.made

    @property
    def left(self) -> int:
        """How many more may be made; those at work count as made."""
        return max(0, self.quantity - self.summary.usage.used)

    @property
    def complete(self) -> bool:
        """Whether no unit can pass in it any more."""
        return self.summary.usage.done >= self.quantity


@dataclass(frozen=True)
class Place:
    """A position and what it works on.

    Attributes:
        position: its name.
        order: the name of the order that it has, or empty.
        on_bench: whether the bench has such a position, which it may have lost since.
        contacts: how worn its contacts are, in words; empty where the bench sets them no limit.
    """

    position: str
    order: str
    on_bench: bool
    contacts: str = ""


@dataclass(frozen=True)
class OrderDraft:
    """An order as it was typed, right or wrong; the fields are those of `OrderSpec`.

    Only the quantity is still text.
    """

    name: str
    profile: str
    id_scope: str
    quantity: str
    group_id: str | None
    scrap_allowance: int = 0
    reprovisioning: str = Reprovisioning.NEVER.value

    def checked(self) -> OrderSpec | Mapping[str, str]:
        """Return the order, or what is wrong with it: a sentence for each field."""
        number = int(self.quantity) if re.fullmatch(r"[0-9]{1,9}", self.quantity) else None
        try:
            return OrderSpec.model_validate({**asdict(self), "quantity": number})
        except ValidationError as error:
            wrong: dict[str, str] = {}
            if number is None:
                wrong["quantity"] = "Type a whole number."
            for one in error.errors():
                wrong.setdefault(str(one["loc"][0]), _sentence(one))
            return wrong


def checked_spec(spec: OrderSpec, **changes: JsonValue) -> OrderSpec:
    """Return an order with some keys changed.

    Raises:
        StationError: CFG-004 where one of them can't be so.
    """
    try:
        return OrderSpec.model_validate({**spec.model_dump(), **changes})
    except ValidationError as error:
        one = error.errors()[0]
        key = ".".join(str(part) for part in one["loc"])
        why = f"{key}: {_sentence(one).rstrip('.')}"
        raise StationError("CFG-004", why=why) from error


def _sentence(error: ErrorDetails) -> str:
    if error["type"] == "value_error":
        # The model's own words, which begin with what was typed.
        return str(error["ctx"]["error"])
    why = reason(error, OrderSpec, error["loc"])
    return f"{why[:1].upper()}{why[1:]}."


def products(plant: Plant) -> Products:
    """Return what orders can be made for at this station."""
    folder, practice = plant.data.profiles, plant.tools.factory.practice
    offered = tuple(
        Product(
            name=loaded.profile.name,
            title=loaded.profile.title,
            mechanism=loaded.profile.mechanism,
            uses_token=needs_token_pin(MECHANISMS[loaded.profile.mechanism], loaded.profile),
            asks_password=OrderSecret.CONSOLE_PASSWORD in secrets_of_use(loaded.profile),
            policies=tuple(
                policy
                for policy in Reprovisioning
                if policy in MECHANISMS[loaded.profile.mechanism].policies
            ),
        )
        for loaded in list_profiles(folder, KNOWN)
        if loaded.profile.practice == practice
    )
    return Products(offered, tuple(str(one) for one in profile_problems(folder, KNOWN)))


def _version(plant: Plant, name: str, hash_: str) -> LoadedProfile | None:
    """Return the profile that orders were made with; None where it isn't there any more."""
    with suppress(StationError):
        return find_version(name, hash_, plant.data.profiles, KNOWN)
    return None


def order_lines(plant: Plant) -> list[OrderLine]:
    """Return all orders, oldest first.

    Raises:
        StationError: REC-012 where an assignment is not genuine; as `Reader`.
    """
    version = lru_cache(None)(partial(_version, plant))
    assigned = plant.tools.records.assignments()
    # A connection of its own: counting a large record takes long, and positions wait for no list.
    with Reader.open(plant.data.database) as reader:
        summaries = reader.summary()
        waiting = {
            one.order.name: reader.first_article(one.order.name)
            for one in summaries
            if awaits_decision(one.order, one.usage)
        }
    lines: list[OrderLine] = []
    for summary in summaries:
        order = summary.order
        profile = version(order.spec.profile, order.profile_hash)
        lines.append(
            OrderLine(
                summary=summary,
                title=profile.profile.title if profile else order.spec.profile,
                profile_kept=profile is not None,
                positions=tuple(
                    sorted(
                        (place for place, name in assigned.items() if name == order.name), key=_rank
                    )
                ),
                first_article=waiting.get(order.name),
            )
        )
    return lines


def _rank(position: str) -> tuple[bool, int, str]:
    """Return the place of a position's name among others: 2 stands before 10, both before left."""
    return not position.isdecimal(), len(position) if position.isdecimal() else 0, position


def places(plant: Plant) -> list[Place]:
    """Return the bench's positions as they stand on it, then those on record that it lost.

    Raises:
        StationError: REC-012 where an assignment is not genuine; as `load_bench`.
    """
    records = plant.tools.records
    worn = contacts_of(records, load_bench(plant.data.bench))
    bench = {one.position: one.words if one.limited else "" for one in worn}
    assigned = records.assignments()
    here = [
        Place(name, assigned.get(name, ""), on_bench=True, contacts=words)
        for name, words in bench.items()
    ]
    lost = [Place(name, assigned[name], on_bench=False) for name in assigned if name not in bench]
    return here + lost


def give_to_positions(
    plant: Plant, order: str, chosen: Collection[str], approval: Approval | None = None
) -> None:
    """Have exactly the positions `chosen` work on an order; others that had it have none then.

    Raises:
        StationError: REC-014, REC-010 where the order isn't open and a position is to begin with
            it; as `Records.assign`. What was assigned before the error stays.
    """
    records = plant.tools.records
    has = {position for position, name in records.assignments().items() if name == order}
    for position in sorted(set(chosen) - has):
        records.assign(position, order, approval)
    for position in sorted(has - set(chosen)):
        records.assign(position, None, approval)
