"""Lists as nobody should bring them: each is refused in plain words, and no secret is kept."""

from __future__ import annotations

import base64
import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from pydantic import JsonValue

from station.errors import StationError
from station.model.foreign import ListKind
from station.operations.backup_content import Watch
from station.operations.list_import import ImportAsked, ImportDone, check_import, import_list
from station.records.store import Records
from station.service.findings import Verdict
from tests.service.conftest import SCOPE, SoftwareFactory, endorsement_public, pem
from tests.unit.records.software import SoftwareGuard, enrol, make_order, x509_identity

pytestmark = pytest.mark.service

KEY = base64.b64encode(bytes(range(64))).decode()
PRIVATE = "-----BEGIN PRIVATE KEY-----\nMIIabcde\n-----END PRIVATE KEY-----\n"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Records]:
    with Records.create(
        tmp_path / "station.db", SoftwareGuard(), station="line-1", practice=True
    ) as record:
        yield record


def tpm(number: int, **more: JsonValue) -> dict[str, JsonValue]:
    key = base64.b64encode(endorsement_public(number)).decode()
    attestation: JsonValue = {"type": "tpm", "tpm": {"endorsementKey": key}}
    return {"registrationId": f"tpm-{number}", "attestation": attestation, **more}


def asked(path: Path, kind: ListKind, scope: str = SCOPE.text) -> ImportAsked:
    return ImportAsked(path, kind, id_scope=scope)


def both(
    record: Records, wanted: ImportAsked
) -> tuple[ImportDone | StationError, dict[str, list[str]]]:
    """Try a list, then import it: both come to the same; return it, and each row's rules."""
    watch = Watch(lambda *_: None, Event())
    outcomes = list[ImportDone | StationError]()
    verdicts: tuple[list[Verdict], list[Verdict]] = ([], [])
    for dry, tell in zip((True, False), verdicts, strict=True):
        try:
            if dry:
                outcomes.append(check_import(record.path, wanted, tell.append, watch))
            else:
                outcomes.append(import_list(record, wanted, tell.append, None, watch))
        except StationError as error:
            outcomes.append(error)
    first, second = outcomes
    if isinstance(first, StationError) or isinstance(second, StationError):
        assert str(first) == str(second)
    else:
        assert (first.checked, first.facts) == (second.checked, second.facts)
    assert verdicts[0] == verdicts[1]
    rules = dict[str, list[str]]()
    for one in verdicts[1]:
        rules.setdefault(one.place, []).extend(finding.rule for finding in one.findings)
    return second, rules


def why(outcome: ImportDone | StationError) -> str:
    assert isinstance(outcome, StationError), outcome
    return f"{outcome.code} {outcome.data['why']}"


