"""Requests whose signature is right and whose inside isn't, so that every check is reached."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import AttributeOID, NameOID
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.hsm.certification import requested_key
from tests.support.resigned import damaged, signed

NAME = "unit-1"
KEY = ec.generate_private_key(ec.SECP256R1())
PUBLIC = KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
PLAIN = (
    x509.CertificateSigningRequestBuilder()
    .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)]))
    .sign(KEY, hashes.SHA256())
)
RICH = (
    x509.CertificateSigningRequestBuilder()
    .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)]))
    .add_extension(x509.BasicConstraints(ca=True, path_length=3), critical=True)
    .add_extension(x509.SubjectAlternativeName([x509.DNSName("other")]), critical=False)
    .add_attribute(AttributeOID.CHALLENGE_PASSWORD, b"secret")
    .sign(KEY, hashes.SHA256())
)
BODIES = [PLAIN.tbs_certrequest_bytes, RICH.tbs_certrequest_bytes]


def test_one_signed_again_as_it_was_is_taken() -> None:
    taken = requested_key(signed(BODIES[0], KEY), NAME)
    assert taken.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) == PUBLIC


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@given(data=st.data(), body=st.sampled_from(BODIES))
def test_whatever_is_wrong_inside_the_key_alone_or_a_refusal_comes_of_it(
    data: st.DataObject, body: bytes
) -> None:
    request = signed(data.draw(damaged(body)), KEY)
    refusal, taken = None, None
    try:
        taken = requested_key(request, NAME)
    except StationError as error:
        refusal = error
    if refusal is not None:
        assert refusal.code in {"HSM-010", "HSM-011"}
        assert refusal.detail.isprintable()
    if taken is not None:
        # Its signature is by that key, so it is that key.
        assert taken.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) == PUBLIC


@given(name=st.text(min_size=1, max_size=64), wanted=st.just(NAME))
def test_a_request_for_any_other_name_is_refused(name: str, wanted: str) -> None:
    if name == wanted:
        return
    try:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    except (ValueError, UnicodeEncodeError):
        return
    request = x509.CertificateSigningRequestBuilder().subject_name(subject)
    try:
        content = request.sign(KEY, hashes.SHA256()).public_bytes(Encoding.DER)
    except (ValueError, UnicodeEncodeError):  # no such text in DER, as a lone surrogate
        return
    with pytest.raises(StationError) as caught:
        requested_key(content, wanted)
    assert caught.value.code in {"HSM-010", "HSM-011"}
    assert caught.value.detail.isascii()
    assert caught.value.detail.isprintable()
