"""An older copy of a record, and two supervisors who go on with it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from station.errors import StationError
from station.model.audit import KnownHead
from station.model.lease import Adopting
from station.model.rights import Right
from station.records.store import Records
from station.records.verification import Examination, examine_record
from tests.unit.records.software import (
    Clock,
    SoftwareGuard,
    enrol,
    x509_identity,
)
from tests.unit.records.staffed import WIM, agreed, credential

REASON = "the disk broke"


def made_unit(records: Records, serial: str, order: str = "o1") -> None:
    """Have a worker make a unit."""
    if not records.on_duty:
        records.log_in(WIM.badge, credential(WIM).pin)
    enrol(records, serial, x509_identity(serial.lower(), f"key of {serial}"), order)


def gone_on(path: Path, guard: SoftwareGuard) -> Records:
    """Return the record, open, after two supervisors agreed to go on with it."""
    records = Records.open(path, guard, now=Clock(), adopting=Adopting.OLDER)
    records.adopt(agreed(records, Right.RESTORE, REASON))
    return records


def examined(path: Path, guard: SoftwareGuard, *anchors: KnownHead) -> Examination:
    return examine_record(path, guard.certificate, anchors)


def gone(*_: object) -> None:
    raise StationError("HSM-007")


def assert_refused(code: str, path: Path, guard: SoftwareGuard, adopting: Adopting) -> None:
    with pytest.raises(StationError, match=code):
        Records.open(path, guard, adopting=adopting)


def edited(path: Path, *statements: str, at: int = 0) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement, {"at": at})
