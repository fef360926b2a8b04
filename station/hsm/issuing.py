"""The issuing and the manifest key at work: devices' certificates, and signatures of manifests."""

from datetime import UTC, datetime

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options, PKCS7SignatureBuilder

from station.hsm.authority import device_certificate
from station.hsm.certification import requested_key
from station.hsm.layout import (
    ISSUING,
    MANIFEST,
    authority,
    certificate_of,
    issuing_label,
    key_id_of,
)
from station.hsm.lease import demand_lease
from station.hsm.replies import (
    Blob,
    Blobs,
)
from station.hsm.requests_factory import (
    IssueCertificates,
    SignManifest,
)
from station.hsm.session import TokenSession
from station.hsm.signing import token_key


def issue_certificates(token: TokenSession, request: IssueCertificates) -> Blobs:
    """Issue a certificate for each request; none is issued where one of them is refused.

    Raises:
        StationError: HSM-010, HSM-011, HSM-013, HSM-022; HSM-023 where it is another's turn.
    """
    demand_lease(token)
    issuing = authority(token, issuing_label(token))
    checked = [(requested_key(one.csr, one.common_name), one) for one in request.requests]
    now = datetime.fromtimestamp(request.now, UTC)
    return Blobs(
        tuple(
            device_certificate(issuing, public, one.common_name, one.names, request.template, now)
            for public, one in checked
        )
    )


def sign_manifest(token: TokenSession, request: SignManifest) -> Blob:
    """Return a detached CMS SignedData (RFC 5652) over the content, DER.

    It holds the signer's certificate and that of the first issuing CA, which issued it, and is made
    over the content as it stands: no line ends are changed.
    """
    signer = certificate_of(token, MANIFEST)
    key = token_key(token, key_id_of(MANIFEST))
    signature = (
        PKCS7SignatureBuilder()
        .set_data(request.content)
        .add_signer(signer, key, SHA256())
        .add_certificate(certificate_of(token, ISSUING))
        .sign(Encoding.DER, [PKCS7Options.DetachedSignature, PKCS7Options.Binary])
    )
    return Blob(signature)
