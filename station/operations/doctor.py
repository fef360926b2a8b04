"""What works on this machine, what is missing, and what to do about it."""

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from station.errors import StationError
from station.folders import Data
from station.operations.plant import FactoryFile, open_reader
from station.practice.modules import Programs
from station.tpm.session import check_library

_FREE_BYTES: Final = 500_000_000


class Health(Enum):
    """How a part of the station is."""

    GOOD = "good"
    PRACTICE_ONLY = "practice-only"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        what: the part.
        health: how it is; `PRACTICE_ONLY` where only practice lacks something.
        detail: what was seen.
        remedy: what to do, or empty.
    """

    what: str
    health: Health
    detail: str
    remedy: str = ""


def examine(data: Data) -> Sequence[Finding]:
    """Look at everything a station needs; nothing is changed, and no PIN is asked for."""
    return [
        _python(),
        _probed("TPM library", check_library, Health.BAD),
        _probed("practice parts", _practice_parts, Health.PRACTICE_ONLY),
        _disk(data),
        _station(data),
    ]


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding("Python", Health.GOOD, version)


def _practice_parts() -> str:
    programs = Programs.found()
    return f"{programs.swtpm}, {programs.softhsm}"


def _probed(what: str, probe: Callable[[], object], missing: Health) -> Finding:
    try:
        return Finding(what, Health.GOOD, str(probe()))
    except StationError as error:
        return Finding(what, missing, f"{error} {error.detail}".strip(), error.remedy)


def _disk(data: Data) -> Finding:
    folder = next(p for p in (data.root, *data.root.parents) if p.is_dir())
    free = shutil.disk_usage(folder).free
    text = f"{free // 1_000_000:,} MB free for {data.root}"
    if free < _FREE_BYTES:
        return Finding("disk", Health.BAD, text, "Free at least 500 MB.")
    return Finding("disk", Health.GOOD, text)


def _station(data: Data) -> Finding:
    try:
        file = FactoryFile.read(data)
        with open_reader(data) as reader:
            orders = len(reader.orders())
    except StationError as error:
        if error.code == "CFG-007" and not error.detail:
            return Finding("station", Health.PRACTICE_ONLY, error.message, error.remedy)
        return Finding("station", Health.BAD, f"{error} {error.detail}".strip(), error.remedy)
    world = "practice" if file.practice else "production"
    return Finding("station", Health.GOOD, f"{file.station} ({world}), {orders} orders")
