"""People by command, at a production station: who is let in, by whose agreement, and who not."""

import sqlite3
import sys
from contextlib import closing
from datetime import timedelta

import pytest

from station.errors import StationError
from station.hsm.factory import FactoryHsm
from station.model.people import Credential, Person, Role
from station.model.rights import SECURITY_OFFICER
from station.operations.factory_file import FactoryFile
from station.operations.plant import open_reader, utc_now
from station.records.entries import EntryKind
from station.records.store import Records
from station.secret import Secret
from tests.support.production import OFFICER_PIN, PIN, ProductionStation, Said
from tests.unit.records.staffed import ANNE, BERT, MIA, WIM, credential, quick_hashing

pytestmark = pytest.mark.bench

SAM = Person("S-3", "Sam", Role.SUPERVISOR)
WES = Person("W-2", "Wes", Role.WORKER)
BOTH = [credential(ANNE), credential(BERT)]
WRONG = Credential(ANNE.badge, Secret(b"not-hers"))


def add(
    station: ProductionStation, person: Person, *by: Credential, options: tuple[str, ...] = ()
) -> Said:
    words = ("operator", "add", person.badge, "--name", person.name, "--role", person.role.value)
    return station(*words, *options, by=by, given={"--new-pin-fd": f"pin-{person.badge}"})


def listed(station: ProductionStation) -> dict[str, str]:
    """Return everybody's badge and state, as the command tells it without any PIN."""
    people = station("operator", "list", "--json", pin=None).answer["people"]
    assert isinstance(people, list)
    return {row["badge"]: f"{row['role']} {row['state']}" for row in people}


def told(station: ProductionStation, kind: EntryKind) -> list[dict[str, object]]:
    with open_reader(station.data) as reader:
        return [dict(entry.data) for entry in reader.entries() if entry.kind is kind]


def assert_whole(station: ProductionStation) -> None:
    """Check that the audit finds nothing."""
    verified = station("audit", "verify", pin=None)
    assert verified.status == 0, verified.err


def enters(station: ProductionStation, badge: str, pin: str) -> str:
    """Return the code with which a log-in is refused, or nothing: by trying to change the PIN."""
    by = [Credential(badge, Secret(pin.encode()))]
    said = station("operator", "pin", by=by, given={"--new-pin-fd": f"{pin}!"})
    return said.err.split()[0] if said.status else ""


# --- the first ones ---------------------------------------------------------------------------


def test_the_first_two_supervisors_come_by_themselves_and_then_nobody_does(
    bare: ProductionStation,
) -> None:
    assert "Nobody yet" in bare("operator", "list", pin=None).out
    early = add(bare, WIM)
    assert (early.status, "CFG-004" in early.err) == (2, True)
    assert add(bare, ANNE).status == add(bare, BERT).status == 0
    third = add(bare, SAM)
    assert third.status == 2
    assert "two different people must agree" in third.err
    assert add(bare, WIM, credential(ANNE)).status == 0
    assert add(bare, SAM, *BOTH).status == 0
    assert listed(bare) == {
        "S-1": "supervisor active",
        "S-2": "supervisor active",
        "W-1": "worker active",
        "S-3": "supervisor active",
    }
    assert_whole(bare)


def test_taking_a_row_away_makes_nobody_a_first_supervisor(station: ProductionStation) -> None:
    with closing(sqlite3.connect(station.data.database)) as connection, connection:
        connection.execute("DELETE FROM people WHERE badge = 'S-2'")
    said = add(station, SAM)
    assert said.status == 3
    assert "REC-011" in said.err


# --- who agrees -------------------------------------------------------------------------------


def test_one_supervisor_lets_a_worker_in_and_the_chain_says_who_did(
    station: ProductionStation,
) -> None:
    said = add(station, WES, credential(ANNE), options=("--json",))
    assert said.answer == {"badge": "W-2", "name": "Wes", "role": "worker", "state": "active"}
    assert told(station, EntryKind.PERSON_ADDED)[-1]["by"] == ["S-1"]
    assert enters(station, "W-2", "pin-W-2") == ""
    assert_whole(station)


