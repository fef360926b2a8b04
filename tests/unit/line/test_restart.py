"""When a unit counts as switched off: never for one answer that got lost."""

from collections.abc import Callable

import pytest

from station.errors import StationError
from station.line.restart import await_off


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
