"""station audit: what the audit chain tells, and whether a record can be trusted."""

import argparse
from argparse import ArgumentParser, Namespace
from collections import deque
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from pydantic import JsonValue

from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    Commands,
    add_command,
    add_group,
    add_pin_option,
    at_least_one,
    data_of,
    factory_pin,
)
from station.errors import StationError
from station.model.audit import KnownHead
from station.operations.anchors import anchor_of
from station.operations.audit import (
    MOST_FINDINGS,
    AuditRequest,
    Verdict,
    open_record,
    verify_audit,
)
from station.operations.audit_words import in_words
from station.operations.factory_file import FactoryFile
from station.operations.token_head import last_signed
from station.records.entries import AuditEntry, EntryKind

_PAGE: Final = 100
_LARGEST_PAGE: Final = 10_000
# What a verification of a signed file is there to find.
NOT_GENUINE: Final = "REC-048"


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "audit", "the audit chain")
    show = add_command(group, "show", _show, "what happened, entry by entry, a page at a time")
    where = show.add_mutually_exclusive_group()
    where.add_argument(
        "--after", metavar="N", type=_from_zero, default=0, help="begin after this entry"
    )
    where.add_argument("--last", metavar="N", type=at_least_one, help="the last N entries alone")
    show.add_argument("--kind", metavar="K", choices=sorted(kind.value for kind in EntryKind))
    show.add_argument(
        "--most",
        metavar="N",
        type=at_least_one,
        default=_PAGE,
        help=f"entries in a page, default {_PAGE}",
    )
    add_database_option(show)
    verify = add_command(
        group, "verify", _verify, "check that the record wasn't changed behind Station's back"
    )
    add_database_option(verify)
    add_key_option(verify)
    _add_anchors(verify)
    add_pin_option(verify)


def add_database_option(parser: ArgumentParser) -> None:
    """Add the option that names a copy of a record."""
    parser.add_argument(
        "--database", metavar="FILE", type=Path, help="a copy of a record instead of the station's"
    )


def add_key_option(parser: ArgumentParser) -> None:
    """Add the option that names the audit key's certificate."""
    parser.add_argument(
        "--key",
        metavar="FILE",
        type=Path,
        help="the audit key's certificate, PEM, got by another way; default: the data folder's",
    )


def add_trust_option(parser: ArgumentParser) -> None:
    """Add the option that names whom a signature must lead to."""
    parser.add_argument(
        "--trust",
        metavar="FILE",
        type=Path,
        help="PEM certificate that the signature must chain to, got by another way",
    )


def trusted(path: Path | None) -> bytes | None:
    """Return what the file named by `--trust` holds, or raise CFG-004."""
    try:
        return path.read_bytes() if path else None
    except OSError as error:
        raise StationError("CFG-004", why=f"{path} can't be read: {error.strerror}") from error


