"""The waits that a run can be in, each brought about on a practice bench, to be cancelled.

Every time-out is long, so that what ends the run is the cancel and nothing else.
"""

import re
import socket
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event, Thread
from threading import enumerate as enumerate_threads
from typing import Final
from unittest.mock import patch

from station.errors import StationError
from station.line.bench import Position
from station.line.run import RunResult
from station.line.tries import try_unit
from station.line.work import Job, Tools
from station.links.link import Link
from station.links.ports import Port
from station.links.smp import SmpLink
from station.model.run import Step, StepEvent, StepState, Unit
from station.operations.practice import position_of
from station.operations.prompt_desk import PromptDesk
from station.practice.unit_config import NORMAL, Behaviour, Manner
from station.practice.units import UnitKind
from station.service.handoffs.http import Http, Poster, Way
from tests.support import rehearsal_waits
from tests.support.asking import CONFIRM, asking_order
from tests.support.floor import Floor
from tests.support.hostile_token import Hostile
from tests.support.mes import is_silent, running_mes

LONG_S: Final = 240.0  # every time-out of the profiles here
SETTLED_S: Final = 0.6  # after the step's beginning, to be well within its wait
RETRY: Final = bytes.fromhex("80010000000a") + (0x922).to_bytes(4, "big")  # TPM_RC_RETRY


@dataclass
class Waiting:
    """A run that will wait.

    Attributes:
        job: what is made.
        position: where.
        tools: with what.
        step: the one in which it waits.
    """

    job: Job
    position: Position
    tools: Tools
    step: Step


@dataclass(frozen=True)
class Setting:
    """What waits are made of.

    Attributes:
        floor: a bench with a station; its second seat is used.
        hostile: a PKCS#11 library that misbehaves.
        stack: puts all away.
        made: what was brought about.
    """

    floor: Floor
    hostile: Hostile
    stack: ExitStack
    made: list[Waiting] = field(default_factory=list)

    def job(self, product: str, *changes: tuple[str, str]) -> Job:
        """Return an order for a product with long time-outs, and further changes."""
        name = f"waits-{next(self.floor.numbers)}"
        text = Path(f"resources/profiles/practice-{product}.toml").read_text(encoding="utf-8")
        text = text.replace(f'name = "practice-{product}"', f'name = "{name}"')
        text = re.sub(r"(?m)^(?:connect|answer)_s = .*$", "", text)
        link = f"[link]\nconnect_s = {LONG_S}\nanswer_s = {LONG_S}"
        for before, after in (("[link]", link), *changes):
            if before not in text:
                raise AssertionError(f"no {before} in the profile {product}")
            text = text.replace(before, after)
        folder = self.floor.plant.data.profiles
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
        return self.floor.order(product, profile=name)

    def plugged(self, product: str, behaviour: Behaviour = NORMAL) -> Position:
        """Put a unit in, and return its position."""
        seat = self.floor.bench.seats[1]
        self.floor.bench.plug(seat, self.floor.unit(product), behaviour)
        self.stack.callback(self.floor.bench.unplug, seat)
        return position_of(seat)

    def waits(
        self, product: str, behaviour: Behaviour, step: Step, *changes: tuple[str, str]
    ) -> Waiting:
        """Return a run with a unit that behaves so."""
        position = self.plugged(product, behaviour)
        return Waiting(self.job(product, *changes), position, self.floor.plant.tools, step)

    def again(self) -> RunResult:
        """Run what was cancelled once more, with nothing in its way."""
        (waiting,) = self.made
        return try_unit(Unit(), waiting.job, waiting.position, waiting.tools)


Making = Callable[[Setting], Waiting]
_SILENT_LATER: Final = Behaviour(Manner.SILENT, after=3)


def _manner(product: str, manner: Manner, step: Step, after: int = 0) -> Making:
    behaviour = Behaviour(manner, after, delay_s=LONG_S if manner is Manner.SLOW else 0.0)
    return lambda setting: setting.waits(product, behaviour, step)


def _nobody(setting: Setting) -> Waiting:
    """Wait for a port that isn't there."""
    position = position_of(setting.floor.bench.seats[1])
    return Waiting(setting.job("tpm"), position, setting.floor.plant.tools, Step.CONNECT)


def _await_openings() -> None:
    """Wait for what nobody waits for any more: pyserial closes nothing where the server is gone."""
    for thread in enumerate_threads():
        if thread.name in {"port-opening", "port-closing"}:
            thread.join(30)


def _network(scheme: str) -> Making:
    """Wait for a serial server that takes the connection and says nothing."""

    def made(setting: Setting) -> Waiting:
        server = setting.stack.enter_context(closing(socket.create_server(("127.0.0.1", 0))))
        setting.stack.callback(_await_openings)
        port = f"{scheme}://127.0.0.1:{server.getsockname()[1]}"
        position = Position(name="far", port=port)
        return Waiting(setting.job("tpm"), position, setting.floor.plant.tools, Step.CONNECT)

    return made


