"""What an admission is asked besides the quantity: each gate refuses it, or lets it pass."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from station.records.orders import OrderRow


@dataclass(frozen=True)
class Admission:
    """A unit that is about to be admitted.

    Attributes:
        run: the row of its run.
        serial: its serial number; it counts without case.
        order: the open order that it is for, genuine.
    """

    run: int
    serial: str
    order: OrderRow


Gate = Callable[[sqlite3.Connection, Admission], None]
"""Asked inside the transaction of the admission, before a place is reserved; raises to refuse."""
