"""A practice station: set up on a practice bench, marked as practice in everything it signs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from station.folders import Data
from station.hsm.factory import Ceremony, FactoryHsm
from station.hsm.tokens import Module, TokenAddress
from station.line.bench import Bench, Position, TokenSlot, write_bench
from station.line.bench_signals import InLine, Interlock, OutLine, SignalOutput, Signals
from station.model.signals import Lamp
from station.model.world import World
from station.operations.factory_file import FactoryFile
from station.operations.plant import Plant, open_plant
from station.practice.bench import FACTORY_LABEL, ROOT_LABEL, PracticeBench
from station.practice.modules import PRACTICE_PIN
from station.practice.seats import Seat
from station.records.clock import steady_seconds
from station.records.roots import RootKind
from station.records.store import Records
from station.secret import Secret

STATION_NAME: Final = "practice-station"
# No real service has it: real ones begin with 0ne and eight hexadecimal digits.
ID_SCOPE: Final = "0nePRACTICE"


def practice_pin() -> Secret:
    """Return the PIN of every practice token: public, for it guards nothing."""
    return Secret(PRACTICE_PIN.encode())


def position_of(seat: Seat) -> Position:
    """Return the position of the line that a practice seat is."""
    slot = TokenSlot(library=seat.module.library, environment=dict(seat.module.environment))
    return Position(name=seat.name, port=str(seat.port), token=slot, signals=_signals(seat))


def _signals(seat: Seat) -> Signals:
    if not seat.box:
        return Signals()
    return Signals(
        output=(
            SignalOutput(lamp=Lamp.GREEN, line=OutLine.DTR, port=seat.box),
            SignalOutput(lamp=Lamp.RED, line=OutLine.RTS, port=seat.box),
        ),
        interlock=Interlock(line=InLine.CTS, port=seat.box),
    )


def _factory_file(module: Module) -> FactoryFile:
    return FactoryFile(
        station=STATION_NAME,
        practice=True,
        library=module.library,
        label=FACTORY_LABEL,
        environment=dict(module.environment),
    )


@contextmanager
def new_practice_plant(data: Data, bench: PracticeBench) -> Iterator[Plant]:
    """Set up a practice station in an empty data folder and open it.

    The factory's keys are made in the bench's factory token, the record is begun, the practice
    TPM maker's certificates are trusted, and the bench file names the bench's seats.
    """
    file = _factory_file(bench.factory_module)
    ceremony = Ceremony(
        name=STATION_NAME,
        world=World.PRACTICE,
        root=TokenAddress(bench.root_module, ROOT_LABEL),
        root_pin=practice_pin(),
    )
    with FactoryHsm.set_up(file.address, practice_pin(), ceremony) as factory:
        records = Records.create(
            data.database, factory, station=STATION_NAME, practice=True, steady=steady_seconds
        )
        audit_certificate = factory.audit_certificate
        with records:
            for certificate in bench.trust.roots:
                records.add_root(certificate, RootKind.ROOT)
            for certificate in bench.trust.intermediates:
                records.add_root(certificate, RootKind.INTERMEDIATE)
    positions = tuple(position_of(seat) for seat in bench.seats)
    write_bench(data.bench, Bench(name="practice", position=positions))
    file.write(data, audit_certificate)
    with open_plant(data, practice_pin()) as plant:
        yield plant
