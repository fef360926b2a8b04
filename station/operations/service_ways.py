"""Ways into services: what is sealed for them, and opened again for a client."""

from dataclasses import dataclass, replace
from typing import Final

from station.errors import StationError
from station.line.work import Tools
from station.model.group import Service
from station.model.sign_in import PUBLIC_AUTHORITY, SignIn, proxy_purpose, purpose
from station.model.world import World
from station.secret import Secret
from station.service.account import Credential, TokenAccount, check_host
from station.service.bearer import BearerAccount
from station.service.entra import Attended, EntraTokens, EntraWay, check_installed
from station.service.lines import ProxyWay
from station.service.trust import trusted

# Of the machine itself: whoever answers for it isn't on this computer.
_MACHINE: Final = "managed identity"


@dataclass(frozen=True)
class Keys:
    """What somebody gave for a service; `wipe` is the caller's.

    Attributes:
        key: the policy's key, the client's secret, or its certificate and key, PEM; None where
            there is nothing to keep.
        proxy_password: for the proxy on the way; None for a proxy that asks nobody.
    """

    key: Secret | None = None
    proxy_password: Secret | None = None

    def wipe(self) -> None:
        """Overwrite them."""
        for one in (self.key, self.proxy_password):
            if one is not None:
                one.wipe()


def world_of(tools: Tools) -> World:
    """Return the world of an open station."""
    return World.PRACTICE if tools.factory.practice else World.PRODUCTION


def check_ways(tools: Tools, service: Service) -> None:
    """Check that practice speaks to its own computer alone: no other's service, proxy or tokens.

    Raises:
        StationError: SVC-042; SVC-073 where the part isn't installed that signs in.
    """
    world = world_of(tools)
    for host in filter(None, (service.host, service.proxy)):
        check_host(host, world)
    if not service.sign_in:
        return
    check_installed()
    check_host(service.authority or PUBLIC_AUTHORITY, world)
    if world is World.PRACTICE and service.sign_in == SignIn.MANAGED_IDENTITY.value:
        raise StationError("SVC-042", name=_MACHINE)


def keep(tools: Tools, service: Service, keys: Keys) -> Service:
    """Take into the factory's token what somebody gave, and return the service with what is sealed.

    Raises:
        StationError: HSM-039 where the token takes no such key; the token's own.
    """
    if keys.proxy_password is not None:
        sealed = tools.factory.seal(proxy_purpose(service), keys.proxy_password)
        service = replace(service, proxy_sealed=sealed.hex())
    if keys.key is None:
        return service
    if not service.sign_in:
        tools.factory.services.install(service.name, keys.key)
        return service
    return replace(service, sealed=tools.factory.seal(purpose(service), keys.key).hex())


def proxy_of(tools: Tools, service: Service) -> ProxyWay | None:
    """Return the proxy on the way to a service, or None.

    Raises:
        StationError: HSM-021 where its password was given for another.
    """
    if not service.proxy:
        return None
    if not service.proxy_sealed:
        return ProxyWay(service.proxy)
    sealed = bytes.fromhex(service.proxy_sealed)
    password = tools.factory.unseal(proxy_purpose(service), sealed)
    return ProxyWay(service.proxy, service.proxy_user, password)


def account_of(
    tools: Tools, service: Service, proxy: ProxyWay | None, attended: Attended | None
) -> Credential:
    """Return what opens a service; nothing is asked yet.

    Args:
        tools: the open station's.
        service: the service.
        proxy: on the way.
        attended: who can be asked to sign in; None where nobody is there.
    """
    if not service.sign_in:
        keys, name, host = tools.factory.services, service.name, service.host
        return TokenAccount(host, lambda expiry: keys.sas(name, host, service.policy, expiry))

    def opened() -> EntraTokens:
        sealed = bytes.fromhex(service.sealed)
        return EntraTokens(
            EntraWay(
                service.name,
                SignIn(service.sign_in),
                service.tenant,
                service.client,
                service.authority,
                tools.factory.unseal(purpose(service), sealed) if sealed else None,
                trusted(None, service.name, service.ca),
                proxy,
                practice=tools.factory.practice,
                attended=attended,
            )
        )

    return BearerAccount(service.host, opened)
