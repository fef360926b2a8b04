"""A production station with a second token made ready, on SoftHSM tokens; as people do it."""

from pathlib import Path
from typing import Final

from station.hsm.ca_keys import RootToken
from station.hsm.tokens import TokenAddress
from station.operations.plant import Plant
from station.operations.second_token import MadeReady, SecondToken, make_ready
from station.practice.modules import PRACTICE_PIN, Programs, make_token
from station.secret import Secret
from tests.support.production import ProductionStation
from tests.unit.records.staffed import ANNE, BERT, credential

LABEL: Final = "second"


def second_of(station: ProductionStation, label: str = LABEL) -> TokenAddress:
    """Return the address of the station's second token, empty where it isn't there yet."""
    return _token(station.data.root.parent / label, label)


def root_of(station: ProductionStation) -> TokenAddress:
    """Return the address of its root's token."""
    return _token(station.data.root.parent / "root", "root")


def root_token(station: ProductionStation) -> RootToken:
    """Return its root's token, and the PIN of it."""
    return RootToken(root_of(station), pin())


def pin() -> Secret:
    """Return the PIN of all its tokens."""
    return Secret(PRACTICE_PIN.encode())


def wanted(
    station: ProductionStation,
    second: TokenAddress | None = None,
    root: TokenAddress | None = None,
) -> SecondToken:
    """Return what Anne and Bert make ready; by default its own second token, by its own root."""
    above = RootToken(root or root_of(station), pin())
    people = [credential(one) for one in (ANNE, BERT)]
    return SecondToken(second or second_of(station), pin(), above, people, "a test")


def ready(station: ProductionStation, plant: Plant, label: str = LABEL) -> MadeReady:
    """Have Anne and Bert make it ready."""
    return make_ready(plant, wanted(station, second_of(station, label)))


def _token(folder: Path, label: str) -> TokenAddress:
    folder.mkdir(parents=True, exist_ok=True)
    return TokenAddress(make_token(folder, label, Programs.found().softhsm), label)
