"""Nothing that a backup holds can be read of it without the recovery key, nor found beside it."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from station.model.names import RegistrationId
from station.model.rights import Right
from station.operations import backup_make
from station.operations.backup_content import BackupManifest, Watch
from station.operations.backup_envelope import EnvelopeWriter
from station.operations.backup_make import BackupAsked, make_backup
from station.operations.backup_recipient import Recipient, read_recipient
from station.operations.backup_restore import (
    RestoreAsked,
    check_backup,
    read_key,
    restore_backup,
)
from station.operations.factory_file import FactoryFile
from station.operations.groups import open_group
from station.practice import modules
from station.secret import Secret
from tests.support import leaks, production
from tests.support.leaks import Scanner
from tests.support.production import SCOPE, ProductionStation, add_real_products
from tests.support.recovery import Recovery, recovery
from tests.unit.records.software import enrol, make_order
from tests.unit.records.staffed import ANNE, WIM, agreed, credential

pytestmark = pytest.mark.bench

GROUP = RegistrationId.parse("symmetric")
UNIT = RegistrationId.parse("real-unit-1")


@dataclass
class Made:
    """A station, what is secret of it, and what only its own people may read.

    Attributes:
        station: it.
        key: the recovery key, with its passphrase.
        secrets: by their names.
        private: what stands in its record and files in the clear, by a name.
        watch: what was seen of processes and files meanwhile.
    """

    station: ProductionStation
    key: Recovery
    passphrase: bytes
    watch: leaks.Watch
    secrets: dict[str, bytes] = field(default_factory=dict)
    private: dict[str, bytes] = field(default_factory=dict)

    def looking(self) -> Watch:
        """Return what looks at all places at each stage and in the middle of it."""
        return Watch(lambda *_: self.watch.look(), Event())


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    for name in ("disk", "temporary"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    pin, units_pin, passphrase = (secrets.token_urlsafe(18) for _ in range(3))
    monkeypatch.setattr(production, "PIN", pin)
    monkeypatch.setattr(modules, "PRACTICE_PIN", pin)
    station = ProductionStation.made(tmp_path / "station")
    key = recovery(tmp_path / "safe", passphrase=passphrase.encode())
    places = [station.data.root, *(tmp_path / name for name in ("disk", "temporary", "new"))]
    made = Made(station, key, passphrase.encode(), leaks.Watch(places))
    assert isinstance(key.key, ec.EllipticCurvePrivateKey)
    scalar = key.key.private_numbers().private_value.to_bytes(32, "big")
    made.secrets |= {
        "the factory token's PIN": pin.encode(),
        "the units' PIN": units_pin.encode(),
        "the recovery key": scalar,
        "its passphrase": passphrase.encode(),
    }
    lived(made, units_pin)
    return made


def lived(made: Made, units_pin: str) -> None:
    """Have the station make an order with a PIN, a group's key, a unit and a transcript."""
    station = made.station
    add_real_products(station)
    serial, crossed = f"SN-{secrets.token_hex(12)}", f"login: {secrets.token_hex(12)}"
    with station.open() as plant:
        records = plant.tools.records
        open_group(plant.tools, GROUP, None, agreed(records, Right.ORDERS))
        with plant.tools.factory.derive(GROUP, UNIT).reveal() as derived:
            made.secrets["a unit's key"] = bytes(derived)
        to = read_recipient(made.key.certificate_file)
        settings = records.settings().model_copy(update={"recovery": to.setting})
        records.set_settings(settings, agreed(records, Right.SETTINGS))
        records.add_order(make_order(), agreed(records, Right.ORDERS))
        records.log_in(WIM.badge, credential(WIM).pin)
        enrol(records, serial)
    words = ("order", "create", "x509", "--profile", "real-x509", "--id-scope", SCOPE)
    given = {"--token-pin-fd": units_pin, "--pin-fd": production.PIN}
    done = station(*words, "--quantity", "1", given=given, pin=None, by=[credential(ANNE)])
    assert done.status == 0, done.err
    station.data.transcripts.mkdir()
    (station.data.transcripts / "0RUN.txt").write_text(crossed)
    made.private |= {
        "a serial number": serial.encode(),
        "what crossed a cable": crossed.encode(),
        "the station's name": b'"station":"line-7"',
        "a profile": b'name = "real-x509"',
        "the database": b"SQLite format 3\x00",
    }


