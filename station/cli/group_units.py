"""station group: what a group has, and one unit of it shut out."""

from argparse import ArgumentParser, Namespace

from pydantic import JsonValue

from station.cli.agreement import Agreement
from station.cli.console import Console
from station.cli.options import ALL_WELL, agreed, data_of, factory_pin
from station.model.enrollment import Enrollment, EnrollmentStatus
from station.model.names import RegistrationId, shown
from station.model.rights import Right
from station.operations.group_list import Group, GroupCa, GroupKind
from station.operations.group_units import shut_unit_out, unit_of_group
from station.operations.plant import open_plant, open_reader
from station.operations.unit_desk import Given


def add_unit_options(parser: ArgumentParser) -> None:
    """Add the ways to say that it is about one unit alone."""
    parser.add_argument(
        "--unit",
        metavar="ID",
        help="only this unit, by registration ID or serial number: it is revoked for good, as by "
        "'enrollments revoke', and exports and pushes shut it out at the service",
    )
    parser.add_argument("--yes", action="store_true", help="don't ask whether the unit is meant")


def disable_unit(arguments: Namespace, console: Console) -> int:
    """Shut one unit out of its group."""
    data, group_id = data_of(arguments), RegistrationId.parse(arguments.name)
    with open_reader(data) as reader:
        unit = unit_of_group(reader, group_id, arguments.unit)
    name = unit.registration_id.text
    question = f"Shut {name} (serial number {shown(unit.serial)}) out of the group for good?"
    if not arguments.yes and not agreed(question, console):
        console.say("Nothing was changed.")
        console.answer({"group": group_id.text, "unit": name, "disabled": False})
        return ALL_WELL
    agreement = Agreement(arguments, Right.REVOKE, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        approval = agreement.given(plant.tools.records)
        given = Given(approval, agreement.reason)
        shut_unit_out(plant.tools.records, group_id, name, given)
    say_revoked(unit, console, member=True)
    console.answer({"group": group_id.text, "unit": name, "disabled": True})
    return ALL_WELL


def say_revoked(unit: Enrollment, console: Console, *, member: bool) -> None:
    """Say what a unit's revocation has done, and what is to be done still.

    Args:
        unit: its enrollment, as it was before.
        console: where to.
        member: whether its group would let it in.
    """
    console.say(f"{unit.registration_id.text} is revoked: no export has it from now on.")
    if member:
        console.prose(
            "Its group would still let it in: the next 'station push', or export, has the disabled "
            "enrollment that shuts it out at the service."
        )
    elif unit.status is not EnrollmentStatus.READY:
        console.prose(
            "The service may know it: take it off there too, by 'station reconcile' with "
            "--repair delete-revoked."
        )


def say_group(group: Group, console: Console) -> None:
    """Say what a group is, who uses it, and by which CAs its units are let in."""
    orders = f"orders {', '.join(map(shown, group.orders))}" if group.orders else "no order yet"
    what = "certificates" if group.kind is GroupKind.X509 else "keys"
    shut = f", {group.revoked} shut out" if group.revoked else ""
    console.say(f"{group.name}: {group.units} units with {what}{shut}; {orders}.")
    for one in group.cas:
        console.say(f"{group.name}: {_ca_words(one)}.")
    if group.references:
        names = ", ".join(map(shown, group.references))
        console.say(f"{group.name}: the service knows its CAs by the names {names}.")


def _ca_words(one: GroupCa) -> str:
    place = one.place or "no longer its"
    until = f"until {one.not_after:%Y-%m-%d}"
    return f"{place} CA {one.name} ({one.sha256[:16]}), {one.units} units, {until}"


def told_group(group: Group) -> dict[str, JsonValue]:
    """Return the same for a machine."""
    cas: list[JsonValue] = [
        {
            "name": one.name,
            "sha256": one.sha256,
            "until": one.not_after.isoformat(timespec="seconds"),
            "units": one.units,
            "place": one.place,
        }
        for one in group.cas
    ]
    return {
        "group": group.name,
        "kind": group.kind.value,
        "orders": [*group.orders],
        "units": group.units,
        "shut_out": group.revoked,
        "disabled": group.disabled,
        "cas": cas,
        "references": [*group.references],
    }
