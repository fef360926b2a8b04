"""A backup restored where another token works than the one that the station began with."""

import shutil
from pathlib import Path
from threading import Event

import pytest

from station.folders import Data
from station.line.work import TOKEN_PIN
from station.model.names import RegistrationId
from station.model.rights import Right
from station.operations.backup_content import Watch
from station.operations.backup_make import BackupAsked, make_backup
from station.operations.backup_recipient import read_recipient
from station.operations.backup_restore import RestoreAsked, restore_backup
from station.operations.factory_file import FactoryFile
from station.operations.groups import open_group
from station.operations.second_place import Taking, replace_token
from station.practice.modules import PRACTICE_PIN
from station.records.replacement import Consent
from station.secret import Secret
from tests.support.production import ProductionStation, add_real_products, real_order
from tests.support.recovery import Recovery, recovery
from tests.support.second import pin, ready, second_of
from tests.unit.records.staffed import (
    ANNE,
    BERT,
    accept_software,
    agreed,
    credential,
    quick_hashing,
)

pytestmark = pytest.mark.bench

GROUP = RegistrationId.parse("symmetric")
BOTH = [credential(ANNE), credential(BERT)]


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Recovery:
    return recovery(tmp_path_factory.mktemp("safe"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, key: Recovery) -> ProductionStation:
    """A station whose second token is ready, and which knows its recovery certificate."""
    station = ProductionStation.made(tmp_path_factory.mktemp("made"))
    add_real_products(station)
    with station.open() as plant:
        records = plant.tools.records
        open_group(plant.tools, GROUP, None, agreed(records, Right.ORDERS))
        recipient = read_recipient(key.certificate_file)
        settings = records.settings().model_copy(update={"recovery": recipient.setting})
        records.set_settings(settings, agreed(records, Right.SETTINGS))
    assert real_order(station, "x509").status == 0
    with station.open() as plant:
        ready(station, plant)
    return station


@pytest.fixture
def station(made: ProductionStation, tmp_path: Path) -> ProductionStation:
    return made.copied(tmp_path / "copy")


def first_is_lost(station: ProductionStation) -> None:
    shutil.rmtree(station.data.root.parent / "factory")


def take_place(station: ProductionStation, data: Data) -> None:
    with quick_hashing():
        taking = Taking(second_of(station), pin())
        replace_token(data, taking, Consent(BOTH, "the first is broken"))


def backed_up_and_restored(station: ProductionStation, key: Recovery) -> ProductionStation:
    """Return what comes of a backup on another disk, the folder itself being lost."""
    watch, file = Watch(lambda *_: None, Event()), station.data.root.with_name("x.backup")
    make_backup(station.data, read_recipient(key.certificate_file), BackupAsked(file), watch)
    shutil.rmtree(station.data.root)
    root = station.data.root.with_name("restored")
    restore_backup(RestoreAsked(file, key.key, "the key"), root, watch)
    return ProductionStation(Data(root))


def check_works(back: ProductionStation) -> None:
    """Check that the second token opens all that the record has sealed, and makes units."""
    assert FactoryFile.read(back.data).label == "second"
    with back.open() as plant:
        records, token = plant.tools.records, plant.tools.factory
        order = records.order("x509")
        assert order.token_pin is not None
        assert token.unseal(TOKEN_PIN, order.token_pin) == Secret(PRACTICE_PIN.encode())
        token.groups.demand(GROUP)
        records.log_in(ANNE.badge, credential(ANNE).pin)
        accept_software(records)
        records.begin_run("x509", order.profile_hash, "1")
    verified = back("audit", "verify", pin=None)
    assert verified.status == 0, verified.err


def test_a_backup_from_after_the_second_took_over_works_on_the_second(
    station: ProductionStation, key: Recovery
) -> None:
    first_is_lost(station)
    take_place(station, station.data)
    back = backed_up_and_restored(station, key)
    said = back("adopt", "--yes", "--reason", "the disk broke too", by=BOTH)
    assert said.status == 0, said.err
    check_works(back)


def test_a_backup_from_before_comes_back_where_token_and_disk_are_lost(
    station: ProductionStation, key: Recovery
) -> None:
    back = backed_up_and_restored(station, key)
    first_is_lost(station)
    take_place(station, back.data)
    said = back("adopt", "--yes", "--reason", "a fire", by=BOTH)
    assert said.status == 0, said.err
    check_works(back)
