"""What is wrong with one row of a list made elsewhere, and what of it goes on record.

The rules are those of a document that is to be sent (`document_rules`), but for two things: nothing
is sent, so a certificate that has run out keeps nothing out; and no secret is kept, so a document's
symmetric keys are left out, which is said.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import JsonValue

from station.errors import StationError
from station.model.attestation import endorsement_modulus
from station.model.foreign import ForeignRow
from station.model.names import IdScope, RegistrationId, shown
from station.records.claims import serial_claim
from station.service.attestation_rules import (
    Json,
    inside,
    leaf_findings,
    read_certificate,
    validity_findings,
)
from station.service.document_rules import document_findings, name_of
from station.service.endorsement_rules import usual_key
from station.service.findings import Finding, Level, doubtful, refused
from station.service.imports.given import Given
from station.service.imports.plain import plain_row
from station.service.imports.secrets_out import without_secrets
from station.service.malformed import MALFORMED

# They keep a unit out of the service, but not its enrollment out of the record.
_HARMLESS: Final = frozenset({"certificate-early", "certificate-late"})
_KEYS: Final = ("primaryKey", "secondaryKey")
_OWN: Final = ("registrationId", "deviceId", "attestation", "provisioningStatus")
_BARE: Final = frozenset({"type", "tpm"})
_ATTESTED: Final = frozenset({"type", "symmetricKey", "tpm", "x509"})
_JSON: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
_MAX_STATUS: Final = 40
_MAX_SCOPES: Final = 1_000
_DIGEST: Final = 32


class _Held(NamedTuple):
    """What a row is known by, as far as it can be read."""

    attestation: str
    fingerprint: bytes | None = None
    public: bytes | None = None
    certificate: bytes | None = None
    certificate_sha256: bytes | None = None


class Judge:
    """Judges rows one after another.

    Args:
        now: when certificates should be valid, UTC.
        id_scope: of rows that don't say theirs; an empty text for none.
        scopes: the ID scopes on record: each is to be spelled in one way.
    """

    def __init__(self, now: datetime, id_scope: str = "", scopes: Iterable[str] = ()) -> None:
        self._now = now
        self._scope = id_scope
        self._right = ""
        self._scopes = {scope.lower(): scope for scope in scopes}

    def row(self, place: int, given: Given) -> tuple[ForeignRow, list[Finding]]:
        """Return what would go on record of a row, and what is wrong with it."""
        scope = given.id_scope or self._scope
        if scope and scope == self._right:  # no rule has anything to say of it
            plain = plain_row(place, given, scope)
            if plain is not None:
                return plain, []
        return self._judged(place, given, scope)

    def _judged(self, place: int, given: Given, scope: str) -> tuple[ForeignRow, list[Finding]]:
        name = name_of(given.document, group=False)
        held, findings = self._held(given, name)
        findings += self._named(given.serial, scope)
        document = given.document if isinstance(given.document, dict) else {}
        rest, secret = _rest(document)
        if secret:
            words = "What looks like a secret in it is left out: Station keeps nobody's keys"
            findings.append(doubtful("secret-left-out", words))
        if given.unreadable:
            findings = [refused("form", given.unreadable)]
        device = document.get("deviceId")
        status = document.get("provisioningStatus") or given.status
        return (
            ForeignRow(
                place,
                _clean(name),
                _clean(scope),
                _clean(device) if isinstance(device, str) and device and device != name else None,
                _clean(given.serial) or None,
                held.attestation,
                held.fingerprint,
                held.public,
                None if held.public is None else hashlib.sha256(held.public).digest(),
                held.certificate,
                held.certificate_sha256,
                _clean(given.group) or None,
                shown(status, _MAX_STATUS) if isinstance(status, str) else "",
                rest,
            ),
            findings,
        )

    def _held(self, given: Given, name: str) -> tuple[_Held, list[Finding]]:
        if isinstance(given.document, dict) and "enrollmentGroupId" in given.document:
            words = "It is an enrollment group: enrollments of single units are imported"
            return _Held(""), [refused("group", words)]
        if given.group:
            held, findings = _member(given), [*self._member_findings(given, name)]
        else:
            held, findings = _known_by(given), [*self._document_findings(given.document)]
        return held, [*findings, *_digest_findings(given, held)]

    def _named(self, serial: str, scope: str) -> Iterator[Finding]:
        try:
            if serial:
                serial_claim(serial)
        except StationError:
            yield refused("serial", "Its serial number isn't 1 to 128 printable ASCII characters")
        if scope and scope == self._right:
            return
        try:
            IdScope.parse(scope)
        except StationError:
            words = "Its ID scope can't be one" if scope else "It has no ID scope: give --id-scope"
            yield refused("id-scope", words)
            return
        known = self._scopes.get(scope.lower())
        if known is None and len(self._scopes) >= _MAX_SCOPES:
            yield refused("id-scope", f"It is for one more than {_MAX_SCOPES:,} ID scopes")
        elif known not in {None, scope}:
            yield refused("id-scope", f"Its ID scope is written {known} elsewhere")
        else:
            self._scopes[scope.lower()] = self._right = scope

    def _document_findings(self, document: JsonValue) -> Iterator[Finding]:
        for one in document_findings(document, self._now, group=False):
            if one.rule == "symmetric-key-missing":
                continue
            yield replace(one, level=Level.DOUBTFUL) if one.rule in _HARMLESS else one
        held = inside(document, "attestation")
        if any(inside(held, "symmetricKey").get(key) for key in _KEYS):
            words = "Its symmetric keys are left out: Station keeps nobody's keys"
            yield doubtful("symmetric-key-left-out", words)

    def _member_findings(self, given: Given, name: str) -> Iterator[Finding]:
        for rule, text in (("registration-id", name), ("group-id", given.group)):
            try:
                RegistrationId.parse(text)
            except StationError as error:
                what = rule.replace("-id", " ID").capitalize()
                yield refused(rule, f"{what} can't be one: {error.data['why']}")
        if not given.certificate:
            return
        found = read_certificate(given.certificate)
        if found is None:
            yield refused("certificate", "Its certificate can't be read")
            return
        for one in validity_findings(found, self._now, "Its certificate"):
            yield replace(one, level=Level.DOUBTFUL)
        yield from leaf_findings(found, name)


def _known_by(given: Given) -> _Held:
    """Return what the unit of a document is known by, as far as that can be read."""
    held = inside(given.document, "attestation")
    match held.get("type"):
        case "tpm":
            return _of_tpm(str(inside(held, "tpm").get("endorsementKey") or ""))
        case "x509":
            places = inside(inside(held, "x509"), "clientCertificates")
            return _of_certificate(str(inside(places, "primary").get("certificate") or ""))
        case "symmetricKey":
            return _Held("symmetric")
        case _:
            return _Held("")


def _of_tpm(text: str) -> _Held:
    try:
        public = usual_key(text) or base64.b64decode(text, validate=True)
        fingerprint = hashlib.sha256(endorsement_modulus(public)).digest()
    except (ValueError, StationError):
        return _Held("tpm")
    return _Held("tpm", fingerprint, public)


def _of_certificate(text: str) -> _Held:
    found = read_certificate(text)
    if found is None:
        return _Held("x509")
    der = found.public_bytes(Encoding.DER)
    return _Held("x509", _spki(found), None, der, hashlib.sha256(der).digest())


def _spki(found: x509.Certificate) -> bytes | None:
    try:
        key = found.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except MALFORMED:
        return None
    return hashlib.sha256(key).digest()


def _member(given: Given) -> _Held:
    """Return what a group's unit is known by: a certificate, its digest alone, or its name."""
    if given.certificate:
        return _of_certificate(given.certificate)
    digest = _claimed(given)
    return _Held("x509", certificate_sha256=digest) if digest else _Held("symmetric")


