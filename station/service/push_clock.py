"""Whether a service refuses a key because this computer's clock is wrong.

A token says when it ends (dps/FACTS 2.9), and every answer when it was made (RFC 9110, section
6.6.1), so a clock that goes wrong shows.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

from station.errors import StationError

# Tokens are good for five minutes, and may be for a few more at the service.
_FAR_S: Final = 120
_UNITS: Final = ((86_400, "days"), (3_600, "hours"), (60, "minutes"))


def turned_away(
    name: str, headers: Mapping[str, str], now: float, detail: str = ""
) -> StationError:
    """Return why a service doesn't take the station's key.

    Args:
        name: the service's host.
        headers: the answer's, their names in lower case.
        now: seconds since 1970 by this computer.
        detail: for the engineer.

    Returns:
        SVC-059 where the clocks are far apart, else SVC-040.
    """
    ahead = clock_gap(headers, now)
    if ahead is None or abs(ahead) <= _FAR_S:
        return StationError("SVC-040", detail, name=name)
    size, unit = next((size, unit) for size, unit in _UNITS if abs(ahead) >= size)
    why = f"{abs(ahead) / size:.0f} {unit} {'ahead of' if ahead > 0 else 'behind'}"
    return StationError("SVC-059", detail, name=name, why=why)


def clock_gap(headers: Mapping[str, str], now: float) -> float | None:
    """Return by how many seconds this computer is ahead of who answered; None where it's unsaid."""
    with suppress(ValueError, TypeError, OverflowError):
        said = parsedate_to_datetime(headers.get("date", ""))
        return now - (said if said.tzinfo else said.replace(tzinfo=UTC)).timestamp()
    return None
