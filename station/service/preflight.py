"""The check before anything is sent or written: each row of the list by itself, and all together.

`documents` refuses at the first row that is wrong; here every row gets its verdict. Any number of
rows streams through: what has to be remembered of all of them (names, keys) is kept by `Seen`,
which is on the disk.
"""

import base64
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Final, Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from pydantic import JsonValue, TypeAdapter

from station.errors import StationError
from station.model.attestation import SymmetricKeyAttestation, TpmAttestation, X509Attestation
from station.model.enrollment import Enrollment, EnrollmentGroup
from station.model.names import IdScope, RegistrationId, shown
from station.model.order import EnrolledAs, Order
from station.service.attestation_rules import leaf_findings, validity_findings
from station.service.document_rules import document_findings, name_of
from station.service.documents import Wishes, initial_twin, unchecked_document, wishes_of
from station.service.findings import Finding, Verdict, doubtful, refused, useless
from station.service.group_documents import certificate_group, keyed_document
from station.service.malformed import MALFORMED
from station.service.shapes import IndividualEnrollment
from station.service.single_documents import has_own_key, unchecked_keyed

_DOCUMENT: Final = TypeAdapter[JsonValue](JsonValue)
_MOST_CAS: Final = 2
# In place of a group's key, which nobody needs to know for this.
_ANY_KEY: Final = base64.b64encode(bytes(64)).decode("ascii")
_ANY_KEYS: Final = (_ANY_KEY, base64.b64encode(bytes([1]) * 64).decode("ascii"))
_UNKNOWN_NAME: Final = "without a name"


class Seen(Protocol):
    """Remembers what was met before: of a million rows too, in little memory."""

    def first(self, kind: str, what: bytes, row: str) -> str | None:
        """Return the row in which the same of this kind was met first; None where it is new.

        Args:
            kind: what it is, such as `device`.
            what: its bytes, which are equal where it is the same.
            row: a name for the row that it is in now.
        """
        ...


@dataclass
class _Met:
    """A group that units were met of.

    Attributes:
        group: its name.
        order: the first order of it.
        wishes: that order's.
        keyed: whether its units have keys, not certificates.
        issuers: the CAs of those that have.
        findings: what was found of the group itself.
    """

    group: EnrollmentGroup
    order: str
    wishes: Wishes
    keyed: bool
    issuers: dict[bytes, None] = field(default_factory=dict)
    findings: dict[Finding, None] = field(default_factory=dict)


