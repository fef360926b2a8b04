"""Each change that takes a right: not done without that very right, by enough people."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from station.errors import StationError
from station.model.checks import CheckKind, CheckUnit
from station.model.custody import Custody
from station.model.foreign import ForeignRow, ListFacts, ListKind
from station.model.group import Service
from station.model.lease import Adopting
from station.model.names import IdScope, RegistrationId
from station.model.order import Course, OrderSecret, OrderState, Reprovisioning
from station.model.people import Person, Role
from station.model.rights import RULES, Approval, Right
from station.model.settings import Settings
from station.model.stops import Place, Scope
from station.model.unit_state import CHANGES, UnitChange
from station.records import lease
from station.records.allotments import AllotmentTerms
from station.records.archives import ArchiveFacts, OldRuns
from station.records.ceremonies import CeremonyKind
from station.records.entries import EntryKind
from station.records.pushes import PushPlace
from station.records.rights import right_of
from station.records.roots import RootKind
from station.records.store import Records
from station.records.unit_pins import PinRecipient, SealedPins
from station.secret import Secret
from tests.unit.records.changes import removed, reprinted
from tests.unit.records.conftest import Built
from tests.unit.records.software import (
    HASH,
    NOW,
    SCOPE,
    Clock,
    SoftwareGuard,
    add_import,
    admitted,
    audit_certificate,
    enrol,
    fail,
    make_order,
)
from tests.unit.records.staffed import (
    ANNE,
    WIM,
    accept_software,
    agreed,
    credential,
    quick_hashing,
    staff,
)
from tests.unit.records.test_authorities import chains, digest

SAM = Person("S-3", "Sam", Role.SUPERVISOR)
WES = Person("W-2", "Wes", Role.WORKER)
PIN = Secret(b"12345")
UNIT = (IdScope.parse(SCOPE), RegistrationId.parse("id-s1"))
CAS = chains(2)
ROTATED = tuple(map(RegistrationId.parse, ("group-1", "group-2")))
ROOT = audit_certificate(SoftwareGuard.fixed()._key)
Change = Callable[[Records, Approval | None], object]


@dataclass(frozen=True)
class Case:
    """A change, the entry that tells of it, and the right that it takes."""

    kind: EntryKind
    right: Right
    change: Change


def unit(serial: str, change: UnitChange) -> Case:
    right = CHANGES[change].right
    assert right is not None
    return Case(EntryKind.UNIT_CHANGED, right, lambda r, by: r.units.change(serial, change, by))


def orders(kind: EntryKind, change: Change) -> Case:
    return Case(kind, Right.ORDERS, change)


def people(person: Person, change: Change, kind: EntryKind = EntryKind.PERSON_CHANGED) -> Case:
    supervisor = person.role is Role.SUPERVISOR
    return Case(kind, Right.SUPERVISORS if supervisor else Right.PEOPLE, change)


def exported(records: Records, by: Approval | None) -> None:
    records.record_export(
        [UNIT], manifest_hash=HASH, folder_name="f", format_name="dps-json", approval=by
    )


K, R = EntryKind, Right
PLACE = PushPlace("dps", "a.example", UNIT[0])
RECIPIENT = PinRecipient(HASH, "CN=Customer", HASH)
OLD = OldRuns(NOW, frozenset())
FACTS = ArchiveFacts("old.jsonl.gz", (), HASH, NOW, 0)
ELSEWHERE = [ListFacts("theirs.csv", f"{n:064}", ListKind.CSV) for n in range(2)]
THEIRS = [
    ForeignRow(1, f"theirs-{n}", "0ne00000000", None, None, "x509", *(None,) * 6, "", "")
    for n in range(2)
]
TERMS = AllotmentTerms("line-1", "", "cd" * 32, 1)
CASES: Mapping[str, Case] = {
    "import a list": Case(
        K.LIST_IMPORTED, R.EXPORT, lambda r, by: add_import(r, ELSEWHERE[1], THEIRS[1:], by)
    ),
    "forget an import": Case(K.LIST_FORGOTTEN, R.REVOKE, lambda r, by: r.imports.forget(1, by)),
    "add an order": orders(K.ORDER_ADDED, lambda r, by: r.add_order(make_order("o9"), by)),
    "carry an order over": orders(
        K.ORDER_ADDED, lambda r, by: r.order_changes.carry("o1", "o9", {}, by)
    ),
    "pause an order": orders(
        K.ORDER_CHANGED, lambda r, by: r.set_order_state("o1", OrderState.PAUSED, by)
    ),
    "close an order": orders(
        K.ORDER_CHANGED, lambda r, by: r.set_order_state("o1", OrderState.CLOSED, by)
    ),
    "correct an ID scope": orders(
        K.ORDER_CHANGED, lambda r, by: r.order_changes.set_id_scope("o3", "0ne00000001", by)
    ),
    "assign an order": orders(K.ORDER_ASSIGNED, lambda r, by: r.assign("1", "o1", by)),
    "give a secret": orders(
        K.ORDER_SECRET_SET,
        lambda r, by: r.set_order_secret("o1", OrderSecret.CONSOLE_PASSWORD, b"sealed", by),
    ),
    "list keys": orders(K.EK_LIST_SET, lambda r, by: r.set_ek_list("o1", [bytes(32)], by)),
    "list serial numbers": orders(
        K.SERIALS_SET, lambda r, by: r.serial_lists.set("o1", ["S1"], by)
    ),
    "allot": Case(K.ORDER_ALLOTTED, R.ALLOT, lambda r, by: r.order_changes.allot("o1", 99, by)),
    "allow for scrap": Case(
        K.ORDER_ALLOTTED, R.ALLOT, lambda r, by: r.order_changes.allow_scrap("o1", 9, by)
    ),
    "say what becomes of units that passed": orders(
        K.ORDER_CHANGED,
        lambda r, by: r.order_changes.set_reprovisioning("o1", Reprovisioning.NEVER, by),
    ),
    "allot what another station may make": Case(
        K.ALLOTTED, R.ALLOT, lambda r, by: r.allotments.issue("o1", TERMS, by)
    ),
    "sign a first article": Case(
        K.FIRST_ARTICLE_SIGNED, R.FIRST_ARTICLE, lambda r, by: r.first_articles.sign("o2", by)
    ),
    "reject a first article": Case(
        K.FIRST_ARTICLE_REJECTED,
        R.FIRST_ARTICLE,
        lambda r, by: r.first_articles.reject("o2", "a scratch", by),
    ),
    "release a profile": Case(
        K.PROFILE_RELEASED,
        R.RELEASE_PROFILE,
        lambda r, by: r.releases.release("box", 2, HASH, by),
    ),
    "withdraw a profile": Case(
        K.PROFILE_WITHDRAWN, R.RELEASE_PROFILE, lambda r, by: r.releases.withdraw("box", 1, by)
    ),
    "hold a ceremony": Case(
        K.CEREMONY_HELD,
        R.CEREMONY,
        lambda r, by: r.ceremonies.held(CeremonyKind.SET_UP, "00", rehearsed=True, approval=by),
    ),
    "have a CA follow": Case(
        K.CA_ADDED, R.CEREMONY, lambda r, by: r.authorities.rolled(CAS[1], by)
    ),
    "limit a CA": Case(
        K.CA_LIMITED, R.CEREMONY, lambda r, by: r.authorities.set_most(digest(CAS[0][0]), 9, by)
    ),
    "prove a CA": Case(
        K.CA_PROVED, R.SETTINGS, lambda r, by: r.authorities.proved(CAS[0][0], "C0DE", by)
    ),
    "trust a root": Case(
        K.ROOT_ADDED, R.ROOTS, lambda r, by: r.add_root(ROOT, RootKind.INTERMEDIATE, by)
    ),
    "refuse a root": Case(
        K.ROOT_ADDED, R.ROOTS, lambda r, by: r.add_root(ROOT, RootKind.REFUSED, by)
    ),
    "remove a root": Case(K.ROOT_REMOVED, R.ROOTS, removed),
    "export": Case(K.EXPORTED, R.EXPORT, exported),
    "decide a conflict": Case(
        K.PUSH_DECIDED, R.EXPORT, lambda r, by: r.pushes.decisions.put({}, (), by)
    ),
    "push": Case(K.PUSH_BEGUN, R.EXPORT, lambda r, by: r.pushes.begin(PLACE, by)),
    "revoke": Case(K.REVOKED, R.REVOKE, lambda r, by: r.revoke(UNIT, "lost", by)),
    "settle": Case(
        K.SETTINGS_CHANGED, R.SETTINGS, lambda r, by: r.set_settings(Settings(pin_days=9), by)
    ),
    "give a hand-off's secret": Case(
        K.HANDOFF_SECRET_SET,
        R.SETTINGS,
        lambda r, by: r.handoffs.set_secret("mes", b"sealed", by),
    ),
    "give out a token's PINs": Case(
        K.UNIT_PINS_EXPORTED,
        R.PINS,
        lambda r, by: r.unit_pins.export([*r.unit_pins.set_in("o1")], RECIPIENT, by),
    ),
    "make a group's key": orders(
        K.GROUP_KEY_ADDED, lambda r, by: r.groups.add(UNIT[1], "made", ("", b"", b"copy"), by)
    ),
    "rotate a group's key": Case(
        K.GROUP_ROTATED,
        R.CEREMONY,
        lambda r, by: r.groups.rotate(ROTATED[0], "made", ("", b"", b"copy"), by),
    ),
    "retire a group's key": Case(
        K.GROUP_KEY_RETIRED, R.CEREMONY, lambda r, by: r.groups.retire(ROTATED[1], by)
    ),
    "disable a group": Case(
        K.GROUP_DISABLED, R.CEREMONY, lambda r, by: r.disabled_groups.add(ROTATED[0], by)
    ),
    "add a service": Case(
        K.SERVICE_SET, R.SETTINGS, lambda r, by: r.services.set(Service("dps", "h", "p"), by)
    ),
    "put right at a service": Case(
        K.SERVICE_REPAIRED,
        R.EXPORT,
        lambda r, by: r.services.repairing(Service("dps", "h", "p"), "delete-revoked", ["a"], by),
    ),
    "add a unit for checks": Case(
        K.CHECK_UNIT_ADDED,
        R.CHECKS,
        lambda r, by: r.checks.add(CheckUnit(CheckKind.RED_RABBIT, "R-2", "box"), by),
    ),
    "remove a unit for checks": Case(
        K.CHECK_UNIT_REMOVED, R.CHECKS, lambda r, by: r.checks.remove("R-1", by)
    ),
    "accept keys in software": Case(
        K.SOFTWARE_CUSTODY, R.SOFTWARE_HSM, lambda r, by: r.custody.withdraw(by)
    ),
    "archive": Case(K.ARCHIVED, R.ARCHIVE, lambda r, by: r.archives.take_out(OLD, FACTS, by)),
    "have a credential unlock the token": Case(
        K.CREDENTIAL_SET, R.CREDENTIAL, lambda r, by: r.credentials.choose(by)
    ),
    "restart a position": Case(
        K.RESTARTED, R.RESTART, lambda r, by: r.stops.restart(Place(Scope.POSITION, "1"), by)
    ),
    "print a label again": Case(K.LABEL_REPRINTED, R.LABELS, reprinted),
    "renew contacts": Case(K.CONTACTS_RESET, R.CONTACTS, lambda r, by: r.contacts.reset("1", by)),
    "settle a moved folder": Case(K.MOVED, R.RESTORE, lambda r, by: r.adopt(by)),
    "quarantine": unit("S1", UnitChange.QUARANTINE),
    "release a unit": unit("S3", UnitChange.RELEASE),
    "repair": unit("S2", UnitChange.REWORK),
    "scrap": unit("S1", UnitChange.SCRAP),
    "take back": unit("S1", UnitChange.RETURN),
    "swap": unit("S1", UnitChange.SWAP),
    "give another key": unit("S1", UnitChange.RENEW),
    "add a worker": people(WES, lambda r, by: r.add_person(WES, PIN, by), K.PERSON_ADDED),
    "add a supervisor": people(
        SAM,
        lambda r, by: r.add_person(Person("S-4", "Sue", Role.SUPERVISOR), PIN, by),
        K.PERSON_ADDED,
    ),
    "switch a worker off": people(
        WIM, lambda r, by: r.set_person_active(WIM.badge, by, active=False)
    ),
    "switch a supervisor off": people(
        SAM, lambda r, by: r.set_person_active(SAM.badge, by, active=False)
    ),
    "reset a worker's PIN": people(WIM, lambda r, by: r.reset_pin(WIM.badge, PIN, by)),
    "reset a supervisor's PIN": people(SAM, lambda r, by: r.reset_pin(SAM.badge, PIN, by)),
}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return a production record in which each of the changes can be made."""
    path, guard = tmp_path_factory.mktemp("lived") / "station.db", SoftwareGuard()
    guard.custody = Custody.SOFTWARE
    made = Records.create(path, guard, station="line-1", practice=False, now=Clock())
    with quick_hashing(), made as records:
        staff(records)
        accept_software(records)
        records.add_person(SAM, credential(SAM).pin, agreed(records, Right.SUPERVISORS))
        first = {"course": Course(first_article=True), "state": OrderState.FIRST_ARTICLE}
        more = {"scrap_allowance": 1, "reprovisioning": Reprovisioning.NEW_KEY}
        spec = make_order().spec.model_copy(update=more)
        for order in (
            make_order().model_copy(update={"spec": spec}),
            make_order("o2").model_copy(update=first),
            make_order("o3"),
        ):
            records.add_order(order, agreed(records, Right.ORDERS))
        records.releases.release("box", 1, HASH, agreed(records, Right.RELEASE_PROFILE))
        records.add_root(ROOT, RootKind.ROOT, agreed(records, Right.ROOTS))
        records.log_in(WIM.badge, credential(WIM).pin)
        enrol(records, "S1")
        records.labels.due("S1", records.find("S1").run, "1", ())
        enrol(records, "S9", order="o2")
        records.authorities.learn(CAS[0])
        for group in ROTATED:
            records.groups.add(group, "made", ("", b"", b""), agreed(records, Right.ORDERS))
        copies = ("", b"", b"")
        records.groups.rotate(ROTATED[1], "made", copies, agreed(records, Right.CEREMONY))
        add_import(records, ELSEWHERE[0], THEIRS[:1], agreed(records, Right.EXPORT))
        rabbit = CheckUnit(CheckKind.RED_RABBIT, "R-1", "box")
        records.checks.add(rabbit, agreed(records, Right.CHECKS))
        for serial in ("S2", "S3"):
            fail(records, admitted(records, serial, position="1"))
        pinned = admitted(records, "S4", position="1")
        pins = records.unit_pins.prepare(pinned, SealedPins("S4", b"sealed", None))
        records.unit_pins.mark_set(pins)
        fail(records, pinned)
        records.units.change("S3", UnitChange.QUARANTINE, agreed(records, Right.QUARANTINE))
    return Built(path.read_bytes(), guard)


