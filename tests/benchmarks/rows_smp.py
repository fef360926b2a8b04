"""The benchmark's rows of the links: a TPM over a serial line, against line and TPM alone."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Final

from station.links import LINKS
from station.links.link import Link
from station.model.profile import LinkSettings
from station.model.profile_console import ConsoleSettings
from station.practice.modules import PRACTICE_PASSWORD, PRACTICE_USER
from station.practice.unit_config import Pacing, UnitConfig
from station.tpm.session import Tpm
from tests.bench.tpm.swtpm_part import Maker, Part, manufactured, provision
from tests.benchmarks.row import ROUNDS, AtMost, Measured, Row, Scale, interleaved, timed
from tests.benchmarks.workshop import EVICT, workshop
from tests.support.plugged import plugged

_BAUD: Final = 115_200
_BITS: Final = 10
_BUFFER: Final = 2_048
_SMP: Final = LinkSettings(baud=_BAUD)
_CONSOLE: Final = LinkSettings(
    kind="console",
    baud=_BAUD,
    console=ConsoleSettings(
        user=PRACTICE_USER, password=PRACTICE_PASSWORD, tpm_node="~/dev/tpmrm0"
    ),
)


class _Unit:
    """A TPM unit at the end of a serial line.

    Attributes:
        wire: the bytes that crossed the wire in the last run.
        tpm_wire: those of them that carried TPM commands and responses.
        bare: the bytes of these commands and responses alone.
    """

    def __init__(self, port: str, maker: Maker, settings: LinkSettings) -> None:
        self._port = port
        self._maker = maker
        self._settings = settings
        self.wire = self.tpm_wire = self.bare = 0

    @contextmanager
    def _link(self) -> Iterator[Link]:
        settings = self._settings
        with LINKS[settings.kind].open(self._port, settings, Event()) as link:
            yield link

    def run(self) -> None:
        """Do what a run does with the unit, from opening the port on."""
        with self._link() as link:
            link.identify()
            before, self.bare = link.wire, 0
            with Tpm(self._counting(link.transact)) as tpm:
                provision(tpm, self._maker.trust)
            self.tpm_wire = (link.wire - before).total
            self.wire = link.wire.total

    def renew(self) -> None:
        """Take the storage root key out, so that each run has it to make."""
        with self._link() as link:
            link.transact(EVICT)

    def _counting(self, transact: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
        def counted(command: bytes) -> bytes:
            response = transact(command)
            self.bare += len(command) + len(response)
            return response

        return counted


@contextmanager
def _unit(folder: Path, maker: Maker, pacing: Pacing, settings: LinkSettings) -> Iterator[_Unit]:
    state, disk = folder / "unit", folder / "disk"
    shutil.copytree(maker.state, state)
    disk.mkdir()
    config = UnitConfig(
        *("bench-1", "bench", "1.0"),
        port_link=folder / "port",
        tpm_state=state,
        disk=disk if settings.console else None,
        baud=_BAUD,
        pacing=pacing,
        buffer=_BUFFER,
    )
    with plugged(config) as running:
        yield _Unit(str(running.link), maker, settings)


@contextmanager
def _parts(pacing: Pacing, settings: LinkSettings) -> Iterator[tuple[_Unit, Part]]:
    """Yield a unit, and its TPM's twin for use without a line."""
    with workshop("smp") as folder:
        maker = manufactured(folder / "maker")
        part = Part(folder, maker)
        part.power_on()
        try:
            with _unit(folder, maker, pacing, settings) as unit:
                yield unit, part
        finally:
            part.power_off()


def tpm_smp(scale: Scale) -> Measured:
    """Measure a run over the line, and what line and TPM need for it by themselves, in turns."""
    return _over_a_line(scale, _SMP)


def tpm_console(scale: Scale) -> Measured:
    """Measure the same with a Linux device, from its login prompt on."""
    return _over_a_line(scale, _CONSOLE)


def _over_a_line(scale: Scale, settings: LinkSettings) -> Measured:
    rounds = ROUNDS if scale is Scale.QUICK else 4 * ROUNDS
    with _parts(Pacing.REAL, settings) as (unit, part):

        def over_the_line() -> float:
            unit.renew()
            return timed(unit.run)()

        def by_themselves() -> float:
            with part.cable() as transact:
                transact(EVICT)
            return unit.wire * _BITS / _BAUD + timed(direct)()

        def direct() -> None:
            with part.tpm() as tpm:
                provision(tpm, part.trust)

        measured = interleaved(over_the_line, by_themselves, rounds=rounds)
        wire_s = unit.wire * _BITS / _BAUD
    detail = {
        **measured.detail,
        "bytes": unit.wire,
        "tpm_bytes": unit.tpm_wire,
        "bare_bytes": unit.bare,
        "wire_s": wire_s,
    }
    return Measured(measured.figure, measured.rival_figure, detail)


def tpm_smp_bytes(scale: Scale) -> Measured:
    """Count the bytes of a run's TPM messages on the wire, and bare."""
    rounds = ROUNDS if scale is Scale.QUICK else 4 * ROUNDS
    with _parts(Pacing.NONE, _SMP) as (unit, _):

        def on_the_wire() -> float:
            unit.renew()
            unit.run()
            return float(unit.tpm_wire)

        measured = interleaved(on_the_wire, lambda: float(unit.bare), rounds=rounds)
    return Measured(measured.figure, measured.rival_figure, {**measured.detail, "buffer": _BUFFER})


TPM_SMP: Final = Row("s", "its bytes' time on the wire + the TPM direct", AtMost(1.10), tpm_smp)
TPM_SMP_BYTES: Final = Row("B", "the bare commands and responses", AtMost(1.6), tpm_smp_bytes)
TPM_CONSOLE: Final = Row(
    "s", "its bytes' time on the wire + the TPM direct", AtMost(1.6), tpm_console
)
