"""The token asked how far it has signed: never by a library that nobody trusts, nor to its lock."""

import shutil
from pathlib import Path

import pytest

from station.cli import backup as restoring
from station.folders import Data
from station.operations import token_head
from tests.support.production import ProductionStation, Said
from tests.support.recovery import Recovery, recovery
from tests.unit.records.staffed import ANNE, credential

pytestmark = pytest.mark.bench


@pytest.fixture
def key(tmp_path: Path) -> Recovery:
    return recovery(tmp_path / "safe")


@pytest.fixture
def file(station: ProductionStation, key: Recovery, tmp_path: Path) -> Path:
    file = tmp_path / "x.backup"
    words = ("backup", str(file), "--to", str(key.certificate_file))
    assert station(*words, by=[credential(ANNE)]).status == 0
    return file


def checked(root: Path, file: Path, key: Recovery, *more: str, pin: str | None) -> Said:
    words = ("restore", str(file), "--key", str(key.key_file), "--token", "--json")
    there = ProductionStation(Data(root))
    return there(*words, *more) if pin is None else there(*words, *more, pin=pin)


def test_a_library_that_only_a_backup_names_is_shown_and_not_run(
    file: Path, key: Recovery, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        pytest.fail("the library was run")

    monkeypatch.setattr(restoring, "last_signed", never)
    said = checked(tmp_path / "new", file, key, "--check", pin=None)
    assert (said.status, said.answer["token_head"]) == (3, None)
    assert "CFG-057" in said.err
    assert "library: /" in said.err
    assert "SOFTHSM2_CONF" in said.err


def test_what_is_lost_and_what_cannot_be_compared_have_their_statuses(
    station: ProductionStation, file: Path, key: Recovery, tmp_path: Path
) -> None:
    trusted = ("--trust-library", "--check")
    assert station("settings", "set", "--pin-days", "9", by=[credential(ANNE)]).status == 0
    said = checked(tmp_path / "none", file, key, *trusted, pin=None)
    assert said.status == 1
    assert said.answer["lost"] is not None
    assert not (tmp_path / "none").exists()
    shutil.rmtree(station.data.root.parent / "factory")
    said = checked(tmp_path / "new", file, key, "--trust-library", pin=None)
    assert said.status == 3
    assert (tmp_path / "new" / "factory.toml").exists()


def test_wrong_pins_count_whoever_asks(
    station: ProductionStation,
    file: Path,
    key: Recovery,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = tmp_path / "home"
    monkeypatch.setattr(token_head, "default_data", lambda: home)
    codes = [station("audit", "verify", "--token", pin="0000").err[:7] for _ in range(3)]
    assert codes == ["HSM-003", "HSM-003", "HSM-042"]
    trusted = ("--trust-library", "--check")
    told = [checked(tmp_path / "none", file, key, *trusted, pin="0000").err for _ in range(3)]
    assert ["HSM-042" in one for one in told] == [False, False, True]
    assert (home / "pin-tries.json").exists()
