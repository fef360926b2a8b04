"""No secret of a run stands anywhere: two stations at work with long random PINs, all scanned."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from station.errors import Outcome
from station.folders import Data
from station.hsm.factory import FactoryHsm
from station.line.bench import Bench, write_bench
from station.model.attestation import SymmetricKeyAttestation
from station.model.names import RegistrationId
from station.model.people import Credential
from station.operations import practice
from station.operations.practice import new_practice_plant, position_of
from station.practice import modules, units
from station.practice.bench import PracticeBench
from station.practice.unit_config import Behaviour, Manner, Pacing
from station.practice.units import UnitKind
from station.records import lease
from station.records.lease import installation_of
from station.secret import Secret
from tests.support import production
from tests.support.floor import MECHANISMS, Floor
from tests.support.leaks import Leak, Scanner, Watch
from tests.support.production import SCOPE, ProductionStation, add_real_products
from tests.unit.records.staffed import ANNE, BERT, WIM, credential

pytestmark = [pytest.mark.bench, pytest.mark.timeout(400)]


@dataclass
class World:
    """What two stations did, and the secrets with which they did it.

    Attributes:
        folder: for all that they keep.
        watch: what was seen of processes and of temporary files meanwhile.
        secrets: by their names.
        clear: those of practice that its exports have in the clear, and say so.
        said: what each command wrote to standard output and standard error.
    """

    folder: Path
    watch: Watch
    secrets: dict[str, bytes] = field(default_factory=dict)
    clear: dict[str, bytes] = field(default_factory=dict)
    said: dict[str, bytes] = field(default_factory=dict)

    def new(self, name: str) -> str:
        """Make up a PIN."""
        pin = secrets.token_urlsafe(18)
        self.secrets[name] = pin.encode()
        return pin

    def run(
        self,
        data: Data,
        *words: str,
        given: Mapping[str, str] | None = None,
        by: tuple[Credential, ...] = (),
    ) -> None:
        """Give a command as its user does: a process, with the PINs by descriptors."""
        line, handed = [*words, "--data", str(data.root)], []
        pins = list((given or {}).items())
        for one in by:
            line += ["--badge", one.badge]
            with one.pin.reveal() as pin:
                pins.append(("--badge-pin-fd", bytes(pin).decode()))
        for option, text in pins:
            handed.append(production.handed(text.encode()))
            line += [option, handed[-1]]
        done = subprocess.run(
            [sys.executable, "-m", "station", *line],
            capture_output=True,
            timeout=180,
            check=False,
            pass_fds=[int(number) for number in handed],
        )
        for number in handed:
            os.close(int(number))
        # What the doctor finds of this computer, as a plain swap, is no matter here.
        well = (0, 1) if words[0] == "doctor" else (0,)
        assert done.returncode in well, done.stderr.decode()
        name = f"{data.root.name} {' '.join(words)}"
        self.said[name] = done.stdout + done.stderr


def at_a_production_station(world: World, patch: pytest.MonkeyPatch) -> None:
    """Take two orders from their making to an export, all by commands."""
    pin, officer, units_pin = (
        world.new(f"production: {whose}") for whose in ("factory", "SO", "units")
    )
    patch.setattr(production, "PIN", pin)
    patch.setattr(modules, "PRACTICE_PIN", pin)
    patch.setattr(modules, "PRACTICE_SO_PIN", officer)
    station = ProductionStation.made(world.folder / "production")
    add_real_products(station)
    patch.setattr(modules, "PRACTICE_PIN", units_pin)
    patch.setattr(units, "PRACTICE_PIN", units_pin)
    data, opens = station.data, {"--pin-fd": pin}
    anne, bert, wim = (credential(person) for person in (ANNE, BERT, WIM))
    with PracticeBench(world.folder / "production-units", 1, pacing=Pacing.NONE) as bench:
        (seat,) = bench.seats
        write_bench(data.bench, Bench(name="line-7", position=(position_of(seat),)))
        for kind in (UnitKind.X509, UnitKind.SYMMETRIC):
            order = kind.value
            words = ["order", "create", order, "--profile", f"real-{order}", "--id-scope", SCOPE]
            words += ["--no-disclosure"] * (kind is UnitKind.SYMMETRIC)
            given = {**opens, "--token-pin-fd": units_pin}
            world.run(data, *words, "--quantity", "1", given=given, by=(anne,))
            bench.plug(seat, bench.make_unit(kind, f"REAL-{order}"))
            work = ("provision", "--order", order, "--units", "1")
            world.run(data, *work, given=opens, by=(wim,))
            bench.unplug(seat)
    out = str(world.folder / "production-export")
    world.run(data, "export", "--order", "x509", "--out", out, given=opens, by=(bert,))
    world.run(data, "audit", "verify")
    world.run(data, "doctor")
    with station.open() as plant:
        keep_derived(world, plant.tools.factory, "symmetric", "real-symmetric", "production")


def keep_derived(world: World, factory: FactoryHsm, group: str, name: str, where: str) -> None:
    """Note the key that a unit was given, to look for it."""
    key = factory.derive(RegistrationId.make(group), RegistrationId.make(name))
    with key.reveal() as value:
        world.secrets[f"{where}: derived key"] = bytes(value)


def at_a_practice_station(world: World, patch: pytest.MonkeyPatch) -> None:
    """Run a unit of each mechanism, and some that fail."""
    pin, officer, units_pin, wrong = (
        world.new(f"practice: {whose}") for whose in ("factory", "SO", "units", "wrong")
    )
    patch.setattr(practice, "PRACTICE_PIN", pin)
    patch.setattr(modules, "PRACTICE_PIN", pin)
    patch.setattr(modules, "PRACTICE_SO_PIN", officer)
    data = Data.made(world.folder / "practice")
    with ExitStack() as opened:
        bench = opened.enter_context(
            PracticeBench(world.folder / "practice-units", 1, pacing=Pacing.NONE)
        )
        plant = opened.enter_context(new_practice_plant(data, bench))
        patch.setattr(modules, "PRACTICE_PIN", units_pin)
        patch.setattr(units, "PRACTICE_PIN", units_pin)
        floor = Floor(bench, plant, count(1))
        for mechanism in MECHANISMS:
            job = floor.order(mechanism, pin=Secret(units_pin.encode()))
            result = floor.run(floor.unit(mechanism), job)
            assert result.outcome is Outcome.PASSED, result.error
            attestation = result.enrollment.identity.attestation if result.enrollment else None
            if isinstance(attestation, SymmetricKeyAttestation) and result.enrollment:
                name = result.enrollment.identity.registration_id
                group = RegistrationId.make(attestation.group_id)
                derived = plant.tools.factory.derive(group, name)
                key = plant.tools.factory.disclose_group_key(group)
                with derived.reveal() as one, key.reveal() as other:
                    world.clear |= {"derived key": bytes(one), "group key": bytes(other)}
        mistyped = floor.order("x509", pin=Secret(wrong.encode()))
        assert floor.run(floor.unit("x509"), mistyped).outcome is Outcome.FAILED
        silent = floor.order("symmetric", pin=Secret(units_pin.encode()))
        garbled = floor.run(floor.unit("symmetric"), silent, behaviour=Behaviour(Manner.GARBAGE))
        assert garbled.outcome is Outcome.FAILED


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder, temporary = tmp_path_factory.mktemp("world"), tmp_path_factory.mktemp("temporary")
    made = World(folder, Watch([temporary]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))
        patch.setattr("tempfile.tempdir", str(temporary))
        # Commands in processes of their own know nothing of what else is patched here.
        patch.setattr(lease, "installation_of", installation_of)
        with made.watch.running():
            at_a_production_station(made, patch)
            at_a_practice_station(made, patch)
        yield made


@pytest.fixture
def scanner(world: World) -> Scanner:
    return Scanner({**world.secrets, **world.clear})


def test_none_stands_in_a_process_or_a_temporary_file(world: World, scanner: Scanner) -> None:
    for process in (b"hsm-worker", b"provision", b"practice-unit"):
        assert world.watch.saw("cmdline", process), "nobody looked at it"
    assert world.watch.leaks(scanner) == set()


@pytest.mark.parametrize(
    "folder", ["production/data", "production-export", "practice", "production/factory"]
)
def test_none_stands_in_what_a_station_keeps(folder: str, world: World, scanner: Scanner) -> None:
    assert any((world.folder / folder).rglob("*"))
    assert scanner.of_folder(world.folder / folder) == set()


def test_none_is_said_by_a_command(world: World, scanner: Scanner) -> None:
    leaks: set[Leak] = set()
    for command, said in world.said.items():
        leaks |= scanner.of_bytes(said, command)
    assert len(world.said) == 7
    assert leaks == set()
