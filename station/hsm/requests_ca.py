"""What the worker of a CA's token is asked of the CA itself: a successor, a proof for a service."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PrepareSuccessor:
    """Make the next issuing CA's key; answer `Blob`, a request in PKCS#10.

    Where a rollover was broken off, the key that is there is taken.
    """


@dataclass(frozen=True)
class InstallSuccessor:
    """Have the next issuing CA issue from now on, by its certificate, DER; answer `Factory`."""

    certificate: bytes


@dataclass(frozen=True)
class ReadCaKeys:
    """Read which of this token's CAs have their keys here, made here and kept; answer `Keys`."""


@dataclass(frozen=True)
class ProvePossession:
    """Certify a service's code with a CA's key; answer `Blob`, DER.

    `root` is 1 for the root CA, in its own token, and 0 for the issuing CA; `now` is in seconds
    since the epoch.
    """

    root: int
    code: str
    now: int
