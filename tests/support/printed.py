"""A printer that keeps what it is told to print, or breaks."""

from dataclasses import dataclass, field

from station.model.label import Label


@dataclass
class Printed:
    """A printer in memory.

    Attributes:
        error: what it raises each time; None where it prints.
        labels: what it was told to print.
    """

    error: Exception | None = None
    labels: list[Label] = field(default_factory=list)

    def print(self, label: Label) -> None:
        """Keep a label, or break."""
        self.labels.append(label)
        if self.error is not None:
            raise self.error

    def check(self) -> str:
        """Say that it is ready."""
        return "ready"
