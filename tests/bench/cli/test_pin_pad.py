"""The factory's token unlocked at a pad of its own: Station never has the PIN, the record says so.

The pad is that of a PKCS#11 library before SoftHSM, which shows what a module with a pad shows.
"""

from pathlib import Path

import pytest

from station.model.unlocking import PadPin
from station.operations.plant import open_plant
from station.records.entries import EntryKind
from station.secret import Secret
from tests.support.hostile_station import before_token_of
from tests.support.hostile_token import Hostile
from tests.support.production import PIN, ProductionStation
from tests.support.recovery import recovery
from tests.unit.records.staffed import ANNE, credential

pytestmark = pytest.mark.bench


@pytest.fixture
def pad(station: ProductionStation, tmp_path: Path) -> Hostile:
    """Put a library with a pad before the token of the station."""
    hostile = before_token_of(station, tmp_path)
    hostile.told(f"pad {PIN}")
    return hostile


def test_whatever_takes_a_pin_takes_it_from_the_pad(
    station: ProductionStation, pad: Hostile, tmp_path: Path
) -> None:
    key = recovery(tmp_path / "keys")
    words = ("settings", "set", "--recovery", str(key.certificate_file), "--pin-pad")
    assert station(*words, by=[credential(ANNE)], pin=None).status == 0
    file = tmp_path / "b.backup"
    said = station("backup", str(file), "--json", "--pin-pad", pin=None)
    assert said.answer["recorded"] is True, said.err
    found = station("doctor", "--json", "--pin-pad", pin=None)
    assert "factory HSM" in found.out
    assert "the token signed last" in found.out
    more = ("--key", str(key.key_file), "--check", "--token", "--trust-library")
    restored = station("restore", str(file), *more, "--pin-pad", "--json", pin=None)
    assert isinstance(restored.answer["token_head"], int), restored.err
    assert pad.rules.exists()


def told_of(station: ProductionStation) -> list[object]:
    with station.open() as plant:
        entries = plant.tools.records.entries(kind=EntryKind.UNLOCKED)
        return [entry.data["unlocked_by"] for entry in entries]


def test_the_pin_is_typed_at_the_pad_and_the_record_says_so(
    station: ProductionStation, pad: Hostile
) -> None:
    words = ("settings", "set", "--idle-minutes", "5", "--pin-pad")
    ended = station(*words, by=[credential(ANNE)], pin=None)
    assert ended.status == 0, ended.err
    assert told_of(station) == ["pin-pad"]
    assert station("hsm", "credential", "status", pin=None).out.startswith("PIN pad     yes")
    shown = station("audit", "show", pin=None).out
    assert "was unlocked by pin-pad" in shown
    assert pad.rules.exists()


def test_somebody_slow_at_the_pad_is_waited_for(station: ProductionStation, pad: Hostile) -> None:
    pad.told("slow C_Login 700", f"pad {PIN}")
    with open_plant(station.data, PadPin()) as plant:
        assert plant.tools.factory.last_sequence() > 0


def test_nobody_at_the_pad_is_told_and_uses_no_try_up(
    station: ProductionStation, pad: Hostile
) -> None:
    pad.told("return C_Login 50", f"pad {PIN}")  # CKR_FUNCTION_CANCELED
    for _ in range(4):
        ended = station("hsm", "unlock", "--pin-pad", pin=None)
        assert (ended.status, ended.err[:7]) == (3, "HSM-052")
    pad.told(f"pad {PIN}")
    assert station("hsm", "unlock", "--pin-pad", pin=None).status == 0


def test_a_wrong_pin_at_the_pad_counts_as_any_other(
    station: ProductionStation, pad: Hostile
) -> None:
    pad.told("pad 000000")
    codes = [station("hsm", "unlock", "--pin-pad", pin=None).err[:7] for _ in range(3)]
    assert codes == ["HSM-003", "HSM-003", "HSM-042"]


def test_a_token_without_a_pad_says_so(station: ProductionStation) -> None:
    ended = station("hsm", "unlock", "--pin-pad", pin=None)
    assert (ended.status, ended.err[:7]) == (2, "HSM-051"), ended.err
    assert station("hsm", "unlock").status == 0, "it used no try up"
    ended = station("hsm", "unlock", "--pin-pad")
    assert "not allowed with" in ended.err


def test_a_typed_pin_is_told_where_a_shift_begins(station: ProductionStation) -> None:
    assert station("hsm", "unlock").status == 0
    assert told_of(station) == []
    with open_plant(station.data, Secret(PIN.encode()), shift=True):
        pass
    assert told_of(station) == ["pin"]
