"""Ceremonies killed in mid-step, as by a power cut: called again they end as if nothing was."""

import os
import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from station.folders import Data
from station.hsm.tokens import TokenAddress
from station.model.names import RegistrationId
from station.model.people import Credential
from station.model.rights import Right
from station.operations.ceremony_protocol import check_protocol
from station.operations.drill import drill
from station.operations.groups import open_group
from station.operations.plant import open_plant
from station.practice.modules import PRACTICE_PIN, PRACTICE_SO_PIN, Programs, slot
from station.records import lease
from station.records.authorities import KnownAuthority
from station.records.entries import EntryKind
from station.secret import Secret
from tests.support.ceremonies import NAME, PEOPLE, empty_token
from tests.support.killed import Ended, objects_in, run_until
from tests.support.production import ProductionStation
from tests.unit.records.staffed import agreed

pytestmark = pytest.mark.bench

# What the commands in processes of their own know of this computer.
INSTALLATION_OF = lease.installation_of
STEP = re.compile(r"^Step (\d) of 8", re.MULTILINE)


@pytest.fixture(autouse=True)
def this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "installation_of", INSTALLATION_OF)


def environment(address: TokenAddress) -> str:
    return f"SOFTHSM2_CONF={address.module.environment['SOFTHSM2_CONF']}"


