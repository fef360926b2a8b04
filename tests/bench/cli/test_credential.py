"""A credential that systemd opens unlocks the token, as two supervisors chose: by its real program.

What systemd does at a service's start is done by `systemd-creds decrypt` here, into a folder that
is handed to Station as systemd hands it over. Where a system has no such program (systemd before
250), a copy stands in for what it encrypts: all of Station's own is tried there too.
"""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from station.errors import StationError
from station.folders import others_environment
from station.model.rights import Right
from station.model.unlocking import CREDENTIAL_NAME
from station.operations import unlocking
from station.operations.opening import open_station
from station.operations.unlocking import credential_pin
from station.records.entries import EntryKind
from station.secret import Secret
from tests.support.production import PIN, ProductionStation
from tests.unit.records.staffed import ANNE, BERT, WIM, agreed, credential, quick_hashing

pytestmark = pytest.mark.bench

REAL = shutil.which("systemd-creds")

WHY = ("--reason", "nights without a supervisor")


@pytest.fixture(autouse=True)
def host_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep systemd's key of this host in the test's own folder."""
    monkeypatch.setenv("SYSTEMD_CREDENTIAL_SECRET", str(tmp_path / "host-key"))
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    if REAL is None:
        monkeypatch.setattr(unlocking, "encrypted", _copied)


def _copied(content: Secret) -> bytes:
    with content.reveal() as data:
        return bytes(data)


def opened(encrypted: Path, name: str) -> bytes | None:
    """Return what systemd opens under a name, or None where it refuses."""
    if REAL is None:
        return encrypted.read_bytes() if name == CREDENTIAL_NAME else None
    command = [REAL, "decrypt", f"--name={name}", str(encrypted), "-"]
    done = subprocess.run(command, env=others_environment(), capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


def chosen(station: ProductionStation, out: Path) -> Path:
    """Have Anne and Bert choose a credential; return it, encrypted."""
    by = [credential(ANNE), credential(BERT)]
    ended = station("hsm", "credential", "set", "--json", "--out", str(out), *WHY, by=by)
    assert ended.status == 0, ended.err
    assert ended.answer["chosen"] is True
    assert PIN not in ended.out + ended.err
    return Path(str(ended.answer["credential"]))


def started(encrypted: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Open a credential as systemd does it before it starts a service; return what it gives."""
    folder.mkdir(mode=0o700)
    given = folder / CREDENTIAL_NAME
    content = opened(encrypted, CREDENTIAL_NAME)
    assert content is not None
    given.write_bytes(content)
    given.chmod(0o400)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    return given


def unlocked_by(station: ProductionStation) -> list[object]:
    with station.open() as plant:
        entries = plant.tools.records.entries(kind=EntryKind.UNLOCKED)
        return [entry.data["unlocked_by"] for entry in entries]


def told(station: ProductionStation) -> list[int]:
    """Return how many entries and heads the record has, and which turn it is."""
    asked = ("count(*) FROM audit", "count(*) FROM heads", "generation FROM lease")
    with closing(sqlite3.connect(station.data.database)) as record:
        return [record.execute(f"SELECT {one}").fetchone()[0] for one in asked]


