"""What the station in the data folder needs: its token, its bench, its profiles, its people."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from station.errors import StationError
from station.folders import Data
from station.hsm.factory import FactoryHsm
from station.hsm.trial import try_signing
from station.line.bench import Bench, load_bench
from station.line.clock import check_clock
from station.line.profiles import find_version
from station.links.port_names import SYSTEM, is_network
from station.links.port_udev import Watching
from station.model.names import shown
from station.model.order import Order, OrderState
from station.model.people import Role
from station.operations.bench_check import PortFinding, check_ports
from station.operations.custody import factory_keys
from station.operations.doctor_finding import Finding, Health, doubt, of_error, probed
from station.operations.factory_file import FactoryFile
from station.operations.handoff_file import read_handoff_file
from station.operations.plant import KNOWN, open_reader, utc_now
from station.records.releases import Release

_NO_STATION: Final = "CFG-007"
_FEWEST_SUPERVISORS: Final = 2
_LONGEST: Final = 200


def _holds_none(data: Data) -> bool:
    """Tell whether there is no station to look at, or a damaged one, which `station` tells."""
    try:
        FactoryFile.read(data)
    except StationError:
        return True
    return not data.database.is_file()


def station(data: Data) -> Iterator[Finding]:
    """Look whether the folder holds a station, and which."""
    try:
        file = FactoryFile.read(data)
        with open_reader(data) as reader:
            name, orders = reader.station, len(reader.orders())
    except StationError as error:
        if error.code == _NO_STATION:
            yield Finding("station", Health.PRACTICE_ONLY, error.message, error.remedy)
        else:
            yield of_error("station", error)
        return
    world = "practice" if file.practice else "production"
    if name == file.station:
        count = f"{orders} {'order' if orders == 1 else 'orders'}"
        yield Finding("station", Health.GOOD, f"{name} ({world}), {count}")
        return
    why = f"{data.factory.name} calls the station {shown(file.station)}, the record {name}"
    remedy = "The record's name holds. Check that the file is this station's."
    yield Finding("station", Health.PRACTICE_ONLY, why, remedy)


def token(data: Data) -> Iterator[Finding]:
    """Look whether the files that lead to the factory's token are there; nobody logs in."""
    if _holds_none(data):
        return
    file = FactoryFile.read(data)
    needed = [file.library, *file.environment.values()]
    gone = [path for path in needed if path.startswith("/") and not Path(path).exists()]
    if gone:
        text = f"the way to {file.label} is gone: there is no {', no '.join(gone)}"
        yield Finding("token", Health.BAD, text, "Put the files back, or call the supervisor.")
    else:
        yield Finding("token", Health.GOOD, f"{file.label}, by {file.library}")


def keys(data: Data) -> Iterator[Finding]:
    """Look what the factory's keys are in, and whether production may work with that."""
    if _holds_none(data):
        return
    try:
        found = factory_keys(data)
    except StationError as error:
        yield of_error("factory keys", error)
        return
    if found.error is not None:
        detail = f"{found.words}: {found.error}"
        yield Finding("factory keys", Health.BAD, detail, found.error.remedy)
    else:
        yield Finding("factory keys", Health.GOOD, found.words)


def signature(data: Data, factory: FactoryHsm | None) -> Iterator[Finding]:
    """Have the audit key sign something that stands for nothing, and verify that.

    Args:
        data: the station's folder.
        factory: the token, unlocked; None where nobody has given its PIN.
    """
    if _holds_none(data):
        return
    if factory is None:
        words = "not tried: the factory's token isn't unlocked"
        yield Finding("test signature", Health.GOOD, words)
        return

    def tried() -> str:
        try_signing(factory)
        check_clock(factory, utc_now())
        return "the audit key's signature is genuine, and the issuing CA is valid now"

    yield probed("test signature", tried, Health.BAD)


def bench(data: Data) -> Iterator[Finding]:
    """Look at the bench file, and at each position's port; none is opened."""
    if _holds_none(data):
        return
    try:
        loaded = load_bench(data.bench)
    except StationError as error:
        yield of_error("bench", error)
        return
    yield Finding("bench", Health.GOOD, _bench_words(loaded))
    for port in check_ports(loaded):
        yield _port(port, data)


def _bench_words(loaded: Bench) -> str:
    ports = [p.port for p in loaded.position if not is_network(p.port)]
    there = sum(SYSTEM.is_there(port) for port in ports)
    count = len(loaded.position)
    positions = "1 position" if count == 1 else f"{count} positions"
    return (
        f"{positions}, {there} of {len(ports)} ports there now; ports are {Watching.here().value}"
    )


def _port(port: PortFinding, data: Data) -> Finding:
    what = f"port of position {shown(port.position)}"
    if not port.remarks:
        seen = port.leads_to or ("over the network" if is_network(port.port) else "not there now")
        name = shown(port.port, _LONGEST)
        words = name if seen == port.port else f"{name}: {shown(seen, _LONGEST)}"
        return Finding(what, Health.GOOD, words)
    detail = " ".join(remark.what for remark in port.remarks)
    remedy = " ".join(remark.remedy for remark in port.remarks)
    return Finding(what, Health.BAD if port.forbidden else doubt(data), detail, remedy)


def handoffs(data: Data) -> Iterator[Finding]:
    """Look at the file that says how to speak to the factory's MES, where there is one."""
    if data.handoff.exists() and not _holds_none(data):
        yield probed("hand-offs", lambda: ", ".join(read_handoff_file(data)), Health.BAD)


def profiles(data: Data) -> Iterator[Finding]:
    """Look whether each order that goes on has its profile, unchanged and released."""
    if _holds_none(data):
        return
    try:
        with open_reader(data) as reader:
            open_now = [one for one in reader.orders() if one.state is not OrderState.CLOSED]
            released = reader.released_profiles()
    except StationError as error:
        yield of_error("profiles", error)
        return
    wrong = [found for order in open_now for found in _profile(data, order, released)]
    yield from wrong
    if not wrong:
        count = "1 order" if len(open_now) == 1 else f"{len(open_now)} orders"
        words = f"those of {count} are as they were" if open_now else "no order is open"
        yield Finding("profiles", Health.GOOD, words)


def _profile(data: Data, order: Order, released: Sequence[Release]) -> Iterator[Finding]:
    try:
        _check_profile(data, order, released)
    except StationError as error:
        yield of_error(f"profile of order {shown(order.name)}", error, doubt(data))


def _check_profile(data: Data, order: Order, released: Sequence[Release]) -> None:
    name = order.spec.profile
    find_version(name, order.profile_hash, data.profiles, KNOWN)
    standing = {(one.name, one.hash) for one in released if not one.withdrawn}
    if not order.practice and (name, order.profile_hash) not in standing:
        raise StationError("PRF-008", name=shown(name))


def people(data: Data) -> Iterator[Finding]:
    """Look whether two supervisors can agree to something, as much needs; practice needs none."""
    if _holds_none(data) or FactoryFile.read(data).practice:
        return
    try:
        with open_reader(data) as reader:
            active = [one for one in reader.people() if one.active]
    except StationError as error:
        yield of_error("people", error)
        return
    count = sum(one.role is Role.SUPERVISOR for one in active)
    words = f"{len(active)} may log in, {count} of them supervisors"
    if count < _FEWEST_SUPERVISORS:
        remedy = "Add another supervisor: 'station operator add'. Much takes two who agree."
        yield Finding("people", Health.WARNING, words, remedy)
    else:
        yield Finding("people", Health.GOOD, words)
