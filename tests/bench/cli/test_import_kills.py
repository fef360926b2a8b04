"""The real command, importing a long list, stopped and killed in the middle of it."""

import base64
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from station.folders import Data
from station.operations.plant import open_reader
from station.records.entries import EntryKind
from tests.service.conftest import endorsement_public
from tests.support.push_station import made_station

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

ROWS = 120_000  # seconds of work: it is told every second how far it is


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Data:
    with made_station(tmp_path_factory.mktemp("station")) as (data, _):
        pass
    return data


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("list") / "theirs.jsonl"
    with path.open("w", encoding="ascii") as file:
        for number in range(ROWS):
            key = base64.b64encode(endorsement_public(number)).decode("ascii")
            attestation = {"type": "tpm", "tpm": {"endorsementKey": key}}
            document = {"registrationId": f"theirs-{number}", "attestation": attestation}
            file.write(f"{json.dumps(document)}\n")
    return path


def begun(data: Data, listed: Path) -> list[str]:
    words = ["enrollments", "import", str(listed), "--from", "jsonl", "--id-scope", "0ne00000001"]
    more = ["--report", str(listed.parent / "report.jsonl"), "--json", "--data", str(data.root)]
    return [sys.executable, "-m", "station", *words, *more]


def on_record(data: Data) -> tuple[int, int, int]:
    """Return how many imports, rows (of the first ten) and entries of imports there are."""
    with open_reader(data) as reader:
        entries = [*reader.entries(kind=EntryKind.LIST_IMPORTED)]
        return len(reader.known_imports()), len(reader.foreign_after(0, 10)), len(entries)


def test_stopped_or_killed_in_the_middle_nothing_stays_and_the_next_run_works(
    data: Data, listed: Path
) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        with subprocess.Popen(
            begun(data, listed), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as running:
            assert running.stderr is not None
            told = running.stderr.readline()
            assert "rows checked" in told
            running.send_signal(number)
            out, told = running.communicate()
        assert on_record(data) == (0, 0, 0)
        if number is signal.SIGKILL:
            assert running.returncode == -signal.SIGKILL
            continue
        assert running.returncode == 3
        assert "Stopping." in told
        assert json.loads(out)["error"]["code"] == "CFG-054"
        assert [one.name for one in listed.parent.iterdir()] == [listed.name]
    done = subprocess.run(begun(data, listed), capture_output=True, check=True)
    assert json.loads(done.stdout)["import"] == 1
    assert on_record(data) == (1, 10, 1)
    assert {one.name for one in listed.parent.iterdir()} == {listed.name, "report.jsonl"}
    words = [sys.executable, "-m", "station", "audit", "verify", "--data", str(data.root)]
    subprocess.run(words, capture_output=True, check=True)
