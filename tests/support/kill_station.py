"""A station at work at all positions of its bench, each on the order that it is assigned.

`python -m tests.support.kill_station DATA` opens the station in a data folder as its supervisor
does and works until it is killed, or no position can go on. It says a JSON object a line: `open`
with what the record holds before any run begins, `end` of each run as the worker sees it,
`rehearses` and `rehearsed` as a unit begins and ends that, and `stopped` for a position that can't
go on.
"""

import faulthandler
import json
import logging
import os
import signal
import sys
from pathlib import Path
from threading import Event, Lock, Thread

from station.errors import StationError
from station.folders import Data
from station.line.bench import Position, load_bench
from station.model.run import Step, StepEvent, StepState
from station.operations.floor import Notice, StandingFeed, provision_bench
from station.operations.plant import Plant, open_plant
from station.operations.practice import practice_pin

_SAYING = Lock()


def say(**said: object) -> None:
    """Say something in one write: what is out is seen, whatever comes after."""
    with _SAYING:
        os.write(1, json.dumps(said).encode() + b"\n")


def heard(event: StepEvent) -> None:
    """Show how a run ended, and when its unit rehearses."""
    if event.step is Step.REHEARSE:
        begins = event.state is StepState.STARTED
        say(**{"rehearses" if begins else "rehearsed": event.position})
    if event.outcome is not None:
        outcome = event.outcome.value
        data = {**event.data, "run": event.run, "position": event.position}
        say(end=outcome, code=event.code, **data)


def told(position: Position, notice: Notice, serial: str) -> None:
    """Show where a unit is to be taken out that has passed before."""
    if notice is Notice.DONE_BEFORE:
        say(done_before=serial, position=position.name)


def stopped(position: Position, error: StationError) -> None:
    """Show that a position can't go on."""
    say(stopped=position.name, code=error.code, detail=error.detail)


def work(plant: Plant, position: Position, order: str) -> None:
    """Work at a position on its order."""
    job = plant.job(order)
    feed = StandingFeed(job, plant.tools.records, None, None, told)
    provision_bench(plant, [position], feed, [heard], Event(), stopped)


def main() -> None:
    """Open the station and work."""
    logging.basicConfig(level=logging.ERROR)
    faulthandler.register(signal.SIGUSR1)
    data = Data(Path(sys.argv[1]))
    with open_plant(data, practice_pin()) as plant:
        records = plant.tools.records
        usage = {order.name: records.usage(order.name) for order in records.orders()}
        said = {name: [one.enrolled, one.reserved, one.spent] for name, one in usage.items()}
        say(open=os.getpid(), usage=said, factory=plant.tools.factory.worker_pid)
        assigned = records.assignments()
        positions = load_bench(data.bench).position
        threads = [Thread(target=work, args=(plant, p, assigned[p.name])) for p in positions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    main()
