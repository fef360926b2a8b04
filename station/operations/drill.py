"""A drill: the second token shows that it can do the first one's work, on one practice unit.

The unit is no unit: its name says so, its key is made here and thrown away, and nothing of it comes
onto the enrollment list or into the counts of orders and CAs. The result is a signed protocol, and
an entry of the record.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from station import __version__
from station.errors import StationError
from station.hsm.factory import FactoryHsm
from station.hsm.predecessor import Predecessor
from station.hsm.second import Following
from station.hsm.tokens import TokenAddress
from station.hsm.tries import PinTries
from station.model.certificate import CertificateTemplate
from station.model.group import KeyName
from station.model.names import RegistrationId
from station.model.people import Credential, Role
from station.model.rights import Right
from station.operations.ceremony_document import ProtocolDocument
from station.operations.ceremony_protocol import certificate_lines, write_protocol
from station.operations.plant import Plant, utc_now
from station.operations.second_token import (
    anchor_now,
    described,
    group_check,
    members,
    opens_the_same,
    pin_policy,
    second_lines,
    working_keys,
)
from station.records.ceremonies import CeremonyKind
from station.records.replacement import KeptNote
from station.records.successions import AUDIT
from station.secret import Secret

_VALID_DAYS: Final = 1
PASSED: Final = "passed"
NOT_PASSED: Final = "was not passed"


@dataclass(frozen=True)
class Found:
    """One thing that was tried.

    Attributes:
        what: what, in words.
        why: why it isn't so; empty where it is.
    """

    what: str
    why: str = ""


@dataclass(frozen=True)
class Drilled:
    """What came of a drill.

    Attributes:
        unit: the practice unit's name.
        found: what was tried, in order.
        protocol: SHA-256 of its protocol, hexadecimal.
        folder: the name of the protocol's folder.
    """

    unit: str
    found: tuple[Found, ...]
    protocol: str
    folder: str

    @property
    def wrong(self) -> tuple[Found, ...]:
        """What wasn't as it must be."""
        return tuple(one for one in self.found if one.why)


def drill(
    plant: Plant, address: TokenAddress, pin: Secret, credentials: Sequence[Credential]
) -> Drilled:
    """Have a second token do one practice unit's work, and put on record what came of it.

    Args:
        plant: the open station, with its first token.
        address: the second token.
        pin: its own.
        credentials: two supervisors'.

    Raises:
        StationError: HSM-030 where that token isn't this station's second; REC-020, REC-023,
            REC-025 where the supervisors don't agree; as `FactoryHsm.open` and `write_protocol`.
    """
    records = plant.tools.records
    records.approve(Right.CEREMONY, credentials)  # before anything is tried
    with FactoryHsm.open(address, pin, PinTries(plant.data.pin_tries)) as second:
        known = Following(second.ask).known()
        named = {str(entry.data.get(AUDIT)) for entry in records.second.made_ready()}
        follows = known is not None and known.audit == plant.tools.factory.audit_certificate
        if known is None or not follows or second.audit_certificate.hex() not in named:
            raise StationError("HSM-030")
        work = _Drill(plant, second, address, utc_now())
        return work.done(known, credentials)


class _Drill:
    def __init__(
        self, plant: Plant, second: FactoryHsm, address: TokenAddress, now: datetime
    ) -> None:
        self._plant, self._second, self._address, self._now = plant, second, address, now
        self._first = plant.tools.factory
        number = self._first.last_head().sequence + 1
        self.unit = RegistrationId.parse(f"practice-drill-{number}")
        self._certificate: bytes | None = None

    def done(self, known: Predecessor, credentials: Sequence[Credential]) -> Drilled:
        """Try all, write the protocol, put it on record."""
        groups = [one.name for one in working_keys(self._plant.tools.records)]
        derived = {
            name: _tried(
                f"a practice unit's key of the group {name.text} is the same",
                partial(self._derived, name),
            )
            for name in groups
        }
        found = (
            _tried("the certificate of a practice unit leads to the root", self._certified),
            _tried("what the first token sealed is opened", self._unsealed),
            *derived.values(),
            _tried("two who made it ready are supervisors", partial(self._people, known)),
        )
        wrong = [one for one in found if one.why]
        result = NOT_PASSED if wrong else PASSED
        held = [name for name, one in derived.items() if not one.why]
        folder = self._plant.data.ceremonies / self.unit.text
        digest = write_protocol(folder, self._protocol(credentials, result, held), self._first)
        records = self._plant.tools.records
        approval = records.approve(Right.CEREMONY, credentials)
        more = {"result": result, "unit": self.unit.text}
        records.ceremonies.held(
            CeremonyKind.DRILL, digest, rehearsed=False, approval=approval, more=more
        )
        return Drilled(self.unit.text, found, digest, folder.name)

    def _certified(self) -> str:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, self.unit.folded)])
        request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, SHA256())
        csr = request.public_bytes(Encoding.DER)
        template = CertificateTemplate(_VALID_DAYS)
        made = self._second.issue_certificate(csr, self.unit, template, self._now)
        self._certificate = made
        issued = x509.load_der_x509_certificate(made)
        issuing, root = (
            x509.load_der_x509_certificate(one)
            for one in (self._second.issuing_chain[0], self._first.issuing_chain[-1])
        )
        try:
            issued.verify_directly_issued_by(issuing)
            issuing.verify_directly_issued_by(root)
        except (InvalidSignature, ValueError, TypeError) as error:
            return f"it doesn't lead to the root ({type(error).__name__})"
        if issued.public_key() != key.public_key() or issued.subject != name:
            return "it is another unit's"
        return ""

    def _unsealed(self) -> str:
        return "" if opens_the_same(self._first, self._second) else "it isn't opened"

    def _derived(self, group: KeyName) -> str:
        same = group_check(self._first, group) == group_check(self._second, group)
        return "" if same else "it is another one"

    def _people(self, known: Predecessor) -> str:
        note = KeptNote.parse(known.note)
        people = {one.badge: one for one in self._plant.tools.records.people()}
        gone = [
            one.badge
            for one in note.people
            if (person := people.get(one.badge)) is None
            or not person.active
            or person.role is not Role.SUPERVISOR
        ]
        return f"not so any more: {', '.join(gone)}" if gone else ""

    def _protocol(
        self, credentials: Sequence[Credential], result: str, groups: Sequence[KeyName]
    ) -> ProtocolDocument:
        plant, made = self._plant, self._certificate
        certificates = [*([] if made is None else [made]), *self._second.issuing_chain]
        notice = f"DRILL, which {result}. {self.unit.text} is a practice unit: it is not enrolled."
        return ProtocolDocument(
            what=CeremonyKind.DRILL,
            station=plant.tools.records.station,
            practice=False,
            notice=notice,
            begun=self._now.replace(microsecond=0),
            made=utc_now().replace(microsecond=0),
            place="",
            software=__version__,
            people=members(plant, credentials),
            steps=(),
            tokens=(
                described("factory", plant.file.address),
                described("second", self._address),
            ),
            keys=second_lines(self._second, groups),
            certificates=certificate_lines(certificates),
            rehearsal=None,
            pins=pin_policy(plant),
            audit=anchor_now(self._first),
            files=(),
        )


def _tried(what: str, act: Callable[[], str]) -> Found:
    """Try something; what a token refuses is why it isn't so."""
    try:
        return Found(what, act())
    except StationError as error:
        if error.code in {"HSM-005", "HSM-006", "HSM-007", "HSM-018"}:
            raise  # a token is gone: nothing more can be tried
        return Found(what, f"{error.code} {error.message}")
