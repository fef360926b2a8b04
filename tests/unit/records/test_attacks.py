"""What can be done with the sqlite3 program in hand: each is refused at use or found by the audit.

One table of attacks, on a production record with people; what else takes real tokens is in
tests/bench/operations/test_audit_attacks.py.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from station.errors import Outcome, StationError
from station.model.audit import chain_hash
from station.model.checks import CheckKind, CheckUnit
from station.model.custody import Custody
from station.model.foreign import ForeignRow, ListFacts, ListKind
from station.model.group import Service
from station.model.names import IdScope, RegistrationId
from station.model.order import OrderSecret, Reprovisioning
from station.model.prompt import Answer
from station.model.push import PushFate, PushRow, PushState, PushTally
from station.model.rights import Approval, Right
from station.model.settings import Settings
from station.model.stops import Place, Scope
from station.model.unit_state import CHANGES, UnitChange
from station.records.again import Proved
from station.records.checks import CheckEnd
from station.records.coverage import UNCOVERED
from station.records.entries import EntryKind
from station.records.push_decisions import Decided, Decision
from station.records.pushes import PushPlace
from station.records.roots import RootKind
from station.records.store import Records
from station.records.unit_pins import SealedPins
from station.records.verification import examine_record
from tests.unit.records.attacks import ATTACKS, TAKEN_ON
from tests.unit.records.software import (
    HASH,
    Clock,
    SoftwareGuard,
    add_import,
    admitted,
    begin,
    enrol,
    fail,
    make_order,
    x509_identity,
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
from tests.unit.records.test_authorities import chains


@dataclass(frozen=True)
class Kept:
    """A closed production record and its guard."""

    image: bytes
    guard: SoftwareGuard


def hand_off(records: Records) -> None:
    records.handoffs.begin("mes", {"kind": "http"})
    records.handoffs.refused("mes", 1, "because")


def push(records: Records, by: Approval) -> None:
    """Push two enrollments, of which one is there then, a group, and a unit to be shut out."""
    place = PushPlace("dps", "a.example", IdScope.parse("0ne0000000A"))
    records.pushes.begin(place, by)
    rows = [PushRow(number, name, b"{}") for number, name in ((2, "u2"), (3, "u3"))]
    fates = [PushFate(2, "u2", PushState.CREATED), PushFate(3, "u3", PushState.CONFLICT, 409_000)]
    records.pushes.keep(place.host, rows, ())
    records.pushes.keep(place.host, (), fates)
    group = PushFate(0, "o1", PushState.CREATED)
    records.pushes.keep_group(place.host, b"{}", group)
    records.shut_outs.keep(place.host, rows[:1], ())
    records.pushes.confirm(place, PushTally(created=1, conflicts=1), over=True)
    kept = PushFate(1, "u1", PushState.CONFLICT, 409_000)
    records.pushes.keep(place.host, (), (kept,))
    where = {"service": place.service, "host": place.host}
    decided = [Decided(1, "u1", "", "", Decision.KEEP)]
    records.pushes.decisions.put(where, decided, agreed(records, Right.EXPORT))


def import_lists(records: Records) -> None:
    for number in (1, 2):
        facts = ListFacts("theirs.csv", f"{number:064}", ListKind.CSV)
        nothing = (None,) * 6
        theirs = ForeignRow(
            1, f"theirs-{number}", "0ne00000000", None, None, "x509", *nothing, "", ""
        )
        add_import(records, facts, [theirs], agreed(records, Right.EXPORT))
    records.imports.forget(2, agreed(records, Right.REVOKE))


def fill_newer_tables(records: Records) -> None:
    records.releases.release("box", 1, HASH, agreed(records, Right.RELEASE_PROFILE))
    records.serial_lists.set("o2", ["S1"], agreed(records, Right.ORDERS))
    records.handoffs.set_secret("mes", b"sealed", agreed(records, Right.SETTINGS))
    hand_off(records)
    [chain] = chains(1)
    records.authorities.learn(chain)
    copies, by = ("", b"", b"copy"), agreed(records, Right.ORDERS)
    records.groups.add(group := RegistrationId.parse("o1"), "made", copies, by)
    records.groups.rotate(group, "made", copies, agreed(records, Right.CEREMONY))
    records.groups.retire(group, agreed(records, Right.CEREMONY))
    records.disabled_groups.add(RegistrationId.parse("o2"), agreed(records, Right.CEREMONY))
    records.credentials.choose(agreed(records, Right.CREDENTIAL))
    records.credentials.withdraw(agreed(records, Right.CREDENTIAL))
    records.services.set(Service("dps", "a.example", "all"), agreed(records, Right.SETTINGS))
    push(records, agreed(records, Right.EXPORT))
    rabbit = CheckUnit(CheckKind.RED_RABBIT, "R-001", "box", "TPM-004")
    records.checks.add(rabbit, agreed(records, Right.CHECKS))
    records.checks.end(
        records.checks.begin("o1", HASH, "1"),
        CheckEnd(rabbit, "box", Outcome.ERROR, "HSM-007", right=False),
    )
    policy, by = Reprovisioning.SAME_KEY, agreed(records, Right.ORDERS)
    records.order_changes.set_reprovisioning("o1", policy, by)
    run = begin(records)
    again = records.again.admit(run, "S3")
    assert again is not None
    records.unit_pins.prepare(run, SealedPins("S3", b"sealed", None))
    records.again.passed(run, Proved(again.enrollment.identity, "so", 1, ()))
    for change in (UnitChange.QUARANTINE, UnitChange.RELEASE, UnitChange.QUARANTINE):
        right = CHANGES[change].right
        assert right is not None
        records.units.change("S9", change, agreed(records, right))
    for _ in range(2):  # stopped, let go on and stopped again
        for _ in range(3):
            fail(records, begin(records, position="1"))
        if not list(records.entries(kind=EntryKind.RESTARTED)):
            place = Place(Scope.POSITION, "1")
            records.stops.restart(place, agreed(records, Right.RESTART))
    records.contacts.reset("1", agreed(records, Right.CONTACTS))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Return a record with something in every table; Wim's badge is switched off."""
    path, guard = tmp_path_factory.mktemp("attacked") / "station.db", SoftwareGuard()
    guard.custody = Custody.SOFTWARE
    with (
        quick_hashing(),
        Records.create(path, guard, station="line-1", practice=False, now=Clock()) as records,
    ):
        staff(records)
        accept_software(records)
        records.log_in(ANNE.badge, credential(ANNE).pin)
        for name in ("o1", "o2"):
            records.add_order(make_order(name), agreed(records, Right.ORDERS))
        records.set_settings(Settings(), agreed(records, Right.SETTINGS))
        records.add_root(guard.audit_certificate, RootKind.ROOT, agreed(records, Right.ROOTS))
        records.assign("1", "o1", agreed(records, Right.ORDERS))
        password = OrderSecret.CONSOLE_PASSWORD
        records.set_order_secret("o1", password, b"sealed", agreed(records, Right.ORDERS))
        records.set_ek_list("o1", [bytes(32), b"\x01" * 32], agreed(records, Right.ORDERS))
        records.set_person_active(WIM.badge, agreed(records, Right.PEOPLE), active=False)
        listed = [enrol(records, f"S{n}", x509_identity(f"u{n}")) for n in range(1, 4)]
        records.labels.due("S1", listed[0].run, "1", ())
        run = admitted(records, "S9")
        records.settled(records.intent(run, "issue", {"name": "u9"}), {"done": True})
        records.spend(run)
        records.answers.add(run, Answer("seal", "yes"))
        fail(records, run)
        names = [(one.id_scope, one.registration_id) for one in listed]
        records.record_export(
            names[:2],
            manifest_hash="cd" * 32,
            folder_name="out",
            format_name="dps-json",
            approval=agreed(records, Right.EXPORT),
        )
        records.revoke(names[0], "lost", agreed(records, Right.REVOKE))
        fill_newer_tables(records)
        import_lists(records)
    return Kept(path.read_bytes(), guard)


