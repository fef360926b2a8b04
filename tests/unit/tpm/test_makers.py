"""The makers' certificates that ship are what their index says, and may stand where they stand."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station.errors import Fault, StationError
from station.model.attestation import TrustStore
from station.tpm import makers
from station.tpm.makers import MakerCertificate, shipped_makers, with_shipped
from station.tpm.papers import Paper

NOW = datetime(2026, 11, 24, tzinfo=UTC)
FOLDER = Path("resources/roots")


@pytest.mark.parametrize("one", shipped_makers(), ids=lambda one: str(one.title))
def test_each_is_of_an_authority_with_a_strong_key_and_valid(one: MakerCertificate) -> None:
    paper = Paper.parse(one.certificate)
    assert paper.may_stand_above(0, NOW)
    assert one.is_root or paper.subject != paper.issuer


def test_all_files_are_in_the_index_and_no_two_are_one_certificate() -> None:
    named = {
        entry["file"] for entry in tomllib.loads((FOLDER / "index.toml").read_text())["certificate"]
    }
    assert named == {path.name for path in FOLDER.glob("*.pem")}
    assert len({one.fingerprint for one in shipped_makers()}) == len(named)


@pytest.mark.parametrize(
    "maker", ["AMD", "Infineon", "Intel", "Nationz", "Nuvoton", "STMicroelectronics"]
)
def test_the_makers_of_most_tpms_are_there(maker: str) -> None:
    assert any(one.maker == maker for one in shipped_makers())


def test_a_supervisors_own_come_first_and_refused_ones_are_left_out() -> None:
    first = shipped_makers()[0]
    own = TrustStore(
        (b"own root",), (b"own intermediate",), (first.certificate, b"no more shipped")
    )
    trust = with_shipped(own)
    assert trust.roots[0] == b"own root"
    assert trust.intermediates[0] == b"own intermediate"
    assert first.certificate not in (*trust.roots, *trust.intermediates)
    assert len((*trust.roots, *trust.intermediates)) == 2 + len(shipped_makers()) - 1
    assert trust.refused == own.refused


@pytest.mark.parametrize("damage", ["changed", "missing", "no index"])
def test_damaged_ones_are_the_stations_fault(
    damage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in FOLDER.glob("*"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    one, other = sorted(tmp_path.glob("*.pem"))[:2]
    match damage:
        case "changed":
            one.write_bytes(other.read_bytes())
        case "missing":
            one.unlink()
        case _:
            (tmp_path / "index.toml").write_text("certificate = 7")
    monkeypatch.setattr(makers, "resource", lambda name: tmp_path / Path(name).name)
    shipped_makers.cache_clear()
    try:
        with pytest.raises(StationError, match="TPM-034") as caught:
            shipped_makers()
    finally:
        shipped_makers.cache_clear()
    assert caught.value.fault is Fault.STATION
