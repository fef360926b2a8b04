"""Words about the audit chain: what its entries are about, and one entry read out."""

from collections.abc import Iterator
from enum import Enum

from pydantic import JsonValue
from PySide6.QtCore import QCoreApplication

from station.model.names import shown
from station.operations.audit_words import in_words
from station.records.entries import AuditEntry, EntryKind


class About(Enum):
    """What entries are about: every kind of entry belongs to one of these."""

    UNITS = frozenset(
        {
            EntryKind.RUN_ENDED,
            EntryKind.SPENT,
            EntryKind.SETTLED,
            EntryKind.ENROLLED,
            EntryKind.REPROVISIONED,
            EntryKind.REVOKED,
            EntryKind.UNIT_CHANGED,
            EntryKind.LABEL_REPRINTED,
            EntryKind.UNIT_PINS_SET,
            EntryKind.UNIT_PINS_EXPORTED,
        }
    )
    ORDERS = frozenset(
        {
            EntryKind.ORDER_ADDED,
            EntryKind.ORDER_CHANGED,
            EntryKind.ORDER_ALLOTTED,
            EntryKind.ALLOTTED,
            EntryKind.FIRST_ARTICLE_SIGNED,
            EntryKind.FIRST_ARTICLE_REJECTED,
            EntryKind.SERIALS_SET,
            EntryKind.EK_LIST_SET,
            EntryKind.ORDER_ASSIGNED,
            EntryKind.ORDER_SECRET_SET,
            EntryKind.PROFILE_RELEASED,
            EntryKind.PROFILE_WITHDRAWN,
        }
    )
    PEOPLE = frozenset(
        {
            EntryKind.PERSON_ADDED,
            EntryKind.PERSON_CHANGED,
            EntryKind.TAKEN_OVER,
            EntryKind.LOGGED_IN,
            EntryKind.LOGGED_OUT,
            EntryKind.LOG_IN_REFUSED,
        }
    )
    SERVICE = frozenset(
        {
            EntryKind.EXPORTED,
            EntryKind.PUSH_BEGUN,
            EntryKind.PUSHED,
            EntryKind.PUSH_DECIDED,
            EntryKind.KEYS_DISCLOSED,
            EntryKind.SERVICE_SET,
            EntryKind.SERVICE_REPAIRED,
            EntryKind.LIST_IMPORTED,
            EntryKind.LIST_FORGOTTEN,
            EntryKind.HANDOFF_SET,
            EntryKind.HANDOFF_SECRET_SET,
        }
    )
    KEYS = frozenset(
        {
            EntryKind.ROOT_ADDED,
            EntryKind.ROOT_REMOVED,
            EntryKind.CA_ADDED,
            EntryKind.CA_RETIRED,
            EntryKind.CA_LIMITED,
            EntryKind.CA_PROVED,
            EntryKind.CEREMONY_HELD,
            EntryKind.TOKEN_REPLACED,
            EntryKind.GROUP_KEY_ADDED,
            EntryKind.GROUP_ROTATED,
            EntryKind.GROUP_KEY_RETIRED,
            EntryKind.GROUP_DISABLED,
            EntryKind.TOKEN_FOUND,
            EntryKind.SOFTWARE_CUSTODY,
            EntryKind.CREDENTIAL_SET,
            EntryKind.UNLOCKED,
        }
    )
    STATION = frozenset(
        {
            EntryKind.CREATED,
            EntryKind.SETTINGS_CHANGED,
            EntryKind.MOVED,
            EntryKind.CLOCK_JUMPED,
            EntryKind.BACKED_UP,
            EntryKind.RESTORED,
            EntryKind.ARCHIVED,
        }
    )
    BENCH = frozenset(
        {
            EntryKind.STOPPED,
            EntryKind.RESTARTED,
            EntryKind.CONTACTS_RESET,
            EntryKind.CHECK_UNIT_ADDED,
            EntryKind.CHECK_UNIT_REMOVED,
            EntryKind.CHECK_RUN,
        }
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("audit_words", text)


def about_words(about: About) -> str:
    """Return what entries are about, as it is chosen."""
    return {
        About.UNITS: _tr("Units and their runs"),
        About.ORDERS: _tr("Orders and profiles"),
        About.PEOPLE: _tr("People and log-ins"),
        About.SERVICE: _tr("Exports and the service"),
        About.KEYS: _tr("Keys and certificates"),
        About.STATION: _tr("The station itself"),
        About.BENCH: _tr("Bench: stops and checks"),
    }[about]


def entry_lines(entry: AuditEntry) -> Iterator[str]:
    """Yield an entry read out: what happened, when by both clocks, and each datum of it."""
    yield in_words(entry)
    yield ""
    local = entry.time.astimezone()
    yield _tr("Entry {number}, {kind}").format(number=f"{entry.sequence:,}", kind=entry.kind.value)
    yield _tr("{local} here, {utc} UTC").format(
        local=f"{local:%Y-%m-%d %H:%M:%S}", utc=f"{entry.time:%Y-%m-%d %H:%M:%S}"
    )
    yield ""
    for name, value in entry.data.items():
        yield f"{shown(name)}: {_value(value)}"


def _value(value: JsonValue) -> str:
    if isinstance(value, list):
        return ", ".join(shown(str(one), 400) for one in value)
    return shown(str(value), 400)
