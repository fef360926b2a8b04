"""One unit of a group shut out: by command, at the service by a push, and seen as equal then."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from station.cli import main
from station.folders import Data
from station.model.order import EnrolledAs
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.records.entries import EntryKind
from tests.support.practice_service import asking
from tests.support.push_station import (
    SYMMETRIC,
    X509,
    enrol,
    know,
    made_station,
    order_of,
    reopened,
    symmetric_unit,
    x509_unit,
)

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]


@dataclass(frozen=True)
class Made:
    """A station that knows a service, with a group of either kind."""

    data: Data
    service: PracticeService


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("groups")
    with PracticeService(folder / "service", ServiceSettings(a_minute=0)) as service:
        with made_station(folder) as (data, plant):
            know(plant, service)
            keyed = order_of(plant, "keyed", SYMMETRIC)
            certs = order_of(plant, "certs", X509, EnrolledAs.GROUP)
            for number in range(3):
                enrol(plant, keyed, f"K-{number}", symmetric_unit(keyed, f"k-{number}"))
            # Units of one group have one issuer, or two: each of these has its own.
            for number in range(2):
                enrol(plant, certs, f"X-{number}", x509_unit(f"x-{number}"))
        yield Made(data, service)


Say = Callable[..., dict[str, object]]


@pytest.fixture
def say(made: Made, capsys: pytest.CaptureFixture[str]) -> Say:
    """Give a command; return its status and answer."""

    def said(*words: str) -> dict[str, object]:
        capsys.readouterr()
        status = main([*words, "--json", "--data", str(made.data.root)])
        answer = json.loads(capsys.readouterr().out or "{}")
        return {"status": status, **answer}

    return said


def findings(out: Path) -> dict[str, str]:
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return {row["name"]: row["found"] for row in rows if "found" in row and "name" in row}


def test_a_unit_of_each_kind_of_group_is_shut_out_at_the_service_and_found_as_it_should_be(
    made: Made, say: Say, tmp_path: Path
) -> None:
    why = ("--reason", "stolen", "--yes")
    say("push", "--limit", "0")
    assert say("group", "disable", "keyed", "--unit", "K-1", *why)["disabled"] is True
    assert say("group", "disable", "certs", "--unit", "x-1", *why)["unit"] == "x-1"
    assert say("group", "disable", "certs", "--unit", "K-2", *why)["status"] == 2
    assert say("reconcile", "--out", str(tmp_path / "before"))["status"] == 1
    before = findings(tmp_path / "before")
    assert {name: before[name] for name in ("k-1", "x-1")} == {
        "k-1": "unblocked",
        "x-1": "unblocked",
    }
    pushed = say("push", "--limit", "0")
    shut = pushed["shut_out"]
    assert isinstance(shut, dict)
    assert shut["created"] == 2
    with asking(made.service) as ask:
        documents = [ask.ask("GET", f"/enrollments/{name}").json() for name in ("k-1", "x-1")]
    assert [one["provisioningStatus"] for one in documents] == ["disabled", "disabled"]
    say("reconcile", "--out", str(tmp_path / "after"))
    assert findings(tmp_path / "after").keys().isdisjoint({"k-1", "x-1"})
    again = say("push", "--limit", "0")["shut_out"]
    assert isinstance(again, dict)
    assert not any(again.values())
    with reopened(made.data) as plant:
        entries = list(plant.tools.records.entries(kind=EntryKind.REVOKED))
    stolen = [one.data["registration_id"] for one in entries if one.data["reason"] == "stolen"]
    assert stolen == ["k-1", "x-1"]


def test_a_disabled_enrollment_that_somebody_made_by_hand_will_do_and_an_enabled_one_wont(
    made: Made, say: Say
) -> None:
    with reopened(made.data) as plant:
        order = order_of(plant, "hands", SYMMETRIC)
        for number in range(2):
            enrol(plant, order, f"H-{number}", symmetric_unit(order, f"h-{number}"))
    key = {"type": "symmetricKey", "symmetricKey": {}}
    with asking(made.service) as ask:
        for name, more in (("h-0", {"provisioningStatus": "disabled"}), ("h-1", {})):
            ask.put({"registrationId": name, "attestation": key, "deviceId": "by-hand", **more})
    for name in ("H-0", "H-1"):
        say("enrollments", "revoke", name, "--reason", "lost", "--yes")
    pushed = say("push", "--limit", "0", "--order", "hands")
    shut = pushed["shut_out"]
    assert isinstance(shut, dict)
    assert (pushed["status"], shut["already"], shut["conflicts"]) == (1, 1, 1)
    assert pushed["undecided"] == 1
    rows = say("push", "--conflicts", "--order", "hands")["conflicts"]
    assert isinstance(rows, list)
    (row,) = rows
    assert (row["registration_id"], row["differs"][0]["field"]) == ("h-1", "provisioningStatus")


def test_groups_of_both_kinds_are_listed_and_shown(made: Made, say: Say) -> None:
    del made
    rows = say("group", "list")["groups"]
    assert isinstance(rows, list)
    told = {row["group"]: (row["kind"], row["orders"]) for row in rows}
    assert told["keyed"] == ("symmetric", ["keyed"])
    assert told["certs"] == ("x509", ["certs"])
    shown = say("group", "show", "CERTS")
    cas = shown["cas"]
    assert isinstance(cas, list)
    assert [ca["name"] for ca in cas] == ["issuer of x-0", "issuer of x-1"]
