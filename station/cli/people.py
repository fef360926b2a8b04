"""station operator: who may log in, and their PINs."""

from argparse import Namespace
from functools import partial

from station.cli.agreement import (
    add_badge_options,
    add_officer_options,
    asked_credentials,
    check_descriptors,
    people_s_consent,
)
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    AskedPin,
    Commands,
    add_command,
    add_group,
    add_pin_option,
    agreed,
    asked,
    data_of,
    factory_pin,
    open_file,
)
from station.errors import StationError
from station.model.names import shown
from station.model.people import Person, Role
from station.model.rights import Right
from station.operations.plant import open_plant, open_reader
from station.records.rights import FIRST_SUPERVISORS
from station.secret import Secret


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "operator", "who may log in")
    add_command(group, "list", _list, "everybody's badge, name and role")
    new = add_command(
        group,
        "add",
        _add,
        "let somebody log in; the first two supervisors need nobody's agreement",
    )
    new.add_argument("--name", metavar="NAME", required=True, help="what people call them")
    new.add_argument("--role", choices=[role.value for role in Role], default=Role.WORKER.value)
    new.add_argument(
        "--temporary",
        action="store_true",
        help="somebody else chose the PIN: it must be changed before they work",
    )
    reset = add_command(group, "reset", _reset, "give somebody a PIN that they must change")
    own = add_command(group, "pin", _own, "change one's own PIN")
    off = add_command(
        group, "disable", partial(_switch, active=False), "let somebody log in no longer"
    )
    off.add_argument("--yes", action="store_true", help="don't ask whether it is meant")
    on = add_command(group, "enable", partial(_switch, active=True), "let them log in again")
    for parser in (new, reset, own):
        parser.add_argument(
            "--new-pin-fd",
            metavar="N",
            type=open_file,
            help="read the new PIN from this file descriptor instead of the keyboard",
        )
    for parser in (new, reset, off, on):
        parser.add_argument("badge", metavar="BADGE", help="whom it is about")
    for parser in (new, reset, off, on, own):
        instead = parser in (new, off)
        add_badge_options(parser, reason=instead)
        add_pin_option(parser)
        if instead:
            add_officer_options(parser)


def _list(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        rows = [_row(person) for person in reader.people()]
    if rows:
        console.table(list(rows[0]), [[str(value) for value in row.values()] for row in rows])
    else:
        console.say("Nobody yet: 'station operator add' makes the first two supervisors.")
    console.answer({"people": [dict(row) for row in rows]})
    return ALL_WELL


def _row(person: Person) -> dict[str, str]:
    state = "active" if person.active else "disabled"
    return {
        "badge": person.badge,
        "name": person.name,
        "role": person.role.value,
        "state": state,
    }


def _right_over(role: Role) -> Right:
    return Right.SUPERVISORS if role is Role.SUPERVISOR else Right.PEOPLE


def _chosen_pin(arguments: Namespace, badge: str) -> Secret:
    """Return a badge's new PIN; where it is typed, which nobody sees, it is typed twice."""
    wanted = AskedPin(f"the badge {badge}", "--new-pin-fd", "New PIN")
    pin = asked(wanted, arguments.new_pin_fd)
    if arguments.new_pin_fd is None and asked(wanted, None) != pin:
        raise StationError("CFG-030")
    return pin


def _add(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    check_descriptors(arguments)
    person = Person(arguments.badge, arguments.name, Role(arguments.role))
    consent = None
    if not _founding(arguments, person):
        consent = people_s_consent(arguments, _right_over(person.role), data, console)
    new_pin = _chosen_pin(arguments, arguments.badge)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        approval = consent.given(records) if consent else None
        records.add_person(person, new_pin, approval, temporary=arguments.temporary)
    console.say(f"{person.name} ({person.role.value}) can log in with the badge {person.badge}.")
    console.answer(dict(_row(person)))
    return ALL_WELL


def _founding(arguments: Namespace, person: Person) -> bool:
    """Return whether it may be one of the first two supervisors, who need nobody; see REC-025."""
    if arguments.badges or arguments.security_officer or arguments.so_pin_fd is not None:
        return False
    with open_reader(data_of(arguments)) as reader:
        there = sum(one.role is Role.SUPERVISOR for one in reader.people())
    return person.role is Role.SUPERVISOR and there < FIRST_SUPERVISORS


def _reset(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    consent = people_s_consent(arguments, _right_over(_role_of(arguments)), data, console)
    new_pin = _chosen_pin(arguments, arguments.badge)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        records.reset_pin(arguments.badge, new_pin, consent.given(records))
    console.say(f"The badge {arguments.badge} has a PIN that must be changed at its first log-in.")
    console.answer({"badge": arguments.badge})
    return ALL_WELL


def _role_of(arguments: Namespace) -> Role:
    """Return the role of whoever is changed, or raise REC-029."""
    with open_reader(data_of(arguments)) as reader:
        for person in reader.people():
            if person.badge.lower() == arguments.badge.lower():
                return person.role
    raise StationError("REC-029", badge=shown(arguments.badge))


def _own(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    (old,) = asked_credentials(arguments, 1, console)
    new_pin = _chosen_pin(arguments, old.badge)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        person = plant.tools.records.change_own_pin(old, new_pin)
    console.say(f"The badge {person.badge} has a new PIN.")
    console.answer({"badge": person.badge})
    return ALL_WELL


def _switch(arguments: Namespace, console: Console, *, active: bool) -> int:
    data = data_of(arguments)
    right = _right_over(_role_of(arguments))
    question = f"Let the badge {arguments.badge} log in no longer?"
    if not active and not arguments.yes and not agreed(question, console):
        console.say("Nothing was changed.")
        console.answer({"badge": arguments.badge, "state": "unchanged"})
        return ALL_WELL
    consent = people_s_consent(arguments, right, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        records.set_person_active(arguments.badge, consent.given(records), active=active)
    state = "active" if active else "disabled"
    console.say(f"The badge {arguments.badge} is {state}.")
    console.answer({"badge": arguments.badge, "state": state})
    return ALL_WELL
