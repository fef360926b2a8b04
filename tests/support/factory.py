"""A factory's token of the test's own, set up as the practice bench does it, without a bench."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from station.hsm.factory import Ceremony, FactoryHsm
from station.hsm.tokens import TokenAddress
from station.model.world import World
from station.practice.modules import PRACTICE_PIN, Programs, make_token
from station.secret import Secret


@contextmanager
def practice_factory(folder: Path, name: str) -> Iterator[FactoryHsm]:
    """Set up a factory's token on SoftHSM below `folder`, for the station `name`."""
    pin = Secret(PRACTICE_PIN.encode())
    root, factory = (_token(folder / part, f"station-{part}") for part in ("root", "factory"))
    ceremony = Ceremony(name, World.PRACTICE, root, pin)
    with FactoryHsm.set_up(factory, pin, ceremony) as hsm:
        yield hsm


def _token(folder: Path, label: str) -> TokenAddress:
    folder.mkdir(parents=True)
    return TokenAddress(make_token(folder, label, Programs.found().softhsm), label)
