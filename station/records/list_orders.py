"""The orders that the enrollment list can be in, and the indexes that have them."""

from typing import Final, NamedTuple

from station.records.list_pieces import BY_TIME, Condition
from station.records.list_query import Mark, SortBy

# It has all that is shown.
STATE: Final = "enrollments_state"


class _Order(NamedTuple):
    """One order of the list.

    Attributes:
        keys: what it goes by: together unique, so that every line has one place.
        of_all: the index that has these keys.
        of_order: the same, within one order.
        of_mechanism: the same, within one mechanism; empty where none has it.
    """

    keys: tuple[str, ...]
    of_all: str
    of_order: str
    of_mechanism: str = ""


_BORN: Final = ("enrolled", "id")
ORDERS: Final = {
    SortBy.ENROLLED: _Order(
        _BORN, "enrollments_enrolled", BY_TIME["order_id"], BY_TIME["attestation"]
    ),
    SortBy.REGISTRATION_ID: _Order(
        ("registration_id COLLATE NOCASE", "id_scope", "replaced"),
        "enrollments_name",
        "enrollments_order_name",
        "enrollments_mechanism_name",
    ),
    SortBy.SERIAL: _Order(
        ("serial COLLATE NOCASE", "replaced"), "enrollments_serial", "enrollments_order_serial"
    ),
    SortBy.DEVICE_ID: _Order(
        ("device_name COLLATE NOCASE", "id"), "enrollments_device", "enrollments_order_device"
    ),
}
# What has no order of its own: groups, each by when they were enrolled.
GROUPS: Final = {
    SortBy.MECHANISM: "attestation",
    SortBy.ORDER: "order_id",
    SortBy.STATUS: "status",
}
_GROUP_KEYS: Final = {
    SortBy.MECHANISM: "attestation",
    SortBy.ORDER: "(SELECT name FROM orders WHERE orders.id = order_id)",
    SortBy.STATUS: "status",
}


# The filters' columns that each index has; `BESIDE` has which of them it doesn't begin with.
TELLS: Final = {
    "enrollments_enrolled": ("enrolled",),
    "enrollments_order_enrolled": ("order_id", "enrolled", "attestation"),
    "enrollments_mechanism": ("attestation", "enrolled"),
    STATE: ("status", "enrolled", "order_id", "attestation"),
    "enrollments_name": (),
    "enrollments_order_name": ("order_id",),
    "enrollments_mechanism_name": ("attestation",),
    "enrollments_serial": (),
    "enrollments_order_serial": ("order_id",),
    "enrollments_device": ("attestation",),
    "enrollments_order_device": ("order_id", "attestation"),
}


BESIDE: Final = {
    STATE: ("order_id", "attestation"),
    "enrollments_order_enrolled": ("attestation",),
    "enrollments_device": ("attestation",),
    "enrollments_order_device": ("attestation",),
}


class Way(NamedTuple):
    """Which part of an order is wanted.

    Attributes:
        sort: the order.
        descending: whether the last comes first.
        after: the line before it; None from the beginning.
        skip: how many lines come between.
        limit: how many are wanted.
    """

    sort: SortBy
    descending: bool
    after: Mark | None
    skip: int
    limit: int

    @property
    def keys(self) -> tuple[str, ...]:
        """What it goes by."""
        group = _GROUP_KEYS.get(self.sort)
        return ORDERS[self.sort].keys if group is None else (group, *_BORN)

    @property
    def sorting(self) -> str:
        """Its ORDER BY."""
        direction = "DESC" if self.descending else "ASC"
        return "ORDER BY " + ", ".join(f"{key} {direction}" for key in self.keys)

    @property
    def beyond(self) -> Condition:
        """The condition of all that comes after `after`."""
        return Condition("") if self.after is None else self._side(self.after, beyond=True)

    def until(self, last: Mark) -> Condition:
        """Return the condition of all up to a line, with it."""
        return self._side(last, beyond=False)

    def _side(self, mark: Mark, *, beyond: bool) -> Condition:
        """Return the condition of the lines on one side of a mark; itself is on this one."""
        sign = "<" if self.descending is beyond else ">"
        first, *others = self.keys
        # The first key is said by itself too, so that the index begins or ends there.
        edge = Condition(f"{first} {sign}= ?", mark[:1])
        after = Condition(f"{self.keys[-1]} {sign}{'' if beyond else '='} ?", mark[-1:])
        for key, value in reversed(list(zip(self.keys[:-1], mark[:-1], strict=True))):
            after = Condition(
                f"({key} {sign} ? OR ({key} = ? AND {after.where}))",
                (value, value, *after.values),
            )
        return Condition.all_of([edge, after]) if others else after
