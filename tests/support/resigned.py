"""Signed structures with something wrong inside, signed again, so that all of a parser is met."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import strategies as st

ECDSA_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")


def value(tag: int, content: bytes) -> bytes:
    """Return a DER value."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(digits)]) + digits + content


def signed(body: bytes, key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return a certificate or a request with this body, signed with ECDSA and SHA-256."""
    signature = key.sign(body, ec.ECDSA(hashes.SHA256()))
    return value(0x30, body + ECDSA_SHA256 + value(0x03, b"\0" + signature))


@st.composite
def damaged(draw: st.DrawFn, whole: bytes) -> bytes:
    """Give `whole` with up to three places changed, cut out or put in."""
    body = bytearray(whole)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(body) - 1))
        match draw(st.sampled_from(["change", "change", "change", "cut", "put"])):
            case "change":
                body[place] ^= draw(st.integers(1, 255))
            case "cut":
                del body[place : place + draw(st.integers(1, 8))]
            case _:
                body[place:place] = draw(st.binary(min_size=1, max_size=8))
        if not body:
            return b"\0"
    return bytes(body)
