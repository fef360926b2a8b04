"""Posts JSON to one MES, saying who the station is."""

import base64
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, Self

from station.errors import StationError
from station.model.handoff import Cancel
from station.secret import Secret
from station.service.calls import Answer, Asked, Caller, NoAnswerError

_REPEATED: Final = b"(it repeats the secret that it was sent)"


@dataclass(frozen=True)
class Credentials:
    """How the station says who it is.

    Attributes:
        user: whose password the secret is; None where it is a bearer token.
        secret: visible ASCII.
    """

    user: str | None
    secret: Secret

    def header(self) -> str:
        """Return the value of the header `Authorization` (RFC 6750 section 2.1, RFC 7617)."""
        with self.secret.reveal() as data:
            if self.user is None:
                return f"Bearer {data.decode('ascii')}"
            pair = self.user.encode() + b":" + data
            return f"Basic {base64.b64encode(pair).decode('ascii')}"

    def without(self, body: bytes) -> bytes:
        """Return a body that may be shown: one that has the secret in it says only that."""
        sent = self.header().partition(" ")[2].encode()
        with self.secret.reveal() as data:
            return _REPEATED if data in body or sent in body else body


class Way(NamedTuple):
    """The way to one MES.

    Attributes:
        name: the hand-off's, for what errors say.
        url: what lies below it is posted to.
        limit_s: how long an answer may take, all in all.
        user: whose password the secret is; None where it is a bearer token, or there is none.
        ca: PEM file of the authorities that may vouch for it; None for the system's own.
    """

    name: str
    url: str
    limit_s: float
    user: str | None
    ca: str | None


@dataclass(frozen=True)
class Poster:
    """Posts to one MES.

    Attributes:
        way: to it.
        trust: whom TLS believes.
        credentials: who the station is, where it says so.
    """

    way: Way
    trust: ssl.SSLContext
    credentials: Credentials | None

    @classmethod
    def opened(cls, way: Way, secret: Secret | None) -> Self:
        """Return what posts there; nothing is sent yet.

        Raises:
            StationError: SVC-020 where `way.ca` holds no certificates.
        """
        try:
            trust = ssl.create_default_context(cafile=way.ca)
        except OSError as error:  # that of TLS is one too
            why = "the file that ca names holds no certificates, or can't be read"
            raise StationError("SVC-020", way.ca or "", name=way.name, why=why) from error
        return cls(way, trust, None if secret is None else Credentials(way.user, secret))

    def post(self, path: str, body: bytes, headers: Mapping[str, str], cancel: Cancel) -> Answer:
        """Post JSON and return the answer, whatever its status.

        Args:
            path: below the address.
            body: JSON, UTF-8.
            headers: besides the usual ones.
            cancel: ends it.

        Raises:
            StationError: SVC-020 where there is no answer, LIN-003 on cancel.
        """
        asked = Asked(f"{self.way.url}/{path}", self._headers(headers), body)
        caller = Caller(self.trust, self.way.limit_s, f"handoff-{self.way.name}")
        try:
            answer = caller.call(asked, cancel)
        except NoAnswerError as error:
            raise StationError(
                "SVC-020", error.detail, name=self.way.name, why=error.why
            ) from error
        if self.credentials is None:
            return answer
        return replace(answer, body=self.credentials.without(answer.body))

    def _headers(self, headers: Mapping[str, str]) -> Mapping[str, str]:
        if self.credentials is None:
            return headers
        return {**headers, "Authorization": self.credentials.header()}
