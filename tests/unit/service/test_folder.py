"""An export's folder appears whole or not at all, wherever the writing stops."""

import errno
import hashlib
import json
import os
import stat
from pathlib import Path

import pytest

from station.errors import StationError
from station.service.exports import folder
from station.service.exports.folder import PartFolder
from station.service.exports.manifest import MANIFEST


def nothing_recorded(digest: str) -> bool:
    del digest
    return False


def begin(out: Path) -> PartFolder:
    return PartFolder.begin(out, nothing_recorded)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "export"


def part_of(out: Path) -> Path:
    return out.with_name("export.station-part")


def code_of(out: Path) -> str:
    with pytest.raises(StationError) as caught, begin(out):
        pass
    return caught.value.code


def test_the_folder_appears_with_all_its_files_at_the_move(out: Path) -> None:
    with begin(out) as part:
        part.write("a.json", b"{}")
        part.write("certs/b.pem", b"pem")
        grown = part.grow("c.csv")
        grown.write(b"1,")
        grown.write(b"2")
        listing = json.loads(b"[" + b"".join(part.close_listing()) + b"]")
        part.sync()
        assert not out.exists()
        assert part.move() == out
    assert {entry["name"]: entry["size"] for entry in listing} == {
        "a.json": 2,
        "certs/b.pem": 3,
        "c.csv": 3,
    }
    for entry in listing:
        assert hashlib.sha256((out / entry["name"]).read_bytes()).hexdigest() == entry["sha256"]
    assert not part_of(out).exists()


def test_only_its_owner_can_read_it(out: Path) -> None:
    with begin(out) as part:
        part.write("certs/a.json", b"{}")
        part.sync()
        part.move()
    modes = [stat.S_IMODE(p.stat().st_mode) for p in (out, out / "certs", out / "certs/a.json")]
    assert modes == [0o700, 0o700, 0o600]


def test_a_large_file_grows_piece_by_piece(out: Path) -> None:
    with begin(out) as part:
        grown = part.grow("big")
        for _ in range(5):
            grown.write(b"x" * 50_000)
        [entry] = json.loads(b"[" + b"".join(part.close_listing()) + b"]")
        part.sync()
        part.move()
    assert (out / "big").read_bytes() == b"x" * 250_000
    assert entry["sha256"] == hashlib.sha256(b"x" * 250_000).hexdigest()


def test_an_empty_folder_in_the_place_is_taken(out: Path) -> None:
    out.mkdir()
    with begin(out) as part:
        part.write("a", b"")
        part.sync()
        part.move()
    assert (out / "a").exists()


def test_missing_folders_above_are_made(tmp_path: Path) -> None:
    out = tmp_path / "x" / "y" / "z"
    with begin(out) as part:
        part.sync()
        part.move()
    assert out.is_dir()


def test_a_link_to_the_place_stays_a_link(tmp_path: Path, out: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(out)
    with begin(link) as part:
        part.sync()
        part.move()
    assert link.is_symlink()
    assert out.is_dir()


def test_a_folder_with_something_in_it_is_refused(out: Path) -> None:
    out.mkdir()
    (out / "mine").touch()
    assert code_of(out) == "CFG-005"
    assert [p.name for p in out.parent.iterdir()] == ["export"]


def test_a_file_in_the_place_is_refused(out: Path) -> None:
    out.touch()
    assert code_of(out) == "SVC-002"


def test_a_file_system_of_its_own_is_refused() -> None:
    assert code_of(Path("/")) == "SVC-002"


def test_a_place_below_a_file_cannot_be_written(out: Path) -> None:
    out.touch()
    assert code_of(out / "below") == "CFG-003"


def test_nothing_stays_of_an_export_that_failed(out: Path) -> None:
    def fail() -> None:
        with begin(out) as part:
            part.write("a", b"")
            raise RuntimeError

    out.mkdir()
    with pytest.raises(RuntimeError):
        fail()
    assert list(out.parent.iterdir()) == [out]
    assert list(out.iterdir()) == []


def test_what_the_record_may_know_of_stays(out: Path) -> None:
    def fail() -> None:
        with begin(out) as part:
            part.write(MANIFEST, b"m")
            part.keep()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (part_of(out) / MANIFEST).exists()


def killed_export(out: Path) -> None:
    """Leave what a power failure leaves behind after the manifest was written."""
    remainder = part_of(out)
    remainder.mkdir()
    (remainder / MANIFEST).write_bytes(b"m")
    (remainder / "certs").mkdir()
    (remainder / "certs" / "a.pem").touch()


def test_an_unrecorded_remainder_is_cleared_away(out: Path) -> None:
    killed_export(out)
    with begin(out) as part:
        part.write("a", b"")
        part.sync()
        part.move()
    assert [p.name for p in out.iterdir()] == ["a"]


@pytest.mark.parametrize("place", ["free", "empty folder"])
def test_a_recorded_remainder_is_moved_into_its_place(out: Path, place: str) -> None:
    killed_export(out)
    if place == "empty folder":
        out.mkdir()
    with pytest.raises(StationError) as caught:
        PartFolder.begin(out, lambda digest: digest == hashlib.sha256(b"m").hexdigest())
    assert caught.value.code == "SVC-010"
    assert (out / "certs" / "a.pem").exists()
    assert not part_of(out).exists()


def test_a_recorded_remainder_is_kept_where_its_place_is_taken(out: Path) -> None:
    killed_export(out)
    out.mkdir()
    (out / "mine").touch()
    with pytest.raises(StationError) as caught:
        PartFolder.begin(out, lambda _: True)
    assert caught.value.code == "SVC-011"
    assert str(part_of(out)) in caught.value.message
    assert (part_of(out) / "certs" / "a.pem").exists()


def test_a_place_taken_meanwhile_costs_nothing(out: Path) -> None:
    with begin(out) as part:
        part.write("a", b"")
        part.sync()
        out.mkdir()
        (out / "other").touch()
        with pytest.raises(StationError) as caught:
            part.move()
    assert caught.value.code == "SVC-011"
    assert (part_of(out) / "a").exists()


def test_two_exports_to_one_place_at_once_are_refused(out: Path) -> None:
    with begin(out) as part:
        assert code_of(out) == "SVC-002"
        part.write("a", b"")
        part.sync()
        part.move()
    assert (out / "a").exists()


def test_a_link_is_not_taken_for_a_remainder(out: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "mine").touch()
    part_of(out).symlink_to(other)
    assert code_of(out) in {"SVC-002", "CFG-003"}
    assert (other / "mine").exists()


def test_a_name_is_written_once(out: Path) -> None:
    with begin(out) as part:
        part.write("a", b"")
        with pytest.raises(StationError):
            part.write("a", b"")


def test_more_files_than_a_manifest_can_list_are_refused(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_MAX_LISTING", 250)
    with begin(out) as part:
        part.write("a", b"")
        part.write("b", b"")
        with pytest.raises(StationError) as caught:
            part.write("c", b"")
    assert caught.value.code == "SVC-013"


def test_a_full_disk_is_said_to_be_full(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, data: bytes) -> int:
        del descriptor, data
        raise OSError(errno.ENOSPC, "No space left on device")

    with begin(out) as part:
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(StationError) as caught:
            part.write("a", b"1")
        monkeypatch.undo()
        assert caught.value.code == "REC-003"
