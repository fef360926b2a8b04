"""What the rehearsal's service may have the factory's token sign: one unit's token, a few times."""

import hashlib
import hmac
from collections.abc import Callable, Iterable

import pytest

from station.errors import StationError
from station.operations.rehearsal_vaults import ASKS_MOST, Vaults
from station.practice.service.attesting import Vault
from station.practice.service.problems import Refused

SCOPE = "0nePRACTICE"
TEXT = b"0nePRACTICE%2Fregistrations%2Funit-1\n4000000000"


def vault(name: str) -> Iterable[Callable[[bytes], bytes]]:
    yield lambda message: hmac.digest(name.encode(), message, hashlib.sha256)


def failing(name: str) -> Iterable[Callable[[bytes], bytes]]:
    def signed(message: bytes) -> bytes:
        raise StationError("HSM-018", f"{name}: {len(message)}")

    yield signed


@pytest.fixture
def opened() -> dict[str, Vault]:
    return {}


@pytest.fixture
def vaults(opened: dict[str, Vault]) -> Vaults:
    return Vaults(opened, SCOPE)


def test_it_signs_for_the_unit_that_rehearses(vaults: Vaults, opened: dict[str, Vault]) -> None:
    with vaults.opened("line", "unit-1", vault):
        (signs,) = opened["line"]("unit-1")
        assert signs(TEXT) == hmac.digest(b"unit-1", TEXT, hashlib.sha256)


@pytest.mark.parametrize("name", ["unit-2", "UNIT-1", "unit-1\n", "", "no name at all"])
def test_nobody_else_is_signed_for(vaults: Vaults, opened: dict[str, Vault], name: str) -> None:
    with vaults.opened("line", "unit-1", vault), vaults.opened("other", "unit-2", vault):
        assert list(opened["line"](name)) == []


def test_it_ends_with_the_unit_and_not_with_another_one_of_its_group(
    vaults: Vaults, opened: dict[str, Vault]
) -> None:
    with vaults.opened("line", "unit-1", vault):
        with vaults.opened("line", "unit-2", vault):
            assert list(opened["line"]("unit-2"))
        assert not list(opened["line"]("unit-2"))
        assert list(opened["line"]("unit-1"))
    assert opened == {}


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"0ne0000FACE%2Fregistrations%2Funit-1\n4000000000",
        b"0nePRACTICE%2Fregistrations%2Funit-2\n4000000000",
        b"hub.azure-devices.net%2Fdevices%2Funit-1\n4000000000",
        TEXT + b"\n",
        TEXT.replace(b"\n", b""),
        b"0nePRACTICE%2Fregistrations%2Funit-1\nsoon",
        b"\xff" + TEXT,
    ],
)
def test_nothing_but_a_token_of_practice_s_scope_is_signed(
    vaults: Vaults, opened: dict[str, Vault], message: bytes
) -> None:
    with vaults.opened("line", "unit-1", vault):
        (signs,) = opened["line"]("unit-1")
        with pytest.raises(Refused, match="401"):
            signs(message)


def test_it_is_not_asked_for_ever(vaults: Vaults, opened: dict[str, Vault]) -> None:
    with vaults.opened("line", "unit-1", vault):
        for _ in range(ASKS_MOST):
            next(iter(opened["line"]("unit-1")))(TEXT)
        with pytest.raises(Refused, match="429"):
            next(iter(opened["line"]("unit-1")))(TEXT)


def test_what_the_token_says_is_told_to_the_unit_s_run(
    vaults: Vaults, opened: dict[str, Vault]
) -> None:
    def registered() -> None:
        with vaults.opened("line", "unit-1", failing):
            with pytest.raises(Refused, match="503"):
                next(iter(opened["line"]("unit-1")))(TEXT)
            raise StationError("SVC-039", name="localhost", why="it answers 503")

    with pytest.raises(StationError, match="HSM-018"):
        registered()
