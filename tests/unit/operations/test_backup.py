"""A backup is there whole or not at all, and so is what is restored of one."""

import io
import os
import resource
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

import pytest

from station.errors import StationError
from station.folders import Data
from station.operations.backup_content import BackupManifest, ContentWriter, may_be_in
from station.operations.backup_envelope import EnvelopeReader, EnvelopeWriter
from station.operations.backup_make import BackupAsked, make_backup
from station.operations.backup_recipient import Recipient, opened_key, read_recipient
from station.operations.backup_restore import RestoreAsked, check_backup, restore_backup
from station.operations.factory_file import FactoryFile
from station.records.store import Reader
from tests.support.recovery import Recovery, recovery
from tests.unit.operations.backing import STAGES, Looker, listing, made_station
from tests.unit.records.software import SoftwareGuard


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Recovery:
    return recovery(tmp_path_factory.mktemp("safe"))


@pytest.fixture
def to(key: Recovery) -> Recipient:
    return read_recipient(key.certificate_file)


@pytest.fixture
def data(tmp_path: Path, to: Recipient) -> Data:
    """The folder of a practice station with two units."""
    return made_station(tmp_path / "station", to)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk" / "x.backup"


def asked(file: Path, key: Recovery) -> RestoreAsked:
    return RestoreAsked(file, key.key, "the key")


def test_each_stage_is_told(data: Data, to: Recipient, file: Path, key: Recovery) -> None:
    making, restoring = Looker(), Looker()
    make_backup(data, to, BackupAsked(file), making.watch)
    assert [stage for stage in making.stages if stage != "reading"] == [*STAGES]
    restore_backup(asked(file, key), data.root.with_name("new"), restoring.watch)
    assert restoring.stages == ["checking the file", "reading", "verifying the record"]


@pytest.mark.parametrize("stage", [*STAGES, "reading"])
def test_a_backup_that_is_cancelled_leaves_nothing(
    data: Data, to: Recipient, file: Path, stage: str
) -> None:
    before = listing(data.root)
    with pytest.raises(StationError, match="CFG-054"):
        make_backup(data, to, BackupAsked(file), Looker(stage).watch)
    assert listing(data.root) == before
    assert listing(file.parent) == []


@pytest.mark.parametrize("stage", ["checking the file", "reading", "verifying the record"])
def test_a_restore_that_is_cancelled_leaves_nothing(
    data: Data, to: Recipient, file: Path, key: Recovery, stage: str
) -> None:
    make_backup(data, to, BackupAsked(file), Looker().watch)
    root = data.root.with_name("new")
    with pytest.raises(StationError, match="CFG-054"):
        restore_backup(asked(file, key), root, Looker(stage).watch)
    assert listing(root) == []


def test_a_disk_that_fills_up_leaves_nothing(data: Data, to: Recipient, file: Path) -> None:
    data.transcripts.mkdir()
    (data.transcripts / "0RUN.txt").write_bytes(os.urandom(2_000_000))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
    try:
        with pytest.raises(StationError, match="REC-079"):
            make_backup(data, to, BackupAsked(file, transcripts=True), Looker().watch)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert listing(file.parent) == []
    assert not list(data.root.glob(".backup-*"))


