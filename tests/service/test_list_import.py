"""Lists made elsewhere: read in every form, judged row by row, imported whole or not at all."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from station.errors import StationError
from station.model.foreign import ListKind
from station.operations.backup_content import Watch
from station.operations.list_import import ImportAsked, ImportDone, check_import, import_list
from station.records.store import Records
from station.service.exports import EXPORTS, export
from station.service.imports.given import Given
from station.service.imports.tables import DELIMITERS, csv_rows
from tests.service.conftest import SCOPE, MemoryRecords, SoftwareFactory, endorsement_public, pem
from tests.unit.records.software import SoftwareGuard

if TYPE_CHECKING:
    from pathlib import Path

    from station.service.findings import Verdict

pytestmark = pytest.mark.service


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Records]:
    with Records.create(
        tmp_path / "station.db", SoftwareGuard(), station="line-1", practice=True
    ) as record:
        yield record


def watch() -> Watch:
    return Watch(lambda *_: None, Event())


def imported(record: Records, asked: ImportAsked) -> tuple[ImportDone, set[tuple[str, str]]]:
    """Import a list, having tried it; return what came of it, and the rules that rows broke."""
    tried: list[Verdict] = []
    told: list[Verdict] = []
    before = record.last_entry()
    dry = check_import(record.path, asked, tried.append, watch())
    assert (dry.made, record.last_entry()) == (None, before)
    done = import_list(record, asked, told.append, None, watch())
    assert (tried, dry.checked, dry.facts) == (told, done.checked, done.facts)
    assert (done.made is None) == (not done.checked.good)
    assert record.last_entry() == before + (done.made is not None)
    return done, {(one.place, finding.rule) for one in told for finding in one.findings}


def ek(number: int) -> str:
    return base64.b64encode(endorsement_public(number)).decode()


def tpm(number: int, **more: JsonValue) -> dict[str, JsonValue]:
    return {
        "registrationId": f"tpm-{number}",
        "attestation": {"type": "tpm", "tpm": {"endorsementKey": ek(number)}},
        **more,
    }


@pytest.mark.parametrize("form", sorted(EXPORTS))
def test_another_station_s_export_is_imported_with_serial_numbers_and_its_name(
    record: Records, filled: MemoryRecords, factory: SoftwareFactory, out: Path, form: str
) -> None:
    export(filled, factory, out, form)
    asked = ImportAsked(out, ListKind.EXPORT, trust=factory.root.public_bytes(Encoding.PEM))
    done, rules = imported(record, asked)
    assert done.made is not None, rules
    theirs = {one.registration_id.text: one for one in filled.enrollments()}
    found = {one.row.registration_id: one.row for one in record.foreign_after(0, 100)}
    assert found.keys() == theirs.keys()
    for name, row in found.items():
        assert row.serial == theirs[name].serial
        assert row.id_scope == theirs[name].id_scope.text
        known = row.key_fingerprint or row.certificate_sha256
        assert known or row.attestation == "symmetric"
    (made,) = record.known_imports()
    assert (made.facts.station, made.facts.trusted) == (filled.station, True)
    manifest = (out / "manifest.json").read_bytes()
    assert made.facts.sha256 == hashlib.sha256(manifest).hexdigest()
    record.verify()


def test_an_export_that_was_changed_or_is_somebody_else_s_is_refused(
    record: Records, filled: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    export(filled, factory, out, "jsonl")
    with pytest.raises(StationError, match="SVC-003"):
        imported(record, ImportAsked(out, ListKind.EXPORT, trust=pem(SoftwareFactory().root)))
    (out / "enrollments-0001.jsonl").write_bytes(b"{}\n")
    with pytest.raises(StationError, match="SVC-004"):
        imported(record, ImportAsked(out, ListKind.EXPORT))
    assert record.known_imports() == []


def test_a_table_with_other_columns_signs_and_a_byte_order_mark_is_mapped(
    record: Records, tmp_path: Path, factory: SoftwareFactory
) -> None:
    (tmp_path / "certs").mkdir()
    (tmp_path / "certs" / "b.pem").write_bytes(pem(factory.issue("unit-b")))
    table = tmp_path / "theirs.csv"
    table.write_text(
        "\ufeffName;SN;EK;cert;extra;group_id\r\n"
        f'tpm-1;"S;1";{ek(1)};;x;\r\nunit-b;S2;;certs/b.pem;;\r\nunit-c;S3;;;;lamps\r\n',
        encoding="utf-8",
        newline="",
    )
    mapping = {"Name": "registration_id", "SN": "serial", "EK": "endorsement_key"}
    asked = ImportAsked(
        table, ListKind.CSV, {**mapping, "cert": "certificate_file"}, id_scope=SCOPE.text
    )
    done, rules = imported(record, asked)
    assert done.made is not None, rules
    rows = [one.row for one in record.foreign_after(0, 10)]
    assert [(r.serial, r.attestation) for r in rows] == [
        ("S;1", "tpm"),
        ("S2", "x509"),
        ("S3", "symmetric"),
    ]
    assert done.facts.sha256 == hashlib.sha256(table.read_bytes()).hexdigest()
    again, rules = imported_or_refused(record, asked)
    assert again == "3 of 3"
    assert ("row 1", "serial-imported") in rules


def imported_or_refused(record: Records, asked: ImportAsked) -> tuple[str, set[tuple[str, str]]]:
    done, rules = imported(record, asked)
    return f"{done.checked.stopped} of {done.checked.rows}", rules


def test_documents_lose_their_keys_and_nothing_else(record: Records, tmp_path: Path) -> None:
    key = base64.b64encode(bytes(range(64))).decode()
    secret: JsonValue = {
        "registrationId": "sym-1",
        "attestation": {"type": "symmetricKey", "symmetricKey": {"primaryKey": key}},
    }
    documents = [tpm(1, iotHubs=["hub"], newField={"a": 1}), secret]
    path = tmp_path / "body.json"
    path.write_text(json.dumps({"mode": "create", "enrollments": documents}))
    done, rules = imported(record, ImportAsked(path, ListKind.DPS_JSON, id_scope=SCOPE.text))
    assert rules == {("row 2", "symmetric-key-left-out")}
    assert done.made is not None
    first, second = (one.row for one in record.foreign_after(0, 10))
    assert json.loads(first.document) == {"iotHubs": ["hub"], "newField": {"a": 1}}
    assert second.document == ""
    assert key.encode() not in record.path.read_bytes()


def test_one_bad_row_keeps_all_of_a_list_out_and_each_has_its_verdict(
    record: Records, tmp_path: Path
) -> None:
    rows = [
        tpm(1),
        tpm(2, registrationId="TPM-1"),
        tpm(3, registrationId="tpm 3"),
        tpm(1, registrationId="tpm-4"),
        {"enrollmentGroupId": "g", "attestation": {"type": "symmetricKey"}},
        ["no document"],
        tpm(7, deviceId="tpm-1"),
        tpm(8),
    ]
    path = tmp_path / "list.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    done, rules = imported(record, ImportAsked(path, ListKind.JSON_LINES, id_scope=SCOPE.text))
    assert done.made is None
    assert done.checked.stopped == 6
    assert done.checked.rows == 8
    assert {
        ("row 2", "registration-twice"),
        ("row 3", "registration-id"),
        ("row 4", "key-twice"),
        ("row 5", "group"),
        ("row 6", "form"),
        ("row 7", "device-twice"),
    } <= rules
    assert not {place for place, _ in rules} & {"row 1", "row 8"}
    assert record.foreign_after(0, 10) == []


def test_without_an_id_scope_nothing_is_imported(record: Records, tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_text(json.dumps(tpm(1)))
    _, rules = imported(record, ImportAsked(path, ListKind.DPS_JSON))
    assert rules == {("row 1", "id-scope")}


def test_who_ends_it_leaves_nothing(record: Records, tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl"
    path.write_text("\n".join(json.dumps(tpm(n)) for n in range(1_100)))
    asked = ImportAsked(path, ListKind.JSON_LINES, id_scope=SCOPE.text)
    cancel = Event()
    last = Watch(lambda _what, done, _whole: cancel.set() if done == 1_100 else None, cancel)
    with pytest.raises(StationError, match="CFG-054"):
        import_list(record, asked, lambda _: None, None, last)
    assert (record.known_imports(), record.foreign_after(0, 1)) == ([], [])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "SVC-080"),
        (b"registration_id\n\xff\xfe\n", "SVC-080"),
        ("registration_id\nä\n".encode("utf-16"), "SVC-080"),
        (b'registration_id,serial\n"a,b\n', "SVC-080"),
        (b"name,serial\na,b\n", "SVC-081"),
        (b"registration_id\n" + b"a" * 2_000_000, "SVC-080"),
    ],
)
def test_what_is_no_table_is_refused(
    record: Records, tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(StationError, match=code):
        imported(record, ImportAsked(path, ListKind.CSV, id_scope=SCOPE.text))


def no_file(name: str) -> str:
    raise ValueError(name)


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=20)


@given(
    rows=st.lists(st.lists(cells, min_size=3, max_size=3), max_size=5),
    mark=st.sampled_from(sorted(DELIMITERS.values())),
    marked=st.booleans(),
)
def test_any_table_gives_back_what_was_written(
    rows: list[list[str]], mark: str, *, marked: bool
) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=mark)
    writer.writerows([["the name", "serial", "group_id"], *rows])
    content = ("\ufeff" * marked + file.getvalue()).encode()
    mapping = {"the name": "registration_id"}
    found = list(csv_rows(io.BytesIO(content), "a.csv", mapping, None, no_file))
    assert [(_name(one), one.serial, one.group) for one in found] == [
        tuple(cell.strip() for cell in row) for row in rows
    ]


def _name(given_row: Given) -> JsonValue:
    document = given_row.document
    assert isinstance(document, dict)
    return document["registrationId"]


@given(content=st.binary(max_size=200))
def test_no_bytes_break_the_reading_of_a_table(content: bytes) -> None:
    lines = io.BytesIO(b"registration_id,serial,endorsement_key\n" + content)
    with suppress(StationError):
        list(csv_rows(lines, "a.csv", {}, None, no_file))
