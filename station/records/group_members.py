"""How many units the orders of a group have, and by which CAs' certificates they register."""

from collections.abc import Sequence
from dataclasses import dataclass

from station.records.database import Readings
from station.records.encoding import unpack_chain


@dataclass(frozen=True)
class Members:
    """Units of some orders that have the same issuer.

    Attributes:
        issuer: the CA that issued their certificates, DER; empty where they have keys.
        units: how many are let in: those that aren't revoked.
        revoked: how many were revoked, and have no newer enrollment in their place.
    """

    issuer: bytes
    units: int
    revoked: int


def read_members(reads: Readings, orders: Sequence[str]) -> list[Members]:
    """Return the units of orders by their issuers, that of the earliest unit first; unchecked."""
    places = ", ".join("?" * len(orders))
    rows = reads.rows(
        "SELECT chains.certificates, sum(enrollments.status != 'revoked') AS units,"  # noqa: S608
        " sum(enrollments.status = 'revoked' AND enrollments.replaced = 0) AS revoked"
        " FROM enrollments JOIN orders ON orders.id = enrollments.order_id"
        " LEFT JOIN chains ON chains.id = enrollments.chain_id"
        f" WHERE orders.name IN ({places})"
        " GROUP BY enrollments.chain_id ORDER BY min(enrollments.id)",
        orders,
    )
    found: dict[bytes, tuple[int, int]] = {}
    for row in rows:
        chain = unpack_chain(row["certificates"]) if row["certificates"] else ()
        issuer = chain[0] if chain else b""
        units, revoked = found.get(issuer, (0, 0))
        found[issuer] = (units + row["units"], revoked + row["revoked"])
    return [Members(issuer, *counts) for issuer, counts in found.items()]