@pytest.fixture
def attacked(kept: Kept, tmp_path: Path) -> Path:
    path = tmp_path / "station.db"
    path.write_bytes(kept.image)
    return path


@pytest.fixture
def own_guard(kept: Kept) -> SoftwareGuard:
    return kept.guard.copied()


def edited(path: Path, statements: Sequence[str]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def findings(path: Path, guard: SoftwareGuard) -> Sequence[str]:
    return examine_record(path, guard.audit_certificate, (), 100, copy=True).findings


def test_before_any_attack_nothing_is_found(attacked: Path, own_guard: SoftwareGuard) -> None:
    assert findings(attacked, own_guard) == ()


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_found_and_told(attacked: Path, own_guard: SoftwareGuard, name: str) -> None:
    statements, told = ATTACKS[name]
    edited(attacked, statements)
    assert any(told in finding for finding in findings(attacked, own_guard))


def test_there_is_an_attack_on_every_table_or_it_is_said_not_to_be_covered(attacked: Path) -> None:
    with closing(sqlite3.connect(attacked)) as connection:
        rows = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        tables = {name for (name,) in rows}
        empty = [
            name
            for name in tables
            if not connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608
        ]
    words = set(" ".join(" ".join(sql) for sql, _ in ATTACKS.values()).split())
    assert tables - words - UNCOVERED.keys() == set()
    assert UNCOVERED.keys() - tables == {"transcripts", "notes"}
    assert empty == [], "an attack on an empty table finds nothing"


def rehashed(path: Path, old: str, new: str, *, heads: str) -> None:
    """Change the chain's texts and make all hashes anew; then do something with the heads."""
    with closing(sqlite3.connect(path)) as connection, connection:
        previous = bytes(32)
        rows = connection.execute("SELECT sequence, entry FROM audit ORDER BY sequence").fetchall()
        for number, text in rows:
            changed = text.replace(old, new)
            previous = chain_hash(previous, changed.encode())
            values = (changed, previous, number)
            connection.execute("UPDATE audit SET entry = ?, hash = ? WHERE sequence = ?", values)
        connection.execute(heads)


@pytest.mark.parametrize(
    ("heads", "told"),
    [
        ("SELECT 1", "is not on the entry of its number"),
        (TAKEN_ON, "is not signed by the audit key"),
    ],
)
def test_a_chain_that_was_hashed_anew_is_found_and_never_signed(
    attacked: Path, own_guard: SoftwareGuard, heads: str, told: str
) -> None:
    rehashed(attacked, '"S1"', '"S0"', heads=heads)
    assert any(told in finding for finding in findings(attacked, own_guard))
    signed = own_guard.signatures
    with pytest.raises(StationError, match="REC-011"):
        Records.open(attacked, own_guard)
    assert own_guard.signatures == signed


@pytest.mark.parametrize("after", [0, 5])
def test_a_chain_without_its_heads_is_not_signed_by_a_guard_that_signed_another(
    attacked: Path, own_guard: SoftwareGuard, after: int
) -> None:
    rehashed(attacked, '"S1"', '"S0"', heads=f"DELETE FROM heads WHERE sequence > {after}")  # noqa: S608
    with pytest.raises(StationError, match="HSM-014"):
        Records.open(attacked, own_guard)


def test_more_unsigned_entries_than_a_station_leaves_are_found(
    attacked: Path, own_guard: SoftwareGuard
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("station.records.verification.MOST_UNSIGNED", 3)
        edited(attacked, ["DELETE FROM heads WHERE sequence > 5"])
        [finding] = findings(attacked, own_guard)
    assert finding.startswith("the entries from 6 to")
    assert finding.endswith("are not signed")


def test_the_tail_cut_off_with_its_heads_is_refused_where_the_guard_remembers(
    attacked: Path, own_guard: SoftwareGuard
) -> None:
    tail = ("DELETE FROM heads WHERE sequence > 5", "DELETE FROM audit WHERE sequence > 5")
    edited(attacked, tail)
    with pytest.raises(StationError, match="REC-013"):
        Records.open(attacked, own_guard)


def raised(records: Records) -> None:
    begin(records)


def promoted(records: Records) -> None:
    records.approve(Right.ORDERS, [credential(WIM)])


def switched_on(records: Records) -> None:
    records.log_in(WIM.badge, credential(WIM).pin)


def trusting(records: Records) -> None:
    records.trust_store()


def unsealing(records: Records) -> None:
    records.order_secret("o1", OrderSecret.CONSOLE_PASSWORD)


def listed(records: Records) -> None:
    records.ek_listed("o1", [bytes(32)])


def governed(records: Records) -> None:
    records.settings()


def assigned(records: Records) -> None:
    records.assignments()


USES: Sequence[tuple[str, Callable[[Records], None]]] = [
    ("an order's quantity is raised", raised),
    ("a worker makes himself a supervisor", promoted),
    ("a badge is switched on", switched_on),
    ("two PINs are swapped", promoted),
    ("a root becomes one that may issue", trusting),
    ("a sealed secret is exchanged", unsealing),
    ("a TPM is put on the list", listed),
    ("the rules of the house are relaxed", governed),
    ("an order is assigned to a position", assigned),
]


@pytest.fixture
def opened(attacked: Path, own_guard: SoftwareGuard) -> Iterator[Callable[[], Records]]:
    """Open the attacked record, with somebody on duty where the attack leaves somebody."""
    found: list[Records] = []

    def open_it() -> Records:
        records = Records.open(attacked, own_guard, now=Clock())
        found.append(records)
        with suppress(StationError):
            records.log_in(ANNE.badge, credential(ANNE).pin)
        return records

    with quick_hashing():
        yield open_it
    for records in found:
        records.close()


@pytest.mark.parametrize(("name", "use"), USES)
def test_what_an_attack_granted_is_refused_at_use(
    attacked: Path, opened: Callable[[], Records], name: str, use: Callable[[Records], None]
) -> None:
    edited(attacked, ATTACKS[name][0])
    with pytest.raises(StationError, match="REC-012"):
        use(opened())


def test_a_step_of_the_schema_that_is_marked_as_not_done_is_no_way_in(
    attacked: Path, own_guard: SoftwareGuard
) -> None:
    edited(attacked, ["DELETE FROM _sqlite_migrations WHERE name = '0013-rights'"])
    with pytest.raises(StationError, match="REC-001"):
        findings(attacked, own_guard)
    with pytest.raises(StationError, match="REC-001"):
        Records.open(attacked, own_guard)