def _unreachable(scheme: str) -> Making:
    """Wait for a serial server that takes no connection, and refuses none."""

    def made(setting: Setting) -> Waiting:
        server = setting.stack.enter_context(
            closing(socket.create_server(("127.0.0.1", 0), backlog=0))
        )
        address = server.getsockname()
        for _ in range(4):  # what the kernel takes beyond its backlog; then it drops
            client = setting.stack.enter_context(closing(socket.socket()))
            client.setblocking(False)
            client.connect_ex(address)
        setting.stack.callback(_await_openings)
        position = Position(name="far", port=f"{scheme}://127.0.0.1:{address[1]}")
        return Waiting(setting.job("tpm"), position, setting.floor.plant.tools, Step.CONNECT)

    return made


def _dead_line(product: str, step: Step) -> Making:
    """Wait for a device whose line goes dead in a step, as when its shell hangs."""

    def made(setting: Setting) -> Waiting:
        dead, reading = Event(), Port._read

        def read(port: Port, wait_s: float) -> bytes:
            if not dead.is_set():
                return reading(port, wait_s)
            time.sleep(min(wait_s, 0.02))
            return b""

        setting.stack.enter_context(patch.object(Port, "_read", read))
        waiting = setting.waits(product, NORMAL, step)
        inner = LISTENING.setdefault(id(waiting), [])

        def heard(event: StepEvent) -> None:
            if event.step is step and event.state is StepState.STARTED:
                dead.set()

        inner.append(heard)
        return waiting

    return made


# What a wait's run is to tell besides, by the wait's identity.
LISTENING: Final[dict[int, list[Callable[[StepEvent], None]]]] = {}


def _busy_tpm(setting: Setting) -> Waiting:
    """Wait for a TPM that says that it is busy, again and again."""
    sent = SmpLink.transact
    seen = list[bytes]()

    def busy(link: SmpLink, command: bytes) -> bytes:
        seen.append(command)
        return sent(link, command) if len(seen) < 4 else RETRY

    setting.stack.enter_context(patch.object(SmpLink, "transact", busy))
    return setting.waits("tpm", NORMAL, Step.ATTEST)


def _token(rule: str, *changes: tuple[str, str]) -> Making:
    """Wait for a token whose library hangs."""

    def made(setting: Setting) -> Waiting:
        setting.hostile.told(rule)
        waiting = setting.waits("x509", NORMAL, Step.ATTEST, *changes)
        return replace(waiting, position=setting.hostile.at(waiting.position))

    return made


def _blank_token(setting: Setting) -> Waiting:
    """Wait for a token that isn't initialised yet, whose library hangs when it is looked at."""
    setting.hostile.told("hang C_GetTokenInfo")
    floor, seat = setting.floor, setting.floor.bench.seats[1]
    unit = floor.bench.make_unit(UnitKind.X509, floor.serial(), blank=True)
    floor.bench.plug(seat, unit)
    setting.stack.callback(floor.bench.unplug, seat)
    job = setting.job("x509", ("[token]", '[token]\ninitialise = true\npin = "random"'))
    return Waiting(job, setting.hostile.at(position_of(seat)), floor.plant.tools, Step.ATTEST)


def _mes(setting: Setting) -> Waiting:
    """Wait for a MES that takes the question and says nothing."""
    mes = setting.stack.enter_context(running_mes(is_silent))
    route = Http(Poster.opened(Way("mes", mes.url, LONG_S, None, None), None), asks=True)
    waiting = setting.waits("symmetric-device", NORMAL, Step.ADMIT)
    return replace(waiting, tools=replace(waiting.tools, route=route))


def _prompt(setting: Setting) -> Waiting:
    """Wait for a worker who doesn't answer."""
    plant = setting.floor.plant.asking(PromptDesk(lambda *_: None))
    name = f"waits-{next(setting.floor.numbers)}"
    asking_order(plant, name, CONFIRM)
    position = setting.plugged("symmetric")
    return Waiting(plant.job(name), position, plant.tools, Step.CONNECT)


def _switched(setting: Setting) -> Waiting:
    """Wait for hands that switch a unit off."""
    changes = ("practice = true", 'practice = true\nprove = "after-restart"')
    waiting = setting.waits("tpm", NORMAL, Step.RESTART, changes)

    def asked(link: Link) -> None:
        raise StationError("LNK-007", f"{type(link).__name__} can't be asked here")

    setting.stack.enter_context(patch.object(SmpLink, "restart", asked))
    return waiting


def _again(setting: Setting) -> Waiting:
    """Wait for the next try."""
    more = f"[retries]\ntransient = 3\nwait_s = 60\n[link]\nconnect_s = 0.2\nanswer_s = {LONG_S}"
    link = f"[link]\nconnect_s = {LONG_S}\nanswer_s = {LONG_S}"
    return setting.waits("tpm", Behaviour(Manner.SILENT), Step.CONNECT, (link, more))


