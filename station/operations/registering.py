"""The ways by which units register with a practice service, by what is inside them.

The station lends a unit but its wire: the TPM opens its challenge and signs, the key in a token or
a TPM opens the TLS connection or signs the SAS token, or the firmware's key signs that. Nothing is
made on the unit, and what the service has its TPM load is flushed.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, NamedTuple

from cryptography import x509

from station.errors import StationError
from station.hsm.frames import Patience
from station.hsm.handshake import ClientKey
from station.hsm.tokens import TIMEOUT_S, Token
from station.line.mechanisms.issuing import settings_of
from station.line.mechanisms.leftovers import key_id_of
from station.line.mechanisms.same_key import enrolled_certificate
from station.line.mechanisms.steady import SteadyToken
from station.line.mechanisms.tpm import opened_tpm
from station.line.unit_token import kept_pin
from station.line.work import Work
from station.model.attestation import tpm_registration_id
from station.model.enrollment import Enrollment
from station.model.names import IdScope, RegistrationId
from station.model.profile_rehearsal import NO_REHEARSAL
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
from station.service.signing_door import SigningDoor
from station.tpm.challenge import SRK_HANDLE, answer_challenge, load_challenge
from station.tpm.endorsement import EK_HANDLE
from station.tpm.given_keys import hmac_by
from station.tpm.keys import TpmKey, key_at, sign_digest
from station.tpm.session import Tpm

# How many certificates may stand above a unit's own.
_CHAIN_MOST: Final = 8
_ABSENT: Final = "HSM-008"
_CANT: Final = "LNK-007"


class Place(NamedTuple):
    """Where a unit registers.

    Attributes:
        service: at which service.
        scope: which ID scope it names there. A token that a unit signs for another one than its own
            opens nothing at the real service.
    """

    service: ServiceAddress
    scope: IdScope


def register(work: Work, enrolled: Enrollment, place: Place) -> Registration:
    """Have a unit at work register by the key that its run, or the one it passed in, gave it.

    Args:
        work: the unit, whose link is open.
        enrolled: as what.
        place: where it registers.

    Raises:
        StationError: SVC-048 where units of its mechanism can't; TPM-026, TPM-053, HSM-008, LIN-069
            where the unit lacks what it registers by; TPM-052, HSM-012, HSM-016 where its key isn't
            its certificate's; the link's, the token's and the TPM's own; as `register_by_key`.
    """
    mechanism = work.job.profile.mechanism
    if mechanism in NO_REHEARSAL:
        raise StationError("SVC-048", name=mechanism, why=NO_REHEARSAL[mechanism])
    return WAYS[mechanism](work, enrolled, place)


def _by_tpm(work: Work, enrolled: Enrollment, place: Place) -> Registration:
    """Register a TPM by the two keys at their handles; what it is given is flushed."""
    tpm = opened_tpm(work)
    tpm.make_ready()
    publics = TpmPublics(_public(tpm, EK_HANDLE), _public(tpm, SRK_HANDLE))
    door = HttpsDoor(place.service, work.cancel)

    def activate(blob: bytes) -> Signer:
        key, _ = load_challenge(tpm, blob)
        return partial(tpm.commands.hmac_sha256, key)

    del enrolled  # the chip itself has its name
    own = tpm_registration_id(publics.endorsement_key)
    with tpm.flushing():
        caller = Caller(place.scope, own, work.cancel)
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


def _by_certificate(work: Work, enrolled: Enrollment, place: Place) -> Registration:
    """Register by the certificates that stand on the token, in the name that the first one has."""
    del enrolled
    steady, key_id = SteadyToken.of(work), key_id_of(work.key_run)
    certificate = steady.ask(lambda token: token.read_certificate(key_id))
    leaf = _parsed(certificate)
    door = TokenDoor(
        place.service,
        ClientKey(steady.opened.address, key_id, certificate),
        steady.ask(lambda token: _above(token, leaf)),
        lambda: kept_pin(work.tools, steady.opened),
        lambda: Patience(TIMEOUT_S, work.cancel),
    )
    return register_by_certificate(door, Caller(place.scope, _named(leaf), work.cancel))


def _parsed(certificate: bytes) -> x509.Certificate:
    try:
        return x509.load_der_x509_certificate(certificate)
    except MALFORMED as error:
        raise StationError("HSM-012", "what the unit holds is no certificate") from error


def _named(leaf: x509.Certificate) -> RegistrationId:
    """Return the registration ID that a certificate is for, as a device of its own has it."""
    names = leaf.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return RegistrationId.parse("".join(str(one.value) for one in names))


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


def _by_chip_key(work: Work, enrolled: Enrollment, place: Place) -> Registration:
    """Register by a certificate whose key the unit's TPM keeps.

    Where the unit has its certificate, that is the one; where it takes none over its line, it is
    lent the enrolled one. Those above it are lent, since no line gives them back.
    """
    given = enrolled_certificate(enrolled)
    certificate = _kept_certificate(work) or given.certificate
    leaf = _parsed(certificate)
    tpm, settings = opened_tpm(work), settings_of(work)
    tpm.make_ready()
    handle = int(settings.handle, 16)
    public = key_at(tpm, handle)
    if public is None:
        raise StationError("TPM-053", f"nothing is at {handle:#010x}")
    door = SigningDoor(
        place.service,
        certificate,
        tuple(one for one in given.chain if not _is_root(one)),
        partial(sign_digest, tpm, TpmKey.checked(handle, settings.key, public)),
        lambda: Patience(TIMEOUT_S, work.cancel),
    )
    return register_by_certificate(door, Caller(place.scope, _named(leaf), work.cancel))


def _kept_certificate(work: Work) -> bytes | None:
    """Return the certificate that the unit holds, DER; None where it takes none over its line."""
    try:
        return work.link.keys.certificate()
    except StationError as error:
        if error.code != _CANT:
            raise
        return None


def _is_root(certificate: bytes) -> bool:
    one = _parsed(certificate)
    return one.issuer == one.subject


def _by_key(work: Work, enrolled: Enrollment, place: Place) -> Registration:
    """Register by a token that the key on the unit's own token signs."""
    steady, key_id = SteadyToken.of(work), key_id_of(work.key_run)

    def sign(message: bytes) -> bytes:
        return steady.ask(lambda token: token.hmac(key_id, message))

    caller = Caller(place.scope, enrolled.registration_id, work.cancel)
    return register_by_key(HttpsDoor(place.service, work.cancel), caller, sign)


