"""The keys of production groups in an export: wrapped for their owner, and nobody else's to open.

A group's document holds words where its key belongs that no service takes for a key: it would make
up one of its own where there was none, and every unit of the group would be dead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.model.enrollment import EnrollmentGroup
from station.model.group import GroupKey
from station.model.names import shown
from station.service.documents import Wishes, encoded
from station.service.exports.filenames import file_stem
from station.service.exports.folder import PartFolder
from station.service.exports.manifest import SealedKey
from station.service.group_documents import disabled, keyed_document
from station.service.shapes import GroupEnrollment

MISSING_KEY: Final = "<the key of this group, in base64>"
MISSING_KEYS: Final = (
    "<the primary key of this group, in base64>",
    "<the secondary key of this group, in base64>",
)
HOW: Final = (
    "openssl pkeyutl -decrypt -inkey OWNER.pem -pkeyopt rsa_padding_mode:oaep -in FILE | base64 -w0"
)


@dataclass(frozen=True)
class KeyedGroup:
    """A group as its document is to have it.

    Attributes:
        group: its name.
        wishes: what its order wishes for its units at the service.
        keys: those that the service is to have: the primary, then the secondary if there is one.
        disabled: whether it lets no unit in any more.
        changed: whether the service may have it as it was before: it was rotated or disabled.
    """

    group: EnrollmentGroup
    wishes: Wishes
    keys: Sequence[GroupKey]
    disabled: bool
    changed: bool


def write_sealed_keys(part: PartFolder, wanted: KeyedGroup) -> list[SealedKey]:
    """Write a group's wrapped keys, and its document with a gap for each; return what there is.

    Args:
        part: the export's folder.
        wanted: the group.

    Raises:
        StationError: SVC-034 where a key was wrapped for no owner, SVC-007.
    """
    name = wanted.group.group_id
    if not wanted.keys or not all(key.for_files for key in wanted.keys):
        raise StationError("SVC-034", name=shown(name.text))
    stem = file_stem(name)
    document = f"group-{stem}.template.json"
    told: list[SealedKey] = []
    for key, (suffix, member) in zip(wanted.keys, _PLACES, strict=False):
        sealed = SealedKey(
            group=name.text,
            file=f"group-key-{stem}{suffix}.oaep",
            document=document,
            missing_key=f"attestation.symmetricKey.{member}",
            certificate=key.owner,
            how=HOW,
            mode="update" if wanted.changed else "create",
        )
        part.write(sealed.file, key.owner_copy)
        told.append(sealed)
    part.write(document, encoded(_template(wanted)))
    return told


# How a key's file is called, and the member of the document that it belongs into.
_PLACES: Final = (("", "primaryKey"), (".secondary", "secondaryKey"))


def _template(wanted: KeyedGroup) -> GroupEnrollment:
    """Return the group's document with words in place of its keys."""
    words = [MISSING_KEY] if len(wanted.keys) == 1 else [*MISSING_KEYS]
    document = keyed_document(wanted.group, words, wanted.wishes)
    return disabled(document) if wanted.disabled else document
