"""The practice service's certificates: kept as long as they are of use, made anew where not."""

from pathlib import Path

import pytest
from cryptography import x509

from station.practice.service.addresses import own_addresses
from station.practice.service.authority import ServerFiles, server_files, write_private


def names_in(files: ServerFiles) -> list[str]:
    own = x509.load_pem_x509_certificate(files.chain.read_bytes())
    said = own.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return [str(name.value) for name in said]


def test_they_stay_as_they_are_for_names_that_they_have(tmp_path: Path) -> None:
    files = server_files(tmp_path, ["localhost", "127.0.0.1", "bench"])
    before = files.chain.read_bytes()
    server_files(tmp_path, ["bench", "localhost"])
    assert files.chain.read_bytes() == before


def test_a_new_name_is_added_to_those_that_were_there(tmp_path: Path) -> None:
    files = server_files(tmp_path, ["localhost", "10.0.0.1"])
    before = files.ca.read_bytes()
    server_files(tmp_path, ["localhost", "10.0.0.2"])
    assert files.ca.read_bytes() != before
    assert names_in(files) == ["localhost", "10.0.0.2", "10.0.0.1"]


@pytest.mark.parametrize("spoilt", ["ca", "chain", "key"])
@pytest.mark.parametrize("content", [None, b"", b"-----BEGIN CERTIFICATE-----\n"])
def test_what_is_spoilt_or_gone_is_made_anew(
    tmp_path: Path, spoilt: str, content: bytes | None
) -> None:
    files = server_files(tmp_path, ["localhost"])
    path: Path = getattr(files, spoilt)
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    server_files(tmp_path, ["localhost"])
    own, ca = x509.load_pem_x509_certificates(files.chain.read_bytes())
    own.verify_directly_issued_by(ca)
    assert files.ca.read_bytes() in files.chain.read_bytes()


def test_a_key_of_another_certificate_is_not_used(tmp_path: Path) -> None:
    files = server_files(tmp_path, ["localhost"])
    (tmp_path / "other").mkdir()
    other = server_files(tmp_path / "other", ["localhost"])
    files.key.write_bytes(other.key.read_bytes())
    before = files.chain.read_bytes()
    server_files(tmp_path, ["localhost"])
    assert files.chain.read_bytes() != before


def test_a_private_file_is_its_owners_and_leaves_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("before", encoding="utf-8")
    path.chmod(0o644)
    write_private(path, b"now")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"now", 0o600)
    assert list(tmp_path.iterdir()) == [path]


def test_the_computers_addresses_are_of_its_interfaces() -> None:
    assert "127.0.0.1" in own_addresses()
