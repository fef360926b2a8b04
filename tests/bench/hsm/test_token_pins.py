"""A unit's token among others of its library, and one that is refused before a PIN is tried."""

from collections.abc import Callable
from pathlib import Path

import pytest

from station.errors import StationError
from station.hsm.modules import TokenFlags, list_modules
from station.hsm.replies import TokenSeen
from station.hsm.requests_any import Marks
from station.hsm.token_pins import open_by_one_of, read_token, set_user_pin
from station.hsm.tokens import Module, TokenAddress, initialise_token
from station.secret import Secret
from tests.support.hostile_token import Hostile, built

pytestmark = pytest.mark.bench


def so_pin() -> Secret:
    return Secret(b"so-90817263")


def user_pin() -> Secret:
    return Secret(b"pin-60514233")


def tokens(module: Module) -> list[TokenSeen]:
    """Return the initialised tokens, as a worker of its own sees them."""
    (found,) = list_modules([module])
    assert found.listing is not None
    return [t for t in found.listing.tokens if TokenFlags.INITIALISED in TokenFlags(t.flags)]


@pytest.mark.parametrize(
    "marks",
    [
        pytest.param(Marks(slot_id=7), id="another slot"),
        pytest.param(Marks(serial="0123"), id="a serial number that no blank token has"),
        pytest.param(Marks(slot_id=0, model="another"), id="another model"),
    ],
)
def test_a_blank_token_that_is_another_positions_is_left_alone(
    make_module: Callable[[str], Module], marks: Marks
) -> None:
    module = make_module("blank")
    assert read_token(TokenAddress(module, "unit", marks)).blank == 0
    with pytest.raises(StationError, match="HSM-002"):
        initialise_token(module, "unit", so_pin(), user_pin(), marks)
    assert tokens(module) == []


@pytest.mark.parametrize("serial", [None, "0123"])
def test_a_blank_token_is_told_by_its_slot(
    make_module: Callable[[str], Module], serial: str | None
) -> None:
    """Its serial number counts only where it has one: SoftHSM gives it when it initialises."""
    module, marks = make_module("blank"), Marks(slot_id=0, serial=serial, model="SoftHSM v2")
    assert read_token(TokenAddress(module, "unit", marks)).blank == 1
    initialise_token(module, "unit", so_pin(), user_pin(), marks)
    assert [token.label for token in tokens(module)] == ["unit"]


def test_a_token_in_another_positions_slot_is_not_counted(
    make_module: Callable[[str], Module],
) -> None:
    module = make_module("two")
    for label in ("first", "second"):
        initialise_token(module, label, so_pin(), user_pin())
    serials = {token.label: token.serial for token in tokens(module)}
    mine = read_token(TokenAddress(module, None, Marks(serial=serials["second"])))
    assert (mine.found, mine.others, mine.blank) == (1, 0, 0)
    other = read_token(TokenAddress(module, "first", Marks(serial=serials["second"])))
    assert (other.found, other.others, other.blank) == (0, 1, 0)
    every = read_token(TokenAddress(module, "first"))
    assert (every.found, every.others, every.blank) == (1, 1, 1)


def test_no_pin_is_tried_on_a_token_that_cannot_be_written_to(
    unit: TokenAddress, tmp_path: Path
) -> None:
    hostile = Hostile(built(tmp_path), tmp_path / "rules")
    hostile.told("flags 2")
    address = TokenAddress(hostile.before(unit.module), unit.label)
    with pytest.raises(StationError, match="HSM-047"):
        open_by_one_of(address, [Secret(b"wrong")])
    with pytest.raises(StationError, match="HSM-047"):
        set_user_pin(address, Secret(b"wrong"), user_pin())
    hostile.told()
    token, which = open_by_one_of(address, [Secret(b"wrong"), user_pin()])
    token.close()
    assert which == 1