@pytest.fixture
def moved(lived: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Records]:
    """Return a copy of it, which knows that it is one."""
    path = tmp_path / "station.db"
    path.write_bytes(lived.image)
    monkeypatch.setattr(lease, "installation_of", lambda _: "2" * 64)
    opened = Records.open(path, lived.guard.copied(), now=Clock(), adopting=Adopting.MOVED)
    with quick_hashing(), opened as records:
        yield records


def settled(name: str, moved: Records) -> Case:
    """Return a case; but for one of them, the record belongs where it is by then."""
    case = CASES[name]
    if case.kind is not EntryKind.MOVED:
        moved.adopt(agreed(moved, Right.RESTORE))
    return case


def content(records: Records) -> list[str]:
    """Return all that the record has, its chain too."""
    with closing(sqlite3.connect(records.path)) as connection:
        return list(connection.iterdump())


def insufficient(records: Records, right: Right) -> Mapping[str, Approval | None]:
    """Return what won't do."""
    other = Right.CEREMONY if RULES[right].people == 2 else Right.PROVISION
    if right is Right.CEREMONY:
        other = Right.RELEASE_PROFILE
    alone = {2: (ANNE.badge,), 1: ()}[RULES[right].people]
    return {
        "nobody": None,
        "for something else": agreed(records, other),
        "too few": Approval(right, alone, "a test"),
        "the same twice": Approval(right, (*alone, *(b.lower() for b in alone)), "a test"),
    }


