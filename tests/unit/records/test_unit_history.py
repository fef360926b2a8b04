"""One unit's story as the chain tells it, and what isn't genuine in it."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from station.model.order import Reprovisioning
from station.operations.unit_story import tell, verdict_words
from station.records.again import Proved
from station.records.entries import EntryKind
from station.records.store import Records
from station.records.unit_history import UnitHistory, unit_history
from tests.unit.records.software import STEPS, SoftwareGuard, admitted, begin, enrol, fail
from tests.unit.records.test_attacks import edited

OWN_RUN = (
    "INSERT INTO runs (name, order_id, profile_hash, position, serial, started, outcome)"
    " VALUES ('x', 1, '', '1', 'S1', '2026-01-01T00:00:00+00:00', 'failed')"
)


def history(path: Path, guard: SoftwareGuard, serial: str = "S1") -> UnitHistory:
    return unit_history(path, guard.audit_certificate, serial)


def kinds(found: UnitHistory) -> Sequence[EntryKind]:
    return [one.entry.kind for one in found.entries]


def test_a_units_story_is_all_that_happened_to_it_in_order(
    records: Records, guard: SoftwareGuard
) -> None:
    fail(records, admitted(records, "S1"))
    enrol(records, "S2")
    one = enrol(records, "s1")
    name = (one.id_scope, one.registration_id)
    records.record_export(
        [name], manifest_hash="cd" * 32, folder_name="out", format_name="dps-json"
    )
    records.revoke(name, "lost")
    found = history(records.path, guard, "S1")
    assert kinds(found) == [
        EntryKind.RUN_ENDED,
        EntryKind.ENROLLED,
        EntryKind.EXPORTED,
        EntryKind.REVOKED,
    ]
    assert found.findings == ()
    lines = [line for chapter in tell(found) for line in chapter.lines]
    told = "\n".join(lines)
    for words in (
        "ended: failed [LNK-002]",
        "For the engineer: because",
        "connect 0.25 s, identify 0.50 s [LNK-002]",
        "at position 1, order o1, profile with SHA-256 abab",
        "Key made: at the factory",
        "Proved: proved in a test",
        "1 enrollments were exported to out as dps-json",
        "was revoked: lost",
    ):
        assert words in told
    assert verdict_words(found).startswith("Verified: the chain from entry 1 to")


def test_a_run_at_work_is_told_last(records: Records, guard: SoftwareGuard) -> None:
    run = admitted(records, "S1")
    begin(records)
    [chapter] = tell(history(records.path, guard))
    assert chapter.words == f"Run {run.name} is at work"
    assert chapter.sequence is None


def test_of_another_unit_nothing_is_told(closed: Path, old_guard: SoftwareGuard) -> None:
    found = history(closed, old_guard, "none")
    assert not found.known
    assert found.findings == ()
    assert "None of it tells of this unit" in verdict_words(found)
    assert {one.entry.data["serial"] for one in history(closed, old_guard, "S2").entries} == {"S2"}


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE enrollments SET certificate = x'00' WHERE id = 1", "enrollment 1 was changed"),
        ("UPDATE enrollments SET attestation = 'magic' WHERE id = 1", "enrollment 1 can't be read"),
        ("DELETE FROM enrollments WHERE id = 1", "enrollment 1 is missing"),
        ("UPDATE enrollments SET status = 'ready' WHERE id = 1", "enrollment 1 is ready, but was"),
        ("UPDATE runs SET position = '2' WHERE id = 1", "was changed"),
        ("UPDATE steps SET state = 'done' WHERE run_id = 1", "did was changed"),
        ("UPDATE runs SET serial = 'S1' WHERE id = 5", "was changed"),
        ("UPDATE audit SET entry = replace(entry, 'S3', 'S0')", "is not the one that was written"),
        ("UPDATE heads SET signature = x'00'", "is not signed by the audit key"),
        ("DELETE FROM heads", "is not signed by the audit key"),
        ("DELETE FROM audit WHERE sequence = (SELECT max(sequence) FROM audit)", "is missing"),
        (OWN_RUN, "run x has no entry"),
    ],
)
def test_what_is_not_genuine_of_a_unit_is_told(
    closed: Path, old_guard: SoftwareGuard, statement: str, told: str
) -> None:
    edited(closed, [statement])
    found = history(closed, old_guard)
    assert any(told in finding for finding in found.findings)
    assert verdict_words(found).startswith("Not genuine")


def test_another_units_changed_row_is_no_finding_here(
    closed: Path, old_guard: SoftwareGuard
) -> None:
    edited(closed, ["UPDATE enrollments SET certificate = x'00' WHERE id = 2"])
    assert history(closed, old_guard).findings == ()
    assert history(closed, old_guard, "S2").findings == ("enrollment 2 was changed",)


def test_a_unit_that_was_run_again_has_that_in_its_story(
    records: Records, guard: SoftwareGuard
) -> None:
    records.order_changes.set_reprovisioning("o1", Reprovisioning.SAME_KEY)
    identity = enrol(records, "S1").identity
    run = begin(records)
    assert records.again.admit(run, "S1") is not None
    records.again.passed(run, Proved(identity, "signed anew", 1.5, STEPS))
    found = history(records.path, guard)
    assert kinds(found) == [EntryKind.ENROLLED, EntryKind.REPROVISIONED]
    assert found.findings == ()
    told = "\n".join(line for chapter in tell(found) for line in chapter.lines)
    assert "was run again" in told
    assert "Proved: signed anew" in told
    edited(records.path, ["UPDATE runs SET again = NULL"])
    assert any("was changed" in one for one in history(records.path, guard).findings)
