"""The practice bench's own processes, for the entry point to start."""

from station.practice.keeper import main as keeper
from station.practice.unit import main as unit

__all__ = ["keeper", "unit"]
