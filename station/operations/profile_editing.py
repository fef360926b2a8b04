"""A profile's text as somebody edits it: opened, checked, compared with its release, and saved.

What ships with Station is never written to: saved is a supervisor's own, which takes its place.
What real orders were made with is kept by its content, so that they go on with it whatever is
edited (`station.line.profiles.find_version`).
"""

import difflib
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.folders import put_whole, resource
from station.line.profiles import KEPT, LoadedProfile, read_text
from station.line.toml_files import MAX_SIZE, Problem, raised
from station.model.names import shown
from station.model.profile import NAME_PATTERN
from station.operations.plant import KNOWN
from station.records.releases import Release

_UNSAVED: Final = "unsaved"
_NAME: Final = re.compile(r'(?m)^[ \t]*name[ \t]*=[ \t]*["\']([^"\'\n]*)["\']')
_VERSION: Final = re.compile(r"(?m)^([ \t]*version[ \t]*=[ \t]*)([0-9]{1,9})\b")
_TABLE: Final = re.compile(r"(?m)^[ \t]*\[")


@dataclass(frozen=True)
class Draft:
    """A profile's file as it was when somebody began to edit it.

    Attributes:
        name: the profile's.
        text: what the file says; its line ends are kept.
        hash: SHA-256 of the file as it was, hexadecimal; empty where there is none yet.
        own: whether it is a supervisor's own; else it ships with Station, or is new.
    """

    name: str
    text: str
    hash: str
    own: bool


@dataclass(frozen=True)
class Changed:
    """A line that isn't the same in two texts.

    Attributes:
        sign: `-` for what was, `+` for what is, a space for what is the same beside it.
        line: where, from 1: in what was for `-`, else in what is.
        text: the line, without its end.
    """

    sign: str
    line: int
    text: str


def opened(name: str, folder: Path) -> Draft:
    """Return the text of a profile, whatever is wrong with it: a supervisor's own before a shipped.

    Args:
        name: the profile's.
        folder: of the supervisor's profiles.

    Raises:
        StationError: PRF-003 where there is none of that name, PRF-005 where it can't be read or
            isn't UTF-8 text.
    """
    _check_name(name)
    for own, path in ((True, _path(folder, name)), (False, _path(resource("profiles"), name))):
        if path.is_file():
            data = _read(path)
            return Draft(name, _text(data, path), hashlib.sha256(data).hexdigest(), own)
    raise StationError("PRF-003", name=shown(name))


def copied(draft: Draft, name: str) -> Draft:
    """Return a new profile with the text of another: its name is the new one, its version 1.

    Raises:
        StationError: PRF-003 where no profile can have that name.
    """
    _check_name(name)
    text = _first_keys(draft.text, lambda head: _VERSION.sub(r"\g<1>1", named(head, name), count=1))
    return Draft(name, text, "", own=False)


def named(text: str, name: str) -> str:
    """Return a profile's text with another name in it."""
    return _NAME.sub(lambda found: found[0].replace(found[1], name), text, count=1)


def next_version(text: str) -> str:
    """Return a profile's text with its version one more; as it is where it has none."""
    return _first_keys(
        text, lambda head: _VERSION.sub(lambda f: f"{f[1]}{int(f[2]) + 1}", head, count=1)
    )


def name_in(text: str) -> str:
    """Return the name that a profile's text gives itself, empty where it has none."""
    found = _NAME.search(_head(text))
    return found[1] if found else ""


def read(text: str, folder: Path) -> LoadedProfile | list[Problem]:
    """Return the profile that a text is, or all that is wrong with it; its name is the file's."""
    return read_text(_path(folder, name_in(text) or "profile"), text, KNOWN)


