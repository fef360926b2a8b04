"""A real unit rehearses at a real station, whose group's key stays in the factory's token."""

import pytest

from station.operations.plant import open_reader
from station.practice.bench import PracticeBench
from station.practice.units import UnitKind
from tests.support.production import ProductionStation, real_order, release
from tests.unit.records.staffed import WIM, credential

pytestmark = pytest.mark.bench


@pytest.mark.parametrize(
    ("mechanism", "kind"), [("x509", UnitKind.X509), ("symmetric", UnitKind.SYMMETRIC)]
)
def test_a_real_unit_rehearses_before_it_passes(
    line: ProductionStation, bench: PracticeBench, mechanism: str, kind: UnitKind
) -> None:
    path = line.data.profiles / f"real-{mechanism}.toml"
    text = path.read_text(encoding="utf-8")
    changed = text.replace("practice = false", "practice = false\nrehearse = true\nversion = 2")
    path.write_text(changed, encoding="utf-8")
    with line.open() as plant:
        release(plant, f"real-{mechanism}")
    assert real_order(line, mechanism).status == 0
    bench.plug(bench.seats[0], bench.make_unit(kind, f"REAL-{mechanism.upper()}"))
    words = ("provision", "--order", mechanism, "--units", "1", "--json")
    worked = line(*words, by=[credential(WIM)])
    assert (worked.status, worked.answer["passed"]) == (0, 1), worked.err
    with open_reader(line.data) as reader:
        (enrolled,) = reader.enrollments()
    assert "rehearsed: registered by what is inside it" in enrolled.proof
