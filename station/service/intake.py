"""The last check of a lot, at intake: that exports hold no unit that an allotment doesn't allow.

It takes the files alone, and no station's database: an allotment, and all exports that its station
made of it. What a station didn't export it can't know of.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from station.errors import StationError
from station.model.allotment import Allotment
from station.model.names import shown
from station.service.allotments import GenuineAllotment, read_allotment
from station.service.exports.checked import Trusted, changed, lines_in
from station.service.exports.manifest import UNITS
from station.service.exports.units import MAX_LINE, UnitLine
from station.service.exports.verify import Verified, verify


@dataclass(frozen=True)
class Intake:
    """Exports that hold only what an allotment allows.

    Attributes:
        allotment: the allotment.
        by: where the certificate came from that all signatures lead to.
        exports: what was found of each export, in the order of the folders.
        units: how many different units there are in all of them.
    """

    allotment: Allotment
    by: Trusted
    exports: Sequence[Verified]
    units: int


def check_intake(folders: Sequence[Path], allotment: Path, trust: bytes | None) -> Intake:
    """Check exports, and their units against an allotment.

    A unit that was exported twice, unchanged, counts once.

    Args:
        folders: the exports, all that there are of this allotment.
        allotment: the allotment's file.
        trust: certificates in PEM or one in DER that the allotment's signature must lead to, got
            by another way; None to take the chain beside it, which shows less. The exports'
            signatures must lead to the same certificate.

    Raises:
        StationError: as `read_allotment` and `verify`; SVC-030 where an export is from another
            station than the allotment names, SVC-031 where a unit has a number outside it, SVC-032
            where two units have the same, SVC-033 where an export has units of another allotment or
            doesn't tell.
    """
    genuine = read_allotment(allotment, trust)
    checking = _Checking(genuine)
    exports = [checking.export(folder) for folder in folders]
    return Intake(genuine.allotment, genuine.by, exports, len(checking.met))


@dataclass
class _Checking:
    """One intake, and the units it has met: SHA-256 of their lines, by number."""

    genuine: GenuineAllotment
    met: dict[int, bytes] = field(default_factory=dict)

    def export(self, folder: Path) -> Verified:
        """Check one export, and meet its units."""
        verified = verify(folder, self.genuine.root)
        allotment, manifest = self.genuine.allotment, verified.manifest
        name = shown(str(folder), 200)
        if manifest.audit_key is None:
            raise StationError("SVC-033", path=name, why="an older Station made it")
        if manifest.audit_key != allotment.audit_key:
            detail = f"audit key {manifest.audit_key}, allotted to {allotment.audit_key}"
            raise StationError("SVC-030", detail, path=name)
        of_lot = (manifest.practice, manifest.id_scope)
        if of_lot != (allotment.practice, allotment.spec.id_scope):
            raise StationError("SVC-033", path=name, why="it is for another service")
        count = 0
        for unit in _units(folder, verified):
            count += 1
            self._meet(unit, name)
        if count != manifest.units:
            raise changed(UNITS, f"{count} units, but {manifest.units} in the manifest")
        return verified

    def _meet(self, unit: UnitLine, path: str) -> None:
        allotment, serial = self.genuine.allotment, shown(unit.serial)
        if unit.allotment != allotment.id:
            why = f"the unit {serial} wasn't made under it"
            raise StationError("SVC-033", path=path, why=why)
        if not allotment.holds(unit.number):
            why = f"its number is {unit.number}, and those allotted end with {allotment.last}"
            if unit.number < allotment.first:
                why = (
                    f"its number is {unit.number}, and those allotted begin with {allotment.first}"
                )
            raise StationError("SVC-031", serial=serial, path=path, why=why)
        digest = hashlib.sha256(unit.canonical()).digest()
        if self.met.setdefault(unit.number, digest) != digest:
            raise StationError("SVC-032", text=str(unit.number), serial=serial, path=path)


def _units(folder: Path, verified: Verified) -> Iterator[UnitLine]:
    entry = next((one for one in verified.manifest.files if one.name == UNITS), None)
    if entry is None:
        raise changed(UNITS, "it is missing")
    for line in lines_in(folder, entry, MAX_LINE):
        try:
            yield UnitLine.parse(line)
        except ValueError as error:
            raise changed(UNITS, str(error)) from error
