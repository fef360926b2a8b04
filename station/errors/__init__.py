"""The one family of errors, and the catalogue that says what each code means and what to do."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from station.errors.catalogue import CATALOGUE, Failure, Fault
from station.errors.entry import FAILURES, STOPPING

__all__ = ["CATALOGUE", "STOPPING", "Failure", "Fault", "Outcome", "StationError"]


class Outcome(Enum):
    """How a run ended. A unit's failure and a station's error are never turned into each other."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    CANCELLED = "cancelled"


_OUTCOMES: Final[Mapping[Fault, Outcome]] = {
    Fault.UNIT: Outcome.FAILED,
    Fault.STATION: Outcome.ERROR,
    Fault.USE: Outcome.ERROR,
    Fault.CANCEL: Outcome.CANCELLED,
}


class StationError(Exception):
    """Whatever Station refuses or can't do.

    Args:
        code: a key of `CATALOGUE`, such as `TPM-004`.
        detail: one line for the engineer; never a secret, never unescaped bytes of a device.
        fault: whose fault it is, where it differs from the catalogue's entry.
        data: the named places in the catalogue's message and remedy.
    """

    def __init__(
        self, code: str, detail: str = "", *, fault: Fault | None = None, **data: str | int
    ) -> None:
        entry = CATALOGUE[code]
        self.code = code
        self.detail = detail
        self.data: Mapping[str, str | int] = data
        self.fault = fault or entry.fault
        self.message = entry.message.format_map(data)
        self.remedy = entry.remedy.format_map(data)
        super().__init__(f"{code}: {self.message}")

    @property
    def outcome(self) -> Outcome:
        """The outcome of a run that ends with this error."""
        return _OUTCOMES[self.fault]

    @property
    def failure(self) -> Failure:
        """What a run leads to that ends with this error."""
        entry = CATALOGUE[self.code]
        return entry.failure if self.fault is entry.fault else FAILURES[self.fault]

    def blamed_on(self, fault: Fault) -> "StationError":
        """Return the same error laid at another's door, as when the token is the factory's own."""
        return StationError(self.code, self.detail, fault=fault, **self.data)
