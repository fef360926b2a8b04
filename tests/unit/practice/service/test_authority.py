"""The practice service's own CA: what it certifies, when it does so anew, who can read the key."""

import stat
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.verification import PolicyBuilder, Store

from station.practice.service import authority
from station.practice.service.authority import ServerFiles, server_files, write_private

NAMES = ["practice.invalid", "localhost", "127.0.0.1", "::1"]


def certificates(files: ServerFiles) -> tuple[x509.Certificate, x509.Certificate]:
    """Return the CA's and the server's."""
    server, above = x509.load_pem_x509_certificates(files.chain.read_bytes())
    ca = x509.load_pem_x509_certificate(files.ca.read_bytes())
    assert above == ca
    return ca, server


def contents(files: ServerFiles) -> tuple[bytes, ...]:
    return files.ca.read_bytes(), files.chain.read_bytes(), files.key.read_bytes()


def test_a_strict_verifier_takes_it_for_each_name_and_no_other(tmp_path: Path) -> None:
    ca, server = certificates(server_files(tmp_path, NAMES))
    builder = PolicyBuilder().store(Store([ca]))
    subjects: list[x509.GeneralName] = [
        *(x509.DNSName("practice.invalid"), x509.DNSName("localhost")),
        *(x509.IPAddress(IPv4Address("127.0.0.1")), x509.IPAddress(IPv6Address("::1"))),
    ]
    for subject in subjects:
        assert isinstance(subject, x509.DNSName | x509.IPAddress)
        assert builder.build_server_verifier(subject).verify(server, [])
    with pytest.raises(x509.verification.VerificationError):
        builder.build_server_verifier(x509.DNSName("evil.invalid")).verify(server, [])
    for one in (ca, server):
        assert "PRACTICE" in one.subject.rfc4514_string()


def test_it_stays_as_it_is_from_start_to_start(tmp_path: Path) -> None:
    before = contents(server_files(tmp_path, NAMES))
    assert contents(server_files(tmp_path, NAMES)) == before


def test_other_names_get_a_certificate_of_their_own(tmp_path: Path) -> None:
    before = contents(server_files(tmp_path, NAMES))
    files = server_files(tmp_path, ["other.invalid"])
    assert contents(files) != before
    _, server = certificates(files)
    said = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert list(said) == [x509.DNSName("other.invalid")]


def test_a_long_name_is_one_all_the_same(tmp_path: Path) -> None:
    name = f"{'a' * 60}.{'b' * 60}.invalid"
    _, server = certificates(server_files(tmp_path, [name]))
    said = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert list(said) == [x509.DNSName(name)]


def test_it_is_made_anew_before_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(authority, "_VALID", timedelta(hours=12))
        before = contents(server_files(tmp_path, NAMES))
    files = server_files(tmp_path, NAMES)
    assert contents(files) != before
    _, server = certificates(files)
    assert server.not_valid_after_utc > datetime.now(UTC) + timedelta(days=300)


@pytest.mark.parametrize("broken", ["ca.pem", "server.pem", "server.key"])
def test_a_file_that_is_gone_or_cut_off_makes_it_anew(tmp_path: Path, broken: str) -> None:
    before = contents(server_files(tmp_path, NAMES))
    for content in (None, b"", b"-----BEGIN CERTIFICATE-----\nAAAA"):
        (tmp_path / broken).unlink()
        if content is not None:
            (tmp_path / broken).write_bytes(content)
        files = server_files(tmp_path, NAMES)
        assert contents(files) != before
        certificates(files)


@pytest.mark.parametrize("mixed", ["ca.pem", "server.pem", "server.key"])
def test_files_of_two_makings_are_not_taken_for_one(tmp_path: Path, mixed: str) -> None:
    server_files(tmp_path, NAMES)
    kept = (tmp_path / mixed).read_bytes()
    for name in ("ca.pem", "server.pem", "server.key"):
        (tmp_path / name).unlink()
    files = server_files(tmp_path, NAMES)
    (tmp_path / mixed).write_bytes(kept)
    before = contents(files)
    assert contents(server_files(tmp_path, NAMES)) != before


def test_a_private_file_is_its_owner_s_alone(tmp_path: Path) -> None:
    files = server_files(tmp_path, NAMES)
    assert stat.S_IMODE(files.key.stat().st_mode) == 0o600
    loose = tmp_path / "loose"
    loose.write_bytes(b"old")
    loose.chmod(0o644)
    write_private(loose, b"new")
    assert (loose.read_bytes(), stat.S_IMODE(loose.stat().st_mode)) == (b"new", 0o600)