@dataclass
class Preflight:
    """Checks rows one after another.

    Attributes:
        now: when certificates must be valid, UTC.
        seen: for what has to be different in all rows.
        sealed: tells whether an export can hold a group's keys, wrapped for their owner.
    """

    now: datetime
    seen: Seen
    sealed: Callable[[RegistrationId], bool]
    _groups: dict[RegistrationId, _Met] = field(default_factory=dict)
    _scope: IdScope | None = None

    def unit(self, order: Order, enrollment: Enrollment) -> Verdict:
        """Return the verdict on a unit of the list, of which nothing is believed."""
        name = enrollment.registration_id.text
        findings = [
            *self._scope_findings(order, enrollment),
            *self._own_findings(order, enrollment),
            *self._twice(name, enrollment),
        ]
        return Verdict(order.name, shown(name, 128), shown(enrollment.serial), (*findings,))

    def finish(self) -> Iterator[Verdict]:
        """Yield the verdicts on the groups whose units were met, once all of them were."""
        for name, met in self._groups.items():
            found = dict.fromkeys([*met.findings, *self._group_findings(name, met)])
            yield Verdict(met.order, shown(name.text, 128), "", (*found,))

    def document(self, document: JsonValue, place: str, *, group: bool = False) -> Verdict:
        """Return the verdict on a document that was made elsewhere.

        Args:
            document: as parsed from JSON.
            place: where it stands, for people.
            group: whether it is an enrollment group's.
        """
        name = name_of(document, group=group)
        kind = "group" if group else "registration"
        findings = [
            *document_findings(document, self.now, group=group),
            *self._name_twice(kind, name, place),
        ]
        if not group:
            findings += self._document_twice(document, name, place)
        return Verdict(place, shown(name, 128) or _UNKNOWN_NAME, "", (*findings,))

    def _scope_findings(self, order: Order, enrollment: Enrollment) -> Iterator[Finding]:
        """Yield that a row is for another service than those before it: no export is for two."""
        if self._scope is None:
            self._scope = enrollment.id_scope
            if not enrollment.id_scope.usual and not order.practice:
                words = f"The ID scope {shown(enrollment.id_scope.text)} looks like no service's"
                yield doubtful("id-scope", words)
        if enrollment.id_scope != self._scope:
            words = f"It is for {shown(enrollment.id_scope.text)}, not for {self._scope.text}"
            yield useless("id-scope", f"{words}: check and export each service's orders by itself")

    def _own_findings(self, order: Order, enrollment: Enrollment) -> Iterator[Finding]:
        match enrollment.identity.attestation:
            case SymmetricKeyAttestation() if has_own_key(order, enrollment):
                keyed = unchecked_keyed(order, enrollment, _ANY_KEYS)
                yield from self._findings_of(keyed)
            case SymmetricKeyAttestation(group_id=group_id):
                yield from self._member_findings(order, enrollment, group_id)
            case X509Attestation() as held if order.spec.enrollment is EnrolledAs.GROUP:
                yield from self._member_findings(order, enrollment, order.group_id.text)
                if not held.chain:
                    words = "Its certificate comes without its CA's, by which the group is known"
                    yield useless("chain-missing", words)
                yield from self._leaf_findings(enrollment, held)
                yield from _chain_findings(held)
            case X509Attestation() as held:
                yield from self._document_findings(order, enrollment)
                yield from _chain_findings(held)
            case TpmAttestation():
                yield from self._document_findings(order, enrollment)

    def _document_findings(self, order: Order, enrollment: Enrollment) -> Iterator[Finding]:
        yield from self._findings_of(unchecked_document(order, enrollment))

    def _findings_of(self, document: IndividualEnrollment) -> Iterator[Finding]:
        yield from document_findings(_DOCUMENT.validate_python(document), self.now, group=False)

    def _member_findings(
        self, order: Order, enrollment: Enrollment, group_id: str
    ) -> Iterator[Finding]:
        """Yield why a unit couldn't register under its group."""
        name = enrollment.registration_id.text
        if name != name.lower():
            words = "The registration ID has capitals: older services and derived keys mind them"
            yield doubtful("registration-id-case", words)
        if enrollment.device_id is not None:
            words = "Units of an enrollment group have no device ID of their own"
            yield useless("device-id", words)
        try:
            group = EnrollmentGroup(RegistrationId.parse(group_id), enrollment.id_scope)
        except StationError as error:
            yield refused("group-id", f"Its group's name can't be one: {error.data['why']}")
        else:
            self._meet(group, order, enrollment)

    def _meet(self, group: EnrollmentGroup, order: Order, enrollment: Enrollment) -> None:
        held, wishes = enrollment.identity.attestation, wishes_of(order)
        keyed = isinstance(held, SymmetricKeyAttestation)
        new = _Met(group, order.name, wishes, keyed)
        met = self._groups.setdefault(group.group_id, new)
        if isinstance(held, X509Attestation) and held.chain:
            met.issuers[held.chain[0]] = None
        if met.keyed is not keyed:
            words = "Some of its units have certificates, and some have keys"
            met.findings[refused("group-mixed", words)] = None
        if met.wishes != wishes:
            words = f"Its orders {met.order} and {order.name} wish different things of the service"
            met.findings[refused("group-wishes", words)] = None

    def _group_findings(self, name: RegistrationId, met: _Met) -> Iterator[Finding]:
        named = met.wishes.more is not None and bool(met.wishes.more.ca_references)
        if len(met.issuers) > _MOST_CAS and not named:
            words = f"Its units' certificates are of {len(met.issuers)} CAs: the service takes two"
            yield refused("group-cas", words)
        if met.keyed and not self.sealed(name):
            words = "Its key was wrapped for nobody: a file of documents can't hold it, a table can"
            yield doubtful("group-key", words)
        if met.wishes.more is not None and met.wishes.more.device_information is not None:
            yield doubtful("group-information", "Its device information has no place at a group")
        bare = met.wishes._replace(twin=None)
        if met.keyed:
            document = keyed_document(met.group, [_ANY_KEY], bare)
        elif named or met.issuers:
            document = certificate_group(met.group, [*met.issuers][:_MOST_CAS], bare)
        else:
            return
        if (twin := initial_twin(met.wishes.twin)) is not None:
            document["initialTwin"] = twin
        yield from document_findings(_DOCUMENT.validate_python(document), self.now, group=True)

    def _leaf_findings(self, enrollment: Enrollment, held: X509Attestation) -> Iterator[Finding]:
        try:
            leaf = x509.load_der_x509_certificate(held.certificate)
            yield from validity_findings(leaf, self.now, "Its certificate")
            yield from leaf_findings(leaf, enrollment.registration_id.text)
        except MALFORMED:
            yield refused("certificate", "Its certificate can't be read")

    def _twice(self, name: str, enrollment: Enrollment) -> Iterator[Finding]:
        row = shown(enrollment.serial)
        yield from self._name_twice("registration", name, row)
        device = enrollment.device_id.text if enrollment.device_id else name
        yield from self._device_twice(device, row)
        match enrollment.identity.attestation:
            case TpmAttestation(endorsement_key=key):
                yield from self._key_twice("endorsement-key", key.public, row)
            case X509Attestation(certificate=certificate):
                yield from self._key_twice("certificate", certificate, row)
            case SymmetricKeyAttestation():
                pass

    def _document_twice(self, document: JsonValue, name: str, place: str) -> Iterator[Finding]:
        if not isinstance(document, dict):
            return
        device = document.get("deviceId") or name
        yield from self._device_twice(str(device), place)
        attestation = document.get("attestation")
        tpm = attestation.get("tpm") if isinstance(attestation, dict) else None
        key = tpm.get("endorsementKey") if isinstance(tpm, dict) else None
        if isinstance(key, str) and key:
            yield from self._key_twice("endorsement-key", key.encode(), place)

    def _name_twice(self, kind: str, name: str, row: str) -> Iterator[Finding]:
        """Yield that a name was met before: the service compares names without case."""
        if not name:
            return
        # The row's own spelling is kept, so that the words can say whether only the case differs.
        before = self.seen.first(kind, name.lower().encode("utf-8", "replace"), f"{name}\n{row}")
        if before is not None:
            spelt, _, other = before.partition("\n")
            only = "" if spelt == name else f", which differs from {shown(spelt, 128)} in case only"
            yield refused(f"{kind}-twice", f"The same name stands in {other} already{only}")

    def _device_twice(self, device: str, row: str) -> Iterator[Finding]:
        before = self.seen.first("device", device.encode("utf-8", "replace"), row)
        if before is not None:
            yield useless("device-twice", f"It would be the same device in IoT Hub as {before}")

    def _key_twice(self, kind: str, key: bytes, row: str) -> Iterator[Finding]:
        before = self.seen.first(kind, hashlib.sha256(key).digest(), row)
        if before is not None:
            yield useless(f"{kind}-twice", f"Its {kind.replace('-', ' ')} is that of {before} too")


def _chain_findings(held: X509Attestation) -> Iterator[Finding]:
    """Yield where a certificate's chain has a gap, or isn't by whom it says."""
    try:
        chain = [x509.load_der_x509_certificate(one) for one in (held.certificate, *held.chain)]
        gap = any(below.issuer != above.subject for below, above in pairwise(chain))
        if gap:
            yield useless("chain-gap", "An intermediate CA's certificate is missing in its chain")
        elif held.chain:
            chain[0].verify_directly_issued_by(chain[1])
    except InvalidSignature:
        yield useless("chain-signature", "Its certificate was not signed by the CA in its chain")
    except MALFORMED:
        yield useless("chain", "Its certificate or its chain can't be read")
