"""TLS of a client whose key signs elsewhere, such as in a device's TPM.

Python's `ssl` takes a key from a file alone, so this is tlslite-ng's TLS, version 1.2 or 1.3. That
checks that a server has the key of the certificate that it shows, and nothing of the certificate:
the caller says which one it must be, to the byte, after it was verified.
"""

import hmac
import select
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from tlslite.errors import BaseTLSException, TLSAbruptCloseError
from tlslite.handshakesettings import HandshakeSettings
from tlslite.tlsconnection import TLSConnection
from tlslite.x509 import X509
from tlslite.x509certchain import X509CertChain

from station.errors import StationError
from station.hsm.authority import hash_for
from station.hsm.certification import PublicKey
from station.hsm.frames import Patience, wait_until
from station.service.malformed import MALFORMED

_PART: Final = 16_384
_TLS_1_2: Final = (3, 3)
_TLS_1_3: Final = (3, 4)
_HASHES: Final = ("sha256", "sha384")
# DigestInfo of a SHA-256 digest up to that (RFC 8017, 9.2, note 1).
_DIGEST_INFO: Final = bytes.fromhex("3031300d060960864801650304020105000420")
# A connection that ends, TLS that isn't, and certificates that tlslite-ng can't read.
_BROKEN: Final = (BaseTLSException, OSError, SyntaxError, LookupError, *MALFORMED)


