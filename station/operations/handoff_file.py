"""The file that says how a station speaks to the factory's MES: handoff.toml in its data folder."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from station.errors import StationError
from station.folders import Data
from station.line.toml_files import Problem, TomlFile, dotted, raised
from station.line.wording import choice
from station.model.names import shown
from station.model.profile import Name
from station.model.strict import Strict
from station.service.handoffs import HANDOFFS, HandoffSettings

_TABLE = "handoffs"


class _Named(Strict):
    """A hand-off's name, which stands in commands and in the record."""

    name: Name


def read_handoff_file(data: Data) -> Mapping[str, HandoffSettings]:
    """Return the hand-offs of a station by name, in the order of its file; none without a file.

    Raises:
        StationError: PRF-001 where it isn't TOML, PRF-002 where a key or value is wrong, PRF-005
            where it can't be read; of several mistakes it speaks of the first.
    """
    path = data.handoff
    if not path.exists() and not path.is_symlink():
        return {}
    file = TomlFile.read(path)
    if isinstance(file, Problem):
        raise raised([file])
    found = _settings(file)
    problems = [problem for one in found.values() if isinstance(one, list) for problem in one]
    problems += list(_misplaced(file))
    if problems:
        raise raised(sorted(problems, key=lambda problem: problem.line))
    return {name: one for name, one in found.items() if isinstance(one, HandoffSettings)}


def settings_of(data: Data, name: str) -> HandoffSettings:
    """Return one hand-off's settings.

    Raises:
        StationError: SVC-023 where there is none of that name; as `read_handoff_file`.
    """
    found = read_handoff_file(data).get(name)
    if found is None:
        raise StationError("SVC-023", name=shown(name))
    return found


def _misplaced(file: TomlFile) -> Iterator[Problem]:
    """Yield what stands in the file and isn't the table of hand-offs."""
    for key in file.tree:
        if key != _TABLE:
            yield file.problem((key,), f"there is no such key here; {choice(key, [_TABLE])}")
    if _TABLE in file.tree and not isinstance(file.tree[_TABLE], Mapping):
        yield file.problem((_TABLE,), "it must be a table")


def _settings(file: TomlFile) -> dict[str, HandoffSettings | list[Problem]]:
    tables = file.tree.get(_TABLE)
    if not isinstance(tables, Mapping):
        return {}
    return {str(name): _one(file, str(name), table) for name, table in tables.items()}


def _one(file: TomlFile, name: str, table: object) -> HandoffSettings | list[Problem]:
    """Return the settings in one hand-off's table, or all that is wrong with them."""
    at = (_TABLE, name)
    try:
        _Named(name=name)
    except ValueError:
        why = "use up to 64 lower-case letters, digits and inner dashes for its name"
        return [file.problem(at, why)]
    if not isinstance(table, Mapping):
        return [file.problem(at, "it must be a table")]
    kind = table.get("kind")
    if not isinstance(kind, str) or kind not in HANDOFFS:
        why = "this key is missing" if kind is None else "there is no such kind"
        word = kind if isinstance(kind, str) else ""
        return [file.problem((*at, "kind"), f"{why}; {choice(word, HANDOFFS)}")]
    # The table read as a file of its own, whose keys stand where they stand in the whole file.
    lines = {path[len(at) :]: line for path, line in file.lines.items() if path[: len(at)] == at}
    part = TomlFile(file.path, file.hash, table, lines)
    settings = part.record(HANDOFFS[kind])
    if isinstance(settings, list):
        return [replace(one, key=f"{dotted(at)}.{one.key}") for one in settings]
    return settings
