"""A production station of a test's own, on SoftHSM tokens, and commands given to it with PINs.

Commands run in this process. PINs are handed over by file descriptors, as a script does it.
"""

import io
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from station.cli import main
from station.folders import Data, resource
from station.hsm.factory import Ceremony, FactoryHsm
from station.hsm.tokens import Module, TokenAddress
from station.line.profiles import find_profile
from station.model.people import Credential
from station.model.rights import Right
from station.model.world import World
from station.operations.factory_file import FactoryFile
from station.operations.plant import KNOWN, Plant, open_plant
from station.practice.modules import PRACTICE_PIN, PRACTICE_SO_PIN, Programs, make_token
from station.records import lease
from station.records.store import Records
from station.secret import Secret
from tests.unit.records.staffed import (
    ANNE,
    accept_software,
    agreed,
    credential,
    quick_hashing,
    staff,
)

NAME: Final = "line-7"
PIN: Final = PRACTICE_PIN  # of the factory's token, whose world is production all the same
OFFICER_PIN: Final = PRACTICE_SO_PIN
SCOPE: Final = "0ne00A1B2C3"


@contextmanager
def one_installation() -> Iterator[None]:
    """Let copies be the station itself, as after its computer's image was put back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lease, "installation_of", lambda _: "1" * 64)
        yield


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said.

    Attributes:
        status: the exit status.
        out: on standard output.
        err: on standard error.
    """

    status: int
    out: str
    err: str

    @property
    def answer(self) -> dict[str, object]:
        """The one object of `--json`."""
        found: dict[str, object] = json.loads(self.out)
        return found


@dataclass(frozen=True)
class ProductionStation:
    """A station of the real world.

    Attributes:
        data: its folder.
    """

    data: Data

    @classmethod
    def made(
        cls, folder: Path, *, staffed: bool = True, name: str = NAME, above: Path | None = None
    ) -> "ProductionStation":
        """Set one up in a new folder; takes a second.

        Args:
            folder: for its tokens and its data.
            staffed: whether the people of `staffed` work there, else nobody.
            name: the station's.
            above: the folder of another station, whose root is this one's too.
        """
        pin = Secret(PIN.encode())
        data, factory = Data.made(folder / "data"), _module(folder / "factory")
        root = TokenAddress(_module((above or folder) / "root"), "root")
        file = _file(factory, name)
        with FactoryHsm.set_up(
            file.address, pin, Ceremony(name, World.PRODUCTION, root, pin)
        ) as hsm:
            with Records.create(data.database, hsm, station=name, practice=False) as records:
                if staffed:
                    staff(records)
                    accept_software(records)
            file.write(data, hsm.audit_certificate)
        return cls(data)

    def copied(self, folder: Path) -> "ProductionStation":
        """Return a copy of it, with its token, in a new folder: quicker than a new one."""
        shutil.copytree(self.data.root.parent, folder, dirs_exist_ok=True)
        data, factory = Data.made(folder / "data"), _module(folder / "factory")
        audit = x509.load_pem_x509_certificate(data.audit_certificate.read_bytes())
        _file(factory).write(data, audit.public_bytes(Encoding.DER))
        return ProductionStation(data)

    @contextmanager
    def open(self) -> Iterator[Plant]:
        """Open it for work, beside the commands."""
        with quick_hashing(), open_plant(self.data, Secret(PIN.encode())) as plant:
            yield plant

    def __call__(
        self,
        *words: str,
        by: Sequence[Credential] = (),
        given: Mapping[str, str] | None = None,
        pin: str | None = PIN,
    ) -> Said:
        """Give a command.

        Args:
            words: the command and its options.
            by: whose badges and PINs go with it, in their order.
            given: what else is handed over by a descriptor: the option's name and the PIN.
            pin: the factory token's, or None where the command takes none.
        """
        line = [*words, "--data", str(self.data.root)]
        for one in by:
            with one.pin.reveal() as secret:
                line += ["--badge", one.badge, "--badge-pin-fd", handed(bytes(secret))]
        more = dict(given or {})
        if pin is not None:
            more["--pin-fd"] = pin
        for option, text in more.items():
            line += [option, handed(text.encode())]
        return said(*line)


def add_real_products(station: ProductionStation) -> None:
    """Give it profiles `real-x509`, `real-tpm`, `real-symmetric`: the practice ones, released."""
    station.data.profiles.mkdir(exist_ok=True)
    mechanisms = ("x509", "tpm", "symmetric")
    for mechanism in mechanisms:
        text = resource(f"profiles/practice-{mechanism}.toml").read_text(encoding="utf-8")
        real = text.replace(f'"practice-{mechanism}"', f'"real-{mechanism}"')
        real = real.replace("practice = true", "practice = false")
        (station.data.profiles / f"real-{mechanism}.toml").write_text(real, encoding="utf-8")
    with station.open() as plant:
        for mechanism in mechanisms:
            release(plant, f"real-{mechanism}")


def release(plant: Plant, product: str) -> None:
    """Have Anne and Bert release a product's profile."""
    loaded = find_profile(product, plant.data.profiles, KNOWN)
    plant.release_profile(loaded, agreed(plant.tools.records, Right.RELEASE_PROFILE))


def real_order(station: ProductionStation, mechanism: str) -> Said:
    """Have Anne make an order, named as the mechanism, of two units of a real product."""
    words = ("order", "create", mechanism, "--profile", f"real-{mechanism}")
    more = ("--id-scope", SCOPE, "--quantity", "2")
    given = {"--token-pin-fd": PRACTICE_PIN}
    told = ("--no-disclosure",) if mechanism == "symmetric" else ()
    return station(*words, *more, *told, by=[credential(ANNE)], given=given)


def said(*words: str) -> Said:
    """Run a command and return how it ended; hashes of PINs take no time."""
    out, err = io.StringIO(), io.StringIO()
    with quick_hashing(), redirect_stdout(out), redirect_stderr(err):
        status = main(words)
    return Said(status, out.getvalue(), err.getvalue())


def handed(secret: bytes) -> str:
    """Return the number of an open file from which a secret can be read once."""
    source, sink = os.pipe()
    os.write(sink, secret + b"\n")
    os.close(sink)
    return str(source)


def _module(folder: Path) -> Module:
    folder.mkdir(parents=True, exist_ok=True)
    return make_token(folder, folder.name, Programs.found().softhsm)


def _file(module: Module, name: str = NAME) -> FactoryFile:
    return FactoryFile(
        station=name,
        practice=False,
        library=module.library,
        label="factory",
        environment=dict(module.environment),
    )
