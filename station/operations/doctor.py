"""What works on this machine, what is missing, and what to do about it."""

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.folders import Data
from station.hsm.handshake import programs as handshake_programs
from station.line.bench import load_bench
from station.links.port_holders import owning_group
from station.links.port_names import SYSTEM, is_network
from station.links.port_udev import Watching
from station.model.names import shown
from station.operations.checks import checks_in_words, standing_of
from station.operations.custody import factory_keys
from station.operations.handoff_file import read_handoff_file
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
        _probed("TLS with token keys", _handshake_parts, Health.PRACTICE_ONLY),
        _probed("practice parts", _practice_parts, Health.PRACTICE_ONLY),
        _disk(data),
        *_station(data),
    ]


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding("Python", Health.GOOD, version)


def _practice_parts() -> str:
    programs = Programs.found()
    return f"{programs.swtpm}, {programs.softhsm}"


def _handshake_parts() -> str:
    found = handshake_programs()
    return f"{found.openssl}, {found.engine}"


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


def _station(data: Data) -> Sequence[Finding]:
    try:
        file = FactoryFile.read(data)
        with open_reader(data) as reader:
            name, orders = reader.station, len(reader.orders())
    except StationError as error:
        if error.code == "CFG-007":
            return [Finding("station", Health.PRACTICE_ONLY, error.message, error.remedy)]
        return [Finding("station", Health.BAD, f"{error} {error.detail}".strip(), error.remedy)]
    world = "practice" if file.practice else "production"
    station = Finding(
        "station", Health.GOOD, f"{name} ({world}), {orders} {'order' if orders == 1 else 'orders'}"
    )
    if name != file.station:
        why = f"{data.factory.name} calls the station {shown(file.station)}, the record {name}"
        remedy = "The record's name holds. Check that the file is this station's."
        station = Finding("station", Health.PRACTICE_ONLY, why, remedy)
    found = [station, _token(file), _keys(data), _probed("bench", lambda: _bench(data), Health.BAD)]
    found.append(_checks(data))
    if data.handoff.exists():
        found.append(_probed("hand-offs", lambda: ", ".join(read_handoff_file(data)), Health.BAD))
    return found


def _checks(data: Data) -> Finding:
    """Look whether the checks that the rules ask for are done in this shift."""
    with open_reader(data) as reader:
        good, words = checks_in_words(standing_of(reader))
    if good:
        return Finding("checks", Health.GOOD, words)
    return Finding("checks", Health.BAD, words, "Put the units for checks in before other units.")


def _token(file: FactoryFile) -> Finding:
    """Look whether the files that lead to the factory's token are there; it isn't opened."""
    needed = [file.library, *file.environment.values()]
    gone = [path for path in needed if path.startswith("/") and not Path(path).exists()]
    if gone:
        text = f"the way to {file.label} is gone: there is no {', no '.join(gone)}"
        return Finding("token", Health.BAD, text, "Put the files back, or call the supervisor.")
    return Finding("token", Health.GOOD, f"{file.label}, by {file.library}")


def _keys(data: Data) -> Finding:
    """Look what the factory's keys are in, and whether production may work with that."""
    try:
        keys = factory_keys(data)
    except StationError as error:
        return Finding("factory keys", Health.BAD, f"{error} {error.detail}".strip(), error.remedy)
    if keys.error is not None:
        return Finding("factory keys", Health.BAD, f"{keys.words}: {keys.error}", keys.error.remedy)
    return Finding("factory keys", Health.GOOD, keys.words)


def _bench(data: Data) -> str:
    bench = load_bench(data.bench)
    ports = [p.port for p in bench.position if not is_network(p.port)]
    there = [port for port in ports if SYSTEM.is_there(port)]
    for port in there:
        node = SYSTEM.real(port)
        if not os.access(node, os.R_OK | os.W_OK):
            raise StationError("LNK-041", port=port, name=owning_group(node))
    count = len(bench.position)
    positions = "1 position" if count == 1 else f"{count} positions"
    ports_now = f"{len(there)} of {len(ports)} ports there now"
    return f"{positions}, {ports_now}; ports are {Watching.here().value}"
