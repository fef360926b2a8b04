"""station order allot, and orders that are made with an allotment."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    UNITS_PIN,
    Commands,
    add_command,
    add_pin_option,
    asked,
    at_least_one,
    data_of,
    factory_pin,
)
from station.cli.order_wishes import WISHES
from station.errors import StationError
from station.line.mechanisms import MECHANISMS
from station.line.mechanisms.mechanism import needs_token_pin
from station.model.allotment import ALLOTMENT, Allotment
from station.model.rights import Right
from station.operations.allotments import (
    allotment_for,
    allotted_product,
    allotted_spec,
    audit_key_in,
    issue_allotment,
)
from station.operations.factory_file import FactoryFile
from station.operations.order_course import first_article_words
from station.operations.plant import open_plant
from station.operations.practice import practice_pin
from station.service.allotments import read_allotment

# What an allotment says itself, and an order that is made with one is not told.
_SAID: Final = (
    *("profile", "id_scope", "quantity", "group_id", *WISHES),
    *("scrap_allowance", "reprovisioning", "enrollment", "first_article"),
)


def add(group: Commands) -> None:
    """Add the command to those on orders."""
    allot = add_command(
        group,
        "allot",
        _allot,
        "sign how many of it this station may make, or another one in its stead",
    )
    allot.add_argument("name", metavar="NAME")
    allot.add_argument(
        "--out", metavar="DIR", type=Path, required=True, help="a new or empty folder"
    )
    allot.add_argument(
        "--to",
        metavar="CERT",
        type=Path,
        help="audit.pem of another station, which gets --quantity units off the order's end",
    )
    allot.add_argument(
        "--quantity", metavar="N", type=at_least_one, help="with --to: how many; the order shrinks"
    )
    add_badge_options(allot)
    add_pin_option(allot)


def add_allotment_option(create: ArgumentParser) -> None:
    """Add the option by which an order is made with an allotment."""
    create.add_argument(
        "--allotment",
        metavar="FILE",
        type=Path,
        help=f"{ALLOTMENT} from another station, with the files beside it: all of the order but its"
        " name is as it says",
    )


def _allot(arguments: Namespace, console: Console) -> int:
    data, name, out = data_of(arguments), arguments.name, arguments.out
    if (arguments.to is None) != (arguments.quantity is None):
        raise StationError("CFG-004", why="--to and --quantity go together")
    split = None
    if arguments.to is not None:
        split = arguments.quantity, audit_key_in(arguments.to)
    agreement = Agreement(arguments, Right.ALLOT, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        approval = agreement.given(plant.tools.records)
        allotment = issue_allotment(plant, name, out, split, approval)
        left = plant.tools.records.order(name).spec.quantity
    console.say(f"{_words(allotment)}: {out / ALLOTMENT}")
    if split:
        console.say(f"Order {name} has {left} units now. Hand over the whole folder {out}.")
    console.answer({**_told(allotment), "order": name, "left": left, "out": str(out)})
    return ALL_WELL


def _words(allotment: Allotment) -> str:
    spare = f" and {allotment.scrap_allowance} for scrap" if allotment.scrap_allowance else ""
    return (
        f"Allotted: {allotment.quantity} units{spare}, numbers {allotment.first} to"
        f" {allotment.last}"
    )


def _told(allotment: Allotment) -> dict[str, str | int]:
    return {
        "allotment": allotment.id,
        "audit_key": allotment.audit_key,
        "first": allotment.first,
        "last": allotment.last,
        "quantity": allotment.quantity,
        "scrap_allowance": allotment.scrap_allowance,
    }


def create(arguments: Namespace, console: Console) -> int:
    """Make an order with an allotment, as `station order create --allotment` does."""
    for option in _SAID:
        if getattr(arguments, option):
            why = f"--{option.replace('_', '-')} is said by the allotment"
            raise StationError("CFG-004", why=why)
    data, path = data_of(arguments), arguments.allotment
    practice = FactoryFile.read(data).practice
    # Whose it is shows once the token is open; a PIN is asked for before that.
    unproved = read_allotment(path, None).allotment
    product, token_pin = allotted_product(data.profiles, unproved), None
    if needs_token_pin(MECHANISMS[product.mechanism], product):
        token_pin = practice_pin() if practice else asked(UNITS_PIN, arguments.token_pin_fd)
    agreement = Agreement(arguments, Right.ORDERS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        allotment = allotment_for(plant, path)
        spec = allotted_spec(allotment, arguments.name)
        approval = agreement.given(plant.tools.records)
        order = plant.create_allotted(spec, allotment, token_pin, approval)
        profile = plant.job(order.name).profile
    console.say(f"Order {order.name} of {order.spec.profile}. {_words(allotment)}.")
    for sentence in first_article_words(order, profile):
        console.say(sentence)
    told = {"order": order.name, "profile_hash": order.profile_hash, "state": order.state.value}
    console.answer({**_told(allotment), **told})
    return ALL_WELL
