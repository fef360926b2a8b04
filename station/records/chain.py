"""The chain link by link, its signatures, and whether it has what is known from elsewhere: anchors.

Where an older copy was gone on with, entries are lost: the first one after them tells so, and which
it follows.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from station.errors import StationError
from station.model.audit import GENESIS, Gap, KnownHead, SignedHead, chain_hash, head_message
from station.records.entries import AuditEntry, EntryKind, parse_entry

LOSS: Final = '"lost_signature":'
"""What alone is in the text of an entry that tells of a loss: no value can hold it unescaped."""


@dataclass(frozen=True)
class Link:
    """One entry as it hangs in the chain.

    Attributes:
        sequence: its number.
        text: the entry's canonical text, as the record has it.
        previous: the chain's hash before it, 32 bytes.
        hash: the chain's hash up to it, as the record has it.
        faults: what is wrong with it, in words.
        gap: what is lost before it, where it tells of that.
    """

    sequence: int
    text: str
    previous: bytes
    hash: bytes
    faults: tuple[str, ...]
    gap: Gap | None = None


def links(connection: sqlite3.Connection) -> Iterator[Link]:
    """Yield the chain from its first entry to its last, never holding more than one."""
    previous, number = GENESIS, 0
    for row in connection.execute("SELECT sequence, entry, hash FROM audit ORDER BY sequence"):
        number += 1
        faults, gap = [], _gap_before(row, (number - 1, previous))
        if gap is not None:
            previous, number = gap.hash, row["sequence"]
        elif row["sequence"] != number:
            faults.append(f"entry {number} is missing")
            number = row["sequence"]
        if chain_hash(previous, row["entry"].encode()) != row["hash"]:
            faults.append(f"entry {number} is not the one that was written")
        yield Link(number, row["entry"], previous, row["hash"], tuple(faults), gap)
        previous = row["hash"]


def missed_anchors(connection: sqlite3.Connection, anchors: Sequence[KnownHead]) -> Iterator[str]:
    """Yield each anchor that a record lacks: it is an older copy, or has another past.

    Whether the hashes on record are those of their entries is for the walk over the chain.
    """
    last = connection.execute("SELECT max(sequence) FROM audit").fetchone()[0] or 0
    for anchor in anchors:
        number = anchor.sequence
        if number > last:
            yield f"it is an older copy: it ends with entry {last}, {anchor.source} has {number}"
            continue
        row = connection.execute(
            "SELECT sequence, entry, hash FROM audit WHERE sequence >= ? ORDER BY sequence",
            (number,),
        ).fetchone()
        if row["sequence"] == number:
            missed = anchor.hash not in {None, row["hash"]}
        else:
            missed = not _is_of(anchor, _gap_before(row, None))
        if missed:
            yield f"entry {number} is not the one that {anchor.source} has"


def _is_of(anchor: KnownHead, gap: Gap | None) -> bool:
    """Whether an anchor's entry is one of those lost, as far as that can be told."""
    if gap is None or not gap.first <= anchor.sequence <= gap.last:
        return False
    return anchor.sequence < gap.last or anchor.hash in {None, gap.hash}


def _gap_before(row: sqlite3.Row, kept: tuple[int, bytes] | None) -> Gap | None:
    """Return what an entry says is lost before it, where it says so of this very place.

    Args:
        row: the entry's.
        kept: number and hash of the entry before it on record, where those are known.
    """
    if LOSS not in row["entry"]:
        return None
    try:
        entry = parse_entry(row["entry"])
    except ValueError:
        return None
    gap = gap_of(entry)
    if gap is None or gap.last != row["sequence"] - 1:
        return None
    told = (entry.data["kept"], entry.data["kept_hash"])
    return None if kept is not None and told != (kept[0], kept[1].hex()) else gap


def gap_of(entry: AuditEntry) -> Gap | None:
    """Return what an entry says is lost, or None where it says nothing of the kind."""
    kept, lost, *hexadecimal = (
        entry.data.get(name) for name in ("kept", "lost", "lost_hash", "lost_signature")
    )
    if entry.kind is not EntryKind.MOVED or not isinstance(kept, int) or not isinstance(lost, int):
        return None
    try:
        hash_, signature = (bytes.fromhex(str(value)) for value in hexadecimal)
    except ValueError:
        return None
    # Where the copy has as many entries as the token signed, they differ in the last at least.
    gap = Gap(min(kept + 1, lost), lost, hash_, signature)
    return gap if 0 < kept <= lost and "kept_hash" in entry.data else None


def unsigned_gaps(gaps: Sequence[Gap], verifier: "HeadVerifier", signed: int) -> Iterator[str]:
    """Yield the gaps that the audit key knows nothing of: they could hide what was cut off.

    Args:
        gaps: as the chain tells.
        verifier: of the audit key.
        signed: the number of the newest signed entry.
    """
    for gap in gaps:
        if gap.last >= signed or not verifier.genuine(gap.head):
            yield f"the loss of the entries {gap.first} to {gap.last} is not signed"


class HeadVerifier:
    """Checks heads' signatures with the audit key's certificate (ECDSA over P-256, SHA-256).

    Args:
        certificate: DER.
        eras: where the token was replaced, from which entry on which certificate (DER) holds, in
            their order, the first from entry 1; else none.

    Raises:
        StationError: REC-011 where a certificate can't be used.

    Attributes:
        newest: the certificate that holds for the newest entries, DER.
        replaced: the entries from which on another certificate holds.
    """

    def __init__(self, certificate: bytes, eras: Sequence[tuple[int, bytes]] = ()) -> None:
        of_all = eras or ((1, certificate),)
        self.newest = of_all[-1][1]
        self.replaced = tuple(begin for begin, _ in of_all[1:])
        self._keys = [(begin, _key(one)) for begin, one in of_all]

    def genuine(self, head: SignedHead) -> bool:
        """Tell whether the audit key signed this head: the one that held at its entry."""
        key = self._keys[0][1]
        for begin, later in self._keys[1:]:
            if head.sequence >= begin:
                key = later
        try:
            key.verify(head.signature, head_message(head.sequence, head.hash), ec.ECDSA(SHA256()))
        except InvalidSignature:
            return False
        return True


def _key(certificate: bytes) -> ec.EllipticCurvePublicKey:
    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
    except ValueError as error:
        raise StationError("REC-011", "the audit certificate can't be read") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise StationError("REC-011", "the audit certificate holds another kind of key")
    return key
