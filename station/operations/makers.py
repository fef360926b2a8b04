"""The TPM makers that are trusted: those that ship with Station, and a supervisor's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from station.errors import StationError
from station.model.names import shown
from station.model.rights import Approval
from station.records.roots import RootKind
from station.records.store import Records
from station.tpm.makers import shipped_makers
from station.tpm.papers import Paper

_LEAST_DIGITS: Final = 8


@dataclass(frozen=True)
class ListedMaker:
    """A certificate that is trusted, or was and is no more.

    Attributes:
        fingerprint: SHA-256, hexadecimal.
        kind: root or intermediate.
        subject: whose it is, in words, printable.
        source: "shipped" with Station, or "added".
        until: when it ends.
        trusted: whether it is.
    """

    fingerprint: str
    kind: RootKind
    subject: str
    source: str
    until: datetime
    trusted: bool


def listed_makers(records: Records) -> list[ListedMaker]:
    """Return what is trusted and what was refused; the shipped ones only where they count.

    Raises:
        StationError: REC-012 where a row isn't genuine, TPM-034 where the shipped ones are damaged.
    """
    return list(_listed(records))


def _listed(records: Records) -> Iterator[ListedMaker]:
    rows = records.root_certificates()
    refused = {row.fingerprint for row in rows if row.kind is RootKind.REFUSED}
    for row in rows:
        if row.kind is not RootKind.REFUSED:
            yield _told(row.certificate, row.kind, "added", trusted=True)
    for one in shipped_makers() if not records.practice else ():
        kind = RootKind.ROOT if one.is_root else RootKind.INTERMEDIATE
        trusted = one.fingerprint not in refused
        yield _told(one.certificate, kind, "shipped", trusted=trusted)


def _told(certificate: bytes, kind: RootKind, source: str, *, trusted: bool) -> ListedMaker:
    paper = Paper.parse(certificate)
    subject = shown(paper.subject.rfc4514_string(), 120)
    return ListedMaker(paper.fingerprint, kind, subject, source, paper.valid_until, trusted)


def add_maker(
    records: Records,
    certificate: bytes,
    kind: RootKind,
    *,
    path: str,
    now: datetime,
    approval: Approval | None = None,
) -> ListedMaker:
    """Trust a maker's certificate from now on; one that ships and was refused counts again.

    Args:
        records: the record.
        certificate: DER.
        kind: a root, which must name itself as its issuer, or what may only stand between.
        path: where it is from, printable, for the message.
        now: with a time zone.
        approval: for `Right.ROOTS`; practice needs none.

    Raises:
        StationError: TPM-033 where it can't be a maker's; REC-012, TPM-034; the factory HSM's.
    """
    try:
        paper = Paper.parse(certificate)
    except ValueError as error:
        raise StationError("TPM-033", str(error), path=path) from error
    why = _unfit(paper, now)
    if not why and kind is RootKind.ROOT and paper.subject != paper.issuer:
        why = "it is an intermediate certificate"
    if why:
        raise StationError("TPM-033", why, path=path)
    rows = records.root_certificates()
    if any(row.fingerprint == paper.fingerprint and row.kind is RootKind.REFUSED for row in rows):
        records.remove_root(paper.fingerprint, RootKind.REFUSED, approval)
    if records.practice or paper.fingerprint not in {one.fingerprint for one in shipped_makers()}:
        records.add_root(certificate, kind, approval)
    return _told(certificate, kind, "added", trusted=True)


def _unfit(paper: Paper, now: datetime) -> str | None:
    if paper.may_stand_above(0, now):
        return None
    if not paper.strong:
        return "its key is too weak"
    if not paper.valid_from <= now <= paper.valid_until:
        return "it is not valid now"
    return "it is not of an authority"


def remove_maker(records: Records, wanted: str, approval: Approval | None = None) -> ListedMaker:
    """Trust a certificate no longer.

    Args:
        records: the record.
        wanted: its SHA-256 in hexadecimal, or how that begins.
        approval: for `Right.ROOTS`; practice needs none.

    Raises:
        StationError: TPM-031 where not exactly one that is trusted begins so; REC-012, TPM-034; the
            factory HSM's.
    """
    found = [
        one
        for one in listed_makers(records)
        if one.trusted and one.fingerprint.startswith(wanted) and len(wanted) >= _LEAST_DIGITS
    ]
    count = len({one.fingerprint for one in found})
    if count != 1:
        raise StationError("TPM-031", f"{count} begin so", what=shown(wanted, 70))
    # One can stand there twice: as a root and between, or added before it came with Station.
    for one in found:
        if one.source == "added":
            records.remove_root(one.fingerprint, one.kind, approval)
        else:
            shipped = {made.fingerprint: made.certificate for made in shipped_makers()}
            records.add_root(shipped[one.fingerprint], RootKind.REFUSED, approval)
    return found[0]
