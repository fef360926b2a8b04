"""The entries of the audit chain: what each kind says, and how they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from pydantic import JsonValue, TypeAdapter, ValidationError

from station.model.audit import entry_bytes
from station.records.encoding import parse_time


class EntryKind(Enum):
    """What an entry says has happened."""

    CREATED = "created"
    ORDER_ADDED = "order-added"
    ORDER_CHANGED = "order-changed"
    ORDER_ALLOTTED = "order-allotted"
    ALLOTTED = "allotted"
    FIRST_ARTICLE_SIGNED = "first-article-signed"
    FIRST_ARTICLE_REJECTED = "first-article-rejected"
    SERIALS_SET = "serials-set"
    ROOT_ADDED = "root-added"
    ROOT_REMOVED = "root-removed"
    EK_LIST_SET = "ek-list-set"
    RUN_ENDED = "run-ended"
    SPENT = "spent"
    SETTLED = "settled"
    ENROLLED = "enrolled"
    REPROVISIONED = "reprovisioned"
    EXPORTED = "exported"
    PUSH_BEGUN = "push-begun"
    PUSHED = "pushed"
    PUSH_DECIDED = "push-decided"
    KEYS_DISCLOSED = "keys-disclosed"
    REVOKED = "revoked"
    UNIT_CHANGED = "unit-changed"
    PERSON_ADDED = "person-added"
    PERSON_CHANGED = "person-changed"
    SETTINGS_CHANGED = "settings-changed"
    MOVED = "moved"
    TAKEN_OVER = "taken-over"
    LOGGED_IN = "logged-in"
    LOGGED_OUT = "logged-out"
    LOG_IN_REFUSED = "log-in-refused"
    CLOCK_JUMPED = "clock-jumped"
    ORDER_ASSIGNED = "order-assigned"
    PROFILE_RELEASED = "profile-released"
    PROFILE_WITHDRAWN = "profile-withdrawn"
    ORDER_SECRET_SET = "order-secret-set"  # noqa: S105 - a kind of entry
    UNIT_PINS_SET = "unit-pins-set"
    UNIT_PINS_EXPORTED = "unit-pins-exported"
    CA_ADDED = "ca-added"
    CA_RETIRED = "ca-retired"
    CA_LIMITED = "ca-limited"
    CA_PROVED = "ca-proved"
    CEREMONY_HELD = "ceremony-held"
    TOKEN_REPLACED = "token-replaced"  # noqa: S105 - a kind of entry
    HANDOFF_SET = "handoff-set"
    GROUP_KEY_ADDED = "group-key-added"
    GROUP_ROTATED = "group-rotated"
    GROUP_KEY_RETIRED = "group-key-retired"
    GROUP_DISABLED = "group-disabled"
    SERVICE_SET = "service-set"
    SERVICE_REPAIRED = "service-repaired"
    TOKEN_FOUND = "token-found"  # noqa: S105 - a kind of entry
    SOFTWARE_CUSTODY = "software-custody"
    BACKED_UP = "backed-up"
    RESTORED = "restored"
    ARCHIVED = "archived"
    CREDENTIAL_SET = "credential-set"
    UNLOCKED = "unlocked"
    STOPPED = "stopped"
    RESTARTED = "restarted"
    CONTACTS_RESET = "contacts-reset"
    CHECK_UNIT_ADDED = "check-unit-added"
    CHECK_UNIT_REMOVED = "check-unit-removed"
    CHECK_RUN = "check-run"
    LABEL_REPRINTED = "label-reprinted"
    LIST_IMPORTED = "list-imported"
    LIST_FORGOTTEN = "list-forgotten"
    HANDOFF_SECRET_SET = "handoff-secret-set"  # noqa: S105 - a kind of entry


@dataclass(frozen=True)
class AuditEntry:
    """One entry of the chain.

    Attributes:
        sequence: its number, from 1.
        time: when, by the station's clock, UTC; the clock can have jumped, the number can't.
        kind: what happened.
        data: what it happened to.
    """

    sequence: int
    time: datetime
    kind: EntryKind
    data: Mapping[str, JsonValue]


@dataclass(frozen=True)
class _Written:
    sequence: int
    time: str
    kind: str
    data: dict[str, JsonValue]


_WRITTEN: Final = TypeAdapter(_Written)


def parse_entry(text: str) -> AuditEntry:
    """Return the entry in its canonical `text`.

    Raises:
        ValueError: for anything else, such as the same content in another spelling.
    """
    try:
        entry = _WRITTEN.validate_json(text, strict=True)
    except ValidationError as error:
        raise ValueError("it is not an entry") from error
    canonical = entry_bytes(entry.sequence, entry.time, entry.kind, entry.data)
    if canonical != text.encode():
        raise ValueError("it is not in canonical form")
    return AuditEntry(entry.sequence, parse_time(entry.time), EntryKind(entry.kind), entry.data)
