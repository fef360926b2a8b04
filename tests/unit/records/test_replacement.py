"""A second token takes the first one's place in a record, and what it doesn't take."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from station.errors import StationError
from station.model.audit import KnownHead, SignedHead
from station.model.order import OrderSecret
from station.model.people import Credential
from station.model.rights import Right
from station.records import replacement
from station.records.entries import EntryKind
from station.records.remarking import MARKED
from station.records.replacement import Consent, take_place
from station.records.store import Records
from station.records.unit_history import unit_history
from station.records.verification import examine_record
from station.secret import Secret
from tests.unit.records import test_attacks
from tests.unit.records.attacks import ATTACKS
from tests.unit.records.heirs import SoftHeir, made_ready
from tests.unit.records.software import (
    Clock,
    SoftwareGuard,
    admitted,
    begin,
    enrol,
    enrollment_of,
    x509_identity,
)
from tests.unit.records.staffed import ANNE, BERT, MIA, agreed, credential, quick_hashing

kept = test_attacks.kept
BOTH = Consent([credential(ANNE), credential(BERT)], "the first is broken")


@pytest.fixture(autouse=True)
def without_waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(replacement, "COPY_WAIT_S", 0.0)
    with quick_hashing():
        yield


@pytest.fixture
def path(kept: test_attacks.Kept, tmp_path: Path) -> Path:
    path = tmp_path / "station.db"
    path.write_bytes(kept.image)
    return path


@pytest.fixture
def first(kept: test_attacks.Kept) -> SoftwareGuard:
    return kept.guard.copied()


@pytest.fixture
def heir(path: Path, first: SoftwareGuard) -> SoftHeir:
    """Return the second guard, made ready in the record."""
    with Records.open(path, first, now=Clock()) as records:
        return made_ready(records, first)


def opened(path: Path, guard: SoftwareGuard) -> Records:
    return Records.open(path, guard, now=Clock())


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def macs(path: Path) -> Mapping[str, list[tuple[object, ...]]]:
    return {
        table: rows(path, f"SELECT rowid, mac FROM {table}")  # noqa: S608 - constants only
        for table in MARKED
        if table != "audit"
    }


def test_it_goes_on_with_the_second_guard_and_all_that_was_there(
    path: Path, first: SoftwareGuard, heir: SoftHeir
) -> None:
    assert take_place(path, heir, BOTH)
    with opened(path, heir.guard) as records:
        assert records.verify().gaps == ()
        assert {order.name for order in records.orders()} == {"o1", "o2"}
        assert records.order_secret("o1", OrderSecret.CONSOLE_PASSWORD) == b"sealed"
        assert records.assignments() == {"1": "o1"}
        assert records.services.get("dps").host == "a.example"
        assert records.log_in(BERT.badge, credential(BERT).pin) == BERT
        records.custody.learn()
        enrol(records, "S40", x509_identity("u40"))
        (told,) = records.entries(kind=EntryKind.TOKEN_REPLACED)
        assert (told.data["by"], told.data["reason"]) == (["S-1", "S-2"], "the first is broken")
        assert records.verify().unsigned == 0
    for guard in (first, heir.guard):
        found = examine_record(path, guard.audit_certificate)
        assert (found.findings, found.report.replaced) == ((), (told.sequence,))
        assert unit_history(path, guard.audit_certificate, "S40").findings == ()


def test_every_mac_is_made_anew(path: Path, heir: SoftHeir) -> None:
    tables = rows(
        path,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND EXISTS"
        " (SELECT 1 FROM pragma_table_info(sqlite_master.name) WHERE name = 'mac')",
    )
    assert {str(name) for (name,) in tables} == {*MARKED, "lease"}
    before = macs(path)
    assert all(before.values()), "there is something in every table"
    take_place(path, heir, BOTH)
    for table, after in macs(path).items():
        assert len(after) == len(before[table])
        assert not set(after) & set(before[table]), table


def test_the_first_guard_opens_it_no_more(path: Path, first: SoftwareGuard, heir: SoftHeir) -> None:
    take_place(path, heir, BOTH)
    with pytest.raises(StationError, match="HSM-031"):
        opened(path, first)


def test_others_get_a_new_pin(path: Path, heir: SoftHeir) -> None:
    take_place(path, heir, BOTH)
    with opened(path, heir.guard) as records:
        with pytest.raises(StationError, match="REC-020"):
            records.log_in(MIA.badge, credential(MIA).pin)
        records.reset_pin(MIA.badge, Secret(b"another pin"), agreed(records, Right.PEOPLE))
        with pytest.raises(StationError, match="REC-027"):
            records.log_in(MIA.badge, Secret(b"another pin"))


def test_the_pin_counts_that_was_given_when_it_was_made_ready(
    path: Path, first: SoftwareGuard, heir: SoftHeir
) -> None:
    newer = Credential(ANNE.badge, Secret(b"a newer pin"))
    with opened(path, first) as records:
        records.change_own_pin(credential(ANNE), Secret(b"a newer pin"))
    with pytest.raises(StationError, match="REC-020"):
        take_place(path, heir, Consent([newer, credential(BERT)], "broken"))
    assert take_place(path, heir, BOTH)
    with opened(path, heir.guard) as records:
        assert records.log_in(ANNE.badge, credential(ANNE).pin) == ANNE


def wrong(pin: str) -> Credential:
    return Credential(BERT.badge, Secret(pin.encode()))


REFUSED: Mapping[str, tuple[Consent, str]] = {
    "a wrong PIN": (Consent([credential(ANNE), wrong("nonsense")], "so"), "REC-020"),
    "somebody who wasn't there": (Consent([credential(ANNE), credential(MIA)], "so"), "CFG-052"),
    "one alone": (Consent([credential(ANNE)], "so"), "REC-025"),
    "the same twice": (Consent([credential(ANNE), credential(ANNE)], "so"), "REC-025"),
    "nobody": (Consent([], "so"), "REC-025"),
    "no reason": (Consent([credential(ANNE), credential(BERT)], " "), "REC-026"),
    "an anchor that it lacks": (
        Consent([credential(ANNE), credential(BERT)], "so", [KnownHead(9_999, None, "a report")]),
        "REC-013",
    ),
    "another past": (
        Consent([credential(ANNE), credential(BERT)], "so", [KnownHead(3, bytes(32), "a report")]),
        "REC-011",
    ),
}


@pytest.mark.parametrize("why", REFUSED)
def test_nothing_is_changed_where_it_is_refused(path: Path, heir: SoftHeir, why: str) -> None:
    consent, code = REFUSED[why]
    with closing(sqlite3.connect(path)) as connection:
        before = list(connection.iterdump())
    with pytest.raises(StationError, match=code):
        take_place(path, heir, consent)
    with closing(sqlite3.connect(path)) as connection:
        assert list(connection.iterdump()) == before


def test_who_is_switched_off_by_then_does_not_agree(
    path: Path, first: SoftwareGuard, heir: SoftHeir
) -> None:
    with opened(path, first) as records:
        approval = records.approve_by_token(lambda: None, "left")
        records.set_person_active(BERT.badge, approval, active=False)
    with pytest.raises(StationError, match="REC-028"):
        take_place(path, heir, BOTH)


@pytest.mark.parametrize("attack", ["an order's quantity is raised", "a badge is switched on"])
def test_a_record_that_was_changed_is_not_taken_over(
    path: Path, heir: SoftHeir, attack: str
) -> None:
    statements, _ = ATTACKS[attack]
    test_attacks.edited(path, statements)
    with pytest.raises(StationError, match="REC-011"):
        take_place(path, heir, BOTH)


def test_a_record_from_before_it_was_made_ready_is_not_taken_over(
    kept: test_attacks.Kept, path: Path, heir: SoftHeir
) -> None:
    path.unlink()
    path.write_bytes(kept.image)
    with pytest.raises(StationError, match="HSM-030"):
        take_place(path, heir, BOTH)


def test_where_the_power_went_before_the_first_signature_it_is_made_good(
    path: Path, heir: SoftHeir
) -> None:
    heir.guard.trouble = None
    signed = heir.guard.sign_head
    heir.guard.sign_head = _gone  # type: ignore[method-assign]
    with pytest.raises(StationError, match="HSM-005"):
        take_place(path, heir, BOTH)
    heir.guard.sign_head = signed  # type: ignore[method-assign]
    assert not take_place(path, heir, BOTH), "it is the record's already"
    with opened(path, heir.guard) as records:
        assert records.verify().unsigned == 0
        assert len(list(records.entries(kind=EntryKind.TOKEN_REPLACED))) == 1


def _gone(previous: SignedHead | None, entries: Sequence[bytes]) -> SignedHead:
    raise StationError("HSM-005", f"{previous} and {len(entries)} entries")


def test_what_the_first_did_not_live_to_sign_stays(
    path: Path, first: SoftwareGuard, heir: SoftHeir
) -> None:
    with opened(path, first) as records:
        records.log_in(ANNE.badge, credential(ANNE).pin)
        run = admitted(records, "S41")
        first.sign_head = _gone  # type: ignore[method-assign]
        unit = enrollment_of(run, "S41", x509_identity("u41"))
        with pytest.raises(StationError, match="HSM-005"):
            records.enrol(run, unit, seconds=1.0, steps=())
        del first.sign_head
    with pytest.raises(StationError, match="HSM-045"):
        take_place(path, heir, BOTH)
    take_place(path, heir, replace(BOTH, accept=lambda _: True))
    with opened(path, heir.guard) as records:
        assert records.verify().unsigned == 0
    assert rows(path, "SELECT outcome FROM runs WHERE serial = 'S41'") == [("passed",)]


def test_a_third_follows_the_second(path: Path, first: SoftwareGuard, heir: SoftHeir) -> None:
    take_place(path, heir, BOTH)
    with opened(path, heir.guard) as records:
        third = made_ready(records, heir.guard)
    take_place(path, third, BOTH)
    with opened(path, third.guard) as records:
        records.custody.learn()
        assert len(records.second.successions()) == 2
        records.log_in(ANNE.badge, credential(ANNE).pin)
        enrol(records, "S42", x509_identity("u42"))
    for guard in (first, heir.guard, third.guard):
        assert examine_record(path, guard.audit_certificate).findings == ()
    with pytest.raises(StationError, match="HSM-031"):
        opened(path, heir.guard)


def test_a_key_that_nobody_made_ready_signs_nothing(
    path: Path, first: SoftwareGuard, heir: SoftHeir
) -> None:
    """Whoever writes the file and has a key of their own makes no successor of it."""
    with opened(path, first) as records:
        stranger = made_ready(records, first)
    take_place(path, stranger, BOTH)
    # The same chain, where the first guard had signed nothing of the stranger.
    unsigned = (
        "DELETE FROM heads WHERE sequence >="
        ' (SELECT max(sequence) FROM audit WHERE instr(entry, \'"what":"second"\'))'
        " AND sequence < (SELECT min(sequence) FROM audit WHERE instr(entry, 'token-replaced'))"
    )
    test_attacks.edited(path, [unsigned])
    found = examine_record(path, first.audit_certificate).findings
    assert any("not signed by the audit key" in one for one in found)


def test_orders_from_before_a_loss_take_no_unit_afterwards(path: Path, heir: SoftHeir) -> None:
    test_attacks.edited(path, ["UPDATE lease SET orders = 'o2'"])
    take_place(path, heir, BOTH)
    with opened(path, heir.guard) as records:
        records.log_in(ANNE.badge, credential(ANNE).pin)
        with pytest.raises(StationError, match="REC-060"):
            begin(records, "o2")
