"""How second tokens' issuing CAs are called."""

import pytest

from station.hsm.second import SecondPlan
from station.model.world import World


def plan(before: int) -> SecondPlan:
    return SecondPlan("line-7", World.PRODUCTION, before, b"root")


@pytest.mark.parametrize(
    ("before", "mark"), [(0, " B"), (1, " C"), (24, " Z"), (25, " AA"), (26, " AB"), (51, " BA")]
)
def test_each_has_a_letter_of_its_own(before: int, mark: str) -> None:
    assert plan(before).mark == mark


def test_no_two_have_the_same() -> None:
    assert len({plan(before).mark for before in range(1000)}) == 1000


@pytest.mark.parametrize("name", ["line-7 B Issuing CA", "line-7 AB Issuing CA"])
def test_any_second_token_of_the_station_is_known_by_its_name(name: str) -> None:
    assert plan(5).named(name)


@pytest.mark.parametrize(
    "name",
    [
        "line-7 Issuing CA",
        "line-8 B Issuing CA",
        "line-7 b Issuing CA",
        "line-7 B C Issuing CA",
        "line-7  Issuing CA",
        "line-7 B",
        "",
    ],
)
def test_another_token_is_not(name: str) -> None:
    assert not plan(0).named(name)