@dataclass(frozen=True)
class SigningKey:
    """A client's key, where it signs, and the certificates for it.

    Attributes:
        certificate: DER.
        chain: those between it and its root, DER, from its issuer upwards.
        sign: has the key sign a digest, of `hash_for` its public key; returns ECDSA in DER, or
            RSASSA-PKCS1-v1_5.
    """

    certificate: bytes
    chain: Sequence[bytes]
    sign: Callable[[bytes], bytes]

    @property
    def public(self) -> PublicKey:
        """The key that the certificate names.

        Raises:
            StationError: HSM-016 for one that can't sign here.
        """
        public = x509.load_der_x509_certificate(self.certificate).public_key()
        if isinstance(public, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
            return public
        raise StationError("HSM-016", "the certificate names a key of another kind")


class Peer(NamedTuple):
    """A server.

    Attributes:
        host: its name.
        port: where it listens.
        certificate: the one that it was verified by, DER.
    """

    host: str
    port: int
    certificate: bytes


class ForeignPeerError(Exception):
    """The server shows another certificate than the one that was verified."""


def talk(
    key: SigningKey, peer: Peer, said: tuple[bytes, int], patience: Callable[[], Patience]
) -> bytes:
    """Connect as a client with a key, say something, and hear the server out.

    Args:
        key: the client's.
        peer: whom it connects to.
        said: what it says, and how many bytes it hears at most.
        patience: how long the server may take; begun anew after the key has signed.

    Returns:
        What the server said until it closed the connection.

    Raises:
        ForeignPeerError: before anything is said.
        OSError: where there is no connection at all.
        StationError: HSM-016 where the server doesn't take the key's signature, or the connection
            breaks; HSM-007 where the server is late; LIN-003 on cancel; as `SigningKey.sign`.
    """
    first = patience()
    with socket.create_connection((peer.host, peer.port), first.timeout_s) as plain:
        wire = _Wire(plain, first)
        tls = TLSConnection(wire)
        try:
            _shake(tls, key, _Key(key, wire, patience), peer)
            tls.sendall(said[0])
            return _heard(tls, said[1])
        except _BROKEN as error:
            # Of an alert its text says which one it is.
            detail = f"the TLS connection fails: {type(error).__name__} {error}".rstrip()
            raise StationError("HSM-016", detail) from error


def _shake(tls: TLSConnection, key: SigningKey, own: "_Key", peer: Peer) -> None:
    tls.handshakeClientCert(_chain(key), own, settings=_settings(key.public), serverName=peer.host)
    shown = bytes(tls.session.serverCertChain.x509List[0].bytes)
    if not hmac.compare_digest(shown, peer.certificate):
        raise ForeignPeerError


def _heard(tls: TLSConnection, most: int) -> bytes:
    heard = bytearray()
    while len(heard) <= most:
        try:
            part = tls.recv(_PART)
        except TLSAbruptCloseError:  # without a goodbye; whoever reads it knows whether it is whole
            part = b""
        if not part:
            return bytes(heard)
        heard += part
    raise StationError("HSM-016", f"the server says more than {most} bytes")


def _chain(key: SigningKey) -> X509CertChain:
    chain = [X509() for _ in (key.certificate, *key.chain)]
    for one, der in zip(chain, (key.certificate, *key.chain), strict=True):
        one.parseBinary(der)
    return X509CertChain(chain)


def _settings(public: PublicKey) -> HandshakeSettings:
    """Return what the client offers: what the service takes, and the key signs for.

    A TPM's RSA key signs by PKCS #1 v1.5 here, which TLS 1.3 doesn't know.
    """
    settings = HandshakeSettings()
    own, by_rsa = hash_for(public).name, isinstance(public, rsa.RSAPublicKey)
    settings.minVersion = _TLS_1_2
    settings.maxVersion = _TLS_1_2 if by_rsa else _TLS_1_3
    settings.cipherNames = ["aes128gcm", "aes256gcm", "chacha20-poly1305"]
    settings.macNames = ["aead"]
    settings.keyExchangeNames = ["ecdhe_ecdsa", "ecdhe_rsa"]
    settings.eccCurves = ["secp256r1", "secp384r1"]
    settings.keyShares = ["secp256r1"]
    settings.dhGroups = []
    # The first that the server takes is what the client's key signs by: its own one.
    settings.ecdsaSigHashes = sorted(_HASHES, key=lambda one: one != own)
    settings.rsaSigHashes = sorted(_HASHES, key=lambda one: one != own)
    settings.rsaSchemes = ["pkcs1"] if by_rsa else ["pss", "pkcs1"]
    settings.dsaSigHashes = []
    settings.more_sig_schemes = []
    settings.certificate_compression_send = []  # OpenSSL before 3.2 doesn't know it
    settings.certificate_compression_receive = []
    settings.use_heartbeat_extension = False
    return settings


class _Wire:
    """A connected socket, whose every wait ends in time; what tlslite-ng asks of one.

    Attributes:
        patience: of the waits for the server.
    """

    def __init__(self, plain: socket.socket, patience: Patience) -> None:
        self._plain = plain
        self.patience = patience

    def recv(self, most: int) -> bytes:
        wait_until(self._plain.fileno(), select.POLLIN, self.patience)
        return self._plain.recv(most)

    def send(self, data: bytes) -> int:
        wait_until(self._plain.fileno(), select.POLLOUT, self.patience)
        return self._plain.send(data)

    def sendall(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[self.send(left.tobytes()) :]

    def close(self) -> None:
        self._plain.close()


class _Key:
    """A client's key as tlslite-ng asks for it: the names, and what comes with them, are its own.

    Attributes:
        key_type: ecdsa or rsa.
        private_key: of ECDSA, its curve, with the size of what is signed, bytes.
    """

    def __init__(self, key: SigningKey, wire: _Wire, patience: Callable[[], Patience]) -> None:
        self._key, self._public = key, key.public
        self._hash = hash_for(self._public)
        self._wire, self._patience = wire, patience
        self.key_type = "rsa" if isinstance(self._public, rsa.RSAPublicKey) else "ecdsa"
        size = self._hash.digest_size  # P-256 and P-384 each have the hash of their size
        self.private_key = SimpleNamespace(curve=SimpleNamespace(baselen=size))

    def sign(self, data: bytes, *_how: object) -> bytearray:
        """Return the signature of a digest; with RSA, of its DigestInfo.

        Raises:
            StationError: HSM-016 for the digest of another hash; as `SigningKey.sign`.
        """
        digest = bytes(data)
        if self.key_type == "rsa":
            digest = digest.removeprefix(_DIGEST_INFO)
        if len(digest) != self._hash.digest_size:
            raise StationError("HSM-016", "the server wants another kind of signature")
        signature = self._key.sign(digest)
        self._wire.patience = self._patience()
        self._check(signature, digest)
        return bytearray(signature)

    def verify(self, *_what: object) -> bool:
        """Return that it is right: see `sign`."""
        return True

    def _check(self, signature: bytes, digest: bytes) -> None:
        by = Prehashed(self._hash)
        try:
            if isinstance(self._public, rsa.RSAPublicKey):
                self._public.verify(signature, digest, PKCS1v15(), by)
            else:
                self._public.verify(signature, digest, ec.ECDSA(by))
        except InvalidSignature as error:
            why = "its key's signature isn't one by the key in its certificate"
            raise StationError("HSM-016", why) from error
