"""station profile: how products are provisioned."""

import re
from argparse import Namespace
from pathlib import Path
from typing import Final

from station.cli.console import Console
from station.cli.options import ALL_WELL, UNITS_FAILED, Commands, add_command, add_group, data_of
from station.line.profiles import check_profile, find_profile, list_profiles, profile_problems
from station.operations.plant import KNOWN

_PASSWORD: Final = re.compile(r"^(\s*password\s*=\s*).*$", re.MULTILINE)


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "profile", "how products are provisioned")
    add_command(group, "list", _list, "the profiles that ship and your own")
    show = add_command(group, "show", _show, "one profile, as its file says it")
    show.add_argument("name", metavar="NAME")
    check = add_command(group, "check", _check, "check profile files; each mistake with its line")
    check.add_argument("files", metavar="FILE", type=Path, nargs="+")


def _list(arguments: Namespace, console: Console) -> int:
    folder = data_of(arguments).profiles
    loaded = list_profiles(folder, KNOWN)
    rows = [[p.profile.name, p.profile.mechanism, p.profile.title] for p in loaded]
    console.table(["name", "mechanism", "title"], rows)
    for problem in profile_problems(folder, KNOWN):
        console.warn(f"Left out: {problem}")
    console.answer(
        {
            "profiles": [
                {"name": p.profile.name, "mechanism": p.profile.mechanism, "hash": p.hash}
                for p in loaded
            ]
        }
    )
    return ALL_WELL


def _show(arguments: Namespace, console: Console) -> int:
    loaded = find_profile(arguments.name, data_of(arguments).profiles, KNOWN)
    text = loaded.path.read_text(encoding="utf-8").rstrip()
    settings = loaded.profile.link.console
    if settings is not None and settings.password:
        text = _PASSWORD.sub(r'\1"..."  # not shown', text).replace(settings.password, "...")
    console.say(text)
    console.say(f"# SHA-256 {loaded.hash}")
    console.answer(
        {"hash": loaded.hash, "profile": loaded.profile.model_dump(mode="json", by_alias=True)}
    )
    return ALL_WELL


def _check(arguments: Namespace, console: Console) -> int:
    problems = [problem for path in arguments.files for problem in check_profile(path, KNOWN)]
    for problem in problems:
        console.say(str(problem))
    if not problems:
        console.say("All good.")
    console.answer({"problems": [problem.as_json() for problem in problems]})
    return UNITS_FAILED if problems else ALL_WELL
