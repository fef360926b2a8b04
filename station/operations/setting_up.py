"""What a station needs before its first unit, step by step: what is done, and what is still to do.

Nothing of it is kept: each step is looked at where it is on record, so one that is undone is to do
again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from station.errors import StationError
from station.model.order import OrderState
from station.model.people import Role
from station.operations.plant import Plant
from station.operations.teaching import bench_so_far

_SUPERVISORS: Final = 2


class SetUp(Enum):
    """A step of setting a station up, in the order in which they are taken."""

    TOKEN = "token"  # noqa: S105 - the factory's token, no password
    PEOPLE = "people"
    BENCH = "bench"
    SERVICE = "service"
    PROFILE = "profile"
    ORDER = "order"
    BACKUP = "backup"


class Done(Enum):
    """How far a step is."""

    YES = "yes"
    TO_DO = "to-do"
    LATER = "later"  # units can be made without it
    UNKNOWN = "unknown"  # it couldn't be looked at


@dataclass(frozen=True)
class SetUpStep:
    """One step.

    Attributes:
        step: which one.
        done: how far it is.
        names: what there is: the token's label, services, profiles, orders; or nothing.
        count: how many there are: supervisors, positions, orders.
        error: why it couldn't be looked at, or None.
    """

    step: SetUp
    done: Done
    names: Sequence[str] = ()
    count: int = 0
    error: StationError | None = None


def set_up_steps(plant: Plant) -> Sequence[SetUpStep]:
    """Return all steps of an open station, as they stand now."""
    return tuple(_looked(step, look, plant) for step, look in _LOOKS.items())


def next_step(steps: Sequence[SetUpStep]) -> SetUpStep | None:
    """Return the first that is still to do, before those that may come later; None where all is."""
    for done in (Done.TO_DO, Done.UNKNOWN, Done.LATER):
        found = next((one for one in steps if one.done is done), None)
        if found is not None:
            return found
    return None


def _looked(step: SetUp, look: Callable[[Plant], SetUpStep], plant: Plant) -> SetUpStep:
    try:
        return look(plant)
    except StationError as error:
        return SetUpStep(step, Done.UNKNOWN, error=error)


def _token(plant: Plant) -> SetUpStep:
    return SetUpStep(SetUp.TOKEN, Done.YES, (plant.file.station,))


def _people(plant: Plant) -> SetUpStep:
    if plant.file.practice:  # its badges are made, and nothing needs two
        return SetUpStep(SetUp.PEOPLE, Done.YES)
    people = plant.tools.records.people()
    there = [one.name for one in people if one.active and one.role is Role.SUPERVISOR]
    done = Done.YES if len(there) >= _SUPERVISORS else Done.TO_DO
    return SetUpStep(SetUp.PEOPLE, done, there, len(there))


def _bench(plant: Plant) -> SetUpStep:
    bench = bench_so_far(plant.data)
    count = 0 if bench is None else len(bench.position)
    return SetUpStep(SetUp.BENCH, Done.YES if count else Done.TO_DO, count=count)


def _service(plant: Plant) -> SetUpStep:
    names = plant.tools.records.services.names()
    return SetUpStep(SetUp.SERVICE, Done.YES if names else Done.LATER, names, len(names))


def _profile(plant: Plant) -> SetUpStep:
    if plant.file.practice:  # those that come with Station need no release
        return SetUpStep(SetUp.PROFILE, Done.YES)
    releases = plant.tools.records.released_profiles()
    names = list(dict.fromkeys(one.name for one in releases if not one.withdrawn))
    return SetUpStep(SetUp.PROFILE, Done.YES if names else Done.TO_DO, names, len(names))


def _order(plant: Plant) -> SetUpStep:
    orders = plant.tools.records.orders()
    names = [one.name for one in orders if one.state is not OrderState.CLOSED]
    return SetUpStep(SetUp.ORDER, Done.YES if names else Done.TO_DO, names, len(names))


def _backup(plant: Plant) -> SetUpStep:
    if plant.file.practice:
        return SetUpStep(SetUp.BACKUP, Done.YES)
    settings = plant.tools.records.settings()
    wanted = settings.backup_days is not None
    ready = settings.recovery is not None or not wanted
    return SetUpStep(SetUp.BACKUP, Done.YES if ready else Done.LATER)


_LOOKS: Final[Mapping[SetUp, Callable[[Plant], SetUpStep]]] = {
    SetUp.TOKEN: _token,
    SetUp.PEOPLE: _people,
    SetUp.BENCH: _bench,
    SetUp.SERVICE: _service,
    SetUp.PROFILE: _profile,
    SetUp.ORDER: _order,
    SetUp.BACKUP: _backup,
}