def _add_anchors(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--anchor",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="a file that the station signed (an export's manifest.json, a report, a unit's "
        "record): the record must have what it tells of; may be given again",
    )
    add_trust_option(parser)
    parser.add_argument(
        "--sequence",
        metavar="N",
        type=_printed_number,
        help="the number of an entry that the record must have, known from elsewhere",
    )
    parser.add_argument(
        "--hash",
        metavar="HEX",
        nargs="+",
        help="with --sequence: that entry's hash, as a printed report has it, spaces or not",
    )
    parser.add_argument(
        "--token",
        action="store_true",
        help="ask the factory's token how far the record had come; takes its PIN",
    )
    parser.add_argument(
        "--most",
        metavar="N",
        type=at_least_one,
        default=MOST_FINDINGS,
        help=f"findings that are told, default {MOST_FINDINGS}",
    )


def _from_zero(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 18:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number from 0")
    return int(text)


def _printed_number(text: str) -> int:
    """Return a number as a printed report has it: in groups, with spaces between them."""
    return at_least_one("".join(text.split()))


def _row(entry: AuditEntry) -> dict[str, JsonValue]:
    return {
        "sequence": entry.sequence,
        "time": entry.time.isoformat(timespec="seconds"),
        "kind": entry.kind.value,
        "words": in_words(entry),
        "data": dict(entry.data),
    }


def _show(arguments: Namespace, console: Console) -> int:
    request = AuditRequest(data_of(arguments), arguments.database)
    kind = None if arguments.kind is None else EntryKind(arguments.kind)
    most = min(arguments.most, _LARGEST_PAGE)
    with open_record(request) as reader:
        if arguments.last is None:
            found = list(islice(reader.entries(arguments.after, kind), most + 1))
        else:
            most = min(arguments.last, _LARGEST_PAGE)
            after = 0 if kind else max(0, reader.last_entry() - most)
            found = list(deque(reader.entries(after, kind), maxlen=most))
    page, more = found[:most], len(found) > most
    for entry in page:
        console.say(f"{entry.sequence:>7}  {entry.time:%Y-%m-%d %H:%M:%S}  {in_words(entry)}")
    if not page:
        console.say("There are no such entries.")
    if more:
        console.say(f"There are more: --after {page[-1].sequence} shows them.")
    console.say("This is what the file says; 'station audit verify' checks it.")
    following = page[-1].sequence if more else None
    console.answer({"entries": [_row(entry) for entry in page], "after": following})
    return ALL_WELL


def _verify(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    trust = trusted(arguments.trust)
    try:
        files = [anchor_of(path, trust) for path in arguments.anchor]
    except StationError as error:
        if error.code != NOT_GENUINE:
            raise
        console.error(error)
        return SOMETHING_FOUND
    known = []
    if arguments.sequence is not None:
        hash_ = _hash(arguments.hash)
        known.append(KnownHead(arguments.sequence, hash_, "the note of --sequence"))
    elif arguments.hash:
        raise StationError("CFG-004", why="--hash goes with --sequence")
    if arguments.token:
        known.append(_of_token(arguments))
    request = AuditRequest(
        data, arguments.database, arguments.key, files, known, min(arguments.most, _LARGEST_PAGE)
    )
    verdict = verify_audit(request)
    _tell(verdict, console)
    _answer(verdict, console)
    return ALL_WELL if verdict.whole else SOMETHING_FOUND


def _hash(groups: Sequence[str] | None) -> bytes | None:
    """Return the hash that was typed, or raise CFG-004."""
    if groups is None:
        return None
    digits = "".join("".join(groups).split())
    try:
        hash_ = bytes.fromhex(digits)
    except ValueError:
        hash_ = b""
    if len(hash_) != SHA256.digest_size:
        raise StationError("CFG-004", why="--hash: 64 hexadecimal digits")
    return hash_


def _of_token(arguments: Namespace) -> KnownHead:
    data = data_of(arguments)
    file = FactoryFile.read(data)
    return last_signed(data, file.address, factory_pin(arguments, data))


def _tell(verdict: Verdict, console: Console) -> None:
    examination = verdict.examination
    for finding in examination.findings:
        console.say(f"FOUND  {finding}")
    if examination.more:
        console.say("       and more: --most shows them.")
    if verdict.whole:
        console.say("Nothing was changed behind Station's back. Checked:")
        for sentence in verdict.checked:
            console.listed(sentence)
    console.say("What this can't exclude:")
    for sentence in verdict.limits:
        console.listed(sentence)


def _answer(verdict: Verdict, console: Console) -> None:
    examination = verdict.examination
    report = examination.report
    answer: dict[str, JsonValue] = {
        "whole": verdict.whole,
        "findings": list(examination.findings),
        "more": examination.more,
        "entries": report.entries,
        "head": report.head,
        "unsigned": report.unsigned,
        "anchor": report.anchor,
        "lost": [{"first": gap.first, "last": gap.last} for gap in report.gaps],
        "key": verdict.key,
        "checked": list(verdict.checked),
        "limits": list(verdict.limits),
    }
    if not verdict.whole:
        error = examination.error
        answer["error"] = {
            "code": error.code,
            "message": error.message,
            "remedy": error.remedy,
            "detail": error.detail,
        }
        console.warn(f"{error.code}  {error.message} {error.remedy}")
    console.answer(answer)
