"""A token whose initialising was broken off before its user had a PIN is gone on with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from station.errors import StationError
from station.hsm.tokens import Module, Token, TokenAddress, initialise_token
from station.hsm.tries import describe_token
from station.secret import Secret
from tests.bench.hsm.conftest import SO_PIN
from tests.support.half_token import half_made
from tests.support.hostile_token import Hostile, built

pytestmark = pytest.mark.bench


@pytest.fixture
def half(make_module: Callable[[str], Module]) -> Module:
    """Return a module whose token has its officer's PIN and no user's, as after a power cut."""
    module = make_module("half")
    half_made(module, "half", SO_PIN)
    assert not describe_token(TokenAddress(module, "half")).usable
    return module


def test_it_is_gone_on_with_by_its_officers_pin(half: Module, pin: Secret) -> None:
    before = describe_token(TokenAddress(half, "half")).serial
    initialise_token(half, "half", SO_PIN, pin)
    Token.open(TokenAddress(half, "half"), pin).close()
    after = describe_token(TokenAddress(half, "half"))
    assert (after.serial, after.usable) == (before, True), "it is the same token"
    with pytest.raises(StationError, match="HSM-020"):
        initialise_token(half, "half", SO_PIN, pin)


def test_by_another_officers_pin_it_stays_as_it_is(half: Module, pin: Secret) -> None:
    with pytest.raises(StationError, match="HSM-003"):
        initialise_token(half, "half", Secret(b"another-pin"), pin)
    assert not describe_token(TokenAddress(half, "half")).usable


@pytest.mark.parametrize(
    ("flag", "code"), [("200000", "HSM-032"), ("400000", "HSM-004")], ids=["final try", "locked"]
)
def test_its_officers_pin_is_not_tried_where_a_wrong_one_would_lock_it(
    half: Module, pin: Secret, tmp_path: Path, flag: str, code: str
) -> None:
    hostile = Hostile(built(tmp_path), tmp_path / "rules")
    hostile.told(f"flags {flag}")
    with pytest.raises(StationError, match=code):
        initialise_token(hostile.before(half), "half", SO_PIN, pin)
    assert not describe_token(TokenAddress(half, "half")).usable
