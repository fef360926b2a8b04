"""When a unit counts as switched off: never for one lost answer; and when as forgetful."""

from collections.abc import Callable

import pytest

from station.errors import StationError
from station.line.restart import await_off, keeping


def unit(*answers: str) -> tuple[Callable[[], str], list[str]]:
    """Return a unit that answers so, look by look: a code, or anything else for an answer."""
    left = list(answers)

    def look() -> str:
        code = left.pop(0)
        if code == "here":
            return code
        raise StationError(code)

    return look, left


@pytest.mark.parametrize(
    "answers",
    [
        ("LNK-003",),
        ("here", "LNK-011"),
        ("LNK-002", "LNK-002"),
        ("LNK-004", "LNK-004", "LNK-004"),
        ("LNK-004", "LNK-002"),
        ("LNK-002", "here", "LNK-002", "LNK-002"),
        ("LNK-004", "LNK-004", "here", "LNK-003"),
    ],
)
def test_a_unit_that_is_gone_or_silent_more_than_once_is_off(answers: tuple[str, ...]) -> None:
    look, left = unit(*answers)
    await_off(look, lambda: None)
    assert left == []


def test_what_is_wrong_with_it_otherwise_ends_the_wait() -> None:
    look, _ = unit("here", "LNK-005")
    with pytest.raises(StationError, match="LNK-005"):
        await_off(look, lambda: None)


def test_the_wait_can_be_cancelled() -> None:
    def pause() -> None:
        raise StationError("LIN-003")

    look, _ = unit("here", "here")
    with pytest.raises(StationError, match="LIN-003"):
        await_off(look, pause)


@pytest.mark.parametrize(
    "code", ["TPM-002", "TPM-010", "TPM-026", "TPM-053", "LIN-045", "HSM-016", "LNK-005", "LNK-030"]
)
def test_a_proof_that_fails_after_the_restart_says_what_is_lost(code: str) -> None:
    with pytest.raises(StationError, match="LIN-042") as caught, keeping():
        raise StationError(code)
    assert caught.value.detail.startswith(code)


@pytest.mark.parametrize(
    "code",
    [
        *("LNK-002", "LNK-003", "LNK-004", "LNK-011", "LNK-014"),
        *("TPM-014", "TPM-020", "TPM-021", "TPM-022", "HSM-006", "LIN-003"),
    ],
)
def test_what_keeps_it_from_being_made_is_told_as_it_is(code: str) -> None:
    with pytest.raises(StationError, match=code), keeping():
        raise StationError(code)