@pytest.mark.parametrize(
    ("by", "status", "code"),
    [
        ([], 2, "CFG-004"),
        ([WRONG], 2, "REC-020"),
        ([credential(WIM)], 2, "REC-025"),
        ([credential(MIA)], 2, "REC-025"),
        ([Credential("S-9", Secret(b"pin-S-9"))], 2, "REC-020"),
        (BOTH, 2, "CFG-004"),
    ],
)
def test_a_worker_is_let_in_by_no_less_and_no_other(
    station: ProductionStation, by: list[Credential], status: int, code: str
) -> None:
    said = add(station, WES, *by)
    assert (said.status, said.err.split()[0]) == (status, code)
    assert "W-2" not in listed(station)


@pytest.mark.parametrize(
    ("by", "code"),
    [
        ([credential(ANNE)], "CFG-004"),
        ([credential(ANNE), Credential("s-1", credential(ANNE).pin)], "CFG-004"),
        ([credential(ANNE), Credential("S-2", Secret(b"not-his"))], "REC-020"),
        ([credential(ANNE), credential(WIM)], "REC-025"),
    ],
)
def test_a_supervisor_takes_two_different_ones(
    station: ProductionStation, by: list[Credential], code: str
) -> None:
    said = add(station, SAM, *by)
    assert (said.status, said.err.split()[0]) == (2, code)
    assert "S-3" not in listed(station)
    assert add(station, SAM, *BOTH).status == 0


def test_a_badge_whose_pin_is_not_handed_over_is_asked_for_it(station: ProductionStation) -> None:
    words = ("operator", "add", "W-2", "--name", "Wes", "--badge", "S-1")
    said = station(*words, given={"--new-pin-fd": "12345"})
    assert (said.status, said.err.split()[0]) == (2, "CFG-008")
    assert "the badge S-1" in said.err


def test_each_pin_has_a_descriptor_of_its_own(station: ProductionStation) -> None:
    words = ("operator", "reset", "W-1", "--badge", "S-1", "--badge-pin-fd", "7")
    said = station(*words, "--new-pin-fd", "7", pin=None)
    assert (said.status, said.err.split()[0]) == (2, "CFG-004")
    assert "--badge-pin-fd and --new-pin-fd" in " ".join(said.err.split())
    more = station("operator", "reset", "W-1", given={"--badge-pin-fd": "pin-S-1"})
    assert "one for each --badge" in more.err


def test_no_pin_stands_in_what_is_said_or_kept(station: ProductionStation) -> None:
    spoken = [
        add(station, WES, credential(ANNE)),
        add(station, SAM, credential(ANNE), WRONG),
        station(
            "operator", "reset", "W-2", by=[credential(BERT)], given={"--new-pin-fd": "reset5"}
        ),
        station(
            "operator",
            "pin",
            by=[Credential("W-2", Secret(b"reset5"))],
            given={"--new-pin-fd": "mine-alone"},
        ),
    ]
    assert [said.status for said in spoken] == [0, 2, 0, 0]
    pins = ("pin-S-1", "pin-S-2", "pin-W-2", "not-hers", "reset5", "mine-alone")
    text = "".join(said.out + said.err for said in spoken)
    assert not [pin for pin in pins if pin in text]
    for path in station.data.root.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not [pin for pin in pins if pin.encode() in content], path


@pytest.mark.parametrize(
    ("badge", "name", "pin"),
    [
        ("w 2", "Wes", "12345"),
        ("W-2", " ", "12345"),
        ("W-2", "Wes", "123"),
        ("W-2", "Wes", "x" * 65),
    ],
)
def test_what_can_be_nobody_is_refused(
    station: ProductionStation, badge: str, name: str, pin: str
) -> None:
    words = ("operator", "add", badge, "--name", name)
    said = station(*words, by=[credential(ANNE)], given={"--new-pin-fd": pin})
    code = "REC-022" if pin == "12345" else "REC-055"
    assert (said.status, said.err.split()[0]) == (2, code)


def test_a_badge_is_one_person_s_whatever_its_case(station: ProductionStation) -> None:
    said = add(station, Person("w-1", "Wes", Role.WORKER), credential(ANNE))
    assert (said.status, said.err.split()[0]) == (2, "REC-021")


