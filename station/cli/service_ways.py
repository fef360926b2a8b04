"""What `station service add` is told of the way into a service: Entra ID, and a proxy's user."""

import os
import re
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from station.cli.options import AskedPin, asked, open_file
from station.errors import StationError
from station.model.group import Service
from station.model.sign_in import SignIn, by_entra
from station.secret import Secret
from station.service.entra import check_installed

_CLIENT_FD: Final = "--secret-fd"
_PROXY_FD: Final = "--proxy-password-fd"
_SECRET: Final = AskedPin("the client", _CLIENT_FD, "Secret")
_PROXY: Final = AskedPin("the proxy", _PROXY_FD, "Password")
# A colon ends the user's name (RFC 7617 section 2).
_USER: Final = re.compile(r"[!-9;-~]{1,100}")
_PASSWORD: Final = re.compile(rb"[\x20-\x7e]{1,1000}")
_LARGEST_PEM: Final = 65_536


def add_proxy_options(parser: ArgumentParser) -> None:
    """Add what is said of the proxy on the way."""
    parser.add_argument(
        "--proxy", metavar="HOST:PORT", default="", help="the proxy on the way to it"
    )
    parser.add_argument(
        "--proxy-user", metavar="USER", help="as whom the proxy knows the station, if it asks"
    )
    parser.add_argument(
        _PROXY_FD,
        metavar="N",
        type=open_file,
        help="read that user's password from this file descriptor instead of the keyboard",
    )


def add_sign_in_options(parser: ArgumentParser) -> None:
    """Add what is said of signing in by Entra ID."""
    group = parser.add_argument_group("signing in by Entra ID, in place of a policy's key")
    group.add_argument(
        "--sign-in",
        metavar="HOW",
        choices=[one.value for one in SignIn],
        help=", ".join(one.value for one in SignIn),
    )
    group.add_argument("--tenant", metavar="ID", help="the directory's ID or domain")
    group.add_argument(
        "--client", metavar="ID", help="the application's, or the managed identity's client ID"
    )
    group.add_argument(
        "--authority", metavar="HOST", help="who gives tokens, where that isn't Azure's public one"
    )
    group.add_argument(
        _CLIENT_FD,
        metavar="N",
        type=open_file,
        help="read the client's secret from this file descriptor instead of the keyboard; for "
        "client-certificate the certificate and its key, PEM",
    )


def check_no_sign_in(arguments: Namespace) -> None:
    """Check that nothing is said of Entra ID where a policy's key opens the service; CFG-004."""
    given = (arguments.tenant, arguments.client, arguments.authority, arguments.secret_fd)
    if given != (None, None, None, None):
        why = "--tenant, --client, --authority and --secret-fd go with --sign-in"
        raise StationError("CFG-004", why=why)


def signed_in(arguments: Namespace) -> tuple[Service, Secret | None]:
    """Return a service where the station signs in by Entra ID, and the secret to do it with.

    Raises:
        StationError: CFG-004, SVC-035, SVC-075 for what doesn't go together; SVC-073 where the
            part isn't installed; CFG-008 where the secret is missing.
    """
    if (arguments.policy, arguments.key_fd, arguments.connection_fd) != (None, None, None):
        raise StationError("CFG-004", why="--sign-in takes no policy, key or connection string")
    if arguments.host is None:
        raise StationError("CFG-004", why="--sign-in needs --host")
    check_installed()
    sign_in = SignIn(arguments.sign_in)
    ids = (arguments.tenant or "", arguments.client or "")
    service = by_entra(str(arguments.name), arguments.host, sign_in, ids, arguments.authority or "")
    if sign_in is SignIn.SECRET:
        return service, asked(_SECRET, arguments.secret_fd)
    if sign_in is SignIn.CERTIFICATE:
        return service, _certificate(arguments.secret_fd)
    if arguments.secret_fd is not None:
        raise StationError("SVC-075", why=f"{sign_in.value} takes no {_CLIENT_FD}")
    return service, None


def _certificate(descriptor: int | None) -> Secret:
    """Return a certificate and its key as they were handed over, PEM."""
    if descriptor is None:
        raise StationError("CFG-008", f"{_CLIENT_FD}: it is no text to type", what="the client")
    try:
        with os.fdopen(descriptor, "rb") as file:
            data = file.read(_LARGEST_PEM)
    except OSError as error:
        why = f"descriptor {descriptor}: {error.strerror or error}"
        raise StationError("CFG-008", why, what="the client") from None
    try:
        key = load_pem_private_key(data, None).public_key()
        good = x509.load_pem_x509_certificate(data).public_key() == key
    except (ValueError, TypeError, UnsupportedAlgorithm):
        good = False
    if not good:
        why = "that is no PEM of a certificate and its own key, without a passphrase"
        raise StationError("SVC-075", why=why)
    return Secret(data)


def through_proxy(service: Service, arguments: Namespace) -> tuple[Service, Secret | None]:
    """Return a service with its proxy's user, and that user's password; None where it has none.

    Raises:
        StationError: CFG-061 where that can be no user or password, or there is no proxy; CFG-008
            where the password is missing.
    """
    user = arguments.proxy_user
    if user is None:
        if arguments.proxy_password_fd is not None:
            raise StationError("CFG-061", why="there is a password, and no user")
        return service, None
    if not service.proxy:
        raise StationError("CFG-061", why="there is a user, and no proxy")
    if not _USER.fullmatch(user):
        raise StationError("CFG-061", why="its user's name has letters, digits and signs, no colon")
    password = asked(_PROXY, arguments.proxy_password_fd)
    with password.reveal() as data:
        if not _PASSWORD.fullmatch(data):
            raise StationError("CFG-061", why="its password has letters, digits and signs alone")
    return replace(service, proxy_user=user), password
