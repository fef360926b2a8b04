"""Folders and tokens put back, chains forged: what the real token refuses, what the audit finds.

The audit gets a copy of the database and the audit key's certificate, and no more.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import JsonValue

from station.cli import main
from station.errors import StationError
from station.folders import Data
from station.hsm.factory import FactoryHsm
from station.model.audit import SignedHead, chain_hash
from station.model.lease import HOLDER_SIZE, Lease
from station.operations.factory_file import FactoryFile
from station.operations.plant import open_reader
from station.operations.practice import practice_pin

pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("attacked") / "out"
    command = [sys.executable, "-m", "station", "demo", "--units", "3", "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return out


@dataclass(frozen=True)
class Place:
    """A station's folder and its token's, which can be copied and put back."""

    root: Path
    aside: Path
    said: Callable[[], str]

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def database(self) -> Path:
        return self.data / "station.db"

    def kept(self, name: str, *parts: str) -> None:
        for part in parts:
            shutil.copytree(self.root / part, self.aside / name / part)

    def put_back(self, name: str, *parts: str) -> None:
        for part in parts:
            shutil.rmtree(self.root / part)
            shutil.copytree(self.aside / name / part, self.root / part)

    def told(self, status: int, *words: str) -> dict[str, JsonValue]:
        """Give a command; return its answer."""
        self.said()
        assert main([*words, "--json", "--data", str(self.data)]) == status
        answer: dict[str, JsonValue] = json.loads(self.said())
        return answer

    def exported(self, name: str) -> Path:
        """Export all again, so that the record goes on; return the folder."""
        out = self.aside / name
        self.told(0, "export", "--again", "--out", str(out))
        return out

    def audited(self, status: int, *words: str) -> dict[str, JsonValue]:
        """Verify a copy of the database by itself."""
        alone = self.aside / "alone"
        shutil.rmtree(alone, ignore_errors=True)
        alone.mkdir()
        shutil.copy(self.database, alone)
        key = shutil.copy(self.data / "audit.pem", self.aside)
        command = ("audit", "verify", "--database", str(alone / "station.db"), "--key", str(key))
        answer = self.told(status, *command, *words)
        assert [path.name for path in alone.iterdir()] == ["station.db"], "nothing is left beside"
        return answer


@pytest.fixture
def place(whole: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Place]:
    made = Place(whole, tmp_path / "aside", lambda: capsys.readouterr().out)
    made.kept("before", "data", "factory")
    yield made
    made.put_back("before", "data", "factory")


def code(answer: dict[str, JsonValue]) -> JsonValue:
    error = answer["error"]
    assert isinstance(error, dict)
    return error["code"]


def test_yesterdays_folder_is_refused_by_the_token_and_nothing_is_provisioned(
    place: Place,
) -> None:
    place.kept("yesterday", "data")
    place.exported("today")
    place.put_back("yesterday", "data")
    for command in (
        ("provision", "--order", "demo-tpm", "--units", "1"),
        ("export", "--again", "--out", str(place.aside / "out")),
        ("order", "pause", "demo-tpm"),
    ):
        assert code(place.told(3, *command)) == "REC-013"
    assert code(place.told(1, "audit", "verify", "--token")) == "REC-013"


def test_folder_and_token_put_back_together_are_found_by_a_manifest(place: Place) -> None:
    place.kept("yesterday", "data", "factory")
    place.exported("first")
    manifest = str(place.exported("second") / "manifest.json")
    trust = str(place.aside / "second" / "chain.pem")
    place.audited(0, "--anchor", manifest, "--trust", trust)
    place.put_back("yesterday", "data", "factory")
    place.told(0, "order", "list")
    place.audited(0)
    place.told(0, "audit", "verify", "--token")
    assert code(place.audited(1, "--anchor", manifest, "--trust", trust)) == "REC-013"
    # The station went on meanwhile, so that the chain is long enough again.
    for name in ("third", "fourth"):
        place.exported(name)
    found = place.audited(1, "--anchor", manifest)["findings"]
    assert isinstance(found, list)
    assert "is not the one that manifest.json has" in str(found[0])


def test_an_anchor_whose_signature_does_not_hold_is_refused(place: Place) -> None:
    manifest = place.exported("first") / "manifest.json"
    text = manifest.read_text()
    manifest.write_text(text.replace('"sequence":', '"sequence":1'))
    assert code(place.audited(1, "--anchor", str(manifest))) == "REC-048"
    manifest.with_suffix(".p7s").unlink()
    assert code(place.audited(1, "--anchor", str(manifest))) == "REC-013"


def test_a_units_signed_record_holds_by_itself_and_is_an_anchor(place: Place) -> None:
    out = place.aside / "unit.json"
    assert place.told(0, "unit", "explain", "pu-000002", "--out", str(out))["genuine"] is True
    trust = str(place.root / "export" / "chain.pem")
    verified = place.told(0, "unit", "verify", str(out), "--trust", trust)
    assert verified["trusted"] is True
    assert verified["practice"] is True
    assert "Unit PU-000002 passed" in str(verified["story"])
    place.audited(0, "--anchor", str(out), "--trust", trust)
    assert place.told(2, "unit", "explain", "pu-000002", "--out", str(out))
    out.write_text(out.read_text().replace("PU-000002 passed", "PU-000002 failed"))
    assert code(place.told(1, "unit", "verify", str(out))) == "REC-048"
    assert code(place.audited(1, "--anchor", str(out))) == "REC-048"
    out.with_suffix(".p7s").unlink()
    assert code(place.told(1, "unit", "verify", str(out))) == "REC-048"


def test_no_record_is_signed_of_a_unit_whose_rows_were_changed(place: Place) -> None:
    with closing(sqlite3.connect(place.database)) as connection, connection:
        connection.execute("UPDATE enrollments SET proof = 'all of it' WHERE serial = 'PU-000002'")
    out = place.aside / "unit.json"
    assert code(place.told(3, "unit", "explain", "PU-000002", "--out", str(out))) == "REC-011"
    assert not out.exists()
    assert place.told(1, "unit", "explain", "PU-000002")["genuine"] is False


def forged(path: Path, *, heads: str) -> None:
    """Change the newest entry, make the hashes anew, and do something with the heads."""
    with closing(sqlite3.connect(path)) as connection, connection:
        rows = connection.execute("SELECT sequence, entry FROM audit ORDER BY sequence").fetchall()
        previous = bytes(32)
        for number, text in rows:
            changed = text.replace("dps-json", "dps-xxxx")
            previous = chain_hash(previous, changed.encode())
            values = (changed, previous, number)
            connection.execute("UPDATE audit SET entry = ?, hash = ? WHERE sequence = ?", values)
        connection.execute(heads)


@pytest.mark.parametrize(
    ("heads", "refused"),
    [
        ("SELECT 1", "REC-011"),
        ("DELETE FROM heads WHERE sequence = (SELECT max(sequence) FROM heads)", "REC-011"),
        ("DELETE FROM heads", "REC-011"),
    ],
)
def test_a_forged_chain_gets_no_signature(place: Place, heads: str, refused: str) -> None:
    forged(place.database, heads=heads)
    assert code(place.told(3, "export", "--again", "--out", str(place.aside / "x"))) == refused
    assert code(place.told(1, "audit", "verify", "--token")) == "REC-011"


def test_the_tokens_worker_signs_no_forged_chain_whoever_asks(place: Place) -> None:
    with open_reader(Data(place.data)) as reader:
        newest = reader.head()
        entries = [entry.sequence for entry in reader.entries()]
    assert newest.sequence == len(entries)
    address = FactoryFile.read(Data(place.data)).address
    with FactoryHsm.open(address, practice_pin()) as factory:
        with pytest.raises(StationError, match="HSM-023"):  # it isn't its turn
            factory.sign_head(newest, [b"forged"])
        before = factory.lease()
        factory.take_lease(before, Lease(before.generation + 1, bytes(range(HOLDER_SIZE))))
        for head, more in (
            (None, [b"forged"] * newest.sequence),
            (SignedHead(newest.sequence, bytes(32), newest.signature), [b"forged"]),
            (SignedHead(newest.sequence - 1, newest.hash, newest.signature), [b"forged"]),
        ):
            with pytest.raises(StationError, match="HSM-014"):
                factory.sign_head(head, more)
        assert factory.last_sequence() == newest.sequence
