"""Every exchange of the station's own client, held against the described interface."""

import ssl

import httpx
import pytest

from tests.support.contract import Checked, Contract, Exchange


class Streamed(Checked):
    """Checks each exchange, and gives its answer on as it came, not read yet."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Make a request, and check it and its answer."""
        read = super().handle_request(request)
        stream = httpx.ByteStream(read.content)
        return httpx.Response(read.status_code, headers=read.headers, stream=stream)


class Seen:
    """What was exchanged.

    Attributes:
        operations: the names of those that were made.
        exchanges: all, in turn.
        clients: how many clients were made, each of which has a connection of its own.
    """

    def __init__(self) -> None:
        self.operations: set[str] = set()
        self.exchanges: list[Exchange] = []
        self.clients = 0


def all_checked(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Hold every exchange of every client from now on against the service's interface."""
    seen = Seen()

    class CheckedClient(httpx.Client):
        def __init__(
            self, *, verify: ssl.SSLContext, trust_env: bool, timeout: float, proxy: str = ""
        ) -> None:
            seen.clients += 1
            plain = httpx.HTTPTransport(verify=verify, proxy=proxy or None)
            checked = Streamed(plain, Contract.service())
            checked.operations, checked.exchanges = seen.operations, seen.exchanges
            super().__init__(transport=checked, trust_env=trust_env, timeout=timeout)

    monkeypatch.setattr(httpx, "Client", CheckedClient)
    return seen