TABLE = "registration_id,serial\na,S1\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (gzip.compress(TABLE.encode(), mtime=0), "SVC-080 it is compressed: unpack it first"),
        (TABLE.encode("utf-16"), "SVC-080 it is UTF-16: save it as UTF-8"),
        (TABLE.encode("utf-16-be"), "SVC-080 it is UTF-16: save it as UTF-8"),
        (b"PK\x03\x04" + b"\0" * 60, "SVC-080 it is a spreadsheet or archive"),
        (TABLE.encode("latin-1") + b"\xe4,S2\n", "SVC-080 line 3 is not text in UTF-8"),
        (b"registration_id,serial\n", "REC-095 there is nothing in it"),
        (b"registration_id,serial,Serial\na,b,c\n", "SVC-081 another one is called so too"),
        (b"registration_id\r" * 3, "SVC-080 its lines end in carriage returns alone"),
        (b'registration_id,serial\n"' + b'\n","' * 400_000, "SVC-080 line 333328 or its row"),
    ],
)
def test_a_table_of_no_readable_form_is_refused_in_plain_words(
    record: Records, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    outcome, _ = both(record, asked(path, ListKind.CSV))
    assert why(outcome).startswith(words)


def test_what_is_no_json_is_told_by_its_place_and_quotes_nothing(
    record: Records, tmp_path: Path
) -> None:
    path = tmp_path / "list.json"
    for content in (f'{{"primaryKey": "{KEY}"', f'[{{"primaryKey": "{KEY}"}}, x]'):
        path.write_text(content)
        outcome, _ = both(record, asked(path, ListKind.DPS_JSON))
        assert why(outcome).startswith("SVC-080 it is not JSON: ")
        assert "line 1 column" in why(outcome)
        chained: BaseException | None = outcome if isinstance(outcome, StationError) else None
        while chained is not None:
            assert KEY not in repr(chained) + str(chained)
            chained = chained.__cause__ or chained.__context__


def test_a_line_that_is_no_json_has_a_verdict_as_any_row(record: Records, tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl"
    deep = '{"registrationId":"a","attestation":' + '{"a":' * 5_000 + "1" + "}" * 5_001
    nested = '{"registrationId":"a","attestation":' + '{"a":' * 180 + "1" + "}" * 181
    lines = [json.dumps(tpm(1)), "{", deep, nested, '{"registrationId":"\\ud800"}', "NaN", "7"]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([*lines, json.dumps(tpm(2))]).encode())
    outcome, rules = both(record, asked(path, ListKind.JSON_LINES))
    assert isinstance(outcome, ImportDone)
    assert (outcome.checked.rows, outcome.checked.stopped) == (8, 6)
    assert {place: found[0] for place, found in rules.items()} == {
        f"row {n}": "form" for n in range(2, 8)
    }


@pytest.mark.parametrize(
    "more",
    [
        {"symmetricKey": {"primaryKey": KEY}},
        {"initialTwin": {"tags": {"Primary_Key": KEY}}},
        {"initialTwin": {"properties": {"desired": {"wifi": [{"password": KEY}]}}}},
        {"optionalDeviceInformation": {"a": f"HostName=x;SharedAccessKey={KEY}"}},
        {"attestation": {"type": "tpm", "tpm": {"storageRootKey": "", "groupKey": KEY}}},
        {
            "attestation": {
                "type": "x509",
                "x509": {"clientCertificates": {"secondary": {"certificate": PRIVATE + KEY}}},
            }
        },
    ],
)
def test_no_secret_in_a_document_is_kept(
    record: Records, tmp_path: Path, factory: SoftwareFactory, more: dict[str, JsonValue]
) -> None:
    document = tpm(1)
    held, told = document["attestation"], more.get("attestation")
    assert isinstance(held, dict)
    if isinstance(told, dict) and told["type"] == "tpm":
        assert isinstance(held["tpm"], dict)
        assert isinstance(told["tpm"], dict)
        held["tpm"] |= told["tpm"]
    elif isinstance(told, dict):
        certificate = pem(factory.issue("tpm-1")).decode() + PRIVATE + KEY
        assert isinstance(told["x509"], dict)
        clients = told["x509"]["clientCertificates"]
        assert isinstance(clients, dict)
        clients["secondary"] = {"certificate": certificate}
        clients["primary"] = {"certificate": certificate}
        document["attestation"] = told
    else:
        document |= more
    path = tmp_path / "list.json"
    path.write_text(json.dumps([document]))
    outcome, rules = both(record, asked(path, ListKind.DPS_JSON))
    assert isinstance(outcome, ImportDone)
    assert "secret-left-out" in rules["row 1"], rules
    assert outcome.made is not None, rules
    (one,) = record.foreign_after(0, 10)
    assert KEY not in one.row.document
    assert "MIIabcde" not in one.row.document
    record.close()
    left = b"".join(file.read_bytes() for file in record.path.parent.glob("station.db*"))
    assert KEY.encode() not in left
    assert b"MIIabcde" not in left


def test_the_digest_of_a_group_s_certificate_is_compared(
    record: Records, tmp_path: Path, factory: SoftwareFactory
) -> None:
    (tmp_path / "a.pem").write_bytes(pem(factory.issue("a")))
    path = tmp_path / "list.csv"
    path.write_text(
        "registration_id,group_id,certificate_file,certificate_sha256,endorsement_key\n"
        f"a,lamps,a.pem,{'ab' * 32},\nb,lamps,,nonsense,\nc,lamps,,,AAAA\n"
        f"d,lamps,,{'AB:' * 31}AB,\ne,lamps,pipe,,\n"
    )
    os.mkfifo(tmp_path / "pipe")
    _, rules = both(record, asked(path, ListKind.CSV))
    assert rules == {
        "row 1": ["certificate-digest"],
        "row 2": ["certificate-digest"],
        "row 3": ["form"],
        "row 5": ["form"],
    }


def test_an_id_scope_has_one_spelling(record: Records, tmp_path: Path) -> None:
    record.add_order(make_order())
    enrol(record, "S1", x509_identity("unit-1"))
    path = tmp_path / "list.jsonl"
    path.write_text(json.dumps(tpm(1)))
    scope = make_order().id_scope.text
    _, rules = both(record, asked(path, ListKind.JSON_LINES, scope.swapcase()))
    assert rules == {"row 1": ["id-scope"]}
    outcome, _ = both(record, asked(path, ListKind.JSON_LINES, scope))
    assert isinstance(outcome, ImportDone)
    assert outcome.made is not None


def test_a_file_that_comes_again_by_other_columns_is_refused_by_the_trial_too(
    record: Records, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("one,two,group_id\na,b,lamps\n")
    for column, code in (("one", ""), ("two", "REC-095")):
        wanted = ImportAsked(path, ListKind.CSV, {column: "registration_id"}, id_scope=SCOPE.text)
        outcome, _ = both(record, wanted)
        assert (outcome.code if isinstance(outcome, StationError) else "") == code


def test_a_file_that_changes_while_it_is_read_is_refused(record: Records, tmp_path: Path) -> None:
    path = tmp_path / "list.jsonl"
    path.write_text("\n".join(json.dumps(tpm(n)) for n in range(2)) + "\n{}")

    def grows(_: Verdict) -> None:
        with path.open("a") as file:
            file.write(f"\n{json.dumps(tpm(99))}")

    wanted, watch = asked(path, ListKind.JSON_LINES), Watch(lambda *_: None, Event())
    with pytest.raises(StationError, match="it was changed while it was read"):
        check_import(record.path, wanted, grows, watch)
    with pytest.raises(StationError, match="it was changed while it was read"):
        import_list(record, wanted, grows, None, watch)
    assert record.known_imports() == []


def test_every_list_in_a_request_is_read(record: Records, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    group: JsonValue = {"enrollmentGroupId": "g", "attestation": {"type": "symmetricKey"}}
    path.write_text(json.dumps({"enrollments": [tpm(1)], "enrollmentGroups": [group]}))
    _, rules = both(record, asked(path, ListKind.DPS_JSON))
    assert rules == {"row 2": ["group"]}


def test_an_error_of_who_is_told_is_none_of_the_list_s(record: Records, tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text(json.dumps({}))

    def full(_: Verdict) -> None:
        raise OSError(28, "No space left on device")

    wanted = asked(path, ListKind.DPS_JSON)
    with pytest.raises(OSError, match="No space"):
        check_import(record.path, wanted, full, Watch(lambda *_: None, Event()))