def _claimed(given: Given) -> bytes | None:
    """Return the digest that a row says its certificate has; empty where it has none, or None."""
    text = given.certificate_sha256.replace(":", "")
    try:
        digest = bytes.fromhex(text)
    except ValueError:
        return None
    return digest if len(digest) in {0, _DIGEST} and text.isalnum() == bool(digest) else None


def _digest_findings(given: Given, held: _Held) -> Iterator[Finding]:
    digest = _claimed(given)
    if digest is None:
        yield refused("certificate-digest", "What it has for its certificate's SHA-256 is none")
    elif digest and held.certificate_sha256 not in {None, digest}:
        yield refused("certificate-digest", "Its certificate is not the one it names")


def _rest(document: dict[str, JsonValue]) -> tuple[str, bool]:
    """Return what a document has beside the columns, as JSON, and whether a secret is left out."""
    beside = _beside(document)
    if not beside:
        return "", False
    try:
        rest, secret = without_secrets(beside)
        return _JSON.encode(rest), secret
    except (ValueError, RecursionError):
        return "", False  # which is refused


def _beside(document: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Return what a document has beside the columns, and beside symmetric keys."""
    rest = {key: one for key, one in document.items() if key not in _OWN}
    if more := _more(inside(document, "attestation")):  # most lists have nothing of all that
        rest["attestation"] = more
    return rest


def _more(held: Json) -> dict[str, JsonValue]:
    """Return what an attestation has beside the columns, and beside secrets."""
    if held.keys() == _BARE and len(inside(held, "tpm")) == 1:
        return {}
    more = {key: one for key, one in held.items() if key not in _ATTESTED}
    tpm = {key: one for key, one in inside(held, "tpm").items() if key != "endorsementKey"}
    certified = inside(held, "x509")
    kept = {key: one for key, one in certified.items() if key != "clientCertificates"}
    clients = inside(certified, "clientCertificates")
    if spare := {key: one for key, one in clients.items() if key != "primary"}:
        kept["clientCertificates"] = spare
    if tpm:
        more["tpm"] = tpm
    if kept:
        more["x509"] = kept
    return more


def _clean(text: str) -> str:
    """Return text that a database can hold; what no name can be is refused, and shown so."""
    return text if text.isascii() and text.isprintable() else shown(text, 128)
