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


def second_of(station: ProductionStation) -> TokenAddress:
    """Return the address of the station's second token, empty where it isn't there yet."""
    return _token(station.data.root.parent / LABEL, LABEL)


def root_of(station: ProductionStation) -> TokenAddress:
    """Return the address of its root's token."""
    return _token(station.data.root.parent / "root", "root")


def pin() -> Secret:
    """Return the PIN of all its tokens."""
    return Secret(PRACTICE_PIN.encode())


def wanted(station: ProductionStation) -> SecondToken:
    """Return its second token as Anne and Bert make it ready."""
    root = RootToken(root_of(station), pin())
    people = [credential(one) for one in (ANNE, BERT)]
    return SecondToken(second_of(station), pin(), root, people, "a test")


def ready(station: ProductionStation, plant: Plant) -> MadeReady:
    """Make it ready."""
    return make_ready(plant, wanted(station))


def _token(folder: Path, label: str) -> TokenAddress:
    folder.mkdir(parents=True, exist_ok=True)
    return TokenAddress(make_token(folder, label, Programs.found().softhsm), label)
