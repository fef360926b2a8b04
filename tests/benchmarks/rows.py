"""Every row of the benchmark, by name: a new one is a function beside this, and a line here."""

from collections.abc import Mapping
from typing import Final

from tests.benchmarks.row import Row

ROWS: Final[Mapping[str, Row]] = {}
