"""A station of real parts and a factory's MES: routes before, results after, outages between."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from threading import Event, Thread

import pytest
from pydantic import JsonValue

from station.cli import main
from station.errors import Outcome
from station.folders import Data
from station.line.run import RunResult, run_unit
from station.model.run import Unit
from station.operations.handoff_work import handing_off
from station.operations.practice import new_practice_plant, position_of
from station.practice.bench import PracticeBench
from station.practice.unit_config import Pacing
from station.practice.units import UnitKind
from tests.support import mes as behaviours
from tests.support.floor import Floor
from tests.support.mes import WAIT_S, Mes, answers, running_mes

pytestmark = pytest.mark.bench

REFUSES = answers(200, b'{"allowed": false, "reason": "due at soldering"}')
SECRET = b"the-lines-own-token"


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    folder = tmp_path_factory.mktemp("handoff")
    bench = PracticeBench(folder / "bench", 1, pacing=Pacing.NONE)
    with bench, new_practice_plant(Data.made(folder / "data"), bench) as plant:
        yield Floor(bench, plant, count(1))


@pytest.fixture
def mes(floor: Floor) -> Iterator[Mes]:
    """Run a MES that the station asks and tells; what was before is nobody's business."""
    with running_mes() as mes:
        write(floor.plant.data, mes)
        yield mes
    floor.plant.data.handoff.unlink()


def write(data: Data, mes: Mes, name: str = "mes", **more: str) -> None:
    keys = {"kind": '"http"', "url": f'"{mes.url}"', "route": "true", **more}
    lines = [f"{key} = {value}" for key, value in keys.items()]
    data.handoff.write_text("\n".join([f"[handoffs.{name}]", *lines]))


@contextmanager
def at_work(floor: Floor) -> Iterator[Floor]:
    """Give the floor with its hand-offs at work."""
    with handing_off(floor.plant) as plant:
        yield replace(floor, plant=plant)


def run_told(mes: Mes, run: str) -> Mapping[str, JsonValue]:
    """Return what the MES was told of a run, once it was."""
    while True:
        request = mes.arrived.get(timeout=WAIT_S)
        if request.path.endswith("/results") and request.said["run"] == run:
            return request.said


def assert_nothing_is_held(floor: Floor, result: RunResult, order: str) -> None:
    usage = floor.plant.tools.records.usage(order)
    assert (usage.reserved, usage.spent, usage.enrolled) == (0, 0, 0)
    assert result.enrollment is None


def test_a_unit_that_is_due_elsewhere_is_no_bad_unit(floor: Floor, mes: Mes) -> None:
    mes.behave = REFUSES
    with at_work(floor) as working:
        job = working.order("symmetric")
        result = working.run(working.unit("symmetric"), job)
        working.assert_refused(result, job, "LIN-057")
        assert result.outcome is Outcome.CANCELLED
        assert result.error is not None
        assert "due at soldering" in result.error.message
        assert_nothing_is_held(working, result, job.order.name)
    (question,) = mes.told("route")
    assert question == {
        "station": "practice-station",
        "position": "1",
        "order": job.order.name,
        "serial": result.serial,
        "profile": "practice-symmetric",
        "practice": True,
        "test": False,
    }


def test_a_unit_that_is_due_here_passes_and_the_mes_is_told(floor: Floor, mes: Mes) -> None:
    with at_work(floor) as working:
        job = working.order("symmetric")
        result = working.run(working.unit("symmetric"), job)
        assert result.enrollment is not None, result.error
        told = run_told(mes, result.run)
    assert len(mes.told("route")) == 1
    assert (told["outcome"], told["serial"]) == ("passed", result.serial)
    assert told["registration_id"] == result.enrollment.registration_id.text
    assert (told["order"], told["profile"]) == (job.order.name, "practice-symmetric")
    assert told["practice"] is True


def test_a_unit_that_fails_is_told_of_with_its_code(floor: Floor, mes: Mes) -> None:
    with at_work(floor) as working:
        job = working.order("symmetric")
        result = working.run(working.unit("symmetric", "no such serial!"), job)
        working.assert_refused(result, job, "LIN-001")
        told = run_told(mes, result.run)
    assert (told["outcome"], told["code"]) == ("failed", "LIN-001")
    assert "registration_id" not in told
    assert mes.told("route") == [], "a serial number that can't be is asked of nobody"


