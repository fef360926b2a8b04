"""The one door to Azure's identity library: it gets tokens of Entra ID for a provisioning service.

The library is an extra, and slow to load: nothing of it is imported before a token is wanted. What
it raises is told in words of ours alone, since its exceptions hold the whole request, secret and
all.
"""

import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final

from station.errors import StationError
from station.model.handoff import Cancel
from station.model.names import shown
from station.model.sign_in import PUBLIC_AUTHORITY, SignIn
from station.secret import Secret
from station.service.bearer import BearerToken
from station.service.entra_words import Trouble, trouble_of
from station.service.lines import ProxyWay

if TYPE_CHECKING:
    from azure.core.pipeline.transport import RequestsTransport
    from azure.identity import DeviceCodeCredential

SCOPE: Final = "https://azure-devices-provisioning.net/.default"
"""What tokens are for (Azure's "Control access to DPS by Entra ID"; older pages name another)."""
_CONNECTS_S: Final = 10
_ANSWERS_S: Final = 20
_TRIES: Final = 2
_SLICE_S: Final = 0.05
_Given = dict[str, Any]


@dataclass(frozen=True)
class Attended:
    """Somebody who can be asked to sign in.

    Attributes:
        tell: shows a sentence.
        cancel: gives the wait up.
    """

    tell: Callable[[str], None]
    cancel: Cancel


@dataclass(frozen=True)
class EntraWay:
    """How tokens are asked for.

    Attributes:
        name: of the service, for errors.
        sign_in: how.
        tenant: the directory; empty where the way in needs none.
        client: the application; likewise.
        authority: host of the token authority; empty for Azure's public one.
        secret: the client's secret, or its certificate and key, PEM; None for neither.
        trust: whom TLS believes.
        proxy: the proxy on the way.
        practice: whether no other computer may be spoken to.
        attended: who can be asked to sign in; None where nobody is there.
    """

    name: str
    sign_in: SignIn
    tenant: str = ""
    client: str = ""
    authority: str = ""
    secret: Secret | None = field(default=None, repr=False)
    trust: ssl.SSLContext | None = field(default=None, repr=False)
    proxy: ProxyWay | None = None
    practice: bool = False
    attended: Attended | None = None


def check_installed() -> None:
    """Check that the library is there, or raise SVC-073."""
    try:
        found = find_spec("azure.identity")
    except ModuleNotFoundError:  # of azure itself
        found = None
    if found is None:
        raise StationError("SVC-073")


class EntraTokens:
    """Gets tokens; threads take turns, as `BearerAccount` sees to.

    Args:
        way: how; its secret is wiped by `close`.

    Raises:
        StationError: SVC-073 without the library; SVC-076 where nobody is there to sign in.
    """

    def __init__(self, way: EntraWay) -> None:
        check_installed()
        if way.sign_in is SignIn.PERSON and way.attended is None:
            raise StationError("SVC-076", name=way.name)
        self._way = way
        self._person: DeviceCodeCredential | None = None
        self._line: RequestsTransport | None = None

    def token(self) -> BearerToken:
        """Return another token; a person is asked to sign in once, and then only when it is over.

        Raises:
            StationError: SVC-074 where there is none, SVC-039 where another try may fare better,
                LIN-003 on cancel.
        """
        ended: SimpleQueue[BearerToken | Trouble] = SimpleQueue()
        name = "entra-id"
        Thread(target=lambda: ended.put(self._asked()), name=name, daemon=True).start()
        attended = self._way.attended
        cancel: Cancel = Event() if attended is None else attended.cancel
        while True:
            if cancel.is_set():
                self._hang_up()
                raise StationError("LIN-003")
            try:
                got = ended.get(timeout=_SLICE_S)
            except Empty:
                continue
            if isinstance(got, Trouble):
                raise StationError(got.code, name=self._way.name, why=got.why)
            return got

    def close(self) -> None:
        """Wipe the secret, and forget who signed in."""
        self._hang_up()
        self._person = None
        if self._way.secret is not None:
            self._way.secret.wipe()

    def _hang_up(self) -> None:
        """End what is asked just now: the library meets a line that is closed."""
        if self._line is not None:
            self._line.close()

    def _asked(self) -> BearerToken | Trouble:
        """Return a token, or why there is none; nothing that the library raised is kept."""
        try:
            # Except for a person's, which would ask the person again, each is made anew: the
            # library keeps tokens, and would give one again that the service has just refused.
            credential = self._person or self._credential()
            if self._way.sign_in is SignIn.PERSON:
                self._person = credential
            got = credential.get_token(SCOPE)
        except Exception as error:  # noqa: BLE001 - whatever the library raises, there is no token
            return trouble_of(error)
        return BearerToken(Secret(got.token.encode("ascii")), int(got.expires_on))

    def _credential(self) -> Any:  # noqa: ANN401 - one of the library's many
        self._hang_up()
        self._line = _transport(self._way)
        return _MADE[self._way.sign_in](self._way, _common(self._way, self._line))


