"""The way to the provisioning service with a certificate whose key signs elsewhere.

The service is verified as for any client, by OpenSSL with its chain and its name; the connection
that the key opens then goes to who has that very certificate (`station.service.signed_tls`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from station.errors import StationError
from station.hsm.frames import Patience
from station.service.calls import MAX_ANSWER, Answer
from station.service.doors import LATE, ServiceAddress, question, understood, verified


@dataclass(frozen=True)
class SigningDoor:
    """HTTPS with a client certificate whose key signs elsewhere.

    Attributes:
        address: of the service.
        certificate: the client's, DER.
        chain: the certificates between it and its root, DER, from its issuer upwards.
        sign: has the key sign a digest: with SHA-384 for a key on P-384, else SHA-256. Returns
            ECDSA in DER, or RSASSA-PKCS1-v1_5.
        patience: how long the service may take, and what ends that before.
    """

    address: ServiceAddress
    certificate: bytes
    chain: Sequence[bytes]
    sign: Callable[[bytes], bytes] = field(repr=False)
    patience: Callable[[], Patience] = field(repr=False)

    @property
    def name(self) -> str:
        """The service's host."""
        return self.address.host

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Ask, as `Door.ask`."""
        # Few stations want it, and it takes a tenth of a second to load.
        from station.service import signed_tls  # noqa: PLC0415 - see above

        host, port = self.address.pair
        peer = signed_tls.Peer(host, port, verified(self.address, self.patience()))
        key = signed_tls.SigningKey(self.certificate, self.chain, self.sign)
        sent = question(self.name, f"{method} {path}", headers, body)
        try:
            heard = signed_tls.talk(key, peer, (sent, MAX_ANSWER), self.patience)
        except signed_tls.ForeignPeerError as error:
            raise self._trouble("its certificate is another one than a moment before") from error
        except OSError as error:
            detail = type(error).__name__
            raise self._trouble("no safe connection can be made with it", detail) from error
        except StationError as error:
            if error.code != LATE:
                raise
            raise self._trouble("its answer takes too long", error.detail) from error
        return understood(heard, self.name)

    def _trouble(self, why: str, detail: str = "") -> StationError:
        return StationError("SVC-039", detail, name=self.name, why=why)
