"""Whom TLS believes that it is the provisioning service."""

import ssl

from station.errors import StationError


def trusted(ca: str | None, name: str, pem: str = "") -> ssl.SSLContext:
    """Return what a client needs to know the service by.

    Args:
        ca: PEM file of the authorities that may vouch for it; None for the system's own.
        name: the service's, for the error.
        pem: such authorities themselves, PEM; or empty.

    Raises:
        StationError: SVC-039 where they hold no certificates.
    """
    try:
        context = ssl.create_default_context(cafile=ca, cadata=pem or None)
    except OSError as error:  # that of TLS is one too
        why = "the file of its CA holds no certificates, or can't be read"
        raise StationError("SVC-039", ca or "", name=name, why=why) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
