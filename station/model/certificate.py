"""What a device's certificate says beside its key: names, validity, usages, purposes.

The names are checked here, once filled in for a unit: RFC 5280 4.1.2.6 and 4.2.1.6, and the upper
bounds of its appendix A.1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from station.errors import StationError
from station.model.names import MAX_COMMON_NAME, shown

# In the order in which they stand in the subject, before the common name; with the upper bounds.
SUBJECT_PARTS: Final[Mapping[str, int]] = {
    "country": 2,
    "state": 128,
    "locality": 128,
    "organization": 64,
    "organizational_unit": 64,
    "serial_number": MAX_COMMON_NAME,
}

_COUNTRY: Final = re.compile(r"[A-Z]{2}")
# PrintableString, X.680 41.4.
_PRINTABLE: Final = re.compile(r"[A-Za-z0-9 '()+,./:=?-]+")
_DNS_NAME: Final = re.compile(r"(?=.{1,253}\Z)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*")
_URI: Final = re.compile(r"[a-z][a-z0-9+.-]*:[A-Za-z0-9._~:/?@!$&'()*+,;=%-]{1,500}")


@dataclass(frozen=True)
class SubjectPart:
    """One part of a subject: its `kind` is a key of `SUBJECT_PARTS`."""

    kind: str
    value: str


@dataclass(frozen=True)
class CertificateNames:
    """What a certificate calls a unit beside its common name, which is its registration ID.

    Attributes:
        subject: the subject's other parts, in the order of `SUBJECT_PARTS`.
        dns_names: alternative names, lower case.
        uris: alternative names.
    """

    subject: tuple[SubjectPart, ...] = ()
    dns_names: tuple[str, ...] = ()
    uris: tuple[str, ...] = ()


NO_NAMES: Final = CertificateNames()


@dataclass(frozen=True)
class CertificateTemplate:
    """What the certificates of a profile's units have in common.

    Attributes:
        valid_days: for how long, never beyond the issuer's end; None for no end (RFC 5280 4.1.2.5),
            whatever the issuer's is.
        key_usages: beside `digitalSignature`: `keyAgreement`, `keyEncipherment`.
        purposes: beside `clientAuth`: values of `Purpose`.
    """

    valid_days: int | None
    key_usages: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()


def why_not(kind: str, value: str) -> str:
    """Return why a name can't stand in a certificate, or nothing where it can.

    Args:
        kind: a key of `SUBJECT_PARTS`, `dns_name` or `uri`.
        value: the name, with no place left to fill in.
    """
    match kind:
        case "dns_name":
            labels = value.split(".")
            right = _DNS_NAME.fullmatch(value) and not any(
                label.startswith("-") or label.endswith("-") for label in labels
            )
            return "" if right else "it is no DNS name in lower case"
        case "uri":
            return "" if _URI.fullmatch(value) else "it is no URI with its scheme in lower case"
        case "country":
            return "" if _COUNTRY.fullmatch(value) else "a country is two capital letters"
        case _:
            return _why_no_part(kind, value)


def _why_no_part(kind: str, value: str) -> str:
    most = SUBJECT_PARTS[kind]
    if not 0 < len(value) <= most:
        return f"it has {len(value)} characters, not 1 to {most}"
    if kind == "serial_number" and not _PRINTABLE.fullmatch(value):
        return "a serial number has letters, digits and '()+,-./:=? alone"
    if not value.isprintable() or value != value.strip():
        return "it has blanks at an end, or what can't be printed"
    return ""


def checked_names(filled: Mapping[str, str]) -> CertificateNames:
    """Return the names of a unit's certificate.

    Args:
        filled: by kind (`why_not`), with no place left to fill in; kinds that are missing stay out.

    Raises:
        StationError: PRF-017 where one can't stand in a certificate.
    """
    for kind, value in filled.items():
        if why := why_not(kind, value):
            raise StationError("PRF-017", key=kind, text=shown(value), why=why)
    parts = tuple(SubjectPart(kind, filled[kind]) for kind in SUBJECT_PARTS if kind in filled)
    return CertificateNames(parts, _one(filled, "dns_name"), _one(filled, "uri"))


def _one(filled: Mapping[str, str], kind: str) -> tuple[str, ...]:
    return (filled[kind],) if kind in filled else ()
