"""The formats for lists of any length hold what the others do, in few files, and are verifiable."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from jsonschema import Draft202012Validator

from station.errors import StationError
from station.model.group import GroupKey
from station.service.exports import EXPORTS, Again, export, json_lines, order_zip, verify
from station.service.exports.cells import decoded
from tests.service.written import SCHEMA, bodies, table

if TYPE_CHECKING:
    from tests.service.conftest import MemoryRecords, SoftwareFactory

pytestmark = pytest.mark.service


def lines(text: bytes) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in text.splitlines()]
    schema = {"$ref": "#/$defs/individualEnrollment", "$defs": SCHEMA["$defs"]}
    for document in found:
        Draft202012Validator(schema).validate(document)
    return found


def test_json_lines_hold_the_documents_that_bulk_requests_do(
    filled: MemoryRecords, factory: SoftwareFactory, tmp_path: Path
) -> None:
    json_, jsonl = tmp_path / "json", tmp_path / "jsonl"
    export(filled, factory, json_, "dps-json")
    export(filled, factory, jsonl, "jsonl", again=Again.EXPORTED_TOO)
    one = lines((jsonl / "enrollments-0001.jsonl").read_bytes())
    assert one == bodies(json_, "enrollments", "bulkEnrollments")
    for name in ("groups-0001.json", "units-keys.json", "chain.pem"):
        assert (jsonl / name).read_bytes() == (json_ / name).read_bytes()
    assert not (jsonl / "certs").exists()
    verify(jsonl, None)


def test_json_lines_go_on_in_the_next_file(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_lines, "LINES", 3)
    export(filled, factory, out, "jsonl")
    counts = [
        len(lines(path.read_bytes())) for path in sorted(out.glob("*.jsonl")) if "enr" in path.name
    ]
    assert counts == [3, 3, 2]
    assert len(verify(out, None).manifest.files) == 3 + len({"units", "groups", "list", "chain"})


def test_each_order_has_archives_of_its_own(
    filled: MemoryRecords, factory: SoftwareFactory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(order_zip, "UNITS", 3)
    out, plain = tmp_path / "zip", tmp_path / "csv"
    export(filled, factory, out, "zip")
    export(filled, factory, plain, "csv", again=Again.EXPORTED_TOO)
    names = sorted(path.name for path in out.glob("*.zip"))
    assert names == [f"{order}-000{n}.zip" for order in ("certs", "keys", "tpms") for n in (1, 2)]
    found: dict[str, list[dict[str, str]]] = {}
    for name in names:
        with zipfile.ZipFile(out / name) as archive:
            assert archive.testzip() is None
            made = {
                (one.compress_type, one.external_attr >> 16, one.create_system)
                for one in archive.infolist()
            }
            assert made == {(zipfile.ZIP_DEFLATED, 0o100644, 3)}
            text = archive.read("enrollments.csv").decode("ascii")
            rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
            unit_rows = [{key: decoded(cell) for key, cell in row.items()} for row in rows]
            found.setdefault(name.partition("-")[0], []).extend(unit_rows)
            inside = {one for one in archive.namelist() if one.startswith("certs/")}
            assert inside == {row["certificate_file"] for row in unit_rows} - {""}
            if inside:
                chain = x509.load_pem_x509_certificates(archive.read("chain.pem"))
                assert chain == [factory.ca, factory.root]
            for one in inside:
                [leaf] = x509.load_pem_x509_certificates(archive.read(one))
                leaf.verify_directly_issued_by(factory.ca)
            if "enrollments.jsonl" in archive.namelist():
                documents = lines(archive.read("enrollments.jsonl"))
                assert [one["registrationId"] for one in documents] == [
                    row["registration_id"] for row in unit_rows
                ]
    # The one difference: the second export found them exported.
    whole = [{**row, "status": "ready"} for row in table(plain)]
    assert [row for order in filled.known for row in found[order]] == whole
    verify(out, None)


def test_an_archive_is_the_same_whenever_it_is_made(
    filled: MemoryRecords, factory: SoftwareFactory, tmp_path: Path
) -> None:
    export(filled, factory, tmp_path / "0", "zip")
    for name in ("1", "2"):
        export(filled, factory, tmp_path / name, "zip", again=Again.EXPORTED_TOO)
    for path in (tmp_path / "1").glob("*.zip"):
        assert path.read_bytes() == (tmp_path / "2" / path.name).read_bytes()


@pytest.mark.parametrize("format_name", sorted(EXPORTS))
def test_openssl_alone_verifies_each_format(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path, format_name: str
) -> None:
    openssl = shutil.which("openssl")
    assert openssl is not None
    export(filled, factory, out, format_name)
    words = f"cms -verify -binary -inform DER -in {out}/manifest.p7s -content {out}/manifest.json"
    command = [openssl, *words.split(), "-CAfile", f"{out}/chain.pem", "-out", "/dev/null"]
    subprocess.run(command, check=True, capture_output=True)
    for entry in json.loads((out / "manifest.json").read_bytes())["files"]:
        digest = [openssl, "dgst", "-sha256", "-r", str(out / entry["name"])]
        told = subprocess.run(digest, check=True, capture_output=True).stdout
        assert told.split()[0].decode() == entry["sha256"]


@pytest.mark.parametrize("format_name", sorted(EXPORTS))
def test_a_changed_file_of_any_format_is_found(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path, format_name: str
) -> None:
    export(filled, factory, out, format_name)
    for path in sorted(out.rglob("*")):
        if path.is_file() and not path.name.startswith(("manifest", "chain")):
            before = path.read_bytes()
            path.write_bytes(before[:-1] + bytes([before[-1] ^ 1]))
            with pytest.raises(StationError, match="SVC-004"):
                verify(out, None)
            path.write_bytes(before)
    verify(out, None)


@pytest.mark.parametrize("format_name", sorted(EXPORTS))
def test_no_format_holds_a_production_groups_key_in_the_clear(
    filled: MemoryRecords, factory: SoftwareFactory, out: Path, format_name: str
) -> None:
    for name, order in filled.known.items():
        filled.known[name] = order.model_copy(update={"practice": False})
    factory.practice = False
    group = filled.known["keys"].group_id
    if EXPORTS[format_name].name != "dps-csv":
        with pytest.raises(StationError, match="SVC-034"):
            export(filled, factory, out, format_name)
    filled.groups.known[group] = (wrapped(group.text),)
    report = export(filled, factory, out, format_name)
    assert not report.keys_in_clear
    with factory.disclose_group_key(group).reveal() as key:
        for path in out.rglob("*"):
            assert not path.is_file() or bytes(key) not in path.read_bytes()


def wrapped(name: str) -> GroupKey:
    return GroupKey(name, "made", "00" * 32, b"wrapped", b"", "2026-11-24T06:00:00+00:00")
