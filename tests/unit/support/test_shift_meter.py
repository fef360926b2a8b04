"""Whether what a shift holds grows: by a line through its last four fifths."""

from dataclasses import replace

import pytest

from tests.support.shift_meter import LIMITS, Limit, Sample, growths

EMPTY = Sample(0.0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def samples(descriptors: "list[int]", apart: int = 10) -> list[Sample]:
    return [replace(EMPTY, runs=at * apart, descriptors=n) for at, n in enumerate(descriptors)]


def test_what_goes_up_and_down_does_not_grow() -> None:
    (found,) = growths(samples([60, 70, 50] * 10), [Limit("descriptors", 4, 0)])
    assert found.good
    assert abs(found.added) < 4


def test_what_leans_by_chance_does_not_grow() -> None:
    leaning = [60, 80, 50, 70, 62, 81, 52, 71, 64, 82, 58, 74] * 3
    (found,) = growths(
        samples([n + at // 7 for at, n in enumerate(leaning)]), [Limit("descriptors", 4, 0)]
    )
    assert found.good
    assert found.added > 0


def test_what_is_more_with_each_run_grows() -> None:
    (found,) = growths(samples(list(range(30))), [Limit("descriptors", 4, 0)])
    assert not found.good
    assert found.a_run == pytest.approx(0.1)
    assert "GROWS" in str(found)


def test_the_first_fifth_does_not_count() -> None:
    warming = [0, 20, 40, 60, 80, *[100] * 25]
    (found,) = growths(samples(warming), [Limit("descriptors", 4, 0)])
    assert found.good


def test_a_little_for_each_run_may_be_allowed() -> None:
    grown = samples([3 * at for at in range(30)])
    for a_run, good in ((0.29, False), (0.31, True)):
        (found,) = growths(grown, [Limit("descriptors", 0, a_run)])
        assert found.good is good


def test_every_limit_is_of_something_that_is_sampled() -> None:
    assert all(hasattr(EMPTY, limit.name) for limit in LIMITS)


def test_too_few_samples_are_no_verdict() -> None:
    with pytest.raises(ValueError, match="too few"):
        growths(samples([1, 2, 3]))
