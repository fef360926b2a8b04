"""station push: the enrollment list to the provisioning service, as fast as that permits."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from time import monotonic
from typing import Final

from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    CANNOT_WORK,
    SOMETHING_FOUND,
    Commands,
    add_command,
    add_pin_option,
    cancelled_by_signals,
    data_of,
    factory_pin,
)
from station.cli.push_conflicts import (
    add_conflict_options,
    is_about_conflicts,
    show_or_decide,
)
from station.model.names import shown
from station.model.push import PushTally
from station.model.rights import Right
from station.operations.plant import open_plant
from station.operations.pushing import Pushed, PushWish, run_push
from station.service.client import LIMIT_S
from station.service.push_desk import PER_MINUTE, PushSettings

_EVERY_S: Final = 2.0
_IN_FLIGHT: Final = 6
_MOST_IN_FLIGHT: Final = 16


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "push",
        _run,
        "send the enrollments that the service doesn't have yet; it goes on where it stopped, and "
        "overwrites nothing but what --decide replace names",
    )
    parser.add_argument("--order", metavar="O", help="default: all orders that are for the service")
    parser.add_argument(
        "--service", metavar="NAME", help="default: the only one that 'station service list' shows"
    )
    parser.add_argument(
        "--again", action="store_true", help="also what was refused, or in conflict, before"
    )
    _add_pace(parser)
    add_conflict_options(parser)
    add_badge_options(parser)
    add_pin_option(parser)


def _add_pace(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("how fast")
    group.add_argument(
        "--in-flight",
        metavar="N",
        type=_number(1, _MOST_IN_FLIGHT),
        default=_IN_FLIGHT,
        help=f"calls under way at a time, up to {_MOST_IN_FLIGHT}; default: {_IN_FLIGHT}",
    )
    group.add_argument(
        "--limit",
        metavar="N",
        type=_number(0, 1_000_000),
        default=PER_MINUTE,
        help=f"operations a minute, 0 for any number; default: {PER_MINUTE} of the 1,000 that a "
        "service takes",
    )
    group.add_argument(
        "--bulk-cost",
        metavar="N",
        type=_number(1, 10),
        default=10,
        help="operations that a call with up to ten enrollments counts; default: 10",
    )
    group.add_argument(
        "--timeout",
        metavar="N",
        type=_number(1, 600),
        default=int(LIMIT_S),
        help=f"seconds that an answer may take; default: {LIMIT_S:g}",
    )


class _number:  # noqa: N801 - argparse shows its name
    def __init__(self, least: int, most: int) -> None:
        self._range = (least, most)

    def __call__(self, text: str) -> int:
        least, most = self._range
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ArgumentTypeError(f"a number from {least} to {most}")
        return int(text)


@dataclass
class _Progress:
    """Tells a person every other second how far it is."""

    console: Console
    units: int = 0
    began: float = field(default_factory=monotonic)
    last: float = 0.0

    def expects(self, units: int, updates: Sequence[str]) -> None:
        """Hear how many units there are, and tell which groups are to be brought up to date."""
        if updates:
            names = ", ".join(map(shown, updates))
            self.console.prose(f"To be brought up to date at the service: group {names}.")
        self.units, self.began = units, monotonic()

    def went(self, tally: PushTally, throttled: int) -> None:
        """Hear how far it is."""
        now = monotonic()
        if now - self.last < _EVERY_S or not tally.all:
            return
        self.last = now
        self.console.warn(progress_line(tally, self.units, now - self.began, throttled))


def progress_line(tally: PushTally, units: int, seconds: float, throttled: int) -> str:
    """Return how far a push is, in one line.

    Args:
        tally: what became of units up to now.
        units: how many there are.
        seconds: how long it has been going on.
        throttled: how often the service wanted a pause.
    """
    rate = tally.all / max(seconds, 0.001)
    left = max(0, units - tally.all) / max(rate, 0.001)
    parts = [f"{tally.all:,} of {units:,}", f"{rate:.1f} a second", f"{_time(left)} left"]
    parts += [f"{tally.failed:,} to look at"] if tally.failed else []
    parts += [f"{throttled:,} pauses that the service wanted"] if throttled else []
    return ", ".join(parts)


def _time(seconds: float) -> str:
    minutes = round(seconds / 60)
    if not minutes:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"


def _run(arguments: Namespace, console: Console) -> int:
    if is_about_conflicts(arguments):
        return show_or_decide(arguments, console)
    data = data_of(arguments)
    agreement = Agreement(arguments, Right.EXPORT, data, console)
    pace = PushSettings(
        in_flight=arguments.in_flight,
        per_minute=arguments.limit,
        bulk_cost=arguments.bulk_cost,
    )
    with open_plant(data, factory_pin(arguments, data)) as plant:
        approval = agreement.given(plant.tools.records)
        console.prose(
            "It has this data folder for itself: nobody provisions here until it ends. Ctrl-C ends "
            "it within seconds; the same command goes on another time."
        )
        wish = PushWish(
            arguments.service,
            arguments.order,
            arguments.again,
            pace,
            approval,
            tell=console.say,
            limit_s=arguments.timeout,
        )
        with cancelled_by_signals(console) as stop:
            pushed = run_push(plant, wish, _Progress(console), stop)
    _tell(pushed, console)
    if pushed.error is not None:
        console.error(pushed.error)
        return CANNOT_WORK
    return ALL_WELL if pushed.well else SOMETHING_FOUND


def _tell(pushed: Pushed, console: Console) -> None:
    tally, groups = pushed.tally, pushed.groups
    where = f"{pushed.service.name} ({pushed.service.host})"
    console.say(f"{tally.created:,} enrollments were made at {where}, {tally.already:,} were there")
    if groups.all:
        console.say(f"{groups.done:,} of {groups.all:,} groups are there, {pushed.members:,} units")
    shut = pushed.shut_out
    if shut.all:
        console.say(f"{shut.done:,} of {shut.all:,} revoked units are shut out of their groups")
    if pushed.updated:
        console.prose(f"Brought up to date: group {', '.join(map(shown, pushed.updated))}.")
    for group, why in pushed.not_updated.items():
        console.prose(f"Group {shown(group)} isn't up to date at the service: {why}.")
    if pushed.undecided:
        console.prose(
            f"{pushed.undecided:,} need a person: station push --conflicts shows them, and "
            "--decide ask decides. What was there in their place is as it was."
        )
    left = sum(one.unsure + one.waiting for one in (tally, groups, shut))
    if left or pushed.stopped:
        console.prose("It isn't all there yet. Go on with the same command: nothing goes twice.")
    for order, why in pushed.left_out.items():
        console.prose(f"Order {order} was left out: {why}.")
    console.answer(answer_of(pushed))


def answer_of(pushed: Pushed) -> dict[str, JsonValue]:
    """Return what a push did, for a machine."""
    tally: dict[str, JsonValue] = dict(asdict(pushed.tally))
    error = pushed.error
    return {
        "service": pushed.service.name,
        **tally,
        "groups": dict(asdict(pushed.groups)),
        "members": pushed.members,
        "shut_out": dict(asdict(pushed.shut_out)),
        "updated": [*pushed.updated],
        "not_updated": dict(pushed.not_updated),
        "undecided": pushed.undecided,
        "left_out": dict(pushed.left_out),
        "throttled": pushed.throttled,
        "seconds": round(pushed.seconds, 1),
        "stopped": pushed.stopped,
        "error": None if error is None else {"code": error.code, "message": error.message},
    }
