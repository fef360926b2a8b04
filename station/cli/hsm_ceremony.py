"""station hsm init, ceremony and unlock: the factory's tokens, from empty ones to a station."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import Final

from station.cli.agreement import check_descriptors
from station.cli.audit import trusted
from station.cli.ceremony_room import TerminalRoom
from station.cli.console import Console
from station.cli.hsm_second import (
    add_init_options,
    add_unlock_options,
    init_second,
    is_there,
    unlock_second,
)
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    AskedPin,
    Commands,
    add_command,
    add_pin_option,
    asked,
    data_of,
    factory_pin,
    open_file,
    typed_line,
)
from station.errors import StationError
from station.folders import Data, default_practice_data
from station.hsm.modules import address_at
from station.model.custody import custody_words
from station.operations.ceremony_begin import (
    REHEARSAL_PIN,
    begin_ceremony,
    drop_ceremony,
    find_rehearsal,
    rehearsing,
)
from station.operations.ceremony_plan import CeremonyPlan, Progress, made_plan
from station.operations.ceremony_protocol import GenuineProtocol, check_protocol
from station.operations.ceremony_work import Held, hold_ceremony
from station.operations.plant import open_reader, utc_now
from station.operations.report_words import in_fours
from station.operations.token_state import initialise_empty, look_at_token
from station.secret import Secret

_REHEARSAL_PIN: Final = f"(In a rehearsal every token's PIN is {REHEARSAL_PIN}.)"
_OFFICER: Final = AskedPin("the token's security officer", "--so-pin-fd", "New PIN")
_NEW: Final = AskedPin("the token", "--pin-fd", "New PIN")
_THERE: Final = AskedPin("the second token", "--pin-fd")


def add(group: Commands) -> None:
    """Add the commands to the group `hsm`."""
    _add_init(add_command(group, "init", _init, "initialise an empty token, with both its PINs"))
    _add_ceremony(
        add_command(
            group,
            "ceremony",
            _ceremony,
            "from two empty tokens to a station of two supervisors; goes on where it was broken "
            "off; rehearse it first",
        )
    )
    unlock = add_command(group, "unlock", _unlock, "check the factory token's PIN, and how it is")
    add_pin_option(unlock)
    _add_last_try(unlock)
    add_unlock_options(unlock)


def _add_last_try(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--last-try",
        action="store_true",
        help="a supervisor is sure of the PIN: try it, though a wrong one could lock the token",
    )


def _add_init(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--module", metavar="LIB", required=True, help="PKCS#11 library's path, or a PKCS#11 URI"
    )
    _add_environment(parser, "--module-env")
    parser.add_argument("--label", metavar="L", required=True, help="the token's label")
    for option, whose in (("--so-pin-fd", "security officer's PIN"), ("--pin-fd", "PIN")):
        parser.add_argument(
            option,
            metavar="N",
            type=open_file,
            help=f"read the {whose} from this file descriptor instead of the keyboard",
        )
    add_init_options(parser)


def _add_environment(parser: ArgumentParser, option: str) -> None:
    parser.add_argument(
        option,
        metavar="NAME=VALUE",
        type=_setting,
        action="append",
        default=[],
        help="what the library wants in its environment, as SOFTHSM2_CONF",
    )


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name.isidentifier() or not equals:
        raise ArgumentTypeError(f"{text} is not NAME=VALUE")
    return name, value


def _add_ceremony(parser: ArgumentParser) -> None:
    plan = parser.add_argument_group("the plan (what isn't given is asked for at the terminal)")
    plan.add_argument("--station", metavar="NAME", help="the station's name")
    plan.add_argument(
        "--supervisor",
        nargs=2,
        metavar=("BADGE", "NAME"),
        action="append",
        default=[],
        help="one of the two; give it twice",
    )
    plan.add_argument(
        "--module", metavar="LIB", help="PKCS#11 library of the factory token, or a PKCS#11 URI"
    )
    _add_environment(parser, "--module-env")
    plan.add_argument("--factory", metavar="L", help="the factory token's label")
    plan.add_argument(
        "--root-module", metavar="LIB", help="library or URI of the root token, if another"
    )
    _add_environment(parser, "--root-module-env")
    plan.add_argument("--root", metavar="L", help="the root token's label")
    plan.add_argument("--place", metavar="TEXT", default="", help="where it is held")
    plan.add_argument(
        "--accept-software",
        action="store_true",
        help="both accept that the factory's keys are in a software token; --yes alone doesn't",
    )
    _add_manner(parser)


def _add_manner(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--rehearse", action="store_true", help="go through it with practice tokens"
    )
    parser.add_argument(
        "--no-rehearsal",
        action="store_true",
        help="hold it though nobody rehearsed; the protocol and the record say so",
    )
    parser.add_argument(
        "--drop", action="store_true", help="forget one of which nothing was made yet"
    )
    parser.add_argument("--yes", action="store_true", help="both agree to all that is read aloud")
    for option, whose in (("--root-pin-fd", "root token's"), ("--pin-fd", "factory token's")):
        parser.add_argument(
            option,
            metavar="N",
            type=open_file,
            help=f"read the {whose} PIN from this file descriptor instead of the keyboard",
        )
    parser.add_argument(
        "--supervisor-pin-fd",
        metavar="N",
        type=open_file,
        action="append",
        default=[],
        help="the same for a supervisor's PIN, in the order of --supervisor",
    )
    _add_last_try(parser)
    parser.add_argument(
        "--verify", metavar="DIR", type=Path, help="check a protocol, and that the record knows it"
    )
    parser.add_argument(
        "--trust",
        metavar="FILE",
        type=Path,
        help="with --verify: PEM certificate that the signature must chain to",
    )


def _init(arguments: Namespace, console: Console) -> int:
    check_descriptors(arguments)
    if arguments.second and is_there(arguments):
        return init_second(arguments, console, asked(_THERE, arguments.pin_fd), None)
    so_pin = _chosen(_OFFICER, arguments.so_pin_fd)
    pin = _chosen(_NEW, arguments.pin_fd)
    if arguments.second:
        return init_second(arguments, console, pin, so_pin)
    address = address_at(arguments.module, dict(arguments.module_env), arguments.label)
    initialise_empty(address.module, arguments.label, so_pin, pin, address.marks)
    console.prose(
        f"The token {arguments.label} is initialised and empty. Write both PINs down, each in an "
        "envelope of its own, and seal them."
    )
    console.answer({"label": arguments.label})
    return ALL_WELL


def _chosen(wanted: AskedPin, descriptor: int | None) -> Secret:
    """Return a new PIN; where it is typed, which nobody sees, it is typed twice."""
    pin = asked(wanted, descriptor)
    if descriptor is None and asked(wanted, None) != pin:
        raise StationError("CFG-030")
    return pin


def _ceremony(arguments: Namespace, console: Console) -> int:
    if arguments.verify is not None:
        return _verify(arguments, console)
    check_descriptors(arguments)
    if arguments.rehearse:
        return _rehearse(arguments, console)
    data = data_of(arguments)
    if arguments.drop:
        drop_ceremony(data)
        console.say("The ceremony is forgotten; nothing had been made.")
        console.answer({"dropped": True})
        return ALL_WELL
    if data.ceremony.exists():
        console.say("The ceremony goes on where it was.")
    else:
        _begin(data, arguments, console)
    return _hold(data, arguments, console)


def _begin(data: Data, arguments: Namespace, console: Console) -> None:
    if data.factory.exists():
        raise StationError("CFG-043", path=str(data.root))
    plan = _plan(arguments, console)
    rehearsal = find_rehearsal(plan, default_practice_data())
    made = Data.made(data.root)
    begin_ceremony(made, plan, rehearsal, without=arguments.no_rehearsal, place=arguments.place)


def _plan(arguments: Namespace, console: Console) -> CeremonyPlan:
    station, supervisors = _who(arguments, console)
    library = arguments.module or typed_line("PKCS#11 library (path)", "--module", console)
    factory = arguments.factory or typed_line("Label of the factory token", "--factory", console)
    root = arguments.root or typed_line("Label of the root token", "--root", console)
    below = above = dict(arguments.module_env)
    if arguments.root_module or arguments.root_module_env:
        above = dict(arguments.root_module_env)
    return made_plan(
        station=station,
        practice=False,
        root=address_at(arguments.root_module or library, above, root),
        factory=address_at(library, below, factory),
        supervisors=supervisors,
    )


def _who(arguments: Namespace, console: Console) -> tuple[str, list[tuple[str, str]]]:
    station = arguments.station or typed_line("The station's name", "--station", console)
    people = [(badge, name) for badge, name in arguments.supervisor]
    for number in range(len(people), 2):
        badge = typed_line(f"Badge of supervisor {number + 1}", "--supervisor", console)
        people.append((badge, typed_line("Name", "--supervisor", console)))
    return station, people


def _rehearse(arguments: Namespace, console: Console) -> int:
    station, people = _who(arguments, console)
    data = rehearsing(station, people, default_practice_data())
    console.say("This is a rehearsal, with practice tokens.")
    return _hold(data, arguments, console, _REHEARSAL_PIN)


def _hold(data: Data, arguments: Namespace, console: Console, hint: str = "") -> int:
    progress = Progress.read(data)
    members = () if progress is None else progress.plan.supervisors
    arguments.order_of_badges = {one.badge.lower(): n for n, one in enumerate(members)}
    room = TerminalRoom(arguments, console, hint)
    held = hold_ceremony(data, room, last_try=arguments.last_try)
    _tell(held, data, console)
    return ALL_WELL


def _tell(held: Held, data: Data, console: Console) -> None:
    console.say()
    if held.document.practice:
        console.prose("The rehearsal is over. The same people can hold the ceremony now.")
    else:
        console.prose(
            f"The folder {data.root} is the station {held.document.station} now. Print the "
            "protocol, sign it in ink, and keep a copy outside this computer."
        )
    console.say(f"Protocol: {held.folder}")
    console.say(f"SHA-256:  {in_fours(held.protocol)}")
    console.answer(
        {
            "data": str(data.root),
            "station": held.document.station,
            "practice": held.document.practice,
            "rehearsed": held.document.rehearsal is not None,
            "protocol": str(held.folder),
            "sha256": held.protocol,
        }
    )


def _check_known(found: GenuineProtocol, data: Data) -> None:
    """Check that the station's record knows a protocol, or raise REC-070."""
    with open_reader(data) as reader:
        if found.digest not in reader.protocols():
            raise StationError("REC-070", found.digest)


