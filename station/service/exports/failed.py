"""The table of units that never passed, `failed-units.csv`, which any format has where asked.

It is written as `dps_csv` writes its own: ASCII, RFC 4180, cells as `cells` says. Nothing of it is
for the service. A unit stands there once, by its last run.

The columns, in this order for good; new ones come at the end: serial, order, run, position, outcome
(failed, error or cancelled), code, started (UTC, RFC 3339), seconds, tries.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, Protocol

from station.service.exports.cells import row
from station.service.exports.folder import PartFolder

FAILED: Final = "failed-units.csv"
FAILED_COLUMNS: Final = (
    "serial",
    "order",
    "run",
    "position",
    "outcome",
    "code",
    "started",
    "seconds",
    "tries",
)


class Failed(Protocol):
    """A unit that never passed, as the record tells of it."""

    @property
    def serial(self) -> str:
        """Its serial number."""
        ...

    @property
    def order(self) -> str:
        """The order's name."""
        ...

    @property
    def run(self) -> str:
        """Its last run's name."""
        ...

    @property
    def position(self) -> str:
        """Where that was."""
        ...

    @property
    def outcome(self) -> str:
        """How that ended."""
        ...

    @property
    def code(self) -> str:
        """The error's code, or an empty text."""
        ...

    @property
    def started(self) -> datetime:
        """When it began, UTC."""
        ...

    @property
    def seconds(self) -> float:
        """How long it took."""
        ...

    @property
    def tries(self) -> int:
        """How many runs the unit had in the order."""
        ...


def write_failed(part: PartFolder, units: Iterable[Failed]) -> None:
    """Write the table."""
    file = part.grow(FAILED)
    file.write(row(FAILED_COLUMNS))
    for unit in units:
        cells = (
            *(unit.serial, unit.order, unit.run, unit.position, unit.outcome, unit.code),
            f"{unit.started.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            f"{unit.seconds:.3f}",
            str(unit.tries),
        )
        file.write(row(cells))