# --- PINs -------------------------------------------------------------------------------------


def test_a_pin_that_was_reset_is_changed_before_anything_else(station: ProductionStation) -> None:
    words = ("operator", "reset", BERT.badge)
    alone = station(*words, by=[credential(ANNE)], given={"--new-pin-fd": "given"})
    assert alone.err.startswith("CFG-004"), "a supervisor's takes two"
    own = station(*words, by=BOTH, given={"--new-pin-fd": "given"})
    assert own.err.startswith("REC-025"), "and none of them is they themselves"
    assert add(station, SAM, *BOTH).status == 0
    others = [credential(ANNE), credential(SAM)]
    assert station(*words, by=others, given={"--new-pin-fd": "given"}).status == 0
    assert add(station, WES, Credential("S-2", Secret(b"given"))).err.startswith("REC-027")
    assert enters(station, "S-2", "given") == ""
    assert add(station, WES, Credential("S-2", Secret(b"given!"))).status == 0
    assert_whole(station)


def test_somebody_can_be_added_with_a_pin_that_they_must_change(
    station: ProductionStation,
) -> None:
    assert add(station, WES, credential(ANNE), options=("--temporary",)).status == 0
    with station.open() as plant, pytest.raises(StationError, match="REC-027"):
        plant.tools.records.log_in("W-2", Secret(b"pin-W-2"))
    assert enters(station, "W-2", "pin-W-2") == ""
    with station.open() as plant:
        assert plant.tools.records.log_in("W-2", Secret(b"pin-W-2!")) == WES


def test_a_pin_that_is_too_old_is_changed_before_anything_else(station: ProductionStation) -> None:
    rule = ("settings", "set", "--pin-days", "30")
    assert station(*rule, by=[credential(ANNE)]).status == 0
    long_ago = utc_now() - timedelta(days=31)
    address, pin = FactoryFile.read(station.data).address, Secret(PIN.encode())
    with (
        FactoryHsm.open(address, pin) as factory,
        Records.open(station.data.database, factory, now=lambda: long_ago) as records,
        quick_hashing(),
    ):
        records.change_own_pin(credential(ANNE), Secret(b"old-one"))
    assert add(station, WES, Credential("S-1", Secret(b"old-one"))).err.startswith("REC-027")
    assert enters(station, "S-1", "old-one") == ""
    assert add(station, WES, Credential("S-1", Secret(b"old-one!"))).status == 0


def test_one_s_own_pin_is_changed_with_the_old_one_alone(station: ProductionStation) -> None:
    same = station("operator", "pin", by=[credential(WIM)], given={"--new-pin-fd": "pin-W-1"})
    assert same.err.startswith("REC-055")
    assert "it is the old one" in same.err
    assert enters(station, "W-1", "wrong") == "REC-020"
    assert enters(station, "W-1", "pin-W-1") == ""
    assert enters(station, "W-1", "pin-W-1") == "REC-020"
    assert told(station, EntryKind.PERSON_CHANGED)[-1]["by"] == ["W-1"]
    assert_whole(station)


