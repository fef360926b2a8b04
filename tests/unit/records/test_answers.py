"""What workers answered stands with the run, and nobody changes it unseen."""

from pathlib import Path

import pytest

from station.errors import StationError
from station.model.prompt import Answer
from station.records.store import Records
from tests.unit.records.software import (
    SoftwareGuard,
    admitted,
    begin,
    enrol,
    enrollment_of,
    fail,
    symmetric_identity,
)
from tests.unit.records.test_store import edited

ANSWERS = (Answer("seal", "yes"), Answer("housing", "zerkratzt: ä"))


@pytest.fixture
def answered(records: Records) -> Records:
    """Return a record with answers in a run that passed and in one that failed."""
    for serial in ("S1", "S2"):
        run = admitted(records, serial)
        for answer in ANSWERS:
            records.answers.add(run, answer)
        if serial == "S1":
            fail(records, run)
        else:
            records.enrol(
                run,
                enrollment_of(run, serial, symmetric_identity(serial.lower())),
                seconds=1,
                steps=(),
            )
    enrol(records, "S3")
    records.verify()
    return records


def test_answers_are_kept_in_their_order(answered: Records) -> None:
    failed, passed, silent = (dict(answered.answered(run.name)) for run in answered.runs())
    assert list(failed.items()) == [(answer.name, answer.text) for answer in ANSWERS]
    assert passed == failed
    assert silent == {}


def test_a_run_that_is_broken_off_keeps_its_answers_under_the_chain(
    records: Records, path: Path, guard: SoftwareGuard
) -> None:
    run = begin(records)
    records.answers.add(run, ANSWERS[0])
    records.close()
    with Records.open(path, guard) as again:
        again.verify()
        assert dict(again.answered(run.name)) == {"seal": "yes"}


def test_nothing_is_answered_twice_or_after_the_end(records: Records) -> None:
    run = begin(records)
    records.answers.add(run, ANSWERS[0])
    with pytest.raises(StationError, match="REC-011"):
        records.answers.add(run, Answer("seal", "no"))
    fail(records, run)
    with pytest.raises(StationError, match="LIN-014"):
        records.answers.add(run, ANSWERS[1])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE run_answers SET answer = 'no' WHERE id = 1",
        "UPDATE run_answers SET prompt = 'label' WHERE id = 3",
        "DELETE FROM run_answers WHERE id = 4",
        "DELETE FROM run_answers",
        "UPDATE run_answers SET run_id = 3 WHERE run_id = 1",
        "INSERT INTO run_answers (run_id, prompt, answer) VALUES (3, 'seal', 'yes')",
    ],
)
def test_a_changed_answer_is_found(answered: Records, path: Path, change: str) -> None:
    edited(path, change)
    with pytest.raises(StationError, match="REC-011") as caught:
        answered.verify()
    assert "answered" in caught.value.detail


def test_what_a_terminal_would_obey_is_not_read(answered: Records, path: Path) -> None:
    edited(path, "UPDATE run_answers SET answer = 'x' || char(27) || '[2J' WHERE id = 1")
    with pytest.raises(StationError, match="REC-011"):
        answered.answered(answered.runs()[0].name)