def _common(way: EntraWay, line: "RequestsTransport") -> _Given:
    """Return what each of the library's credentials is given.

    Nobody else is asked whether the authority is one: its host was given, or is Azure's own.
    """
    authority = way.authority or PUBLIC_AUTHORITY
    given: _Given = {"authority": f"https://{authority}", "transport": line}
    own = authority != PUBLIC_AUTHORITY
    return {**given, "disable_instance_discovery": own, "retry_total": _TRIES}


def _transport(way: EntraWay) -> "RequestsTransport":
    import requests  # noqa: PLC0415 - with the library, when a token is wanted
    from azure.core.pipeline.transport import RequestsTransport  # noqa: PLC0415
    from requests.adapters import HTTPAdapter  # noqa: PLC0415

    trust = way.trust

    class Trusting(HTTPAdapter):
        """Believes whom the station believes, and nobody of the library's own list."""

        def init_poolmanager(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - its own
            super().init_poolmanager(*given, **named, ssl_context=trust)

        def proxy_manager_for(self, proxy: str, **named: Any) -> Any:  # noqa: ANN401 - its own
            return super().proxy_manager_for(proxy, **named, ssl_context=trust)

        def cert_verify(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - its own
            """Leave the context as it is: the library would add its own list."""

    session = requests.Session()
    # Neither proxies nor passwords of the user's environment: they are nobody's decision here.
    session.trust_env = False
    if trust is not None:
        session.mount("https://", Trusting())
    if way.proxy is not None:
        session.proxies = {"https": way.proxy.url}
    return RequestsTransport(
        session=session,
        connection_timeout=_CONNECTS_S,
        read_timeout=_ANSWERS_S,
        use_env_settings=False,
    )


def _environment(way: EntraWay, given: _Given) -> Any:  # noqa: ANN401 - one of the library's many
    from azure.identity import DefaultAzureCredential  # noqa: PLC0415 - as for `_transport`

    # What a factory's account is has been set up for it: never who signed in to a tool here.
    tools = ("cli", "developer_cli", "powershell", "visual_studio_code", "shared_token_cache")
    excluded = {f"exclude_{tool}_credential": True for tool in (*tools, "broker")}
    excluded["exclude_managed_identity_credential"] = way.practice
    return DefaultAzureCredential(**excluded, **given)


def _managed(way: EntraWay, given: _Given) -> Any:  # noqa: ANN401 - one of the library's many
    from azure.identity import ManagedIdentityCredential  # noqa: PLC0415 - as for `_transport`

    of_authority = {"authority", "disable_instance_discovery"}  # there is none
    rest = {name: one for name, one in given.items() if name not in of_authority}
    return ManagedIdentityCredential(client_id=way.client or None, **rest)


def _by_secret(way: EntraWay, given: _Given) -> Any:  # noqa: ANN401 - one of the library's many
    from azure.identity import ClientSecretCredential  # noqa: PLC0415 - as for `_transport`

    with _kept(way).reveal() as secret:
        text = bytes(secret).decode()
    return ClientSecretCredential(way.tenant, way.client, text, **given)


def _by_certificate(way: EntraWay, given: _Given) -> Any:  # noqa: ANN401 - one of the library's many
    from azure.identity import CertificateCredential  # noqa: PLC0415 - as for `_transport`

    with _kept(way).reveal() as data:
        return CertificateCredential(way.tenant, way.client, certificate_data=bytes(data), **given)


def _kept(way: EntraWay) -> Secret:
    if way.secret is None:
        raise ValueError("there is no secret")
    return way.secret


def _by_person(way: EntraWay, given: _Given) -> Any:  # noqa: ANN401 - one of the library's many
    from azure.identity import DeviceCodeCredential  # noqa: PLC0415 - as for `_transport`

    def told(address: str, code: str, _: object) -> None:
        if way.attended is not None:
            way.attended.tell(
                f"Sign in: open {shown(address)} on any device, and type the code {shown(code)}"
            )

    return DeviceCodeCredential(way.client, tenant_id=way.tenant, prompt_callback=told, **given)


_MADE: Final[Mapping[SignIn, Callable[[EntraWay, _Given], Any]]] = {
    SignIn.ENVIRONMENT: _environment,
    SignIn.MANAGED_IDENTITY: _managed,
    SignIn.SECRET: _by_secret,
    SignIn.CERTIFICATE: _by_certificate,
    SignIn.PERSON: _by_person,
}
