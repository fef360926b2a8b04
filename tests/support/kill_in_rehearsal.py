"""A station killed just when one of its units rehearses, which by chance is rare."""

import time
from typing import Final

from tests.support.kill_campaign import Campaign, Station
from tests.support.noise_oracle import Differs

_BEGINS_S: Final = 120.0


def kill_in_rehearsal(running: Campaign, after_s: float) -> None:
    """Have a campaign's station killed so long after a unit has begun to rehearse."""
    running.kills += 1
    station = Station(running)
    try:
        station.await_open()
        running._check(station)
        _await_rehearsal(station)
        time.sleep(after_s)
    except Differs as error:
        running.findings.append(f"kill {running.kills}: {error}")
    finally:
        station.kill()


def _await_rehearsal(station: Station) -> None:
    until = time.monotonic() + _BEGINS_S
    while not station.rehearsing:
        if time.monotonic() > until or station.over:
            raise Differs(f"no unit rehearses:\n{station.stacks()}")
        time.sleep(0.001)
