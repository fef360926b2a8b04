"""station bench stops, restart and contacts: what stands still, and how worn contacts are."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import STOP, WAIT, Console
from station.cli.events import at
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    Commands,
    add_command,
    add_pin_option,
    data_of,
    factory_pin,
)
from station.errors import StationError
from station.line.bench import load_bench
from station.model.names import shown
from station.model.rights import Right
from station.model.stops import BENCH, Place, Scope, Stop
from station.operations.plant import open_plant, open_reader
from station.operations.stopping import Contacts, contacts_of


def add(bench: Commands) -> None:
    """Add the commands below `station bench`."""
    add_command(bench, "stops", _stops, "what stands still until a supervisor restarts it, and why")
    restart = add_command(
        bench,
        "restart",
        _restart,
        "let a position, an order or the bench go on that stands still; what led to that is counted"
        " anew",
    )
    what = restart.add_mutually_exclusive_group(required=True)
    what.add_argument("position", metavar="POSITION", nargs="?", help="a position")
    what.add_argument("--order", metavar="ORDER", help="an order")
    what.add_argument("--bench", action="store_true", help="the whole bench")
    _add_options(restart)
    contacts = add_command(
        bench,
        "contacts",
        _contacts,
        "how often units were connected at each position since its contacts were renewed; 'reset"
        " POSITION' begins its count anew",
    )
    contacts.add_argument("what", metavar="list|reset", nargs="?", choices=["list", "reset"])
    contacts.add_argument("position", metavar="POSITION", nargs="?")
    _add_options(contacts)


def _add_options(parser: ArgumentParser) -> None:
    add_badge_options(parser, reason=True)
    add_pin_option(parser)


def _told(stop: Stop) -> dict[str, JsonValue]:
    return {
        "scope": stop.place.scope.value,
        "name": stop.place.name or None,
        "cause": stop.cause.value,
        "why": stop.why,
        "since": stop.since.isoformat(timespec="seconds"),
        "runs": [*stop.runs],
    }


def _stops(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        stops = reader.standing_still()
    for stop in stops:
        since = stop.since.isoformat(timespec="seconds")
        console.marked(STOP, f"{shown(stop.place.words)}, since {since}: {stop.why}.")
    if stops:
        console.say("A supervisor lets it go on by 'station bench restart', and says why.")
    else:
        console.say("Nothing stands still.")
    console.answer({"stops": [_told(stop) for stop in stops]})
    return SOMETHING_FOUND if stops else ALL_WELL


def _place(arguments: Namespace) -> Place:
    if arguments.bench:
        return BENCH
    if arguments.order is not None:
        return Place(Scope.ORDER, arguments.order)
    return Place(Scope.POSITION, arguments.position)


def _restart(arguments: Namespace, console: Console) -> int:
    data, place = data_of(arguments), _place(arguments)
    agreement = Agreement(arguments, Right.RESTART, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        approval = agreement.given(records)
        stop = records.stops.restart(place, approval, agreement.reason)
    console.say(f"Restarted: {shown(place.words)}. It stood still: {stop.why}.")
    console.answer({"restarted": _told(stop)})
    return ALL_WELL


def _contacts(arguments: Namespace, console: Console) -> int:
    if arguments.what != "reset":
        return _list(arguments, console)
    if arguments.position is None:
        raise StationError("CFG-004", why="name the position whose contacts were renewed")
    return _reset(arguments, console)


def _list(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    with open_reader(data) as reader:
        found = contacts_of(reader, load_bench(data.bench))
    if arguments.position is not None:
        found = [one for one in found if one.position == arguments.position]
    head = ["position", "contacts", "warn", "stop"]
    console.table(head, [[c.position, str(c.count), *_limits(c)] for c in found])
    tell_due(found, console)
    console.answer({"contacts": [contacts_row(c) for c in found]})
    return SOMETHING_FOUND if any(c.due for c in found) else ALL_WELL


def _limits(one: Contacts) -> list[str]:
    return ["-" if n is None else str(n) for n in (one.limits.warn, one.limits.stop)]


def tell_due(found: Sequence[Contacts], console: Console) -> None:
    """Say which positions' contacts are to be renewed."""
    for one in found:
        if one.due:
            mark = STOP if one.worn else WAIT
            remedy = "Renew them, then run 'station bench contacts reset'."
            console.marked(mark, at(one.position, f"Contacts: {one.words} cycles."), remedy)


def contacts_row(one: Contacts) -> dict[str, JsonValue]:
    """Return how worn a position's contacts are, for machines."""
    return {
        "position": one.position,
        "count": one.count,
        "warn": one.limits.warn,
        "stop": one.limits.stop,
        "due": one.due,
        "worn": one.worn,
    }


def _reset(arguments: Namespace, console: Console) -> int:
    data, position = data_of(arguments), arguments.position
    if position not in {p.name for p in load_bench(data.bench).position}:
        raise StationError("LIN-005", position=shown(position))
    agreement = Agreement(arguments, Right.CONTACTS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        old = records.contacts.reset(position, agreement.given(records), agreement.reason)
    console.say(f"The contacts of position {position} are counted from 0; they had {old:,} cycles.")
    console.answer({"position": position, "before": old})
    return ALL_WELL
