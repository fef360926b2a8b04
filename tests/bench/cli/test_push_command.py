"""station push at a practice station: what it says, where it stops, and what is on record then."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from station.cli import main
from station.folders import Data
from station.model.enrollment import EnrollmentStatus
from station.model.order import EnrolledAs
from station.model.unit_state import UnitChange
from station.practice.service.enrollments import GROUP, INDIVIDUAL
from station.practice.service.faults import Fault
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.records.entries import EntryKind
from tests.support.practice_service import asking
from tests.support.push_station import (
    SYMMETRIC,
    TPM,
    X509,
    enrol,
    know,
    made_station,
    order_of,
    reopened,
    symmetric_unit,
    tpm_unit,
    x509_unit,
)

pytestmark = [pytest.mark.bench, pytest.mark.timeout(240)]


@dataclass(frozen=True)
class Made:
    """A station that knows a service."""

    data: Data
    service: PracticeService


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Give one station for all tests: each has orders and units of its own."""
    folder = tmp_path_factory.mktemp("push")
    with PracticeService(folder / "service", ServiceSettings(a_minute=0)) as service:
        with made_station(folder) as (data, plant):
            know(plant, service)
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


def test_all_kinds_of_orders_go_as_they_can(made: Made, say: Say) -> None:
    with reopened(made.data) as plant:
        single = order_of(plant, "single", TPM)
        for number in range(25):
            enrol(plant, single, f"T-{number}", tpm_unit(100 + number))
        own = order_of(plant, "own", X509, EnrolledAs.INDIVIDUAL)
        enrol(plant, own, "X-1", x509_unit("x-1"))
        grouped = order_of(plant, "grouped", X509, EnrolledAs.GROUP)
        for name in ("g-1", "g-2"):
            enrol(plant, grouped, name.upper(), x509_unit(name))
        keyed = order_of(plant, "keyed", SYMMETRIC)
        enrol(plant, keyed, "K-1", symmetric_unit(keyed, "k-1"))
        plant.tools.records.units.change("T-3", UnitChange.QUARANTINE, None, "a test")
    before = made.service.store.count(INDIVIDUAL)
    pushed = say("push", "--limit", "0")
    assert (pushed["status"], pushed["created"], pushed["members"]) == (0, 25, 3)
    assert made.service.store.count(INDIVIDUAL) - before == 25
    assert made.service.store.count(GROUP) == 2
    assert pushed["left_out"] == {}
    with reopened(made.data) as plant:
        records = plant.tools.records
        ready = EnrollmentStatus.READY
        open_ = {e.serial for e in records.enrollments(status=ready)}
        assert open_ == {"T-3"}
        assert records.verify().unsigned == 0
        begun = list(records.entries(kind=EntryKind.PUSH_BEGUN))
        *_, told = records.entries(kind=EntryKind.PUSHED)
    assert begun[-1].sequence < told.sequence
    assert (told.data["count"], told.data["over"], told.data["keys"]) == (28, True, 1)
    again = say("push", "--limit", "0")
    assert (again["status"], again["created"], again["already"]) == (0, 0, 0)


def test_a_conflict_is_shown_side_by_side_and_tried_again_when_wanted(made: Made, say: Say) -> None:
    with reopened(made.data) as plant:
        order = order_of(plant, "contested", TPM)
        for number in range(3):
            enrol(plant, order, f"C-{number}", tpm_unit(200 + number))
    name = tpm_unit(201).registration_id.text
    foreign = {
        "registrationId": name,
        "attestation": {"type": "symmetricKey", "symmetricKey": {}},
        "deviceId": "another",
    }
    push = ("push", "--limit", "0", "--order", "contested")
    with asking(made.service) as ask:
        kept = ask.put(foreign)
    pushed = say(*push)
    assert (pushed["status"], pushed["created"], pushed["conflicts"]) == (1, 2, 1)
    shown = say("push", "--conflicts", "--order", "contested")
    assert shown["status"] == 1
    rows = shown["conflicts"]
    assert isinstance(rows, list)
    (row,) = rows
    assert (row["registration_id"], row["serial"], row["state"]) == (name, "C-1", "conflict")
    sides = {side["field"]: (side["ours"], side["theirs"]) for side in row["differs"]}
    assert sides["attestation.type"] == ("tpm", "symmetricKey")
    with asking(made.service) as ask:
        assert ask.ask("GET", f"/enrollments/{name}").json() == kept
    assert say(*push)["status"] == 1
    with asking(made.service) as ask:
        ask.ask("DELETE", f"/enrollments/{name}")
    assert say(*push, "--again")["created"] == 1
    assert say("push", "--conflicts")["status"] == 0


def test_a_service_that_is_gone_is_said_and_the_same_command_goes_on(made: Made, say: Say) -> None:
    with reopened(made.data) as plant:
        order = order_of(plant, "late", TPM)
        for number in range(60):
            enrol(plant, order, f"L-{number}", tpm_unit(300 + number))
    push = ("push", "--limit", "0", "--order", "late")
    made.service.faults.shares = {Fault.BUSY: 1.0}
    pushed = say(*push, "--in-flight", "16")
    made.service.faults.shares = {}
    assert (pushed["status"], pushed["created"]) == (3, 0)
    error = pushed["error"]
    assert isinstance(error, dict)
    assert error["code"] == "SVC-058"
    pushed = say(*push)
    assert (pushed["status"], pushed["created"], pushed["already"]) == (0, 60, 0)


def test_what_is_wrong_is_told_before_anything_is_sent(made: Made, say: Say) -> None:
    del made

    def code(*words: str) -> object:
        error = say("push", *words)["error"]
        return error["code"] if isinstance(error, dict) else error

    assert code("--order", "none") == "REC-014"
    assert code("--service", "other") == "SVC-036"