def save(draft: Draft, text: str, folder: Path) -> Draft:
    """Write a text that has no mistake as a supervisor's own profile, under the name in it.

    Args:
        draft: what was opened.
        text: as it is to be.
        folder: of the supervisor's profiles.

    Returns:
        What is on disk then; nothing is kept of it as unsaved any more.

    Raises:
        StationError: PRF-001 or PRF-002 for the first mistake in it; PRF-021 where the file was
            changed by somebody else since it was opened, or there is another profile of that name
            already; CFG-003.
    """
    loaded = read(text, folder)
    if not isinstance(loaded, LoadedProfile):
        raise raised(loaded)
    name = loaded.profile.name
    path = _path(folder, name)
    was = draft.hash if draft.own and draft.name == name else ""
    if _hash(path) != was:
        raise StationError("PRF-021", name=shown(name))
    _put(path, text)
    forget_unsaved(draft, folder)
    return Draft(name, text, loaded.hash, own=True)


def keep_unsaved(draft: Draft, text: str, folder: Path) -> None:
    """Keep a text that isn't saved yet, right or wrong: it is there when it is opened again.

    Raises:
        StationError: CFG-003.
    """
    _put(_path(folder / _UNSAVED, draft.name), text)


def forget_unsaved(draft: Draft, folder: Path) -> None:
    """Forget what was kept unsaved of a profile."""
    _path(folder / _UNSAVED, draft.name).unlink(missing_ok=True)


def unsaved(name: str, folder: Path) -> str:
    """Return what was kept unsaved of a profile; empty for nothing."""
    path = _path(folder / _UNSAVED, name)
    try:
        data = path.read_bytes()
    except FileNotFoundError:  # or forgotten in that very moment
        return ""
    except OSError as error:
        raise _unreadable(path, (error.strerror or "unknown reason").lower()) from error
    return _text(data, path)


def _put(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put_whole(path, text.encode())
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(path.parent)) from error


def released_text(releases: Sequence[Release], name: str, folder: Path) -> tuple[Release, str]:
    """Return the newest release of a profile that stands, and its text, empty where none was kept.

    Args:
        releases: all of them.
        name: the profile's.
        folder: of the supervisor's profiles.

    Raises:
        StationError: PRF-008 where none stands.
    """
    standing = [one for one in releases if one.name == name and not one.withdrawn]
    if not standing:
        raise StationError("PRF-008", name=shown(name))
    newest = max(standing, key=lambda one: one.version)
    for path in (folder / KEPT / f"{newest.hash}.toml", _path(folder, name)):
        if _hash(path) == newest.hash:
            return newest, _text(_read(path), path)
    return newest, ""


def changes(before: str, after: str, around: int = 2) -> Iterator[Changed]:
    """Yield the lines in which two texts differ, with some that are the same around them.

    Args:
        before: the first.
        after: the second.
        around: how many of the same there are before and after each change.
    """
    old, new = before.splitlines(), after.splitlines()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for group in matcher.get_grouped_opcodes(around):
        for tag, first, last, begin, end in group:
            if tag == "equal":
                yield from (Changed(" ", at + 1, new[at]) for at in range(begin, end))
                continue
            yield from (Changed("-", at + 1, old[at]) for at in range(first, last))
            yield from (Changed("+", at + 1, new[at]) for at in range(begin, end))


def _first_keys(text: str, change: Callable[[str], str]) -> str:
    head = _head(text)
    return change(head) + text[len(head) :]


def _head(text: str) -> str:
    """Return what stands before the first table."""
    table = _TABLE.search(text)
    return text[: table.start()] if table else text


def _check_name(name: str) -> None:
    if not re.fullmatch(NAME_PATTERN, name):
        raise StationError("PRF-003", name=shown(name))


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.toml"


def _hash(path: Path) -> str:
    """Return SHA-256 of a file, hexadecimal; empty where there is none."""
    return hashlib.sha256(_read(path)).hexdigest() if path.is_file() else ""


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SIZE + 1)
    except OSError as error:
        raise _unreadable(path, (error.strerror or "unknown reason").lower()) from error
    if len(data) > MAX_SIZE:
        raise _unreadable(path, f"it is larger than {MAX_SIZE // 1024} KiB")
    return data


def _text(data: bytes, path: Path) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(path, "save the file as UTF-8 text") from error


def _unreadable(path: Path, why: str) -> StationError:
    return Problem("PRF-005", path, 1, "", why).error()
