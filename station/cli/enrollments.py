"""station enrollments: what is on record."""

from argparse import Namespace
from typing import Final

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import Console
from station.cli.enrollment_import import add_imports
from station.cli.enrollment_list import add_list
from station.cli.group_units import say_revoked
from station.cli.imported_list import show_imported
from station.cli.options import (
    ALL_WELL,
    Commands,
    add_command,
    add_group,
    add_pin_option,
    agreed,
    data_of,
    factory_pin,
)
from station.errors import StationError
from station.model.enrollment import Enrollment, EnrollmentStatus, mechanism_of
from station.model.membership import group_of_member
from station.model.names import shown
from station.model.rights import Right
from station.operations.details import describe
from station.operations.plant import open_plant, open_reader


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "enrollments", "the enrollment list")
    add_list(group)
    add_imports(group)
    show = add_command(group, "show", _show, "one enrollment")
    show.add_argument(
        "name",
        metavar="NAME",
        help="registration ID, device ID, serial number, eight digits or more of a hash (of the "
        "endorsement key, certificate or public key), or the beginning of one of them",
    )
    revoke = add_command(
        group,
        "revoke",
        _revoke,
        "take one enrollment off the list for good; exports and pushes shut a unit of a group out",
    )
    revoke.add_argument("name", metavar="NAME", help="registration ID or serial number")
    revoke.add_argument("--yes", action="store_true", help="don't ask whether it is meant")
    add_badge_options(revoke, reason=True)
    add_pin_option(revoke)


# Characters: room for the longest name of a field.
_NAMES: Final = 26


def _row(enrollment: Enrollment) -> dict[str, str]:
    return {
        "registration_id": enrollment.registration_id.text,
        "serial": enrollment.serial,
        "mechanism": mechanism_of(enrollment.identity.attestation),
        "order": enrollment.order,
        "status": enrollment.status.value,
        "enrolled": enrollment.enrolled.isoformat(timespec="seconds"),
    }


def _show(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        try:
            enrollment = reader.identify(arguments.name)
        except StationError as error:
            if error.code != "REC-015":
                raise
            return show_imported(reader, arguments.name, console)
    row = _row(enrollment) | {
        "device_id": str(enrollment.device_id or enrollment.registration_id),
        "id_scope": enrollment.id_scope.text,
        "key_origin": enrollment.identity.key_origin.value,
        "custody": enrollment.identity.custody.value,
        "proof": enrollment.proof,
        "run": enrollment.run,
    }
    for number, section in enumerate(describe(enrollment)):
        console.say(f"\n{section.title}" if number else section.title)
        for field in section.fields:
            console.say(f"  {field.name:{_NAMES}}  {field.value}")
    console.answer(dict(row))
    return ALL_WELL


def _revoke(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    with open_reader(data) as reader:
        enrollment = reader.find(arguments.name)
        member = group_of_member(reader.order(enrollment.order), enrollment) is not None
    name = enrollment.registration_id.text
    if enrollment.status is EnrollmentStatus.REVOKED:
        raise StationError("SVC-007", name=name, why="it was revoked")
    question = f"Take {name} (serial number {shown(enrollment.serial)}) off the list for good?"
    if not arguments.yes and not agreed(question, console):
        console.say("Nothing was changed.")
        console.answer({"registration_id": name, "status": enrollment.status.value})
        return ALL_WELL
    agreement = Agreement(arguments, Right.REVOKE, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        approval = agreement.given(records)
        device = (enrollment.id_scope, enrollment.registration_id)
        records.revoke(device, agreement.reason, approval)
    say_revoked(enrollment, console, member=member)
    console.answer({"registration_id": name, "status": EnrollmentStatus.REVOKED.value})
    return ALL_WELL
