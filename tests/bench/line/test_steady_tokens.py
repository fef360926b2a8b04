"""A worker process of a unit's token that dies in the midst of a step, which is done all the same.

What it was doing is settled on the token first, so that nothing is there twice afterwards.
"""

import os
import signal
from collections import Counter
from collections.abc import Callable

import pytest

from station.errors import StationError
from station.hsm.messages import Answer, Request
from station.hsm.requests_pins import OpenByOneOf
from station.hsm.requests_token import ReadCustody
from station.hsm.requests_unit import (
    GenerateKeyPair,
    Hmac,
    InjectPlaintextKeys,
    ReadCertificate,
    RequestCertificate,
    Sign,
    WriteCertificates,
)
from station.hsm.tokens import Token
from tests.support.floor import Floor
from tests.support.kill_oracle import runs_on
from tests.support.noise_oracle import check_inside

pytestmark = pytest.mark.bench

REQUESTS = {
    "x509": [
        *(OpenByOneOf, GenerateKeyPair, RequestCertificate, WriteCertificates, ReadCustody),
        *(ReadCertificate, Sign),
    ],
    "symmetric": [OpenByOneOf, InjectPlaintextKeys, ReadCustody, Hmac],
}
Deaths = Callable[[type, bool, int], Counter[type]]


@pytest.fixture
def deaths(monkeypatch: pytest.MonkeyPatch) -> Deaths:
    """Have a token's worker die at its first so many requests of a kind, before or after each."""
    asked = Token.ask

    def planned(kind: type, done: bool, times: int) -> Counter[type]:
        met: Counter[type] = Counter()

        def ask(token: Token, request: Request, expected: type[Answer]) -> Answer:
            if not isinstance(request, kind) or met[kind] == times:
                return asked(token, request, expected)
            met[kind] += 1
            if done:
                asked(token, request, expected)
            os.kill(token.worker_pid, signal.SIGKILL)
            raise StationError("HSM-006", "it ended by signal 9")

        monkeypatch.setattr(Token, "ask", ask)
        return met

    return planned


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("product", "kind"), [(name, kind) for name, kinds in REQUESTS.items() for kind in kinds]
)
def test_the_run_passes_and_the_unit_has_everything_once(
    floor: Floor, deaths: Deaths, product: str, kind: type, *, done: bool
) -> None:
    job, unit, records = floor.order(product), floor.unit(product), floor.plant.tools.records
    met = deaths(kind, done, 1)
    result = floor.run(unit, job)
    assert met[kind] == 1
    assert result.error is None, f"{result.error}: {result.error.detail}"
    assert result.enrollment is not None
    check_inside(unit, result.enrollment, floor.plant)
    assert runs_on(unit) == {result.run}
    assert [one for one in records.open_intents() if one.run == result.run] == []


@pytest.mark.parametrize("kind", [OpenByOneOf, GenerateKeyPair, WriteCertificates, Sign])
def test_a_worker_that_always_dies_fails_the_run_and_the_next_one_settles(
    floor: Floor, deaths: Deaths, monkeypatch: pytest.MonkeyPatch, kind: type
) -> None:
    job, unit, records = floor.order("x509"), floor.unit("x509"), floor.plant.tools.records
    deaths(kind, True, 2)
    result = floor.run(unit, job)
    assert result.error is not None
    assert result.error.code == "HSM-006"
    monkeypatch.undo()
    again = floor.run(unit, job)
    assert again.error is None, f"{again.error}: {again.error.detail}"
    assert again.enrollment is not None
    check_inside(unit, again.enrollment, floor.plant)
    assert runs_on(unit) == {again.run}
    assert records.left_open(unit.serial) == []
