"""The entries of the audit chain in plain words."""

from collections.abc import Mapping
from typing import Final

from pydantic import JsonValue

from station.model.names import shown
from station.records.entries import AuditEntry, EntryKind

# Each template's places are names of an entry's data. What a newer or an older Station's entry
# doesn't have is left out with the words in its brackets.
WORDS: Final[Mapping[EntryKind, str]] = {
    EntryKind.CREATED: "The record of station {station} begins",
    EntryKind.ORDER_ADDED: "Order {order} was made; it is {state}",
    EntryKind.ORDER_CHANGED: "Order {order} is {state} now",
    EntryKind.ORDER_ASSIGNED: "Position {position} works on order {order}",
    EntryKind.ORDER_SECRET_SET: "The {name} of order {order} was set",
    EntryKind.EK_LIST_SET: "Order {order} takes {count} listed TPMs",
    EntryKind.ROOT_ADDED: "A certificate was put on the list as {kind}: SHA-256 {sha256}",
    EntryKind.ROOT_REMOVED: "A certificate was taken off the list as {kind}: SHA-256 {sha256}",
    EntryKind.RUN_ENDED: "Run {run} of unit {serial} ended: {outcome} [{code}]",
    EntryKind.SETTLED: "Run {run} of unit {serial} had been broken off: {outcome} [{code}]",
    EntryKind.ENROLLED: "Unit {serial} passed in run {run}: enrolled as {registration_id}",
    EntryKind.EXPORTED: "{count} enrollments were exported to {folder} as {format}",
    EntryKind.REVOKED: "The enrollment {registration_id} was revoked: {reason}",
    EntryKind.PERSON_ADDED: "{name} was added as {role} with the badge {badge}",
    EntryKind.PERSON_CHANGED: "The badge {badge} ({role}) was changed: {what}",
    EntryKind.SETTINGS_CHANGED: "The rules of the house were changed",
    EntryKind.TAKEN_OVER: "{badge} took the bench over from {before}, {enrolled} units enrolled",
    EntryKind.LOGGED_IN: "{badge} logged in",
    EntryKind.LOGGED_OUT: "{badge} logged out",
    EntryKind.LOG_IN_REFUSED: "A log-in with the badge {badge} was refused",
}
_NOTHING: Final = "-"


class _Told(dict[str, str]):
    """An entry's data as it may stand in a sentence; what isn't there is a dash."""

    def __missing__(self, name: str) -> str:
        return _NOTHING


def in_words(entry: AuditEntry) -> str:
    """Return what an entry says, in one line of printable ASCII, and who agreed to it."""
    data = entry.data
    told = _Told({name: _text(value) for name, value in data.items()})
    words = WORDS[entry.kind].format_map(told).replace(f" [{_NOTHING}]", "")
    by = data.get("by")
    if isinstance(by, list) and by:
        words += f". Agreed: {', '.join(_text(badge) for badge in by)}"
        reason = _text(data.get("reason"))
        if reason != _NOTHING and "{reason}" not in WORDS[entry.kind]:
            words += f": {reason}"
    return words


def _text(value: JsonValue) -> str:
    """Return a datum for a sentence."""
    match value:
        case None | "":
            return _NOTHING
        case str():
            return shown(value, 200)
        case list():
            return ", ".join(_text(item) for item in value)
        case _:
            return shown(str(value), 200)
