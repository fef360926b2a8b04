"""A record in a temporary folder under a guard in software."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from station.model.order import OrderState
from station.model.people import Person, Role
from station.model.rights import Right
from station.records import lease
from station.records.roots import RootKind
from station.records.store import Records
from station.secret import Secret
from tests.unit.records.lossy import made_unit
from tests.unit.records.software import (
    Clock,
    SoftwareGuard,
    admitted,
    enrol,
    fail,
    make_order,
    tpm_identity,
    x509_identity,
)
from tests.unit.records.staffed import agreed, quick_hashing, staff


@pytest.fixture(scope="session", autouse=True)
def one_installation() -> Iterator[None]:
    """Let a copy of a record be the record itself, as after its computer's image was put back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lease, "installation_of", lambda _: "1" * 64)
        yield


@pytest.fixture
def guard() -> SoftwareGuard:
    return SoftwareGuard()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a folder #1?" / "station.db"


@pytest.fixture
def records(path: Path, guard: SoftwareGuard, clock: Clock) -> Iterator[Records]:
    """Return a new record with one order `o1` of 10."""
    path.parent.mkdir()
    with Records.create(path, guard, station="line-1", practice=True, now=clock) as records:
        records.add_order(make_order())
        yield records


@pytest.fixture
def large(records: Records) -> Records:
    """Return a record with room for many units in its order `o1`."""
    records.order_changes.allot("o1", 1_000)
    return records


@pytest.fixture
def bare(path: Path, guard: SoftwareGuard, clock: Clock) -> Iterator[Records]:
    """Return a new production record with nobody in it."""
    path.parent.mkdir()
    with Records.create(path, guard, station="line-1", practice=False, now=clock) as records:
        yield records


@pytest.fixture
def real(bare: Records) -> Records:
    """Return a production record with its people."""
    staff(bare)
    return bare


@dataclass(frozen=True)
class Built:
    """A closed record's file, and the guard that it was made under."""

    image: bytes
    guard: SoftwareGuard


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a record with something of everything, nothing at work: made once, copied often."""
    path, guard = tmp_path_factory.mktemp("built") / "station.db", SoftwareGuard()
    with Records.create(path, guard, station="line-1", practice=True, now=Clock()) as records:
        records.add_order(make_order())
        records.add_order(make_order("o2"))
        records.set_order_state("o2", OrderState.PAUSED)
        records.add_root(guard.audit_certificate, RootKind.ROOT)
        records.add_person(Person("S-1", "Sam", Role.SUPERVISOR), Secret(b"2468"))
        records.assign("1", "o1")
        first = enrol(records, "S1", tpm_identity(1))
        enrol(records, "S2", x509_identity("unit-2"))
        third = enrol(records, "S3")
        enrol(records, "S4")
        run = admitted(records, "S5")
        records.spend(run)
        fail(records, run)
        names = [(e.id_scope, e.registration_id) for e in (first, third)]
        records.record_export(
            names, manifest_hash="cd" * 32, folder_name="out", format_name="dps-json"
        )
        records.revoke(names[1], "lost")
    return Built(path.read_bytes(), guard)


@pytest.fixture
def old_guard(built: Built) -> SoftwareGuard:
    """Return the guard of `closed`."""
    return built.guard.copied()


@pytest.fixture
def closed(built: Built, tmp_path: Path) -> Path:
    """Return a copy of that record's file."""
    path = tmp_path / "closed.db"
    path.write_bytes(built.image)
    return path


@pytest.fixture
def full(closed: Path, old_guard: SoftwareGuard) -> Iterator[Records]:
    """Return that record, open for writing."""
    with Records.open(closed, old_guard, now=Clock()) as records:
        yield records


@pytest.fixture
def older(path: Path, guard: SoftwareGuard) -> Path:
    """A record of production with one unit, put back after a second one was made."""
    path.parent.mkdir()
    with quick_hashing():
        made = Records.create(path, guard, station="line-1", practice=False, now=Clock())
        with made as records:
            staff(records)
            records.add_order(make_order(), agreed(records, Right.ORDERS))
            made_unit(records, "S1")
        backup = path.read_bytes()
        with Records.open(path, guard, now=Clock()) as records:
            made_unit(records, "S2")
    path.write_bytes(backup)
    return path
