"""station order: how many units of which profile, for which ID scope."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from functools import partial
from typing import Final

from pydantic import JsonValue

from station.cli import allotments, order_course
from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import Console
from station.cli.groups import add_owner_options, demand_no_owner, owner_for_order
from station.cli.options import (
    ALL_WELL,
    UNITS_PIN,
    AskedPin,
    Commands,
    add_command,
    add_group,
    add_pin_option,
    agreed,
    asked,
    at_least_one,
    data_of,
    factory_pin,
    none_or_more,
    open_file,
)
from station.cli.order_wishes import add_wishes, webhook_words, wishes_of, wishes_words
from station.errors import StationError
from station.line.bench import load_bench
from station.line.mechanisms import MECHANISMS
from station.line.mechanisms.mechanism import needs_token_pin, shares_a_key
from station.line.profiles import find_profile
from station.model.order import (
    EnrolledAs,
    Order,
    OrderSecret,
    OrderSpec,
    OrderState,
    Reprovisioning,
    group_of_spec,
)
from station.model.rights import Right
from station.operations.factory_file import FactoryFile
from station.operations.floor import chosen
from station.operations.groups import open_group
from station.operations.order_course import first_article_words
from station.operations.order_desk import OrderDraft, checked_spec
from station.operations.plant import KNOWN, open_plant, open_reader
from station.operations.practice import practice_pin
from station.records.store import Reader

_ASKED: Final[Mapping[OrderSecret, AskedPin]] = {
    OrderSecret.CONSOLE_PASSWORD: AskedPin("the units' console", "--secret-fd", "Password"),
    OrderSecret.TPM_OWNER_PASSWORD: AskedPin("the units' TPM owner", "--secret-fd", "Password"),
    OrderSecret.TPM_ENDORSEMENT_PASSWORD: AskedPin(
        "the units' TPM endorsement hierarchy", "--secret-fd", "Password"
    ),
    OrderSecret.TOKEN_SO_PIN: AskedPin("the units' tokens' security officer", "--secret-fd"),
}


_WORDS: Final[Mapping[str, str]] = {
    "name": "NAME",
    "profile": "--profile",
    "id_scope": "--id-scope",
    "quantity": "--quantity",
    "group_id": "--group-id",
    "scrap_allowance": "--scrap-allowance",
    "reprovisioning": "--reprovisioning",
}


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "order", "how many units of which product, for which ID scope")
    _add_create(group)
    add_command(group, "list", _list, "the orders and how far they are")
    show = add_command(group, "show", _show, "one order")
    show.add_argument("name", metavar="NAME")
    assign = add_command(group, "assign", _assign, "have positions work on an order")
    assign.add_argument("name", metavar="NAME")
    assign.add_argument("--position", metavar="P", nargs="+", required=True)
    _add_who(assign)
    pause = add_command(group, "pause", partial(_set_state, OrderState.PAUSED), "let it rest")
    resume = add_command(group, "resume", partial(_set_state, OrderState.OPEN), "go on with it")
    for parser in (pause, resume):
        parser.add_argument("name", metavar="NAME")
        _add_who(parser)
    _add_secret(group)
    order_course.add(group)
    allotments.add(group)
    close = add_command(group, "close", _close, "end an order for good")
    close.add_argument("name", metavar="NAME")
    close.add_argument("--yes", action="store_true", help="don't ask whether it is meant")
    _add_who(close)


def _add_create(group: Commands) -> None:
    create = add_command(group, "create", _create, "make an order")
    create.add_argument("name", metavar="NAME", help="lower case letters, digits and dashes")
    create.add_argument("--profile", metavar="NAME")
    create.add_argument("--id-scope", metavar="SCOPE")
    create.add_argument("--quantity", metavar="N", type=at_least_one)
    allotments.add_allotment_option(create)
    create.add_argument(
        "--scrap-allowance",
        metavar="N",
        type=none_or_more,
        default=0,
        help="how many units that are scrapped or swapped may be made anew; default: none",
    )
    order_course.add_policy_option(create)
    create.add_argument(
        "--enrollment",
        choices=[one.value for one in EnrolledAs],
        help="how the service has its units: one by one, or as a group by the CA that issues their"
        " certificates or by its key; default: one by one, but symmetric keys as a group",
    )
    create.add_argument("--group-id", metavar="ID", help="enrollment group; default: the order's")
    add_owner_options(create)
    add_wishes(create)
    create.add_argument(
        "--first-article",
        action="store_true",
        help="begin with one unit that is signed, as every real order does",
    )
    create.add_argument(
        "--token-pin-fd",
        metavar="N",
        type=open_file,
        help="read the PIN that the units' tokens come with from this file descriptor",
    )
    _add_who(create)


def _add_who(parser: ArgumentParser) -> None:
    add_badge_options(parser)
    add_pin_option(parser)


def _add_secret(group: Commands) -> None:
    secret = add_command(group, "secret", _secret, "give its units' password, sealed")
    secret.add_argument("name", metavar="NAME")
    words = [which.value for which in OrderSecret]
    secret.add_argument("which", metavar="WHICH", choices=words, help=f"one of {', '.join(words)}")
    secret.add_argument(
        "--secret-fd",
        metavar="N",
        type=open_file,
        help="read it from this file descriptor; it is asked for where there is none",
    )
    _add_who(secret)


def _spec_of(arguments: Namespace) -> OrderSpec:
    for needed in ("profile", "id_scope", "quantity"):
        if getattr(arguments, needed) is None:
            raise StationError("CFG-004", why=f"{_WORDS[needed]} is missing")
    draft = OrderDraft(
        arguments.name,
        arguments.profile,
        arguments.id_scope,
        str(arguments.quantity),
        arguments.group_id,
        arguments.scrap_allowance,
        arguments.reprovisioning or Reprovisioning.NEVER.value,
    )
    spec = draft.checked()
    if not isinstance(spec, OrderSpec):
        key, why = next(iter(spec.items()))
        raise StationError("CFG-004", why=f"{_WORDS[key]}: {why.rstrip('.')}")
    return checked_spec(spec, **wishes_of(arguments))


def _create(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    if arguments.pin_fd is not None and arguments.pin_fd == arguments.token_pin_fd:
        raise StationError("CFG-004", why="--pin-fd and --token-pin-fd are one and the same")
    if arguments.allotment is not None:
        return allotments.create(arguments, console)
    spec = _spec_of(arguments)
    practice = FactoryFile.read(data).practice
    profile = find_profile(spec.profile, data.profiles, KNOWN).profile
    mechanism, token_pin = MECHANISMS[profile.mechanism], None
    shared = shares_a_key(mechanism, spec)
    if not shared:
        demand_no_owner(arguments)
    owner = owner_for_order(arguments, data, spec) if shared else None
    if needs_token_pin(mechanism, profile):
        token_pin = practice_pin() if practice else asked(UNITS_PIN, arguments.token_pin_fd)
    agreement = Agreement(arguments, Right.ORDERS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        approval = agreement.given(plant.tools.records)
        if shared:
            open_group(plant.tools, group_of_spec(spec), owner, approval)
        order = plant.create_order(
            spec, token_pin, approval=approval, first_article=arguments.first_article
        )
    console.say(f"Order {order.name}: {order.spec.quantity} units of {order.spec.profile}.")
    if words := webhook_words(order):
        console.prose(words)
    for sentence in first_article_words(order, profile):
        console.say(sentence)
    told = {"order": order.name, "profile_hash": order.profile_hash, "state": order.state.value}
    console.answer({**told})
    return ALL_WELL


def _row(order: Order, reader: Reader) -> dict[str, str | int]:
    usage = reader.usage(order.name)
    return {
        "order": order.name,
        "profile": order.spec.profile,
        "id_scope": order.spec.id_scope,
        "state": order.state.value,
        "quantity": order.spec.quantity,
        "enrolled": usage.enrolled,
        "reserved": usage.reserved,
        "spent": usage.spent,
        "scrapped": usage.scrapped,
    }


def _list(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        rows = [_row(order, reader) for order in reader.orders()]
    if rows:
        console.table(list(rows[0]), [[str(value) for value in row.values()] for row in rows])
    else:
        console.say("No orders yet: station order create makes one.")
    console.answer({"orders": [dict(row) for row in rows]})
    return ALL_WELL


def _say_each(told: Mapping[str, str | int], console: Console) -> None:
    for key, value in told.items():
        console.say(f"{key:13} {value}")


def _show(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        order = reader.order(arguments.name)
        row = _row(order, reader)
        positions = _positions_of(order.name, reader)
        secrets = reader.secrets_of(order.name)
        listed = reader.ek_list_length(order.name)
        marked = {state.value: count for state, count in reader.marked(order.name).items()}
        allowed = reader.serial_list_length(order.name)
        words, article = order_course.first_article_told(order, reader.first_article(order.name))
    told = row | {
        "positions": ", ".join(positions) or "none",
        "secrets": ", ".join(secrets) or "none",
        "ek_list": "none" if listed is None else f"{listed} keys",
        "marked": ", ".join(f"{count} {state}" for state, count in marked.items()) or "none",
        "serials": "any" if allowed is None else f"{allowed} on its list",
        "first_article": words,
        **_spec_words(order),
        "profile_hash": order.profile_hash,
    }
    _say_each(told, console)
    console.answer(
        {
            **row,
            "positions": [*positions],
            "secrets": [*secrets],
            "ek_list": listed,
            "scrap_allowance": order.spec.scrap_allowance,
            "reprovisioning": order.spec.reprovisioning.value,
            "enrollment": _enrolled_as(order),
            "marked": {**marked},
            "serials": allowed,
            "first_article": article,
            **wishes_words(order),
            **_lot(order),
            "profile_hash": order.profile_hash,
        }
    )
    return ALL_WELL


def _enrolled_as(order: Order) -> str | None:
    return None if order.spec.enrollment is None else order.spec.enrollment.value


def _spec_words(order: Order) -> dict[str, str | int]:
    return {
        "allowance": order.spec.scrap_allowance,
        "passed_again": order.spec.reprovisioning.value,
        "enrollment": _enrolled_as(order) or "as is usual",
        **wishes_words(order),
        "numbers": f"{order.course.first} to {order.last}",
        "allotment": order.course.allotment or "none",
    }


def _lot(order: Order) -> dict[str, JsonValue]:
    course = order.course
    return {"first": course.first, "last": order.last, "allotment": course.allotment}


def _positions_of(order: str, reader: Reader) -> list[str]:
    return sorted(position for position, name in reader.assignments().items() if name == order)


def _assign(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    positions = chosen(load_bench(data.bench), arguments.position)
    agreement = Agreement(arguments, Right.ORDERS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        approval = agreement.given(records)
        for position in positions:
            records.assign(position.name, arguments.name, approval)
    names = [position.name for position in positions]
    console.say(f"Order {arguments.name} at position {', '.join(names)}.")
    console.answer({"order": arguments.name, "positions": [*names]})
    return ALL_WELL


def _set_state(state: OrderState, arguments: Namespace, console: Console) -> int:
    data, name = data_of(arguments), arguments.name
    agreement = Agreement(arguments, Right.ORDERS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        records.set_order_state(name, state, agreement.given(records))
        positions = _positions_of(name, records)
        state = records.order(name).state
    console.say(f"Order {name} is {state.value}.")
    if positions and not state.takes_units:
        console.say(f"Position {', '.join(positions)} has it, and takes no units until it changes.")
    console.answer({"order": name, "state": state.value, "positions": [*positions]})
    return ALL_WELL


def _secret(arguments: Namespace, console: Console) -> int:
    data, which = data_of(arguments), OrderSecret(arguments.which)
    if arguments.pin_fd is not None and arguments.pin_fd == arguments.secret_fd:
        raise StationError("CFG-004", why="--pin-fd and --secret-fd are one and the same")
    given = asked(_ASKED[which], arguments.secret_fd)
    agreement = Agreement(arguments, Right.ORDERS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        approval = agreement.given(plant.tools.records)
        plant.set_order_secret(arguments.name, which, given, approval)
    console.say(f"Order {arguments.name} has a {which.value} now, sealed by the factory's token.")
    console.answer({"order": arguments.name, "secret": which.value})
    return ALL_WELL


def _close(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        order = reader.order(arguments.name)
        usage = reader.usage(order.name)
    if order.state is OrderState.CLOSED:
        raise StationError("REC-010", "closed before", order=order.name)
    question = (
        f"{usage.enrolled} of {order.spec.quantity} units are enrolled."
        f" Close the order {order.name} for good?"
    )
    if not arguments.yes and not agreed(question, console):
        console.say("Nothing was changed.")
        console.answer({"order": order.name, "state": order.state.value})
        return ALL_WELL
    return _set_state(OrderState.CLOSED, arguments, console)
