"""SoftHSM tokens in folders of the test's own, and factories that were set up once and copied."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pkcs11
import pytest

from station.hsm.factory import Ceremony, FactoryHsm
from station.hsm.requests_any import (
    OpenToken,
)
from station.hsm.session import TokenSession, open_session
from station.hsm.tokens import Module, Token, TokenAddress, initialise_token
from station.model.world import World
from station.secret import Secret

LIBRARY = next(
    path
    for path in (
        "/usr/lib/softhsm/libsofthsm2.so",
        "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
        "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    )
    if Path(path).exists()
)
CONFIGURATION = """\
directories.tokendir = {}
objectstore.backend = file
log.level = ERROR
slots.removable = false
"""
SO_PIN = Secret(b"so-90817263")
Tool = Callable[..., str]


def softhsm(folder: Path) -> Module:
    """Return the module whose tokens lie in `folder`/tokens."""
    tokens = folder / "tokens"
    tokens.mkdir(parents=True, exist_ok=True)
    configuration = folder / "softhsm2.conf"
    configuration.write_text(CONFIGURATION.format(tokens))
    return Module(LIBRARY, {"SOFTHSM2_CONF": str(configuration)})


@pytest.fixture(scope="session")
def pin() -> Secret:
    """The PIN of every token here, found nowhere else."""
    return Secret(b"pin-60514233")


@pytest.fixture
def make_module(tmp_path: Path) -> Callable[[str], Module]:
    """Make a module with no token yet, by the name of its folder below `tmp_path`."""
    return lambda name: softhsm(tmp_path / name)


@pytest.fixture(scope="session")
def unit_folder(tmp_path_factory: pytest.TempPathFactory, pin: Secret) -> Path:
    """A folder with one initialised token, to be copied."""
    folder = tmp_path_factory.mktemp("unit")
    initialise_token(softhsm(folder), "unit", SO_PIN, pin)
    return folder


@pytest.fixture
def unit(tmp_path: Path, unit_folder: Path) -> TokenAddress:
    """A unit's fresh token, in `tmp_path`/unit."""
    shutil.copytree(unit_folder, tmp_path / "unit")
    return TokenAddress(softhsm(tmp_path / "unit"), "unit")


@pytest.fixture
def token(unit: TokenAddress, pin: Secret) -> Iterator[Token]:
    """The unit's token, open."""
    with Token.open(unit, pin) as opened:
        yield opened


def _set_up(folder: Path, pin: Secret, world: World) -> Path:
    for name in ("factory", "root"):
        initialise_token(softhsm(folder / name), f"station-{name}", SO_PIN, pin)
    factory = TokenAddress(softhsm(folder / "factory"), "station-factory")
    root = TokenAddress(softhsm(folder / "root"), "station-root")
    FactoryHsm.set_up(factory, pin, Ceremony("Test Station", world, root, pin)).close()
    return folder / "factory"


@pytest.fixture(scope="session")
def practice_folder(tmp_path_factory: pytest.TempPathFactory, pin: Secret) -> Path:
    """A folder with a practice factory's token, to be copied."""
    return _set_up(tmp_path_factory.mktemp("practice"), pin, World.PRACTICE)


@pytest.fixture(scope="session")
def production_folder(tmp_path_factory: pytest.TempPathFactory, pin: Secret) -> Path:
    """A folder with a production factory's token, to be copied."""
    return _set_up(tmp_path_factory.mktemp("production"), pin, World.PRODUCTION)


@pytest.fixture
def practice(tmp_path: Path, practice_folder: Path) -> TokenAddress:
    """A practice factory's token, in `tmp_path`/practice."""
    shutil.copytree(practice_folder, tmp_path / "practice")
    return TokenAddress(softhsm(tmp_path / "practice"), "station-factory")


@pytest.fixture
def production(tmp_path: Path, production_folder: Path) -> TokenAddress:
    """A production factory's token, in `tmp_path`/production."""
    shutil.copytree(production_folder, tmp_path / "production")
    return TokenAddress(softhsm(tmp_path / "production"), "station-factory")


@pytest.fixture
def factory(practice: TokenAddress, pin: Secret) -> Iterator[FactoryHsm]:
    """A practice factory, unlocked."""
    with FactoryHsm.open(practice, pin) as opened:
        yield opened


@pytest.fixture
def tool(pin: Secret) -> Tool:
    """Run `pkcs11-tool` on a token, logged in, and return what it prints."""

    def run(address: TokenAddress, *arguments: str) -> str:
        with pin.reveal() as secret:
            login = ["--token-label", str(address.label), "--login", "--pin", secret.decode()]
        done = subprocess.run(
            ["pkcs11-tool", "--module", address.module.library, *login, *arguments],
            env={**os.environ, **address.module.environment},
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@contextmanager
def inside(
    address: TokenAddress, pin: Secret, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TokenSession]:
    """Have a token open in this very process, where anything can be left on it."""
    monkeypatch.setenv("SOFTHSM2_CONF", address.module.environment["SOFTHSM2_CONF"])
    with pin.reveal() as data:
        opened = open_session(OpenToken(address.module.library, address.label, Secret(data)))
    yield opened
    opened.close()
    pkcs11.unload(address.module.library)


@pytest.fixture
def session(
    unit: TokenAddress, pin: Secret, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TokenSession]:
    """The unit's token in this very process, where its keys can be made as badly as may be."""
    with inside(unit, pin, monkeypatch) as opened:
        yield opened