def test_a_mes_that_is_away_stops_units_where_nothing_else_was_chosen(
    floor: Floor, mes: Mes
) -> None:
    mes.behave = answers(503)
    with at_work(floor) as working:
        job = working.order("symmetric")
        result = working.run(working.unit("symmetric"), job)
        working.assert_refused(result, job, "LIN-058")
        assert result.outcome is Outcome.ERROR
        assert_nothing_is_held(working, result, job.order.name)
    write(floor.plant.data, mes, route_when_down='"allow"')
    with at_work(floor) as working:
        result = working.run(working.unit("symmetric"), job)
        assert result.outcome is Outcome.PASSED, result.error
    settings = [
        e.data for e in floor.plant.tools.records.entries() if e.kind.value == "handoff-set"
    ]
    assert settings[-1]["route_when_down"] == "allow", "the chain says that it was chosen"


def test_nonsense_from_a_mes_lets_no_unit_pass(floor: Floor, mes: Mes) -> None:
    write(floor.plant.data, mes, route_when_down='"allow"')
    mes.behave = answers(200, b'{"allowed": "yes"}')
    with at_work(floor) as working:
        job = working.order("symmetric")
        working.assert_refused(working.run(working.unit("symmetric"), job), job, "LIN-059")


def test_a_run_can_be_cancelled_while_the_mes_thinks(floor: Floor, mes: Mes) -> None:
    write(floor.plant.data, mes, timeout_s="30")
    mes.behave, cancel = behaviours.is_silent, Event()

    def cancelled() -> None:
        mes.arrived.get(timeout=WAIT_S)
        cancel.set()
        mes.behave = behaviours.takes

    other = Thread(target=cancelled)
    with at_work(floor) as working:
        job, seat = working.order("symmetric"), working.seat
        working.bench.plug(seat, working.unit("symmetric"))
        other.start()
        try:
            tools = working.plant.tools
            result = run_unit(Unit(), job, position_of(seat), tools, cancel=cancel)
        finally:
            working.bench.unplug(seat)
            other.join()
    assert result.outcome is Outcome.CANCELLED
    assert result.error is not None
    assert result.error.code == "LIN-003"


def made_in_an_outage(floor: Floor, mes: Mes, number: int) -> list[str]:
    """Have units pass while the MES takes nothing; return their runs."""
    before = mes.behave
    mes.behave = answers(500)
    with at_work(floor) as working:
        job = working.order("symmetric")
        runs = [working.run(working.unit("symmetric"), job).run for _ in range(number)]
    mes.behave = before
    return runs


def test_an_outage_over_a_restart_loses_nothing(floor: Floor, mes: Mes) -> None:
    write(floor.plant.data, mes, route="false")
    runs = made_in_an_outage(floor, mes, 2)
    refused_keys = mes.keys()
    mes.requests.clear()
    with at_work(floor) as working:
        job = working.order("symmetric")
        runs.append(working.run(working.unit("symmetric"), job).run)
        run_told(mes, runs[-1])
    told = [result["run"] for result in mes.told()]
    assert told[-len(runs) :] == runs, "what earlier tests left comes before"
    assert refused_keys[-1] == mes.keys()[0], "what is told again has the same key"


class Station:
    """The station by its commands, while nobody else has it open."""

    def __init__(self, data: Data, capsys: pytest.CaptureFixture[str]) -> None:
        self.data = data
        self.capsys = capsys
        self.err = ""

    def __call__(self, *words: str) -> tuple[int, dict[str, JsonValue]]:
        self.capsys.readouterr()
        status = main([*words, "--json", "--data", str(self.data.root)])
        said = self.capsys.readouterr()
        self.err = said.err
        answer: dict[str, JsonValue] = json.loads(said.out)
        return status, answer


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Data, PracticeBench]]:
    folder = tmp_path_factory.mktemp("closed")
    data = Data.made(folder / "data")
    with PracticeBench(folder / "bench", 1, pacing=Pacing.NONE) as bench:
        with new_practice_plant(data, bench) as plant:
            Floor(bench, plant, count(1)).order("symmetric")
        yield data, bench


@pytest.fixture
def station(
    closed: tuple[Data, PracticeBench], capsys: pytest.CaptureFixture[str]
) -> Iterator[Station]:
    yield Station(closed[0], capsys)
    closed[0].handoff.unlink(missing_ok=True)


@pytest.fixture
def other_side() -> Iterator[Mes]:
    with running_mes() as mes:
        yield mes


