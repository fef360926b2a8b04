"""The services that are known, and ways to them by the keys that the factory's token keeps."""

from collections.abc import Iterator
from contextlib import contextmanager

from station.errors import StationError
from station.line.work import Tools
from station.model.group import Service
from station.model.names import IdScope
from station.model.rights import Approval, Right
from station.model.world import World
from station.secret import Secret
from station.service.account import TokenAccount, check_host, check_scope
from station.service.client import LIMIT_S, ServiceClient


def add_service(
    tools: Tools, service: Service, key: Secret, approval: Approval | None = None
) -> None:
    """Take a service's policy key into the factory's token, and put the service on record.

    Args:
        tools: the open station's.
        service: the service; another of its name is replaced.
        key: the policy's key, its bytes; it is wiped.
        approval: for `Right.SETTINGS`; practice needs none.

    Raises:
        StationError: SVC-042 where practice would name what may be a real service; HSM-039 where
            the token takes no such key; REC-025.
    """
    world = World.PRACTICE if tools.factory.practice else World.PRODUCTION
    _check_way(service, world)
    if service.id_scope:
        check_scope(IdScope.parse(service.id_scope), world)
    tools.records.check_approval(Right.SETTINGS, approval)
    tools.factory.services.install(service.name, key)
    key.wipe()
    tools.records.services.set(service, approval)


def _check_way(service: Service, world: World) -> None:
    """Check that practice asks nobody but its own computer: no service, and no proxy; SVC-042."""
    for host in filter(None, (service.host, service.proxy)):
        check_host(host, world)


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
def client_of(tools: Tools, service: Service, limit_s: float = LIMIT_S) -> Iterator[ServiceClient]:
    """Give the way to a service whose key is in the factory's token; nothing is sent yet.

    Args:
        tools: the open station's.
        service: the service.
        limit_s: how long an answer may take, seconds.

    The token signs once for an hour of calls; threads may share the client.

    Raises:
        StationError: SVC-042 where practice would speak to another computer; SVC-039 where the
            service's CA can't be used. Calls raise HSM-013 without the key, too.
    """
    _check_way(service, World.PRACTICE if tools.factory.practice else World.PRODUCTION)
    keys = tools.factory.services
    account = TokenAccount(
        service.host, lambda expiry: keys.sas(service.name, service.host, service.policy, expiry)
    )
    client = ServiceClient.of(account, service.ca, service.proxy, limit_s)
    try:
        yield client
    finally:
        client.close()
