"""All that a service has, page by page; who is broken off goes on where the last page ended.

A query's body is the same for every page, and what an answer's `x-ms-continuation` says is sent
with the next (dps/FACTS.md 2.4): without it, that was the last page.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from pydantic import JsonValue

from station.errors import StationError
from station.model.handoff import Cancel
from station.model.names import shown
from station.service.client import ServiceClient
from station.service.documents import BulkKind

PAGE_ITEMS: Final = 100
_NEXT: Final = "x-ms-continuation"
_LONGEST: Final = 8_192

Document = Mapping[str, JsonValue]


@dataclass(frozen=True)
class Page:
    """A part of what there is.

    Attributes:
        items: the documents, as the service shows them.
        after: what the next page is asked for with; empty where this is the last.
    """

    items: tuple[Document, ...]
    after: str


def page_of(
    client: ServiceClient, kind: BulkKind, cancel: Cancel, after: str = "", most: int = PAGE_ITEMS
) -> Page:
    """Return one page of all enrollments, or of all groups.

    Args:
        client: of the service.
        kind: of which.
        cancel: ends the wait for an answer.
        after: what the page before said; empty for the first.
        most: how many items are wanted; the service may give fewer, and still have more.

    Raises:
        StationError: as `ServiceClient.answer`; SVC-041, SVC-043.
    """
    query = f"SELECT * FROM {kind}"  # noqa: S608 - the service's own language, and one of two words
    body = json.dumps({"query": query}).encode("ascii")
    return _page(client, f"/{kind}/query", body, cancel, (after, most))


def registrations_page(
    client: ServiceClient, group: str, cancel: Cancel, after: str = "", most: int = PAGE_ITEMS
) -> Page:
    """Return one page of how devices registered by a group; as `page_of`.

    It is empty where there is no such group: it may have been taken away since it was listed.
    """
    path = f"/registrations/{quote(group, safe='')}/query"
    return _page(client, path, None, cancel, (after, most), gone=Page((), ""))


def pages(
    client: ServiceClient, kind: BulkKind, cancel: Cancel, after: str = "", most: int = PAGE_ITEMS
) -> Iterator[Page]:
    """Yield the pages from one on; who fails goes on with the `after` of the last that came.

    Args:
        client: of the service.
        kind: of which.
        cancel: ends it.
        after: of the page before the first that is wanted; empty for all.
        most: as `page_of` has it.

    Raises:
        StationError: as `page_of`; SVC-041 too where the service goes round in circles.
    """
    while True:
        page = page_of(client, kind, cancel, after, most)
        yield page
        if not page.after:
            return
        if page.after == after:
            raise client.unclear("its list goes round in circles")
        after = page.after


def registration_of(client: ServiceClient, name: str, cancel: Cancel) -> Document | None:
    """Return how a device registered, or None where it hasn't; as `ServiceClient.get`."""
    answer = client.read(f"/registrations/{quote(name, safe='')}", cancel)
    return None if answer is None else client.object_in(answer)


def _page(
    client: ServiceClient,
    path: str,
    body: bytes | None,
    cancel: Cancel,
    asked: tuple[str, int],
    *,
    gone: Page | None = None,
) -> Page:
    after, most = asked
    headers = {"x-ms-max-item-count": str(most)} | ({_NEXT: after} if after else {})
    answer = client.answer("POST", path, cancel, body, headers)
    if gone is not None and answer.status == 404:
        return gone
    if not answer.good:
        client.refused(answer)
    listed = client.json_in(answer)
    if not isinstance(listed, list):
        raise client.unclear("its list is none")
    items = tuple(one for one in listed if isinstance(one, dict))
    if len(items) < len(listed):
        raise client.unclear("its list holds what is no document")
    more = answer.headers.get(_NEXT, "")
    if len(more) > _LONGEST or not (more.isascii() and more.isprintable()):
        raise StationError("SVC-041", shown(more), name=client.account.host, why="its next page")
    return Page(items, more)
