"""How a factory's token is set up: a root CA in a token of its own, used once, and all the rest.

Each step goes on where a broken one left off: keys and the root that are there stay, having been
checked, certificates are made anew, and the factory's mark is written last. Until then nothing was
ever protected by these keys.
"""

from datetime import UTC, datetime
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11 import Attribute, ObjectClass

from station.errors import StationError
from station.hsm.abilities import Use
from station.hsm.authority import (
    audit_certificate,
    issuing_certificate,
    manifest_certificate,
    named,
    root_certificate,
    world_of,
)
from station.hsm.certificates import certificate_on, write_certificate
from station.hsm.checking import demand_abilities
from station.hsm.escrow import clear_half_kept, escrow_of
from station.hsm.heads import SEQUENCE, START, last_point, remember
from station.hsm.keys import certificate_request, generate_key_pair
from station.hsm.layout import (
    AUDIT,
    ISSUING,
    MANIFEST,
    PAIRS,
    ROOT,
    SEALING,
    SECRETS,
    SecretKind,
    authority,
    certificate_of,
    demand_sound_pair,
    demand_sound_secret,
    demanded,
    demanded_world,
    issuing_label,
    key_id_of,
    marked_world,
    pair_there,
    successors,
    write_mark,
)
from station.hsm.replies import (
    Blob,
    Done,
    Factory,
)
from station.hsm.requests_ceremony import (
    CertifyIssuing,
    FinishSetUp,
    PrepareIssuing,
    PrepareRoot,
)
from station.hsm.requests_factory import (
    ReadFactory,
)
from station.hsm.requests_unit import (
    GenerateKeyPair,
)
from station.hsm.sealing_moved import finish_sealing_key, make_sealing_key
from station.hsm.session import TokenSession, text_of
from station.hsm.signing import token_key
from station.model.names import shown

_KIND: Final = "ec-p256"


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def prepare_root(token: TokenSession, request: PrepareRoot) -> Blob:
    """Return the root CA's certificate, DER, having made it and its key where they aren't there.

    Raises:
        StationError: LIN-007 where the root that is there is of the other world; HSM-019.
    """
    pair_made(token, ROOT)
    if not token.objects(ObjectClass.CERTIFICATE, key_id_of(ROOT)):
        key = token_key(token, key_id_of(ROOT))
        subject = named(f"{request.name} Root CA", request.world)
        _certificate_made(token, ROOT, root_certificate(key, subject, _time(request.now)))
    root = certificate_of(token, ROOT)
    if world_of(root.subject) is not request.world:
        raise StationError("LIN-007", "the root CA that is there is of the other world")
    return Blob(root.public_bytes(Encoding.DER))


def prepare_issuing(token: TokenSession, request: PrepareIssuing) -> Blob:
    """Make the issuing CA's key and return its request for a certificate, PKCS#10 in DER.

    Raises:
        StationError: HSM-020 where the token's set-up was finished; HSM-041 where it can't do all
            that a factory's token does; HSM-019.
    """
    if marked_world(token) is not None:
        raise StationError("HSM-020", label=shown(token.session.token.label))
    demand_abilities(token, Use.FACTORY)
    pair_made(token, ISSUING)
    subject = named(f"{request.name} Issuing CA", request.world)
    return Blob(certificate_request(token, key_id_of(ISSUING), subject))


def certify_issuing(token: TokenSession, request: CertifyIssuing) -> Blob:
    """Return the issuing CA's certificate by the root on this token, DER.

    Raises:
        StationError: HSM-011, HSM-013, LIN-007, HSM-022.
    """
    return Blob(issuing_certificate(authority(token, ROOT), request.csr, _time(request.now)))


def finish_set_up(token: TokenSession, request: FinishSetUp) -> Done:
    """Make all that a factory's token holds beside the issuing CA's key, and mark it as done.

    Raises:
        StationError: HSM-019 for a key or certificate that isn't what it must be.
    """
    _certificate_made(token, ROOT, request.root)
    _certificate_made(token, ISSUING, request.issuing)
    issuing = authority(token, ISSUING)
    for label, certified in ((AUDIT, audit_certificate), (MANIFEST, manifest_certificate)):
        pair_made(token, label)
        public = token_key(token, key_id_of(label)).public_key()
        role = label.removeprefix("station-").capitalize()
        # With a blank, which no registration ID has: no service takes it for a device's.
        subject = named(f"{request.name} {role}", request.world)
        _certificate_made(token, label, certified(issuing, public, subject, _time(request.now)))
    for kind in SECRETS:
        _secret_made(token, kind)
    if not token.labelled(ObjectClass.DATA, SEQUENCE):
        remember(token, START)
    write_mark(token, request.world)
    return Done()


def pair_made(token: TokenSession, label: str) -> None:
    """Make a key pair that isn't there yet, and check it.

    Raises:
        StationError: HSM-019 where it isn't protected.
    """
    if not pair_there(token, label):
        generate_key_pair(token, GenerateKeyPair(_KIND, label, key_id_of(label)))
    demand_sound_pair(token, label)


def _secret_made(token: TokenSession, kind: SecretKind) -> None:
    if token.objects(ObjectClass.SECRET_KEY, key_id_of(kind.label)):
        pass
    elif kind is SEALING and escrow_of(token) is not None:
        make_sealing_key(token)
    else:
        token.session.generate_key(
            kind.key_type,
            kind.bits,
            id=key_id_of(kind.label),
            label=kind.label,
            store=True,
            capabilities=kind.capabilities,
            template={
                Attribute.PRIVATE: True,
                Attribute.SENSITIVE: True,
                Attribute.EXTRACTABLE: False,
            },
        )
    demand_sound_secret(token, kind)


def _certificate_made(token: TokenSession, label: str, certificate: bytes) -> None:
    for old in token.objects(ObjectClass.CERTIFICATE, key_id_of(label)):
        old.destroy()
    parsed = x509.load_der_x509_certificate(certificate)
    write_certificate(token, parsed, key_id_of(label), label)


def read_factory(token: TokenSession, request: ReadFactory) -> Factory:
    """Check that the token is a factory's, set up, whole and sound, and return what is public.

    Raises:
        StationError: HSM-013 for what is missing, HSM-019 for what isn't what it must be.
    """
    del request
    world = demanded_world(token)
    clear_half_kept(token)
    finish_sealing_key(token)
    for label in (*PAIRS, *successors(token)):
        demand_sound_pair(token, label)
    for kind in SECRETS:
        demand_sound_secret(token, kind)
    last_point(token)
    certificate_of(token, MANIFEST)
    issuing = certificate_of(token, issuing_label(token))
    demanded(token, ObjectClass.CERTIFICATE, key_id_of(ROOT), f"{ROOT} certificate")
    root = x509.load_der_x509_certificate(certificate_on(token, key_id_of(ROOT)))
    _demand_chain(issuing, root)
    chain = tuple(one.public_bytes(Encoding.DER) for one in (issuing, root))
    audit = certificate_of(token, AUDIT).public_bytes(Encoding.DER)
    told = token.slot.get_token()
    return Factory(
        world,
        chain,
        audit,
        token.vendor.custody,
        text_of(told.manufacturer_id),
        text_of(told.model),
        text_of(told.serial),
        text_of(told.label),
    )


def _demand_chain(issuing: x509.Certificate, root: x509.Certificate) -> None:
    try:
        issuing.verify_directly_issued_by(root)
    except (ValueError, TypeError, InvalidSignature) as error:
        raise StationError("HSM-019", "its issuer didn't sign it", what=ISSUING) from error
