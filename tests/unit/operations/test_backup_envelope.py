"""A backup's envelope: opened by its recipient alone, by other tools too, and only if unchanged."""

import io
import subprocess
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.errors import StationError
from station.operations.backup_envelope import EnvelopeReader, EnvelopeWriter
from station.operations.backup_recipient import (
    RecoveryKey,
    opened_key,
    read_recipient,
    recipient_of,
)
from tests.support.recovery import Recovery, new_key, recovery

KINDS = ("rsa", "rsa-3072", "p256", "p384", "p521")
CONTENT = bytes(range(256)) * 3_000


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Recovery:
    return recovery(tmp_path_factory.mktemp("recovery"))


def sealed(content: bytes, to: Path) -> bytes:
    out = io.BytesIO()
    writer = EnvelopeWriter(out, read_recipient(to))
    for begin in range(0, len(content), 10_000):
        writer.write(content[begin : begin + 10_000])
    writer.close()
    return out.getvalue()


def opened(envelope: bytes, key: RecoveryKey, size: int = -1) -> bytes:
    reader = EnvelopeReader(io.BytesIO(envelope), lambda info: opened_key(info, key))
    return b"".join(iter(lambda: reader.read(size), b""))


@pytest.mark.parametrize("kind", KINDS)
def test_the_recovery_key_opens_it(tmp_path: Path, kind: str) -> None:
    to = recovery(tmp_path, kind)
    envelope = sealed(CONTENT, to.certificate_file)
    assert opened(envelope, to.key) == opened(envelope, to.key, 1_000) == CONTENT
    assert CONTENT[:64] not in envelope


@pytest.mark.parametrize("kind", KINDS)
def test_openssl_opens_it_too(tmp_path: Path, kind: str) -> None:
    to = recovery(tmp_path, kind)
    (tmp_path / "x.cms").write_bytes(sealed(CONTENT, to.certificate_file))
    command = ["openssl", "cms", "-decrypt", "-inform", "DER", "-in", str(tmp_path / "x.cms")]
    keys = ["-inkey", str(to.key_file), "-recip", str(to.certificate_file)]
    done = subprocess.run([*command, *keys], capture_output=True, check=False, timeout=30)
    assert done.returncode == 0, done.stderr
    assert done.stdout == CONTENT


@pytest.mark.parametrize("kind", ["rsa", "p256", "p384"])
def test_another_key_opens_nothing(one: Recovery, kind: str) -> None:
    with pytest.raises(ValueError, match="key"):
        opened(sealed(CONTENT, one.certificate_file), new_key(kind))


def test_an_empty_content_is_one_too(one: Recovery) -> None:
    assert opened(sealed(b"", one.certificate_file), one.key) == b""


@given(st.data())
def test_whatever_is_changed_or_cut_off_is_seen(one: Recovery, data: st.DataObject) -> None:
    envelope = bytearray(sealed(b"secret" * 50, one.certificate_file))
    place = data.draw(st.integers(0, len(envelope) - 1))
    if data.draw(st.booleans()):
        envelope[place] ^= data.draw(st.integers(1, 255))
    else:
        del envelope[place:]
    try:
        content = opened(bytes(envelope), one.key)
    except ValueError:
        return
    # Whose key it is, is told by the key alone: the certificate's name may be another.
    assert content == b"secret" * 50


def test_what_follows_it_is_seen(one: Recovery) -> None:
    with pytest.raises(ValueError, match="follows"):
        opened(sealed(b"x", one.certificate_file) + b"\0", one.key)


def test_memory_stays_flat_however_large_it_is(one: Recovery, tmp_path: Path) -> None:
    path, piece, pieces = tmp_path / "large", bytes(1 << 20), 64
    tracemalloc.start()
    with path.open("wb") as file:
        writer = EnvelopeWriter(file, read_recipient(one.certificate_file))
        for _ in range(pieces):
            writer.write(piece)
        writer.close()
    with path.open("rb") as file:
        reader = EnvelopeReader(file, lambda info: opened_key(info, one.key))
        assert sum(map(len, iter(lambda: reader.read(1 << 16), b""))) == pieces << 20
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 << 20


def test_a_certificate_in_the_settings_is_the_one_of_the_file(one: Recovery) -> None:
    recipient = read_recipient(one.certificate_file)
    assert recipient_of(recipient.setting) == recipient


@pytest.mark.parametrize(
    ("kind", "days", "why"),
    [("rsa-1024", 365, "1024 bits"), ("p256", -1, "valid today"), ("", 0, "can't be read")],
)
def test_a_certificate_that_is_of_no_use_is_refused(
    tmp_path: Path, kind: str, days: int, why: str
) -> None:
    path = (
        tmp_path / "none.pem" if not kind else recovery(tmp_path, kind, days=days).certificate_file
    )
    with pytest.raises(StationError, match="REC-075") as caught:
        read_recipient(path)
    assert why in caught.value.message
