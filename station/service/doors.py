"""The ways by which a device speaks to the provisioning service: plain, or with a token's key.

The second has the certificate's key in a PKCS#11 token, which TLS must use there: OpenSSL's own
client does that (`station.hsm.handshake`), and only carries the bytes of one question and answer.
"""

import io
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException, parse_headers
from typing import Final, Self

from station.errors import StationError
from station.hsm.frames import Patience
from station.hsm.handshake import ClientKey, Server, exchange, shake
from station.model.handoff import Cancel
from station.model.world import World
from station.secret import Secret
from station.service.account import check_host
from station.service.calls import MAX_ANSWER, Answer, Asked, Caller, NoAnswerError
from station.service.trust import trusted

_LIMIT_S: Final = 30.0
_HTTPS: Final = 443
LATE: Final = "HSM-007"
"""What is raised where a wait takes longer than its patience."""
_CHUNK_LINE: Final = 64
_PRINTABLE: Final = frozenset(range(0x20, 0x7F))


@dataclass(frozen=True)
class ServiceAddress:
    """Where devices register.

    Attributes:
        host: its name in lower case, with its port where that isn't 443.
        ca: PEM file of the authorities that may vouch for it; None for the system's own.
        trust: the like, as TLS wants it.
    """

    host: str
    ca: str | None
    trust: ssl.SSLContext = field(repr=False)

    @classmethod
    def opened(cls, host: str, world: World, ca: str | None = None) -> Self:
        """Return where devices of a world register.

        Raises:
            StationError: SVC-042 for a host that practice doesn't speak to; SVC-039 where `ca`
                holds no certificates.
        """
        check_host(host.lower(), world)
        return cls(host.lower(), ca, trusted(ca, host.lower()))

    @property
    def pair(self) -> tuple[str, int]:
        """Its name and port."""
        name, _, port = self.host.partition(":")
        return name, int(port or _HTTPS)


@dataclass(frozen=True)
class HttpsDoor:
    """Plain HTTPS.

    Attributes:
        address: of the service.
        cancel: ends every wait.
    """

    address: ServiceAddress
    cancel: Cancel

    @property
    def name(self) -> str:
        """The service's host."""
        return self.address.host

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Ask, as `Door.ask`."""
        asked = Asked(f"https://{self.name}{path}", headers, body, method)
        try:
            return Caller(self.address.trust, _LIMIT_S, "device").call(asked, self.cancel)
        except NoAnswerError as error:
            raise StationError("SVC-039", error.detail, name=self.name, why=error.why) from error


@dataclass(frozen=True)
class TokenDoor:
    """HTTPS with a client certificate whose key is on a PKCS#11 token.

    Attributes:
        address: of the service.
        key: the client's.
        chain: the certificates between its own and the root, DER, from its issuer upwards.
        pin: returns the token's; it is wiped here.
        patience: how long one question and its answer may take, and what ends them before.
    """

    address: ServiceAddress
    key: ClientKey
    chain: Sequence[bytes]
    pin: Callable[[], Secret] = field(repr=False)
    patience: Callable[[], Patience] = field(repr=False)

    @property
    def name(self) -> str:
        """The service's host."""
        return self.address.host

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        """Ask, as `Door.ask`."""
        patience = self.patience()
        verified(self.address, patience)
        host, port = self.address.pair
        server = Server(host, port, self.address.ca)
        sent = question(self.name, f"{method} {path}", headers, body)
        pin = self.pin()
        try:
            heard = exchange(self.key, pin, self.chain, server, (sent, MAX_ANSWER), patience)
        finally:
            pin.wipe()
        return understood(heard, self.name)


def verified(address: ServiceAddress, patience: Patience) -> bytes:
    """Connect without a certificate: what fails then is the service's, and not the unit's.

    Returns:
        The certificate that the service was verified by, DER.

    Raises:
        StationError: SVC-039 where it isn't there, or not to be trusted; LIN-003 on cancel.
    """
    host, name = address.pair[0], address.host
    try:
        with socket.create_connection(address.pair, patience.timeout_s) as plain:
            plain.settimeout(0)
            with address.trust.wrap_socket(
                plain, server_hostname=host, do_handshake_on_connect=False
            ) as tls:
                shake(tls, patience)
                return tls.getpeercert(binary_form=True) or b""
    except ssl.SSLCertVerificationError as error:
        why = "its certificate is not one to be trusted here"
        raise StationError("SVC-039", error.verify_message, name=name, why=why) from error
    except OSError as error:
        why = "no safe connection can be made with it"
        raise StationError("SVC-039", type(error).__name__, name=name, why=why) from error
    except StationError as error:
        if error.code != LATE:
            raise
        why = f"it takes longer than {patience.timeout_s:g} seconds"
        raise StationError("SVC-039", error.detail, name=name, why=why) from error


def question(host: str, line: str, headers: Mapping[str, str], body: bytes | None) -> bytes:
    """Return one question as HTTP/1.1 has it (RFC 9112), after which the connection ends.

    Args:
        host: the service's, with its port where that isn't 443.
        line: method and path.
        headers: besides the usual ones.
        body: JSON, or None for nothing.
    """
    fields = {
        "Host": host,
        "Accept": "application/json",
        "Connection": "close",
        **headers,
    }
    if body is not None:
        fields |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    lines = [f"{line} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    if not all(_PRINTABLE.issuperset(one.encode()) for one in lines):
        raise ValueError("a header holds what can't be sent")
    return "\r\n".join([*lines, "", ""]).encode("ascii") + (body or b"")


def understood(heard: bytes, name: str) -> Answer:
    """Return the answer that a connection brought.

    Args:
        heard: all that came.
        name: the service's, for errors.

    Raises:
        StationError: HSM-016 where nothing came, SVC-041 where it is no HTTP.
    """
    if not heard:
        raise StationError("HSM-016", "the connection ended without an answer")
    try:
        return parse_answer(heard)
    except (ValueError, HTTPException) as error:
        why = "it is no HTTP"
        raise StationError("SVC-041", str(error), name=name, why=why) from error


def parse_answer(heard: bytes) -> Answer:
    """Return the answer that the bytes of a connection hold, HTTP/1.1 (RFC 9112).

    Raises:
        ValueError: where they are no HTTP.
        HTTPException: likewise.
    """
    source = io.BytesIO(heard)
    version, _, status = source.readline(MAX_ANSWER).decode("latin-1").partition(" ")
    if not version.startswith("HTTP/1.") or not status[:3].isdecimal():
        raise ValueError("no status line")
    headers = {name.lower(): value for name, value in parse_headers(source).items()}
    rest = source.read()
    body, whole = rest, True
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body, whole = _joined(rest)
    elif "content-length" in headers:
        whole = int(headers["content-length"]) == len(rest)
    trouble = "" if whole else "its answer is cut short"
    return Answer(int(status[:3]), body, trouble, headers)


def _joined(data: bytes) -> tuple[bytes, bool]:
    """Return the content of chunks (RFC 9112 section 7.1), and whether the last one is there."""
    source, body = io.BytesIO(data), b""
    while True:
        line = source.readline(_CHUNK_LINE)
        size = int(line.partition(b";")[0], 16) if line.endswith(b"\n") else -1
        if size <= 0:
            return body, size == 0
        part = source.read(size)
        body += part
        if len(part) < size or source.readline(_CHUNK_LINE) != b"\r\n":
            return body, False
