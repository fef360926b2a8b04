"""Labels: what goes onto the unit once it has passed, and where it is printed."""

from typing import Protocol

from station.model.enrollment import Enrollment


class Printer(Protocol):
    """Somewhere that a label can go. A label can be printed again; it never changes an outcome."""

    def print(self, enrollment: Enrollment) -> None:
        """Print the label of an enrolled unit, or raise a StationError."""
        ...


class NoPrinter:
    """A bench without a label printer: nothing to print is not an error."""

    def print(self, enrollment: Enrollment) -> None:
        """Do nothing."""
