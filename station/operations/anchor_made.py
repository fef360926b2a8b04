"""An anchor made on its own: how far the record has come, signed, to be kept elsewhere."""

from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime

from station.errors import StationError
from station.folders import put_whole
from station.model.strict import Strict
from station.operations.anchors import SIGNATURE_ENDING
from station.operations.plant import Plant, utc_now
from station.operations.report_words import in_fours
from station.service.exports.manifest import Anchor, notice


class MadeAnchor(Strict):
    """What is signed of it.

    Attributes:
        kind: says what this file is.
        format_version: of this file's form; 1.
        station: the station's name.
        practice: whether it is of the practice world.
        notice: the same in words; empty for a real one.
        made: when, UTC.
        audit: the audit chain's newest signed head.
    """

    kind: Literal["station-anchor"] = "station-anchor"
    format_version: Literal[1] = 1
    station: str
    practice: bool
    notice: str
    made: AwareDatetime
    audit: Anchor

    @property
    def printed(self) -> str:
        """Number and hash as a person copies them, or reads them out."""
        return f"{in_fours(str(self.audit.sequence))}\n{in_fours(self.audit.hash)}"


def anchor_now(plant: Plant) -> MadeAnchor:
    """Return how far the record has come; raises as `Reader`."""
    records = plant.tools.records
    head = records.head()
    return MadeAnchor(
        station=records.station,
        practice=records.practice,
        notice=notice(practice=records.practice, keys_in_clear=False),
        made=utc_now().replace(microsecond=0),
        audit=Anchor(sequence=head.sequence, hash=head.hash.hex()),
    )


def write_anchor(plant: Plant, path: Path) -> MadeAnchor:
    """Write an anchor, and its detached signature (CMS, DER) beside it as `.p7s`.

    Before it is signed, the record is verified: a changed one gets no newer anchor.

    Args:
        plant: the open station.
        path: the file; what is there goes.

    Raises:
        StationError: REC-011 where the record was changed, CFG-003 where the files can't be
            written, CFG-004 where the name can't be; the factory HSM's own.
    """
    if path.suffix == SIGNATURE_ENDING:
        raise StationError("CFG-004", why=f"{path.name}: the signature's own name")
    plant.tools.records.verify()
    made = anchor_now(plant)
    content = f"{made.model_dump_json(indent=1)}\n".encode()
    signature = plant.tools.factory.sign_manifest(content)
    try:
        put_whole(path.with_suffix(SIGNATURE_ENDING), signature)
        put_whole(path, content)
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(path.parent)) from error
    return made
