"""RSA keys that anybody can break: what is known of how generators went wrong, found by a look.

Nothing here proves a key good. It finds those with small or close factors, those of Infineon's
faulty generator (ROCA, CVE-2017-15361: Nemec, Sys, Svenda, Klinec, Matyas, "The Return of
Coppersmith's Attack", ACM CCS 2017), and those that share a factor with another key (Heninger,
Durumeric, Wustrow, Halderman, "Mining Your Ps and Qs", USENIX Security 2012).
"""

import math
from collections.abc import Iterable
from functools import lru_cache
from threading import Lock
from typing import Final

_SMALL: Final = 1 << 16
_CLOSE_STEPS: Final = 64
_GENERATOR: Final = 65537
# The paper's moduli for keys of 512 bits and up are products of the first 39 primes and more; the
# first 39 tell such a key from another with an error in 2^60 or so.
_FINGERPRINT_PRIMES: Final = 39
# A gcd of 256 moduli's product takes a thousandth of a second, and nobody waits for it longer: the
# interpreter does nothing else meanwhile.
_BUCKET: Final = 256


def weakness(modulus: int) -> str | None:
    """Return what makes an RSA modulus worthless, in words, or None where nothing is seen."""
    if math.gcd(modulus, _small_primes_product()) != 1:
        return "it has a small factor"
    if _close_factors(modulus):
        return "its factors are close to one another"
    if _faulty_generator(modulus):
        return "it comes from the faulty generator of CVE-2017-15361 (ROCA)"
    return None


class KnownModuli:
    """RSA moduli seen before, in which a factor of a new one is looked for. Thread-safe."""

    def __init__(self, moduli: Iterable[int] = ()) -> None:
        self._lock = Lock()
        self._buckets: list[tuple[int, list[int]]] = []
        self._last: list[int] = []
        for modulus in moduli:
            self.add(modulus)

    def add(self, modulus: int) -> None:
        """Remember a modulus."""
        with self._lock:
            self._last.append(modulus)
            if len(self._last) == _BUCKET:
                self._buckets.append((_product(self._last), self._last))
                self._last = []

    def share_factor(self, modulus: int) -> bool:
        """Whether a remembered modulus, other than this one itself, has a factor of it."""
        with self._lock:
            buckets = [*self._buckets, (_product(self._last), [*self._last])]
        return any(_shared(modulus, product, moduli) for product, moduli in buckets)


def _shared(modulus: int, product: int, moduli: list[int]) -> bool:
    common = math.gcd(modulus, product % modulus)
    if common < modulus:
        return common > 1
    # The modulus itself is among them, or its factors are in two of them.
    return any(1 < math.gcd(modulus, other) < modulus for other in moduli)


def _product(moduli: list[int]) -> int:
    """Multiply numbers of one size with one another: many times faster than one after the other."""
    level = moduli or [1]
    while len(level) > 1:
        level = [math.prod(level[i : i + 2]) for i in range(0, len(level), 2)]
    return level[0]


@lru_cache(maxsize=1)
def _primes() -> tuple[int, ...]:
    sieve = bytearray([1]) * _SMALL
    for i in range(2, math.isqrt(_SMALL) + 1):
        if sieve[i]:
            sieve[i * i :: i] = bytes(len(range(i * i, _SMALL, i)))
    return tuple(i for i in range(2, _SMALL) if sieve[i])


@lru_cache(maxsize=1)
def _small_primes_product() -> int:
    return math.prod(_primes())


def _close_factors(modulus: int) -> bool:
    """Fermat's method: where the factors are close, half their sum is just above the root."""
    half = math.isqrt(modulus)
    if half * half == modulus:
        return True
    for step in range(1, _CLOSE_STEPS):
        square = (half + step) ** 2 - modulus
        if math.isqrt(square) ** 2 == square:
            return True
    return False


@lru_cache(maxsize=1)
def _logarithms() -> tuple[tuple[int, dict[int, int]], ...]:
    """Return for each prime of the fingerprint the logarithms to the base 65537 that there are."""
    tables = []
    for prime in _primes()[:_FINGERPRINT_PRIMES]:
        powers, value = {1 % prime: 0}, _GENERATOR % prime
        while value not in powers:
            powers[value] = len(powers)
            value = value * _GENERATOR % prime
        tables.append((prime, powers))
    return tuple(tables)


def _faulty_generator(modulus: int) -> bool:
    """Whether the modulus is a power of 65537 modulo the product of the fingerprint's primes.

    Both primes of the faulty generator are k * M + (65537^a mod M), so their product is such a
    power modulo M, and modulo each prime of M. The exponents modulo each must be one and the same.
    """
    exponent, period = 0, 1
    for prime, powers in _logarithms():
        logarithm = powers.get(modulus % prime)
        if logarithm is None:
            return False
        order = len(powers)
        common = math.gcd(period, order)
        if (logarithm - exponent) % common:
            return False
        steps = (logarithm - exponent) // common * pow(period // common, -1, order // common)
        exponent += period * (steps % (order // common))
        period = math.lcm(period, order)
    return True