def test_what_cannot_be_read_of_the_station_is_told(
    data: Data, to: Recipient, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data.profiles.mkdir()
    (data.profiles / "box.toml").write_text("x")
    opened = Path.open

    def denied(
        path: Path, mode: str = "r", encoding: str | None = None, errors: str | None = None
    ) -> IO[str]:
        if path.name == "box.toml":  # as for anybody but root
            raise PermissionError(13, "Permission denied")
        return opened(path, mode, -1, encoding, errors)

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(StationError, match="REC-084") as caught:
        make_backup(data, to, BackupAsked(file), Looker().watch)
    assert "profiles/box.toml" in caught.value.message
    assert listing(file.parent) == []


def test_a_backup_with_linked_files_can_be_restored(
    data: Data, to: Recipient, file: Path, key: Recovery, tmp_path: Path
) -> None:
    data.factory.rename(tmp_path / "factory.toml")
    data.factory.symlink_to(tmp_path / "factory.toml")
    data.profiles.mkdir()
    with open(bytes(data.profiles) + b"/\xff.toml", "wb"):  # noqa: PTH123 - no Path takes it
        pass
    made = make_backup(data, to, BackupAsked(file), Looker().watch)
    assert made.manifest.left_out == ("profiles/\\udcff.toml",)
    root = data.root.with_name("new")
    restore_backup(asked(file, key), root, Looker().watch)
    assert (root / "factory.toml").read_bytes() == (tmp_path / "factory.toml").read_bytes()


def test_what_a_killed_backup_left_is_cleared_by_the_next(
    data: Data, to: Recipient, file: Path
) -> None:
    (data.root / ".backup-4999999-x").mkdir()
    (data.root / ".backup-4999999-x" / "station.db").write_bytes(b"x")
    (file.parent / f".{file.name}.4999999.part").write_bytes(b"x")
    make_backup(data, to, BackupAsked(file), Looker().watch)
    assert listing(file.parent) == [file.name]
    assert not list(data.root.glob(".backup-*"))


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("station.db", True),
        ("factory.toml", True),
        ("profiles/box.toml", True),
        ("profiles/pictures/seat.png", True),
        ("ceremonies/1/protocol.json", True),
        ("transcripts/0RUN.txt", True),
        ("../factory.toml", False),
        ("/etc/passwd", False),
        ("profiles/../../x", False),
        ("profiles/./x", False),
        ("profiles//x", False),
        ("profiles", False),
        (".bashrc", False),
        ("logs/station.log", False),
        ("token/0.object", False),
        ("station.db-wal", False),
        ("profiles/a\nb", False),
        ("profiles/1/2/3/4", False),
    ],
)
def test_only_what_belongs_into_a_data_folder_is_taken_out_of_a_backup(
    name: str, *, may: bool
) -> None:
    assert may_be_in(name) is may


# --- backups that Station didn't make: anybody can encrypt to a certificate ---


def rewritten(file: Path, key: Recovery, to: Recipient, change: Callable[[Path], None]) -> None:
    """Have somebody who knows the certificate alone make the same backup with other files."""
    folder = file.with_name("forged")
    with file.open("rb") as stream:
        reader = EnvelopeReader(stream, lambda info: opened_key(info, key.key))
        with tarfile.open(fileobj=io.BytesIO(reader.read()), mode="r:gz") as tar:
            tar.extractall(folder, filter="data")
    manifest = BackupManifest.model_validate_json((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").unlink()
    change(folder)
    with file.open("wb") as out:
        envelope = EnvelopeWriter(out, to)
        content = ContentWriter(envelope, 0, Looker().watch)
        for path in sorted(folder.rglob("*")):
            content.add(str(path.relative_to(folder)), path)
        parts = {"parts": tuple(content.parts)}
        content.finish(manifest.model_copy(update=parts).canonical())
        envelope.close()


def test_a_made_up_record_is_not_restored(
    data: Data, to: Recipient, file: Path, key: Recovery
) -> None:
    def raise_quantity(folder: Path) -> None:
        image = (folder / "station.db").read_bytes()
        (folder / "station.db").write_bytes(image.replace(b'"quantity":10', b'"quantity":99'))

    make_backup(data, to, BackupAsked(file), Looker().watch)
    rewritten(file, key, to, raise_quantity)
    with pytest.raises(StationError, match="REC-011"):
        restore_backup(asked(file, key), data.root.with_name("new"), Looker().watch)
    with pytest.raises(StationError, match="REC-011"):
        check_backup(asked(file, key), Looker().watch)
    assert listing(data.root.with_name("new")) == []


def test_an_older_stations_backup_is_brought_up_to_date(
    data: Data, to: Recipient, file: Path, key: Recovery
) -> None:
    def make_older(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "station.db")) as connection, connection:
            connection.execute("ALTER TABLE runs DROP COLUMN archived")
            connection.execute("DELETE FROM _sqlite_migrations WHERE name = '0032-archive'")

    make_backup(data, to, BackupAsked(file), Looker().watch)
    rewritten(file, key, to, make_older)
    root = data.root.with_name("new")
    assert check_backup(asked(file, key), Looker().watch).examination.report.runs == 2
    restore_backup(asked(file, key), root, Looker().watch)
    with Reader.open(root / "station.db") as reader:
        assert len(reader.runs()) == 2


def test_a_newer_stations_backup_is_not(
    data: Data, to: Recipient, file: Path, key: Recovery
) -> None:
    def make_newer(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "station.db")) as connection, connection:
            connection.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
                " VALUES ('station', '9999-future', '')"
            )

    make_backup(data, to, BackupAsked(file), Looker().watch)
    rewritten(file, key, to, make_newer)
    with pytest.raises(StationError, match="REC-002"):
        restore_backup(asked(file, key), data.root.with_name("new"), Looker().watch)
    assert listing(data.root.with_name("new")) == []


