"""station profile: how products are provisioned."""

import json
import re
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    CANNOT_WORK,
    UNITS_FAILED,
    WRONG_USE,
    AskedPin,
    Commands,
    add_command,
    add_group,
    add_pin_option,
    agreed,
    asked,
    at_least_one,
    cancelled_by_signals,
    data_of,
    factory_pin,
    open_file,
)
from station.errors import Fault, StationError
from station.folders import Data
from station.line.profiles import (
    LoadedProfile,
    check_profile,
    find_profile,
    list_profiles,
    profile_problems,
)
from station.model.profile_schema import profile_schema
from station.model.rights import Right
from station.operations.plant import KNOWN, open_plant, open_reader
from station.operations.profile_try import Extent, try_profile
from station.records.releases import Release

_UNIT_PASSWORD: Final = AskedPin("the unit", "--password-fd", "Password")
_WORDS: Final[Mapping[bool | None, str]] = {
    True: "yes",
    False: "no",
    None: "not needed (practice)",
}
_PASSWORD: Final = re.compile(r"^(\s*password\s*=\s*).*$", re.MULTILINE)


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "profile", "how products are provisioned")
    add_command(group, "list", _list, "the profiles that ship and your own")
    show = add_command(group, "show", _show, "one profile, as its file says it")
    show.add_argument("name", metavar="NAME")
    release = add_command(group, "release", _release, "let real orders be made with it")
    release.add_argument("name", metavar="NAME")
    withdraw = add_command(group, "withdraw", _withdraw, "take a release back, and stop its orders")
    withdraw.add_argument("name", metavar="NAME")
    withdraw.add_argument(
        "--version", metavar="N", type=at_least_one, help="this one alone; else all its versions"
    )
    for parser in (release, withdraw):
        add_badge_options(parser)
        add_pin_option(parser)
    check = add_command(group, "check", _check, "check profile files; each mistake with its line")
    check.add_argument("files", metavar="FILE", type=Path, nargs="+")
    add_command(group, "schema", _schema, "the JSON Schema of profiles, for your editor")
    trying = add_command(group, "try", _try, "try a profile on one unit; show all that crosses")
    trying.add_argument("name", metavar="NAME")
    trying.add_argument(
        "--port", metavar="PORT", required=True, help="where the unit is, as in a bench file"
    )
    trying.add_argument(
        "--keys",
        action="store_true",
        help="have the unit make a key too, which may replace its own",
    )
    trying.add_argument("--yes", action="store_true", help="with --keys: don't ask")
    trying.add_argument(
        "--password", action="store_true", help="the unit asks for a password, which is typed here"
    )
    trying.add_argument(
        "--password-fd", metavar="N", type=open_file, help="read that from this file descriptor"
    )


