"""What Azure's identity library raises, in words: of its own texts only the code is repeated."""

import re
import ssl
from collections.abc import Mapping
from typing import Final, NamedTuple

from station.service.lines import proxy_words

_REFUSED: Final = "SVC-074"
_UNWELL: Final = "SVC-039"
_CODE: Final = re.compile(r"\bAADSTS[0-9]{4,9}\b")
# Microsoft's "Microsoft Entra authentication and authorization error codes".
_WORDS: Final[Mapping[str, str]] = {
    "AADSTS90002": "there is no such tenant",
    "AADSTS700016": "the tenant has no such client",
    "AADSTS7000215": "the client's secret is wrong",
    "AADSTS7000222": "the client's secret has run out",
    "AADSTS700027": "the client's certificate is not the one it is known by",
    "AADSTS500011": "the tenant has no provisioning service",
    "AADSTS70020": "the code was not used in time",
    "AADSTS50105": "nobody gave the account a role",
}
# By the names of the library's own kinds, which aren't imported for that.
_AWAY: Final[Mapping[str, str]] = {
    "ServiceRequestError": "the token authority can't be reached",
    "ServiceResponseError": "the token authority doesn't answer",
}
_KINDS: Final[Mapping[str, str]] = {
    "CredentialUnavailableError": "this computer gives it no account",
    "ClientAuthenticationError": "Entra ID refuses it",
    "ValueError": "what it signs in with can't be used",
}


class Trouble(NamedTuple):
    """Why there is no token.

    Attributes:
        code: SVC-074 for a refusal; SVC-039 where another try may fare better.
        why: as the rest of a sentence.
    """

    code: str
    why: str


def trouble_of(error: BaseException) -> Trouble:
    """Return why there is no token.

    Args:
        error: what the library raised; it is not kept, since it may hold the request with its
            secret.
    """
    if code := _CODE.search(str(error)):
        return Trouble(_REFUSED, f"{_WORDS.get(code[0], 'Entra ID refuses it')} ({code[0]})")
    causes = _causes(error)
    if any(isinstance(one, ssl.SSLCertVerificationError) for one in causes):
        return Trouble(_REFUSED, "the authority's certificate is not one to be trusted here")
    proxy = next((one for one in causes if type(one).__name__ == "ProxyError"), None)
    if proxy is not None:
        return Trouble(_REFUSED, proxy_words(proxy))
    away = [kind for one in causes for kind in _kinds(one) if kind in _AWAY]
    if away:
        return Trouble(_UNWELL, _AWAY[away[0]])
    kinds = _kinds(error)
    known = (_KINDS[kind] for kind in kinds if kind in _KINDS)
    return Trouble(_REFUSED, next(known, f"an error of the kind {kinds[0]}"))


def _kinds(error: BaseException) -> list[str]:
    return [one.__name__ for one in type(error).__mro__]


def _causes(error: BaseException) -> list[BaseException]:
    """Return an error and what it came from, also where a library keeps that in `args`."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting and len(found) < 30:
        one = waiting.pop()
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            inner = (getattr(one, "reason", None), getattr(one, "inner_exception", None))
            waiting += [one.__cause__, one.__context__, *one.args, *inner]
    return found