def _verify(arguments: Namespace, console: Console) -> int:
    try:
        found = check_protocol(arguments.verify, trusted(arguments.trust))
        _check_known(found, data_of(arguments))
    except StationError as error:
        if error.code not in {"REC-069", "REC-070"}:
            raise
        console.error(error)
        return SOMETHING_FOUND
    document = found.document
    console.say(f"The protocol of the station {document.station} is what was signed,")
    console.say("and the record knows it.")
    console.prose(f"{found.by.words[0].upper()}{found.by.words[1:]}.")
    people = [f"{one.name} ({one.badge})" for one in document.people]
    console.say(f"Who was there: {', '.join(people)}")
    console.answer(
        {
            "station": document.station,
            "what": document.what.value,
            "sha256": found.digest,
            "signed_by": found.by.value,
            "people": [*people],
        }
    )
    return ALL_WELL


def _unlock(arguments: Namespace, console: Console) -> int:
    if arguments.second:
        return unlock_second(arguments, console)
    data = data_of(arguments)
    pin = factory_pin(arguments, data)
    state = look_at_token(data, pin, utc_now(), last_try=arguments.last_try)
    world = "practice" if state.practice else "production"
    turn = f"turn {state.turns} ({state.holder})" if state.turns else "nobody's yet"
    told = {
        "label": state.token.label,
        "serial": state.token.serial,
        "made by": f"{state.token.manufacturer}, {state.token.model}",
        "keys in": custody_words(state.token.custody),
        "world": world,
        "issuing CA": f"ends {state.ends:%Y-%m-%d}, in {state.days:,} days",
        "signed up to": f"entry {state.sequence:,}",
        "turn": turn,
        "wrong PINs": f"{state.wrong} in a row before this one",
    }
    console.say("The PIN is right; the token is whole.")
    for name, text in told.items():
        console.say(f"{name:13} {text}")
    console.answer(
        {
            "label": state.token.label,
            "serial": state.token.serial,
            "custody": state.token.custody.value,
            "world": world,
            "issuing_ends": state.ends.isoformat(),
            "days": state.days,
            "sequence": state.sequence,
            "turn": state.turns,
            "wrong": state.wrong,
        }
    )
    return ALL_WELL
