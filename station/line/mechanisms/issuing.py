"""What every X.509 mechanism does alike: the certificate of a checked request, and the proof."""

import secrets
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from station.errors import StationError
from station.hsm.authority import check_issuer
from station.hsm.certification import PublicKey, requested_key
from station.line.clock import check_clock
from station.line.work import Work
from station.model.attestation import X509Attestation
from station.model.certificate import CertificateNames, checked_names
from station.model.enrollment import Identity
from station.model.names import RegistrationId, common_name
from station.model.profile_keys import X509Settings
from station.model.proof import fingerprint, proof_message

ISSUE: Final = "issue-certificate"
_NONCE_SIZE: Final = 32


def settings_of(work: Work) -> X509Settings:
    """Return the profile's table [x509]."""
    return work.job.profile.x509 or X509Settings()


def certifiable_name(work: Work) -> RegistrationId:
    """Return the order's name for the unit, which is short enough for a certificate.

    Raises:
        StationError: LIN-009; LIN-013 where it is too long.
    """
    name = work.registration_id()
    common_name(name)
    return name


def names_of(work: Work) -> CertificateNames:
    """Return what the unit's certificate calls it beside its registration ID.

    Raises:
        StationError: PRF-017 where a template, filled in, can't stand in a certificate.
    """
    templates = settings_of(work).certificate.names()
    return checked_names({kind: work.named(text) for kind, text in templates.items()})


def spki_of(public: PublicKey) -> bytes:
    """Return a public key's SubjectPublicKeyInfo, DER."""
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def issued(work: Work, request: bytes, name: RegistrationId, public: bytes) -> X509Attestation:
    """Return the certificate, and those above it. Once it may exist, the order's quota stays used.

    The CA's signature is checked here once, and the list tells so of the unit: nobody who reads the
    list has to check it again.

    Args:
        work: the unit at work.
        request: PKCS#10, DER.
        name: the only name that it may ask for.
        public: SubjectPublicKeyInfo, DER, of the key that it must be for.

    Raises:
        StationError: HSM-010 where it asks for another name, HSM-011 where it is no valid request
            for that key; HSM-034 where the issuing CA may issue no more; HSM-054 where its
            signature is wrong; as `names_of`, `check_clock` and `FactoryHsm.issue_certificate`.
    """
    records, run, tools = work.tools.records, work.run, work.tools
    if spki_of(requested_key(request, common_name(name))) != public:
        raise StationError("HSM-011", "the request holds another key than was made")
    check_clock(tools.factory, tools.now())  # while nothing is spent
    names = names_of(work)
    data = {"name": name.text, "public_key_sha256": fingerprint(public).hex()}
    issuing = records.intent(run, ISSUE, data)
    chain = tools.factory.issuing_chain
    records.spend(run, fingerprint(chain[0]).hex())
    template = settings_of(work).template
    certificate = tools.factory.issue_certificate(request, name, template, tools.now(), names)
    check_issuer(certificate, chain[0])
    records.settled(issuing, {"certificate_sha256": fingerprint(certificate).hex()})
    return X509Attestation(certificate, chain, checked=True)


def certified_before(work: Work) -> frozenset[str]:
    """Return the keys that failed runs of this unit had certified, SHA-256 in hexadecimal."""
    failed = work.tools.records.failed_intents(work.unit.serial)
    keys = (intent.data.get("public_key_sha256") for intent in failed if intent.kind == ISSUE)
    return frozenset(str(key) for key in keys)


def fresh_statement(work: Work, name: RegistrationId) -> bytes:
    """Return a message made for this proof alone, with a nonce; see `proof_message`."""
    nonce = secrets.token_bytes(_NONCE_SIZE)
    return proof_message(work.tools.station, work.run.name, name, nonce)


def attestation_of(identity: Identity) -> X509Attestation:
    """Return the certificate, and those above it, of an identity that an X.509 mechanism made."""
    attestation = identity.attestation
    if not isinstance(attestation, X509Attestation):
        raise TypeError("an X.509 attempt proves X.509 identities")
    return attestation


def certificate_of(identity: Identity) -> bytes:
    """Return the certificate, DER, of an identity that an X.509 mechanism made."""
    return attestation_of(identity).certificate


def certified_key(certificate: bytes) -> bytes:
    """Return the SubjectPublicKeyInfo, DER, of a certificate that the factory issued."""
    public = x509.load_der_x509_certificate(certificate).public_key()
    return public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
