"""The practice bench's keeper, for the entry point to start; it loads nothing but the keeper."""

from station.practice.keeper import main

__all__ = ["main"]