def backed_up(made: Made, file: Path, patch: pytest.MonkeyPatch) -> BackupManifest:
    """Make a backup, and take its content's own key for a secret; return what is in it."""

    class Noted(EnvelopeWriter):
        def __init__(self, out: object, recipient: Recipient) -> None:
            super().__init__(out, recipient)  # type: ignore[arg-type] # what it is given
            with self.key.reveal() as key:
                made.secrets["the content's key"] = bytes(key)

    patch.setattr(backup_make, "EnvelopeWriter", Noted)
    to = read_recipient(made.key.certificate_file)
    asked = BackupAsked(file, transcripts=True)
    return make_backup(made.station.data, to, asked, made.looking()).manifest


def test_nothing_of_it_can_be_read_in_the_file_or_beside_it(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "disk" / "x.backup"
    manifest = backed_up(made, file, monkeypatch)
    inside = Scanner(made.secrets | made.private)
    assert inside.of_folder(file.parent) == set()
    # Compressed, what is inside wouldn't be met by its words: so its beginning is looked for too.
    begins = b"\x1f\x8b\x08\x00" + int(manifest.made.timestamp()).to_bytes(4, "little")
    assert begins not in file.read_bytes()
    drafts = [data for place, data in made.watch.seen if place.endswith(".part")]
    assert drafts, "nobody looked at what was written"
    assert not [leak for data in drafts for leak in inside.of_bytes(data, "the draft")]
    assert any(".backup-" in place for place, _ in made.watch.seen), "nobody saw the copy"
    assert made.watch.leaks(Scanner(made.secrets)) == set()
    assert not list(made.station.data.root.glob(".backup-*"))
    assert not list((tmp_path / "temporary").iterdir())


def test_a_restore_shows_no_secret_and_a_check_leaves_nothing(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "disk" / "x.backup"
    backed_up(made, file, monkeypatch)
    key = read_key(made.key.key_file, Secret(made.passphrase))
    assert key is not None
    check_backup(RestoreAsked(file, key, "the key"), made.looking())
    assert not list((tmp_path / "temporary").iterdir())
    restored = restore_backup(RestoreAsked(file, key, "the key"), tmp_path / "new", made.looking())
    assert any("station-restore-" in place for place, _ in made.watch.seen), "nobody looked"
    assert made.watch.leaks(Scanner(made.secrets)) == set()
    held = {leak.secret for leak in Scanner(made.private).of_folder(tmp_path / "new")}
    assert held == set(made.private), "it holds all that was looked for above"
    assert restored.factory == FactoryFile.read(made.station.data)


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_what_lies_about_meanwhile_is_for_its_owner_alone(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    file, modes = tmp_path / "disk" / "x.backup", set[int]()

    def look(*_: object) -> None:
        for place in (file.parent, tmp_path / "temporary", tmp_path / "new"):
            modes.update(one.stat().st_mode & 0o077 for one in place.rglob("*"))
        for folder in made.station.data.root.glob(".backup-*"):
            modes.update(one.stat().st_mode & 0o077 for one in (folder, *folder.iterdir()))

    backed_up(made, file, monkeypatch)
    watch = Watch(look, Event())
    if command == "restore":
        restore_backup(RestoreAsked(file, made.key.key, "the key"), tmp_path / "new", watch)
    else:
        to = read_recipient(made.key.certificate_file)
        make_backup(made.station.data, to, BackupAsked(file.with_name("y")), watch)
    assert modes == {0}
