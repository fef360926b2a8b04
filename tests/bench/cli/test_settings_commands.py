"""The rules of the house by command: shown to everybody, changed by a supervisor."""

import pytest

from station.model.people import Person, Role
from station.operations.plant import open_reader
from station.records.entries import EntryKind
from tests.support.production import ProductionStation
from tests.unit.records.staffed import ANNE, WIM, credential

pytestmark = pytest.mark.bench

BY_ANNE = [credential(ANNE)]
DEFAULTS = {
    "pin_shortest": 4,
    "pin_days": None,
    "idle_minutes": 15,
    "person_figures": False,
    "shift_starts": ["06:00:00", "14:00:00", "22:00:00"],
    "group_units": None,
    "stop_failures": 3,
    "stop_yield": None,
    "group_days": None,
    "recovery": None,
    "backup_days": 7,
    "keep_days": 90,
    "red_rabbit": "never",
    "golden_unit": "never",
    "loading": "continuous",
    "pedal_key": None,
    "label_printer": None,
}
WES = Person("W-2", "Wes", Role.WORKER)


def shown(station: ProductionStation) -> dict[str, object]:
    return station("settings", "show", "--json", pin=None).answer


def test_the_rules_are_shown_without_any_pin(station: ProductionStation) -> None:
    assert shown(station) == DEFAULTS
    told = " ".join(station("settings", "show", pin=None).out.split())
    assert told == (
        "pin-shortest 4 pin-days never idle-minutes 15 person-figures off"
        " shift-starts 06:00,14:00,22:00 group-units never stop-failures 3"
        " stop-yield never group-days never recovery none: no backup can be made"
        " backup-days 7 keep-days 90"
        " red-rabbit never golden-unit never loading continuous pedal-key never label-printer never"
    )


def test_a_supervisor_changes_what_is_named_and_the_rest_stays(
    station: ProductionStation,
) -> None:
    words = ("settings", "set", "--pin-days", "90", "--person-figures", "on", "--loading", "batch")
    assert station(*words, by=BY_ANNE).status == 0
    said = station("settings", "set", "--idle-minutes", "never", "--json", by=BY_ANNE)
    now = {**DEFAULTS, "pin_days": 90, "person_figures": True, "idle_minutes": None}
    now["loading"] = "batch"
    assert said.answer == shown(station) == now
    assert station("settings", "set", "--pin-days", "never", by=BY_ANNE).status == 0
    assert shown(station) == {**now, "pin_days": None}
    with open_reader(station.data) as reader:
        changed = [e.data for e in reader.entries() if e.kind is EntryKind.SETTINGS_CHANGED]
    assert [data["by"] for data in changed] == [["S-1"]] * 3
    assert station("audit", "verify", pin=None).status == 0


def test_new_pins_are_as_long_as_the_rules_say(station: ProductionStation) -> None:
    assert station("settings", "set", "--pin-shortest", "6", by=BY_ANNE).status == 0
    words = ("operator", "add", "W-2", "--name", "Wes")
    short = station(*words, by=BY_ANNE, given={"--new-pin-fd": "12345"})
    assert short.err.startswith("REC-055")
    assert "6 to 64 characters" in short.err
    assert station(*words, by=BY_ANNE, given={"--new-pin-fd": "123456"}).status == 0


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ((), "name at least one rule"),
        (("--pin-shortest", "3"), "--pin-shortest"),
        (("--pin-shortest", "33"), "--pin-shortest"),
        (("--pin-days", "0"), "not a whole number from 1"),
        (("--idle-minutes", "481"), "--idle-minutes"),
        (("--person-figures", "yes"), "neither on nor off"),
        (("--loading", "both"), "neither continuous nor batch"),
    ],
)
def test_what_can_be_no_rule_is_said_before_any_pin_is_asked_for(
    station: ProductionStation, rules: tuple[str, ...], told: str
) -> None:
    said = station("settings", "set", *rules, pin=None)
    assert (said.status, said.err.find("CFG-004") >= 0) == (2, True)
    assert told in " ".join(said.err.split())
    assert shown(station) == DEFAULTS


def test_a_worker_changes_no_rule(station: ProductionStation) -> None:
    said = station("settings", "set", "--pin-days", "90", by=[credential(WIM)])
    assert said.err.startswith("REC-025")
    assert shown(station) == DEFAULTS
