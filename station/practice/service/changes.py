"""What changes enrollments and groups: one at a time, or ten of them."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from pydantic import JsonValue

from station.practice.service.described import object_in
from station.practice.service.enrollments import NAME_MOST, Entry, Kind, entry_of, name_in
from station.practice.service.problems import (
    Refused,
    bad_request,
    conflict,
    mismatch,
    not_found,
)
from station.practice.service.store import Store

BULK_MOST: Final = 10
_ETAG: Final = re.compile(r'"[^"\\]+"')
_GROUPS_MOST: Final = 100
_INDIVIDUALS_MOST: Final = 1_000_000


def found(store: Store, kind: Kind, name: str) -> Entry:
    """Return an enrollment or a group.

    Raises:
        Refused: 404.
    """
    entry = store.get(kind, name)
    if entry is None:
        raise not_found(kind.noun)
    return entry


def put(store: Store, kind: Kind, body: JsonValue, if_match: str | None) -> Entry:
    """Make one, or change one where an ETag is given.

    Args:
        store: where.
        kind: of which.
        body: the document.
        if_match: the header: an ETag in quotes, or `*`; without it, what is there isn't changed.

    Raises:
        Refused: 400; 404 where there is none to change; 409; 412.
    """
    before = store.get(kind, name_in(kind, body))
    if if_match is None:
        return _create(store, kind, body, before)
    return _update(store, kind, body, before, if_match)


def delete(store: Store, kind: Kind, name: str, if_match: str | None) -> None:
    """Take one away.

    Raises:
        Refused: 404, 412.
    """
    entry = found(store, kind, name)
    check_match(entry.etag, if_match)
    store.delete(entry)
    if kind.group:
        return
    made = store.registration(name)
    if made is not None and not made.group:
        store.delete_registration(name)


def run_bulk(
    store: Store, kind: Kind, body: JsonValue, *, tells_successes: bool
) -> dict[str, JsonValue]:
    """Do the same to up to ten, each of which may fail alone.

    Args:
        store: where.
        kind: to which.
        body: a BulkEnrollmentOperation, or one of groups.
        tells_successes: whether the list of errors holds also what went well, as the service's
            has been seen to.

    Raises:
        Refused: 400 for the whole: a mode that isn't known, too many, the same one twice.
    """
    items, mode = _asked(kind, body)
    each = _MODES[mode]
    told: list[JsonValue] = []
    failed = False
    for item, name in items:
        code, status = 200, "Succeeded"
        try:
            each(store, kind, item, name)
        except Refused as refused:
            failed, code, status = True, refused.code, refused.message
        if tells_successes or code != 200:
            told.append({kind.key: name, "errorCode": code, "errorStatus": status})
    return {"isSuccessful": not failed, "errors": told}


def _asked(kind: Kind, body: JsonValue) -> tuple[list[tuple[JsonValue, str]], str]:
    asked = object_in(body)
    mode, given = asked.get("mode"), asked.get(kind.table)
    if not isinstance(given, list):
        raise bad_request(f"{kind.table} is required.")
    if not isinstance(mode, str) or mode not in _MODES:
        raise bad_request("Unknown mode.")
    if not 0 < len(given) <= BULK_MOST:
        raise bad_request(f"A bulk operation has 1 to {BULK_MOST} items.")
    items = [(item, _said(kind, item)) for item in given]
    names = [name.casefold() for _, name in items]
    if len(set(names)) < len(names):
        raise bad_request("An item is in the operation twice.")
    return items, mode


def _said(kind: Kind, item: JsonValue) -> str:
    """Return the name that an item says; what is wrong with it is its own error."""
    name = item.get(kind.key) if isinstance(item, dict) else None
    if not isinstance(name, str):
        raise bad_request(f"{kind.key} is required.")
    if len(name) > NAME_MOST:
        raise bad_request(f"{kind.key} is too long.")  # an answer couldn't name it
    return name


def _create(store: Store, kind: Kind, body: JsonValue, before: Entry | None) -> Entry:
    entry = entry_of(kind, body, None)
    if before is not None:
        raise conflict(kind.noun)
    if _is_full(store, entry):
        raise bad_request(f"Quota exceeded: there are too many of {kind.table}.")
    store.add(entry)
    return entry


def _is_full(store: Store, entry: Entry) -> bool:
    count = store.count(entry.kind)
    if not entry.kind.group:
        return count >= _INDIVIDUALS_MOST
    if count < _GROUPS_MOST:
        return False
    kinds = [one.attestation.kind for one in store.all(entry.kind)]
    return kinds.count(entry.attestation.kind) >= _GROUPS_MOST


def _update(
    store: Store, kind: Kind, body: JsonValue, before: Entry | None, if_match: str
) -> Entry:
    if before is None:
        # An upsert: `*` is any state, and so is none.
        if if_match == "*":
            return _create(store, kind, body, None)
        raise not_found(kind.noun)
    check_match(before.etag, if_match)
    entry = entry_of(kind, body, before)
    store.change(entry)
    return entry


def check_match(etag: str, if_match: str | None) -> None:
    """Check an If-Match header.

    Args:
        etag: of what is there, with its quotes.
        if_match: the header: an ETag in quotes, or `*`; without it anything goes.

    Raises:
        Refused: 400 for what is neither, 412.
    """
    if if_match is None or if_match == "*":
        return
    if not _ETAG.fullmatch(if_match):
        raise bad_request("ETag is invalid")
    if if_match != etag:
        raise mismatch()


def _bulk_create(store: Store, kind: Kind, item: JsonValue, name: str) -> None:
    _create(store, kind, item, store.get(kind, name))


def _bulk_update(store: Store, kind: Kind, item: JsonValue, name: str) -> None:
    _update(store, kind, item, found(store, kind, name), "*")


def _bulk_update_matching(store: Store, kind: Kind, item: JsonValue, name: str) -> None:
    etag = object_in(item).get("etag")
    # Without one none can match; that it is a text, is checked with the rest.
    _update(store, kind, item, found(store, kind, name), etag if isinstance(etag, str) else "")


def _bulk_delete(store: Store, kind: Kind, item: JsonValue, name: str) -> None:
    del item
    delete(store, kind, name, None)


_MODES: Final[Mapping[str, Callable[[Store, Kind, JsonValue, str], None]]] = {
    "create": _bulk_create,
    "update": _bulk_update,
    "updateIfMatchETag": _bulk_update_matching,
    "delete": _bulk_delete,
}
