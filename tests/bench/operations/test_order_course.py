"""Orders in practice by command: first articles, lists, changes, and what is carried over."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.folders import Data
from station.line.work import order_secret
from station.model.order import OrderSecret
from station.model.run import Step
from station.model.wishes import AtService, Reassignment
from station.operations.plant import open_plant, open_reader
from station.operations.practice import new_practice_plant, practice_pin
from station.practice.bench import PracticeBench
from station.practice.unit_config import Pacing
from station.practice.units import UnitKind
from station.secret import Secret
from tests.support.production import ProductionStation

pytestmark = pytest.mark.bench

DEVICE = "practice-x509-device"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Data, PracticeBench]]:
    folder = tmp_path_factory.mktemp("orders")
    data = Data.made(folder / "data")
    with PracticeBench(folder / "bench", 1, pacing=Pacing.NONE) as bench:
        with new_practice_plant(data, bench):
            pass
        yield data, bench


@pytest.fixture
def station(made: tuple[Data, PracticeBench]) -> ProductionStation:
    """Return how commands are given to the practice station."""
    return ProductionStation(made[0])


def order(station: ProductionStation, name: str, profile: str, *more: str) -> None:
    words = ("--profile", profile, "--quantity", "3", "--id-scope", "0nePRACTICE", *more)
    told = station("order", "create", name, *words, pin=None)
    assert told.status == 0, told.err


def provisioned(
    station: ProductionStation, bench: PracticeBench, order: str, serial: str
) -> tuple[int, str]:
    """Provision one unit; return the exit status and what was said."""
    unit = bench.make_unit(UnitKind.DEVICE_KEY, serial)
    seat = bench.seats[0]
    bench.plug(seat, unit)
    try:
        words = ("--order", order, "--position", "1", "--units", "1")
        told = station("provision", *words, pin=None)
    finally:
        bench.unplug(seat)
    return told.status, told.err


def test_a_first_article_proves_itself_after_a_restart(
    made: tuple[Data, PracticeBench], station: ProductionStation
) -> None:
    order(station, "first", DEVICE, "--first-article")
    assert provisioned(station, made[1], "first", "FA-000001")[0] == 0
    with open_reader(station.data) as reader:
        (run,) = reader.runs("first")
        steps = [one.step for one in reader.steps(run.name)]
    assert Step.RESTART in steps
    assert steps.count(Step.PROVE) == 2
    status, err = provisioned(station, made[1], "first", "FA-000002")
    assert (status, "REC-039" in err) == (3, True)
    assert station("order", "sign", "first", pin=None).status == 0
    assert provisioned(station, made[1], "first", "FA-000003")[0] == 0
    with open_reader(station.data) as reader:
        newest = reader.runs("first")[-1]
        assert Step.RESTART not in [one.step for one in reader.steps(newest.name)]
    assert station("audit", "verify", pin=None).status == 0


def test_a_unit_that_is_not_on_the_list_goes_into_the_red_box(
    made: tuple[Data, PracticeBench], station: ProductionStation, tmp_path: Path
) -> None:
    order(station, "listed", DEVICE)
    (tmp_path / "serials.csv").write_text("serial\nLS-000001\nLS-000002\n")
    given = station("order", "serials", "listed", str(tmp_path / "serials.csv"), pin=None)
    assert "takes 2 serial numbers" in given.out
    assert provisioned(station, made[1], "listed", "LS-000009")[0] == 1
    with open_reader(station.data) as reader:
        assert reader.runs("listed")[-1].code == "REC-042"
    assert provisioned(station, made[1], "listed", "LS-000001")[0] == 0
    assert "2 on its list" in station("order", "show", "listed", pin=None).out
    (tmp_path / "serials.csv").write_text("LS-000001\nLS-000001\n")
    wrong = station("order", "serials", "listed", str(tmp_path / "serials.csv"), pin=None)
    assert (wrong.status, "line 2" in " ".join(wrong.err.split())) == (2, True)


def test_what_is_left_is_carried_over_with_its_password(station: ProductionStation) -> None:
    order(station, "old", "practice-console")
    words = ("order", "secret", "old", "console-password")
    told = station(*words, given={"--secret-fd": "open sesame"}, pin=None)
    assert told.status == 0, told.err
    assert station("order", "carry", "old", "new", pin=None).status == 2, "it asks"
    assert "CFG-004" in station("order", "carry", "old", "No Name", "--yes", pin=None).err
    done = station("order", "carry", "old", "new", "--yes", "--json", pin=None)
    assert done.answer == {"order": "old", "new": "new", "quantity": 3}
    with open_plant(station.data, practice_pin()) as plant:
        new = plant.tools.records.order("new")
        assert order_secret(new, OrderSecret.CONSOLE_PASSWORD, plant.tools) == Secret(
            b"open sesame"
        )
        assert plant.job("new").order == new
    assert "REC-010" in station("order", "carry", "old", "other", "--yes", pin=None).err
    assert station("audit", "verify", pin=None).status == 0


def test_a_symmetric_order_stays_in_its_group(station: ProductionStation) -> None:
    order(station, "grouped", "practice-symmetric")
    assert station("order", "carry", "grouped", "more", "--yes", pin=None).status == 0
    with open_reader(station.data) as reader:
        assert reader.order("more").group_id.text == "grouped"


def test_quantity_and_id_scope_are_changed(station: ProductionStation) -> None:
    order(station, "changed", DEVICE)
    done = station("order", "change", "changed", "--quantity", "7", "--json", pin=None)
    assert done.answer["quantity"] == 7
    done = station("order", "change", "changed", "--id-scope", "0nePRACTISE", "--json", pin=None)
    assert done.answer["id_scope"] == "0nePRACTISE"
    real = station("order", "change", "changed", "--id-scope", "0ne00A1B2C3", pin=None)
    assert (real.status, "LIN-007" in real.err) == (2, True)
    wrong = station("order", "change", "changed", "--id-scope", "no scope", pin=None)
    assert (wrong.status, "CFG-004" in wrong.err) == (2, True)
    assert station("order", "change", "changed", "--quantity", "9999999", pin=None).status == 2
    both = ("--quantity", "2", "--id-scope", "0nePRACTICE")
    assert station("order", "change", "changed", *both, pin=None).status == 2
    assert json.loads(station("order", "show", "changed", "--json", pin=None).out)["quantity"] == 7


def test_its_policy_and_its_scrap_allowance_are_changed(station: ProductionStation) -> None:
    order(station, "again", DEVICE, "--reprovisioning", "same-key")
    shown = station("order", "show", "again", "--json", pin=None).answer
    assert (shown["reprovisioning"], shown["scrap_allowance"]) == ("same-key", 0)
    words = ("order", "change", "again")
    done = station(*words, "--reprovisioning", "new-key", "--json", pin=None)
    assert done.answer["reprovisioning"] == "new-key"
    done = station(*words, "--scrap-allowance", "2", "--json", pin=None)
    assert (done.answer["scrap_allowance"], done.answer["quantity"]) == (2, 3)
    order(station, "born", "practice-tpm")
    refused = station("order", "change", "born", "--reprovisioning", "new-key", pin=None)
    assert (refused.status, "PRF-010" in refused.err) == (2, True)


def test_it_says_how_its_units_are_enrolled(station: ProductionStation) -> None:
    order(station, "as-group", DEVICE, "--enrollment", "group", "--group-id", "plant-7")
    assert station("order", "show", "as-group", "--json", pin=None).answer["enrollment"] == "group"
    words = ("--profile", "practice-tpm", "--id-scope", "0nePRACTICE", "--quantity", "1")
    refused = station("order", "create", "born", *words, "--enrollment", "group", pin=None)
    assert (refused.status, "PRF-011" in refused.err) == (2, True)
    order(station, "each-its-own", "practice-symmetric", "--enrollment", "individual")
    shown = station("order", "show", "each-its-own", "--json", pin=None).answer
    assert shown["enrollment"] == "individual"


def test_a_unit_of_a_complete_order_is_run_again_by_command(
    station: ProductionStation, made: tuple[Data, PracticeBench]
) -> None:
    order(station, "rerun", DEVICE, "--reprovisioning", "same-key")
    assert station("order", "change", "rerun", "--quantity", "1", pin=None).status == 0
    bench, unit = made[1], made[1].make_unit(UnitKind.DEVICE_KEY, "SN-RERUN-1")
    words = ("provision", "--order", "rerun", "--position", "1", "--units", "1", "--json")
    for scanned in ((), ("--serial", "SN-RERUN-1")):
        bench.plug(bench.seats[0], unit)
        try:
            told = station(*words, *scanned, pin=None)
        finally:
            bench.unplug(bench.seats[0])
        assert told.status == 0, told.err
        assert told.answer["passed"] == 1
        assert ("It has its key still." in told.err) is bool(scanned)
    with open_reader(station.data) as reader:
        assert (reader.usage("rerun").enrolled, len(reader.runs("rerun"))) == (1, 2)
    assert station("audit", "verify", pin=None).status == 0


def test_allocation_and_twin_are_taken_as_they_are_given(
    station: ProductionStation, tmp_path: Path
) -> None:
    (tmp_path / "twin.json").write_text('{"tags": {"line": "L1"}, "desired": {"fw": 2}}')
    wishes = ("--allocation", "static", "--iot-hub", "plant-1.azure-devices.net")
    more = ("--iot-edge", "--disabled", "--reassignment", "reset")
    order(station, "wishes", DEVICE, *wishes, *more, "--twin", str(tmp_path / "twin.json"))
    with open_reader(station.data) as reader:
        spec = reader.order("wishes").spec
    assert spec.allocation is not None
    assert spec.allocation.iot_hubs == ("plant-1.azure-devices.net",)
    assert spec.initial_twin is not None
    assert (spec.initial_twin.tags, spec.initial_twin.desired) == ({"line": "L1"}, {"fw": 2})
    assert spec.at_service == AtService(
        reassignment=Reassignment.RESET, iot_edge=True, disabled=True
    )
    shown = station("order", "show", "wishes", pin=None).out
    assert "at_service    reassignment reset; IoT Edge; disabled" in shown
    assert "allocation    static plant-1.azure-devices.net" in shown
    (tmp_path / "twin.json").write_text('{"properties": {}}')
    words = ("order", "create", "wrong", "--profile", DEVICE, "--quantity", "1")
    scope = ("--id-scope", "0nePRACTICE")
    for wrong, why in (
        (("--iot-hub", "a.b"), "--iot-hub goes with --allocation"),
        (("--allocation", "static"), "it is one IoT hub"),
        (("--allocation", "custom"), "go together"),
        (("--webhook", "https://a.b/c"), "--webhook goes with --allocation"),
        (("--ca-reference", "ca"), "go with the enrollment group"),
        (("--allocation", "hashed", "--iot-hub", "plain"), "can't be the host name"),
        (("--twin", str(tmp_path / "twin.json")), "initial_twin.properties"),
    ):
        told = station(*words, *scope, *wrong, pin=None)
        assert (told.status, why in " ".join(told.err.split())) == (2, True), told.err
