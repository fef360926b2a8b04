"""What the ceremony asks of the root's and the factory's token."""

from dataclasses import dataclass

from station.model.world import World


@dataclass(frozen=True)
class PrepareRoot:
    """Make the root CA, or go on with the one that is there; answer `Blob`, DER."""

    name: str
    world: World
    now: int


@dataclass(frozen=True)
class PrepareIssuing:
    """Make the issuing CA's key; answer `Blob`, a request in PKCS#10.

    Refused with HSM-020 by a token whose set-up was finished.
    """

    name: str
    world: World


@dataclass(frozen=True)
class CertifyIssuing:
    """Certify the issuing CA with the root's key; answer `Blob`, DER."""

    csr: bytes
    now: int


@dataclass(frozen=True)
class FinishSetUp:
    """Make all else that a factory's token holds, its mark last; answer `Done`."""

    name: str
    world: World
    issuing: bytes
    root: bytes
    now: int
