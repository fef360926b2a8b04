"""Production on SoftHSM by command: refused, accepted by two, told of each unit, taken back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.line.bench import Bench, write_bench
from station.model.custody import LESS_SAFE
from station.operations.practice import position_of
from station.practice.bench import PracticeBench
from station.practice.unit_config import Pacing
from station.practice.units import UnitKind
from tests.support.production import ProductionStation, Said, add_real_products, real_order
from tests.unit.records.staffed import ANNE, BERT, WIM, credential

pytestmark = pytest.mark.bench

ACCEPT = ("hsm", "accept-software", "--json")
BY_BOTH = [credential(ANNE), credential(BERT)]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PracticeBench]:
    with PracticeBench(tmp_path / "bench", 1, pacing=Pacing.NONE) as bench:
        yield bench


@pytest.fixture
def line(station: ProductionStation, bench: PracticeBench) -> ProductionStation:
    """Return a station on SoftHSM with real products, which nobody accepts any more."""
    write_bench(
        station.data.bench,
        Bench(name="line-7", position=tuple(position_of(seat) for seat in bench.seats)),
    )
    add_real_products(station)
    taken_back = station(*ACCEPT, "--withdraw", "--reason", "an HSM is here", by=BY_BOTH)
    assert taken_back.status == 0, taken_back.err
    assert taken_back.answer["accepted"] is False
    return station


def accept(line: ProductionStation) -> Said:
    said = line(*ACCEPT, "--reason", "it broke", by=BY_BOTH)
    assert said.status == 0, said.err
    return said


def factory(line: ProductionStation) -> object:
    return line("hsm", "status", "--json", pin=None).answer["factory"]


def health(line: ProductionStation) -> dict[str, str]:
    found = line("doctor", "--json", pin=None).answer["findings"]
    assert isinstance(found, list)
    (keys,) = (one for one in found if one["what"] == "factory keys")
    return {str(name): str(value) for name, value in keys.items()}


def test_nothing_is_made_until_two_accept_it(line: ProductionStation) -> None:
    refused = real_order(line, "tpm")
    assert refused.status == 3
    assert refused.err.startswith("HSM-025")
    assert "hardware HSM" in refused.err
    assert "station hsm accept-software" in refused.err
    assert health(line)["health"] == "bad"
    assert factory(line) == {
        "custody": "software",
        "choice": "withdrawn",
        "code": "HSM-025",
        "words": factory_words(line),
    }
    one = line(*ACCEPT, "--reason", "cheaper", by=[credential(ANNE)])
    assert one.status == 2
    twice = line(*ACCEPT, "--reason", "cheaper", by=[credential(ANNE)] * 2)
    assert twice.status == 2
    worker = line(*ACCEPT, "--reason", "cheaper", by=[credential(ANNE), credential(WIM)])
    assert worker.err.startswith("REC-025")
    assert line(*ACCEPT, by=BY_BOTH).err.startswith("REC-026")
    assert real_order(line, "tpm").err.startswith("HSM-025")
    assert accept(line).answer["by"] == ["S-1", "S-2"]
    assert real_order(line, "tpm").status == 0
    assert health(line)["health"] == "good"
    assert LESS_SAFE in health(line)["detail"]


def factory_words(line: ProductionStation) -> str:
    found = factory(line)
    assert isinstance(found, dict)
    return str(found["words"])


def test_each_unit_says_what_it_was_made_by_also_when_that_is_taken_back(
    line: ProductionStation, bench: PracticeBench, tmp_path: Path
) -> None:
    accept(line)
    words = factory_words(line)
    assert words.startswith("software token factory (SoftHSM project")
    assert "accepted by S-1 and S-2 on" in words
    assert words.endswith(LESS_SAFE)
    assert real_order(line, "x509").status == 0
    assigned = line("order", "assign", "x509", "--position", "1", by=[credential(BERT)])
    assert assigned.status == 0, assigned.err
    bench.plug(bench.seats[0], bench.make_unit(UnitKind.X509, "REAL-1"))
    worked = line("provision", "--units", "1", "--json", by=[credential(WIM)])
    assert (worked.status, worked.answer["passed"]) == (0, 1), worked.err
    again = line(*ACCEPT, "--withdraw", "--reason", "an HSM is here", by=BY_BOTH)
    assert again.status == 0, again.err
    refused = line("provision", "--units", "1", "--json", by=[credential(WIM)])
    assert refused.status == 3
    assert "HSM-025" in refused.err
    shown = line("unit", "show", "REAL-1", "--json", pin=None).answer
    assert shown["own_key"] == f"software token, {LESS_SAFE}"
    assert isinstance(shown["runs"], list)
    assert [run["factory_keys"] for run in shown["runs"]] == [words]
    assert_told(line, words, tmp_path)
    assert line("audit", "verify", pin=None).status == 0


def assert_told(line: ProductionStation, words: str, folder: Path) -> None:
    """Check that the signed record of the unit and the signed report say so."""
    record = folder / "unit.json"
    told = line("unit", "explain", "REAL-1", "--out", str(record), "--json")
    assert told.answer["factory_keys"] == [words]
    read = json.loads(record.read_text("utf-8"))
    assert read["factory_keys"] == [words]
    assert any(f"The factory's keys were in a {words}" in one for one in read["story"])
    assert any('"kind":"software-custody"' in one["entry"] for one in read["entries"])
    verified = line("unit", "verify", str(record), "--json", pin=None)
    assert (verified.status, verified.answer["factory_keys"]) == (0, [words])
    report = line("report", "--order", "x509", "--json", pin=None).answer["lines"]
    assert isinstance(report, list)
    found = {one["figure"]: one["value"] for one in report if one["group"] == "factory-keys"}
    assert found == {"kept_in": words, "units_made": 1}
