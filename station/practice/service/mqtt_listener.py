"""MQTT over TLS on a socket, for as long as a block runs."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from OpenSSL import SSL

from station.practice.service.mqtt_side import MqttSide
from station.practice.service.tls import TlsProtocol


@asynccontextmanager
async def listening(
    side: MqttSide, context: SSL.Context, own: socket.socket
) -> AsyncIterator[None]:
    """Answer devices until the block ends; then none is connected any more.

    Args:
        side: what answers.
        context: the server's, for TLS.
        own: a socket that is bound; it is closed at the end.
    """
    connections: set[TlsProtocol] = set()

    class Kept(TlsProtocol):
        def __init__(self) -> None:
            super().__init__(context, side.spoken_by)

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(transport)
            connections.add(self)

        def connection_lost(self, error: Exception | None) -> None:
            connections.discard(self)
            super().connection_lost(error)

    server = await asyncio.get_running_loop().create_server(Kept, sock=own, backlog=512)
    try:
        yield
    finally:
        server.close()
        for connection in connections:
            connection.close()
            connection.wire.abort()  # whoever doesn't take the goodbye isn't waited for
        while connections:
            await asyncio.sleep(0)
