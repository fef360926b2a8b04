"""Keys that anybody can break are found, and good ones aren't suspected."""

import functools
import math
import random

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from station.tpm.weakness import KnownModuli, weakness

RANDOM = random.Random(20171016)  # noqa: S311 - the same keys each time
FIRST_126_PRIMES = [n for n in range(2, 702) if all(n % d for d in range(2, math.isqrt(n) + 1))]
# The moduli of the faulty generator's 1,024-bit primes (Nemec and others, 2017, table 1).
ROCA_M = math.prod(FIRST_126_PRIMES)


@functools.cache
def factors(number: int) -> tuple[int, int]:
    numbers = rsa.generate_private_key(65537, 2048).private_numbers()
    del number
    return numbers.p, numbers.q


def faulty() -> int:
    """A number of the form that the faulty generator's primes have."""
    return RANDOM.getrandbits(54) * ROCA_M + pow(65537, RANDOM.getrandbits(200), ROCA_M)


@pytest.mark.parametrize("number", range(4))
def test_a_good_key_is_not_suspected(number: int) -> None:
    assert weakness(math.prod(factors(number))) is None


def test_every_key_of_the_faulty_generator_is_found() -> None:
    assert len(FIRST_126_PRIMES) == 126
    found = [weakness(faulty() * faulty()) for _ in range(50)]
    assert all(why is not None for why in found)
    assert sum("ROCA" in str(why) for why in found) > 5, "the others also have a small factor"


def test_nothing_else_looks_like_one() -> None:
    odd = [RANDOM.getrandbits(2048) | 1 << 2047 | 1 for _ in range(2000)]
    assert not any("ROCA" in str(weakness(modulus)) for modulus in odd)


def test_small_and_close_factors_are_found() -> None:
    p, q = factors(0)
    assert weakness(p * 65521) == "it has a small factor"
    assert weakness(p * p) == "its factors are close to one another"
    small = math.prod(n for n in range(3, 65536, 2))
    beside = next(q + step for step in range(2, 10_000, 2) if math.gcd(q + step, small) == 1)
    assert weakness(q * beside) == "its factors are close to one another"


@pytest.mark.parametrize("others", [0, 5, 255, 256, 700])
def test_a_shared_factor_is_found_among_many(others: int) -> None:
    (p, q), (r, s) = factors(0), factors(1)
    known = KnownModuli([math.prod(factors(2))] * others)
    assert not known.share_factor(p * r)
    known.add(p * q)
    assert known.share_factor(p * r)
    assert known.share_factor(q * s)
    assert not known.share_factor(r * s)


def test_a_key_that_is_listed_itself_shares_nothing_with_itself() -> None:
    (p, q), (r, s) = factors(0), factors(1)
    known = KnownModuli([p * q, r * s])
    assert not known.share_factor(p * q)
    known.add(p * r)
    assert known.share_factor(p * q)


@given(st.integers(1, 2**2048))
def test_any_number_is_judged(number: int) -> None:
    assert weakness(number) is None or str(weakness(number)).startswith("it")