def _list(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    folder = data.profiles
    loaded = list_profiles(folder, KNOWN)
    releases = _releases(data)
    standing = [_standing(p, releases) for p in loaded]
    rows = [
        [p.profile.name, str(p.profile.version), _WORDS[how], p.profile.mechanism, p.profile.title]
        for p, how in zip(loaded, standing, strict=True)
    ]
    console.table(["name", "version", "released", "mechanism", "title"], rows)
    for problem in profile_problems(folder, KNOWN):
        console.warn(f"Left out: {problem}")
    console.answer(
        {
            "profiles": [
                {
                    "name": p.profile.name,
                    "version": p.profile.version,
                    "mechanism": p.profile.mechanism,
                    "hash": p.hash,
                    "released": how,
                }
                for p, how in zip(loaded, standing, strict=True)
            ]
        }
    )
    return ALL_WELL


def _releases(data: Data) -> Sequence[Release]:
    """Return what is released on record; nothing where there is no station yet."""
    try:
        with open_reader(data) as reader:
            return reader.released_profiles()
    except StationError as error:
        if error.code != "CFG-007":
            raise
        return ()


def _standing(loaded: LoadedProfile, releases: Sequence[Release]) -> bool | None:
    """Return whether a profile as it is now is released; None where practice asks for none."""
    if loaded.profile.practice:
        return None
    named = (one for one in releases if (one.name, one.hash) == (loaded.profile.name, loaded.hash))
    return any(not one.withdrawn for one in named)


def _show(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    loaded = find_profile(arguments.name, data.profiles, KNOWN)
    standing = _standing(loaded, _releases(data))
    text = loaded.path.read_text(encoding="utf-8").rstrip()
    settings = loaded.profile.link.console
    if settings is not None and settings.password:
        text = _PASSWORD.sub(r'\1"..."  # not shown', text).replace(settings.password, "...")
    console.say(text)
    console.say(f"# SHA-256 {loaded.hash}")
    console.say(f"# Version {loaded.profile.version}, released: {_WORDS[standing]}")
    console.answer(
        {
            "hash": loaded.hash,
            "released": standing,
            "profile": loaded.profile.model_dump(mode="json", by_alias=True),
        }
    )
    return ALL_WELL


def _release(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    loaded = find_profile(arguments.name, data.profiles, KNOWN)
    profile = loaded.profile
    console.say(f"{profile.name}, version {profile.version}, SHA-256 {loaded.hash}")
    agreement = Agreement(arguments, Right.RELEASE_PROFILE, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        plant.release_profile(loaded, agreement.given(plant.tools.records))
    console.say("Released: orders can be made with it.")
    console.answer({"name": profile.name, "version": profile.version, "hash": loaded.hash})
    return ALL_WELL


def _withdraw(arguments: Namespace, console: Console) -> int:
    data, name = data_of(arguments), arguments.name
    agreement = Agreement(arguments, Right.RELEASE_PROFILE, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        gone = records.releases.withdraw(name, arguments.version, agreement.given(records))
    versions = ", ".join(map(str, gone))
    console.say(f"Withdrawn: {name}, version {versions}. Its orders begin no more units.")
    console.answer({"name": name, "versions": [*gone]})
    return ALL_WELL


def _schema(arguments: Namespace, console: Console) -> int:
    del arguments
    schema = profile_schema()
    console.say(json.dumps(schema, indent=2))
    console.answer(schema)
    return ALL_WELL


def _try(arguments: Namespace, console: Console) -> int:
    profile = find_profile(arguments.name, data_of(arguments).profiles, KNOWN).profile
    extent = Extent.KEYS if arguments.keys else Extent.LOOK
    if arguments.keys and not arguments.yes:
        question = "The unit makes a new key, and may lose the one that it has. Is that meant?"
        if not agreed(question, console):
            console.say("Nothing was changed.")
            console.answer({"steps": []})
            return ALL_WELL
    given = arguments.password or arguments.password_fd is not None
    password = asked(_UNIT_PASSWORD, arguments.password_fd) if given else None
    with cancelled_by_signals(console) as cancel:
        tried = try_profile(profile, arguments.port, extent, password, cancel)
    console.say(tried.transcript.rstrip())
    for step in tried.steps:
        done = "failed" if step.error else "done"
        console.say(f"{step.name:<8}  {done:<6}  {step.seconds:.3f} s")
    if tried.report is not None:
        said = tried.report
        able = ", ".join(sorted(one.value for one in said.capabilities))
        console.say(f"serial {said.serial}  model {said.model}  firmware {said.firmware}  ({able})")
    console.answer(tried.as_json())
    if tried.error is None:
        return ALL_WELL
    console.error(tried.error)
    at_fault = {Fault.UNIT: UNITS_FAILED, Fault.USE: WRONG_USE}
    return at_fault.get(tried.error.fault, CANNOT_WORK)


def _check(arguments: Namespace, console: Console) -> int:
    problems = [problem for path in arguments.files for problem in check_profile(path, KNOWN)]
    for problem in problems:
        console.say(str(problem))
    if not problems:
        console.say("All good.")
    console.answer({"problems": [problem.as_json() for problem in problems]})
    return UNITS_FAILED if problems else ALL_WELL
