"""Revoked units with symmetric keys of their own: shut out at the service, by their very keys."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from station.cli import main
from station.folders import Data
from station.model.names import IdScope, RegistrationId
from station.model.order import EnrolledAs
from station.operations.practice import ID_SCOPE
from station.practice.service.enrollments import INDIVIDUAL
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.service.group_documents import text_of_key
from tests.support.practice_service import asking, symmetric
from tests.support.push_station import (
    SYMMETRIC,
    enrol,
    know,
    made_station,
    order_of,
    reopened,
    symmetric_unit,
)

pytestmark = [pytest.mark.bench, pytest.mark.timeout(240)]

Say = Callable[..., dict[str, object]]


@dataclass(frozen=True)
class Made:
    """A station that knows a service, which has units `k-0` to `k-3` by their keys."""

    data: Data
    service: PracticeService

    def revoke(self, *names: str) -> None:
        """Revoke units at the station alone."""
        with reopened(self.data) as plant:
            for name in names:
                who = IdScope.parse(str(ID_SCOPE)), RegistrationId.parse(name)
                plant.tools.records.revoke(who, "lost")


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], made: Made) -> Say:
    """Give a command; return its status and answer."""

    def said(*words: str) -> dict[str, object]:
        capsys.readouterr()
        status = main([*words, "--json", "--data", str(made.data.root)])
        return {"status": status, **json.loads(capsys.readouterr().out or "{}")}

    return said


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    """Give a station all of whose units the service has."""
    with PracticeService(tmp_path / "service", ServiceSettings(a_minute=0)) as service:
        with made_station(tmp_path) as (data, plant):
            know(plant, service)
            order = order_of(plant, "own", SYMMETRIC, EnrolledAs.INDIVIDUAL)
            for number in range(4):
                enrol(plant, order, f"K-{number}", symmetric_unit(order, f"k-{number}"))
        assert main(["push", "--limit", "0", "--json", "--data", str(data.root)]) == 0
        yield Made(data, service)


def test_a_revoked_unit_is_disabled_by_its_key_and_another_key_stays(made: Made, say: Say) -> None:
    with asking(made.service) as ask:
        ask.put(symmetric("k-2"), if_match="*")
    made.revoke("k-1", "k-2")
    repaired = say("reconcile", "--repair", "disable-revoked", "--yes")
    assert (repaired["status"], repaired["repaired"]) == (1, 1)
    assert isinstance(repaired["left"], list)
    (left,) = repaired["left"]
    assert left["name"] == "k-2"
    assert "another key" in left["why"]
    with asking(made.service) as ask:
        keys = ask.ask("POST", "/enrollments/k-1/attestationmechanism").json()["symmetricKey"]
    entries = {name: made.service.store.get(INDIVIDUAL, name) for name in ("k-0", "k-1", "k-2")}
    assert [one is not None and one.enabled for one in entries.values()] == [True, False, True]
    with reopened(made.data) as plant:
        order = plant.tools.records.order("own")
        ((first, _),) = plant.tools.factory.derive_pairs(
            order.group_id, [RegistrationId.parse("k-1")]
        )
    assert keys["primaryKey"] == text_of_key(first), "its keys were lost by being disabled"


def test_a_revoked_unit_is_deleted_by_its_key_and_another_key_stays(made: Made, say: Say) -> None:
    with asking(made.service) as ask:
        ask.put(symmetric("k-2"), if_match="*")
    made.revoke("k-1", "k-2")
    repaired = say("reconcile", "--repair", "delete-revoked", "--yes")
    assert (repaired["status"], repaired["repaired"]) == (1, 1)
    there = [made.service.store.get(INDIVIDUAL, f"k-{number}") for number in range(4)]
    assert [one is not None for one in there] == [True, False, True, True]


def test_a_unit_whose_service_keys_were_swapped_is_ours_still(made: Made, say: Say) -> None:
    with asking(made.service) as ask:
        keys = ask.ask("POST", "/enrollments/k-3/attestationmechanism").json()["symmetricKey"]
        swapped = {"primaryKey": keys["secondaryKey"], "secondaryKey": keys["primaryKey"]}
        attestation = {"type": "symmetricKey", "symmetricKey": swapped}
        ask.put({"registrationId": "k-3", "attestation": attestation}, if_match="*")
    made.revoke("k-3")
    assert say("reconcile", "--repair", "disable-revoked", "--yes")["repaired"] == 1
