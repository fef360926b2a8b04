"""Tokens and libraries that misbehave in a shift: the other position goes on, the record is true.

After the repair the same unit passes, and its token holds one key and one certificate of its own.
"""

import os
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from station.errors import Outcome
from station.hsm.encoding import encode
from station.hsm.replies import Blob
from station.hsm.tokens import Token
from station.line.bench import Position
from station.line.run import RunResult, run_unit
from station.line.shift import Assignment, ShiftResult, work_shift
from station.line.work import Job
from station.model.run import Unit
from station.operations.practice import position_of
from station.practice.modules import PRACTICE_PIN
from station.practice.units import PracticeUnit
from tests.support.floor import Floor
from tests.support.hostile_token import Hostile, built

pytestmark = pytest.mark.bench

MAKE, SIGN, WRITE = "C_GenerateKeyPair", "C_Sign", "C_CreateObject"
FORGED = encode(Blob(b"not the key that was made"))
GARBAGE = "ff" * 200


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def hostile(library: Path, tmp_path: Path) -> Hostile:
    return Hostile(library, tmp_path / "rules")


@dataclass(frozen=True)
class Feed:
    """One unit for each position."""

    units: dict[str, Assignment]

    def next(self, position: Position, cancel: Event) -> Assignment | None:
        del cancel
        return self.units.pop(position.name, None)

    def done(self, position: Position, result: RunResult) -> None:
        pass


@dataclass(frozen=True)
class Bad:
    """The unit whose token misbehaves, in the last of the bench's two seats."""

    floor: Floor
    job: Job
    unit: PracticeUnit
    position: Position

    def shift(self) -> ShiftResult:
        """Work on it and, at the other position, on a unit that is as it should be."""
        floor, seat = self.floor, self.floor.seat
        floor.bench.plug(seat, floor.unit("x509"))
        try:
            feed = Feed({p: Assignment(Unit(), self.job) for p in (seat.name, self.position.name)})
            return work_shift([position_of(seat), self.position], feed, floor.plant.tools)
        finally:
            floor.bench.unplug(seat)

    def objects(self) -> Mapping[str, int]:
        """Count what another program sees on its token."""
        module = self.position.module()
        login = ["--token-label", str(self.unit.label), "--login", "--pin", PRACTICE_PIN]
        done = subprocess.run(
            ["pkcs11-tool", "--module", module.environment["HOSTILE_REAL"], *login, "-O"],
            env={**os.environ, **module.environment},
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
        lines = done.stdout.splitlines()
        return Counter(line.split()[0] for line in lines if line and not line[0].isspace())


@pytest.fixture
def bad(floor: Floor, hostile: Hostile) -> "Bad":
    seat = floor.bench.seats[1]
    hostile.told()
    return Bad(floor, floor.order("x509"), floor.unit("x509"), hostile.at(position_of(seat)))


def of_position(shift: ShiftResult, bad: Bad) -> tuple[RunResult, RunResult]:
    """Return how the bad position's run ended, and the other's."""
    serial = bad.unit.serial
    (mine,) = (result for result in shift.results if result.serial == serial)
    (other,) = (result for result in shift.results if result.serial != serial)
    return mine, other


@pytest.mark.parametrize(
    ("rule", "code", "outcome"),
    [
        pytest.param(f"return {MAKE} 31", "HSM-015", Outcome.FAILED, id="full"),
        pytest.param(f"return {WRITE} 31", "HSM-015", Outcome.FAILED, id="full later"),
        pytest.param("return C_Login a4", "HSM-004", Outcome.FAILED, id="locked at the login"),
        pytest.param("flags 40000", "HSM-004", Outcome.FAILED, id="locked by its flags"),
        pytest.param("flags 2", "HSM-047", Outcome.FAILED, id="read-only by its flags"),
        pytest.param("return C_OpenSession e2", "HSM-047", Outcome.FAILED, id="read-only at once"),
        pytest.param(f"return {MAKE} e2", "HSM-047", Outcome.FAILED, id="read-only when written"),
        pytest.param(f"pull {MAKE}", "HSM-005", Outcome.FAILED, id="pulled"),
        pytest.param(f"after-pull {WRITE}", "HSM-005", Outcome.FAILED, id="pulled later"),
        pytest.param(f"crash {SIGN}", "HSM-006", Outcome.ERROR, id="crashes"),
        pytest.param(f"after-abort {MAKE}", "HSM-006", Outcome.ERROR, id="aborts with a key made"),
        pytest.param(f"close {MAKE}", "HSM-006", Outcome.ERROR, id="closes the channel"),
        pytest.param(f"write {MAKE} {FORGED.hex()}", "HSM-049", Outcome.ERROR, id="answers itself"),
        pytest.param(f"write {SIGN} {GARBAGE}", "HSM-049", Outcome.ERROR, id="writes garbage"),
        pytest.param("loose", "HSM-009", Outcome.FAILED, id="lies about its keys"),
        pytest.param("give-out", "HSM-009", Outcome.FAILED, id="gives keys out"),
    ],
)
def test_it_costs_its_own_run_alone(
    rule: str, code: str, outcome: Outcome, bad: Bad, hostile: Hostile
) -> None:
    seat = bad.floor.bench.seats[1]
    bad.floor.bench.plug(seat, bad.unit)
    try:
        hostile.told(rule)
        shift = bad.shift()
        mine, other = of_position(shift, bad)
        bad.floor.assert_refused(mine, bad.job, code)
        assert mine.outcome is outcome
        assert other.error is None, f"{other.error}: {other.error.detail}"
        stops = {bad.position.name} if outcome is Outcome.ERROR else set()
        assert set(shift.stopped) == stops
        hostile.told()
        assert_passes(bad)
    finally:
        bad.floor.bench.unplug(seat)


def assert_passes(bad: Bad) -> None:
    """Check that the unit passes as it sits there, and what its token holds then."""
    again = run_unit(Unit(), bad.job, bad.position, bad.floor.plant.tools)
    assert again.error is None, f"{again.error}: {again.error.detail}"
    chain = bad.floor.plant.tools.factory.issuing_chain
    assert bad.objects() == {"Private": 1, "Public": 1, "Certificate": 1 + len(chain)}


@pytest.mark.parametrize(
    "rule",
    [
        pytest.param("slow C_Sign 500", id="half a second a signature"),
        pytest.param("spew C_Login", id="prints megabytes with the PIN"),
        pytest.param("flags 10000", id="somebody mistyped the PIN before"),
    ],
)
def test_a_token_that_is_only_bothersome_passes(rule: str, bad: Bad, hostile: Hostile) -> None:
    seat = bad.floor.bench.seats[1]
    bad.floor.bench.plug(seat, bad.unit)
    try:
        hostile.told(rule)
        assert_passes(bad)
    finally:
        bad.floor.bench.unplug(seat)


@pytest.mark.parametrize("rule", ["hang C_SignInit", f"after-steal {MAKE}"])
def test_a_library_that_never_answers_is_given_up(
    rule: str, bad: Bad, hostile: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    seat = bad.floor.bench.seats[1]
    bad.floor.bench.plug(seat, bad.unit)
    try:
        hostile.told(rule)
        defaults = Token.open.__kwdefaults__
        assert defaults is not None
        with monkeypatch.context() as patch:
            patch.setitem(defaults, "timeout_s", 4.0)
            mine, other = of_position(bad.shift(), bad)
        bad.floor.assert_refused(mine, bad.job, "HSM-007")
        assert mine.outcome is Outcome.ERROR
        assert other.error is None
        hostile.told()
        assert_passes(bad)
    finally:
        bad.floor.bench.unplug(seat)
