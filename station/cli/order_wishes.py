"""What `station order create` is told that the service is to be told of its units."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from station.errors import StationError
from station.model.order import Allocation, AllocationPolicy, Order
from station.model.wishes import AtService, Reassignment
from station.operations.order_files import json_of_file, twin_of_file

WISHES: Final = (
    *("allocation", "iot_hub", "webhook", "webhook_api", "twin", "reassignment"),
    *("iot_edge", "disabled", "device_information", "ca_reference"),
)
"""The options, as the parser names them."""


def add_wishes(create: ArgumentParser) -> None:
    """Add the options."""
    _add_allocation(create)
    create.add_argument(
        "--twin",
        metavar="FILE",
        type=Path,
        help="the units' initial twin, as JSON: an object with tags, desired or both",
    )
    again = [one.value for one in Reassignment]
    create.add_argument(
        "--reassignment",
        choices=again,
        help="what the service does with a unit that registers once more: move its data to the hub"
        " that it gets, begin anew there, or leave it where it is; else as it likes",
    )
    create.add_argument("--iot-edge", action="store_true", help="they are IoT Edge devices")
    create.add_argument(
        "--disabled",
        action="store_true",
        help="the service knows them, but lets none in until somebody enables it there",
    )
    create.add_argument(
        "--device-information",
        metavar="FILE",
        type=Path,
        help="a JSON object that the service keeps beside each unit's own enrollment",
    )
    create.add_argument(
        "--ca-reference",
        metavar="NAME",
        action="append",
        default=[],
        help="with --enrollment group, of certified units: the name of a CA that the service has"
        " already; give it again for a second one",
    )


def _add_allocation(create: ArgumentParser) -> None:
    policies = [policy.value for policy in AllocationPolicy]
    create.add_argument(
        "--allocation",
        metavar="POLICY",
        choices=policies,
        help=f"how the service chooses the units' IoT hub: {', '.join(policies)}; else as it likes",
    )
    create.add_argument(
        "--iot-hub",
        metavar="HOST",
        action="append",
        default=[],
        help="with --allocation: a hub to choose from; give it again for each",
    )
    create.add_argument(
        "--webhook",
        metavar="URL",
        help="with --allocation custom: which function is asked. A key in it isn't kept secret: it"
        " stands in the clear in the record and in every export, and others here see what you type",
    )
    create.add_argument(
        "--webhook-api",
        metavar="VERSION",
        help="with --webhook: by which version of the interface, such as 2021-10-01",
    )


def wishes_of(arguments: Namespace) -> dict[str, JsonValue]:
    """Return the keys of an order that say what the service is told of its units."""
    wishes: dict[str, JsonValue] = {}
    if arguments.enrollment is not None:
        wishes["enrollment"] = arguments.enrollment
    if arguments.allocation is not None:
        wishes["allocation"] = _allocation_of(arguments)
    elif arguments.iot_hub or arguments.webhook:
        option = "--iot-hub" if arguments.iot_hub else "--webhook"
        raise StationError("CFG-004", why=f"{option} goes with --allocation")
    if arguments.twin is not None:
        wishes["initial_twin"] = twin_of_file(arguments.twin)
    if more := _more_of(arguments):
        wishes["at_service"] = more
    return wishes


def _allocation_of(arguments: Namespace) -> dict[str, JsonValue]:
    if (arguments.webhook is None) != (arguments.webhook_api is None):
        raise StationError("CFG-004", why="--webhook and --webhook-api go together")
    hubs: list[JsonValue] = [*arguments.iot_hub]
    allocation: dict[str, JsonValue] = {"policy": arguments.allocation, "iot_hubs": hubs}
    if arguments.webhook is not None:
        hook = {"url": arguments.webhook, "api_version": arguments.webhook_api}
        allocation["webhook"] = {**hook}
    return allocation


def _more_of(arguments: Namespace) -> dict[str, JsonValue]:
    more: dict[str, JsonValue] = {}
    if arguments.reassignment is not None:
        more["reassignment"] = arguments.reassignment
    for flag in ("iot_edge", "disabled"):
        if getattr(arguments, flag):
            more[flag] = True
    if arguments.device_information is not None:
        more["device_information"] = json_of_file(arguments.device_information)
    if arguments.ca_reference:
        more["ca_references"] = [*arguments.ca_reference]
    return more


def wishes_words(order: Order) -> dict[str, str]:
    """Return an order's wishes for people, by what they are about."""
    return {
        "allocation": _allocation_words(order.spec.allocation),
        "at_service": _more_words(order.spec.at_service or AtService()),
    }


def webhook_words(order: Order) -> str:
    """Return what whoever made an order has to know of its web hook, empty for nothing."""
    allocation = order.spec.allocation
    hook = None if allocation is None else allocation.webhook
    if hook is None or not hook.has_query:
        return ""
    return (
        f"What follows {hook.shown} in the web hook's address isn't shown again. If it is a key, it"
        " stands in the clear in this record, its backups and every export of the order."
    )


def _allocation_words(allocation: Allocation | None) -> str:
    if allocation is None:
        return "as the service likes"
    asked = [] if allocation.webhook is None else [allocation.webhook.shown]
    return " ".join([allocation.policy.value, *allocation.iot_hubs, *asked])


def _more_words(more: AtService) -> str:
    words = [
        more.reassignment and f"reassignment {more.reassignment.value}",
        more.iot_edge and "IoT Edge",
        more.disabled and "disabled",
        more.device_information is not None and "device information",
        more.ca_references and f"CAs {', '.join(more.ca_references)}",
    ]
    return "; ".join(word for word in words if word) or "nothing else"
