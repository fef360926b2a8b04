"""The practice service at work: its servers, in a thread of its own."""

import asyncio
import base64
import json
import secrets
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final, Self, TypedDict

import uvicorn
from OpenSSL import SSL
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from station.practice.service.application import application
from station.practice.service.attesting import Vault
from station.practice.service.authority import ServerFiles, server_files, write_private
from station.practice.service.device_side import CHAIN, DeviceSide
from station.practice.service.faults import ABORT, Faults
from station.practice.service.mqtt_listener import listening
from station.practice.service.mqtt_side import MqttSide
from station.practice.service.registering import Registrar
from station.practice.service.request_log import Logged, Tell, kept_in, tell_nobody
from station.practice.service.sas import Policy, Right
from station.practice.service.service_side import ServiceSide
from station.practice.service.settings import ServiceSettings
from station.practice.service.store import Store
from station.practice.service.throttle import Throttle
from station.practice.service.tls import TlsProtocol, server_context
from station.secret import Secret

OWNER: Final = "provisioningserviceowner"
"""The policy that may do all, by the name that every instance has it by."""
_POLICIES: Final[Mapping[str, frozenset[Right]]] = {
    OWNER: frozenset(Right),
    "enrollmentread": frozenset({Right.ENROLLMENT_READ}),
    "enrollmentwrite": frozenset({Right.ENROLLMENT_READ, Right.ENROLLMENT_WRITE}),
    "registrationread": frozenset({Right.REGISTRATION_READ}),
    "registrationwrite": frozenset({Right.REGISTRATION_READ, Right.REGISTRATION_WRITE}),
}
_LOCALHOST: Final = "localhost"
_KEY_BYTES: Final = 64
_STARTS_S: Final = 20.0
_ENDS_S: Final = 10.0


class _Kept(TypedDict):
    """A policy, as its file has it."""

    key: str
    rights: list[str]


class PracticeService:
    """A provisioning service; a context manager.

    Attributes:
        port: where it listens.
        mqtt_port: where it speaks MQTT; 0 for nowhere.
        files: its certificates.
        store: what it knows.
        faults: what goes wrong; may be changed at any time.
        vaults: what signs for groups whose keys are kept elsewhere; likewise.
        request_log: where it writes down what it is asked, where it is to.

    Args:
        folder: where it keeps everything; made where it isn't there.
        settings: how it is to be.
    """

    def __init__(self, folder: Path, settings: ServiceSettings | None = None) -> None:
        self.settings = settings or ServiceSettings()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.request_log: Final = folder / "requests.log"
        self._opened = ExitStack()
        self.policies = _policies(folder / "policies.json")
        self.files: ServerFiles = server_files(folder, _names(self.settings))
        self.faults = Faults(self.settings.faults, self.settings.latency_s)
        self.vaults: dict[str, Vault] = {}
        self.store = Store(folder / "service.db")
        self.port = self.mqtt_port = 0

    @property
    def address(self) -> str:
        """Host and port, as clients name it."""
        return f"{self.settings.host}:{self.port}"

    def connection_string(self, policy: str = OWNER) -> Secret:
        """Return what a client connects with, UTF-8: host, policy and key."""
        key = base64.b64encode(self.policies[policy].key).decode()
        parts = f"HostName={self.address};SharedAccessKeyName={policy};SharedAccessKey={key}"
        return Secret(parts.encode())

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            opened.enter_context(self.store)
            own, self.port = _bound(opened, self.settings.listen, self.settings.port)
            registrar = self._registrar()
            context = server_context(str(self.files.chain), str(self.files.key))
            tell: Tell = tell_nobody
            if self.settings.logs_requests:
                tell = opened.enter_context(kept_in(self.request_log))
            beside: AbstractAsyncContextManager[None] = nullcontext()
            if self.settings.mqtt_port is not None:
                mqtt_port = self.settings.mqtt_port
                mqtt, self.mqtt_port = _bound(opened, self.settings.listen, mqtt_port)
                beside = listening(MqttSide(registrar, tell), context, mqtt)
            server = uvicorn.Server(self._config(registrar, context, tell))
            opened.enter_context(_serving(server, own, beside))
            self._opened = opened.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def _registrar(self) -> Registrar:
        settings = self.settings
        return Registrar(
            self.store,
            settings.scope,
            settings.hubs,
            Throttle(settings.registrations_a_minute, settings.says_when),
            settings.authorities,
            settings.assigning_s,
            vaults=self.vaults,
        )

    def _config(self, registrar: Registrar, context: SSL.Context, tell: Tell) -> uvicorn.Config:
        settings = self.settings
        service = ServiceSide(
            self.store,
            settings.host,
            self.policies,
            Throttle(settings.a_minute, settings.says_when),
            settings.bulk_cost,
            settings.tells_successes,
            settings.tokens_of,
        )
        app = application(service, DeviceSide(registrar, settings.polled_s), self.faults)
        return uvicorn.Config(
            Logged(app, tell) if settings.logs_requests else app,
            http=_http(context),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=3,
        )