@pytest.mark.parametrize("name", CASES)
def test_nothing_changes_but_by_enough_people_with_the_right(name: str, moved: Records) -> None:
    case = settled(name, moved)
    before = content(moved)
    for why, approval in insufficient(moved, case.right).items():
        with pytest.raises(StationError) as caught:
            case.change(moved, approval)
        assert caught.value.code == "REC-025", why
        assert content(moved) == before, why
    known = len(list(moved.entries(kind=case.kind)))
    approval = agreed(moved, case.right)
    case.change(moved, approval)
    *_, told = moved.entries(kind=case.kind)
    assert len(list(moved.entries(kind=case.kind))) == known + 1
    assert told.data["by"] == [*approval.by]
    assert moved.verify().unsigned == 0


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if RULES[case.right].reason])
def test_nothing_that_wants_a_reason_is_done_without(name: str, moved: Records) -> None:
    case = settled(name, moved)
    before, by = content(moved), agreed(moved, case.right).by
    with pytest.raises(StationError, match="REC-026"):
        case.change(moved, Approval(case.right, by, " "))
    assert content(moved) == before


def test_there_is_a_case_for_each_kind_of_entry_that_takes_a_right() -> None:
    people_are = {"role": Role.WORKER.value}
    wanted = {kind for kind in EntryKind if right_of(kind, people_are) is not None}
    # Of a closed record, by badges and PINs themselves: tests/unit/records/test_replacement.py.
    wanted -= {EntryKind.TOKEN_REPLACED}
    assert {case.kind for case in CASES.values()} == wanted | {EntryKind.CA_ADDED}
    changes = {rule.right for rule in CHANGES.values()} - {None}
    assert {case.right for case in CASES.values()} >= changes


def test_a_moved_folder_says_where_it_was_also_after_a_vain_try(moved: Records) -> None:
    with pytest.raises(StationError, match="REC-025"):
        moved.adopt(None)
    moved.adopt(agreed(moved, Right.RESTORE))
    (told,) = moved.entries(kind=EntryKind.MOVED)
    assert told.data["before"] != told.data["installation"]
