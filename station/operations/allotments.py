"""A lot on several stations: allotments are issued here, and orders are made with others'."""

from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from station.errors import StationError
from station.line.profiles import find_profile
from station.model.allotment import Allotment, audit_key_of
from station.model.names import shown
from station.model.order import OrderSpec
from station.model.profile import Profile
from station.model.rights import Approval
from station.operations.order_desk import checked_spec
from station.operations.plant import KNOWN, Plant
from station.records.allotments import AllotmentTerms
from station.service.allotments import begin_folder, read_allotment, write_allotment
from station.service.exports.manifest import notice

_MAX_CERTIFICATE: Final = 100_000


def audit_key_in(path: Path) -> str:
    """Return the audit key that a certificate's file names, as `Allotment` has it.

    Args:
        path: another station's `audit.pem`, or the same in DER.

    Raises:
        StationError: CFG-004 where it can't be read or is no certificate.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_CERTIFICATE)
    except OSError as error:
        raise StationError("CFG-004", why=f"{path} can't be read: {error.strerror}") from error
    try:
        if b"-----BEGIN CERTIFICATE-----" in data:
            data = x509.load_pem_x509_certificate(data).public_bytes(Encoding.DER)
        return audit_key_of(data)
    except ValueError as error:
        raise StationError("CFG-004", why=f"{path} holds no certificate") from error


def issue_allotment(
    plant: Plant,
    order: str,
    out: Path,
    split: tuple[int, str] | None = None,
    approval: Approval | None = None,
) -> Allotment:
    """Allot an order to this station as it stands, or split units off it for another one.

    What is split off is gone from the order before the allotment is signed, so that no crash leaves
    the same units to two stations: one between the two leaves them to nobody.

    Args:
        plant: the open station.
        order: its name.
        out: a new or empty folder for the allotment, its signature and the chain.
        split: how many units, and the audit key of the station that they are for; None to allot
            all of it to this one, for whoever takes the units in.
        approval: for `Right.ALLOT`; practice needs none.

    Raises:
        StationError: CFG-005 where the folder isn't empty, CFG-003 where it can't be written; as
            `Plant.job` and `AllotmentBook.issue`; the factory HSM's own.
    """
    tools = plant.tools
    quantity, key = split or (None, audit_key_of(tools.factory.audit_certificate))
    terms = AllotmentTerms(
        station=tools.station,
        notice=notice(practice=tools.factory.practice, keys_in_clear=False),
        audit_key=key,
        profile_version=plant.job(order).profile.version,
        quantity=quantity,
    )
    begin_folder(out)
    allotment = tools.records.allotments.issue(order, terms, approval)
    write_allotment(allotment, tools.factory, out)
    return allotment


def allotment_for(plant: Plant, path: Path) -> Allotment:
    """Return an allotment that was issued to this very station.

    Raises:
        StationError: SVC-028 where it isn't genuine, or not from a station under the same root;
            SVC-029 where it is for another station, or of the other world; SVC-012.
    """
    factory = plant.tools.factory
    allotment = read_allotment(path, factory.issuing_chain[-1]).allotment
    name = shown(str(path), 200)
    if allotment.audit_key != audit_key_of(factory.audit_certificate):
        detail = f"for the audit key {allotment.audit_key}"
        raise StationError("SVC-029", detail, path=name, why="it is for another station")
    if allotment.practice != factory.practice:
        raise StationError("SVC-029", path=name, why="it is of the other world")
    return allotment


def allotted_spec(allotment: Allotment, name: str) -> OrderSpec:
    """Return the order that an allotment makes under a name of this station's.

    Its enrollment group has the order's name: the group of the station that issued the allotment
    has a key that never leaves that one's token.

    Raises:
        StationError: CFG-004 where it can't be a name, or is that of the other station's group.
    """
    other = allotment.spec.group_id or allotment.order
    if name.lower() == other.lower():
        why = f"{shown(name)} is the other station's enrollment group: name the order otherwise"
        raise StationError("CFG-004", why=why)
    return checked_spec(allotment.spec, name=name, group_id=None)


def allotted_product(profiles: Path, allotment: Allotment) -> Profile:
    """Return the profile of an allotment's product; PRF-003 where there is no such profile."""
    return find_profile(allotment.spec.profile, profiles, KNOWN).profile
