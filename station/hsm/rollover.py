"""A CA at work beside issuing: it is followed by another one, and shows a service that it is there.

The issuing CA that was followed stays on the token with its key, so that what it signed goes on
being checked, and issues no more. A successor's certificate is written last: until then the old one
issues, and a rollover that was broken off is gone on with.
"""

from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from station.errors import StationError
from station.hsm.authority import named, possession_certificate, world_of
from station.hsm.ceremony import pair_made, read_factory
from station.hsm.certificates import certificate_on, spki_of, write_certificate
from station.hsm.certification import UNREADABLE
from station.hsm.keys import certificate_request, spki
from station.hsm.layout import (
    ISSUING,
    ROOT,
    authority,
    certificate_of,
    demanded_world,
    issuing_label,
    key_id_of,
    successor_of,
)
from station.hsm.lease import demand_lease
from station.hsm.replies import Blob, Factory
from station.hsm.requests_ca import InstallSuccessor, PrepareSuccessor, ProvePossession
from station.hsm.requests_factory import ReadFactory
from station.hsm.session import TokenSession
from station.hsm.signing import token_key


def prepare_successor(token: TokenSession, request: PrepareSuccessor) -> Blob:
    """Return the next issuing CA's request for a certificate, PKCS#10 in DER.

    It bears the first one's name with its own number.

    Raises:
        StationError: HSM-013, HSM-019; HSM-023 where it is another's turn; HSM-037 where the token
            holds as many as it may.
    """
    del request
    demand_lease(token)
    world = demanded_world(token)
    label = successor_of(issuing_label(token))
    first = certificate_of(token, ISSUING).subject
    name = str(first.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
    pair_made(token, label)
    number = label.rpartition("-")[2]
    return Blob(certificate_request(token, key_id_of(label), named(f"{name} {number}", world)))


def install_successor(token: TokenSession, request: InstallSuccessor) -> Factory:
    """Write the next issuing CA's certificate, by the root that this factory has.

    Raises:
        StationError: HSM-035 where another root signed it, HSM-019 where it is for another key;
            HSM-013, HSM-023.
    """
    demand_lease(token)
    label = successor_of(issuing_label(token))
    root = x509.load_der_x509_certificate(certificate_on(token, key_id_of(ROOT)))
    try:
        certificate = x509.load_der_x509_certificate(request.certificate)
        certificate.verify_directly_issued_by(root)
    except (InvalidSignature, TypeError, *UNREADABLE) as error:
        raise StationError("HSM-035", type(error).__name__) from error
    if spki_of(certificate) != spki(token_key(token, key_id_of(label)).public_key()):
        raise StationError("HSM-019", "its certificate names another key", what=label)
    if world_of(certificate.subject) is not world_of(root.subject):
        raise StationError("LIN-007", "the root CA and the issuing CA are not of one world")
    write_certificate(token, certificate, key_id_of(label), label)
    issuing_label.cache_clear()
    return read_factory(token, ReadFactory())


def prove_possession(token: TokenSession, request: ProvePossession) -> Blob:
    """Return a certificate whose name is a service's code, by a CA's key; DER.

    Its own key is made here and forgotten: the service looks at the signature alone.

    Raises:
        StationError: HSM-013, HSM-019, HSM-022; HSM-023 where it is another's turn.
    """
    if request.root:
        issuer = authority(token, ROOT)
    else:
        demand_lease(token)
        issuer = authority(token, issuing_label(token))
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    now = datetime.fromtimestamp(request.now, UTC)
    return Blob(possession_certificate(issuer, public, request.code, now))
