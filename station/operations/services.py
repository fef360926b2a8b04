"""The services that are known, and ways to them by what the factory's token keeps."""

from collections.abc import Iterator
from contextlib import contextmanager

from station.errors import StationError
from station.line.work import Tools
from station.model.group import Service
from station.model.names import IdScope
from station.model.rights import Approval, Right
from station.operations.service_ways import (
    Keys,
    account_of,
    check_ways,
    keep,
    proxy_of,
    world_of,
)
from station.service.account import check_scope
from station.service.client import LIMIT_S, ServiceClient
from station.service.entra import Attended


def add_service(
    tools: Tools, service: Service, keys: Keys, approval: Approval | None = None
) -> None:
    """Take what opens a service into the factory's token, and put the service on record.

    Args:
        tools: the open station's.
        service: the service; another of its name is replaced.
        keys: what opens it and the way to it; they are wiped.
        approval: for `Right.SETTINGS`; practice needs none.

    Raises:
        StationError: SVC-042 where practice would name what may be a real service; HSM-039 where
            the token takes no such key; SVC-073 where the part isn't installed that signs in;
            REC-025.
    """
    check_ways(tools, service)
    if service.id_scope:
        check_scope(IdScope.parse(service.id_scope), world_of(tools))
    tools.records.check_approval(Right.SETTINGS, approval)
    kept = keep(tools, service, keys)
    keys.wipe()
    tools.records.services.set(kept, approval)


def named_service(tools: Tools, name: str | None) -> Service:
    """Return the service of a name, or the only one that is known.

    Raises:
        StationError: SVC-036 where there is none of that name, SVC-052 where none is named and
            there isn't one alone; REC-012.
    """
    if name is None:
        known = tools.records.services.names()
        if len(known) != 1:
            why = f"{len(known)} are known" if known else "none is known"
            raise StationError("SVC-052", why=why)
        name = known[0]
    return tools.records.services.get(name)


@contextmanager
def client_of(
    tools: Tools, service: Service, attended: Attended | None = None, limit_s: float = LIMIT_S
) -> Iterator[ServiceClient]:
    """Give the way to a service by what the factory's token keeps; nothing is sent yet.

    The token signs once for an hour of calls, and a token of Entra ID's serves its life; threads
    may share the client.

    Args:
        tools: the open station's.
        service: the service.
        attended: who can be asked to sign in; None where nobody is there.
        limit_s: how long an answer may take, seconds.

    Raises:
        StationError: SVC-042 where practice would speak to another computer; SVC-039 where the
            service's CA can't be used; HSM-021 where the proxy's password was given for another.
            Calls raise HSM-013 without the key, SVC-074 and SVC-076 without a token, too.
    """
    check_ways(tools, service)
    proxy = proxy_of(tools, service)
    account = account_of(tools, service, proxy, attended)
    client = ServiceClient.of(account, service.ca, proxy or "", limit_s)
    try:
        yield client
    finally:
        client.close()
        if proxy is not None and proxy.password is not None:
            proxy.password.wipe()
