"""A practice unit's process, for the entry point to start; it loads nothing but the unit."""

from station.practice.unit import main

__all__ = ["main"]
