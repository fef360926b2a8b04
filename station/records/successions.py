"""Tokens that took another's place, as the chain tells it, and whose signature holds from when on.

While a token works, it signs the entry that names the audit key of a second one. Nothing but such
an entry makes another key's signatures good: from the entry on by which that token takes the place.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

from station.model.audit import SignedHead
from station.records.ceremonies import CeremonyKind
from station.records.chain import HeadVerifier
from station.records.database import Value
from station.records.entries import AuditEntry, EntryKind, parse_entry

AUDIT: Final = "audit"
"""The name of the audit certificate, DER in hexadecimal, in an entry that makes a token ready."""
ISSUING: Final = "issuing"
"""There the name of the SHA-256 of the issuing CA's certificate (DER), hexadecimal."""

Rows: TypeAlias = Callable[[str, Sequence[Value]], list[sqlite3.Row]]
"""Runs a query."""

_OF_KIND: Final = "SELECT sequence, entry FROM audit WHERE instr(entry, ?) > 0 ORDER BY sequence"
_HEADS: Final = "SELECT sequence, hash, signature FROM heads"


@dataclass(frozen=True)
class Succession:
    """A token took another's place.

    Attributes:
        sequence: the number of the entry that says so.
        before: the audit certificate of the one before, DER.
        after: that of the one which follows, DER.
        prepared: the number of the entry by which it was made ready.
    """

    sequence: int
    before: bytes
    after: bytes
    prepared: int


def rows_of(connection: sqlite3.Connection) -> Rows:
    """Return what runs queries on a connection."""
    return lambda sql, values: connection.execute(sql, values).fetchall()


def successions(rows: Rows) -> list[Succession]:
    """Return all of them in their order, as far as they can be read; unchecked."""
    found = []
    for entry in _entries(rows, EntryKind.TOKEN_REPLACED):
        try:
            before, after = (bytes.fromhex(str(entry.data[name])) for name in ("before", "after"))
            prepared = int(str(entry.data["prepared"]))
        except (KeyError, ValueError):
            continue  # whose key signs from then on isn't told: no head is genuine
        found.append(Succession(entry.sequence, before, after, prepared))
    return found


def made_ready(rows: Rows, audit_certificate: bytes, signed: int) -> int | None:
    """Return the number of the newest entry by which a token was made ready, None for none.

    Args:
        rows: of the record.
        audit_certificate: the token's, DER.
        signed: the number of the newest signed entry: of later ones nobody knows who wrote them.
    """
    named = audit_certificate.hex()
    return max(
        (
            entry.sequence
            for entry in ready_entries(rows)
            if entry.data.get(AUDIT) == named and entry.sequence <= signed
        ),
        default=None,
    )


def brought(rows: Rows, audit_certificate: bytes, issuing: str) -> bool:
    """Tell whether an issuing CA came with the token that took the place as the last one.

    Args:
        rows: of the record.
        audit_certificate: of the token that works, DER.
        issuing: SHA-256 of the CA's certificate (DER), hexadecimal.
    """
    told = successions(rows)
    if not told or told[-1].after != audit_certificate:
        return False
    ready = rows("SELECT entry FROM audit WHERE sequence = ?", (told[-1].prepared,))
    named = audit_certificate.hex()
    return any(
        (entry.data.get(AUDIT), entry.data.get(ISSUING)) == (named, issuing)
        for entry in _parsed(ready)
    )


def ready_entries(rows: Rows) -> Iterator[AuditEntry]:
    """Yield the entries by which second tokens were made ready, oldest first."""
    for entry in _entries(rows, EntryKind.CEREMONY_HELD):
        if entry.data.get("what") == CeremonyKind.SECOND.value:
            yield entry


def _entries(rows: Rows, kind: EntryKind) -> Iterator[AuditEntry]:
    for row in rows(_OF_KIND, (f'"kind":"{kind.value}"',)):
        try:
            entry = parse_entry(row["entry"])
        except ValueError:
            continue  # the walk over the chain tells of it
        if (entry.sequence, entry.kind) == (row["sequence"], kind):
            yield entry


def verifier_of(rows: Rows, certificate: bytes) -> HeadVerifier:
    """Return what checks a record's heads, whichever of its tokens signed them.

    Args:
        rows: of the record.
        certificate: an audit certificate that is trusted, DER: of the first token or a later one.

    Raises:
        StationError: REC-011 where the certificate can't be used.
    """
    plain = HeadVerifier(certificate)
    ends = [*rows(f"{_HEADS} ORDER BY sequence LIMIT 1", ())]
    ends += rows(f"{_HEADS} ORDER BY sequence DESC LIMIT 1", ())
    newest = ends[-1]["sequence"] if ends else 0
    last = rows("SELECT max(sequence) AS sequence FROM audit", ())[0]["sequence"] or 0
    if newest == last and all(plain.genuine(_head(row)) for row in ends):
        return plain
    told = _consistent(successions(rows))
    keys = [(1, told[0].before), *((one.sequence, one.after) for one in told)] if told else []
    trusted = next((n for n, (_, key) in enumerate(keys) if key == certificate), None)
    if trusted is None:
        return plain
    # What came before the trusted key's time hangs in the chain that it signed. What came after
    # must have been made ready under its signature, and so on from key to key.
    for number, one in enumerate(told[trusted:], trusted):
        if not _handed_over(rows, one):
            return HeadVerifier(certificate, keys[: number + 1])
    return HeadVerifier(certificate, keys)


def _consistent(told: Sequence[Succession]) -> list[Succession]:
    """Return those up to the first that doesn't follow from the one before it."""
    good = [*told[:1]]
    for before, after in pairwise(told):
        if before.after != after.before:
            break
        good.append(after)
    return good


def _handed_over(rows: Rows, succession: Succession) -> bool:
    """Whether the key before signed that this one was made ready, ere it took the place."""
    ready = rows("SELECT entry FROM audit WHERE sequence = ?", (succession.prepared,))
    named = {one.data.get(AUDIT) for one in _parsed(ready)}
    if named != {succession.after.hex()} or succession.prepared >= succession.sequence:
        return False
    heads = rows(
        f"{_HEADS} WHERE sequence >= ? AND sequence < ? ORDER BY sequence LIMIT 1",
        (succession.prepared, succession.sequence),
    )
    before = HeadVerifier(succession.before)
    return bool(heads) and before.genuine(_head(heads[0]))


def _parsed(rows: Sequence[sqlite3.Row]) -> Iterator[AuditEntry]:
    for row in rows:
        try:
            entry = parse_entry(row["entry"])
        except ValueError:
            continue
        ready = entry.data.get("what") == CeremonyKind.SECOND.value
        if ready and entry.kind is EntryKind.CEREMONY_HELD:
            yield entry


def _head(row: sqlite3.Row) -> SignedHead:
    return SignedHead(row["sequence"], row["hash"], row["signature"])
