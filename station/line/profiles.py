"""Profiles and order files: read, checked, and found by name."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.folders import put_whole, resource
from station.line.pictures import read_pictures
from station.line.toml_files import Problem, TomlFile, raised
from station.line.wording import choice
from station.model.names import shown
from station.model.order import OrderSpec
from station.model.profile import NAME_PATTERN, Profile

_SHIPPED: Final = "profiles"
_SUFFIX: Final = ".toml"
KEPT: Final = "kept"
"""The folder beside a supervisor's profiles that has what `keep_profile` kept, by its hash."""


@dataclass(frozen=True)
class Known:
    """What a profile may name, as the registries have it.

    Attributes:
        mechanisms: the keys of `MECHANISMS`.
        links: the keys of `LINKS`.
    """

    mechanisms: frozenset[str]
    links: frozenset[str]


@dataclass(frozen=True)
class LoadedProfile:
    """A profile as it stood in its file.

    Attributes:
        profile: what it says.
        hash: SHA-256 of the file's bytes, hexadecimal; it covers the pictures, whose own it names.
        path: the file.
        pictures: what its prompts show, by their names: the content of files beside it.
    """

    profile: Profile
    hash: str
    path: Path
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class LoadedOrder:
    """An order as it stood in its file.

    Attributes:
        spec: what it says.
        hash: SHA-256 of the file's bytes, hexadecimal.
        path: the file.
    """

    spec: OrderSpec
    hash: str
    path: Path


def check_profile(path: Path, known: Known | None = None) -> list[Problem]:
    """Return all that is wrong with the profile at `path`; nothing if it is good.

    Args:
        path: the file.
        known: the mechanisms and links that there are; None where the names aren't to be checked.
    """
    loaded = _profile(path, known)
    return loaded if isinstance(loaded, list) else []


def read_text(path: Path, text: str, known: Known | None = None) -> LoadedProfile | list[Problem]:
    """Return the profile that `path` would hold with this text, or all that is wrong with it.

    Args:
        path: where it would be; its pictures are looked for beside it.
        text: the whole.
        known: as in `check_profile`.
    """
    file = TomlFile.of(path, text.encode())
    return [file] if isinstance(file, Problem) else _loaded(file, known, path.stem)


def load_profile(path: Path, known: Known | None = None) -> LoadedProfile:
    """Return the profile at `path`.

    Raises:
        StationError: PRF-001 where it isn't TOML, PRF-002 where a key or value is wrong, PRF-005
            where the file can't be read. It speaks of the first problem; its detail has the others.
    """
    loaded = _profile(path, known)
    if isinstance(loaded, list):
        raise raised(loaded)
    return loaded


def load_order(path: Path) -> LoadedOrder:
    """Return the order that a supervisor wrote into the file at `path`.

    Raises:
        StationError: as `load_profile`.
    """
    file = TomlFile.read(path)
    if isinstance(file, Problem):
        raise raised([file])
    spec = file.record(OrderSpec)
    if isinstance(spec, list):
        raise raised(spec)
    return LoadedOrder(spec, file.hash, path)


def find_profile(name: str, data_profiles: Path, known: Known | None = None) -> LoadedProfile:
    """Return the profile of that name: the supervisor's own, else the one that ships with Station.

    A supervisor's profile with a mistake is an error; it never makes way for a shipped one.

    Args:
        name: the profile's name.
        data_profiles: the folder of the supervisor's profiles; it need not be there.
        known: as in `check_profile`.

    Raises:
        StationError: PRF-003 where there is none of that name; else as `load_profile`.
    """
    # Only a well-formed name becomes part of a path.
    if re.fullmatch(NAME_PATTERN, name):
        for folder in _folders(data_profiles):
            path = folder / f"{name}{_SUFFIX}"
            if path.is_symlink() or path.exists():
                return load_profile(path, known)
    there = [path.stem for path in _files(data_profiles)]
    raise StationError("PRF-003", choice(name, there), name=shown(name))


