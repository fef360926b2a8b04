"""A station killed at random moments, again and again, over a bench whose units run on.

SIGKILL goes to the station alone, or also to the processes that work with tokens, the factory's and
the units'. After each restart it is checked that no PASS which was shown is missing, no unit is
enrolled twice, no registration ID or key is in two units, no key or certificate is on a token that
the record doesn't know, the quota is right and the audit chain valid. Then the bench goes on by
itself: the campaign's hands only take out what has passed, put the next one in, and do what the
station says of a unit. `tests.support.kill_campaigns` runs it.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from typing import Final, NoReturn

from station.folders import Data
from station.model.order import OrderSpec
from station.model.settings import Settings
from station.operations.factory_file import FactoryFile
from station.operations.plant import open_plant, open_reader
from station.operations.practice import ID_SCOPE, new_practice_plant, practice_pin
from station.practice.bench import PracticeBench
from station.practice.seats import Seat
from station.practice.unit_config import Pacing
from station.practice.units import PracticeUnit
from tests.support.floor import MECHANISMS
from tests.support.kill_oracle import Shown, check_record, check_token, check_units
from tests.support.kill_rehearsal import KILLED, check_temporary, profile_of
from tests.support.kill_workers import kill_worker, workers_of
from tests.support.noise_oracle import Differs

PRODUCTS: Final = (
    *("tpm", "x509", "symmetric", "console"),
    *("modem", "x509-device", "x509-tpm", "symmetric-device"),
)
OPENS_S: Final = 30.0
"""What a station that was killed may take to be open again, on a machine of its own."""
# At the eighth position every other campaign has units whose TPM is given the key.
_EVEN: Final = "symmetric-tpm"
_OPEN_S: Final = 120.0
_GOES_ON_S: Final = 120.0  # in which every position must have passed a unit, left in peace
_LONGEST_S: Final = 4.0  # from a station's start to its end
# Contacts bounce: only after a while a unit counts as taken out, on a busy machine too.
_TAKEN_OUT_S: Final = 3.0
_DEATHS: Final = 0.04  # how likely a worker is killed, twenty times a second
_INSPECTED: Final = 20  # kills after which all that was made is looked at, and let go
# How a run may end besides a PASS: the station was stopped in one before, and says what to do.
_ASKS: Final = "LIN-073"
# Or who logs in finds the unit that passed before; that it passed is said of it then.
_PASSED_BEFORE: Final = "LIN-031"
# And where its token's worker, or the factory's, was killed in it.
_ASIDE: Final = "REC-019"
_BY_WORKERS: Final = frozenset({"HSM-006", "HSM-018", _ASIDE})


class Station:
    """A station's process, and what it says; `heard` is called for each, by a thread of its own."""

    def __init__(self, campaign: "Campaign") -> None:
        self._campaign = campaign
        self.opened: dict[str, object] = {}
        self.rehearsing: set[str] = set()
        with campaign.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.kill_station", str(campaign.data.root)],
                stdout=subprocess.PIPE,
                stdin=subprocess.DEVNULL,
                stderr=log,
                env={**os.environ, "TMPDIR": str(campaign.temporary)},
            )
        self._reading = Thread(target=self._read)
        self._reading.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                said = json.loads(line)
                if "open" in said:
                    self.opened = said
                elif "rehearses" in said:
                    self.rehearsing.add(said["rehearses"])
                elif "rehearsed" in said:
                    self.rehearsing.discard(said["rehearsed"])
                else:
                    self._campaign.heard(said)

    @property
    def over(self) -> bool:
        """Whether it has ended by itself."""
        return self._process.poll() is not None

    def await_open(self) -> None:
        """Wait until it is open, or has ended."""
        began = time.monotonic()
        while not (self.opened or self.over):
            if time.monotonic() > began + _OPEN_S:
                raise Differs(f"the station doesn't open:\n{self.stacks()}")
            time.sleep(0.01)
        self._campaign.longest = max(self._campaign.longest, time.monotonic() - began)
        if not self.opened:
            raise Differs(f"the station doesn't open: {self._campaign.log.read_text()[-3000:]}")

    def stacks(self) -> str:
        """Return what it is at."""
        self._process.send_signal(signal.SIGUSR1)
        time.sleep(1.0)
        return self._campaign.log.read_text()[-20_000:]

    def kill(self) -> None:
        """Kill it, and take in all that it had said before."""
        self._process.kill()
        self._process.wait()
        self._reading.join()
        self._campaign.ends[KILLED] += bool(self.rehearsing)

    def workers(self) -> list[int]:
        """Return the processes that work with tokens for it."""
        return workers_of(self._process.pid)


