"""Old runs archived: in a file that the factory's token signed, and not before it is whole."""

import gzip
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from station.errors import StationError
from station.model.order import OrderState
from station.model.rights import Right
from station.operations import archive as archiving
from station.operations.archive import archive
from station.operations.backup_content import Watch
from tests.support.production import ProductionStation
from tests.unit.records.software import admitted, enrol, fail, make_order
from tests.unit.records.staffed import ANNE, WIM, agreed, credential

pytestmark = pytest.mark.bench

BY_ANNE = [credential(ANNE)]
# Two days on, so that midnight may pass between this line and a test.
SOON = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs of today are as old as the settings want them to be archived."""
    monkeypatch.setattr(archiving, "utc_now", lambda: datetime.now(UTC) + timedelta(days=100))


@pytest.fixture
def lived(station: ProductionStation, later: None) -> ProductionStation:
    """A station with a closed order: a unit that passed, and one that failed with a transcript."""
    with station.open() as plant:
        records = plant.tools.records
        records.add_order(make_order(), agreed(records, Right.ORDERS))
        records.log_in(WIM.badge, credential(WIM).pin)
        enrol(records, "S1")
        run = admitted(records, "S2")
        fail(records, run)
        records.set_order_state("o1", OrderState.CLOSED, agreed(records, Right.ORDERS))
    station.data.transcripts.mkdir()
    (station.data.transcripts / f"{run.name}.txt").write_text("what crossed the cable")
    return station


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk" / "old.jsonl.gz"


def test_the_steps_of_closed_orders_move_to_a_signed_file(
    lived: ProductionStation, file: Path
) -> None:
    words = ("archive", "--before", SOON, "--out", str(file))
    assert "REC-026" in lived(*words, by=BY_ANNE).err
    assert not file.exists()
    said = lived(*words, "--reason", "a year is over", "--json", by=BY_ANNE)
    assert said.status == 0, said.err
    assert (said.answer["runs"], said.answer["transcripts"]) == (2, 1)
    lines = [json.loads(line) for line in gzip.decompress(file.read_bytes()).splitlines()]
    assert [line["about"]["serial"] for line in lines] == ["S1", "S2"]
    assert lines[1]["transcript"] == "what crossed the cable"
    assert not list(lived.data.transcripts.iterdir())
    assert lived("audit", "verify", pin=None).status == 0
    anchor = ("--anchor", f"{file}.json")
    assert lived("audit", "verify", *anchor, pin=None).status == 0
    told = lived("audit", "show", "--kind", "archived", pin=None).out
    assert "Agreed: S-1: a year is over" in told
    told = lived("unit", "explain", "S1").out
    assert "Its steps were moved to an archive" in told
    again = lived(*words[:3], "--out", f"{file}2", "--reason", "x", by=BY_ANNE)
    assert (again.status, again.err[:7]) == (2, "REC-081")
    check_verify(lived, file)


def check_verify(lived: ProductionStation, file: Path) -> None:
    """An archive is verified by itself, and nothing of it can be changed."""
    verify = ("archive", "--verify", str(file))
    assert lived(*verify, pin=None).status == 0
    image = file.read_bytes()
    lines = gzip.decompress(image).replace(b'"done"', b'"fail"', 1)
    for content in (gzip.compress(lines), image[:-9], b"", image + b"x"):
        file.write_bytes(content)
        said = lived(*verify, pin=None)
        assert (said.status, said.err[:7]) == (1, "REC-048")
    file.write_bytes(image)
    manifest = file.with_name(f"{file.name}.json")
    manifest.write_bytes(manifest.read_bytes().replace(b'"runs": 2', b'"runs": 3'))
    assert lived(*verify, pin=None).err[:7] == "REC-048"


def test_nothing_is_taken_out_where_the_file_is_not_what_was_written(
    lived: ProductionStation, file: Path
) -> None:
    def spoil(what: str, done: int, whole: int) -> None:
        if what == "reading it back":
            file.write_bytes(file.read_bytes()[:-1] + b"\1")

    def cancel(what: str, done: int, whole: int) -> None:
        ended.set()

    when = datetime.now(UTC) + timedelta(days=1)
    ended = Event()
    for told, code in ((spoil, "REC-082"), (cancel, "CFG-054")):
        with lived.open() as plant:
            approval = agreed(plant.tools.records, Right.ARCHIVE)
            with pytest.raises(StationError, match=code):
                archive(plant, when, file, approval, Watch(told, ended))
            names = [run.name for run in plant.tools.records.runs()]
            assert all(plant.tools.records.steps(name) for name in names)
        assert list(file.parent.iterdir()) == []
    assert len(list(lived.data.transcripts.iterdir())) == 1
    assert lived("audit", "verify", pin=None).status == 0


def test_runs_stay_for_as_long_as_the_settings_say(
    lived: ProductionStation, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("archive", "--out", str(file), "--reason", "a year is over")
    monkeypatch.setattr(archiving, "utc_now", lambda: datetime.now(UTC) + timedelta(days=80))
    refused = lived(*words, "--before", SOON, by=BY_ANNE)
    assert (refused.status, refused.err[:7]) == (2, "REC-083")
    assert "all stay for 90 days" in " ".join(refused.err.split())
    assert lived(*words, by=BY_ANNE).err[:7] == "REC-081"
    assert lived("settings", "set", "--keep-days", "never", by=BY_ANNE).status == 0
    assert lived(*words, by=BY_ANNE).err[:7] == "REC-083"
    assert not list(file.parent.iterdir())
    assert lived("settings", "set", "--keep-days", "60", by=BY_ANNE).status == 0
    assert lived(*words, by=BY_ANNE).status == 0


def test_a_token_that_is_gone_at_the_end_costs_no_archive(
    lived: ProductionStation, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    when = datetime.now(UTC) + timedelta(days=1)
    with lived.open() as plant:
        records = plant.tools.records
        approval = agreed(records, Right.ARCHIVE)

        def gone(*_: object) -> None:
            raise StationError("HSM-018")

        monkeypatch.setattr(records.archives.heads, "sign", gone)
        with pytest.raises(StationError, match="HSM-018"):
            archive(plant, when, file, approval, Watch(lambda *_: None, Event()))
    assert len(list(file.parent.iterdir())) == 3
    assert lived("archive", "--verify", str(file), pin=None).status == 0
    with lived.open():
        pass
    assert lived("audit", "verify", pin=None).status == 0