def find_version(
    name: str, hash_: str, data_profiles: Path, known: Known | None = None
) -> LoadedProfile:
    """Return the profile of that name with this very content, whatever its file says by now.

    Args:
        name: the profile's name.
        hash_: SHA-256 of its file as it was, hexadecimal.
        data_profiles: as in `find_profile`.
        known: as in `check_profile`.

    Raises:
        StationError: PRF-004 where its file has another content and `keep_profile` kept none;
            else as `find_profile`.
    """
    kept = data_profiles / KEPT / f"{hash_}{_SUFFIX}"
    file = TomlFile.read(kept) if kept.is_file() else None
    if not isinstance(file, TomlFile) or file.hash != hash_:
        loaded = find_profile(name, data_profiles, known)
        if loaded.hash != hash_:
            raise StationError("PRF-004", name=name)
        return loaded
    # Its pictures are beside the file that it was, named by their content.
    was = replace(file, path=data_profiles / f"{name}{_SUFFIX}")
    found = _loaded(was, known, name)
    if isinstance(found, list):
        raise raised(found)
    return found


def keep_profile(loaded: LoadedProfile, data_profiles: Path) -> None:
    """Keep a profile's content, for orders that go on with it once its file is changed.

    Raises:
        StationError: PRF-004 where its file was changed since it was read, CFG-003.
    """
    kept = data_profiles / KEPT / f"{loaded.hash}{_SUFFIX}"
    try:
        if kept.is_file() and hashlib.sha256(kept.read_bytes()).hexdigest() == loaded.hash:
            return
        data = loaded.path.read_bytes()
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(kept.parent)) from error
    if hashlib.sha256(data).hexdigest() != loaded.hash:
        raise StationError("PRF-004", name=loaded.profile.name)
    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        put_whole(kept, data)
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(kept.parent)) from error


def list_profiles(data_profiles: Path, known: Known | None = None) -> list[LoadedProfile]:
    """Return every profile that `find_profile` finds, by name; not those that have a mistake.

    Args:
        data_profiles: as in `find_profile`.
        known: as in `check_profile`.
    """
    loaded = (_profile(path, known) for path in _files(data_profiles))
    return [profile for profile in loaded if isinstance(profile, LoadedProfile)]


def profile_problems(data_profiles: Path, known: Known | None = None) -> list[Problem]:
    """Return the mistakes in the profiles that `list_profiles` leaves out; its arguments."""
    return [one for path in _files(data_profiles) for one in check_profile(path, known)]


def _folders(data_profiles: Path) -> tuple[Path, Path]:
    return data_profiles, resource(_SHIPPED)


def _files(data_profiles: Path) -> list[Path]:
    """Return the profiles' files by name, the supervisor's own before a shipped one's namesake."""
    found = {
        path.stem: path
        for folder in reversed(_folders(data_profiles))
        for path in folder.glob(f"*{_SUFFIX}")
        if not path.name.startswith(".")
    }
    return [found[name] for name in sorted(found)]


def _profile(path: Path, known: Known | None) -> LoadedProfile | list[Problem]:
    file = TomlFile.read(path)
    return [file] if isinstance(file, Problem) else _loaded(file, known, path.stem)


def _loaded(file: TomlFile, known: Known | None, name: str) -> LoadedProfile | list[Problem]:
    """Return the profile that a file holds, which is to be of that name; or its problems."""
    problems = list(_foreign_names(file, known))
    profile = file.record(Profile)
    if isinstance(profile, list):
        told = {problem.key for problem in problems}
        if known and "mechanism" in told:
            # Which tables may stand there is open until the mechanism is named rightly.
            told |= known.mechanisms
        if "link.kind" in told:
            told |= {"link.console", "link.commands"}
        problems += [problem for problem in profile if problem.key not in told]
    elif profile.name != name:
        why = f"the file is called {shown(file.path.name)}, so this must be {shown(name)}"
        problems.append(file.problem(("name",), why))
    if isinstance(profile, list):
        return _sorted(problems)
    pictures, faults = read_pictures(profile, file.path.parent)
    problems += [file.problem(("prompts", at, "picture"), why) for at, why in faults.items()]
    return _sorted(problems) if problems else LoadedProfile(profile, file.hash, file.path, pictures)


def _sorted(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.line)


def _foreign_names(file: TomlFile, known: Known | None) -> Iterator[Problem]:
    """Yield a problem where the profile names a mechanism or a kind of link that there isn't."""
    if known is None:
        return
    mechanism = file.tree.get("mechanism")
    if isinstance(mechanism, str) and mechanism not in known.mechanisms:
        why = f"there is no such mechanism; {choice(mechanism, known.mechanisms)}"
        yield file.problem(("mechanism",), why)
    link = file.tree.get("link")
    kind = link.get("kind") if isinstance(link, dict) else None
    if isinstance(kind, str) and kind not in known.links:
        yield file.problem(("link", "kind"), f"there is no such link; {choice(kind, known.links)}")
