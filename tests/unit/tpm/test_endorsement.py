"""What stands in NV in place of certificates is taken apart as DER says."""

from hypothesis import given
from hypothesis import strategies as st

from station.model.attestation import endorsement_modulus
from station.model.der import certificates_in, without_padding
from station.tpm.endorsement import EK_TEMPLATE


def der(content: bytes) -> bytes:
    """A SEQUENCE of `content`, its length as X.690, 10.1 has it."""
    size = len(content)
    if size < 0x80:
        return b"\x30" + bytes([size]) + content
    digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return b"\x30" + bytes([0x80 | len(digits)]) + digits + content


sequences = st.binary(max_size=400).map(der)
paddings = st.integers(0, 50).flatmap(
    lambda size: st.sampled_from([b"\x00" * size, b"\xff" * size])
)


def test_the_template_is_the_one_that_the_model_knows() -> None:
    modulus = b"\x80" + bytes(254) + b"\x01"
    assert endorsement_modulus(EK_TEMPLATE[:-256] + modulus) == modulus


@given(sequences, st.binary(max_size=50))
def test_what_follows_a_certificate_is_left_out(certificate: bytes, rest: bytes) -> None:
    assert without_padding(certificate + rest) == certificate


@given(st.binary(max_size=50).filter(lambda data: not data.startswith(b"\x30")))
def test_what_begins_with_no_certificate_is_left_as_it_is(data: bytes) -> None:
    assert without_padding(data) == data


@given(sequences, st.integers(1, 400))
def test_a_certificate_that_is_cut_short_is_left_as_it_is(certificate: bytes, cut: int) -> None:
    short = certificate[:-cut]
    assert without_padding(short) == short


@given(st.lists(st.tuples(sequences, paddings), max_size=5))
def test_certificates_in_a_row_are_told_apart(row: list[tuple[bytes, bytes]]) -> None:
    data = b"".join(certificate + padding for certificate, padding in row)
    assert certificates_in(data) == tuple(certificate for certificate, _ in row)


@given(st.binary(max_size=300))
def test_nothing_is_made_up(data: bytes) -> None:
    found = certificates_in(data)
    assert all(part in data and part.startswith(b"\x30") for part in found)
    assert sum(map(len, found)) <= len(data)
