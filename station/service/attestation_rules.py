"""The rules of attestations in documents: TPMs, certificates, symmetric keys (dps/FACTS 1.3-4.8).

What they are given is a document as parsed and found to have the interface's form.
"""

import base64
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pydantic import JsonValue

from station.model.names import shown
from station.model.proof import MAX_KEY, MIN_KEY
from station.service.endorsement_rules import public_findings
from station.service.findings import Finding, doubtful, refused, useless
from station.service.malformed import MALFORMED

Json = Mapping[str, JsonValue]

_PLACES: Final = ("primary", "secondary")
_LARGE_CERTIFICATE: Final = 4096
"""Bytes: many devices' TLS takes no longer certificate (dps/FACTS 4.7)."""
_CURVES: Final = ("secp256r1", "secp384r1")
_RSA_BITS: Final = 2048


class Subject(NamedTuple):
    """Whose attestation it is.

    Attributes:
        name: the registration ID, or the group's name.
        group: whether it is a group's.
        disabled: whether it lets nobody in anyhow.
        now: when certificates must be valid, UTC.
    """

    name: str
    group: bool
    disabled: bool
    now: datetime


def inside(value: Json | JsonValue, key: str) -> Json:
    """Return the object under a key, an empty one where there is none."""
    # Not any Mapping: to ask for that takes ten times as long, and a list has a million rows.
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def attestation_findings(given: Json, subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with an attestation."""
    kind = given.get("type")
    held = given.get(str(kind))
    if kind == "symmetricKey":
        yield from _key_findings(inside(given, "symmetricKey"), subject)
    elif kind == "tpm" and subject.group:
        yield refused("attestation", "A group can't be known by TPMs: each has to be enrolled")
    elif kind in {"tpm", "x509"} and not isinstance(held, dict):
        yield refused("attestation", f"What its {kind} attestation is made of is missing")
    elif kind == "tpm":
        yield from _tpm_findings(inside(given, "tpm"))
    elif kind == "x509":
        yield from _certificate_findings(inside(given, "x509"), subject)
    else:
        yield refused("attestation", "It has an attestation of no kind that the service takes")


def _tpm_findings(held: Json) -> Iterator[Finding]:
    yield from public_findings(str(held.get("endorsementKey") or ""))
    storage = held.get("storageRootKey")
    if storage:
        yield from public_findings(str(storage), "storage root key")


def _key_findings(held: Json, subject: Subject) -> Iterator[Finding]:
    keys = {place: str(key) for place in _PLACES if (key := held.get(f"{place}Key"))}
    for place, text in keys.items():
        try:
            size = len(base64.b64decode(text, validate=True))
        except ValueError:
            yield refused("symmetric-key", f"Its {place} key is not base64")
            continue
        if not MIN_KEY <= size <= MAX_KEY:
            words = f"Its {place} key has {size} bytes, not {MIN_KEY} to {MAX_KEY}"
            yield refused("symmetric-key", words)
    if not keys and not subject.disabled:
        yield useless("symmetric-key-missing", "It has no key: the service makes up another one")
    if len(keys) == len(_PLACES) and len(set(keys.values())) == 1:
        yield doubtful("symmetric-key-twice", "Its two keys are one: there is no spare")


def _certificate_findings(held: Json, subject: Subject) -> Iterator[Finding]:
    own = "signingCertificates" if subject.group else "clientCertificates"
    given = [use for use in (own, "caReferences") if held.get(use)]
    if len(given) != 1:
        what = "CA certificates or references" if subject.group else "certificates or references"
        words = "it has both" if given else "it has neither"
        yield refused("certificate", f"It needs either {what} to CAs: {words}")
        return
    places = inside(held, given[0])
    texts = {place: one for place in _PLACES if (one := places.get(place))}
    if "primary" not in texts:
        yield refused("certificate", "Its primary certificate is missing")
    if given == [own]:
        for place, one in texts.items():
            text = one.get("certificate") if isinstance(one, dict) else None
            yield from _one_certificate(place, str(text or ""), subject)
        if len(texts) == len(_PLACES) and texts["primary"] == texts["secondary"]:
            yield doubtful("certificate-twice", "Its two certificates are one: there is no spare")


@lru_cache(maxsize=4)  # a row's certificate is asked for more than once
def read_certificate(text: str) -> x509.Certificate | None:
    """Return the certificate in PEM or base64 of DER, None for anything else."""
    try:
        if "-----BEGIN CERTIFICATE-----" in text:
            found = x509.load_pem_x509_certificate(text.encode())
        else:
            joined = "".join(text.split())
            found = x509.load_der_x509_certificate(base64.b64decode(joined, validate=True))
        _ = found.subject, found.issuer, found.version, found.not_valid_after_utc
    except MALFORMED:
        return None
    return found


def _one_certificate(place: str, text: str, subject: Subject) -> Iterator[Finding]:
    found = read_certificate(text)
    if found is None:
        words = "can't be read" if text.strip() else "is empty"
        yield refused("certificate", f"Its {place} certificate {words}")
        return
    yield from validity_findings(found, subject.now, f"Its {place} certificate")
    if subject.group:
        if not _is_ca(found):
            words = f"Its {place} certificate isn't a CA's: no unit's can be by it"
            yield useless("certificate-no-ca", words)
    else:
        yield from leaf_findings(found, subject.name)


def validity_findings(found: x509.Certificate, now: datetime, what: str) -> Iterator[Finding]:
    """Yield what is wrong with a certificate's dates at `now`, UTC."""
    if now < found.not_valid_before_utc:
        words = f"{what} is valid only from {found.not_valid_before_utc:%Y-%m-%d %H:%M} UTC"
        yield useless("certificate-early", words)
    if now > found.not_valid_after_utc:
        words = f"{what} ran out on {found.not_valid_after_utc:%Y-%m-%d}"
        yield useless("certificate-late", words)


def leaf_findings(found: x509.Certificate, name: str) -> Iterator[Finding]:
    """Yield what is wrong with a device's certificate, by which `name` is to register."""
    names = [str(a.value) for a in found.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)]
    if [one.lower() for one in names] != [name.lower()]:
        said = shown(", ".join(names)) or "no name"
        words = f"Its certificate is in the name {said}, not in its registration ID"
        yield useless("certificate-name", words)
    elif names != [name]:
        words = f"Its certificate's name, {shown(names[0])}, has another case"
        yield doubtful("certificate-name-case", words)
    size = len(found.tbs_certificate_bytes)
    if size > _LARGE_CERTIFICATE:
        words = f"Its certificate has over {size:,} bytes: many devices' TLS takes 4,096"
        yield doubtful("certificate-large", words)
    if _is_ca(found):
        yield doubtful("certificate-ca", "Its certificate is a CA's, not a device's")
    if not _usual_key(found):
        words = "Its certificate's key is neither RSA from 2,048 bits nor on P-256 or P-384"
        yield doubtful("certificate-key", words)


def _is_ca(found: x509.Certificate) -> bool:
    try:
        return found.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False
    except MALFORMED:
        return False


def _usual_key(found: x509.Certificate) -> bool:
    try:
        key = found.public_key()
    except MALFORMED:
        return False
    match key:
        case rsa.RSAPublicKey():
            return key.key_size >= _RSA_BITS
        case ec.EllipticCurvePublicKey():
            return key.curve.name in _CURVES
        case _:
            return False
