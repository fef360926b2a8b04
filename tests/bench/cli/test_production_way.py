"""The whole way by command at a production station: people, order, units, export, revocation."""

from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from station.errors import Outcome
from station.model.people import Credential
from station.operations.plant import open_reader
from station.practice.bench import PracticeBench
from station.practice.modules import PRACTICE_PIN
from station.practice.units import UnitKind
from station.records.entries import EntryKind
from station.secret import Secret
from tests.support.production import SCOPE, ProductionStation, real_order
from tests.unit.records.staffed import ANNE, BERT, WIM, credential

pytestmark = pytest.mark.bench

IN, OUT = EntryKind.LOGGED_IN, EntryKind.LOGGED_OUT
BY_ANNE = [credential(ANNE)]
BY_BOTH = [credential(ANNE), credential(BERT)]


def plugged(bench: PracticeBench, kind: UnitKind, serial: str) -> None:
    bench.plug(bench.seats[0], bench.make_unit(kind, serial))


def test_from_the_order_to_the_export_everything_says_who_did_it(
    line: ProductionStation, bench: PracticeBench, tmp_path: Path
) -> None:
    assert real_order(line, "x509").status == 0
    assigned = line("order", "assign", "x509", "--position", "1", by=[credential(BERT)])
    assert assigned.status == 0, assigned.err
    plugged(bench, UnitKind.X509, "REAL-1")
    worked = line("provision", "--units", "1", "--json", by=[credential(WIM)])
    assert (worked.status, worked.answer["passed"]) == (0, 1), worked.err
    out = tmp_path / "export"
    exported = line("export", "--out", str(out), by=[credential(BERT)])
    assert exported.status == 0, exported.err
    assert line("export", "verify", str(out), pin=None).status == 0
    words = ("enrollments", "revoke", "real-1", "--yes")
    assert line(*words, by=BY_ANNE).err.startswith("REC-026")
    why = ("--reason", "lost in transit")
    assert line(*words, *why, by=[credential(WIM)]).err.startswith("REC-025")
    assert "add --yes" in line("enrollments", "revoke", "REAL-1", by=BY_ANNE).err
    revoked = line(*words, *why, "--json", by=BY_ANNE)
    assert revoked.answer == {"registration_id": "real-1", "status": "revoked"}
    assert "take it off there too" in revoked.err
    assert line(*words, *why, by=BY_ANNE).err.startswith("SVC-007")
    with open_reader(line.data) as reader:
        (run,) = reader.runs()
        told = [(entry.kind, entry.data) for entry in reader.entries()]
    assert run.workers == ("W-1",)
    by = {kind: data.get("by") for kind, data in told if "by" in data}
    assert by[EntryKind.ORDER_ADDED] == ["S-1"]
    assert by[EntryKind.ORDER_ASSIGNED] == by[EntryKind.EXPORTED] == ["S-2"]
    (entry,) = [data for kind, data in told if kind is EntryKind.REVOKED]
    assert (entry["by"], entry["reason"]) == (["S-1"], "lost in transit")
    shift = [(kind, data.get("badge")) for kind, data in told if kind in {IN, OUT}]
    assert shift == [(IN, "W-1"), (OUT, "W-1")]
    assert line("audit", "verify", pin=None).status == 0


def test_nobody_works_at_the_bench_without_a_badge(
    line: ProductionStation, bench: PracticeBench
) -> None:
    assert real_order(line, "x509").status == 0
    plugged(bench, UnitKind.X509, "REAL-2")
    words = ("provision", "--order", "x509", "--units", "1")
    assert line(*words).err.startswith("CFG-004")
    assert line(*words, by=[Credential("W-1", Secret(b"wrong"))]).err.startswith("REC-020")
    with open_reader(line.data) as reader:
        assert reader.runs() == []


def test_a_worker_who_cannot_begin_is_logged_out_again(line: ProductionStation) -> None:
    assert line("provision", "--order", "none", by=[credential(WIM)]).err.startswith("REC-014")
    with open_reader(line.data) as reader:
        told = [entry.kind for entry in reader.entries()]
    assert told[-2:] == [IN, OUT]


def test_a_tpm_made_of_software_is_no_real_unit_though_two_trust_its_maker(
    line: ProductionStation, bench: PracticeBench, tmp_path: Path
) -> None:
    for number, der in enumerate((*bench.trust.roots, *bench.trust.intermediates)):
        path = tmp_path / f"{number}.pem"
        path.write_bytes(x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM))
        kind = () if number < len(bench.trust.roots) else ("--intermediate",)
        added = line("tpm", "roots", "add", str(path), "--yes", *kind, by=BY_BOTH)
        assert added.status == 0, added.err
    assert real_order(line, "tpm").status == 0
    plugged(bench, UnitKind.TPM, "REAL-3")
    worked = line("provision", "--order", "tpm", "--units", "1", "--json", by=[credential(WIM)])
    assert worked.status != 0
    with open_reader(line.data) as reader:
        (run,) = reader.runs()
        assert list(reader.enrollments()) == []
    assert (run.outcome, run.code) == (Outcome.FAILED, "LIN-007")


def test_practice_products_are_not_made_at_a_real_station(line: ProductionStation) -> None:
    words = ("order", "create", "x", "--profile", "practice-x509", "--id-scope", SCOPE)
    said = line(*words, "--quantity", "1", by=BY_ANNE, given={"--token-pin-fd": PRACTICE_PIN})
    assert (said.status, said.err.split()[0]) == (2, "LIN-007")
