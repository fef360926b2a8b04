"""The settings of a hand-off by HTTP: where a MES is, and how the station says who it is."""

import ipaddress
import re
from typing import Annotated, Final, Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, Field, model_validator

from station.errors import StationError
from station.model.strict import misplaced
from station.secret import Secret
from station.service.handoffs.kind import Handoff, HandoffSettings, WhenDown

# What a header or a log-in takes, and no more: nothing that could end a header's line.
_VISIBLE: Final = re.compile(rb"[\x21-\x7e]{1,4096}")
_USER: Final = re.compile(r"[!-9;-~]{1,100}")  # a colon ends the user's name
_URL: Final = re.compile(r"[!-~]{1,500}")
_HOST: Final = re.compile(r"[A-Za-z0-9.-]{1,253}|[0-9A-Fa-f:]{2,45}")
_LOCALHOST: Final = "localhost"


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
        # It takes long to load, and a station without a MES never needs it.
        from station.service.handoffs.http import Http, Poster, Way  # noqa: PLC0415

        way = Way(name, self.url, self.timeout_s, self.user, self.ca)
        return Http(Poster.opened(way, secret), asks=self.route)
