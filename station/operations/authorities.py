"""The factory's CAs at work: another one follows, or one shows a service that its key is here."""

from station.hsm.ca_keys import RootToken
from station.line.work import Tools
from station.model.rights import Approval, Right
from station.records.authorities import ACTIVE, ISSUING, KnownAuthority


def roll_ca(tools: Tools, root: RootToken, approval: Approval | None = None) -> KnownAuthority:
    """Have a new issuing CA issue from now on, under the same root, and put it on record.

    Where it was broken off between the token and the record, the CA that is on the token is put on
    record, and no other one is made.

    Args:
        tools: the open station's.
        root: the root CA's token.
        approval: for `Right.CEREMONY`; practice needs none.

    Returns:
        The CA that issues from now on.

    Raises:
        StationError: REC-025 without the right, before anything is done; as `CaKeys.roll`, and
            `AuthorityBook.rolled`.
    """
    records, factory = tools.records, tools.factory
    records.check_approval(Right.CEREMONY, approval)
    if not records.authorities.unknown(factory.issuing_chain):
        factory.ca.roll(root, tools.now())
    records.authorities.rolled(factory.issuing_chain, approval)
    return next(
        one
        for one in records.authorities.authorities()
        if (one.authority.kind, one.authority.state) == (ISSUING, ACTIVE)
    )


def prove_ca(
    tools: Tools, code: str, root: RootToken | None, approval: Approval | None = None
) -> bytes:
    """Return a certificate by which a service sees that a CA's key is at hand; put it on record.

    Args:
        tools: the open station's.
        code: as the service shows it.
        root: for the root CA; None for the issuing CA.
        approval: for `Right.SETTINGS`; practice needs none.

    Returns:
        The certificate, DER.

    Raises:
        StationError: REC-025 without the right, before anything is signed; as `CaKeys.prove`.
    """
    records, factory = tools.records, tools.factory
    records.check_approval(Right.SETTINGS, approval)
    certificate = factory.ca.prove(code, tools.now(), root)
    issuer = factory.issuing_chain[-1 if root else 0]
    records.authorities.proved(issuer, code, approval)
    return certificate