def on(address: TokenAddress) -> Counter[tuple[str, str]]:
    """Return how often each object is on a token, by its class and label, as others see it."""
    told = subprocess.run(
        [
            *("pkcs11-tool", "--module", address.module.library, "--list-objects", "--login"),
            *("--token-label", str(address.label), "--pin", PRACTICE_PIN),
        ],
        env={**os.environ, **address.module.environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    found: Counter[tuple[str, str]] = Counter()
    kind = ""
    for line in told.splitlines():
        if " Object" in line or line.startswith("Data object"):
            kind = line.partition(" Object")[0].partition("object")[0]
        if match := re.match(r"\s*label:\s*'?(station-[^']*)'?", line):
            found[kind, match[1].strip()] += 1
    return found


def twice(address: TokenAddress) -> dict[tuple[str, str], int]:
    """Return what is on a token more than once, but for the memory of heads, which has two."""
    return {key: n for key, n in on(address).items() if n > 1 and key[1] != "station-sequence"}


class Ceremony:
    """A ceremony by the command, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.data = Data(folder / "data")
        self.root = empty_token(folder / "root", "root")
        self.factory = empty_token(folder / "factory", "factory")
        self.log = folder / "said"
        self.killed: list[int] = []

    def run(self, reached: Callable[[], bool] | None = None) -> Ended:
        people = [word for badge, name in PEOPLE for word in ("--supervisor", badge, name)]
        words = [
            *("hsm", "ceremony", "--yes", "--accept-software", "--no-rehearsal"),
            *("--data", str(self.data.root)),
            *("--station", NAME, *people, "--module", self.factory.module.library),
            *("--module-env", environment(self.factory), "--factory", "factory"),
            *("--root-module-env", environment(self.root), "--root", "root"),
        ]
        pins = [("--root-pin-fd", PRACTICE_PIN), ("--pin-fd", PRACTICE_PIN)]
        pins += [("--supervisor-pin-fd", f"pin-{badge}") for badge, _ in PEOPLE]
        return run_until(words, pins, self.log, reached)

    def cut(self, step: int, reached: Callable[[], bool]) -> None:
        """Kill it once it is in a step, and something is reached there."""
        done = self.run(lambda: step in self.steps() and reached())
        if done.killed:
            self.killed.append(step)
        else:
            assert done.status == 0, done.told

    def steps(self) -> set[int]:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return {int(number) for number in STEP.findall(text)}

    def objects(self) -> int:
        return sum(
            objects_in(Path(one.module.environment["SOFTHSM2_CONF"]).parent)
            for one in (self.root, self.factory)
        )


def after(seconds: float) -> Callable[[], bool]:
    """Return what is reached that long after it was first asked."""
    begun: list[float] = []

    def reached() -> bool:
        if not begun:
            begun.append(time.monotonic())
        return time.monotonic() - begun[0] >= seconds

    return reached


def test_a_ceremony_that_is_killed_in_its_steps_goes_on_and_makes_nothing_twice(
    tmp_path: Path,
) -> None:
    held = Ceremony(tmp_path)
    for step in (1, 2):
        held.cut(step, after(0.0))
    # In the step of the keys: each time that a few objects have come onto the tokens.
    while 4 not in held.steps() and len(held.killed) < 40:
        wanted = held.objects() + 8
        held.cut(3, lambda wanted=wanted: held.objects() >= wanted or 4 in held.steps())  # type: ignore[misc]
    for step, wait_s in ((4, 0.02), (5, 0.1), (6, 0.1), (8, 0.3)):
        held.cut(step, after(wait_s))
    done = held.run()
    assert done.status == 0 or "CFG-043" in done.told, done.told
    assert held.killed.count(3) >= 3, held.killed
    assert len(set(held.killed)) >= 5, held.killed
    for token in (held.root, held.factory):
        assert twice(token) == {}
    labels = {label for _, label in on(held.factory)}
    parts = ("audit", "issuing", "manifest", "record", "sealing", "sequence", "mark")
    assert labels >= {f"station-{part}" for part in parts}
    check_protocol(held.data.ceremonies / "set-up", None)
    with open_plant(held.data, Secret(PRACTICE_PIN.encode())) as plant:
        records = plant.tools.records
        assert [(p.badge, p.name) for p in records.people()] == list(PEOPLE)
        both = [Credential(badge, Secret(f"pin-{badge}".encode())) for badge, _ in PEOPLE]
        assert records.approve(Right.RELEASE_PROFILE, both).by == ("S-1", "S-2")
        assert len(list(records.entries(kind=EntryKind.CEREMONY_HELD))) == 1
        assert records.verify().unsigned == 0


PEOPLE_GIVEN = [("--badge-pin-fd", "pin-S-1"), ("--badge-pin-fd", "pin-S-2")]
BADGES = ("--badge", "S-1", "--badge", "S-2")


class Second:
    """A station, and its second token as the command makes it ready."""

    def __init__(self, station: ProductionStation, folder: Path) -> None:
        self.station = station
        self.log = folder / "said"
        self.tokens = folder / "second"
        self.tokens.mkdir()
        module = slot(folder / "second.conf", self.tokens, Programs.found().softhsm)
        self.address = TokenAddress(module, "second")
        self.kills = 0

    def ready(self, reached: Callable[[], bool] | None = None) -> Ended:
        root = self.station.data.root.parent / "root"
        words = [
            *("hsm", "init", "--second", "--data", str(self.station.data.root)),
            *("--module", self.address.module.library, "--label", "second"),
            *("--module-env", environment(self.address), *BADGES),
            *("--root-module", self.address.module.library, "--root-label", "root"),
            *("--root-environment", f"SOFTHSM2_CONF={root / 'softhsm2.conf'}"),
        ]
        pins = [("--factory-pin-fd", PRACTICE_PIN), ("--root-pin-fd", PRACTICE_PIN)]
        pins += [("--pin-fd", PRACTICE_PIN), ("--so-pin-fd", PRACTICE_SO_PIN), *PEOPLE_GIVEN]
        return self._counted(run_until(words, pins, self.log, reached))

    def place(self, reached: Callable[[], bool] | None = None) -> Ended:
        words = [
            *("hsm", "unlock", "--second", "--yes", "--data", str(self.station.data.root)),
            *("--module", self.address.module.library, "--label", "second"),
            *("--module-env", environment(self.address), *BADGES, "--reason", "broken"),
        ]
        pins = [("--pin-fd", PRACTICE_PIN), *PEOPLE_GIVEN]
        return self._counted(run_until(words, pins, self.log, reached))

    def _counted(self, ended: Ended) -> Ended:
        self.kills += ended.killed
        return ended

    def objects(self) -> int:
        return objects_in(self.tokens)


@pytest.fixture
def second(tmp_path: Path) -> Second:
    """A station with a group, whose key is to go over."""
    station = ProductionStation.made(tmp_path / "station")
    with station.open() as plant:
        by = agreed(plant.tools.records, Right.ORDERS)
        open_group(plant.tools, RegistrationId.parse("boxes"), None, by)
    return Second(station, tmp_path)


def test_a_second_token_that_is_killed_in_the_making_is_made_ready_with_nothing_twice(
    second: Second,
) -> None:
    protocol = second.station.data.ceremonies / "second-1"
    while not protocol.exists() and second.kills < 30:
        wanted = second.objects() + 8
        done = second.ready(lambda wanted=wanted: second.objects() >= wanted)  # type: ignore[misc]
        assert done.killed or done.status == 0, done.told
    assert second.kills >= 3
    done = second.ready()
    assert done.status == 0, done.told
    assert twice(second.address) == {}
    found = on(second.address)
    assert found["Secret Key", "station-sealing"] == 1
    assert not [label for _, label in found if label.endswith("-next")]
    with second.station.open() as plant:
        assert len(plant.tools.records.second.made_ready()) == 1
        assert plant.tools.records.verify().unsigned == 0
        by = [Credential(badge, Secret(f"pin-{badge}".encode())) for badge in ("S-1", "S-2")]
        assert drill(plant, second.address, Secret(PRACTICE_PIN.encode()), by).wrong == ()


def test_a_place_that_is_killed_in_the_taking_is_taken_once(second: Second) -> None:
    assert second.ready().status == 0
    data = second.station.data
    wal = data.database.with_name(f"{data.database.name}-wal")
    points: tuple[Callable[[], bool], ...] = (
        lambda: wal.exists() and wal.stat().st_size > 0,
        lambda: wal.exists() and b"token-replaced" in wal.read_bytes(),
        lambda: b"second" in data.factory.read_bytes(),
    )
    for reached in points:
        done = second.place(reached)
        assert done.killed or done.status == 0, done.told
    assert second.kills >= 2
    done = second.place()
    assert done.status == 0, done.told
    assert twice(second.address) == {}
    with second.station.open() as plant:
        records = plant.tools.records
        assert len(list(records.entries(kind=EntryKind.TOKEN_REPLACED))) == 1
        active = [one.authority.name for one in records.known_authorities() if _issues(one)]
        assert active == ["line-7 B Issuing CA"]
        assert records.verify().unsigned == 0


def _issues(one: KnownAuthority) -> bool:
    return (one.authority.kind, one.authority.state) == ("issuing", "active")
