"""How a station signs in at a provisioning service by Entra ID, in place of a policy's key."""

import re
from dataclasses import replace
from enum import Enum
from typing import Final

from station.errors import StationError
from station.model.group import Service
from station.model.names import shown

PUBLIC_AUTHORITY: Final = "login.microsoftonline.com"
# A directory's ID or one of its domains; an application's ID.
_TENANT: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_CLIENT: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?")
_AUTHORITY: Final = re.compile(
    r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9-]{1,63}){0,8}(?::[1-9][0-9]{0,4})?"
)


class SignIn(Enum):
    """Where the station's account comes from."""

    ENVIRONMENT = "environment"  # of the process: variables, or a workload's federated token
    MANAGED_IDENTITY = "managed-identity"  # of the machine itself
    SECRET = "client-secret"  # noqa: S105 - a name
    CERTIFICATE = "client-certificate"
    PERSON = "person"  # who signs in with a code, on any device

    @property
    def has_secret(self) -> bool:
        """Whether the station keeps something that is to stay secret."""
        return self in {SignIn.SECRET, SignIn.CERTIFICATE}

    @property
    def needs_ids(self) -> bool:
        """Whether tenant and client have to be known."""
        return self.has_secret or self is SignIn.PERSON


def by_entra(
    name: str, host: str, sign_in: SignIn, ids: tuple[str, str] = ("", ""), authority: str = ""
) -> Service:
    """Return a service where the station signs in by Entra ID.

    Args:
        name: by which it is called here.
        host: its host name.
        sign_in: how.
        ids: the tenant and the client; each may be empty where the way in doesn't need it.
        authority: host of the token authority, with its port where that isn't 443; empty for
            Azure's public one.

    Raises:
        StationError: SVC-035 where a name can't be, SVC-075 where one of the rest can't.
    """
    tenant, client = ids
    if sign_in.needs_ids and not (tenant and client):
        raise StationError("SVC-075", why=f"{sign_in.value} needs --tenant and --client")
    if tenant and not sign_in.needs_ids:
        raise StationError("SVC-075", why=f"{sign_in.value} takes no --tenant")
    if client and sign_in is SignIn.ENVIRONMENT:
        raise StationError("SVC-075", why="the environment says itself which client it is")
    for text, form, what in (
        (tenant, _TENANT, "tenant's ID or domain"),
        (client, _CLIENT, "client's ID"),
        (authority.lower(), _AUTHORITY, "authority's host name"),
    ):
        if text and not form.fullmatch(text):
            raise StationError("SVC-075", why=f"{shown(text)} is no {what}")
    service = replace(Service.parse(name, host, "none"), policy="", sign_in=sign_in.value)
    return replace(service, tenant=tenant, client=client, authority=authority.lower())


def purpose(service: Service) -> str:
    """Return what a service's secret is sealed for, so that nobody else is ever sent it."""
    whom = (service.authority or PUBLIC_AUTHORITY, service.tenant, service.client, service.sign_in)
    return "/".join(("service-secret", service.name, *whom))


def proxy_purpose(service: Service) -> str:
    """Return what the password for the proxy on the way to a service is sealed for."""
    return "/".join(("proxy-password", service.name, service.proxy, service.proxy_user))
