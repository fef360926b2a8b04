"""station reconcile: whether the enrollment list and the provisioning service are the same."""

import time
from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import BUSY, Console
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    Commands,
    add_command,
    add_pin_option,
    agreed,
    cancelled_by_signals,
    data_of,
    factory_pin,
)
from station.errors import StationError
from station.line.work import Tools
from station.model.handoff import Cancel
from station.model.names import shown
from station.model.push import PushTally
from station.model.rights import Approval, Right
from station.operations.plant import open_plant
from station.operations.reconcile_report import Report, report_to, summary, told
from station.operations.reconciling import Scope, Tally, Watch, compare, scope_of, states
from station.operations.repairing import (
    REPAIRS,
    Repaired,
    Repairing,
    missing,
    repair,
    repairable,
    spooled,
    unblocked,
)
from station.operations.repushing import BLOCK, MISSING, push_blocks, push_missing
from station.operations.services import client_of, named_service
from station.records.sorting import SortedRows
from station.service.entra import Attended
from station.service.reconcile import Finding

_EVERY_S: Final = 5.0
_MADE: Final = {MISSING: push_missing, BLOCK: push_blocks}
_COUNTS: Final = {MISSING: missing, BLOCK: unblocked}
_QUESTIONS: Final = {
    "disable-revoked": "Disable {count} revoked enrollments at {name}?",
    "delete-revoked": "Delete {count} revoked enrollments at {name}?",
    MISSING: "Send {count} to {name} that are missing there?",
    BLOCK: "Make {count} disabled enrollments at {name}, to keep revoked units out?",
}
# Lines for people; a machine is given all.
_LEFT: Final = 20


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "reconcile",
        _run,
        "compare the enrollment list with all that the service has, both ways; it ends with 1 "
        "where they differ",
    )
    parser.add_argument("--service", metavar="NAME", help="default: the only one that is known")
    parser.add_argument(
        "--order", metavar="O", help="only this order's; what the service has more isn't told then"
    )
    parser.add_argument(
        "--states", action="store_true", help="also how each device registered there"
    )
    parser.add_argument(
        "--out", metavar="FILE", type=Path, help="a new file for all of it, one JSON object a line"
    )
    parser.add_argument(
        "--repair",
        choices=sorted([*REPAIRS, *_MADE]),
        help="disable, or delete, at the service what the list has revoked, where the service has "
        "it with the very key that the list has; have a disabled enrollment keep out what is "
        "revoked and let in by a group; or send what is missing; nothing else is touched",
    )
    parser.add_argument("--yes", action="store_true", help="don't ask whether it is meant")
    add_badge_options(parser)
    add_pin_option(parser)


@dataclass(frozen=True)
class _Job:
    arguments: Namespace
    console: Console
    tools: Tools
    kept: SortedRows
    cancel: Cancel
    approval: Approval | None


def _run(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    agreement = None
    if arguments.repair is not None:
        agreement = Agreement(arguments, Right.EXPORT, data, console)
    elif arguments.badges:
        raise StationError("CFG-004", why="--badge goes with --repair: nothing else is changed")
    with (
        open_plant(data, factory_pin(arguments, data)) as plant,
        cancelled_by_signals(console) as cancel,
        SortedRows() as kept,
    ):
        approval = None if agreement is None else agreement.given(plant.tools.records)
        return _reconciled(_Job(arguments, console, plant.tools, kept, cancel, approval))


def _reconciled(job: _Job) -> int:
    records, arguments = job.tools.records, job.arguments
    service = named_service(job.tools, arguments.service)
    scope = scope_of(records, service, arguments.order, states=arguments.states)
    job.console.say(f"Comparing the list of {scope.id_scope} with {service.name}, {service.host}")
    answer: dict[str, JsonValue] = {"service": service.name, "id_scope": scope.id_scope.text}
    attended = Attended(job.console.say, job.cancel)
    with client_of(job.tools, service, attended) as client:
        with report_to(arguments.out) as report:

            def tell(finding: Finding) -> None:
                report.add(finding)
                job.kept.add(spooled(finding))

            watch = Watch(job.cancel, _Progress(job.console).tell)
            tally = compare(records, client, job.kept, scope, watch, tell)
            if scope.states:
                for state in states(records, job.kept, scope, tally):
                    report.write(state)
            report.write(answer | told(tally))
        _say(job.console, report, tally, arguments.out)
        answer |= told(tally) | {"out": str(arguments.out) if arguments.out else None}
        repaired = _repaired(job, scope, Repairing(job.tools, service, client, job.cancel))
    if repaired is not None:
        _say_repaired(job, repaired, answer)
    job.console.answer(answer)
    if repaired is not None and repaired.error is not None:
        raise repaired.error
    done = 0 if repaired is None else repaired.done
    return SOMETHING_FOUND if tally.found.total() > done else ALL_WELL


def _say(console: Console, report: Report, tally: Tally, out: Path | None) -> None:
    for line in (*report.first, *summary(tally)):
        console.say(line)
    more = tally.found.total() - len(report.first)
    if more > 0:
        console.say(f"{more} more aren't shown here." + ("" if out else " Use --out FILE."))
    if out is not None:
        console.say(f"All of it: {out}")


def _repaired(job: _Job, scope: Scope, work: Repairing) -> Repaired | None:
    """Repair what is asked for and can be; return what became of it, None where nothing is."""
    how = job.arguments.repair
    count = 0 if how is None else _COUNTS.get(how, repairable)(job.kept)
    if not count:
        return None
    question = _QUESTIONS[how].format(count=count, name=work.service.name)
    if not job.arguments.yes and not agreed(question, job.console):
        job.console.say("Nothing was changed.")
        return None
    if how in REPAIRS:
        return repair(work, job.kept, how, job.approval)
    make, watch = _MADE[how], _Progress(job.console, count)
    return make(work, job.kept, scope, job.approval, watch)


def _say_repaired(job: _Job, repaired: Repaired, answer: dict[str, JsonValue]) -> None:
    job.console.say(f"{repaired.done} were put right at the service: {job.arguments.repair}")
    for name, why in repaired.left[:_LEFT]:
        job.console.say(f"{shown(name)} was left as it is: {why}")
    if more := len(repaired.left[_LEFT:]):
        job.console.say(f"{more} more were left as they are.")
    answer["repaired"] = repaired.done
    answer["left"] = [{"name": name, "why": why} for name, why in repaired.left]


class _Progress:
    """Says now and then how far the reading is, or the sending of so many."""

    def __init__(self, console: Console, count: int = 0) -> None:
        self._console = console
        self._count = count
        self._next = time.monotonic() + _EVERY_S

    def tell(self, count: int) -> None:
        """Hear how many rows were read."""
        self._say(f"{count} read of the service")

    def went(self, tally: PushTally, throttled: int) -> None:
        """Hear what became of those that were sent."""
        pauses = f", {throttled} pauses that the service wanted" if throttled else ""
        self._say(f"{tally.all} of {self._count} sent{pauses}")

    def _say(self, words: str) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _EVERY_S
            self._console.marked(BUSY, words)
