"""What changes enrollments and groups: one at a time, or ten of them."""

from collections.abc import Callable, Mapping
from typing import Final

from pydantic import JsonValue

from station.practice.service.described import SERVICE, check, object_in
from station.practice.service.enrollments import Entry, Kind, entry_of, name_in
from station.practice.service.problems import (
    Refused,
    bad_request,
    conflict,
    mismatch,
    not_found,
)
from station.practice.service.store import Store

BULK_MOST: Final = 10
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
    _check_match(entry, if_match or "*")
    store.delete(entry)
    if not kind.group:
        store.delete_registration(name)


def run_bulk(store: Store, kind: Kind, body: JsonValue) -> dict[str, JsonValue]:
    """Do the same to up to ten, each of which may fail alone.

    Raises:
        Refused: 400 for the whole: a mode that isn't known, too many, the same one twice.
    """
    items, mode = _asked(kind, body)
    each = _MODES[mode]
    errors: list[JsonValue] = []
    for item, name in items:
        try:
            each(store, kind, item, name)
        except Refused as refused:
            errors.append(
                {kind.key: name, "errorCode": refused.code, "errorStatus": refused.message}
            )
    return {"isSuccessful": not errors, "errors": errors}


def _asked(kind: Kind, body: JsonValue) -> tuple[list[tuple[JsonValue, str]], str]:
    asked = object_in(body)
    mode, given = asked.get("mode"), asked.get(kind.table)
    if not isinstance(given, list):
        raise bad_request(f"{kind.table} is required.")
    if mode not in _MODES:
        raise bad_request("Unknown mode.")
    if not 0 < len(given) <= BULK_MOST:
        raise bad_request(f"A bulk operation has 1 to {BULK_MOST} items.")
    items = [(item, _said(kind, item)) for item in given]
    names = [name.casefold() for _, name in items]
    if len(set(names)) < len(names):
        raise bad_request("An item is in the operation twice.")
    return items, str(mode)


def _said(kind: Kind, item: JsonValue) -> str:
    """Return the name that an item says; what is wrong with it is its own error."""
    name = item.get(kind.key) if isinstance(item, dict) else None
    if not isinstance(name, str):
        raise bad_request(f"{kind.key} is required.")
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
    if not entry.kind.group:
        return store.count(entry.kind) >= _INDIVIDUALS_MOST
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
    _check_match(before, if_match)
    entry = entry_of(kind, body, before)
    store.change(entry)
    return entry


def _check_match(entry: Entry, if_match: str) -> None:
    if if_match == "*":
        return
    if not (len(if_match) > 2 and if_match[0] == if_match[-1] == '"'):
        raise bad_request("ETag is invalid")
    if if_match != entry.etag:
        raise mismatch()


def _bulk_create(store: Store, kind: Kind, item: JsonValue, name: str) -> None:
    check(item, SERVICE, kind.schema)
    _create(store, kind, item, store.get(kind, name))


def _bulk_update(store: Store, kind: Kind, item: JsonValue, name: str) -> None:
    check(item, SERVICE, kind.schema)
    _update(store, kind, item, found(store, kind, name), "*")


def _bulk_update_matching(store: Store, kind: Kind, item: JsonValue, name: str) -> None:
    etag = check(item, SERVICE, kind.schema).get("etag", "")
    _update(store, kind, item, found(store, kind, name), str(etag))


def _bulk_delete(store: Store, kind: Kind, item: JsonValue, name: str) -> None:
    del item
    delete(store, kind, name, None)


_MODES: Final[Mapping[str, Callable[[Store, Kind, JsonValue, str], None]]] = {
    "create": _bulk_create,
    "update": _bulk_update,
    "updateIfMatchETag": _bulk_update_matching,
    "delete": _bulk_delete,
}
