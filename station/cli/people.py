"""station operator: who may log in, and their PINs."""

from argparse import Namespace
from functools import partial
from typing import Final

from station.cli.agreement import Agreement, add_badge_options, asked_credentials
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
from station.hsm.tokens import prove_security_officer
from station.model.names import shown
from station.model.people import Person, Role
from station.model.rights import Right
from station.operations.plant import open_plant, open_reader
from station.records.rights import FIRST_SUPERVISORS

_NEW_PIN: Final = AskedPin("the new one", "--new-pin-fd")
_OFFICER_PIN: Final = AskedPin("the token's security officer", "--so-pin-fd")


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
    new.add_argument("badge", metavar="BADGE")
    new.add_argument("--name", metavar="NAME", required=True, help="what people call them")
    new.add_argument("--role", choices=[role.value for role in Role], default=Role.WORKER.value)
    new.add_argument(
        "--so-pin-fd",
        metavar="N",
        type=open_file,
        help="where no two supervisors are left: read the PIN of the factory token's security "
        "officer from this file descriptor, in place of their agreement",
    )
    reset = add_command(group, "reset", _reset, "give somebody a PIN that they must change")
    own = add_command(group, "pin", _own, "change one's own PIN")
    for parser in (new, reset, own):
        parser.add_argument(
            "--new-pin-fd",
            metavar="N",
            type=open_file,
            help="read the new PIN from this file descriptor instead of the keyboard",
        )
    off = add_command(
        group, "disable", partial(_switch, active=False), "let somebody log in no longer"
    )
    on = add_command(group, "enable", partial(_switch, active=True), "let them log in again")
    off.add_argument("--yes", action="store_true", help="don't ask whether it is meant")
    for parser in (reset, off, on):
        parser.add_argument("badge", metavar="BADGE")
    for parser in (new, reset, off, on, own):
        add_badge_options(parser, reason=parser is new)
        add_pin_option(parser)


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


def _add(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    person = Person(arguments.badge, arguments.name, Role(arguments.role))
    officer = None
    if arguments.so_pin_fd is not None:
        officer = asked(_OFFICER_PIN, arguments.so_pin_fd)
    with open_reader(data) as reader:
        there = [one for one in reader.people() if one.role is Role.SUPERVISOR]
    founding = person.role is Role.SUPERVISOR and len(there) < FIRST_SUPERVISORS
    agreement = None
    if not (founding or officer):
        agreement = Agreement(arguments, _right_over(person.role), data, console)
    new_pin = asked(_NEW_PIN, arguments.new_pin_fd)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records, approval = plant.tools.records, None
        if officer is not None:
            prove = partial(prove_security_officer, plant.file.address, officer)
            approval = records.approve_by_token(prove, arguments.reason or "")
        elif agreement is not None:
            approval = agreement.given(records)
        records.add_person(person, new_pin, approval)
    console.say(f"{person.name} ({person.role.value}) can log in with the badge {person.badge}.")
    console.answer(dict(_row(person)))
    return ALL_WELL


def _reset(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    agreement = Agreement(arguments, _right_over(_role_of(arguments)), data, console)
    new_pin = asked(_NEW_PIN, arguments.new_pin_fd)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        records.reset_pin(arguments.badge, new_pin, agreement.given(records))
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
    new_pin = asked(_NEW_PIN, arguments.new_pin_fd)
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
        console.answer({"badge": arguments.badge, "state": "active"})
        return ALL_WELL
    agreement = Agreement(arguments, right, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        records.set_person_active(arguments.badge, agreement.given(records), active=active)
    state = "active" if active else "disabled"
    console.say(f"The badge {arguments.badge} is {state}.")
    console.answer({"badge": arguments.badge, "state": state})
    return ALL_WELL
