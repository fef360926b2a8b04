"""station hsm init --second, unlock --second and drill: the factory's second token."""

import hmac
from argparse import ArgumentParser, Namespace
from functools import partial
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from station.cli.agreement import add_badge_options, asked_credentials, typed_reason
from station.cli.audit import trusted
from station.cli.console import Console
from station.cli.hsm_ca import add_root_options, root_of
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    AskedPin,
    Commands,
    add_command,
    add_pin_option,
    agreed,
    asked,
    data_of,
    factory_pin,
    open_file,
    pin_of,
)
from station.errors import StationError
from station.hsm.tokens import Module, TokenAddress
from station.hsm.tries import describe_token
from station.operations.anchors import anchor_of
from station.operations.audit_words import in_words
from station.operations.drill import drill
from station.operations.plant import open_plant
from station.operations.report_words import in_fours
from station.operations.second_place import Replaced, Taking, replace_token
from station.operations.second_token import MadeReady, SecondToken, check_agreed, make_ready
from station.operations.token_state import initialise_empty
from station.records.replacement import Consent
from station.records.unsigned import Unsigned
from station.secret import Secret

_SECOND: Final = AskedPin("the second token", "--second-pin-fd")
_FACTORY: Final = AskedPin("the factory token, which works now,", "--factory-pin-fd")
_PEOPLE: Final = 2
_MEANT: Final = (
    "From now on this station works with the second token alone; the first one never opens it "
    "again. Groups' keys that the second lacks come with the root's token. Everybody but the two "
    "who agree gets a new PIN. Is the first token really broken or lost?"
)
_UNSIGNED: Final = (
    "The first token never signed these entries, so nobody can tell whether Station wrote them or "
    "somebody who got at the file. Compare each with what was done: from now on they are genuine."
)
_GENUINE: Final = "Was each of them done as it says here?"


def add_init_options(parser: ArgumentParser) -> None:
    """Add to `init` what makes a second token ready."""
    group = parser.add_argument_group("a second token for a station that works")
    group.add_argument(
        "--second",
        action="store_true",
        help="make it ready to take the first one's place: an issuing CA of its own under the same "
        "root, and the sealing and group keys of the first; say it again to bring it up to date",
    )
    group.add_argument(
        "--factory-pin-fd",
        metavar="N",
        type=open_file,
        help="read the PIN of the token that works now from this file descriptor",
    )
    group.add_argument("--place", metavar="TEXT", default="", help="where it is done")
    add_root_options(parser, required=False)
    add_badge_options(parser)


def init_second(arguments: Namespace, console: Console, pin: Secret, so_pin: Secret | None) -> int:
    """Make the token that `init` names the station's second.

    Args:
        arguments: of `init`.
        console: where it is told.
        pin: the token's.
        so_pin: its security officer's, where it is to be initialised; None where it is.
    """
    data = data_of(arguments)
    credentials = asked_credentials(arguments, _PEOPLE, console)
    root = root_of(arguments)
    address = _address(arguments, "")
    factory = asked(_FACTORY, arguments.factory_pin_fd)
    with open_plant(data, factory) as plant:
        if so_pin is not None:
            check_agreed(plant, credentials)
            initialise_empty(address.module, arguments.label, so_pin, pin)
        wanted = SecondToken(address, pin, root, credentials, arguments.place)
        made = make_ready(plant, wanted)
        folder = plant.data.ceremonies / made.folder
    _tell_ready(made, arguments.label, folder, console)
    return ALL_WELL


def _tell_ready(made: MadeReady, label: str, folder: Path, console: Console) -> None:
    console.prose(
        f"The token {label} can take the first one's place. Lock it up apart from the "
        "first. Print the protocol, sign it in ink, and keep a copy outside this computer."
    )
    console.say(f"Keys that went over now: {made.moved}; groups: {len(made.groups)}")
    console.say(f"Protocol: {folder}")
    console.say(f"SHA-256:  {in_fours(made.protocol)}")
    if made.others:
        console.prose(
            f"Other second tokens ({', '.join(made.others)}) have the groups and PINs of their own "
            "day: give this command with each of them, too."
        )
    console.answer(
        {
            "label": label,
            "moved": made.moved,
            "groups": [*made.groups],
            "others": [*made.others],
            "protocol": str(folder),
            "sha256": made.protocol,
        }
    )


def is_there(arguments: Namespace) -> bool:
    """Whether the token that `init --second` names is initialised already, with both PINs."""
    try:
        return describe_token(_address(arguments, "")).usable
    except StationError as error:
        if error.code != "HSM-002":
            raise
    return False


def add_unlock_options(parser: ArgumentParser) -> None:
    """Add to `unlock` what has the second token take the first one's place."""
    group = parser.add_argument_group("where the first token is broken or lost")
    group.add_argument(
        "--second",
        action="store_true",
        help="have the second token, which --label names, take the first one's place for good; "
        "--pin-fd is its own PIN; the two agree who made it ready, with the PINs of that day",
    )
    _add_token_options(parser, required=False)
    group.add_argument(
        "--anchor",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="a manifest, report or unit's record: the station's record must reach as far as that",
    )
    group.add_argument(
        "--trust", metavar="FILE", type=Path, help="what the signatures of --anchor must lead to"
    )
    group.add_argument("--yes", action="store_true", help="don't ask whether it is meant")
    group.add_argument(
        "--accept-unsigned",
        metavar="DIGEST",
        help="take for genuine what the first token left unsigned, as it was shown with this "
        "digest; without it, that is shown and asked, and with --yes refused (HSM-045)",
    )
    add_root_options(parser, required=False)
    add_badge_options(parser, reason=True)


