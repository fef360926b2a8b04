"""station settings: the rules of the house."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Final

from pydantic import JsonValue, ValidationError

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import WAIT, Console
from station.cli.options import (
    ALL_WELL,
    Commands,
    add_command,
    add_group,
    add_pin_option,
    at_least_one,
    data_of,
    factory_pin,
)
from station.errors import StationError
from station.line.wording import reason
from station.model.checks import When
from station.model.rights import Right
from station.model.settings import Loading, Settings
from station.operations.backup_recipient import read_recipient, recipient_of
from station.operations.checks import checks_without_units
from station.operations.plant import open_plant, open_reader

_NEVER: Final = "never"
_SWITCH: Final = {"on": True, "off": False}


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "settings", "the rules of the house")
    add_command(group, "show", _show, "what holds here")
    change = add_command(group, "set", _set, "change some of it; what isn't named stays")
    _add_rules(change)
    add_badge_options(change)
    add_pin_option(change)


def _add_rules(parser: ArgumentParser) -> None:
    def rule(option: str, metavar: str, read: Callable[[str], object], told: str) -> None:
        parser.add_argument(f"--{option}", metavar=metavar, type=read, help=told)

    rule("pin-shortest", "N", at_least_one, "how many characters a new PIN has at least")
    rule("pin-days", "N", _number_or_never, "after how many days a PIN must be changed, or 'never'")
    rule(
        "idle-minutes",
        "N",
        _number_or_never,
        "after how many minutes without a hand on it the window asks who is there, or 'never'",
    )
    rule(
        "person-figures",
        "on|off",
        _on_or_off,
        "whether figures are told by person, which the law of some places forbids",
    )
    rule(
        "group-units",
        "N",
        _number_or_never,
        "how many units get a group's key until it must be rotated, or 'never'",
    )
    rule("group-days", "N", _number_or_never, "for how many days they get it, or 'never'")
    rule("shift-starts", "HH:MM,...", _times, "when shifts start, local time, rising")
    _add_stopping(rule)
    _add_keeping(rule)


def _add_stopping(rule: Callable[[str, str, Callable[[str], object], str], None]) -> None:
    """Add the rules on what stops a position or an order, and on checks."""
    rule(
        "stop-failures",
        "N",
        _number_or_never,
        "how many runs in a row may fail at a position until it stands still, or 'never'",
    )
    rule(
        "stop-yield",
        "PERCENT",
        _number_or_never,
        "how many of an order's last 50 units must have passed at their first try, else it stands"
        " still, or 'never'",
    )
    told = "when a known-bad unit has to fail at each position: 'never' or each 'shift'"
    rule("red-rabbit", "WHEN", _when, told)
    told = "when a known-good unit has to pass there: 'never' or each 'shift'"
    rule("golden-unit", "WHEN", _when, told)
    told = "how units begin in the window: 'continuous', each by itself, or together, in a 'batch'"
    rule("loading", "HOW", _loading, told)
    told = "the key that a foot pedal sends, as F13, which does the one next action, or 'never'"
    rule("pedal-key", "KEY", str, told)
    told = "where labels go: zpl://HOST:PORT?dpi=300, cups://QUEUE, pdf:/FOLDER, or 'never'"
    rule("label-printer", "ADDRESS", str, told)


def _add_keeping(rule: Callable[[str, str, Callable[[str], object], str], None]) -> None:
    """Add the rules on backups and archives."""
    rule(
        "recovery",
        "FILE",
        _certificate_or_never,
        "the certificate, PEM, that backups are encrypted to, or 'never'",
    )
    rule(
        "backup-days",
        "N",
        _number_or_never,
        "after how many days without a backup 'station doctor' says so, or 'never'",
    )
    rule(
        "keep-days",
        "N",
        _number_or_never,
        "for how many days runs' steps stay before they may be archived, or 'never' archived",
    )


def _certificate_or_never(text: str) -> str:
    return _NEVER if text == _NEVER else read_recipient(Path(text)).setting


def _number_or_never(text: str) -> int | str:
    return _NEVER if text == _NEVER else at_least_one(text)


def _on_or_off(text: str) -> bool:
    if text not in _SWITCH:
        raise ArgumentTypeError(f"{text} is neither on nor off")
    return _SWITCH[text]


def _when(text: str) -> When:
    try:
        return When(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is neither never nor shift") from error


def _loading(text: str) -> Loading:
    try:
        return Loading(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is neither continuous nor batch") from error


def _times(text: str) -> tuple[time, ...]:
    try:
        return tuple(time.fromisoformat(part) for part in text.split(","))
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is no list of times as 06:00,14:00,22:00") from error


def _told(settings: Settings, console: Console) -> None:
    rules: dict[str, JsonValue] = settings.model_dump(mode="json")
    for name, value in rules.items():
        words = _recovery(settings) if name == "recovery" else _in_words(value)
        console.say(f"{name.replace('_', '-'):15} {words}")
    console.answer(rules)


def _recovery(settings: Settings) -> str:
    if settings.recovery is None:
        return "none: no backup can be made"
    recipient = recipient_of(settings.recovery)
    return f"{recipient.name}, SHA-256 {recipient.fingerprint}"


def _in_words(value: JsonValue) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list):
        return ",".join(str(start).removesuffix(":00") for start in value)
    return _NEVER if value is None else str(value)


def _show(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        settings = reader.settings()
    _told(settings, console)
    return ALL_WELL


def _set(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    named = {name: getattr(arguments, name) for name in Settings.model_fields}
    changes = {n: None if v == _NEVER else v for n, v in named.items() if v is not None}
    if not changes:
        raise StationError("CFG-004", why="name at least one rule, as --pin-days 90")
    _changed(Settings(), changes)
    agreement = Agreement(arguments, Right.SETTINGS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        approval = agreement.given(records)
        settings = _changed(records.settings(), changes)
        records.set_settings(settings, approval)
        lacking = checks_without_units(records)
    _told(settings, console)
    for one in lacking:
        console.marked(WAIT, f"{one.message} ({one.code})", f"-> {one.remedy}")
    return ALL_WELL


def _changed(settings: Settings, changes: dict[str, object]) -> Settings:
    """Return settings with some of them changed, or raise CFG-004."""
    try:
        return Settings.model_validate({**settings.model_dump(), **changes})
    except ValidationError as error:
        first = error.errors()[0]
        option = str(first["loc"][0]).replace("_", "-")
        why = reason(first, Settings, first["loc"])
        raise StationError("CFG-004", why=f"--{option}: {why}") from error
