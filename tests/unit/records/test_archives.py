"""Steps of old runs out of the record: the audit stays whole, and a change is found as before."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from station.errors import StationError
from station.model.order import OrderState
from station.model.rights import Right
from station.records.archives import ArchiveFacts, OldRuns
from station.records.entries import EntryKind
from station.records.runs import digest_of_work
from station.records.store import Records
from station.records.unit_history import unit_history
from station.records.verification import examine_record
from tests.unit.records.software import (
    NOW,
    SoftwareGuard,
    admitted,
    edited_while_off,
    enrol,
    fail,
    make_order,
)
from tests.unit.records.staffed import WIM, agreed, credential, quick_hashing

LATER = NOW + timedelta(days=365)
FACTS = ArchiveFacts("old.jsonl.gz", (), "ab" * 32, LATER, 0)


@pytest.fixture
def lived(records: Records) -> Records:
    """A practice record: `o1` is closed, with a unit that passed and one that failed; `o2` runs."""
    enrol(records, "S1")
    run = admitted(records, "S2")
    records.settled(records.intent(run, "issue", {"name": "u2"}), {"done": True})
    fail(records, run)
    records.add_order(make_order("o2"))
    enrol(records, "S3", order="o2")
    records.set_order_state("o1", OrderState.CLOSED)
    return records


def taken_out(records: Records) -> OldRuns:
    old = records.archives.old_runs(LATER)
    records.archives.take_out(old, facts_of(records, old))
    return old


def facts_of(records: Records, old: OldRuns) -> ArchiveFacts:
    with records.archives.runs(old) as runs:
        return replace(FACTS, runs=tuple(run.name for run in runs))


def test_ended_runs_of_closed_orders_are_given_with_what_their_entries_say(lived: Records) -> None:
    old = lived.archives.old_runs(LATER)
    with lived.archives.runs(old) as found:
        runs = list(found)
    assert [run.about["serial"] for run in runs] == ["S1", "S2"]
    for run in runs:
        assert run.steps[1:3] == ("connect", "done")
        assert digest_of_work(run.steps, run.intents) == run.work
    assert runs[1].intents[1] == "issue"


def test_what_began_later_stays(lived: Records) -> None:
    assert lived.archives.old_runs(NOW - timedelta(days=1)).numbers == frozenset()


def test_the_steps_go_and_all_else_stays(lived: Records, path: Path, guard: SoftwareGuard) -> None:
    before = [run.name for run in lived.runs()]
    old = taken_out(lived)
    assert [run.name for run in lived.runs()] == before
    assert [bool(lived.steps(name)) for name in before] == [False, False, True]
    assert [one.serial for one in lived.enrollments()] == ["S1", "S3"]
    assert len(lived.failed_intents("S2")) == 1
    report = lived.verify()
    assert (report.runs, report.unsigned) == (3, 0)
    (entry,) = lived.entries(kind=EntryKind.ARCHIVED)
    assert (entry.data["runs"], entry.data["file"]) == (len(old.numbers), "old.jsonl.gz")
    history = unit_history(path, guard.audit_certificate, "S1")
    assert history.findings == ()
    assert [run.archived for run in history.runs.values()] == [entry.sequence]


def test_nothing_is_archived_twice_and_a_second_archive_is_another(lived: Records) -> None:
    taken_out(lived)
    assert lived.archives.old_runs(LATER).numbers == frozenset()
    lived.set_order_state("o2", OrderState.CLOSED)
    assert len(taken_out(lived).numbers) == 1
    assert lived.verify().runs == 3


@pytest.mark.parametrize("much", ["no", "one", "another", "twice"])
def test_nothing_is_taken_out_that_the_archive_has_not(lived: Records, much: str) -> None:
    old = lived.archives.old_runs(LATER)
    both = facts_of(lived, old).runs
    runs = {
        "no": (),
        "one": both[:1],
        "another": (*both[:1], lived.runs()[-1].name),
        "twice": (*both, both[0]),
    }[much]
    with pytest.raises(StationError, match="REC-011"):
        lived.archives.take_out(old, replace(FACTS, runs=runs))
    assert lived.archives.old_runs(LATER) == old
    assert all(lived.steps(name) for name in both)
    lived.verify()


def test_a_run_whose_end_the_chain_lacks_keeps_its_steps(lived: Records) -> None:
    old = lived.archives.old_runs(LATER)
    edited_while_off(lived, "UPDATE runs SET name = '00000000000000000000000000' WHERE id = 1")
    with pytest.raises(StationError, match="REC-011"):
        taken_out(lived)
    assert lived.steps("0" * 26)
    assert lived.archives.old_runs(LATER) == old


def test_in_production_a_supervisor_says_why(real: Records) -> None:
    with quick_hashing():
        real.add_order(make_order(), agreed(real, Right.ORDERS))
        real.log_in(WIM.badge, credential(WIM).pin)
        enrol(real, "S1")
        real.set_order_state("o1", OrderState.CLOSED, agreed(real, Right.ORDERS))
        old = real.archives.old_runs(LATER)
        with pytest.raises(StationError, match="REC-025"):
            real.archives.take_out(old, facts_of(real, old))
        assert real.steps(real.runs()[0].name)
        real.archives.take_out(old, facts_of(real, old), agreed(real, Right.ARCHIVE))
    (entry,) = real.entries(kind=EntryKind.ARCHIVED)
    assert entry.data["by"] == ["S-1"]
    assert real.verify().unsigned == 0


ATTACKS: Sequence[tuple[str, str]] = (
    ("UPDATE runs SET archived = NULL WHERE id = 1", "did was changed"),
    ("UPDATE runs SET archived = NULL", "the runs of the archive of entry"),
    ("UPDATE runs SET archived = 3 WHERE id = 1", "which tells of none"),
    ("UPDATE runs SET archived = (SELECT max(archived) FROM runs)", "has steps"),
    (
        "INSERT INTO steps (run_id, place, step, state, seconds) VALUES (1, 0, 'prove', 'done', 1)",
        "has steps, though they are in an archive",
    ),
    ("UPDATE intents SET data = '{}'", "the runs of the archive of entry"),
    ("DELETE FROM intents", "the runs of the archive of entry"),
    ("UPDATE runs SET outcome = 'passed' WHERE outcome = 'failed'", "was changed"),
    ("DELETE FROM runs WHERE id = 2", "is missing"),
)


@pytest.mark.parametrize(("statement", "told"), ATTACKS)
def test_what_is_changed_behind_its_back_is_found_as_before(
    lived: Records, path: Path, guard: SoftwareGuard, statement: str, told: str
) -> None:
    taken_out(lived)
    lived.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)
    found = examine_record(path, guard.audit_certificate, (), 100).findings
    assert any(told in one for one in found), found


def test_steps_are_not_deleted_by_saying_that_they_are_archived(
    lived: Records, path: Path, guard: SoftwareGuard
) -> None:
    lived.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE runs SET archived = 5 WHERE id = 2")
        connection.execute("DELETE FROM steps WHERE run_id = 2")
    found = examine_record(path, guard.audit_certificate, (), 100).findings
    assert any("which tells of none" in one for one in found)


def test_a_token_that_is_gone_keeps_the_archive_on_record(
    lived: Records, guard: SoftwareGuard
) -> None:
    sign = guard.sign_head

    def gone(*_: object) -> None:
        raise StationError("HSM-018")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard, "sign_head", gone)
        with pytest.raises(StationError, match="HSM-018"):
            taken_out(lived)
    assert guard.sign_head == sign
    assert lived.archives.old_runs(LATER).numbers == frozenset()
    enrol(lived, "S4", order="o2")
    assert lived.verify().unsigned == 0
