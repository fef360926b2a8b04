"""A real Linux gateway on the line: nothing is said of it but its user, and its password is sealed.

Its kernel, init, login, shell and TPM driver are what they are on a device; see `tests.support`.
"""

import base64
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from threading import Event

import pytest

from station.folders import Data
from station.line.bench import Position
from station.line.run import RunResult, run_unit
from station.line.steps import Listener
from station.line.work import Job
from station.model.attestation import KeyOrigin, TpmAttestation
from station.model.order import OrderSecret, OrderSpec
from station.model.run import Step, StepEvent, StepState, Unit
from station.operations.practice import ID_SCOPE, new_practice_plant, practice_pin
from station.practice.bench import PracticeBench
from station.practice.units import UnitKind
from station.secret import Secret
from tests.support.floor import Floor
from tests.support.gateway import KEPT, Build, Gateway
from tests.support.gateway_image import PASSWORD

pytestmark = pytest.mark.bench

PROFILE = """\
schema = 1
name = "{name}"
title = "A gateway"
mechanism = "tpm"
practice = true
{more}
[link]
kind = "console"
[link.console]
user = "{user}"
[tpm]
"""

Started = Callable[[Build], Gateway]


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Floor]:
    folder = tmp_path_factory.mktemp("floor")
    bench = PracticeBench(folder / "bench", 1)
    with bench, new_practice_plant(Data.made(folder / "data"), bench) as plant:
        yield Floor(bench, plant, count(1))


@pytest.fixture
def gateway(floor: Floor, tmp_path: Path) -> Iterator[Started]:
    """Make gateways, with TPMs that the floor trusts, and switch them on: `gateway(build)`."""
    with ExitStack() as opened:

        def make(build: Build) -> Gateway:
            made = floor.bench.make_unit(UnitKind.TPM, floor.serial())
            assert made.tpm_state is not None
            one = opened.enter_context(Gateway(tmp_path, made.tpm_state, KEPT, build))
            one.switch_on()
            return one

        yield make


def order(floor: Floor, *, user: str = "root", more: str = "", password: str = PASSWORD) -> Job:
    name = f"gateway-{next(floor.numbers)}"
    floor.plant.data.profiles.mkdir(exist_ok=True)
    profile = floor.plant.data.profiles / f"{name}.toml"
    profile.write_text(PROFILE.format(name=name, user=user, more=more), encoding="utf-8")
    spec = OrderSpec(name=name, profile=name, id_scope=ID_SCOPE, quantity=3)
    secrets = {OrderSecret.CONSOLE_PASSWORD: Secret(password.encode())}
    floor.plant.create_order(spec, practice_pin(), secrets)
    return floor.plant.job(name)


def run(floor: Floor, gateway: Gateway, job: Job, listeners: Sequence[Listener] = ()) -> RunResult:
    position = Position(name="1", port=str(gateway.port))
    return run_unit(Unit(), job, position, floor.plant.tools, listeners, Event())


def assert_passed(result: RunResult) -> None:
    assert result.error is None, f"{result.error} {result.error.detail}"
    assert result.enrollment is not None
    assert result.enrollment.identity.key_origin is KeyOrigin.IN_TPM
    attestation = result.enrollment.identity.attestation
    assert isinstance(attestation, TpmAttestation)
    digest = hashlib.sha256(attestation.endorsement_key.public).digest()
    name = base64.b32encode(digest).decode().lower().rstrip("=")
    assert result.enrollment.registration_id.text == name


def logged_out(gateway: Gateway) -> bool:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if gateway.said.rstrip().endswith(b"gateway login:"):
            return True
        time.sleep(0.1)
    return False


def test_it_is_provisioned_from_power_on_with_nothing_said_of_it_but_its_user(
    floor: Floor, gateway: Started
) -> None:
    started = gateway(Build("GW-1001"))
    result = run(floor, started, order(floor))
    assert_passed(result)
    assert result.serial == "GW-1001"
    assert b"Linux version" in started.said
    assert PASSWORD.encode() not in started.said
    assert logged_out(started)


def test_a_power_cut_ends_the_run_with_a_code_and_the_next_one_passes(
    floor: Floor, gateway: Started
) -> None:
    started = gateway(Build("GW-1002"))
    job = order(floor)

    def cut(event: StepEvent) -> None:
        if (event.step, event.state) == (Step.PROVE, StepState.STARTED):
            started.reset()

    floor.assert_refused(run(floor, started, job, [cut]), job, "LNK-011")
    assert_passed(run(floor, started, job))


def test_a_kernel_that_talks_all_the_time_and_a_coloured_prompt_are_no_matter(
    floor: Floor, gateway: Started
) -> None:
    started = gateway(Build("GW-1003", {"noise": "0.05", "prompt": "colours"}))
    assert_passed(run(floor, started, order(floor)))


def test_it_is_proved_again_after_its_restart(floor: Floor, gateway: Started) -> None:
    started = gateway(Build("GW-1004"))
    assert_passed(run(floor, started, order(floor, more='prove = "after-restart"')))
    assert started.said.count(b"Linux version") == 2


def test_a_user_is_refused_with_a_wrong_password_and_where_the_tpm_is_not_his(
    floor: Floor, gateway: Started
) -> None:
    # Its firmware has no serial number, as with many: the TPM's own key says which unit it is.
    # Its kernel goes on talking while the login thinks about the password, which takes it 3 s.
    started = gateway(Build(told={"noise": "0.7"}))
    job = order(floor, password="out of date")
    floor.assert_refused(run(floor, started, job), job, "LNK-009")
    assert started.said.count(b"Login incorrect") == 1
    assert b"out of date" not in started.said
    job = order(floor, user="guest")
    floor.assert_refused(run(floor, started, job), job, "LNK-013")
    result = run(floor, started, order(floor, user="operator"))
    assert_passed(result)
    assert result.serial.startswith("tpm-")