def test_another_stations_record_is_seen_by_the_certificate_from_elsewhere(
    data: Data, to: Recipient, file: Path, key: Recovery, tmp_path: Path
) -> None:
    make_backup(data, to, BackupAsked(file), Looker().watch)
    right = RestoreAsked(file, key.key, "k", data.audit_certificate)
    assert check_backup(right, Looker().watch).manifest.station == "x"
    FactoryFile.read(data).write(Data.made(tmp_path / "y"), SoftwareGuard().audit_certificate)
    wrong = RestoreAsked(file, key.key, "k", tmp_path / "y" / "audit.pem")
    with pytest.raises(StationError, match="REC-011"):
        check_backup(wrong, Looker().watch)


@contextmanager
def crafted(file: Path, to: Recipient) -> Iterator[tarfile.TarFile]:
    """Give a tar file that becomes a backup's content, whatever is put into it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        yield tar
    with file.open("wb") as stream:
        envelope = EnvelopeWriter(stream, to)
        envelope.write(out.getvalue())
        envelope.close()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../evil", tarfile.REGTYPE),
        ("/etc/evil", tarfile.REGTYPE),
        ("profiles/../../evil", tarfile.REGTYPE),
        ("profiles/evil", tarfile.SYMTYPE),
        ("profiles/evil", tarfile.LNKTYPE),
        ("profiles/evil", tarfile.FIFOTYPE),
        ("profiles/evil", tarfile.DIRTYPE),
        ("profiles/evil", tarfile.CHRTYPE),
    ],
)
def test_what_is_no_file_of_a_station_gets_nowhere(
    tmp_path: Path, to: Recipient, key: Recovery, name: str, kind: bytes
) -> None:
    with crafted(tmp_path / "x", to) as tar:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        tar.addfile(info)
    with pytest.raises(StationError, match="REC-078"):
        restore_backup(asked(tmp_path / "x", key), tmp_path / "new", Looker().watch)
    assert listing(tmp_path) == ["new", "x"]


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\x1f\x8b\x08\x00" + bytes(20)])
def test_what_is_no_tar_file_is_told(
    tmp_path: Path, to: Recipient, key: Recovery, content: bytes
) -> None:
    with (tmp_path / "x").open("wb") as stream:
        envelope = EnvelopeWriter(stream, to)
        envelope.write(content)
        envelope.close()
    with pytest.raises(StationError, match="REC-078"):
        check_backup(asked(tmp_path / "x", key), Looker().watch)


def test_a_manifest_of_a_newer_station_is_told(
    tmp_path: Path, to: Recipient, key: Recovery
) -> None:
    with crafted(tmp_path / "x", to) as tar:
        content = b'{"kind":"station-backup","format_version":2}'
        info = tarfile.TarInfo("manifest.json")
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))
    with pytest.raises(StationError, match="newer Station"):
        check_backup(asked(tmp_path / "x", key), Looker().watch)


@pytest.mark.parametrize("content", [b"", b"x", b"\x30\x80" * 100, bytes(100)])
def test_what_is_no_backup_is_told(tmp_path: Path, key: Recovery, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(StationError, match="REC-078"):
        check_backup(asked(tmp_path / "x", key), Looker().watch)
    with pytest.raises(StationError, match="REC-078"):
        check_backup(asked(tmp_path / "none", key), Looker().watch)
