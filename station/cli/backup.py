"""station backup, station restore: the whole station in one file that one key alone opens."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Final

from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    CANNOT_WORK,
    FACTORY_PIN,
    SOMETHING_FOUND,
    AskedPin,
    Commands,
    add_command,
    add_pin_option,
    agreed,
    asked,
    cancelled_by_signals,
    data_of,
    factory_pin,
    open_file,
    pin_is_offered,
    pin_of,
)
from station.errors import StationError
from station.folders import Data
from station.model.names import shown
from station.model.rights import Right
from station.operations.backup_content import Watch
from station.operations.backup_make import BackupAsked, BackupMade, make_backup
from station.operations.backup_recipient import (
    Recipient,
    RecoveryKey,
    read_recipient,
    recipient_of,
)
from station.operations.backup_restore import (
    RestoreAsked,
    Restored,
    check_backup,
    read_key,
    restore_backup,
)
from station.operations.factory_file import FactoryFile
from station.operations.plant import Plant, open_plant, open_reader
from station.operations.practice import practice_pin
from station.operations.token_head import last_signed

_PASSPHRASE: Final = AskedPin("the recovery key", "--passphrase-fd", "passphrase")
# Another process has the record open.
_AT_WORK: Final = "REC-004"
_TRUSTED: Final = "Is that the library on this computer that the PIN is to be given to?"
_EVERY_S: Final = 2.0
_MEGABYTE: Final = 1_000_000


def add(commands: Commands) -> None:
    """Add the commands."""
    _add_backup(commands)
    _add_restore(commands)


def _add_backup(commands: Commands) -> None:
    parser = add_command(
        commands,
        "backup",
        _backup,
        "the station in one file, encrypted to the recovery certificate, while it works; without "
        "the tokens, whose keys never leave them",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="a new file, on another disk")
    parser.add_argument(
        "--to",
        metavar="CERTIFICATE",
        type=Path,
        help="the recovery certificate, PEM, from now on, or with --no-verify for this file alone; "
        "default: the one that was named before",
    )
    parser.add_argument(
        "--with-transcripts", action="store_true", help="what crossed the cables of failed runs too"
    )
    parser.add_argument(
        "--no-verify",
        action="store_true",
        help="neither verify the record first nor read the file back: of a damaged record",
    )
    add_badge_options(parser)
    add_pin_option(parser)


def _add_restore(commands: Commands) -> None:
    parser = add_command(
        commands,
        "restore",
        _restore,
        "put a backup back into an empty data folder; 'station adopt' goes on with it",
    )
    parser.add_argument("file", metavar="FILE", type=Path, help="the backup")
    parser.add_argument(
        "--key",
        metavar="KEYFILE",
        type=Path,
        required=True,
        help="the recovery certificate's private key, PEM",
    )
    parser.add_argument(
        "--passphrase-fd",
        metavar="N",
        type=open_file,
        help="read the key's passphrase from this file descriptor instead of the keyboard",
    )
    parser.add_argument(
        "--check", action="store_true", help="restore to a temporary folder, verify, and remove it"
    )
    parser.add_argument(
        "--audit-key",
        metavar="FILE",
        type=Path,
        help="the audit key's certificate, PEM, got by another way; default: the backup's own",
    )
    _add_asking(parser)


def _add_asking(parser: ArgumentParser) -> None:
    """Add what the token is asked by."""
    parser.add_argument(
        "--token",
        action="store_true",
        help="ask the factory's token how far the record had come; takes its PIN",
    )
    parser.add_argument(
        "--trust-library",
        action="store_true",
        help="run the token's library that the backup names, and give it the PIN, without asking",
    )
    add_pin_option(parser)


@contextmanager
def watched(console: Console) -> Iterator[Watch]:
    """Give a watch that tells a person every other second, and that Ctrl-C ends."""
    told = _Progress(console)
    with cancelled_by_signals(console) as cancel:
        yield Watch(told.step, cancel)


@dataclass
class _Progress:
    console: Console
    last: float = field(default_factory=monotonic)

    def step(self, what: str, done: int, whole: int) -> None:
        now = monotonic()
        if now - self.last < _EVERY_S:
            return
        self.last = now
        share = f" {100 * done // whole} %" if whole else ""
        self.console.warn(f"{what.capitalize()}:{share} {done // _MEGABYTE:,} MB")


def _backup(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    wanted = BackupAsked(arguments.file, arguments.with_transcripts, not arguments.no_verify)
    with ExitStack() as held:
        recipient, plant = _recipient(arguments, data, console, held)
        with watched(console) as watch:
            made = make_backup(data, recipient, wanted, watch)
        if plant is not None:
            plant.tools.records.notes.take()
        elif made.note is not None:
            _put_on_record(arguments, data, console)
    recorded = made.note is not None and not (data.notes / f"{made.note.id}.json").exists()
    _tell_backup(made, recipient, recorded, console)
    return ALL_WELL


def _recipient(
    arguments: Namespace, data: Data, console: Console, held: ExitStack
) -> tuple[Recipient, Plant | None]:
    """Return who the backup is for, and the station where that had to be changed in it.

    Of evidence, the command says it, and nothing in the station is changed.

    Raises:
        StationError: REC-075, REC-076; as `Agreement`, `open_plant` and `set_settings`.
    """
    if arguments.no_verify and arguments.to is not None:
        return read_recipient(arguments.to), None  # the record is perhaps of no use to ask
    with open_reader(data) as reader:
        kept = reader.settings().recovery
    if arguments.to is None:
        if kept is None:
            raise StationError("REC-076")
        return recipient_of(kept), None
    wanted = read_recipient(arguments.to)
    if wanted.setting == kept:
        return wanted, None
    agreement = Agreement(arguments, Right.SETTINGS, data, console)
    plant = held.enter_context(open_plant(data, factory_pin(arguments, data)))
    records = plant.tools.records
    approval = agreement.given(records)
    settings = records.settings().model_copy(update={"recovery": wanted.setting})
    records.set_settings(settings, approval)
    return wanted, plant


def _put_on_record(arguments: Namespace, data: Data, console: Console) -> None:
    """Open the station, which takes the backup's note; where that can't be, the next one does."""
    if not pin_is_offered(arguments) and not FactoryFile.read(data).practice:
        return
    try:
        with open_plant(data, factory_pin(arguments, data)):
            pass
    except StationError as error:
        if error.code != _AT_WORK:
            console.warn(f"{error.code}  {error.message} The backup is made all the same.")


def _tell_backup(made: BackupMade, recipient: Recipient, recorded: bool, console: Console) -> None:
    manifest = made.manifest
    console.say(f"The backup: {made.file}, {made.size:,} bytes")
    console.say(f"SHA-256: {made.sha256}")
    how_far = "as it is" if manifest.entries is None else f"up to entry {manifest.entries:,}"
    console.prose(
        f"It holds the record {how_far} and {len(manifest.parts) - 1:,} "
        f"files, encrypted to {recipient.name}: certificate SHA-256 {recipient.fingerprint}."
    )
    if manifest.verified:
        console.prose("The record in it was verified, and the file read back: it is whole.")
    console.prose("Not in it: the tokens with their keys, and the logs.")
    if manifest.left_out:
        console.prose(f"Left out of the data folder: {', '.join(manifest.left_out)}.")
    if made.note is None:
        console.prose("It won't go on record, since no note of it could be left: keep its SHA-256.")
    elif not recorded:
        console.prose("It goes on record when the station begins its next run, or is opened next.")
    if recipient.is_over:
        console.warn("The recovery certificate's time is over; name another one with --to.")
    answer: dict[str, JsonValue] = {
        "file": str(made.file),
        "size": made.size,
        "sha256": made.sha256,
        "recovery": recipient.fingerprint,
        "station": manifest.station,
        "entries": manifest.entries,
        "head": None if manifest.audit is None else manifest.audit.sequence,
        "verified": manifest.verified,
        "recorded": recorded,
        "files": [part.name for part in manifest.parts],
        "left_out": list(manifest.left_out),
    }
    console.answer(answer)


def _restore(arguments: Namespace, console: Console) -> int:
    key = _key(arguments)
    wanted = RestoreAsked(arguments.file, key, str(arguments.key), arguments.audit_key)
    data = data_of(arguments)
    with watched(console) as watch:
        if arguments.check:
            restored = check_backup(wanted, watch)
        else:
            restored = restore_backup(wanted, data.root, watch)
    newest = None
    if arguments.token:
        try:
            newest = _of_token(arguments, data, restored, console)
        except StationError as error:
            console.warn(
                f"{error.code}  {error.message} {error.remedy} So what it has signed isn't known."
            )
    _tell_restored(restored, None if arguments.check else data, newest, console)
    if newest is None:
        return CANNOT_WORK if arguments.token else ALL_WELL
    return SOMETHING_FOUND if newest > restored.examination.report.entries else ALL_WELL


def _key(arguments: Namespace) -> RecoveryKey:
    """Return the recovery key; a passphrase is asked for where it takes one."""
    given = arguments.passphrase_fd is not None
    key = None if given else read_key(arguments.key, None)
    if key is None:
        passphrase = asked(_PASSPHRASE, arguments.passphrase_fd)
        try:
            key = read_key(arguments.key, passphrase)
        finally:
            passphrase.wipe()
    if key is None:
        raise StationError("REC-077", path=shown(str(arguments.key)), why="it takes a passphrase")
    return key


def _of_token(arguments: Namespace, data: Data, restored: Restored, console: Console) -> int:
    """Return the number of the newest entry that the factory's token has signed.

    Its library runs as this user and gets the PIN, and nothing that is signed names it: so somebody
    has to look at it first.

    Raises:
        StationError: CFG-057 where nobody trusts it; as `last_signed`.
    """
    file = restored.factory
    if not arguments.trust_library:
        _demand_trust(file, console)
    pin = practice_pin() if file.practice else pin_of(arguments, FACTORY_PIN)
    return last_signed(data, file.address, pin).sequence


def _demand_trust(file: FactoryFile, console: Console) -> None:
    console.prose(f"The backup names the token's library: {shown(file.library, 300)}")
    for name, value in sorted(file.environment.items()):
        console.prose(f"It runs with {shown(name)} = {shown(value, 300)}")
    there = sys.stdin is not None and sys.stdin.isatty()
    if not (there and agreed(_TRUSTED, console)):
        raise StationError("CFG-057", path=shown(file.library, 60))


def _tell_next(newest: int | None, console: Console, *, lost: bool) -> None:
    ways = "'station adopt --older'" if lost else "'station adopt'"
    if newest is None:
        ways = "'station adopt', or 'station adopt --older' where entries are lost"
    console.prose(
        f"It doesn't work yet. Two supervisors go on with it by {ways}, and say why; the folder "
        "that it was made of works no more then."
    )


def _tell_restored(
    restored: Restored, data: Data | None, newest: int | None, console: Console
) -> None:
    manifest, report = restored.manifest, restored.examination.report
    where = "The backup can be restored" if data is None else f"The station is back in {data.root}"
    console.say(f"{where}: {manifest.station}, of {manifest.made:%Y-%m-%d %H:%M} UTC")
    console.say(f"SHA-256: {restored.sha256}")
    console.prose(
        f"All {len(manifest.parts)} files are what they were. The audit chain is whole up to entry "
        f"{report.entries:,}, signed up to entry {report.head:,}: {report.enrollments:,} "
        f"enrollments, {report.runs:,} runs."
    )
    console.prose(
        f"Its factory's token: {restored.factory.label or 'as its address says'}, by "
        f"{restored.factory.library}."
    )
    lost = newest is not None and newest > report.entries
    if newest is not None and lost:
        console.prose(f"The token has signed up to entry {newest:,}: what came after is lost.")
    elif newest is not None:
        console.prose("The token has signed no entry that isn't in it.")
    if data is not None:
        _tell_next(newest, console, lost=lost)
    answer: dict[str, JsonValue] = {
        "data": None if data is None else str(data.root),
        "station": manifest.station,
        "made": manifest.made.isoformat(),
        "sha256": restored.sha256,
        "entries": report.entries,
        "head": report.head,
        "enrollments": report.enrollments,
        "runs": report.runs,
        "files": [part.name for part in manifest.parts],
        "token_head": newest,
        "lost": {"first": report.entries + 1, "last": newest} if lost else None,
    }
    console.answer(answer)