def _bound(opened: ExitStack, address: str, port: int) -> tuple[socket.socket, int]:
    """Return a socket to listen at, and its port.

    Raises:
        OSError: where the port is taken.
    """
    own = opened.enter_context(socket.create_server((address, port), backlog=512))
    return own, own.getsockname()[1]


@contextmanager
def _serving(
    server: uvicorn.Server, own: socket.socket, beside: AbstractAsyncContextManager[None]
) -> Iterator[None]:
    """Run a server in a thread until the block ends, and another one in the same loop.

    Raises:
        OSError: where it doesn't start.
    """

    async def served() -> None:
        async with beside:
            await server.serve(sockets=[own])

    thread = threading.Thread(target=lambda: asyncio.run(served()), name="practice-service")
    thread.start()
    try:
        until = time.monotonic() + _STARTS_S
        while not server.started:
            if not thread.is_alive() or time.monotonic() > until:
                raise OSError("the practice service doesn't start")
            time.sleep(0.01)
        yield
    finally:
        server.should_exit = True
        thread.join(_ENDS_S)
        server.force_exit = True
        thread.join()


def _http(context: SSL.Context) -> type[asyncio.Protocol]:
    """Return uvicorn's HTTP over TLS that takes every client's certificate."""

    class TlsHttp(TlsProtocol):
        def __init__(
            self,
            config: uvicorn.Config,
            server_state: ServerState,
            app_state: dict[str, Any],
            _loop: asyncio.AbstractEventLoop | None = None,
        ) -> None:
            def shown(chain: Sequence[bytes]) -> asyncio.Protocol:
                self._told.discard(self)
                http = H11Protocol(config, server_state, app_state, _loop)
                http.app = _Showing(http.app, chain, self)
                http.access_log = False  # which the setting does for uvicorn's own handlers alone
                return http

            super().__init__(context, shown)
            # Whom uvicorn tells that the server ends: its own, and those that aren't yet.
            self._told: set[object] = server_state.connections  # type: ignore[assignment]  # wider

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(transport)
            self._told.add(self)

        def connection_lost(self, error: Exception | None) -> None:
            self._told.discard(self)
            super().connection_lost(error)

        def shutdown(self) -> None:
            self.wire.abort()

    return TlsHttp


class _Showing:
    """An application that is told what the client showed, and can break its connection off."""

    def __init__(self, app: ASGIApp, chain: Sequence[bytes], tls: TlsProtocol) -> None:
        self._app = app
        breaks = {"end": tls.wire.abort, "reset": tls.reset}
        self._more = {CHAIN: {"der": chain}, ABORT: breaks}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["extensions"] = {**scope.get("extensions", {}), **self._more}
        await self._app(scope, receive, send)


def _names(settings: ServiceSettings) -> list[str]:
    usual = (_LOCALHOST, "127.0.0.1", "::1")
    return list(dict.fromkeys([settings.host, *usual, *settings.names]))


def _policies(path: Path) -> dict[str, Policy]:
    """Return the policies, with the keys that they got when they were first made.

    The file is the owner's to change: a policy more, other rights.
    """
    if not path.is_file():
        made = {
            name: {
                "key": base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode(),
                "rights": said,
            }
            for name, rights in _POLICIES.items()
            for said in [sorted(right.value for right in rights)]
        }
        write_private(path, json.dumps(made, indent=1).encode())
    kept: dict[str, _Kept] = json.loads(path.read_bytes())
    return {
        name: Policy(name, base64.b64decode(one["key"]), frozenset(map(Right, one["rights"])))
        for name, one in kept.items()
    }
