"""station tpm: the TPM makers that are trusted, and suppliers' lists of endorsement keys."""

import hashlib
import re
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    Commands,
    add_command,
    add_group,
    add_pin_option,
    agreed,
    data_of,
    factory_pin,
)
from station.errors import StationError
from station.model.der import certificates_of_file
from station.model.names import shown
from station.model.rights import Right
from station.operations.makers import (
    ListedMaker,
    add_maker,
    listed_makers,
    remove_maker,
)
from station.operations.plant import open_plant
from station.records.roots import RootKind

_LARGEST_FILE: Final = 64_000_000
_LINE: Final = re.compile(rb"[0-9a-fA-F]{64}")
_STATES: Final = {True: "trusted", False: "refused"}


def add(commands: Commands) -> None:
    """Add the commands."""
    group = add_group(commands, "tpm", "the makers of TPMs that are trusted, and suppliers' lists")
    roots = add_group(group, "roots", "the makers' certificates")
    listed = add_command(roots, "list", _list, "what is trusted, and what was taken off")
    added = add_command(roots, "add", _add, "trust a maker's certificate")
    added.add_argument("file", metavar="FILE", type=Path, help="PEM or DER")
    added.add_argument(
        "--intermediate",
        action="store_true",
        help="only to stand between an endorsement certificate and a trusted root",
    )
    removed = add_command(roots, "remove", _remove, "trust a maker's certificate no longer")
    removed.add_argument("fingerprint", metavar="SHA256", help="or how it begins, 8 digits or more")
    for parser in (added, removed):
        parser.add_argument("--yes", action="store_true", help="don't ask whether it is meant")
    allow = add_command(group, "allow", _allow, "give an order the supplier's list of TPMs")
    allow.add_argument("order", metavar="ORDER")
    allow.add_argument("file", metavar="FILE", type=Path, help="a SHA-256 on each line")
    for parser in (listed, added, removed, allow):
        add_pin_option(parser)
    for parser in (added, removed, allow):
        add_badge_options(parser)


def _row(one: ListedMaker) -> dict[str, str]:
    return {
        "sha256": one.fingerprint,
        "kind": one.kind.value,
        "state": _STATES[one.trusted],
        "from": one.source,
        "until": one.until.date().isoformat(),
        "subject": one.subject,
    }


def _list(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        rows = [_row(one) for one in listed_makers(plant.tools.records)]
    short = [{**row, "sha256": row["sha256"][:16]} for row in rows]
    console.table(list(rows[0]) if rows else [], [list(row.values()) for row in short])
    console.answer({"roots": [dict(row) for row in rows]})
    return ALL_WELL


def _contents(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        why = (error.strerror or "it can't be opened").lower()
        raise StationError("PRF-005", str(error), path=shown(str(path), 300), why=why) from error
    if len(content) > _LARGEST_FILE:
        why = f"it is larger than {_LARGEST_FILE // 1_000_000} MB"
        raise StationError("PRF-005", path=shown(str(path), 300), why=why)
    return content


def _add(arguments: Namespace, console: Console) -> int:
    data, path = data_of(arguments), arguments.file
    found = certificates_of_file(_contents(path))
    if len(found) != 1:
        detail = f"{len(found)} certificates in it"
        raise StationError("TPM-033", detail, path=shown(str(path), 300))
    fingerprint = hashlib.sha256(found[0]).hexdigest()
    console.say(f"SHA-256 {fingerprint}")
    if not arguments.yes and not agreed("Does the maker publish this fingerprint?", console):
        console.say("Nothing was changed.")
        console.answer({"sha256": fingerprint, "state": "unchanged"})
        return ALL_WELL
    agreement = Agreement(arguments, Right.ROOTS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        one = add_maker(
            plant.tools.records,
            found[0],
            RootKind.INTERMEDIATE if arguments.intermediate else RootKind.ROOT,
            path=shown(str(path), 300),
            now=datetime.now(UTC),
            approval=agreement.given(plant.tools.records),
        )
    console.say(f"Trusted: {one.subject}.")
    console.answer(dict(_row(one)))
    return ALL_WELL


def _remove(arguments: Namespace, console: Console) -> int:
    data, wanted = data_of(arguments), arguments.fingerprint.replace(":", "").lower()
    question = f"Trust no more TPMs by the certificate {shown(wanted, 70)}?"
    if not arguments.yes and not agreed(question, console):
        console.say("Nothing was changed.")
        console.answer({"sha256": wanted, "state": "unchanged"})
        return ALL_WELL
    agreement = Agreement(arguments, Right.ROOTS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        one = remove_maker(records, wanted, agreement.given(records))
    console.say(f"Not trusted any more: {one.subject}.")
    console.answer({"sha256": one.fingerprint, "state": "removed"})
    return ALL_WELL


def _allow(arguments: Namespace, console: Console) -> int:
    data, path = data_of(arguments), arguments.file
    digests = _digests(path)
    agreement = Agreement(arguments, Right.ORDERS, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        records = plant.tools.records
        records.set_ek_list(arguments.order, digests, agreement.given(records))
    console.say(f"{len(digests)} endorsement keys on the list of the order {arguments.order}.")
    console.answer({"order": arguments.order, "keys": len(digests)})
    return ALL_WELL


def _digests(path: Path) -> set[bytes]:
    """Return the SHA-256s in a file: hexadecimal, one a line; blank lines and # comments apart."""
    digests = set()
    for number, line in enumerate(_contents(path).splitlines(), start=1):
        text = line.split(b"#")[0].strip().replace(b":", b"")
        if not text:
            continue
        if not _LINE.fullmatch(text):
            raise StationError("TPM-032", f"line {number}", path=shown(str(path), 300))
        digests.add(bytes.fromhex(text.decode("ascii")))
    if not digests:
        raise StationError("TPM-032", "it is empty", path=shown(str(path), 300))
    return digests