def test_it_unlocks_by_itself_and_the_record_says_so_each_time(
    station: ProductionStation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encrypted = chosen(station, tmp_path / "out")
    assert (PIN.encode() in encrypted.read_bytes()) is (REAL is None)
    unit = (tmp_path / "out" / "10-station-pin.conf").read_text()
    assert f"LoadCredentialEncrypted={CREDENTIAL_NAME}:" in unit
    started(encrypted, tmp_path / "credentials", monkeypatch)
    words = ("settings", "set", "--idle-minutes", "5")
    ended = station(*words, by=[credential(ANNE)], pin=None)
    assert ended.status == 0, ended.err
    assert station("hsm", "unlock", pin=None).status == 0
    pin = credential_pin(station.data)
    assert pin is not None
    with quick_hashing():
        open_station(station.data, pin, lambda _: None).close()
    assert len(pin) == 0, "it is wiped once it was used"
    assert unlocked_by(station) == ["credential", "credential"]
    verified = station("audit", "verify", pin=None)
    assert verified.status == 0, verified.out


def test_two_supervisors_alone_choose_it_and_say_why(
    station: ProductionStation, tmp_path: Path
) -> None:
    words = ("hsm", "credential", "set", "--out", str(tmp_path / "out"))
    assert station(*words, *WHY, by=[credential(ANNE)]).status == 2
    assert station(*words, *WHY, by=[credential(ANNE), credential(WIM)]).err[:7] == "REC-025"
    assert station(*words, by=[credential(ANNE), credential(BERT)]).err[:7] == "REC-026"
    assert not (tmp_path / "out").exists()
    assert '"chosen": false' in station("hsm", "credential", "status", "--json", pin=None).out


def test_what_nobody_chose_is_not_used_and_that_is_said(
    station: ProductionStation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encrypted = chosen(station, tmp_path / "out")
    by = [credential(ANNE), credential(BERT)]
    assert station("hsm", "credential", "remove", *WHY, by=by).status == 0
    started(encrypted, tmp_path / "credentials", monkeypatch)
    ended = station("hsm", "unlock", pin=None)
    assert "HSM-053" in ended.err
    assert "no two supervisors chose it" in ended.err
    assert "CFG-008" in ended.err, "the PIN is asked for instead"
    assert station("hsm", "unlock").status == 0, "a PIN that is given counts"
    found = station("doctor", pin=None)
    assert "WARNING  unlocking" in found.out
    again = station("hsm", "credential", "remove", *WHY, by=by)
    assert again.err[:7] == "HSM-026"


def test_another_token_s_credential_is_not_used(
    station: ProductionStation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = started(chosen(station, tmp_path / "out"), tmp_path / "credentials", monkeypatch)
    form, mark, pin = given.read_bytes().split(b"\n")
    for content, why in (
        (b"\n".join((form, b"0" * len(mark), pin)), "another token's"),
        (pin, "no credential of Station's"),
        (b"", "no credential of Station's"),
    ):
        given.chmod(0o600)
        given.write_bytes(content)
        with pytest.raises(StationError) as refused:
            credential_pin(station.data)
        assert refused.value.code == "HSM-053"
        assert why in str(refused.value)
        assert PIN not in str(refused.value) + refused.value.detail


def test_one_that_everybody_could_read_is_not_used(
    station: ProductionStation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = started(chosen(station, tmp_path / "out"), tmp_path / "credentials", monkeypatch)
    given.chmod(0o444)
    with pytest.raises(StationError, match="HSM-053"):
        credential_pin(station.data)


def test_a_choice_that_was_written_into_the_file_closes_the_station_again(
    station: ProductionStation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encrypted = chosen(station, tmp_path / "out")
    with station.open() as plant:
        records = plant.tools.records
        records.credentials.withdraw(agreed(records, Right.CREDENTIAL))
        writer = records.credentials.writer
        with writer.transaction() as connection:
            connection.execute("UPDATE credentials SET choice = 'chosen'")
        # What a crash left open would be settled and signed by whoever opens it.
        with writer.transaction() as connection:
            records.credentials.journal.append(connection, EntryKind.UNLOCKED, {"unlocked_by": "x"})
    started(encrypted, tmp_path / "credentials", monkeypatch)
    before = told(station)
    ended = station("settings", "set", "--idle-minutes", "5", by=[credential(ANNE)], pin=None)
    assert ended.err[:7] == "REC-012", ended.err
    assert station("hsm", "unlock", pin=None).err[:7] == "REC-012"
    found = station("doctor", "--unlock", pin=None)
    assert "FAULT    factory HSM" in found.out
    assert "not genuine" in found.out
    assert told(station) == before, "it is refused before anything is written"


def test_without_systemd_s_program_it_is_said_and_nothing_is_changed(
    station: ProductionStation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.hsm.systemd_creds.shutil.which", lambda _: None)
    by = [credential(ANNE), credential(BERT)]
    ended = station("hsm", "credential", "set", "--out", str(tmp_path / "out"), *WHY, by=by)
    assert (ended.status, ended.err[:7]) == (3, "CFG-056")
    with station.open() as plant:
        assert not plant.tools.records.credentials.chosen()
        assert [*plant.tools.records.entries(kind=EntryKind.CREDENTIAL_SET)] == []


def test_a_credential_is_of_no_use_under_another_name(
    station: ProductionStation, tmp_path: Path
) -> None:
    encrypted = chosen(station, tmp_path / "out")
    assert opened(encrypted, CREDENTIAL_NAME)
    assert opened(encrypted, "other") is None
