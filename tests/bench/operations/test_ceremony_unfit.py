"""A ceremony whose tokens won't do, or whose PINs were wrong too often, isn't stuck with them."""

import json
from pathlib import Path

import pytest

from station.errors import StationError
from station.folders import Data
from station.hsm.tokens import TokenAddress
from station.hsm.tries import MOST_WRONG, PinTries, describe_token
from station.operations.ceremony_begin import begin_ceremony, drop_ceremony
from station.operations.ceremony_plan import CeremonyPlan, Progress, made_plan
from station.operations.ceremony_work import hold_ceremony
from tests.support.ceremonies import (
    NAME,
    PEOPLE,
    PowerCutError,
    QuietRoom,
    begun,
    empty_token,
    planned,
)
from tests.support.hostile_token import Hostile, built
from tests.unit.records.staffed import quick_hashing

pytestmark = pytest.mark.bench

NO_PAIRS = "return C_GenerateKeyPair 70"  # CKR_MECHANISM_INVALID


def code_of(data: Data, room: QuietRoom, *, last_try: bool = False) -> str:
    with quick_hashing(), pytest.raises(StationError) as caught:
        hold_ceremony(data, room, last_try=last_try)
    return caught.value.code


def held_until(data: Data, room: QuietRoom) -> None:
    with quick_hashing():
        hold_ceremony(data, room)


def address_in(data: Data, role: str) -> TokenAddress:
    progress = Progress.read(data)
    assert progress is not None
    place = {"root": progress.plan.root, "factory": progress.plan.factory}[role]
    return place.address


@pytest.mark.parametrize("role", ["root", "factory"])
def test_who_is_sure_of_a_pin_and_wrong_has_no_second_last_try(tmp_path: Path, role: str) -> None:
    data = begun(tmp_path)
    for _ in range(MOST_WRONG):
        with pytest.raises(PowerCutError):
            held_until(data, QuietRoom(wrong={role: "nonsense"}, cut_at="again HSM-003"))
    sure = QuietRoom(wrong={role: "nonsense"})
    assert code_of(data, sure, last_try=True) == "HSM-003"
    assert "again HSM-003" not in sure.heard
    assert PinTries(data.pin_tries).wrong(describe_token(address_in(data, role))) == MOST_WRONG + 1
    assert code_of(data, QuietRoom()) == "HSM-042"


def test_being_sure_of_one_tokens_pin_is_not_being_sure_of_the_others(tmp_path: Path) -> None:
    data = begun(tmp_path)
    tries = PinTries(data.pin_tries)
    for role in ("root", "factory"):
        for _ in range(MOST_WRONG):
            with pytest.raises(StationError), tries.one(describe_token(address_in(data, role))):
                raise StationError("HSM-003")
    assert code_of(data, QuietRoom(), last_try=True) == "HSM-042"
    assert tries.wrong(describe_token(address_in(data, "factory"))) == 0
    with quick_hashing():
        assert hold_ceremony(data, QuietRoom(), last_try=True).document.station == NAME


@pytest.mark.parametrize(
    ("role", "rule", "code"),
    [
        pytest.param("root", NO_PAIRS, "HSM-041", id="the root's token makes no key"),
        pytest.param("factory", NO_PAIRS, "HSM-041", id="the factory's token makes no key"),
        pytest.param("factory", "return C_WrapKey 54", "HSM-008", id="it wraps none"),
    ],
)
def test_a_token_that_cannot_do_the_work_can_be_changed_for_another(
    tmp_path: Path, role: str, rule: str, code: str
) -> None:
    hostile = Hostile(built(tmp_path), tmp_path / "rules")
    hostile.told(rule)
    plan, data = planned(tmp_path), Data.made(tmp_path / "data")
    places = {"root": plan.root.address, "factory": plan.factory.address}
    bad = {**places, role: TokenAddress(hostile.before(places[role].module), role)}
    begin_ceremony(data, _plan(bad), None, without=True)
    for _ in range(2):
        assert code_of(data, QuietRoom()) == code
    drop_ceremony(data)
    good = {**places, role: empty_token(tmp_path / "other", role)}
    begin_ceremony(data, _plan(good), None, without=True)
    with quick_hashing():
        assert hold_ceremony(data, QuietRoom()).document.station == NAME


def test_one_token_by_two_paths_is_not_two(tmp_path: Path) -> None:
    data = begun(tmp_path)
    text = json.loads(data.ceremony.read_text())
    link = tmp_path / "softhsm.so"
    link.symlink_to(text["plan"]["factory"]["library"])
    text["plan"]["root"] = {**text["plan"]["factory"], "library": str(link)}
    data.ceremony.write_text(json.dumps(text))
    room = QuietRoom()
    assert code_of(data, room) == "CFG-048"
    assert "pin root" not in room.heard
    drop_ceremony(data)


def _plan(places: dict[str, TokenAddress]) -> CeremonyPlan:
    return made_plan(
        station=NAME,
        practice=False,
        root=places["root"],
        factory=places["factory"],
        supervisors=PEOPLE,
    )
