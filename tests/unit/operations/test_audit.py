"""The audit by itself: what it reads, what it says it checked, what it says it can't exclude."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from station.cli import main
from station.errors import StationError
from station.folders import Data
from station.model.audit import KnownHead
from station.operations.anchors import anchor_of
from station.operations.audit import AuditRequest, verify_audit
from station.operations.audit_words import WORDS, in_words
from station.operations.report_words import in_fours
from station.records.coverage import UNCOVERED
from station.records.entries import AuditEntry, EntryKind
from station.records.store import Reader, Records
from tests.unit.records.software import NOW, Clock, SoftwareGuard, enrol, make_order


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a closed record and its key's certificate."""
    folder, guard = tmp_path_factory.mktemp("made"), SoftwareGuard()
    with Records.create(
        folder / "station.db", guard, station="line-1", practice=True, now=Clock()
    ) as records:
        records.add_order(make_order())
        for number in range(3):
            enrol(records, f"S{number}")
    certificate = x509.load_der_x509_certificate(guard.audit_certificate)
    (folder / "audit.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    return folder


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    (tmp_path / "copy").mkdir()
    for name in ("station.db", "audit.pem"):
        shutil.copy(made / name, tmp_path / "copy")
    return tmp_path / "copy"


def request(copy: Path, *known: KnownHead) -> AuditRequest:
    return AuditRequest(Data(copy / "none"), copy / "station.db", copy / "audit.pem", known=known)


def test_a_copy_by_itself_is_verified_and_left_as_it_is(copy: Path) -> None:
    verdict = verify_audit(request(copy))
    assert verdict.whole
    assert "The chain up to entry 5 is whole, signed up to entry 5." in verdict.checked
    assert sorted(path.name for path in copy.iterdir()) == ["audit.pem", "station.db"]


def test_what_is_not_covered_and_that_there_is_no_anchor_is_said(copy: Path) -> None:
    limits = " ".join(verify_audit(request(copy)).limits)
    assert "Without an anchor, an older copy can't be told" in limits
    assert "Whoever had the factory's token open" in limits
    assert all(words in limits for words in UNCOVERED.values())
    assert "audit.pem in the data folder" not in limits


def test_an_anchors_hash_counts_and_not_its_number_alone(copy: Path) -> None:
    with Reader.open(copy / "station.db", copy=True) as reader:
        head = reader.head()
    same = KnownHead(head.sequence, head.hash, "a report")
    assert verify_audit(request(copy, same)).whole
    other = verify_audit(request(copy, KnownHead(head.sequence, bytes(32), "a report")))
    assert other.examination.findings == ("entry 5 is not the one that a report has",)
    number = verify_audit(request(copy, KnownHead(head.sequence, None, "a note")))
    assert number.whole
    assert "That entry 5 is the same: its number alone is known." in number.limits


def test_an_older_copy_is_found_by_an_anchor(copy: Path) -> None:
    verdict = verify_audit(request(copy, KnownHead(9, bytes(32), "a report")))
    assert verdict.examination.older
    assert verdict.examination.findings == (
        "it is an older copy: it ends with entry 5, a report has 9",
    )
    assert verdict.checked == ()


def test_entries_that_are_not_signed_are_said(copy: Path) -> None:
    with closing(sqlite3.connect(copy / "station.db")) as connection, connection:
        connection.execute("DELETE FROM heads WHERE sequence > 3")
    verdict = verify_audit(request(copy))
    assert verdict.whole
    assert any("The last 2 entries are not signed yet" in limit for limit in verdict.limits)


def test_a_copy_whose_newest_part_lies_beside_it_is_read_with_it(copy: Path) -> None:
    with closing(sqlite3.connect(copy / "station.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("UPDATE heads SET signature = x'00' WHERE sequence = 5")
        connection.commit()
        (copy / "with").mkdir()
        for path in copy.glob("station.db*"):
            shutil.copy(path, copy / "with")
    (copy / "with" / "station.db-shm").unlink()
    aside = AuditRequest(Data(copy), copy / "with" / "station.db", copy / "audit.pem")
    assert verify_audit(aside).examination.findings == ("head 5 is not signed by the audit key",)


@pytest.mark.parametrize(
    ("arguments", "code", "status"),
    [
        (["--database", "station.db"], "CFG-004", 2),
        (["--database", "none.db", "--key", "audit.pem"], "REC-001", 3),
        (["--database", "audit.pem", "--key", "audit.pem"], "REC-001", 3),
        (["--database", "station.db", "--key", "station.db"], "CFG-004", 2),
        (["--database", "station.db", "--key", "audit.pem", "--anchor", "none"], "REC-047", 2),
        (["--database", "station.db", "--key", "audit.pem", "--anchor", "audit.pem"], "REC-047", 2),
        (["--database", "station.db", "--key", "audit.pem", "--sequence", "9"], "REC-013", 1),
        (["--sequence", "0"], "CFG-004", 2),
        (["--hash", "ab" * 32], "CFG-004", 2),
        (["--sequence", "5", "--hash", "ab12", "zz"], "CFG-004", 2),
    ],
)
def test_what_the_command_cannot_use_is_told(
    copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: str,
    status: int,
) -> None:
    monkeypatch.chdir(copy)
    assert main(["audit", "verify", "--json", *arguments]) == status
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code


def shown(capsys: pytest.CaptureFixture[str], copy: Path, *words: str) -> dict[str, object]:
    command = ["audit", "show", "--json", "--database", str(copy / "station.db"), *words]
    assert main(command) == 0
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def test_entries_are_shown_in_pages_and_by_kind(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = shown(capsys, copy, "--most", "2")
    assert [entry["sequence"] for entry in page["entries"]] == [1, 2]  # type: ignore[attr-defined]
    assert page["after"] == 2
    rest = shown(capsys, copy, "--after", "2", "--kind", "enrolled")
    assert [entry["sequence"] for entry in rest["entries"]] == [3, 4, 5]  # type: ignore[attr-defined]
    assert rest["after"] is None


def test_the_last_entries_are_shown_by_their_count(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, numbers in (
        (["--last", "2"], [4, 5]),
        (["--last", "99"], [1, 2, 3, 4, 5]),
        (["--last", "1", "--kind", "order-added"], [2]),
    ):
        page = shown(capsys, copy, *words)
        assert [entry["sequence"] for entry in page["entries"]] == numbers  # type: ignore[attr-defined]
        assert page["after"] is None


def verified(copy: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    """Return what the verification of the copy says."""
    named = ["--database", str(copy / "station.db"), "--key", str(copy / "audit.pem")]
    main(["audit", "verify", "--json", *named, *words])
    answer: dict[str, object] = json.loads(capsys.readouterr().out)
    return answer


def test_the_hash_of_a_printed_report_is_compared(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Reader.open(copy / "station.db", copy=True) as reader:
        head = reader.head()
    groups = in_fours(head.hash.hex())
    for typed in ([groups], groups.split(), [head.hash.hex().upper()]):
        assert verified(copy, capsys, "--sequence", "5", "--hash", *typed)["whole"] is True
    other = verified(copy, capsys, "--sequence", "4", "--hash", groups)
    assert other["findings"] == ["entry 4 is not the one that the note of --sequence has"]


def test_an_older_copy_is_told_by_where_the_newer_one_is_known_from(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    error = verified(copy, capsys, "--sequence", "9999")["error"]
    assert isinstance(error, dict)
    assert error["code"] == "REC-013"
    assert "the note of --sequence tells of a newer one" in error["message"]
    assert "token" not in error["message"]


def test_another_station_s_certificate_is_one_finding(copy: Path) -> None:
    other = x509.load_der_x509_certificate(SoftwareGuard().audit_certificate)
    (copy / "audit.pem").write_bytes(other.public_bytes(Encoding.PEM))
    (finding,) = verify_audit(request(copy)).examination.findings
    assert "is this the station's audit certificate?" in finding


def test_a_kind_that_an_entry_only_speaks_of_is_not_that_kind(copy: Path) -> None:
    with Reader.open(copy / "station.db", copy=True) as reader:
        assert list(reader.entries(0, EntryKind.EXPORTED)) == []
        assert [entry.sequence for entry in reader.entries(3, EntryKind.ENROLLED)] == [4, 5]


def test_every_kind_of_entry_has_words() -> None:
    assert {kind.value for kind in EntryKind} - WORDS.keys() == set()


def test_an_entry_in_words_is_one_line_of_printable_ascii(copy: Path) -> None:
    with Reader.open(copy / "station.db", copy=True) as reader:
        told = [in_words(entry) for entry in reader.entries()]
    assert told[0] == "The record of station line-1 begins"
    assert told[2].startswith("Unit S0 passed in run ")
    assert all(text.isascii() and text.isprintable() for text in told)


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        (
            EntryKind.UNIT_CHANGED,
            {
                "serial": "S-1",
                "unit": "s-1",
                "why": "return",
                "before": "passed",
                "state": "rework",
            },
            "Unit S-1 is under repair now, after passed (return)",
        ),
        (
            EntryKind.ORDER_ADDED,
            {
                "order": "o2",
                "state": "open",
                "carried_from": "o1",
                "quantity": 3,
                "profile": "box",
                "profile_hash": "ab",
                "id_scope": "0ne",
            },
            (
                "Order o2 was made; it is open: 3 units of profile box for the ID scope 0ne; "
                "it carries on order o1"
            ),
        ),
        (
            EntryKind.ORDER_CHANGED,
            {"order": "o1", "state": "closed", "carried_to": "o2"},
            "Order o1 is closed now; order o2 has what was left of it",
        ),
        (
            EntryKind.ORDER_CHANGED,
            {"order": "o1", "state": "open", "id_scope": "0ne2", "before": "0ne1"},
            "Order o1 is open now; it is for the ID scope 0ne2, after 0ne1",
        ),
        (
            EntryKind.ORDER_ALLOTTED,
            {"order": "o1", "state": "open", "quantity": 5, "before": 3},
            "Order o1 has 5 units, after 3; it is open",
        ),
        (EntryKind.ORDER_CHANGED, {"order": "o1", "state": "paused"}, "Order o1 is paused now"),
    ],
)
def test_an_entry_says_what_became_of_orders_and_units(
    kind: EntryKind, data: dict[str, JsonValue], words: str
) -> None:
    assert in_words(AuditEntry(sequence=7, time=NOW, kind=kind, data=data)) == words


ANCHOR = {"kind": "station-report", "made": "2026-11-24T06:00:00Z"}


def test_any_file_of_a_station_that_tells_of_the_chain_is_an_anchor(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(json.dumps(ANCHOR | {"audit": {"sequence": 7, "hash": "ab" * 32}, "more": 1}))
    anchor = anchor_of(path)
    assert anchor.head == KnownHead(7, b"\xab" * 32, "report.json")
    assert anchor.signature.startswith("no signature lies beside it")
    with pytest.raises(StationError, match="REC-048"):
        anchor_of(path, b"trust")
    path.with_suffix(".p7s").write_bytes(b"nonsense")
    with pytest.raises(StationError, match="REC-048"):
        anchor_of(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(content=st.binary(max_size=80) | st.builds(lambda v: json.dumps(v).encode(), st.none()))
def test_a_file_that_is_no_anchor_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(StationError, match="REC-047"):
        anchor_of(path)


@given(
    st.dictionaries(
        st.sampled_from(["kind", "made", "audit"]),
        st.none() | st.integers() | st.text() | st.dictionaries(st.text(max_size=8), st.text()),
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_an_anchor_with_something_else_in_its_place_is_refused(
    tmp_path: Path, told: dict[str, object]
) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps(ANCHOR | {"audit": {"sequence": 7, "hash": "zz" * 32}} | told))
    with pytest.raises(StationError, match="REC-047"):
        anchor_of(path)
