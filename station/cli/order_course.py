"""station order: what becomes of an order once it is made."""

import argparse
from argparse import ArgumentParser, Namespace
from pathlib import Path

from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options, typed_reason
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    Commands,
    add_command,
    add_pin_option,
    agreed,
    at_least_one,
    data_of,
    factory_pin,
    none_or_more,
)
from station.model.names import shown
from station.model.order import Order, Reprovisioning
from station.model.rights import Right
from station.operations.order_course import (
    carry_over,
    change_id_scope,
    change_quantity,
    change_reprovisioning,
    change_scrap_allowance,
)
from station.operations.order_files import allowed_serials
from station.operations.plant import open_plant, open_reader
from station.records.first_articles import FirstArticle


def add(group: Commands) -> None:
    """Add the commands to those on orders."""
    sign = add_command(group, "sign", _sign, "sign its first article, so that it runs")
    reject = add_command(group, "reject", _reject, "have another unit be its first article")
    carry = add_command(group, "carry", _carry, "close it and make another of what is left")
    serials = add_command(group, "serials", _serials, "the serial numbers that it takes, as CSV")
    change = add_command(group, "change", _change, "its quantity, allowance, policy, or ID scope")
    for parser in (sign, reject, carry, serials, change):
        parser.add_argument("name", metavar="NAME")
    carry.add_argument("to", metavar="NEW", help="the new order's name")
    carry.add_argument("--yes", action="store_true", help="don't ask whether it is meant")
    serials.add_argument(
        "file", metavar="FILE", type=Path, help="one column, or one of several named serial"
    )
    what = change.add_mutually_exclusive_group(required=True)
    what.add_argument("--quantity", metavar="N", type=at_least_one)
    what.add_argument("--scrap-allowance", metavar="N", type=none_or_more)
    what.add_argument("--id-scope", metavar="SCOPE", help="only before any run")
    add_policy_option(what)
    for parser in (sign, carry, serials, change):
        _add_who(parser)
    _add_who(reject, reason=True)


def add_policy_option(parser: argparse._ActionsContainer) -> None:
    """Add the option that says what becomes of units which have passed and are run again."""
    words = [policy.value for policy in Reprovisioning]
    parser.add_argument(
        "--reprovisioning",
        metavar="POLICY",
        choices=words,
        help="units that have passed and are run again: refused (never, as by default),"
        " proved once more (same-key), or given another key by a supervisor (new-key)",
    )


def _add_who(parser: ArgumentParser, *, reason: bool = False) -> None:
    add_badge_options(parser, reason=reason)
    add_pin_option(parser)


def _sign(arguments: Namespace, console: Console) -> int:
    data, name = data_of(arguments), arguments.name
    agreement = Agreement(arguments, Right.FIRST_ARTICLE, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        unit = records.first_articles.sign(name, agreement.given(records))
    console.say(f"Signed: the unit {unit.serial} of run {unit.run}. The order {name} is open.")
    console.answer({"order": name, "serial": unit.serial, "run": unit.run, "state": "open"})
    return ALL_WELL


def _reject(arguments: Namespace, console: Console) -> int:
    data, name = data_of(arguments), arguments.name
    reason = arguments.reason or typed_reason(console)
    agreement = Agreement(arguments, Right.FIRST_ARTICLE, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        approval = agreement.given(records)
        unit = records.first_articles.reject(name, reason, approval)
    console.say(f"Rejected: the unit {unit.serial} of run {unit.run}, which stays on the list.")
    console.say(f"The order {name} takes another unit as its first article.")
    told = {"order": name, "serial": unit.serial, "run": unit.run, "state": "first-article"}
    console.answer({**told})
    return ALL_WELL


def first_article_told(order: Order, unit: FirstArticle | None) -> tuple[str, JsonValue]:
    """Return how far an order's first article is: in words, and for a script.

    Args:
        order: any.
        unit: as `Reader.first_article`.
    """
    course = order.course
    if not course.first_article:
        return "none needed", None
    if course.signed is not None:
        state, words = "signed", f"signed, run {course.signed}"
    elif unit is not None:
        state, words = "to-be-signed", f"unit {shown(unit.serial)} of run {unit.run}, to be signed"
        words += ": it was revoked" if unit.revoked else ""
    else:
        state, words = "to-be-made", "to be made"
    if course.rejected:
        words = f"{words}; {course.rejected} rejected"
    told: JsonValue = {
        "state": state,
        "serial": unit.serial if unit else None,
        "run": unit.run if unit else course.signed,
        "rejected": course.rejected,
    }
    return words, told


def _carry(arguments: Namespace, console: Console) -> int:
    data, name, to = data_of(arguments), arguments.name, arguments.to
    with open_reader(data) as reader:
        order, usage = reader.order(name), reader.usage(name)
        positions = [where for where, has in reader.assignments().items() if has == name]
    question = (
        f"{usage.enrolled} of {order.spec.quantity} units are enrolled."
        f" Close the order {name} for good, and make {to} of what is left?"
    )
    if not arguments.yes and not agreed(question, console):
        console.say("Nothing was changed.")
        console.answer({"order": name, "state": order.state.value})
        return ALL_WELL
    agreement = Agreement(arguments, Right.ORDERS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        new = carry_over(plant, name, to, agreement.given(plant.tools.records))
    console.say(f"Order {name} is closed. Order {to}: {new.spec.quantity} units.")
    if positions:
        console.say(f"Position {', '.join(sorted(positions))} has {name} still: assign {to} there.")
    console.answer({"order": name, "new": to, "quantity": new.spec.quantity})
    return ALL_WELL


def _serials(arguments: Namespace, console: Console) -> int:
    data, name = data_of(arguments), arguments.name
    serials = allowed_serials(arguments.file)
    agreement = Agreement(arguments, Right.ORDERS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        count = records.serial_lists.set(name, serials, agreement.given(records))
    console.say(f"The order {name} takes {count} serial numbers and no others.")
    console.answer({"order": name, "serials": count})
    return ALL_WELL


def _change(arguments: Namespace, console: Console) -> int:
    data, name = data_of(arguments), arguments.name
    granting = arguments.quantity is not None or arguments.scrap_allowance is not None
    right = Right.ALLOT if granting else Right.ORDERS
    agreement = Agreement(arguments, right, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        approval = agreement.given(plant.tools.records)
        if arguments.quantity is not None:
            change_quantity(plant, name, arguments.quantity, approval)
        elif arguments.scrap_allowance is not None:
            change_scrap_allowance(plant, name, arguments.scrap_allowance, approval)
        elif arguments.reprovisioning is not None:
            policy = Reprovisioning(arguments.reprovisioning)
            change_reprovisioning(plant, name, policy, approval)
        else:
            change_id_scope(plant, name, arguments.id_scope, approval)
        spec = plant.tools.records.order(name).spec
    console.say(
        f"Order {name}: {spec.quantity} units and {spec.scrap_allowance} for scrap, for the ID"
        f" scope {spec.id_scope}; those that have passed: {spec.reprovisioning.value}."
    )
    console.answer(
        {
            "order": name,
            "quantity": spec.quantity,
            "scrap_allowance": spec.scrap_allowance,
            "id_scope": spec.id_scope,
            "reprovisioning": spec.reprovisioning.value,
        }
    )
    return ALL_WELL
