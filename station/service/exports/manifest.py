"""The manifest of an export: what was written, by whom, and how far the record had come."""

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Annotated, Final, Literal

from pydantic import Field

from station.model.anchor import Anchor, Hash
from station.model.order import AllotmentId
from station.model.strict import Strict

__all__ = ["CHAIN", "MANIFEST", "MAX_MANIFEST", "SIGNATURE", "UNITS"]
__all__ += ["Anchor", "FileEntry", "Hash", "Manifest", "SealedKey"]
__all__ += ["SealedUnits", "notice"]

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.p7s"
CHAIN: Final = "chain.pem"
UNITS: Final = "units.jsonl"

PRACTICE_WORDS: Final = "PRACTICE: made of practice parts. Nothing in it is for a real service."
CLEAR_KEYS_WORDS: Final = "The group keys stand in the clear in groups-*.json."
CLEAR_UNITS_WORDS: Final = "The keys of some units stand in the clear in their documents."

MAX_MANIFEST: Final = 60_000_000
"""Bytes. The factory token's worker takes messages of up to 64 MiB; this is some 450,000 files."""
_NO_FILES: Final = b'"files":[]'

FileName = Annotated[
    str, Field(pattern=r"^(?:[A-Za-z0-9%][A-Za-z0-9%._-]*/)?[A-Za-z0-9%_][A-Za-z0-9%._-]*$")
]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of the export.

    Attributes:
        name: relative to the folder, `/` between folder and file.
        sha256: of its content, hexadecimal.
        size: bytes.
    """

    name: FileName
    sha256: Hash
    size: Annotated[int, Field(ge=0)]

    def canonical(self) -> bytes:
        """Return the entry as it stands in the manifest."""
        entry = {"name": self.name, "sha256": self.sha256, "size": self.size}
        return json.dumps(entry, separators=(",", ":")).encode("ascii")


class SealedKey(Strict):
    """The key of a group that is in the export for its owner alone.

    Attributes:
        group: its enrollmentGroupId.
        file: where the wrapped key is: RSA-OAEP with SHA-1 for hash and mask, the key's raw bytes.
        document: the group's document, which holds words where the key belongs.
        missing_key: which member of it that is.
        certificate: SHA-256 of the owner's certificate (DER), hexadecimal.
        how: a command that opens it.
        mode: how the document, once it has its keys, is to be sent: `create`; or `update`, of a
            group that was rotated or disabled, where the service has it already: to create it
            changes nothing then. Exports of an older Station tell none.
    """

    group: str
    file: FileName
    document: FileName
    missing_key: str
    certificate: Hash
    how: str
    mode: Literal["create", "update"] = "create"


class SealedUnits(Strict):
    """The documents of units with keys of their own, which are in the export for their owner alone.

    Attributes:
        files: which files they are: each a CMS EnvelopedData, DER.
        units: how many units they have.
        certificate: SHA-256 of the owner's certificate (DER), hexadecimal.
        how: a command that opens one.
    """

    files: str
    units: Annotated[int, Field(ge=1)]
    certificate: Hash
    how: str


class Manifest(Strict):
    """What is in an export folder.

    Attributes:
        kind: says what this file is.
        format_version: of this file's form; 1.
        format: the export format's name.
        station: the station's name.
        practice: whether it was made in practice.
        notice: the same in words, for whoever opens the file; empty for a real export.
        keys_in_clear: whether a file holds symmetric keys that anybody can read.
        made: when, UTC.
        id_scope: the service instance that all of it is for.
        units: how many enrollments it holds.
        by_mechanism: the same, by attestation.
        by_order: the same, by order.
        audit: the record's anchor.
        audit_key: SHA-256 of the SubjectPublicKeyInfo (DER) of the station's audit key,
            hexadecimal; None where an older Station wrote it.
        allotments: those under which its units were made, each once.
        number: which export of the station's it is, from 1; None where an older Station wrote it.
        repeats: the number of the one whose units it has once more; None where it chose them anew.
        sealed_keys: the groups' keys that are in it, each wrapped for its owner.
        sealed_units: the documents with units' own keys, where they are encrypted; else None.
        files: every file but the manifest and its signature.
    """

    kind: Literal["station-export"] = "station-export"
    format_version: Literal[1] = 1
    format: str
    station: str
    practice: bool
    notice: str
    keys_in_clear: bool
    made: datetime
    id_scope: str
    units: Annotated[int, Field(ge=1)]
    by_mechanism: dict[str, int]
    by_order: dict[str, int]
    audit: Anchor
    audit_key: Hash | None = None
    allotments: tuple[AllotmentId, ...] = ()
    number: Annotated[int, Field(ge=1)] | None = None
    repeats: Annotated[int, Field(ge=1)] | None = None
    sealed_keys: tuple[SealedKey, ...] = ()
    sealed_units: SealedUnits | None = None
    files: tuple[FileEntry, ...] = ()

    def canonical(self, files: Iterable[bytes]) -> bytes:
        """Return the manifest's bytes: compact JSON with sorted keys, in UTF-8.

        Args:
            files: canonical entries with commas between them, in pieces of any size: an export can
                hold a million files, and `self.files` would be as many objects.
        """
        head = json.dumps(
            self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()
        # Quotation marks inside values are escaped, so this is the one place of the key.
        before, _, after = head.partition(_NO_FILES)
        content = io.BytesIO()  # which doesn't copy what is in it, to grow or to give it
        content.writelines(chain((before, b'"files":['), files, (b"]", after)))
        return content.getvalue()


def notice(*, practice: bool, keys_in_clear: bool, units_in_clear: bool = False) -> str:
    """Return the words that a manifest carries."""
    words = (
        PRACTICE_WORDS if practice else "",
        CLEAR_KEYS_WORDS if keys_in_clear else "",
        CLEAR_UNITS_WORDS if units_in_clear else "",
    )
    return " ".join(word for word in words if word)
