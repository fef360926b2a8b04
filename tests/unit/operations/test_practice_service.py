"""What a practice service may be called, where it may stand, and what is made of a bad folder."""

import datetime as dt
import socket
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from station.errors import StationError
from station.folders import Data
from station.operations import practice_service
from station.operations.practice_service import (
    FOLDER,
    ServiceSettings,
    StandingService,
    authority_in,
    host_of,
    local_name,
    more_names,
)

REAL = """
station = "line-1"
practice = false
library = "/usr/lib/hsm.so"
label = "factory"
environment = {}
"""


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the computer's own name and address be known."""
    monkeypatch.setattr(socket, "gethostname", lambda: "Bench-7.factory.example")
    monkeypatch.setattr(practice_service, "own_addresses", lambda: ("127.0.0.1", "203.0.113.9"))


def certificate(*, ca: bool | None) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    )
    if ca is not None:
        builder = builder.add_extension(x509.BasicConstraints(ca, None), critical=True)
    return builder.sign(key, hashes.SHA256())


@pytest.mark.parametrize(
    "name",
    [
        *("localhost", "bench", "BENCH_2", "bench-7.corp.contoso.com", "dps.local", "a.b.internal"),
        *("127.0.0.1", "10.1.2.3", "192.168.0.9", "203.0.113.9"),
    ],
)
def test_a_name_of_this_computer_or_its_network_is_taken(name: str) -> None:
    assert local_name(name) == name.lower()


@pytest.mark.parametrize(
    "name",
    [
        *("global.azure-devices-provisioning.net", "a.azure-devices-provisioning.cn"),
        *("bench-7.azure-devices-provisioning.net", "contoso.com", "8.8.8.8", "0.0.0.0"),  # noqa: S104 - refused
        *("", "-a", "a..b", "a b", "a/b", "ä", "a:8443", "::1", ".local", "a" * 64),
    ],
)
def test_a_name_that_a_real_service_may_have_is_refused_or_none_at_all(name: str) -> None:
    with pytest.raises(ValueError, match=r"no name|no address|not a host's name"):
        local_name(name)


def test_a_long_bad_name_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="not a host's name"):
        local_name("a" * 100_000 + "!")


@pytest.mark.parametrize(
    ("hosts", "listen", "known"),
    [
        ([], "127.0.0.1", "localhost"),
        ([], "0.0.0.0", "localhost"),  # noqa: S104 - what is tried
        ([], "10.0.0.5", "10.0.0.5"),
        (["dps", "dps.local"], "0.0.0.0", "dps"),  # noqa: S104 - likewise
    ],
)
def test_clients_know_it_by_its_first_name(hosts: list[str], listen: str, known: str) -> None:
    assert host_of(hosts, listen) == known


def test_its_certificate_names_the_computer_and_where_it_listens() -> None:
    own = "bench-7.factory.example"
    assert more_names([], "127.0.0.1") == (own, "127.0.0.1")
    assert more_names(["dps"], "0.0.0.0") == ("dps", own, "127.0.0.1", "203.0.113.9")  # noqa: S104
    assert more_names([], "10.0.0.5") == (own, "10.0.0.5")


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_a_ca_comes_in_either_form(encoding: Encoding) -> None:
    ca = certificate(ca=True)
    assert authority_in(ca.public_bytes(encoding)) == ca.public_bytes(Encoding.DER)


@pytest.mark.parametrize("ca", [False, None])
def test_a_certificate_of_no_ca_is_refused(ca: bool | None) -> None:
    with pytest.raises(ValueError, match="no CA's certificate"):
        authority_in(certificate(ca=ca).public_bytes(Encoding.PEM))


@pytest.mark.parametrize("content", [b"", b"nothing", b"-----BEGIN CERTIFICATE-----\nAA==\n"])
def test_what_is_no_certificate_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="no certificate"):
        authority_in(content)


def refused(data: Data, settings: ServiceSettings | None = None) -> StationError:
    with (
        pytest.raises(StationError) as raised,
        StandingService(data, settings or ServiceSettings()),
    ):
        pass
    return raised.value


def test_it_stands_in_no_folder_of_a_real_station(tmp_path: Path) -> None:
    (tmp_path / "factory.toml").write_text(REAL, encoding="utf-8")
    assert refused(Data(tmp_path)).code == "CFG-005"
    assert not (tmp_path / FOLDER).exists()


def test_it_takes_the_practice_scope_alone(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ID scope"):
        StandingService(Data(tmp_path), ServiceSettings(scope="0ne00002A95"))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("policies.json", b"this is not JSON", "a file in it"),
        ("policies.json", b"[]", "a file in it"),
        ("policies.json", b'{"a": {"rights": []}}', "a file in it"),
        ("policies.json", b'{"a": 1}', "a file in it"),
        ("service.db", b"this is no database" * 100, "its database"),
    ],
)
def test_a_file_that_was_spoilt_is_said_to_be(
    tmp_path: Path, name: str, content: bytes, why: str
) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / name).write_bytes(content)
    error = refused(Data(tmp_path))
    assert error.code == "CFG-053"
    assert why in error.message


def test_a_folder_that_can_not_be_written_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file", encoding="utf-8")
    assert refused(Data(tmp_path)).code == "CFG-003"


def test_an_address_of_another_computer_is_refused_and_the_folder_is_free_again(
    tmp_path: Path,
) -> None:
    error = refused(Data(tmp_path), ServiceSettings(listen="192.0.2.77"))
    assert error.code == "LNK-049"
    assert "192.0.2.77:0" in error.message
    again = refused(Data(tmp_path), ServiceSettings(listen="192.0.2.77"))
    assert again.code == "LNK-049"
