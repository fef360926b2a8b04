"""A station to back up, and who looks on meanwhile."""

from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from station.folders import Data
from station.model.settings import Settings
from station.operations.backup_content import Watch
from station.operations.backup_recipient import Recipient
from station.operations.factory_file import FactoryFile
from station.records.store import Records
from tests.unit.records.software import Clock, SoftwareGuard, enrol, make_order

STAGES = ("copying the record", "verifying the record", "writing", "reading it back")


@dataclass
class Looker:
    """Looks on, and ends it at a stage."""

    end_at: str = ""
    stages: list[str] = field(default_factory=list)
    cancel: Event = field(default_factory=Event)

    def told(self, what: str, done: int, whole: int) -> None:
        """Note the stage."""
        assert whole == 0 or done <= whole, what
        if what not in self.stages:
            self.stages.append(what)
        if what == self.end_at:
            self.cancel.set()

    @property
    def watch(self) -> Watch:
        """What is looked through."""
        return Watch(self.told, self.cancel)


def made_station(root: Path, to: Recipient) -> Data:
    """Make the folder of a practice station with two units, which knows its recovery key."""
    data, guard = Data.made(root), SoftwareGuard()
    file = FactoryFile(station="x", practice=True, library="x", label="x", environment={})
    file.write(data, guard.audit_certificate)
    with Records.create(data.database, guard, station="x", practice=True, now=Clock()) as records:
        records.add_order(make_order())
        records.set_settings(Settings(recovery=to.setting))
        enrol(records, "S1")
        enrol(records, "S2")
    return data


def listing(folder: Path) -> list[str]:
    """Return all that is in a folder but for what SQLite makes for itself to read a record."""
    names = (str(path.relative_to(folder)) for path in folder.rglob("*"))
    return sorted(name for name in names if not name.startswith("station.db-"))
