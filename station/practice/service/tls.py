"""TLS that takes every client certificate as it is, and says which; whose it is, is asked later.

Python's own `ssl` refuses a handshake whose client certificate it can't trace to a CA, and hides
what came with it; the service has to answer just that client, in words. So OpenSSL is asked to take
any, by pyOpenSSL, over asyncio's plain connections.
"""

import asyncio
import socket
import struct
from collections.abc import Callable, Sequence
from contextlib import suppress
from socket import IPPROTO_TCP, TCP_NODELAY
from typing import Final

from OpenSSL import SSL
from OpenSSL.crypto import FILETYPE_ASN1, dump_certificate

_PART: Final = 65_536
_HANDSHAKE_S: Final = 20.0

Shown = Callable[[Sequence[bytes]], asyncio.Protocol]
"""Given what a client showed, DER, its own certificate first, what speaks with it."""


def server_context(certificate: str, key: str) -> SSL.Context:
    """Return a server's context.

    Args:
        certificate: path of its chain, PEM.
        key: path of its key, PEM.
    """
    context = SSL.Context(SSL.TLS_SERVER_METHOD)
    context.set_min_proto_version(SSL.TLS1_2_VERSION)
    context.use_certificate_chain_file(certificate)
    context.use_privatekey_file(key)
    context.set_verify(SSL.VERIFY_PEER, lambda *_: True)
    # A session that is taken up again brings no certificate.
    context.set_options(SSL.OP_NO_TICKET)
    context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
    return context


class TlsProtocol(asyncio.Protocol):
    """One connection: the handshake, then what speaks over it.

    Args:
        context: as `server_context`.
        shown: gives what speaks over it.
    """

    def __init__(self, context: SSL.Context, shown: Shown) -> None:
        self._tls = SSL.Connection(context, None)
        self._tls.set_accept_state()
        self._shown = shown
        self._inner: asyncio.Protocol | None = None
        self._wire: asyncio.Transport | None = None
        self._late: asyncio.TimerHandle | None = None

    @property
    def wire(self) -> asyncio.Transport:
        """The plain connection below, once there is one."""
        if self._wire is None:
            raise ConnectionError("there is no connection yet")
        return self._wire

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Await the client's first word."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("a connection of bytes is wanted")
        self._wire = transport
        # asyncio leaves it off where the listening socket doesn't name its protocol; an answer's
        # second part then waits for the client's delayed acknowledgement of the first, 40 ms.
        transport.get_extra_info("socket").setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        self._late = asyncio.get_running_loop().call_later(_HANDSHAKE_S, transport.abort)

    def data_received(self, data: bytes) -> None:
        """Take what came over the wire."""
        self._tls.bio_write(data)
        try:
            inner = self._inner or self._shake_hands()
            if inner is not None:
                self._pass_on(inner)
        except SSL.Error:
            self._flush()
            self.wire.close()

    def _shake_hands(self) -> asyncio.Protocol | None:
        """Go on with the handshake; once it is done, return what speaks over it."""
        try:
            self._tls.do_handshake()
        except SSL.WantReadError:
            self._flush()
            return None
        self._flush()
        if self._late is not None:
            self._late.cancel()
        self._inner = self._shown(self._certificates())
        self._inner.connection_made(TlsTransport(self))
        return self._inner

    def _certificates(self) -> Sequence[bytes]:
        """Return what the client sent, to the byte: what of it is no good, is told later."""
        own = self._tls.get_peer_certificate(as_cryptography=False)
        if own is None:
            return ()
        # On a server's side OpenSSL leaves the client's own one out of its chain.
        above = self._tls.get_peer_cert_chain(as_cryptography=False) or []
        return tuple(dump_certificate(FILETYPE_ASN1, one) for one in [own, *above])

    def _pass_on(self, inner: asyncio.Protocol) -> None:
        while not self.wire.is_closing():
            try:
                data = self._tls.recv(_PART)
            except SSL.WantReadError:
                break
            except SSL.ZeroReturnError:
                inner.eof_received()
                self.close()
                break
            inner.data_received(data)
        self._flush()

    def send(self, data: bytes) -> None:
        """Send over TLS."""
        view = memoryview(data)
        try:
            while view:
                view = view[self._tls.send(view[:_PART].tobytes()) :]
        except SSL.Error:  # the client has said goodbye, or nonsense
            self.wire.abort()
            return
        self._flush()

    def close(self) -> None:
        """Say goodbye and close."""
        if not self.wire.is_closing():
            with suppress(SSL.Error):
                self._tls.shutdown()
            self._flush()
            self.wire.close()

    def reset(self) -> None:
        """Break the connection off, so that the client hears of a reset."""
        # Closed at once and with nothing sent on (socket(7), SO_LINGER).
        self.wire.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
        self.wire.abort()

    def _flush(self) -> None:
        while True:
            try:
                self.wire.write(self._tls.bio_read(_PART))
            except SSL.WantReadError:
                return

    def eof_received(self) -> None:
        """Take it that the client has closed its side."""
        if self._inner is not None:
            self._inner.eof_received()

    def connection_lost(self, error: Exception | None) -> None:
        """Tell what speaks over it."""
        if self._late is not None:
            self._late.cancel()
        # Forgotten, so that nothing waits for the collector of cycles: OpenSSL's part is large.
        inner, self._inner = self._inner, None
        if inner is not None:
            inner.connection_lost(error)

    def pause_writing(self) -> None:
        """Pass it on."""
        if self._inner is not None:
            self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Pass it on."""
        if self._inner is not None:
            self._inner.resume_writing()


class TlsTransport(asyncio.Transport):
    """What speaks over TLS sees of its connection."""

    def __init__(self, protocol: TlsProtocol) -> None:
        super().__init__()
        self._protocol = protocol

    def write(self, data: "bytes | bytearray | memoryview") -> None:
        """Send."""
        if not self.is_closing():
            self._protocol.send(bytes(data))

    def close(self) -> None:
        """Close, when all is sent."""
        self._protocol.close()

    def abort(self) -> None:
        """Break off: the client sees a reset, or an end in the midst."""
        self._protocol.wire.abort()

    def is_closing(self) -> bool:
        """Return whether it is closed, or is being closed."""
        return self._protocol.wire.is_closing()

    def pause_reading(self) -> None:
        """Take no more for now."""
        if not self.is_closing():
            self._protocol.wire.pause_reading()

    def resume_reading(self) -> None:
        """Go on taking."""
        if not self.is_closing():
            self._protocol.wire.resume_reading()

    def get_extra_info(self, name: str, default: object = None) -> object:
        """Return what is known of the connection; `sslcontext` says that it is one over TLS."""
        if name == "sslcontext":
            return True
        return self._protocol.wire.get_extra_info(name, default)
