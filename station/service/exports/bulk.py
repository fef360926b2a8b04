"""Bodies of the service's bulk requests, filled one document after another."""

from typing import Final

from station.service.documents import BULK_BYTES, BULK_ITEMS, BulkKind, BulkMode, bulk_body
from station.service.exports.folder import PartFolder

_STEMS: Final[dict[tuple[BulkKind, BulkMode], str]] = {
    ("enrollments", "create"): "enrollments",
    ("enrollmentGroups", "create"): "groups",
    ("enrollmentGroups", "update"): "group-updates",
}


class BulkFiles:
    """Request bodies of one kind, filled one document after another.

    Args:
        part: the export's folder.
        kind: what the bodies hold.
        mode: what the service is to do with it.
        stem: how the files' names begin; empty for that of kind and mode.
    """

    def __init__(
        self, part: PartFolder, kind: BulkKind, mode: BulkMode = "create", stem: str = ""
    ) -> None:
        self._part = part
        self._stem = stem or _STEMS[kind, mode]
        self._kind: BulkKind = kind
        self._mode: BulkMode = mode
        self._number = 0
        self._pending: tuple[bytes, ...] = ()

    def add(self, document: bytes) -> None:
        """Take a document; write a file whenever one is full."""
        more = (*self._pending, document)
        if len(bulk_body(self._kind, more, self._mode)) > BULK_BYTES:
            self.flush()
            more = (document,)
        self._pending = more
        if len(self._pending) == BULK_ITEMS:
            self.flush()

    def flush(self) -> None:
        """Write what is pending, if anything is."""
        if self._pending:
            self._number += 1
            name = f"{self._stem}-{self._number:04d}.json"
            self._part.write(name, bulk_body(self._kind, self._pending, self._mode))
            self._pending = ()
