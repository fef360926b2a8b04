"""The rehearsal: a unit registers as it will in the field, by nothing but what is inside it.

It stands in a position once more, and the station lends it but its wire to the service: the TPM
opens its challenge and signs, the token's key opens the TLS connection or signs the token. Where a
device's firmware would know its own registration ID, and reads it nowhere, it is the enrolled one.
Nothing is made on the unit, and what the service has its TPM load is gone when it ends.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Event
from typing import Final, NamedTuple

from cryptography import x509

from station.errors import Fault, StationError
from station.hsm.frames import Patience
from station.hsm.handshake import ClientKey
from station.hsm.tokens import TIMEOUT_S, Token
from station.line.bench import Position
from station.line.checks import identified
from station.line.halt import Halt
from station.line.mechanisms.leftovers import key_id_of
from station.line.mechanisms.steady import SteadyToken
from station.line.mechanisms.tpm import opened_tpm
from station.line.run import opened_link
from station.line.steps import RunLog
from station.line.unit_token import kept_pin
from station.line.work import Job, Tools, Work
from station.model.attestation import tpm_registration_id
from station.model.enrollment import Enrollment
from station.model.names import RegistrationId
from station.model.run import Run, Unit
from station.service.doors import HttpsDoor, ServiceAddress, TokenDoor
from station.service.malformed import MALFORMED
from station.service.registration import (
    Caller,
    Registration,
    Signer,
    TpmPublics,
    register_by_certificate,
    register_by_key,
    register_by_tpm,
)
from station.tpm.challenge import SRK_HANDLE, answer_challenge, load_challenge
from station.tpm.endorsement import EK_HANDLE
from station.tpm.session import Tpm

# How many certificates may stand above a unit's own.
_CHAIN_MOST: Final = 8
_ABSENT: Final = "HSM-008"


class Seated(NamedTuple):
    """Where a unit is, and what it was made by.

    Attributes:
        job: its order, with the profile.
        position: where it sits.
        tools: the station's.
        cancel: ends it.
    """

    job: Job
    position: Position
    tools: Tools
    cancel: Event


@dataclass(frozen=True)
class Rehearsed:
    """How a unit's rehearsal ended.

    Attributes:
        serial: its serial number.
        registration_id: as enrolled.
        registration: what the service answered; None where it came to none.
        error: why it isn't assigned; None where it is.
    """

    serial: str
    registration_id: str
    registration: Registration | None = None
    error: StationError | None = field(default=None, compare=False)

    @property
    def assigned(self) -> bool:
        """Whether the unit has a hub, as the very device that was enrolled."""
        return self.error is None


def rehearse(enrolled: Enrollment, seated: Seated, service: ServiceAddress) -> Rehearsed:
    """Have a unit that has passed register.

    Args:
        enrolled: as what.
        seated: where it is plugged in.
        service: where it registers.

    Returns:
        How it ended, whatever went wrong on the way.

    Raises:
        StationError: LIN-003 on cancel.
    """
    done = Rehearsed(enrolled.serial, enrolled.registration_id.text)
    try:
        registration = registered(enrolled, seated, service)
    except StationError as error:
        if error.fault is Fault.CANCEL:
            raise
        return replace(done, error=error)
    return replace(done, registration=registration, error=_refusal(enrolled, registration))


def _refusal(enrolled: Enrollment, registration: Registration) -> StationError | None:
    """Return why a registration isn't the one that was enrolled, or None: SVC-045."""
    device_id = enrolled.device_id
    expected = enrolled.registration_id.text if device_id is None else device_id.text
    why = str(registration)
    if registration.assigned:
        if registration.device_id.casefold() == expected.casefold():
            return None
        why = f"it is assigned as {registration.device_id}, not {expected}"
    return StationError("SVC-045", registration.words, serial=enrolled.serial, why=why)


def registered(enrolled: Enrollment, seated: Seated, service: ServiceAddress) -> Registration:
    """Have a unit register, and return how that ended.

    Raises:
        StationError: LIN-002 where another unit is there; the link's own; as `register`.
    """
    job, position, tools, cancel = seated
    dry = replace(job, dry=True)  # so that nothing is made on it
    run = Run(
        enrolled.run,
        enrolled.order,
        job.profile_hash,
        position.name,
        enrolled.serial,
        tools.now(),
        None,
        None,
        None,
    )
    log = RunLog(run, (), Halt(cancel), job.profile.steps)
    with ExitStack() as line, ExitStack() as opened, log.ending():
        link = line.enter_context(opened_link(dry, position, tools, log))
        unit = identified(Unit(), link.identify())
        if unit.serial != enrolled.serial:
            raise StationError("LIN-002", scanned=enrolled.serial, serial=unit.serial)
        work = Work(unit, 0, dry, position, run, link, tools, opened, log.cancel, enrolled)
        return register(work, enrolled.registration_id, service)


