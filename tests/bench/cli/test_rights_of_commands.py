"""Every change by command asks who makes it, and takes nobody who may not."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from station.line.bench import Bench, Position, write_bench
from station.model.der import certificates_of_file
from station.model.people import Credential
from station.operations.plant import open_reader
from tests.support.production import (
    SCOPE,
    ProductionStation,
    add_real_products,
    handed,
    real_order,
)
from tests.unit.records.staffed import ANNE, BERT, MIA, WIM, credential

pytestmark = pytest.mark.bench

ROOT = "resources/roots/nuvoton-tpm-root-ca-2111.pem"
CHANGES: Mapping[str, str] = {
    "order create": f"new --profile real-tpm --id-scope {SCOPE} --quantity 1",
    "order assign": "x509 --position 1",
    "order pause": "x509",
    "order resume": "symmetric",
    "order close": "x509 --yes",
    "order secret": "tpm tpm-owner-password",
    "tpm allow": "tpm LIST",
    "tpm roots add": f"{ROOT} --yes",
    "tpm roots remove": f"{'00' * 32} --yes",
    "export": "--out OUT",
    "settings set": "--pin-days 90",
}
POSITION = Position(name="1", port="/dev/none")
TWO = {"tpm roots add", "tpm roots remove"}
# What there is nothing of at this station is told so, by those who may.
NOTHING_THERE = {"export": "SVC-001", "tpm roots remove": "TPM-031"}


@pytest.fixture(scope="module")
def with_orders(
    made: ProductionStation, tmp_path_factory: pytest.TempPathFactory
) -> ProductionStation:
    """Return a station with orders, one of which rests, and a position, which no test changes."""
    station = made.copied(tmp_path_factory.mktemp("orders") / "production")
    add_real_products(station)
    write_bench(station.data.bench, Bench(name="line-7", position=(POSITION,)))
    for mechanism in ("x509", "tpm", "symmetric"):
        assert real_order(station, mechanism).status == 0
    assert station("order", "pause", "symmetric", by=[credential(ANNE)]).status == 0
    # It ships as trusted: what is added again must have been taken off.
    (der,) = certificates_of_file(Path(ROOT).read_bytes())
    off = ("tpm", "roots", "remove", hashlib.sha256(der).hexdigest(), "--yes")
    assert station(*off, by=[credential(ANNE), credential(BERT)]).status == 0
    return station


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_takes_the_badge_of_one_who_may(
    change: str, with_orders: ProductionStation, tmp_path: Path
) -> None:
    station = with_orders.copied(tmp_path / "production")
    (tmp_path / "list").write_text("a" * 64)
    files = {"LIST": str(tmp_path / "list"), "OUT": str(tmp_path / "out")}
    options = [files.get(word, word) for word in CHANGES[change].split()]

    def tried(*by: Credential) -> str:
        secret = ["--secret-fd", handed(b"open sesame")] if change == "order secret" else []
        return station(*change.split(), *options, *secret, by=by).err

    def changes() -> int:
        with open_reader(station.data) as reader:
            return sum("by" in entry.data for entry in reader.entries())

    before = changes()
    assert tried().startswith("CFG-004"), "nobody says who does it"
    others = [credential(ANNE)] if change in TWO else []
    for nobody in (WIM, MIA):
        assert tried(*others, credential(nobody)).startswith("REC-025")
    assert changes() == before
    assert not (tmp_path / "out").exists()
    said = tried(credential(BERT), *others)
    assert said[:7] == NOTHING_THERE.get(change, "")
    assert changes() == before + (change not in NOTHING_THERE)
