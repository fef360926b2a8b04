"""An export is genuine or it isn't: nothing changed, missing or added gets through."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from station.errors import StationError
from station.service.exports import Trusted, export, verify
from station.service.exports.manifest import CHAIN, MANIFEST, SIGNATURE

if TYPE_CHECKING:
    from tests.service.conftest import MemoryRecords, SoftwareFactory

pytestmark = pytest.mark.service


@pytest.fixture
def exported(filled: MemoryRecords, factory: SoftwareFactory, out: Path) -> Path:
    export(filled, factory, out, "dps-json")
    return out


@pytest.fixture
def trust(factory: SoftwareFactory) -> bytes:
    return factory.root.public_bytes(Encoding.PEM)


def refusal(folder: Path, trust: bytes | None = None) -> StationError:
    with pytest.raises(StationError) as caught:
        verify(folder, trust)
    return caught.value


def edit(
    folder: Path, factory: SoftwareFactory, change: Callable[[dict[str, JsonValue]], None]
) -> None:
    """Change the manifest and sign it anew, as only the factory can."""
    manifest = json.loads((folder / MANIFEST).read_bytes())
    change(manifest)
    content = json.dumps(manifest).encode()
    (folder / MANIFEST).write_bytes(content)
    (folder / SIGNATURE).write_bytes(factory.sign_manifest(content))


def test_a_genuine_export_under_a_trusted_root_is_said_to_be_so(
    exported: Path, trust: bytes
) -> None:
    verified = verify(exported, trust)
    assert verified.trusted
    assert "--trust" in verified.words
    assert verified.files == len([p for p in exported.rglob("*") if p.is_file()]) - 2


def test_without_trust_it_says_how_little_is_shown(exported: Path) -> None:
    verified = verify(exported, None)
    assert verified.by is Trusted.FOLDER
    assert not verified.trusted
    assert "no more than" in verified.words


def test_openssl_agrees(exported: Path) -> None:
    chain = str(exported / CHAIN)
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-CAfile", chain]
    command += ["-in", str(exported / SIGNATURE), "-content", str(exported / MANIFEST)]
    subprocess.run([*command, "-out", os.devnull], check=True, capture_output=True, timeout=30)
    leaves = [str(path) for path in (exported / "certs").iterdir()]
    assert len(leaves) == 4
    command = ["openssl", "verify", "-CAfile", chain, *leaves]
    subprocess.run(command, check=True, capture_output=True, timeout=30)


def test_a_trusted_certificate_comes_in_any_usual_form(
    exported: Path, factory: SoftwareFactory
) -> None:
    other = type(factory)()
    root = factory.root
    for trust in (
        root.public_bytes(Encoding.DER),
        other.root.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM),
        b"subject=root\n" + root.public_bytes(Encoding.PEM),
        factory.ca.public_bytes(Encoding.PEM),
    ):
        assert verify(exported, trust).trusted


@pytest.mark.parametrize("trust", [b"", b"nonsense", b"-----BEGIN CERTIFICATE-----\n"])
def test_a_file_without_certificate_cant_be_trusted(exported: Path, trust: bytes) -> None:
    assert refusal(exported, trust).code == "SVC-008"


def test_another_factorys_root_is_not_this_ones(exported: Path, factory: SoftwareFactory) -> None:
    other = type(factory)().root.public_bytes(Encoding.PEM)
    assert refusal(exported, other).code == "SVC-003"


@pytest.mark.parametrize(
    "name", ["enrollments-0001.json", "groups-0001.json", "units-keys.json", "certs/x-0.pem", CHAIN]
)
def test_a_changed_file_is_named(exported: Path, trust: bytes, name: str) -> None:
    path = exported / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    error = refusal(exported, trust)
    assert error.code == "SVC-004"
    assert error.data["path"] == name


def test_a_missing_file_is_named(exported: Path, trust: bytes) -> None:
    for name in ("certs/x-1.pem", CHAIN, MANIFEST, SIGNATURE):
        (exported / name).rename(exported.parent / "away")
        error = refusal(exported, trust)
        assert (error.code, error.data["path"]) == ("SVC-004", name)
        (exported.parent / "away").rename(exported / name)
    verify(exported, trust)


@pytest.mark.parametrize("name", ["enrollments-0003.json", "certs/more.pem", "new/deep/file", ".x"])
def test_an_added_file_is_named(exported: Path, trust: bytes, name: str) -> None:
    path = exported / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    error = refusal(exported, trust)
    assert (error.code, error.data["path"]) == ("SVC-004", name)


def test_an_added_name_is_shown_without_its_tricks(exported: Path, trust: bytes) -> None:
    (exported / "\x1b[2Jx").touch()
    assert "\x1b" not in refusal(exported, trust).message


def test_links_and_pipes_are_not_files(exported: Path, trust: bytes) -> None:
    path = exported / "enrollments-0001.json"
    away = exported.parent / "away"
    path.rename(away)
    path.symlink_to(away)
    assert refusal(exported, trust).code == "SVC-004"
    path.unlink()
    os.mkfifo(path)
    assert refusal(exported, trust).code == "SVC-004"
    path.unlink()
    path.mkdir()
    assert refusal(exported, trust).code == "SVC-004"


def test_a_folder_of_certificates_that_lies_elsewhere_is_refused(
    exported: Path, trust: bytes
) -> None:
    (exported / "certs").rename(exported.parent / "away")
    (exported / "certs").symlink_to(exported.parent / "away")
    assert refusal(exported, trust).code == "SVC-004"


def test_what_is_no_export_is_said_to_be_none(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "SVC-004"
    assert refusal(tmp_path / "nonesuch").code == "SVC-004"


def test_a_manifest_changed_after_signing_is_not_genuine(exported: Path, trust: bytes) -> None:
    content = (exported / MANIFEST).read_bytes()
    (exported / MANIFEST).write_bytes(content.replace(b'"units":12', b'"units":13'))
    assert refusal(exported, trust).code == "SVC-003"


def test_another_exports_manifest_is_not_this_ones(
    exported: Path, filled: MemoryRecords, factory: SoftwareFactory, trust: bytes
) -> None:
    filled.add_tpm("tpms", 50)
    other = exported.parent / "other"
    export(filled, factory, other, "dps-json")
    shutil.copy(other / SIGNATURE, exported / SIGNATURE)
    assert refusal(exported, trust).code == "SVC-003"
    shutil.copy(other / MANIFEST, exported / MANIFEST)
    assert refusal(exported, trust).code == "SVC-004"


def test_a_unit_cant_sign_a_manifest_with_its_own_certificate(
    exported: Path, factory: SoftwareFactory, trust: bytes
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    content = (exported / MANIFEST).read_bytes()
    unit = factory.issue("press-1", key)
    (exported / SIGNATURE).write_bytes(factory.sign_as(unit, key, content))
    assert refusal(exported, trust).code == "SVC-003"


def test_a_signer_of_the_wrong_factory_is_refused(
    exported: Path, factory: SoftwareFactory, trust: bytes
) -> None:
    other = type(factory)()
    content = (exported / MANIFEST).read_bytes()
    (exported / SIGNATURE).write_bytes(other.sign_manifest(content))
    assert refusal(exported, trust).code == "SVC-003"
    assert refusal(exported).code == "SVC-003"


def test_a_signer_whose_certificate_had_run_out_is_refused(
    exported: Path, factory: SoftwareFactory, trust: bytes
) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    purpose = ExtendedKeyUsageOID.EMAIL_PROTECTION
    until = factory.root.not_valid_before_utc.replace(year=2021)
    old = factory.issue("manifests", key, purpose, until)
    content = (exported / MANIFEST).read_bytes()
    (exported / SIGNATURE).write_bytes(factory.sign_as(old, key, content))
    assert refusal(exported, trust).code == "SVC-003"


def test_an_rsa_signer_is_as_good(exported: Path, factory: SoftwareFactory, trust: bytes) -> None:
    key = rsa.generate_private_key(65537, 2048)
    signer = factory.issue("manifests", key, ExtendedKeyUsageOID.EMAIL_PROTECTION)
    content = (exported / MANIFEST).read_bytes()
    (exported / SIGNATURE).write_bytes(factory.sign_as(signer, key, content))
    assert verify(exported, trust).trusted


def test_a_manifest_of_a_newer_station_is_said_to_be_newer(
    exported: Path, factory: SoftwareFactory, trust: bytes
) -> None:
    edit(exported, factory, lambda manifest: manifest.update(format_version=2, more=True))
    assert refusal(exported, trust).code == "SVC-012"


@pytest.mark.parametrize(
    "change",
    [
        {"files": [{"name": "../outside", "sha256": "0" * 64, "size": 0}]},
        {"files": "all"},
        {"units": -1},
        {"made": "yesterday"},
        {"kind": "something-else"},
    ],
)
def test_a_signed_manifest_that_makes_no_sense_is_refused(
    exported: Path, factory: SoftwareFactory, trust: bytes, change: dict[str, JsonValue]
) -> None:
    edit(exported, factory, lambda manifest: manifest.update(change))
    error = refusal(exported, trust)
    assert (error.code, error.data["path"]) == ("SVC-004", MANIFEST)


def test_a_file_listed_twice_is_refused(
    exported: Path, factory: SoftwareFactory, trust: bytes
) -> None:
    def twice(manifest: dict[str, JsonValue]) -> None:
        files = manifest["files"]
        assert isinstance(files, list)
        files.append(files[0])

    edit(exported, factory, twice)
    assert refusal(exported, trust).code == "SVC-004"


def verdict(folder: Path, trust: bytes) -> str:
    try:
        verify(folder, trust)
    except StationError as error:
        return error.code
    return "genuine"


# A flipped bit can make a serial number negative, of which the library only warns.
@pytest.mark.filterwarnings("ignore:Parsed a serial number")
@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_signature_is_refused_or_still_signs_the_same(
    exported: Path, trust: bytes, data: st.DataObject
) -> None:
    """Some bytes of a CMS are under no signature; none of them changes what is signed by whom."""
    path = exported / SIGNATURE
    whole = path.read_bytes()
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        match data.draw(st.sampled_from(["flip", "cut", "double"])):
            case "flip":
                damaged[place] ^= 1 << data.draw(st.integers(0, 7))
            case "cut":
                del damaged[place : place + data.draw(st.integers(1, 8))]
            case _:
                damaged[place:place] = damaged[place : place + 8]
        if not damaged:
            break
    path.write_bytes(damaged)
    try:
        assert verdict(exported, trust) in {"SVC-003", "genuine"}
    finally:
        path.write_bytes(whole)


@given(st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_noise_is_no_signature(exported: Path, trust: bytes, noise: bytes) -> None:
    path = exported / SIGNATURE
    whole = path.read_bytes()
    path.write_bytes(noise)
    try:
        assert refusal(exported, trust).code == "SVC-003"
    finally:
        path.write_bytes(whole)


def test_a_folder_without_a_chain_of_certificates_is_refused(exported: Path, trust: bytes) -> None:
    (exported / CHAIN).write_bytes(b"nothing")
    assert refusal(exported, trust).code == "SVC-004"


def test_folders_in_folders_without_end_are_refused(exported: Path, trust: bytes) -> None:
    # Deeper than Python's own calls may go, by names short enough for the system.
    deep = exported
    for _ in range(1_500):
        deep = deep / "a"
        deep.mkdir()
    (deep / "file").write_bytes(b"")
    try:
        error = refusal(exported, trust)
        assert error.code == "SVC-004"
        assert error.message.startswith("The file a/a")
    finally:
        subprocess.run(["rm", "-r", exported / "a"], check=True)


def test_a_file_of_another_size_is_not_read(exported: Path, trust: bytes) -> None:
    name = "enrollments-0001.json"
    os.truncate(exported / name, 1 << 43)  # a hole of 8 TB, which takes hours to read
    error = refusal(exported, trust)
    assert (error.code, str(1 << 43) in error.detail) == ("SVC-004", True)
    assert name in error.message


def test_what_is_no_file_leaves_no_descriptor_open(exported: Path, trust: bytes) -> None:
    (exported / MANIFEST).unlink()
    (exported / MANIFEST).mkdir()
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        assert refusal(exported, trust).code == "SVC-004"
    assert len(list(Path("/proc/self/fd").iterdir())) <= before


@pytest.mark.parametrize("made", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", -1, 1e300])
def test_a_manifest_of_an_impossible_time_is_refused(
    exported: Path, factory: SoftwareFactory, trust: bytes, made: JsonValue
) -> None:
    edit(exported, factory, lambda manifest: manifest.update(made=made))
    assert refusal(exported, trust).code in {"SVC-003", "SVC-004"}
