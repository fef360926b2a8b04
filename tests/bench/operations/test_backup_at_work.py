"""A backup of a station at work: whole as of one moment, and no position waits for it."""

import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Event, Thread

import pytest

from station.folders import Data
from station.model.rights import Right
from station.operations.backup_content import Watch
from station.operations.backup_make import BackupAsked, make_backup
from station.operations.backup_recipient import read_recipient
from station.operations.backup_restore import RestoreAsked, restore_backup
from station.operations.plant import open_reader
from station.records import copying
from station.records.entries import EntryKind
from station.records.store import Records
from tests.support.production import ProductionStation
from tests.support.recovery import Recovery, recovery
from tests.unit.records.software import (
    HASH,
    STEPS,
    enrollment_of,
    make_order,
    symmetric_identity,
)
from tests.unit.records.staffed import WIM, agreed, credential

pytestmark = pytest.mark.bench

POSITIONS = [str(number) for number in range(1, 9)]
STAGES = {"copying the record", "verifying the record", "writing", "reading it back"}
_ALIVE_S = 100.0


@dataclass
class Shift:
    """Eight positions at work on one record, each in its thread."""

    data: Data
    records: Records
    passed: "Counter[str]" = field(default_factory=Counter)
    serials: set[str] = field(default_factory=set)
    over: Event = field(default_factory=Event)
    change: Condition = field(default_factory=Condition)

    def work(self, position: str) -> None:
        """Provision units until it is over."""
        while not self.over.is_set():
            serial = f"SN{secrets.token_hex(6)}"
            run = self.records.begin_run("o1", HASH, position)
            self.records.admit(run, serial, None)
            unit = enrollment_of(run, serial, symmetric_identity(f"id-{serial}".lower()))
            self.records.enrol(run, unit, seconds=1, steps=STEPS)
            with self.change:
                self.passed[position] += 1
                self.serials.add(serial)
                self.change.notify_all()

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Have all of them work meanwhile."""
        threads = [Thread(target=self.work, args=(position,)) for position in POSITIONS]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.over.set()
            for thread in threads:
                thread.join()

    def everyone_passes_another(self) -> None:
        """Wait until each position has passed a unit that it began after now, or more."""
        with self.change:
            wanted = {position: self.passed[position] + 2 for position in POSITIONS}
            done = self.change.wait_for(
                lambda: all(self.passed[one] >= count for one, count in wanted.items()), _ALIVE_S
            )
        assert done, f"somebody waits: {self.passed}, wanted {wanted}"


@pytest.fixture
def key(tmp_path: Path) -> Recovery:
    return recovery(tmp_path / "safe")


@dataclass
class Holds:
    """Looks on while a backup is made, and goes on at each stage once everybody has worked."""

    shift: Shift
    stages: set[str] = field(default_factory=set)

    def told(self, what: str, done: int, whole: int) -> None:
        """Hold each stage; the copying where some of the record is copied and some isn't."""
        if what not in self.stages and (what != "copying the record" or done < whole):
            self.stages.add(what)
            self.shift.everyone_passes_another()


@pytest.fixture
def shift(tmp_path: Path, key: Recovery) -> Iterator[Shift]:
    """A station with a large order, which knows its recovery certificate, and Wim there."""
    station = ProductionStation.made(tmp_path / "station")
    with station.open() as plant:
        records = plant.tools.records
        recipient = read_recipient(key.certificate_file)
        settings = records.settings().model_copy(update={"recovery": recipient.setting})
        records.set_settings(settings, agreed(records, Right.SETTINGS))
        records.add_order(make_order(quantity=5_000), agreed(records, Right.ORDERS))
        records.log_in(WIM.badge, credential(WIM).pin)
        yield Shift(plant.data, records)


def test_it_is_whole_as_of_one_moment_and_nobody_waits_for_it(
    tmp_path: Path, key: Recovery, shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_PAGES", 64)
    file, holds, records = tmp_path / "x.backup", Holds(shift), shift.records
    with shift.going_on():
        shift.everyone_passes_another()
        before = set(shift.serials)
        to = read_recipient(key.certificate_file)
        made = make_backup(shift.data, to, BackupAsked(file), Watch(holds.told, Event()))
        shift.everyone_passes_another()
    assert holds.stages >= STAGES
    assert records.verify().unsigned == 0
    (entry,) = records.entries(kind=EntryKind.BACKED_UP)
    assert entry.data["sha256"] == made.sha256
    root, wanted = tmp_path / "back", RestoreAsked(file, key.key, "the key")
    restored = restore_backup(wanted, root, Watch(lambda *_: None, Event()))
    report = restored.examination.report
    assert made.manifest.entries == report.entries < records.last_entry()
    with open_reader(Data(root)) as reader:
        kept = {one.serial for one in reader.enrollments()}
        usage = reader.usage("o1")
    assert before <= kept < shift.serials
    assert report.enrollments == usage.enrolled == len(kept)
    # Who was at work in that moment has a place of the order's, and nobody else.
    assert usage.reserved <= len(POSITIONS)
