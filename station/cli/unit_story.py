"""station unit explain and verify: a unit's story, told, signed, and checked."""

from argparse import Namespace
from pathlib import Path

from pydantic import JsonValue

from station.cli.audit import (
    NOT_GENUINE,
    add_database_option,
    add_key_option,
    add_trust_option,
    trusted,
)
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    Commands,
    add_command,
    add_pin_option,
    data_of,
    factory_pin,
)
from station.errors import StationError
from station.model.names import shown
from station.operations.audit import AuditRequest, audit_certificate, record_of
from station.operations.plant import open_plant
from station.operations.unit_record import verify_unit_record, write_unit_record
from station.operations.unit_story import factory_keys_of, tell, verdict_words
from station.records.unit_history import UnitHistory, unit_history


def add_to(group: Commands) -> None:
    """Add the commands to those of `station unit`."""
    explain = add_command(
        group, "explain", _explain, "its story from first scan to now, each part of it verified"
    )
    explain.add_argument("serial", metavar="SERIAL")
    explain.add_argument(
        "--out",
        metavar="FILE",
        type=Path,
        help="write it as a signed record too: FILE (JSON) and its signature, .p7s",
    )
    add_database_option(explain)
    add_key_option(explain)
    add_pin_option(explain)
    verify = add_command(group, "verify", _verify, "check the signed record of a unit, by itself")
    verify.add_argument("file", metavar="FILE", type=Path)
    add_trust_option(verify)


def _explain(arguments: Namespace, console: Console) -> int:
    data, out = data_of(arguments), arguments.out
    request = AuditRequest(data, arguments.database, arguments.key)
    if out is None:
        copy = request.database is not None
        record = record_of(request)
        history = unit_history(record, audit_certificate(request), arguments.serial, copy=copy)
    elif request.database is not None:
        raise StationError("CFG-004", why="a copy has no token that could sign: leave --out away")
    else:
        with open_plant(data, factory_pin(arguments, data)) as plant:
            history = write_unit_record(plant, arguments.serial, out)
    _tell(arguments.serial, history, console)
    if out is not None and history.known:
        console.say(f"Signed record: {out}")
    _answer(arguments.serial, history, console)
    return ALL_WELL if history.known and not history.findings else SOMETHING_FOUND


def _tell(serial: str, history: UnitHistory, console: Console) -> None:
    console.say(f"Unit {shown(serial)}")
    for chapter in tell(history):
        for line in chapter.lines:
            console.say(line)
    for finding in history.findings:
        console.say(f"FOUND  {finding}")
    if not history.known:
        console.say(f"Nothing is on record of a unit {shown(serial)}.")
    console.prose(verdict_words(history))


def _answer(serial: str, history: UnitHistory, console: Console) -> None:
    told: list[JsonValue] = [
        {
            "time": chapter.time.isoformat(timespec="seconds"),
            "sequence": chapter.sequence,
            "words": chapter.words,
            "details": list(chapter.details),
        }
        for chapter in tell(history)
    ]
    console.answer(
        {
            "serial": serial,
            "known": history.known,
            "genuine": not history.findings,
            "findings": list(history.findings),
            "story": told,
            "factory_keys": list(factory_keys_of(history)),
            "head": None if history.head is None else history.head.sequence,
        }
    )


def _verify(arguments: Namespace, console: Console) -> int:
    try:
        verified = verify_unit_record(arguments.file, trusted(arguments.trust))
    except StationError as error:
        if error.code != NOT_GENUINE:
            raise
        console.error(error)
        return SOMETHING_FOUND
    record = verified.record
    console.say(f"Unit {shown(record.serial)}, by station {shown(record.station)}. {record.notice}")
    for line in record.story:
        console.say(shown(line, 1000))
    for words in record.factory_keys:
        console.say(f"Factory keys: {shown(words, 1000)}")
    console.prose(verified.words)
    console.prose(
        f"Its {len(record.entries)} entries hang in one chain, which was signed up to entry "
        f"{record.audit.sequence}. 'station audit verify --anchor' compares it with a record."
    )
    console.answer(
        {
            "serial": record.serial,
            "station": record.station,
            "practice": record.practice,
            "trusted": verified.trusted,
            "story": list(record.story),
            "factory_keys": list(record.factory_keys),
            "head": record.audit.sequence,
        }
    )
    return ALL_WELL
