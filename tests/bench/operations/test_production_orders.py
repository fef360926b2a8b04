"""Orders of a real station by command: released profiles, first articles, and who may do what."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from station.errors import StationError
from station.line.checks import check_job
from station.model.profile import ProveWhen
from station.model.run import Run
from station.operations.plant import Plant
from tests.support.production import ProductionStation
from tests.unit.records.software import enrollment_of, x509_identity
from tests.unit.records.staffed import ANNE, BERT, WIM, credential

pytestmark = pytest.mark.bench

BOX = """\
schema = 1
name = "box"
title = "A box"
version = {version}
mechanism = "x509-device"

[link]
kind = "smp"

[x509]
"""
ORDER = ("--profile", "box", "--id-scope", "0ne00A1B2C3", "--quantity", "5")
A, B, W = (credential(person) for person in (ANNE, BERT, WIM))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> ProductionStation:
    return ProductionStation.made(tmp_path_factory.mktemp("made"))


@pytest.fixture
def station(made: ProductionStation, tmp_path: Path) -> Iterator[ProductionStation]:
    """Return a station with a profile of its own that nobody has released."""
    copy = made.copied(tmp_path / "copy")
    put_profile(copy)
    yield copy
    shutil.rmtree(tmp_path / "copy")


def put_profile(station: ProductionStation, version: int = 1, more: str = "") -> None:
    station.data.profiles.mkdir(exist_ok=True)
    path = station.data.profiles / "box.toml"
    path.write_text(BOX.format(version=version) + more, encoding="utf-8")


def listed(station: ProductionStation) -> dict[str, object]:
    profiles = json.loads(station("profile", "list", "--json", pin=None).out)["profiles"]
    return next(one for one in profiles if one["name"] == "box")


def assert_verified(station: ProductionStation) -> None:
    told = station("audit", "verify", pin=None)
    assert told.status == 0, told.err


def passed(plant: Plant, serial: str, order: str) -> Run:
    """Enrol a unit, as a run at the bench ends."""
    records = plant.tools.records
    job = plant.job(order)
    check_job(job, plant.tools)
    run = records.begin_run(order, job.profile_hash, "1")
    records.admit(run, serial)
    enrollment = enrollment_of(run, serial, x509_identity(f"unit-{serial}".lower()))
    records.enrol(run, enrollment, seconds=1, steps=())
    return run


def test_an_order_is_made_with_a_released_profile_only(station: ProductionStation) -> None:
    refused = station("order", "create", "boxes", *ORDER, by=[A])
    assert (refused.status, "PRF-008" in refused.err) == (3, True)
    assert listed(station)["released"] is False
    one = station("profile", "release", "box", by=[A])
    assert (one.status, "CFG-004" in one.err) == (2, True)
    twice = station("profile", "release", "box", by=[A, A])
    assert (twice.status, "CFG-004" in twice.err) == (2, True)
    worker = station("profile", "release", "box", by=[A, W])
    assert "REC-025" in worker.err
    done = station("profile", "release", "box", "--json", by=[A, B])
    assert (done.status, done.answer["version"]) == (0, 1)
    assert listed(station)["released"] is True
    assert "# Version 1, released: yes" in station("profile", "show", "box", pin=None).out
    made = station("order", "create", "boxes", "--json", *ORDER, by=[A])
    assert (made.status, made.answer["state"]) == (0, "first-article")
    assert_verified(station)


def test_a_changed_profile_needs_the_next_version(station: ProductionStation) -> None:
    assert station("profile", "release", "box", by=[A, B]).status == 0
    put_profile(station, more="# other\n")
    assert listed(station)["released"] is False
    assert "PRF-007" in station("profile", "release", "box", by=[A, B]).err
    put_profile(station, version=2)
    assert station("profile", "release", "box", by=[A, B]).status == 0


def test_no_run_is_begun_once_the_release_is_withdrawn(station: ProductionStation) -> None:
    assert station("profile", "release", "box", by=[A, B]).status == 0
    assert station("order", "create", "boxes", *ORDER, by=[A]).status == 0
    with station.open() as plant:
        job = plant.job("boxes")
    done = station("profile", "withdraw", "box", "--json", by=[A, B])
    assert done.answer == {"name": "box", "versions": [1]}
    with station.open() as plant:
        with pytest.raises(StationError, match="PRF-008"):
            plant.job("boxes")
        with pytest.raises(StationError, match="PRF-008"):
            check_job(job, plant.tools)
    assert "PRF-009" in station("profile", "withdraw", "box", "--version", "1", by=[A, B]).err
    assert_verified(station)


def test_a_profile_released_by_hand_in_the_database_is_refused(
    station: ProductionStation,
) -> None:
    assert station("profile", "release", "box", by=[A, B]).status == 0
    assert station("profile", "withdraw", "box", by=[A, B]).status == 0
    with closing(sqlite3.connect(station.data.database)) as connection, connection:
        connection.execute("UPDATE profile_releases SET withdrawn = 0")
    refused = station("order", "create", "boxes", *ORDER, by=[A])
    assert (refused.status, "REC-012" in refused.err) == (3, True)
    found = station("audit", "verify", pin=None)
    assert "the release of profile box (version 1) was changed" in found.out


def test_a_first_article_is_proved_twice_and_signed_by_another(
    station: ProductionStation,
) -> None:
    assert station("profile", "release", "box", by=[A, B]).status == 0
    made = station("order", "create", "boxes", *ORDER, by=[A])
    assert "'station order sign boxes' then lets it run" in made.out
    nothing = station("order", "sign", "boxes", by=[A])
    assert (nothing.status, "REC-040" in nothing.err) == (2, True)
    with station.open() as plant:
        assert plant.job("boxes").prove is ProveWhen.AFTER_RESTART
        plant.tools.records.log_in(ANNE.badge, A.pin)
        passed(plant, "SN-1", "boxes")
        with pytest.raises(StationError, match="REC-039"):
            passed(plant, "SN-2", "boxes")
    own = station("order", "sign", "boxes", by=[A])
    assert (own.status, "REC-041" in own.err) == (2, True)
    rejected = station("order", "reject", "boxes", "--reason", "a scratch", "--json", by=[A])
    assert rejected.answer["serial"] == "SN-1"
    with station.open() as plant:
        plant.tools.records.log_in(ANNE.badge, A.pin)
        passed(plant, "SN-2", "boxes")
    signed = station("order", "sign", "boxes", "--json", by=[B])
    assert (signed.status, signed.answer["serial"], signed.answer["state"]) == (0, "SN-2", "open")
    with station.open() as plant:
        assert plant.job("boxes").prove is ProveWhen.AT_ONCE
    shown = station("order", "show", "boxes", pin=None).out
    assert "signed, run " in shown
    assert "; 1 rejected" in shown
    assert_verified(station)


def test_rejecting_says_why(station: ProductionStation) -> None:
    told = station("order", "reject", "boxes", by=[A])
    assert (told.status, "REC-026" in told.err) == (2, True)
