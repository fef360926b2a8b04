"""A station that stops in the middle: nothing that was committed is lost, nothing is half done."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from station.errors import Outcome, StationError
from station.model.audit import SignedHead
from station.model.names import RegistrationId
from station.records.entries import EntryKind
from station.records.orders import Usage
from station.records.store import Reader, Records
from tests.unit.records.software import (
    SoftwareGuard,
    admitted,
    begin,
    enrol,
    enrollment_of,
    symmetric_identity,
)


def torn(records: Records) -> None:
    """Leave a record as a killed process does: connections and lock gone, nothing said."""
    records._held.close()


def test_runs_that_were_open_end_as_errors_of_the_station(
    records: Records, guard: SoftwareGuard
) -> None:
    first, second = begin(records), admitted(records, "S1", name="unit-1")
    number = records.intent(second, "make-key", {"label": "unit-1"})
    torn(records)
    with Records.open(records.path, guard) as again:
        ended = again.runs()
        assert [run.name for run in ended] == [first.name, second.name]
        assert {(run.outcome, run.code) for run in ended} == {(Outcome.ERROR, "LIN-016")}
        assert again.usage("o1") == Usage(0, 0, 0)
        assert [intent.number for intent in again.open_intents()] == [number]
        told = [entry for entry in again.entries() if entry.kind is EntryKind.SETTLED]
        assert [entry.data["run"] for entry in told] == [first.name, second.name]
        assert told[1].data["intents"] == [{"number": number, "kind": "make-key"}]
        assert again.verify().unsigned == 0
        again.settled(number, {"found": False})
        admitted(again, "S2", name="unit-1")


def test_a_certificate_that_was_issued_stays_counted(
    records: Records, guard: SoftwareGuard
) -> None:
    run = admitted(records, "S1", name="unit-1")
    records.spend(run)
    torn(records)
    with Records.open(records.path, guard) as again:
        assert again.usage("o1") == Usage(0, 0, 1)
        with pytest.raises(StationError, match="REC-005"):
            admitted(again, "S2", name="unit-1")
        admitted(again, "S1", name="unit-1")


def test_a_record_that_was_closed_well_is_not_settled(
    records: Records, guard: SoftwareGuard
) -> None:
    enrol(records, "S1")
    before = records.head()
    records.close()
    with Records.open(records.path, guard) as again:
        assert again.head() == before


@pytest.mark.parametrize("moment", ["before the signature", "after the signature"])
def test_a_pass_committed_right_before_the_power_cut_is_signed_at_the_next_start(
    records: Records, guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    honest = guard.sign_head

    def cut(previous: SignedHead | None, entries: Sequence[bytes]) -> SignedHead:
        if moment == "after the signature":
            honest(previous, entries)
        raise KeyboardInterrupt

    run = admitted(records, "S1")
    enrollment = enrollment_of(run, "S1", symmetric_identity("a"))
    with monkeypatch.context() as patch:
        patch.setattr(guard, "sign_head", cut)
        with pytest.raises(KeyboardInterrupt):
            records.enrol(run, enrollment, seconds=1, steps=())
        torn(records)
    with Records.open(records.path, guard) as again:
        assert again.find("S1") == enrollment
        assert again.runs()[0].outcome is Outcome.PASSED
        assert again.verify().unsigned == 0


_CHILD = """
import sys
from pathlib import Path
from station.model.names import RegistrationId
from station.records.store import Records
from tests.unit.records.software import *

path = Path(sys.argv[1])
records = Records.create(path, SoftwareGuard.fixed(), station="line-1", practice=True)
records.add_order(make_order(quantity=100_000))
run = admitted(records, "OPEN", name="open")
records.intent(run, "make-key", {})
number = 0
while True:
    enrol(records, f"S{number}")
    print(number, flush=True)
    number += 1
"""


@pytest.mark.parametrize("wanted", [1, 7, 23])
def test_what_returned_before_a_kill_is_on_disk(tmp_path: Path, wanted: int) -> None:
    path = tmp_path / "station.db"
    with subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(path)], stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(wanted)]
        child.kill()
        said += child.stdout.readlines()
    returned = sum(line.endswith(b"\n") for line in said)
    guard = SoftwareGuard.fixed()
    with Reader.open(path) as reader:
        head = reader.head()
    guard.remember(head.sequence, head.hash)
    with Records.open(path, guard) as records:
        enrolled = [enrollment.serial for enrollment in records.enrollments()]
        assert enrolled[:returned] == [f"S{number}" for number in range(returned)]
        assert len(enrolled) <= returned + 1
        assert records.runs()[0].code == "LIN-016"
        assert len(records.open_intents()) == 1
        assert records.verify().unsigned == 0
        usage = records.usage("o1")
        assert (usage.enrolled, usage.spent) == (len(enrolled), 0)
        records.admit(begin(records), "OPEN", RegistrationId.parse("open"))
