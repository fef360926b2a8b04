"""A second token is made ready, shows what it can do, and takes the first one's place."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509

from station.errors import StationError
from station.hsm.factory import FactoryHsm
from station.hsm.second import Following
from station.model.names import RegistrationId
from station.model.order import OrderSecret
from station.model.rights import Right
from station.operations.ceremony_protocol import check_protocol
from station.operations.drill import drill
from station.operations.groups import open_group
from station.operations.plant import FactoryFile, open_reader
from station.operations.second_place import Taking, replace_token
from station.operations.second_token import group_check
from station.records.entries import EntryKind
from station.records.replacement import Consent
from station.secret import Secret
from tests.support.production import ProductionStation, add_real_products, real_order
from tests.support.second import pin, ready, root_of, second_of
from tests.unit.records.staffed import ANNE, BERT, WIM, agreed, credential, quick_hashing

pytestmark = pytest.mark.bench

GROUP = RegistrationId.parse("symmetric")
BOTH = [credential(ANNE), credential(BERT)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> ProductionStation:
    """A station at work, whose second token is ready."""
    station = ProductionStation.made(tmp_path_factory.mktemp("made"))
    add_real_products(station)
    with station.open() as plant:
        open_group(plant.tools, GROUP, None, agreed(plant.tools.records, Right.ORDERS))
        plant.tools.records.set_settings(
            plant.tools.records.settings(), agreed(plant.tools.records, Right.SETTINGS)
        )
    for mechanism in ("x509", "symmetric"):
        assert real_order(station, mechanism).status == 0
    with station.open() as plant:
        ready(station, plant)
    return station


@pytest.fixture
def station(made: ProductionStation, tmp_path: Path) -> Iterator[ProductionStation]:
    copy = made.copied(tmp_path / "copy")
    yield copy
    shutil.rmtree(tmp_path / "copy")


def test_try(station: ProductionStation) -> None:
    with quick_hashing():
        replaced = replace_token(
            station.data, Taking(second_of(station), pin()), Consent(BOTH, "the first is broken")
        )
    print(replaced)
    with station.open() as plant:
        print(plant.tools.records.verify())
        print(plant.tools.records.orders())