@dataclass(frozen=True)
class Wait:
    """One kind of wait.

    Attributes:
        make: brings it about.
        busy_tpm: whether a TPM is at work in it, which gets more time to be left in good order.
        ends_as: the run's code; between two tries it is the last one's.
    """

    make: Making
    busy_tpm: bool = False
    ends_as: str = "LIN-003"


WAITS: Final[Mapping[str, Wait]] = {
    "no port": Wait(_nobody),
    "silent unit": Wait(_manner("tpm", Manner.SILENT, Step.CONNECT)),
    "nonsense": Wait(_manner("tpm", Manner.GARBAGE, Step.CONNECT)),
    "silent console": Wait(_manner("console", Manner.SILENT, Step.CONNECT)),
    "silent modem": Wait(_manner("modem", Manner.SILENT, Step.CONNECT)),
    "half a modem": Wait(_manner("modem", Manner.HALF, Step.CONNECT)),
    "silent network port": Wait(_network("socket")),
    "silent rfc2217 port": Wait(_network("rfc2217")),
    "unreachable network port": Wait(_unreachable("socket")),
    "unreachable rfc2217 port": Wait(_unreachable("rfc2217")),
    "hung shell": Wait(_dead_line("console", Step.ADMIT)),
    "TPM that is at work": Wait(_manner("tpm", Manner.SLOW, Step.ATTEST, 3), busy_tpm=True),
    "TPM that is silent": Wait(_manner("tpm", Manner.SILENT, Step.ATTEST, 3), busy_tpm=True),
    "TPM that says it is busy": Wait(_busy_tpm, busy_tpm=True),
    "TPM module that is silent": Wait(
        _manner("bench-tpm", Manner.SILENT, Step.CONNECT), busy_tpm=True
    ),
    "TPM that falls silent, in use": Wait(_dead_line("tpm", Step.PROVE), busy_tpm=True),
    "hung shell, TPM in use": Wait(_dead_line("console", Step.PROVE), busy_tpm=True),
    "key that isn't made": Wait(_manner("x509-device", Manner.SILENT, Step.ATTEST, 1)),
    "key that takes long": Wait(_manner("x509-device", Manner.SLOW, Step.ATTEST, 1)),
    "token that hangs at once": Wait(_token("hang C_Initialize")),
    "token that hangs at the login": Wait(_token("hang C_Login")),
    "token that hangs at the key": Wait(_token("hang C_GenerateKeyPair")),
    "token that hangs when looked at": Wait(_blank_token),
    "silent MES": Wait(_mes),
    "worker who doesn't answer": Wait(_prompt),
    "unit that isn't switched off": Wait(_switched),
    "practice service that isn't there yet": Wait(rehearsal_waits.slow_service),
    "silent practice service": Wait(rehearsal_waits.silent_service),
    "deaf practice service": Wait(rehearsal_waits.deaf_service),
    "next try": Wait(_again, ends_as="LNK-002"),
}


@dataclass
class Cancelled:
    """How a cancelled wait ended.

    Attributes:
        result: of the run.
        wait_s: from the cancel to the end of the step, seconds.
        run_s: and to the run's end, on record and all.
        waited: whether the run was at the step that was to wait.
    """

    result: RunResult
    wait_s: float
    run_s: float
    waited: bool


@dataclass
class _Watch:
    """When what happened in a run."""

    step: Step
    reached: Event = field(default_factory=Event)
    ended_at: float = 0.0

    def heard(self, event: StepEvent) -> None:
        if event.step is self.step and event.state is StepState.STARTED:
            self.reached.set()
        if event.state is StepState.FAILED and not self.ended_at:
            self.ended_at = time.monotonic()


def cancelled(wait: Wait, setting: Setting) -> Cancelled:
    """Have a run wait, cancel it, and see how long it took to end."""
    waiting = wait.make(setting)
    setting.made.append(waiting)
    watch, cancel, results = _Watch(waiting.step), Event(), list[RunResult]()
    listeners = [watch.heard, *LISTENING.pop(id(waiting), [])]

    def work() -> None:
        unit, position, tools = Unit(), waiting.position, waiting.tools
        results.append(try_unit(unit, waiting.job, position, tools, listeners, cancel))

    thread = Thread(target=work)
    thread.start()
    try:
        reached = watch.reached.wait(60)
        time.sleep(SETTLED_S)
        waited = reached and thread.is_alive() and not cancel.is_set()
    finally:
        at = time.monotonic()
        cancel.set()
        thread.join()
    run_s = time.monotonic() - at
    return Cancelled(results[0], max(0.0, watch.ended_at - at), run_s, waited)


@contextmanager
def a_setting(floor: Floor, library: Path) -> Iterator[Setting]:
    """Give what a wait is made of."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="waits-"))
        yield Setting(floor, Hostile(library, Path(folder) / "rules"), stack)
