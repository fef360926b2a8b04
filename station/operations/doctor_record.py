"""Whether the record is whole, and no older copy of itself."""

from collections.abc import Iterator
from typing import Final

from station.errors import StationError
from station.folders import Data
from station.hsm.factory import FactoryHsm
from station.operations.doctor_finding import Finding, Health, of_error
from station.operations.plant import open_reader
from station.records.integrity import file_damages
from station.records.lease import lease_seen
from station.records.reader import Reader

_CALL: Final = "Stop here and call the supervisor."


def integrity(data: Data) -> Iterator[Finding]:
    """Look through the record's file, page by page; nothing without a record."""
    if not data.database.is_file():
        return
    try:
        damages = file_damages(data.database)
    except StationError as error:
        yield of_error("record file", error)
        return
    size = f"{data.database.stat().st_size / 1_000_000:,.0f} MB"
    if damages:
        remedy = "Stop here and call the supervisor: a backup is put in its place."
        yield Finding("record file", Health.BAD, f"damaged: {'; '.join(damages)}", remedy)
    else:
        yield Finding("record file", Health.GOOD, f"whole, {size}")


def anchor(data: Data, factory: FactoryHsm | None) -> Iterator[Finding]:
    """Compare the record with what the factory's token signed last.

    Args:
        data: the station's folder; nothing is said of one without a record.
        factory: the token, unlocked; None where nobody has given its PIN.
    """
    if not data.database.is_file():
        return
    if factory is None:
        words = "not compared: the factory's token isn't unlocked"
        yield Finding("record and token", Health.GOOD, words)
        return
    try:
        # The token first: the record has each entry before the token signs it.
        known = factory.last_head()
        with open_reader(data) as reader:
            wrong = _apart(reader, known.sequence, known.hash)
    except StationError as error:
        yield of_error("record and token", error)
        return
    if wrong:
        yield Finding("record and token", Health.BAD, wrong, _CALL)
    else:
        words = f"the record has what the token signed last (entry {known.sequence:,})"
        yield Finding("record and token", Health.GOOD, words)


def place(data: Data, factory: FactoryHsm | None) -> Iterator[Finding]:
    """Look whether the folder is the one that worked last, or a copy that is to be adopted first.

    Args:
        data: the station's folder; nothing is said of one without a record.
        factory: the token, unlocked, which knows whose turn it is; or None.
    """
    if not data.database.is_file():
        return
    try:
        # The token first: the record takes each turn before the token does.
        turn = None if factory is None else factory.lease()
        with open_reader(data) as reader:
            practice = reader.practice
        seen = lease_seen(data.database)
    except StationError as error:
        yield of_error("place", error)
        return
    wrong = ""
    if seen is not None and turn is not None and not seen.fits(turn):
        wrong = "REC-051"
    elif seen is not None and seen.moved:
        wrong = "REC-052"
    if wrong and not (practice and wrong == "REC-052"):
        yield of_error("place", StationError(wrong, path=str(data.root)))
    else:
        yield Finding("place", Health.GOOD, "the folder lies where it worked last")


def _apart(reader: Reader, sequence: int, hash_: bytes | None) -> str:
    """Return how the record differs from what the token signed last, or nothing."""
    if reader.last_entry() < sequence:
        return (
            f"the record ends with entry {reader.last_entry():,}, but the token signed entry "
            f"{sequence:,}: it is an older copy"
        )
    head = reader.head()
    if head.sequence == sequence and hash_ is not None and head.hash != hash_:
        return f"entry {sequence:,} isn't the one that the token signed"
    return ""
