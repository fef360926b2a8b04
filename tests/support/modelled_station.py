"""A practice station on SoftHSM, set up once and copied, that is opened, stopped and cut off."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Any, Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from station.folders import Data
from station.hsm.factory import Ceremony, FactoryHsm
from station.hsm.tokens import TokenAddress
from station.line.bench import Position
from station.line.shift import Assignment
from station.model.order import OrderSpec, Reprovisioning
from station.model.world import World
from station.operations.bench_board import Told
from station.operations.factory_file import FactoryFile
from station.operations.plant import Plant, open_plant
from station.operations.practice import ID_SCOPE, STATION_NAME, practice_pin
from station.operations.wizard import Wizard
from station.practice.maker import TpmMaker
from station.practice.modules import Programs, make_token
from station.records.clock import steady_seconds
from station.records.roots import RootKind
from station.records.store import Records
from tests.support.floor_model import MAX_RUNS, Batch
from tests.support.modelled_units import Inside

ORDERS = {
    "given-once": ("x509-device", 3, 1, Reprovisioning.NEVER),
    "same-key": ("symmetric-device", 3, 0, Reprovisioning.SAME_KEY),
    "chips": ("tpm", 2, 1, Reprovisioning.SAME_KEY),
    "tokens": ("x509", 2, 0, Reprovisioning.SAME_KEY),
}
USUAL = {
    Inside.KEYS: ("given-once", "same-key"),
    Inside.CHIP: ("chips",),
    Inside.TOKEN: ("tokens",),
}
"""The orders for what has what inside."""
POSITIONS = ("1", "2", "3")
_PROFILE = """\
schema = 1
name = "{name}"
title = "A modelled product"
mechanism = "{mechanism}"
practice = true
[link]
kind = "smp"
connect_s = 0.3
[names]
serial = "[A-Za-z0-9-]+"
{names}
[units]
max_runs = {most}
{more}
"""
_MORE = {
    "x509-device": '[x509]\nkey = "ec-p256"\nvalid_days = 365\nproof = "signature"',
    "symmetric-device": '[symmetric]\ninstall = "sealed"\nkeeper = "software"',
    "tpm": '[tpm]\nek_certificate = "require"',
    "x509": '[x509]\nkey = "ec-p256"\nvalid_days = 365',
}


def batches() -> dict[str, Batch]:
    """Return the orders as the model has them at first."""
    return {
        name: Batch(mechanism, quantity, allowance, policy is Reprovisioning.SAME_KEY)
        for name, (mechanism, quantity, allowance, policy) in ORDERS.items()
    }


@dataclass(frozen=True)
class Works:
    """What is made once for all examples.

    Attributes:
        folder: holds the station `plant`, to be copied, and the blank token.
        burnt: a key that units' makers burnt in, PEM.
    """

    folder: Path
    burnt: bytes

    @classmethod
    def made(cls, folder: Path, maker: TpmMaker) -> Self:
        """Set the station up, with its orders; takes some seconds."""
        _set_up(folder / "plant", maker)
        blank = folder / "blank"
        blank.mkdir()
        make_token(blank, "unit", Programs.found().softhsm)
        key = ec.generate_private_key(ec.SECP256R1())
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return cls(folder, pem)

    @property
    def blank(self) -> Path:
        """The folder of an initialised token's files."""
        return self.folder / "blank" / "token"

    def copied(self, folder: Path) -> Data:
        """Return the data folder of a copy of the station."""
        shutil.copytree(self.folder / "plant", folder)
        data = Data.made(folder / "data")
        file = FactoryFile.read(data)
        module = make_token(folder / "factory", "factory", Programs.found().softhsm)
        moved = file.model_copy(update={"environment": dict(module.environment)})
        pem = data.audit_certificate.read_bytes()
        moved.write(data, x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER))
        return data


def _set_up(folder: Path, maker: TpmMaker) -> None:
    library = Programs.found().softhsm
    (folder / "factory").mkdir(parents=True)
    (folder / "root").mkdir()
    module = make_token(folder / "factory", "factory", library)
    root = TokenAddress(make_token(folder / "root", "root", library), "root")
    data = Data.made(folder / "data")
    file = FactoryFile(
        station=STATION_NAME,
        practice=True,
        library=module.library,
        label="factory",
        environment=dict(module.environment),
    )
    ceremony = Ceremony(STATION_NAME, World.PRACTICE, root, practice_pin())
    with (
        FactoryHsm.set_up(file.address, practice_pin(), ceremony) as factory,
        Records.create(
            data.database, factory, station=STATION_NAME, practice=True, steady=steady_seconds
        ) as records,
    ):
        for certificate in maker.trust.roots:
            records.add_root(certificate, RootKind.ROOT)
        for certificate in maker.trust.intermediates:
            records.add_root(certificate, RootKind.INTERMEDIATE)
        file.write(data, factory.audit_certificate)
    with open_plant(data, practice_pin()) as plant:
        _take_orders(plant)


def _take_orders(plant: Plant) -> None:
    plant.data.profiles.mkdir(exist_ok=True)
    for name, (mechanism, quantity, allowance, policy) in ORDERS.items():
        product = f"modelled-{name}"
        text = _PROFILE.format(
            name=product,
            mechanism=mechanism,
            names="" if mechanism == "tpm" else 'registration_id = "{serial}"',
            most=MAX_RUNS,
            more=_MORE[mechanism],
        )
        (plant.data.profiles / f"{product}.toml").write_text(text, encoding="utf-8")
        spec = OrderSpec(
            name=name,
            profile=product,
            id_scope=ID_SCOPE,
            quantity=quantity,
            scrap_allowance=allowance,
            reprovisioning=policy,
        )
        plant.create_order(spec, practice_pin())
    for position, name in zip(POSITIONS, ORDERS, strict=False):
        plant.tools.records.assign(position, name)


class WatchedWizard(Wizard):
    """A wizard that says where nothing is at work.

    Attributes:
        idle: the positions that wait for a unit.
    """

    def __init__(self, plant: Plant, positions: Sequence[Position], told: Told) -> None:
        super().__init__(plant, positions, told)
        self.idle: set[str] = set()
        self._watch: Any = _Blind()

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        """Wait for a unit; see `Wizard.next`."""
        self.idle.add(position.name)
        self._told(self.view)
        return super().next(position, cancel)

    def ready(self, position: str) -> bool:
        """Whether whatever was begun at a position is over."""
        return position in self.idle or self._stands[position].thread is None


class _Blind:
    """A port watch that sees nothing: the test's hands say what comes and goes."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return None