@dataclass
class Campaign:
    """A campaign under way.

    Attributes:
        bench: where the units are.
        data: the station's.
        seed: where all moments come from.
        workers: whether those are killed too.
        log: what the stations say on standard error.
        shown: the PASSes that were shown, by serial number.
        ends: how often runs ended how.
        kills: how many there were.
        findings: what must not be.
        passes: how many units have passed of each product, and were taken out.
        longest: what the longest opening took, seconds.
    """

    bench: PracticeBench
    data: Data
    seed: int
    workers: bool
    log: Path
    shown: dict[str, Shown] = field(default_factory=dict)
    ends: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    findings: list[str] = field(default_factory=list)
    passes: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0
    _last: dict[str, dict[str, str]] = field(default_factory=dict)
    _made: int = 0
    _seated: dict[str, PracticeUnit] = field(default_factory=dict)
    _out: list[PracticeUnit] = field(default_factory=list)
    _stock: dict[str, "Future[PracticeUnit]"] = field(default_factory=dict)
    _turns: dict[str, Lock] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _makers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2))
    _hands: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(8))

    @property
    def temporary(self) -> Path:
        """Where the stations' temporary files are."""
        return self.log.parent / "temporary"

    @property
    def products(self) -> Sequence[str]:
        """What is made at the positions, in their order."""
        return PRODUCTS if self.seed % 2 else (*PRODUCTS[:-1], _EVEN)

    def prepare(self) -> None:
        """Set the station up: an order of each product, each at a position of its own."""
        self.temporary.mkdir()
        with new_practice_plant(self.data, self.bench) as plant:
            # A kill can end a run as the unit's fault, and nobody is there to let a position go on.
            plant.tools.records.set_settings(Settings(stop_failures=None))
            for seat, product in self._places():
                name, profile = f"kill-{product}", profile_of(self.data, product)
                spec = OrderSpec(name=name, profile=profile, id_scope=ID_SCOPE, quantity=100_000)
                plant.create_order(spec, practice_pin())
                plant.tools.records.assign(seat.name, name)
        for seat, product in self._places():
            self._turns[seat.name] = Lock()  # one pair of hands at a seat at a time
            self._put_in(seat, product)

    def _places(self) -> Iterator[tuple[Seat, str]]:
        yield from zip(self.bench.seats, self.products, strict=True)

    def _make(self, product: str) -> PracticeUnit:
        with self._lock:
            self._made += 1
            number = self._made
        return self.bench.make_unit(MECHANISMS[product], f"KU-{number:06d}")

    def _put_in(self, seat: Seat, product: str) -> None:
        """Put a fresh unit in; the one after it is made meanwhile."""
        made = self._stock.get(product) or self._makers.submit(self._make, product)
        self._stock[product] = self._makers.submit(self._make, product)
        unit = made.result()
        self.bench.plug(seat, unit)
        self._seated[seat.name] = unit

    def heard(self, said: dict[str, str]) -> None:
        """Take in what a station says, and do what it wants done."""
        if "stopped" in said:
            self._end(said["code"], f"position stopped: {said}")
            return
        serial, seat, product = self._who(said)
        if "done_before" in said:  # enrolled, and the station was killed before it said so
            self._do(partial(self._change, seat, product, serial))
            return
        code, self._last[product] = said["code"] or "PASS", said
        self._end(code, f"{product}: {said}", product, said["run"])
        if code == "PASS":
            self.shown[serial] = Shown(serial, said["run"], said["registration_id"])
            self._do(partial(self._change, seat, product, serial))
        elif code == _ASIDE:  # it is enrolled, and to be put aside, not started again
            self._do(partial(self._change, seat, product, serial))
        elif code != _PASSED_BEFORE:
            self._do(partial(self._again, seat, serial))

    def _who(self, said: dict[str, str]) -> tuple[str, Seat, str]:
        serial = said.get("done_before") or said.get("serial", "")
        seat, product = next(one for one in self._places() if one[0].name == said["position"])
        return serial, seat, product

    def _end(self, code: str, what: str, product: str = "position", run: str = "") -> None:
        self.ends[f"{product} {code}"] += 1
        allowed = {"PASS", _ASKS, _PASSED_BEFORE} | (_BY_WORKERS if self.workers else set())
        if code not in allowed:
            with open_reader(self.data) as reader:
                detail = reader.detail(run)
            self.findings.append(f"kill {self.kills}: {what}: {detail}")

    def _do(self, hands: Callable[[], None]) -> None:
        """Do something at the bench, by other hands than those that hear."""

        def done() -> None:
            try:
                hands()
            except Exception as error:  # noqa: BLE001 - it would pass unseen, and a seat stay empty
                self.findings.append(f"the campaign's hands: {type(error).__name__}: {error}")

        with suppress(RuntimeError):  # at the end
            self._hands.submit(done)

    def _change(self, seat: Seat, product: str, serial: str) -> None:
        """Take a unit out that has passed, and put the next one in."""
        with self._turns[seat.name]:
            unit = self._seated[seat.name]
            if unit.serial != serial:
                return  # it was taken out already
            self.bench.unplug(seat)
            self._out.append(unit)
            self._put_in(seat, product)
            self.passes[product] += 1

    def _again(self, seat: Seat, serial: str) -> None:
        """Take a unit out and put it in again, as a worker does whom the station tells to."""
        with self._turns[seat.name]:
            unit = self._seated[seat.name]
            if serial in {"", unit.serial}:
                self.bench.unplug(seat)
                time.sleep(_TAKEN_OUT_S)
                self.bench.plug(seat, unit)

    def go(self, kills: int) -> None:
        """Kill, restart and check, so many times."""
        chance = random.Random(self.seed)  # noqa: S311 - to be had again
        while self.kills < kills and not self.findings:
            try:
                self._lived(chance)
            except Differs as error:
                self.findings.append(f"--seed {self.seed}, kill {self.kills}: {error}")
            if self.kills % _INSPECTED == 0 and not self.findings:
                self.inspect()
        if not self.findings:
            self.inspect()

    def _lived(self, chance: random.Random) -> None:
        """Look at the tokens, which two at one disturb; then start a station, and kill it."""
        for unit in [one for one in self._seated.values() if one.token is not None]:
            with suppress(FileNotFoundError):
                check_token(unit, self.data)
        station = Station(self)
        try:
            self._live(station, chance)
        finally:
            station.kill()

    def _live(self, station: Station, chance: random.Random) -> None:
        """Let a station live for a random time; the check that it came back right is within it."""
        self.kills += 1
        if chance.random() < 0.15:
            time.sleep(chance.uniform(0.0, 1.5))  # perhaps before it is open
            return
        station.await_open()
        self._check(station)
        until = time.monotonic() + chance.uniform(0.0, _LONGEST_S)
        while time.monotonic() < until and not (station.over or self.findings):
            if self.workers and chance.random() < _DEATHS and (pids := station.workers()):
                self.ends["worker killed"] += kill_worker(chance.choice(pids), self._tokens())
            time.sleep(0.05)

    def _tokens(self) -> Iterator[Path]:
        """Return where the tokens are: the units' that are in, and the factory's."""
        yield from (unit.folder for unit in list(self._seated.values()) if unit.token is not None)
        yield Path(FactoryFile.read(self.data).environment["SOFTHSM2_CONF"]).parent

    def _check(self, station: Station) -> None:
        with open_reader(self.data) as reader:
            check_record(reader, self.data, dict(self.shown), station.opened)
        check_temporary(self.temporary, station.opened["open"])

    def inspect(self) -> None:
        """Leave the bench in peace until each position has passed a unit; then look at them all."""
        station, before = Station(self), self.passes.copy()
        try:
            station.await_open()
            self._check(station)
            until = time.monotonic() + _GOES_ON_S
            while not all(self.passes[one] > before[one] for one in self.products):
                if time.monotonic() > until or self.findings:
                    self._say_stuck(station, before)
                if station.over:
                    station.kill()
                    station = Station(self)
                    station.await_open()
                time.sleep(0.05)
        except Differs as error:
            self.findings.append(f"--seed {self.seed}, after kill {self.kills}: {error}")
        finally:
            station.kill()
        if not self.findings:
            self._look_inside()

    def _say_stuck(self, station: Station, before: Counter[str]) -> NoReturn:
        stuck = [one for one in self.products if self.passes[one] == before[one]]
        last = {one: self._last.get(one) for one in stuck}
        raise Differs(f"the bench doesn't go on by itself: {last}\n{station.stacks()}")

    def _look_inside(self) -> None:
        out, self._out = self._out, []
        try:
            with open_plant(self.data, practice_pin()) as plant:
                plant.tools.records.verify()
                check_units(out, plant)
        except Differs as error:
            self.findings.append(f"--seed {self.seed}, after kill {self.kills}: {error}")
            return
        for unit in out:
            shutil.rmtree(unit.folder, ignore_errors=True)

    def close(self) -> None:
        """Make no more units."""
        self._hands.shutdown(wait=True, cancel_futures=True)
        self._makers.shutdown(wait=True, cancel_futures=True)


@contextmanager
def campaign(folder: Path, seed: int, *, workers: bool) -> Iterator[Campaign]:
    """Set a bench and a station up for a campaign."""
    bench = PracticeBench(folder / "bench", len(PRODUCTS), pacing=Pacing.NONE)
    with bench:
        running = Campaign(bench, Data.made(folder / "data"), seed, workers, folder / "log")
        try:
            running.prepare()
            yield running
        finally:
            running.close()
