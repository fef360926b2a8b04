"""The data folder is its owner's alone; resources stay inside; our own command starts us."""

import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station import folders
from station.errors import StationError


def test_the_data_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    root = tmp_path / "a" / "station"
    data = folders.Data.made(root)
    assert data.root == root
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


def test_a_data_folder_that_is_there_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "station.db").write_bytes(b"kept")
    assert folders.Data.made(tmp_path).database.read_bytes() == b"kept"


def test_a_relative_data_folder_becomes_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert folders.Data.made(Path("here")).root == tmp_path / "here"


def test_a_data_folder_that_cannot_be_made_is_told_with_its_path(tmp_path: Path) -> None:
    blocked = tmp_path / "file" / "station"
    (tmp_path / "file").touch()
    with pytest.raises(StationError, match="CFG-003") as refused:
        folders.Data.made(blocked)
    assert str(blocked) in refused.value.message


def test_all_parts_are_inside_the_data_folder(tmp_path: Path) -> None:
    data = folders.Data.made(tmp_path)
    parts = [data.database, data.bench, data.factory, data.profiles, data.logs]
    assert len(set(parts)) == len(parts)
    assert all(part.parent == data.root for part in parts)


def test_without_a_wish_data_goes_where_the_desktop_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert folders.default_data() == tmp_path / "station"


def test_resources_are_there() -> None:
    assert (folders.resources() / "profiles").is_dir()


@pytest.mark.parametrize("name", ["/etc/passwd", "../pyproject.toml", "help/../../x", ".."])
def test_a_resource_is_never_outside(name: str) -> None:
    with pytest.raises(ValueError, match="not a resource's name"):
        folders.resource(name)


@given(st.lists(st.sampled_from(["..", ".", "a", "b.txt", ""]), min_size=1, max_size=6))
def test_whatever_the_name_the_path_stays_inside_or_is_refused(parts: list[str]) -> None:
    try:
        path = folders.resource("/".join(parts))
    except ValueError:
        return
    assert path.resolve().is_relative_to(folders.resources().resolve())


def test_from_python_our_command_is_this_module() -> None:
    assert folders.own_command() == [sys.executable, "-m", "station"]


def test_from_a_bundle_our_command_is_the_executable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert folders.own_command() == [sys.executable]


def test_importing_station_costs_no_library(tmp_path: Path) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, station.errors, station.secret; print(*sys.modules)"],
        env={**os.environ, "PYTHONPATH": str(Path(folders.__file__).parents[1])},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout.split()
    assert {"station.errors", "station.secret"} <= set(loaded)
    assert not {"tpm2_pytss", "pkcs11", "serial", "sqlite3", "pydantic"} & set(loaded)


def test_in_a_checkout_a_person_types_the_path_of_its_command() -> None:
    assert Path(*shlex.split(folders.typed_command())).is_file()


def test_from_python_another_program_gets_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/theirs")
    assert folders.others_environment() == dict(os.environ)


@pytest.mark.parametrize("before", ["/theirs", None])
def test_from_a_bundle_another_program_gets_what_stood_there_before_the_bundle(
    monkeypatch: pytest.MonkeyPatch, before: str | None
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.delenv("LD_LIBRARY_PATH", raising=False)
    outside = {**os.environ, **({} if before is None else {"LD_LIBRARY_PATH": before})}
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/station/_internal")
    monkeypatch.setenv("_PYI_ARCHIVE_FILE", "/opt/station/station")
    if before is not None:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    assert folders.others_environment() == outside
