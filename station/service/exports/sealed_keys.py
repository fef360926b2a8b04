"""The keys of production groups in an export: wrapped for their owner, and nobody else's to open.

A group's document holds words where its key belongs that no service takes for a key: it would make
up one of its own where there was none, and every unit of the group would be dead.
"""

from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.model.enrollment import EnrollmentGroup
from station.model.group import GroupKey
from station.model.names import shown
from station.model.order import Allocation, Twin
from station.model.proof import MADE_KEY
from station.secret import Secret
from station.service.documents import GroupEnrollment, encoded, enrollment_group
from station.service.exports.filenames import file_stem
from station.service.exports.folder import PartFolder
from station.service.exports.manifest import SealedKey

MISSING_KEY: Final = "<the key of this group, in base64>"
HOW: Final = (
    "openssl pkeyutl -decrypt -inkey OWNER.pem -pkeyopt rsa_padding_mode:oaep -in FILE | base64 -w0"
)


@dataclass(frozen=True)
class KeyedGroup:
    """A group, and what its order wishes for its units at the service."""

    group: EnrollmentGroup
    twin: Twin | None
    allocation: Allocation | None


def write_sealed_key(part: PartFolder, wanted: KeyedGroup, key: GroupKey | None) -> SealedKey:
    """Write a group's wrapped key, and its document with a gap for it; return what there is to say.

    Args:
        part: the export's folder.
        wanted: the group.
        key: what is on record of its key, None for nothing.

    Raises:
        StationError: SVC-034 where the key was wrapped for no owner, SVC-007.
    """
    name = wanted.group.group_id
    if key is None or not key.owner_copy:
        raise StationError("SVC-034", name=shown(name.text))
    stem = file_stem(name)
    sealed = SealedKey(
        group=name.text,
        file=f"group-key-{stem}.oaep",
        document=f"group-{stem}.template.json",
        missing_key="attestation.symmetricKey.primaryKey",
        certificate=key.owner,
        how=HOW,
    )
    part.write(sealed.file, key.owner_copy)
    part.write(sealed.document, encoded(_template(wanted)))
    return sealed


def _template(wanted: KeyedGroup) -> GroupEnrollment:
    """Return the group's document with words in place of its key."""
    document = enrollment_group(
        wanted.group, Secret(bytes(MADE_KEY)), wanted.twin, wanted.allocation
    )
    document["attestation"] = {
        "type": "symmetricKey",
        "symmetricKey": {"primaryKey": MISSING_KEY},
    }
    return document
