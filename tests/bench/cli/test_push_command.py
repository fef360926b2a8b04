"""station push at a practice station: what it says, where it stops, and what is on record then."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest

from station.cli import main
from station.errors import StationError
from station.folders import Data
from station.model.enrollment import EnrollmentStatus
from station.model.order import EnrolledAs
from station.model.unit_state import UnitChange
from station.operations.service_ways import Keys
from station.operations.services import add_service
from station.practice.service.enrollments import GROUP, INDIVIDUAL
from station.practice.service.faults import Fault
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.records.entries import EntryKind
from station.secret import Secret
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


FOREIGN: Final = {
    "attestation": {"type": "symmetricKey", "symmetricKey": {}},
    "deviceId": "another",
}
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


@pytest.fixture
def contested(made: Made, say: Say) -> Iterator[list[str]]:
    """Give the names of three units in conflict: another has them, each with its own twin."""
    with reopened(made.data) as plant:
        before = len(plant.tools.records.orders())
        name = f"contested-{before}"
        order = order_of(plant, name, TPM)
        units = [tpm_unit(1_000 + 10 * before + number) for number in range(3)]
        for number, unit in enumerate(units):
            enrol(plant, order, f"{name}-{number}", unit)
    names = [unit.registration_id.text for unit in units]
    with asking(made.service) as ask:
        for one in names:
            ask.put({"registrationId": one, **FOREIGN})
    assert say("push", "--limit", "0", "--order", name)["conflicts"] == 3
    yield names
    with asking(made.service) as ask:
        for one in names:
            ask.ask("DELETE", f"/enrollments/{one}")
    assert say("push", "--limit", "0", "--order", name, "--again")["status"] == 0


def only(listed: object) -> dict[str, Any]:
    """Return the one item of a list."""
    assert isinstance(listed, list)
    (one,) = listed
    assert isinstance(one, dict)
    return one


def at_service(made: Made, name: str) -> dict[str, Any]:
    with asking(made.service) as ask:
        shown: dict[str, Any] = ask.ask("GET", f"/enrollments/{name}").json()
        return shown


def decisions(made: Made) -> list[object]:
    with reopened(made.data) as plant:
        records = plant.tools.records
        assert records.verify().unsigned == 0
        return [one.data["decision"] for one in records.entries(kind=EntryKind.PUSH_DECIDED)]


def statuses(made: Made, names: list[str]) -> list[EnrollmentStatus]:
    with reopened(made.data) as plant:
        found = {e.registration_id.text: e.status for e in plant.tools.records.enrollments()}
    return [found[name] for name in names]


def reopen(say: Say, name: str) -> None:
    """Have what was kept be a conflict again."""
    kept = say("push", "--kept")
    rows = kept["conflicts"]
    assert isinstance(rows, list)
    assert [(row["registration_id"], row["state"]) for row in rows] == [(name, "kept")]
    reopened = say("push", "--decide", "reopen", "--shown", str(kept["shown"]), "--yes")
    assert reopened["reopened"] == 1


def test_what_a_script_saw_is_kept_or_replaced(made: Made, say: Say, contested: list[str]) -> None:
    first, second, third = contested
    kept = at_service(made, first)
    shown = say("push", "--conflicts")
    mark = str(shown["shown"])
    decided = say("push", "--decide", "keep", "--row", first, "--shown", mark, "--yes")
    assert (decided["kept"], at_service(made, first)) == (1, kept)
    again = say("push", "--decide", "replace", "--row", second, "--shown", mark, "--yes")
    error = again["error"]  # there is one less than was shown
    assert isinstance(error, dict)
    assert error["code"] == "CFG-059"
    assert at_service(made, second)["deviceId"] == "another"

    mark = str(say("push", "--conflicts")["shown"])
    with asking(made.service) as ask:  # somebody changes the third meanwhile
        seen = ask.ask("GET", f"/enrollments/{third}").json()
        changed = ask.put({**seen, "deviceId": "yet-another"}, if_match=seen["etag"])
    decided = say("push", "--decide", "replace", "--shown", mark, "--yes")
    assert (decided["status"], decided["replaced"]) == (1, 1)
    left = only(decided["left"])
    assert left["name"] == third
    assert left["why"].startswith("SVC-053")
    assert at_service(made, third) == changed
    assert at_service(made, second)["attestation"]["type"] == "tpm"
    row = only(say("push", "--conflicts")["conflicts"])
    sides = {side["field"]: side["theirs"] for side in row["differs"]}
    assert sides["deviceId"] == "yet-another"  # it was read anew
    assert decisions(made)[-2:] == ["keep 1", "replace 2"]
    ready = EnrollmentStatus.READY
    assert statuses(made, contested) == [ready, EnrollmentStatus.CONFIRMED, ready]
    reopen(say, first)


def test_a_person_is_asked_of_each_and_whether_it_is_meant(
    made: Made, say: Say, contested: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = contested
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)

    def typed(*lines: str) -> dict[str, object]:
        left = iter([f"{line}\n" for line in lines])
        monkeypatch.setattr(sys.stdin, "readline", lambda: next(left, ""))
        return say("push", "--decide", "ask")

    nothing = typed("later all")
    assert (nothing["kept"], nothing["replaced"], nothing["status"]) == (0, 0, 1)
    nothing = typed("what?", "replace all", "no")
    assert (nothing["replaced"], at_service(made, first)["deviceId"]) == (0, "another")
    decided = typed("later", "keep", "replace", "yes", "yes")
    assert (decided["kept"], decided["replaced"]) == (1, 1)
    assert [at_service(made, name).get("deviceId") for name in (first, second)] == ["another"] * 2
    assert at_service(made, third)["attestation"]["type"] == "tpm"
    decided = typed("replace all", "yes")
    assert (decided["replaced"], decided["status"]) == (1, 0)
    reopen(say, second)


@pytest.mark.parametrize("fault", [Fault.LATE_ERROR, Fault.RESET, Fault.TYPE, Fault.BUSY])
def test_a_replacement_without_an_answer_is_read_back(
    made: Made, say: Say, contested: list[str], fault: Fault
) -> None:
    mark = str(say("push", "--conflicts")["shown"])
    made.service.faults.shares = {fault: 0.5}
    decided = say("push", "--decide", "replace", "--shown", mark, "--yes")
    made.service.faults.shares = {}
    there = [at_service(made, name)["attestation"]["type"] for name in contested]
    assert decided["replaced"] == there.count("tpm")
    left = decided["left"]
    assert isinstance(left, list)
    assert len(left) == 3 - there.count("tpm")


def test_who_saw_nothing_decides_nothing(say: Say, contested: list[str]) -> None:
    def code(*words: str) -> object:
        error = say("push", *words)["error"]
        return error["code"] if isinstance(error, dict) else error

    assert code("--decide", "keep") == "CFG-059"  # nobody to be asked
    assert code("--decide", "keep", "--yes") == "CFG-059"
    assert code("--decide", "ask", "--yes") == "CFG-059"
    mark = str(say("push", "--conflicts")["shown"])
    row = ("--row", "none", "--shown", mark, "--yes")
    assert code("--decide", "replace", *row) == "CFG-059"
    assert code("--row", contested[0]) == "CFG-004"


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


def test_practice_asks_no_proxy_on_another_computer(made: Made) -> None:
    with reopened(made.data) as plant:
        known = plant.tools.records.services.get("dps")
        far = replace(known, name="far", proxy="proxy.example:3128")
        with pytest.raises(StationError, match="SVC-042"):
            add_service(plant.tools, far, Keys(Secret(b"key" * 8)))


def test_what_is_wrong_is_told_before_anything_is_sent(made: Made, say: Say) -> None:
    del made

    def code(*words: str) -> object:
        error = say("push", *words)["error"]
        return error["code"] if isinstance(error, dict) else error

    assert code("--order", "none") == "REC-014"
    assert code("--service", "other") == "SVC-036"