def handed(secret: bytes) -> str:
    """Return an open file descriptor from which a secret can be read once."""
    ours, theirs = os.pipe()
    os.write(theirs, secret + b"\n")
    os.close(theirs)
    return str(ours)


def test_commands_try_it_out_and_show_how_far_it_is(station: Station, other_side: Mes) -> None:
    mes = other_side
    write(station.data, mes, "tried", auth='"bearer"')
    assert "not begun" in listed(station, "tried")
    assert station("handoff", "test", "tried")[0] == 2
    assert "SVC-022" in station.err
    assert station("handoff", "secret", "tried", "--secret-fd", handed(SECRET))[0] == 0
    status, answer = station("handoff", "test", "tried")
    assert status == 0
    assert answer["route"] == {"allowed": True, "reason": ""}
    assert [request.said["test"] for request in mes.requests] == [True, True]
    bearer = f"Bearer {SECRET.decode()}"
    assert {request.headers["Authorization"] for request in mes.requests} == {bearer}
    for path in station.data.root.rglob("*"):
        assert not path.is_file() or SECRET not in path.read_bytes(), path
    assert "asks for routes (refuse when down), 0 wait, 0 refused" in listed(station, "tried")
    station.data.handoff.unlink()
    assert "not in the file any more" in listed(station, "tried")


def listed(station: Station, name: str) -> str:
    """Return the line of the list that tells of a hand-off."""
    assert station("handoff", "list")[0] in {0, 1}
    (line,) = (line for line in station.err.splitlines() if line.startswith(f"{name}: "))
    return line


def test_a_secret_goes_to_no_other_host(station: Station, other_side: Mes) -> None:
    write(station.data, other_side, auth='"bearer"')
    assert station("handoff", "secret", "mes", "--secret-fd", handed(SECRET))[0] == 0
    with running_mes() as elsewhere:
        write(station.data, elsewhere, auth='"bearer"')
        assert station("handoff", "test", "mes")[0] == 2
        assert "SVC-022" in station.err
        assert elsewhere.requests == []


@pytest.mark.parametrize(
    ("auth", "name", "secret", "code"),
    [
        ('"none"', "mes", SECRET, "SVC-025"),
        ('"bearer"', "none", SECRET, "SVC-023"),
        ('"bearer"', "mes", b"with a space", "SVC-026"),
    ],
)
def test_a_secret_that_is_of_no_use_is_not_kept(
    station: Station, other_side: Mes, auth: str, name: str, secret: bytes, code: str
) -> None:
    write(station.data, other_side, auth=auth)
    assert station("handoff", "secret", name, "--secret-fd", handed(secret))[0] == 2
    assert code in station.err
    assert secret.decode() not in station.err


def provisioned(station: Station, closed: tuple[Data, PracticeBench], serial: str) -> None:
    bench = closed[1]
    unit = bench.make_unit(UnitKind.SYMMETRIC, serial)
    bench.plug(bench.seats[0], unit)
    try:
        assert station("provision", "--units", "1")[0] == 0, station.err
    finally:
        bench.unplug(bench.seats[0])


def test_provisioning_tells_and_send_tells_what_was_left(
    station: Station, closed: tuple[Data, PracticeBench], other_side: Mes
) -> None:
    mes = other_side
    write(station.data, mes, route="false")
    provisioned(station, closed, "HO-000001")
    assert [told["serial"] for told in mes.told()] == ["HO-000001"]
    mes.behave = answers(422, b"no such order")
    provisioned(station, closed, "HO-000002")
    status, answer = station("handoff", "list")
    assert status == 1
    assert "no such order" in station.err
    mes.behave = behaviours.takes
    status, answer = station("handoff", "send", "--refused")
    assert status == 0
    assert answer["handoffs"] == [
        {"name": "mes", "taken": 1, "refused": 0, "waiting": 0, "error": None}
    ]
    mes.requests.clear()
    assert station("handoff", "send", "mes", "--from-start")[0] == 0
    assert [told["serial"] for told in mes.told()] == ["HO-000001", "HO-000002"]
    mes.behave = answers(500)
    status, answer = station("handoff", "send", "mes", "--from-start")
    assert status == 1
    assert "SVC-020" in station.err
    assert station("audit", "verify")[0] == 0


def test_a_mistake_in_the_file_is_told_before_any_unit(station: Station) -> None:
    station.data.handoff.write_text('[handoffs.mes]\nkind = "fax"\n')
    assert station("provision", "--units", "1")[0] == 2
    assert "PRF-002" in station.err
