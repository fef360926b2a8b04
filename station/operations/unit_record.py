"""The signed record of one unit: a file that shows its story to whoever has no database."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, Field, ValidationError

from station.errors import StationError
from station.model.audit import GENESIS, SignedHead, chain_hash
from station.model.strict import Strict
from station.operations.anchors import (
    SIGNATURE_ENDING,
    check_signed_file,
    not_genuine,
    read_bounded,
)
from station.operations.plant import Plant, utc_now
from station.operations.unit_story import factory_keys_of, tell
from station.records.entries import parse_entry
from station.records.reader import Reader
from station.records.unit_history import UnitHistory, unit_history
from station.service.exports.manifest import Anchor, Hash, notice

_MOST_BYTES: Final = 50_000_000
_TOLD_ITSELF: Final = (
    "Signed by a certificate that the signature brings itself: this shows no more than that nothing"
    " was changed since. --trust FILE, got by another way, shows who signed."
)
_TOLD_TRUSTED: Final = "Signed by a station under the certificate given with --trust."


class RecordedEntry(Strict):
    """An entry of the audit chain that tells of the unit.

    Attributes:
        sequence: its number.
        entry: its canonical text.
        previous: the chain's hash before it, hexadecimal.
        hash: the chain's hash up to it, hexadecimal.
    """

    sequence: Annotated[int, Field(ge=1)]
    entry: str
    previous: Hash
    hash: Hash


class UnitRecord(Strict):
    """What is signed of a unit.

    Attributes:
        kind: says what this file is.
        format_version: of this file's form; 1.
        station: the station's name.
        practice: whether it is of the practice world.
        notice: the same in words; empty for a real unit.
        made: when, UTC.
        serial: the unit's serial number.
        story: its story, a line each.
        factory_keys: what the factory's keys were kept in when they made its identities, in words;
            none where an older Station made them.
        entries: what the story is told from.
        audit: the audit chain's newest signed head, an anchor.
    """

    kind: Literal["station-unit-record"] = "station-unit-record"
    format_version: Literal[1] = 1
    station: str
    practice: bool
    notice: str
    made: AwareDatetime
    serial: str
    story: tuple[str, ...]
    factory_keys: tuple[str, ...] = ()
    entries: tuple[RecordedEntry, ...]
    audit: Anchor


@dataclass(frozen=True)
class VerifiedRecord:
    """A record that is what a station signed.

    Attributes:
        record: what it says.
        words: what its signature shows, in a sentence or two.
        trusted: whether the signature leads to a certificate from elsewhere.
    """

    record: UnitRecord
    words: str
    trusted: bool


def write_unit_record(plant: Plant, serial: str, path: Path) -> UnitHistory:
    """Write a unit's record, and its detached signature (CMS, DER) beside it as `.p7s`.

    Nothing is signed that isn't genuine.

    Args:
        plant: the open station.
        serial: the unit's serial number.
        path: the file; there must be none yet.

    Raises:
        StationError: REC-011 where the chain or the unit's rows were changed, CFG-003 where the
            files can't be written, CFG-004 where one is there; as `unit_history`, and the factory
            HSM's own.
    """
    records, factory = plant.tools.records, plant.tools.factory
    beside = path.with_suffix(SIGNATURE_ENDING)
    if path.suffix == SIGNATURE_ENDING or path.exists() or beside.exists():
        raise StationError("CFG-004", why=f"{path} is there already, or ends in {SIGNATURE_ENDING}")
    history = unit_history(records.path, factory.audit_certificate, serial)
    head = history.head
    if history.findings or head is None:
        raise StationError("REC-011", "; ".join(history.findings))
    if not history.known:
        return history
    record = _record_of(history, head, records, serial)
    content = f"{record.model_dump_json(indent=1)}\n".encode()
    _put({beside: factory.sign_manifest(content), path: content})
    return history


def _record_of(history: UnitHistory, head: SignedHead, records: Reader, serial: str) -> UnitRecord:
    return UnitRecord(
        station=records.station,
        practice=records.practice,
        notice=notice(practice=records.practice, keys_in_clear=False),
        made=utc_now().replace(microsecond=0),
        serial=serial,
        story=tuple(line for chapter in tell(history) for line in chapter.lines),
        factory_keys=factory_keys_of(history),
        entries=tuple(
            RecordedEntry(
                sequence=one.link.sequence,
                entry=one.link.text,
                previous=one.link.previous.hex(),
                hash=one.link.hash.hex(),
            )
            for one in history.told
            if one.link.sequence <= head.sequence
        ),
        audit=Anchor(sequence=head.sequence, hash=head.hash.hex()),
    )


def _put(files: Mapping[Path, bytes]) -> None:
    for path, content in files.items():
        try:
            with path.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StationError("CFG-003", str(error), path=str(path.parent)) from error


def verify_unit_record(path: Path, trust: bytes | None) -> VerifiedRecord:
    """Check a unit's record by itself: its signature, and that its entries hang in one chain.

    Args:
        path: the file, its signature beside it.
        trust: certificates in PEM or one in DER that the signature must lead to; None for none.

    Raises:
        StationError: REC-047 where a file can't be read, REC-048 where it isn't a unit's record or
            its entries or its signature don't hold, SVC-008.
    """
    content = read_bounded(path, _MOST_BYTES)
    try:
        record = UnitRecord.model_validate_json(content)
    except ValidationError as error:
        raise not_genuine(path, "it has not the form of one") from error
    check_signed_file(path, content, record.made, trust)
    why = _wrong(record)
    if why:
        raise not_genuine(path, why)
    words = _TOLD_ITSELF if trust is None else _TOLD_TRUSTED
    return VerifiedRecord(record, words, trust is not None)


def _wrong(record: UnitRecord) -> str:
    """Return what is wrong with a record's entries, or an empty text."""
    last, hash_ = 0, GENESIS.hex()
    for one in record.entries:
        name = f"entry {one.sequence}"
        if one.sequence <= last or (one.sequence == last + 1 and one.previous != hash_):
            return f"{name} doesn't follow"
        try:
            if parse_entry(one.entry).sequence != one.sequence:
                return f"{name} is another"
        except ValueError as error:
            return f"{name}: {error}"
        if chain_hash(bytes.fromhex(one.previous), one.entry.encode()).hex() != one.hash:
            return f"{name} has another hash"
        last, hash_ = one.sequence, one.hash
    head = record.audit
    if last > head.sequence or (last == head.sequence and hash_ != head.hash):
        return "its entries go past what was signed"
    return ""