def test_a_new_pin_that_is_typed_is_typed_twice(
    station: ProductionStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(["mine-1", "mine-2", "mine-1", "mine-1"])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    assert station("operator", "pin", by=[credential(WIM)]).err.startswith("CFG-030")
    assert station("operator", "pin", by=[credential(WIM)]).status == 0
    assert enters(station, "W-1", "mine-1") == ""


def test_wrong_pins_make_the_badge_wait_from_one_command_to_the_next(
    station: ProductionStation,
) -> None:
    tries = [enters(station, "W-1", f"wrong-{number}") for number in range(6)]
    assert tries == ["REC-020"] * 5 + ["REC-023"]
    assert enters(station, "W-1", "pin-W-1") == "REC-023"


# --- switched off, and the last ones ------------------------------------------------------------


def test_who_is_switched_off_gets_nothing_done_until_they_are_switched_on(
    station: ProductionStation,
) -> None:
    said = station("operator", "disable", "W-1", "--yes", "--json", by=[credential(ANNE)])
    assert said.answer == {"badge": "W-1", "state": "disabled"}
    assert listed(station)["W-1"] == "worker disabled"
    assert enters(station, "W-1", "pin-W-1") == "REC-028"
    assert station("operator", "enable", "W-1", by=[credential(ANNE)]).status == 0
    assert enters(station, "W-1", "pin-W-1") == ""
    assert_whole(station)


def test_switching_off_without_a_terminal_must_be_meant(station: ProductionStation) -> None:
    said = station("operator", "disable", "W-1", by=[credential(ANNE)])
    assert "add --yes" in said.err
    nobody = station("operator", "disable", "W-9", "--yes", by=[credential(ANNE)])
    assert nobody.err.startswith("REC-029")
    assert listed(station)["W-1"] == "worker active"


def test_who_is_asked_whether_it_is_meant_and_does_not_say_yes_changes_nothing(
    station: ProductionStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdin, "readline", lambda: "y\n")
    said = station("operator", "disable", "W-1", "--json", by=[credential(ANNE)])
    assert said.answer == {"badge": "W-1", "state": "unchanged"}
    assert listed(station)["W-1"] == "worker active"


def test_two_supervisors_can_switch_off_a_third_but_not_each_other(
    station: ProductionStation,
) -> None:
    said = station("operator", "disable", "S-2", "--yes", by=BOTH)
    assert said.err.startswith("REC-025")
    assert add(station, SAM, *BOTH).status == 0
    others = [credential(ANNE), credential(SAM)]
    assert station("operator", "disable", "S-2", "--yes", by=others).status == 0
    assert listed(station)["S-2"] == "supervisor disabled"
    assert_whole(station)


# --- the security officer of the factory's token ---------------------------------------------


def officer(station: ProductionStation, *words: str, pin: str = OFFICER_PIN, **given: str) -> Said:
    why = ("--reason", "both have left the company")
    handed = {"--so-pin-fd": pin} | {f"--{n.replace('_', '-')}": t for n, t in given.items()}
    return station("operator", *words, *why, given=handed)


def appoint(station: ProductionStation, person: Person) -> Said:
    words = ("add", person.badge, "--name", person.name, "--role", "supervisor")
    return officer(station, *words, new_pin_fd=f"pin-{person.badge}")


def test_where_all_supervisors_are_gone_the_security_officer_brings_new_ones(
    station: ProductionStation,
) -> None:
    sue = Person("S-4", "Sue", Role.SUPERVISOR)
    assert appoint(station, SAM).err.startswith("REC-025"), "two are still there"
    assert officer(station, "disable", "S-1", "--yes").status == 0
    assert officer(station, "disable", "S-2", "--yes").err.startswith("REC-030")
    assert appoint(station, SAM).status == 0
    assert appoint(station, sue).err.startswith("REC-025")
    assert officer(station, "disable", "S-2", "--yes").status == 0
    assert appoint(station, sue).status == 0
    new = [credential(SAM), credential(sue)]
    assert station("operator", "enable", "S-1", by=new).status == 0
    last = told(station, EntryKind.PERSON_ADDED)[-1]
    assert (last["by"], last["reason"]) == ([SECURITY_OFFICER], "both have left the company")
    assert_whole(station)


def test_a_wrong_security_officers_pin_is_refused_and_changes_nothing(
    station: ProductionStation,
) -> None:
    for pin in ("97531865", "pin-S-1", "24681357"):
        said = officer(station, "disable", "S-1", "--yes", pin=pin)
        assert said.err.startswith("HSM-003"), said.err
        assert pin not in said.out + said.err
    assert listed(station)["S-1"] == "supervisor active"


def test_the_security_officer_says_why_and_stands_in_for_supervisors_alone(
    station: ProductionStation,
) -> None:
    pins = {"--so-pin-fd": OFFICER_PIN}
    silent = station("operator", "disable", "S-1", "--yes", given=pins)
    assert silent.err.startswith("REC-026")
    worker = officer(station, "disable", "W-1", "--yes")
    assert worker.err.startswith("CFG-004")
    mixed = station(
        *("operator", "disable", "S-1", "--yes", "--reason", "gone"), by=BOTH, given=pins
    )
    assert mixed.err.startswith("CFG-004")
