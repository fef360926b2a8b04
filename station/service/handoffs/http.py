"""Hand-off by HTTP: JSON is posted to `results` and to `route` below the MES's own address."""

import ipaddress
import re
import ssl
from dataclasses import dataclass
from typing import Annotated, Final, Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, Field, model_validator

from station.errors import StationError
from station.model.handoff import Cancel, RouteAnswer, RouteCheck, RouteQuestion, UnitResult
from station.model.names import shown
from station.model.strict import misplaced
from station.secret import Secret
from station.service.handoffs.kind import Handoff, HandoffSettings, WhenDown
from station.service.handoffs.posting import Answer, Credentials, Poster

# What a header or a log-in takes, and no more: nothing that could end a header's line.
_VISIBLE: Final = re.compile(rb"[\x21-\x7e]{1,4096}")
_USER: Final = re.compile(r"[!-9;-~]{1,100}")  # a colon ends the user's name
_URL: Final = re.compile(r"[!-~]{1,500}")
_HOST: Final = re.compile(r"[A-Za-z0-9.-]{1,253}|[0-9A-Fa-f:]{2,45}")
_LOCALHOST: Final = "localhost"
# The MES may say otherwise later: not in time, too early, too many, or it doesn't know us now.
_LATER: Final = frozenset({401, 407, 408, 425, 429})


def _url(text: str) -> str:
    parts = _split(text)
    if parts is None:
        raise ValueError("write it as https://host/path, or http:// to this very machine")
    if parts.username is not None or parts.password is not None:
        raise ValueError("a password has no place here: 'station handoff secret' takes it")
    if parts.query or parts.fragment or "?" in text or "#" in text:
        raise ValueError("it ends with its path: no ? and no #")
    if parts.scheme == "http" and not _is_here(parts.hostname or ""):
        raise ValueError("without TLS only this very machine is spoken to: use https://")
    return text.rstrip("/")


def _split(text: str) -> SplitResult | None:
    """Return the parts of a URL that is one of HTTP with a host and a possible port, or None."""
    try:
        parts = urlsplit(text)
        good = parts.port is None or parts.port > 0
    except ValueError:
        return None
    known = parts.scheme in {"https", "http"} and _HOST.fullmatch(parts.hostname or "")
    return parts if good and known and _URL.fullmatch(text) else None


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == _LOCALHOST


def _user(text: str) -> str:
    if not _USER.fullmatch(text):
        raise ValueError("use letters, digits and signs that a keyboard has, without : and space")
    return text


def _path(text: str) -> str:
    if not text.startswith("/") or "\0" in text:
        raise ValueError("name a file by its whole path")
    return text


class HttpSettings(HandoffSettings):
    """An address of a MES.

    Attributes:
        kind: `http`.
        url: `results` and `route` lie below it; https, or http to this very machine.
        route: whether the MES is asked before a unit is worked on.
        route_when_down: what becomes of a unit when it doesn't answer; only with `route`.
        auth: how the station says who it is; the token or password itself is sealed.
        user: whose password it is; only with basic.
        ca: PEM file of the authorities that may vouch for the MES; None for the system's own.
        timeout_s: how long an answer may take, all in all.
    """

    kind: Literal["http"]
    url: Annotated[str, AfterValidator(_url)]
    route: bool = False
    route_when_down: WhenDown | None = None
    auth: Literal["none", "bearer", "basic"] = "none"
    user: Annotated[str, AfterValidator(_user)] | None = None
    ca: Annotated[str, AfterValidator(_path)] | None = None
    timeout_s: Annotated[float, Field(ge=0.5, le=30)] = 5.0

    @model_validator(mode="after")
    def _fits(self) -> "HttpSettings":
        if self.route_when_down is not None and not self.route:
            raise misplaced(("route_when_down",), "it goes with route = true")
        if self.auth == "basic" and self.user is None:
            raise misplaced(("auth",), "basic needs a user")
        if self.auth != "basic" and self.user is not None:
            raise misplaced(("user",), 'it goes with auth = "basic"')
        if self.ca is not None and not self.url.startswith("https:"):
            raise misplaced(("ca",), "it goes with https")
        return self

    @property
    def address(self) -> str:
        """The URL."""
        return self.url

    @property
    def secret_for(self) -> str | None:
        """Scheme, host and port: a file that was led elsewhere takes no secret with it."""
        if self.auth == "none":
            return None
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.lower()} {self.user or ''}"

    @property
    def asks_route(self) -> bool:
        """Whether the MES is asked."""
        return self.route

    @property
    def when_down(self) -> WhenDown:
        """What becomes of a unit then."""
        return self.route_when_down or WhenDown.REFUSE

    def check_secret(self, secret: Secret) -> None:
        """Check that a token or password can stand in a header, or raise SVC-026."""
        with secret.reveal() as data:
            if not _VISIBLE.fullmatch(data):
                why = "it has 1 to 4096 letters, digits and signs of ASCII, and no space"
                raise StationError("SVC-026", why=why)

    def opened(self, name: str, secret: Secret | None) -> Handoff:
        """Return the way to that address; see `HandoffSettings.opened`."""
        try:
            trust = ssl.create_default_context(cafile=self.ca)
        except OSError as error:  # also where it holds no certificate
            why = "the file that ca names holds no certificates, or can't be read"
            raise StationError("SVC-020", self.ca or "", name=name, why=why) from error
        credentials = Credentials(self.user, secret) if secret is not None else None
        return Http(name, Poster(name, self.url, self.timeout_s, trust, credentials), self.route)


@dataclass(frozen=True)
class Http:
    """An open hand-off by HTTP.

    Attributes:
        name: the hand-off's.
        poster: posts to the MES.
        asks: whether it is asked for routes.
    """

    name: str
    poster: Poster
    asks: bool

    @property
    def route(self) -> RouteCheck | None:
        """This one, or None."""
        return self if self.asks else None

    def tell(self, result: UnitResult, cancel: Cancel) -> None:
        """Post a result, with its number as the key by which repeats are told.

        Raises:
            StationError: SVC-021 where it is refused for good, SVC-020 where it may be taken later,
                LIN-003 on cancel.
        """
        key = {"Idempotency-Key": str(result.sequence)}
        answer = self.poster.post("results", result.as_json(), key, cancel)
        if not answer.good:
            raise self._refused(answer)

    def ask(self, question: RouteQuestion, cancel: Cancel) -> RouteAnswer:
        """Post a question and return the answer.

        Raises:
            StationError: SVC-020 where there is no answer, SVC-021 where the question itself is
                refused, SVC-024 where the answer can't be understood, LIN-003 on cancel.
        """
        answer = self.poster.post("route", question.as_json(), {}, cancel)
        if not answer.good:
            raise self._refused(answer)
        if answer.trouble:
            raise StationError("SVC-020", name=self.name, why=answer.trouble)
        try:
            return RouteAnswer.parse(answer.body)
        except ValueError as error:
            detail = shown(answer.body[:200].decode("utf-8", "replace"), 200)
            why = "it is not the JSON that was agreed on"
            raise StationError("SVC-024", detail, name=self.name, why=why) from error

    def _refused(self, answer: Answer) -> StationError:
        """Return the error that a status other than 2xx means; a redirect is not followed."""
        for_good = 400 <= answer.status < 500 and answer.status not in _LATER
        detail = shown(answer.body[:200].decode("utf-8", "replace"), 200)
        why = f"it answers with the status {answer.status}"
        return StationError("SVC-021" if for_good else "SVC-020", detail, name=self.name, why=why)
