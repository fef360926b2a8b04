"""How a ceremony begins: in an empty folder, once it was rehearsed on this computer."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.folders import Data
from station.hsm.tokens import TokenAddress
from station.operations.ceremony_plan import (
    CeremonyPlan,
    Progress,
    Rehearsal,
    StepName,
    made_plan,
    rehearsal_digest,
)
from station.operations.ceremony_protocol import check_protocol
from station.operations.plant import utc_now
from station.practice.modules import PRACTICE_PIN, Programs, make_token
from station.records.ceremonies import CeremonyKind

SET_UP: Final = "set-up"
REHEARSAL_PIN: Final = PRACTICE_PIN
"""Of both tokens in a rehearsal: public, for it guards nothing."""
_REHEARSALS: Final = "rehearsals"
_SHORT: Final = 16


def begin_ceremony(
    data: Data,
    plan: CeremonyPlan,
    rehearsal: Rehearsal | None,
    *,
    without: bool = False,
    place: str = "",
) -> Progress:
    """Write down that a ceremony begins; nothing is made yet.

    Args:
        data: a new or empty data folder.
        plan: what it is to make.
        rehearsal: what was gone through before, as `find_rehearsal` tells.
        without: whether both want to do without a rehearsal; the protocol and the chain say so.
        place: where it is held, for the protocol.

    Raises:
        StationError: CFG-043 where there is a station, CFG-005 where there is a record, CFG-042
            where a ceremony was broken off, CFG-044 where nobody rehearsed; CFG-003.
    """
    if data.factory.exists():
        raise StationError("CFG-043", path=str(data.root))
    if data.ceremony.exists():
        raise StationError("CFG-042", path=str(data.root))
    if data.database.exists():
        raise StationError("CFG-005", "it holds a record", path=str(data.root))
    if rehearsal is None and not without and not plan.practice:
        raise StationError("CFG-044")
    progress = Progress(
        kind=CeremonyKind.SET_UP, plan=plan, begun=utc_now(), rehearsal=rehearsal, place=place
    )
    progress.write(data)
    return progress


def drop_ceremony(data: Data) -> None:
    """Forget a ceremony as `may_drop` tells, so that another can be begun.

    What can't be read is put aside, as `ceremony.damaged`.

    Raises:
        StationError: CFG-042 where keys were made: it goes on, or the tokens are made empty again
            and another folder is taken. CFG-011 where it can't be read, and a record was begun.
            CFG-003.
    """
    try:
        Progress.read(data)
    except StationError:
        if not may_drop(data):
            raise
        _put_aside(data)
        return
    if not may_drop(data):
        raise StationError("CFG-042", "its tokens were used already", path=str(data.root))
    data.ceremony.unlink(missing_ok=True)


def may_drop(data: Data) -> bool:
    """Whether a ceremony can be forgotten: nothing was made of it, or it is a rehearsal.

    One that can't be read any more can, where no record was begun: held again with the same names
    and tokens, it takes the keys that are there.
    """
    try:
        progress = Progress.read(data)
    except StationError:
        return not data.database.exists()
    if progress is None or progress.plan.practice:
        return True
    return not (progress.is_done(StepName.TOKENS) or data.database.exists())


def _put_aside(data: Data) -> None:
    try:
        data.ceremony.replace(data.ceremony.with_suffix(".damaged"))
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(data.root)) from error


def find_rehearsal(plan: CeremonyPlan, practice: Path) -> Rehearsal | None:
    """Return the newest rehearsal of a plan's steps by its people that was gone through to its end.

    Args:
        plan: what is to be held.
        practice: the folder in which this user practises.
    """
    return rehearsal_of(plan.digest, practice)


def rehearsal_of(digest: str, practice: Path) -> Rehearsal | None:
    """Return the same for a plan of which the digest alone is known; see `rehearsal_digest`."""
    newest: Rehearsal | None = None
    for folder in _rehearsals(digest, practice):
        data = Data(folder)
        if not data.factory.exists():
            continue
        try:
            found = check_protocol(data.ceremonies / SET_UP, None)
        except StationError:
            continue  # a damaged one is none
        if found.document.practice and (newest is None or newest.time < found.document.made):
            newest = Rehearsal(time=found.document.made, protocol=found.digest)
    return newest


def rehearsing(station: str, supervisors: Sequence[tuple[str, str]], practice: Path) -> Data:
    """Return the folder of a rehearsal with practice tokens: the one that was broken off, or anew.

    Args:
        station: the name of the station that is to be.
        supervisors: badge and name of both.
        practice: the folder in which this user practises.

    Raises:
        StationError: CFG-002 without SoftHSM, CFG-003 where the folder can't be written; as
            `made_plan`, `make_token` and `begin_ceremony`.
    """
    digest = rehearsal_digest(station, supervisors)
    before = _rehearsals(digest, practice)
    for folder in before:
        if _goes_on(Data(folder)):
            return Data(folder)
    root = practice / _REHEARSALS / f"{digest[:_SHORT]}-{len(before) + 1}"
    data = Data.made(root)
    places = [_token(root / "tokens" / name, name) for name in ("rehearsal-root", "rehearsal")]
    plan = made_plan(
        station=station,
        practice=True,
        root=places[0],
        factory=places[1],
        supervisors=supervisors,
    )
    begin_ceremony(data, plan, None)
    return data


def _goes_on(data: Data) -> bool:
    try:
        return Progress.read(data) is not None
    except StationError:
        return False  # a rehearsal that can't be read is held anew


def _token(folder: Path, label: str) -> TokenAddress:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StationError("CFG-003", str(error), path=str(folder)) from error
    return TokenAddress(make_token(folder, label, Programs.found().softhsm), label)


def _rehearsals(digest: str, practice: Path) -> list[Path]:
    return sorted((practice / _REHEARSALS).glob(f"{digest[:_SHORT]}-*"))
