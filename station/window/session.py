"""What a screen works with: the open station, the bridge to its threads, and who is logged in."""

from dataclasses import dataclass

from station.model.people import Person
from station.operations.plant import Plant
from station.records.store import Records
from station.window.bridge import Bridge


@dataclass(frozen=True)
class Session:
    """Somebody at work in the window.

    Attributes:
        plant: the open station. Its methods wait for the disk and the factory's token, so they are
            called through `bridge` alone.
        bridge: to the threads that may wait.
        person: who is logged in.
    """

    plant: Plant
    bridge: Bridge
    person: Person

    @property
    def records(self) -> Records:
        """The record, for work given to the bridge."""
        return self.plant.tools.records

    @property
    def practice(self) -> bool:
        """Whether all of it is practice."""
        return self.plant.file.practice