def _by_device(work: Work, enrolled: Enrollment, place: Place) -> Registration:
    """Register by a token that the unit's TPM or its firmware signs.

    The firmware signs what a SAS token says of this very device and nothing else
    (help/smp-group.md, command 6), and this is one: only its ID scope is another.
    """
    settings = work.job.profile.symmetric
    sign: Signer = work.link.secrets.hmac
    if settings is not None and work.job.profile.uses_tpm:
        sign = partial(_signed_at, opened_tpm(work), int(settings.handle, 16))
    caller = Caller(place.scope, enrolled.registration_id, work.cancel)
    return register_by_key(HttpsDoor(place.service, work.cancel), caller, sign)


def _signed_at(tpm: Tpm, handle: int, message: bytes) -> bytes:
    made = hmac_by(tpm, handle, message)
    if made is None:
        raise StationError("LIN-069", f"no key at {handle:#010x} makes an HMAC")
    return made


WAYS: Final[Mapping[str, Callable[[Work, Enrollment, Place], Registration]]] = {
    "tpm": _by_tpm,
    "x509": _by_certificate,
    "x509-tpm": _by_chip_key,
    "symmetric": _by_key,
    "symmetric-device": _by_device,
}
"""How units register, by their mechanism: all that `NO_REHEARSAL` doesn't name."""
