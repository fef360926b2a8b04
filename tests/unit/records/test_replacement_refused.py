"""Second tokens that take no place, and what the first one never signed."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import pytest

from station.errors import StationError
from station.model.audit import SignedHead
from station.model.names import RegistrationId
from station.model.people import Person, Role
from station.model.rights import Right
from station.model.run import Run
from station.operations.audit_words import in_words
from station.records import replacement
from station.records.authorities import ISSUING
from station.records.entries import EntryKind
from station.records.replacement import take_place
from station.records.store import Records
from station.records.unsigned import Unsigned
from station.records.verification import examine_record
from station.secret import Secret
from tests.unit.records import test_attacks
from tests.unit.records.heirs import SoftHeir, made_ready
from tests.unit.records.software import (
    Clock,
    SoftwareGuard,
    admitted,
    enrol,
    enrollment_of,
    x509_identity,
)
from tests.unit.records.staffed import ANNE, agreed, credential, quick_hashing
from tests.unit.records.test_authorities import chains, digest
from tests.unit.records.test_replacement import BOTH

kept = test_attacks.kept


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


def opened(path: Path, guard: SoftwareGuard) -> Records:
    return Records.open(path, guard, now=Clock())


def content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def refused(path: Path, heir: SoftHeir, code: str) -> None:
    """See that it takes no place, and changes nothing."""
    before = content(path)
    with pytest.raises(StationError, match=code):
        take_place(path, heir, BOTH)
    assert content(path) == before


def test_of_two_made_ready_one_alone_takes_the_place(path: Path, first: SoftwareGuard) -> None:
    with opened(path, first) as records:
        taken, spare = (made_ready(records, first) for _ in range(2))
    assert take_place(path, taken, BOTH)
    for _ in range(2):
        refused(path, spare, "HSM-030")
    with opened(path, taken.guard) as records:
        assert records.verify().unsigned == 0


def test_a_spare_is_made_ready_again_for_the_one_that_took_the_place(
    path: Path, first: SoftwareGuard
) -> None:
    with opened(path, first) as records:
        taken, spare = (made_ready(records, first) for _ in range(2))
    take_place(path, taken, BOTH)
    with opened(path, taken.guard) as records:
        again = made_ready(records, taken.guard, guard=spare.guard)
    assert take_place(path, again, BOTH)
    with opened(path, spare.guard) as records:
        assert len(records.second.successions()) == 2
    for guard in (first, taken.guard, spare.guard):
        assert examine_record(path, guard.audit_certificate).findings == ()


def test_what_the_one_before_signed_of_a_spare_counts_no_more(
    path: Path, first: SoftwareGuard
) -> None:
    with opened(path, first) as records:
        taken, spare = (made_ready(records, first) for _ in range(2))
    take_place(path, taken, BOTH)
    follows = replace(spare, before=taken.guard.audit_certificate, anchor=taken.guard.last_head())
    refused(path, follows, "HSM-030")


def test_a_spare_that_does_not_know_yet_whom_it_follows_takes_no_place(
    path: Path, first: SoftwareGuard
) -> None:
    """The record has it that it is ready for the new one; the token was broken off before."""
    with opened(path, first) as records:
        taken, spare = (made_ready(records, first) for _ in range(2))
    take_place(path, taken, BOTH)
    with opened(path, taken.guard) as records:
        made_ready(records, taken.guard, guard=spare.guard)
    refused(path, spare, "HSM-030")


def test_a_token_that_signed_for_a_record_takes_no_place_in_an_older_copy(
    path: Path, first: SoftwareGuard
) -> None:
    with opened(path, first) as records:
        heir = made_ready(records, first)
    older = path.read_bytes()
    take_place(path, heir, BOTH)
    path.write_bytes(older)
    refused(path, heir, "HSM-030")


def test_what_the_first_did_not_sign_makes_no_token_ready(path: Path, first: SoftwareGuard) -> None:
    with opened(path, first) as records:
        heir = made_ready(records, first)
    with closing(sqlite3.connect(path)) as connection, connection:
        ready = '(SELECT max(sequence) FROM audit WHERE instr(entry, \'"what":"second"\'))'
        connection.execute(f"DELETE FROM heads WHERE sequence >= {ready}")  # noqa: S608
        head = connection.execute("SELECT sequence, hash FROM heads ORDER BY 1 DESC").fetchone()
    heir = replace(heir, anchor=replace(heir.anchor, sequence=head[0], hash=head[1]))
    refused(path, heir, "HSM-030")


def _disabled(records: Records, run: Run) -> None:
    approval = agreed(records, Right.CEREMONY)
    records.disabled_groups.add(RegistrationId.parse("o1"), approval)


def _supervisor(records: Records, run: Run) -> None:
    person = Person("S-66", "Mallory", Role.SUPERVISOR)
    records.add_person(person, Secret(b"pin-of-mallory"), agreed(records, Right.SUPERVISORS))


def _enrollment(records: Records, run: Run) -> None:
    unit = enrollment_of(run, "S66", x509_identity("u66"))
    records.enrol(run, unit, seconds=1.0, steps=())


Forging: TypeAlias = Callable[[Records, Run], None]
FORGED: Mapping[str, tuple[Forging, EntryKind]] = {
    "a group is disabled": (_disabled, EntryKind.GROUP_DISABLED),
    "a supervisor is added": (_supervisor, EntryKind.PERSON_ADDED),
    "a unit is enrolled": (_enrollment, EntryKind.ENROLLED),
}


def forge(path: Path, guard: SoftwareGuard, act: Forging) -> None:
    """Write entries and rows as one who has the file, but not the token: no MAC, no signature."""

    def gone(previous: SignedHead | None, entries: object) -> SignedHead:
        raise StationError("HSM-005", f"{previous}, {entries}")

    with opened(path, guard) as records:
        records.log_in(ANNE.badge, credential(ANNE).pin)
        run = admitted(records, "S66")
        newest = records.last_entry()
        guard.sign_head = gone  # type: ignore[method-assign]
        with pytest.raises(StationError, match="HSM-005"):
            act(records, run)
    del guard.sign_head
    of_entries = f"WHERE sequence > {newest} AND mac IS NOT NULL"
    tables = {"audit": of_entries, "people": "", "disabled_groups": "", "enrollments": ""}
    forged = [f"UPDATE {name} SET mac = zeroblob(32) {which}" for name, which in tables.items()]  # noqa: S608
    test_attacks.edited(path, forged)


@pytest.mark.parametrize("what", FORGED)
def test_what_somebody_forged_is_not_made_genuine(
    path: Path, first: SoftwareGuard, what: str
) -> None:
    act, kind = FORGED[what]
    with opened(path, first) as records:
        heir = made_ready(records, first)
    forge(path, first, act)
    refused(path, heir, "HSM-045")
    shown: list[Unsigned] = []

    def looked(unsigned: Unsigned) -> bool:
        shown.append(unsigned)
        return True

    assert take_place(path, heir, replace(BOTH, accept=looked))
    (unsigned,) = shown
    numbers = [entry.sequence for entry in unsigned.entries if entry.kind is kind]
    assert numbers
    with opened(path, heir.guard) as records:
        (told,) = records.entries(kind=EntryKind.TOKEN_REPLACED)
    assert told.data["unsigned"] == [entry.sequence for entry in unsigned.entries]
    assert str(numbers[0]) in in_words(told)


def test_nobody_is_asked_where_all_is_signed(path: Path, first: SoftwareGuard) -> None:
    with opened(path, first) as records:
        heir = made_ready(records, first)
    assert take_place(path, heir, BOTH)
    with opened(path, heir.guard) as records:
        (told,) = records.entries(kind=EntryKind.TOKEN_REPLACED)
    assert "unsigned" not in told.data


def test_its_issuing_ca_follows_and_no_other_one(path: Path, first: SoftwareGuard) -> None:
    new, other = chains(2)
    with opened(path, first) as records:
        (old,) = [
            one.authority for one in records.known_authorities() if one.authority.kind == ISSUING
        ]
        heir = made_ready(records, first, issuing=new[0])
        records.learn_factory(new)
        assert records.authorities.unknown(new), "it follows with the token alone"
    take_place(path, heir, BOTH)
    with opened(path, heir.guard) as records:
        records.learn_factory(other)
        assert records.authorities.unknown(other)
        for _ in range(2):
            records.learn_factory(new)
        known = {one.authority.sha256: one.authority.state for one in records.known_authorities()}
        assert (known[old.sha256], known[digest(new[0])]) == ("retired", "active")
        assert records.verify().unsigned == 0


def test_nothing_is_made_by_the_token_before(path: Path, first: SoftwareGuard) -> None:
    with opened(path, first) as records:
        records.custody.learn()
        heir = made_ready(records, first)
        before = records.factory_tokens()[-1].sequence
    take_place(path, heir, BOTH)
    with opened(path, heir.guard) as records:
        records.custody.learn()
        records.log_in(ANNE.badge, credential(ANNE).pin)
        enrol(records, "S50", x509_identity("u50"))
        assert records.verify().unsigned == 0
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(type(records.custody), "within", lambda *_: before)
            enrol(records, "S51", x509_identity("u51"))
    found = examine_record(path, heir.guard.audit_certificate).findings
    assert any("didn't stand any more" in one for one in found), found
