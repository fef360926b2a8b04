"""station hsm status and check: modules, their tokens, and what they can do."""

from argparse import Namespace
from collections.abc import Iterable
from typing import Final

from pydantic import JsonValue

from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    AskedPin,
    Commands,
    add_command,
    asked,
    data_of,
    open_file,
)
from station.errors import StationError
from station.folders import Data
from station.hsm.modules import check_module, list_modules, verdicts
from station.hsm.replies import Checked
from station.model.names import shown
from station.operations.custody import factory_keys
from station.operations.modules import ModuleRow, known_modules, rows_of, token_named, told

_TOKENS_PIN: Final = AskedPin("the token", "--pin-fd")
_LONGEST_CELL: Final = 64


def add(group: Commands) -> None:
    """Add them to the group."""
    status = add_command(group, "status", _status, "the PKCS#11 modules here and their tokens")
    status.add_argument(
        "--module",
        metavar="PATH",
        action="append",
        default=[],
        help="look at this library too; may be given more than once",
    )
    check = add_command(
        group,
        "check",
        _check,
        "try what a module can do for Station, and whether it keeps its keys; nothing stays on it",
    )
    check.add_argument("module", metavar="MODULE", help="the library's whole path, or pkcs11:...")
    which = check.add_mutually_exclusive_group()
    which.add_argument("--label", metavar="LABEL", help="the token's label")
    which.add_argument("--token", metavar="URI", help="the token as pkcs11:token=...;serial=...")
    check.add_argument(
        "--environment",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="what the library wants in its environment; may be given more than once",
    )
    check.add_argument(
        "--pin-fd",
        metavar="N",
        type=open_file,
        help="read the token's PIN from this file descriptor instead of the keyboard",
    )


def _status(arguments: Namespace, console: Console) -> int:
    modules = known_modules(data_of(arguments), arguments.module)
    rows = [row for found in list_modules(modules) for row in rows_of(found)]
    heads = ["module", "token", "serial", "maker", "state"]
    console.table(heads, [_cells(row) for row in rows])
    factory = _factory(data_of(arguments), console)
    console.answer({"modules": [row.told for row in rows], "factory": factory})
    return ALL_WELL


def _factory(data: Data, console: Console) -> dict[str, JsonValue] | None:
    """Say what the factory's keys are in, where there is a station; whether it is well or not."""
    try:
        keys = factory_keys(data)
    except StationError as error:
        if error.code == "CFG-007":
            return None
        console.prose(f"The factory's keys: {error.code} {error.message}")
        return {"custody": None, "choice": None, "words": error.message, "code": error.code}
    console.prose(f"The factory's keys: {keys.words}.")
    if keys.doubt:
        console.prose(keys.doubt)
    code = None
    if keys.error is not None:
        code = keys.error.code
        console.prose(f"{code}  {keys.error.message} {keys.error.remedy}")
    told: dict[str, JsonValue] = {"custody": keys.custody.value, "choice": keys.choice.value}
    return {**told, "words": keys.words, "code": code}


def _cells(row: ModuleRow) -> list[str]:
    token = row.token
    if token is None:
        return [row.module.library, "-", "-", "-", row.state]
    maker = f"{token.manufacturer} {token.model}".strip()
    return [row.module.library, *_shown((token.label, token.serial, maker)), row.state]


def _shown(texts: Iterable[str]) -> list[str]:
    return [shown(text, _LONGEST_CELL) or "-" for text in texts]


def _check(arguments: Namespace, console: Console) -> int:
    address = token_named(
        arguments.module,
        arguments.token or arguments.label,
        dict(_variable(text) for text in arguments.environment),
        known_modules(data_of(arguments), []),
    )
    checked = check_module(address, asked(_TOKENS_PIN, arguments.pin_fd))
    rows = [
        [one.ability.value, one.trouble or "yes", f"{one.microseconds / 1000:.1f}"]
        for one in checked.tried
    ]
    console.table(["ability", "can it", "ms"], rows)
    for way in checked.broken:
        console.say(f"It breaks its word: {shown(way, 200)}.")
    for verdict in verdicts(checked):
        why = f"no: {'; '.join(verdict.why_not)}" if verdict.why_not else "yes"
        console.say(f"{verdict.use.value}: {why}")
    console.answer(_answer(checked))
    return SOMETHING_FOUND if checked.broken else ALL_WELL


def _variable(text: str) -> tuple[str, str]:
    name, mark, value = text.partition("=")
    if not mark or not name:
        why = f"{shown(text, _LONGEST_CELL)} is not NAME=VALUE"
        raise StationError("CFG-004", why=why)
    return name, value


def _answer(checked: Checked) -> dict[str, JsonValue]:
    return {
        "module": checked.manufacturer,
        "token": told(checked.token),
        "abilities": [
            {
                "ability": one.ability.value,
                "can": not one.trouble,
                "trouble": one.trouble,
                "ms": one.microseconds / 1000,
            }
            for one in checked.tried
        ],
        "broken": list(checked.broken),
        "uses": [
            {"use": one.use.value, "will_do": not one.why_not, "why_not": list(one.why_not)}
            for one in verdicts(checked)
        ],
    }