def _add_token_options(parser: ArgumentParser, *, required: bool) -> None:
    group = parser.add_argument_group("the second token")
    group.add_argument("--module", metavar="LIB", required=required, help="PKCS#11 library's path")
    group.add_argument(
        "--module-env",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="what the library wants in its environment, as SOFTHSM2_CONF",
    )
    group.add_argument("--label", metavar="L", required=required, help="the token's label")


def _address(arguments: Namespace, option: str) -> TokenAddress:
    """Return the second token's address; `option` says what takes it, empty for `init`."""
    if not arguments.module or not arguments.label:
        raise StationError("CFG-004", why=f"{option} takes --module and --label")
    pairs = [
        one if isinstance(one, tuple) else tuple(one.partition("=")[::2])
        for one in arguments.module_env
    ]
    if any(not name for name, _ in pairs):
        raise StationError("CFG-004", why="--module-env: NAME=VALUE")
    return TokenAddress(Module(arguments.module, dict(pairs)), arguments.label)


def unlock_second(arguments: Namespace, console: Console) -> int:
    """Have the second token take the first one's place."""
    data, address = data_of(arguments), _address(arguments, "--second")
    if not arguments.yes and not agreed(_MEANT, console):
        console.say("Nothing was changed.")
        console.answer({"replaced": False})
        return ALL_WELL
    trust = trusted(arguments.trust)
    anchors = [anchor_of(path, trust).head for path in arguments.anchor]
    reason = arguments.reason or typed_reason(console)
    credentials = asked_credentials(arguments, _PEOPLE, console)
    accept = partial(_accepted, arguments, console)
    consent = Consent(credentials, reason, anchors, accept)
    root = None if arguments.root_module is None else root_of(arguments)
    pin = pin_of(arguments, _SECOND)
    done = replace_token(data, Taking(address, pin, root, arguments.last_try), consent)
    _tell_rest(done, console)
    if not anchors:
        console.prose(
            "Without --anchor nothing shows that this record isn't an older copy: compare it with "
            "the newest export, report or backup."
        )
    console.answer(
        {
            "replaced": True,
            "station": done.station,
            "label": done.label,
            "missing": [*done.missing],
            "new_pins": [*done.others],
            "services": [*done.services],
            "unaccepted": done.unaccepted,
        }
    )
    return ALL_WELL


def _accepted(arguments: Namespace, console: Console, unsigned: Unsigned) -> bool:
    """Show what the first token never signed; whether people take it for genuine."""
    console.prose(_UNSIGNED)
    for entry in unsigned.entries:
        console.listed(f"{entry.sequence}, {entry.time:%Y-%m-%d %H:%M} UTC: {in_words(entry)}")
    console.say(f"Digest: {unsigned.digest}")
    given: str | None = arguments.accept_unsigned
    if given is not None:
        return hmac.compare_digest(given.strip().lower().encode(), unsigned.digest.encode())
    return not arguments.yes and agreed(_GENUINE, console)


def _tell_rest(done: Replaced, console: Console) -> None:
    """Say what is left to do at a station whose token was replaced."""
    console.prose(f"The station {done.station} works with the token {done.label} from now on.")
    if done.missing:
        console.prose(
            f"It lacks the keys of the groups {', '.join(done.missing)}. Say the same again with "
            "--root-module and the root's token: their keys come over then."
        )
    if done.others:
        console.prose(f"These need a new PIN ('station operator reset'): {', '.join(done.others)}.")
    if done.services:
        console.prose(
            f"Give the keys of these services again ('station service add'): "
            f"{', '.join(done.services)}."
        )
    if done.unaccepted:
        console.prose(
            "Its keys are in software: two supervisors accept that first ('station hsm "
            "accept-software'); until then no order is made and no unit begun."
        )
    console.prose("Enroll the new issuing CA with the service, and make another second token.")


def add_drill(group: Commands) -> None:
    """Add the command."""
    parser = add_command(
        group,
        "drill",
        _drill,
        "have the second token do one practice unit's work, and put on record what came of it",
    )
    _add_token_options(parser, required=True)
    parser.add_argument(
        "--second-pin-fd",
        metavar="N",
        type=open_file,
        help="read the second token's PIN from this file descriptor instead of the keyboard",
    )
    add_badge_options(parser)
    add_pin_option(parser)


def _drill(arguments: Namespace, console: Console) -> int:
    data, address = data_of(arguments), _address(arguments, "drill")
    credentials = asked_credentials(arguments, _PEOPLE, console)
    pin = asked(_SECOND, arguments.second_pin_fd)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        done = drill(plant, address, pin, credentials)
        folder = plant.data.ceremonies / done.folder
    console.say(f"Practice unit {done.unit}; it is not enrolled.")
    for one in done.found:
        console.say(f"  {'NO ' if one.why else 'yes'}  {one.what}")
        if one.why:
            console.say(f"       {one.why}")
    console.say(f"Protocol: {folder}")
    console.say(f"SHA-256:  {in_fours(done.protocol)}")
    found: list[JsonValue] = [{"what": one.what, "why": one.why} for one in done.found]
    console.answer(
        {
            "unit": done.unit,
            "passed": not done.wrong,
            "found": found,
            "protocol": str(folder),
            "sha256": done.protocol,
        }
    )
    if done.wrong:
        console.error(StationError("CFG-051", what=done.wrong[0].what))
        return SOMETHING_FOUND
    return ALL_WELL