def register(work: Work, name: RegistrationId, service: ServiceAddress) -> Registration:
    """Have a unit at work register by the key that its run, or the one it passed in, gave it.

    Args:
        work: the unit, whose link is open.
        name: as what it is enrolled.
        service: where it registers.

    Raises:
        StationError: TPM-026, HSM-008 where the unit lacks what it registers by; HSM-016 where its
            key isn't its certificate's; the link's, the token's and the TPM's own; as
            `register_by_key`.
    """
    return _WAYS[work.job.profile.mechanism](work, name, service)


def _by_tpm(work: Work, name: RegistrationId, service: ServiceAddress) -> Registration:
    """Register a TPM by the two keys at their handles; what it is given is flushed."""
    tpm = opened_tpm(work)
    tpm.make_ready()
    publics = TpmPublics(_public(tpm, EK_HANDLE), _public(tpm, SRK_HANDLE))
    door = HttpsDoor(service, work.cancel)

    def activate(blob: bytes) -> Signer:
        key, _ = load_challenge(tpm, blob)
        return partial(tpm.commands.hmac_sha256, key)

    del name  # the chip itself has it
    own = tpm_registration_id(publics.endorsement_key)
    with tpm.flushing():
        caller = Caller(work.job.order.id_scope, own, work.cancel)
        registration = register_by_tpm(door, caller, publics, activate)
    if registration.assigned:
        # The key for its hub, which takes the place of the first: it must open that as well.
        answer_challenge(tpm, registration.authentication_key, b"hub")
    return registration


def _public(tpm: Tpm, handle: int) -> bytes:
    public = tpm.commands.public(handle)
    if public is None:
        raise StationError("TPM-026", f"nothing is at {handle:#010x}")
    return public


def _by_certificate(work: Work, name: RegistrationId, service: ServiceAddress) -> Registration:
    """Register by the certificates that stand on the token, in the name that the first one has."""
    del name
    steady, key_id = SteadyToken.of(work), key_id_of(work.key_run)
    certificate = steady.ask(lambda token: token.read_certificate(key_id))
    leaf = _parsed(certificate)
    door = TokenDoor(
        service,
        ClientKey(steady.opened.address, key_id, certificate),
        steady.ask(lambda token: _above(token, leaf)),
        lambda: kept_pin(work.tools, steady.opened),
        lambda: Patience(TIMEOUT_S, work.cancel),
    )
    names = leaf.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    own = RegistrationId.parse("".join(str(one.value) for one in names))
    return register_by_certificate(door, Caller(work.job.order.id_scope, own, work.cancel))


def _parsed(certificate: bytes) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(certificate)
    except MALFORMED as error:
        raise StationError("HSM-012", "what is on the token is no certificate") from error


def _above(token: Token, leaf: x509.Certificate) -> tuple[bytes, ...]:
    """Return what stands on the token between a certificate and its root, DER, in this order."""
    chain: list[bytes] = []
    one = leaf
    while len(chain) < _CHAIN_MOST:
        try:
            known = one.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
            # `Token.write_certificates` gives those above the SHA-1 of their own public keys.
            issuer = token.read_certificate(known.key_identifier or b"")
        except x509.ExtensionNotFound:
            break
        except StationError as error:
            if error.code != _ABSENT:
                raise
            break
        one = _parsed(issuer)
        if one.issuer == one.subject:
            break
        chain.append(issuer)
    return tuple(chain)


def _by_key(work: Work, name: RegistrationId, service: ServiceAddress) -> Registration:
    """Register by a token that the key on the unit's own token signs."""
    steady, key_id = SteadyToken.of(work), key_id_of(work.key_run)

    def sign(message: bytes) -> bytes:
        return steady.ask(lambda token: token.hmac(key_id, message))

    caller = Caller(work.job.order.id_scope, name, work.cancel)
    return register_by_key(HttpsDoor(service, work.cancel), caller, sign)


_WAYS: Final[Mapping[str, Callable[[Work, RegistrationId, ServiceAddress], Registration]]] = {
    "tpm": _by_tpm,
    "x509": _by_certificate,
    "symmetric": _by_key,
}
