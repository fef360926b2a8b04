"""The rival of `tpm-direct`: the same TPM operations by a script that uses tpm2-pytss alone.

Written as an engineer would write it for one good TPM: no coded errors, no faults on the way, no
second look at what the TPM says but what the service's own flow demands.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from tpm2_pytss import (
    ESAPI,
    ESYS_TR,
    TPM2_ALG,
    TPM2_SE,
    TPM2B_PUBLIC,
    TPM2B_SENSITIVE,
    TPM2B_SENSITIVE_DATA,
    TPMA_OBJECT,
    TPMT_SENSITIVE,
    TPMT_SYM_DEF,
    TPMT_SYM_DEF_OBJECT,
    TPMU_SENSITIVE_COMPOSITE,
    TCTILdr,
    TSS2_Exception,
)
from tpm2_pytss.utils import make_credential, wrap

EK_HANDLE, SRK_HANDLE, CERTIFICATE = 0x81010001, 0x81000001, 0x01C00002
SRK_TEMPLATE = TPM2B_PUBLIC.parse(
    "rsa2048:aes128cfb",
    objectAttributes=TPMA_OBJECT.FIXEDTPM
    | TPMA_OBJECT.FIXEDPARENT
    | TPMA_OBJECT.SENSITIVEDATAORIGIN
    | TPMA_OBJECT.USERWITHAUTH
    | TPMA_OBJECT.NODA
    | TPMA_OBJECT.RESTRICTED
    | TPMA_OBJECT.DECRYPT,
)
SRK_TEMPLATE.publicArea.unique.rsa = bytes(256)
HMAC_KEY_ATTRIBUTES = TPMA_OBJECT.USERWITHAUTH | TPMA_OBJECT.NODA | TPMA_OBJECT.SIGN_ENCRYPT
INNER_WRAP = TPMT_SYM_DEF_OBJECT.parse("aes128cfb")


@dataclass(frozen=True)
class Trust:
    """The maker's certificates."""

    root: x509.Certificate
    issuer: x509.Certificate


def provision(tcti: str, trust: Trust, message: bytes) -> bytes:
    """Read and check the endorsement key, make the storage root key, and challenge the TPM.

    Returns the TPM2B_PUBLIC of the endorsement key.
    """
    connection = TCTILdr("swtpm", tcti)
    esapi = ESAPI(connection)
    try:
        ek, ek_public = endorsement_key(esapi)
        check(certificate(esapi), ek_public, trust)
        srk, srk_public = storage_root_key(esapi)
        challenge(esapi, (ek, ek_public), (srk, srk_public), message)
        return bytes(ek_public.marshal())
    finally:
        esapi.close()
        connection.close()


def endorsement_key(esapi: ESAPI) -> tuple[ESYS_TR, TPM2B_PUBLIC]:
    """Read the key at its handle."""
    ek = esapi.tr_from_tpmpublic(EK_HANDLE)
    public, _, _ = esapi.read_public(ek)
    return ek, public


def certificate(esapi: ESAPI) -> x509.Certificate:
    """Read the endorsement certificate from NV."""
    index = esapi.tr_from_tpmpublic(CERTIFICATE)
    public, _ = esapi.nv_read_public(index)
    size, content = int(public.nvPublic.dataSize), b""
    while len(content) < size:
        content += bytes(esapi.nv_read(index, min(1024, size - len(content)), len(content)))
    return x509.load_der_x509_certificate(content)


def check(leaf: x509.Certificate, ek_public: TPM2B_PUBLIC, trust: Trust) -> None:
    """Check whose certificate it is, what for, and by whom."""
    key = leaf.public_key()
    modulus = int.from_bytes(bytes(ek_public.publicArea.unique.rsa), "big")
    extensions = leaf.extensions
    purposes = extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    if (
        not isinstance(key, RSAPublicKey)
        or key.public_numbers().n != modulus
        or extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        or x509.ObjectIdentifier("2.23.133.8.1") not in purposes
    ):
        raise SystemExit("the endorsement certificate is not right")
    leaf.verify_directly_issued_by(trust.issuer)
    trust.issuer.verify_directly_issued_by(trust.root)
    for authority in (trust.issuer, trust.root):
        if not authority.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            raise SystemExit("an issuer is no authority")


def storage_root_key(esapi: ESAPI) -> tuple[ESYS_TR, TPM2B_PUBLIC]:
    """Return the storage root key, made and kept where there is none."""
    try:
        srk = esapi.tr_from_tpmpublic(SRK_HANDLE)
    except TSS2_Exception:
        made, *_ = esapi.create_primary(None, SRK_TEMPLATE, ESYS_TR.OWNER)
        srk = esapi.evict_control(ESYS_TR.OWNER, made, SRK_HANDLE)
        esapi.flush_context(made)
    public, _, _ = esapi.read_public(srk)
    if public.publicArea.objectAttributes != SRK_TEMPLATE.publicArea.objectAttributes:
        raise SystemExit("the storage root key is another")
    return srk, public


def challenge(
    esapi: ESAPI,
    endorsement: tuple[ESYS_TR, TPM2B_PUBLIC],
    storage: tuple[ESYS_TR, TPM2B_PUBLIC],
    message: bytes,
) -> None:
    """Make the service's challenge in software, have the TPM answer it, and judge the answer."""
    (ek, ek_public), (srk, srk_public) = endorsement, storage
    key, inner = secrets.token_bytes(32), secrets.token_bytes(16)
    public = TPM2B_PUBLIC.parse("hmac:sha256", objectAttributes=HMAC_KEY_ATTRIBUTES)
    sensitive = TPM2B_SENSITIVE(
        TPMT_SENSITIVE(
            sensitiveType=TPM2_ALG.KEYEDHASH,
            seedValue=secrets.token_bytes(32),
            sensitive=TPMU_SENSITIVE_COMPOSITE(bits=TPM2B_SENSITIVE_DATA(key)),
        )
    )
    public.publicArea.unique.keyedHash = unique(bytes(sensitive.sensitiveArea.seedValue), key)
    blob, secret = make_credential(ek_public, inner, srk_public.get_name())
    _, duplicate, seed = wrap(srk_public.publicArea, public, sensitive, inner, INNER_WRAP)

    session = esapi.start_auth_session(
        ESYS_TR.NONE,
        ESYS_TR.NONE,
        TPM2_SE.POLICY,
        TPMT_SYM_DEF(algorithm=TPM2_ALG.NULL),
        TPM2_ALG.SHA256,
    )
    esapi.policy_secret(ESYS_TR.ENDORSEMENT, session, expiration=0)
    activated = esapi.activate_credential(srk, ek, blob, secret, session2=session)
    esapi.flush_context(session)
    private = esapi.import_(srk, bytes(activated), public, duplicate, seed, INNER_WRAP)
    loaded = esapi.load(srk, private, public)
    answer = bytes(esapi.hmac(loaded, message, TPM2_ALG.SHA256))
    esapi.flush_context(loaded)
    if answer != hmac.digest(key, message, "sha256"):
        raise SystemExit("a wrong answer")


def unique(seed: bytes, key: bytes) -> bytes:
    """Return the unique of a keyed-hash object."""
    return hashlib.sha256(seed + key).digest()
