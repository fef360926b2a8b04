"""The check before an export: of the list as it stands on record, and of files made elsewhere."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.cli import main
from station.errors import StationError
from station.model.unit_state import UnitChange
from station.operations.export_check import Checked, check_files, check_list
from station.records.reader import Reader
from station.records.store import Records
from station.service.findings import Level, Verdict
from tests.support.any_enrollments import L1, encoded
from tests.unit.records.software import (
    SoftwareGuard,
    enrol,
    make_order,
    tpm_identity,
    x509_identity,
)

GOOD = L1 + b"\x80" + bytes(254) + b"\x01"


def document(name: str, public: bytes) -> dict[str, object]:
    key = {"endorsementKey": encoded(public)}
    return {"registrationId": name, "attestation": {"type": "tpm", "tpm": key}}


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """Return a record with an order of TPMs and one of certificates that are none."""
    path = tmp_path / "station.db"
    with Records.create(path, SoftwareGuard(), station="x", practice=True) as records:
        for name in ("o1", "o2"):
            records.add_order(make_order(name))
        for number in range(3):
            enrol(records, f"SN-{number}", tpm_identity(number))
        enrol(records, "SN-9", x509_identity("x-9"), order="o2")
        yield records


def checked(
    records: Records, order: str | None, *, again: bool = False
) -> tuple[Checked, list[Verdict]]:
    told: list[Verdict] = []
    with Reader.open(records.path) as reader:
        return check_list(reader, order, told.append, again=again), told


def test_the_list_is_checked_order_by_order_or_whole(records: Records) -> None:
    good, told = checked(records, "o1")
    assert (good.rows, good.good, good.held_back) == (3, True, 0)
    assert {one.rule for verdict in told for one in verdict.findings} == {"device-id-colon"}
    both, told = checked(records, None)
    assert (both.rows, both.stopped, both.good) == (4, 1, False)
    [verdict] = [one for one in told if one.stops]
    assert (verdict.place, verdict.serial, verdict.name) == ("o2", "SN-9", "x-9")
    assert both.by_rule[Level.REFUSED, "certificate"] == 1
    with pytest.raises(StationError, match="REC-014"):
        checked(records, "nothing")


def test_units_that_no_export_takes_are_left_out(records: Records) -> None:
    records.revoke((next(records.enrollments()).id_scope, tpm_identity(0).registration_id), "lost")
    records.units.change("SN-1", UnitChange.QUARANTINE, reason="a scratch")
    found, _ = checked(records, "o1", again=True)
    assert (found.rows, found.held_back) == (1, 1)


def test_files_made_elsewhere_are_checked_by_the_same_rules(tmp_path: Path) -> None:
    body = {"mode": "create", "enrollments": [document("a", GOOD), document("A", GOOD[2:])]}
    (tmp_path / "body.json").write_text(json.dumps(body))
    group = {"enrollmentGroupId": "g", "attestation": {"type": "symmetricKey"}}
    lines = [document("b", GOOD[:-1] + b"\x03"), group]
    (tmp_path / "more.jsonl").write_text("".join(f"{json.dumps(one)}\n\n" for one in lines))
    told: list[Verdict] = []
    found = check_files([tmp_path / "body.json", tmp_path / "more.jsonl"], told.append)
    assert (found.rows, found.stopped) == (4, 2)
    assert [(one.place, {f.rule for f in one.findings}) for one in told] == [
        ("body.json 2", {"endorsement-key", "registration-twice", "registration-id-case"}),
        ("more.jsonl 3", {"symmetric-key-missing"}),
    ]


@pytest.mark.parametrize("content", ["{", "[" * 100_000, '{"a": NaN}x'])
def test_a_file_that_isnt_json_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.json").write_text(content)
    for path in (tmp_path / "a.json", tmp_path / "gone.jsonl"):
        with pytest.raises(StationError, match="PRF-005"):
            check_files([path], lambda _: None)


def test_the_command_tells_what_is_wrong_and_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, report = tmp_path / "one.json", tmp_path / "findings.jsonl"
    path.write_text(json.dumps([document("a", GOOD), document("b", GOOD[2:])]))
    assert main(["export", "check", str(path), "--report", str(report)]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "TPMT_PUBLIC" in said
    assert "1 of 2 rows must not be sent." in said
    [line] = report.read_text().splitlines()
    assert json.loads(line)["rule"] == "endorsement-key"
    assert main(["export", "check", str(path), "--report", str(report)]) == 2, "nothing overwritten"
    capsys.readouterr()
    assert main(["export", "check", str(path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["stopped"], told["findings"][0]["level"]) == (2, 1, "refused")
    path.write_text(json.dumps(document("a", GOOD)))
    assert main(["export", "check", str(path)]) == 0
    assert main(["export", "check", str(path), "--again"]) == 2
    assert main(["export", "--order", "o", "check", str(path)]) == 2
