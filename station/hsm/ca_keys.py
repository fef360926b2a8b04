"""The factory's CAs, beside issuing: the next issuing CA, and proofs for provisioning services."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from station.errors import StationError
from station.hsm.asking import open_on
from station.hsm.frames import Patience
from station.hsm.messages import Answer, Ask, Request
from station.hsm.replies import Blob, Factory, Keys
from station.hsm.requests_ca import (
    InstallSuccessor,
    PrepareSuccessor,
    ProvePossession,
    ReadCaKeys,
)
from station.hsm.requests_ceremony import CertifyIssuing
from station.hsm.tokens import TIMEOUT_S, TokenAddress
from station.hsm.tries import PinTries
from station.hsm.worker import Worker
from station.model.names import shown
from station.secret import Secret

# What the service's own examples look like has 48 characters; a common name has 64 at most.
_CODE: Final = re.compile(r"[0-9A-Za-z]{8,64}")


@dataclass(frozen=True)
class RootToken:
    """The root CA's own token, needed for this alone, its PIN, and what counts wrong ones."""

    address: TokenAddress
    pin: Secret
    tries: PinTries | None = None

    @contextmanager
    def opened(self) -> Iterator[Ask]:
        """Start a worker for it and log in; raises as `Token.open`."""
        with Worker(self.address.module.environment) as worker:

            def ask(request: Request, expected: type[Answer]) -> Answer:
                return worker.ask(request, expected, Patience(TIMEOUT_S))

            open_on(worker, self.address, self.pin, self.tries)
            yield ask


def verification_code(text: str) -> str:
    """Return the code that a provisioning service shows for a CA, or raise HSM-036."""
    if not _CODE.fullmatch(text):
        raise StationError("HSM-036", text=shown(text))
    return text


class CaKeys:
    """What the factory's CAs do beside issuing.

    Args:
        ask: asks the worker of the factory's token.
        renewed: is told what the token says of itself once another CA issues.
    """

    def __init__(self, ask: Ask, renewed: Callable[[Factory], None]) -> None:
        self._ask = ask
        self._renewed = renewed

    def roll(self, root: RootToken, now: datetime) -> None:
        """Have a new issuing CA issue from now on, under the same root; the old one stays there.

        Where it was broken off before, it goes on. The turn at the token must be this process's.

        Raises:
            StationError: HSM-035 where it is another root, HSM-022 where the root isn't valid at
                `now`, HSM-037 where the token holds as many as it may; HSM-023; as `Token.open` of
                the root's.
        """
        csr = self._ask(PrepareSuccessor(), Blob).data
        with root.opened() as ask_root:
            certified = CertifyIssuing(csr, int(now.timestamp()))
            certificate = ask_root(certified, Blob).data
        self._renewed(self._ask(InstallSuccessor(certificate), Factory))

    def here(self) -> Mapping[bytes, str]:
        """Return the labels of the issuing CAs' keys on this token, by their SHA-256.

        That is of the SubjectPublicKeyInfo. Each was made on the token, which is asked, and is kept
        there, which is tried.

        Raises:
            StationError: HSM-013 where one is missing, HSM-019 where one isn't protected.
        """
        return {one.fingerprint: one.label for one in self._ask(ReadCaKeys(), Keys).items}

    def prove(self, code: str, now: datetime, root: RootToken | None = None) -> bytes:
        """Return a certificate by which a service sees that a CA's key is at hand, DER.

        Args:
            code: as the service shows it.
            now: UTC; it is good from a day before until a week later.
            root: for the root CA; None for the issuing CA.

        Raises:
            StationError: HSM-036 where that is no code, HSM-022, HSM-023; as `Token.open` of the
                root's.
        """
        wanted = ProvePossession(
            int(root is not None), verification_code(code), int(now.timestamp())
        )
        if root is None:
            return self._ask(wanted, Blob).data
        with root.opened() as ask_root:
            return ask_root(wanted, Blob).data
