"""A unit's own token: keys, requests, certificates and HMAC keys, checked by other programs."""

import hmac
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from station.errors import Fault, StationError
from station.hsm.authority import named, root_certificate, verify_signature
from station.hsm.factory import FactoryHsm
from station.hsm.requests_any import OpenToken
from station.hsm.requests_unit import (
    PlaintextKey,
)
from station.hsm.session import open_session
from station.hsm.tokens import (
    Module,
    Token,
    TokenAddress,
    initialise_token,
    prove_security_officer,
)
from station.hsm.tries import describe_token
from station.model.certificate import CertificateTemplate
from station.model.custody import Custody
from station.model.names import RegistrationId
from station.model.profile import KeyKind
from station.secret import Secret

pytestmark = pytest.mark.bench

NAME = RegistrationId.make("unit-0042")
Tool = Callable[..., str]
EVERY_KIND = pytest.mark.parametrize("kind", KeyKind, ids=lambda kind: str(kind.value))


def run(*command: str, data: bytes = b"") -> str:
    done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=30)
    output = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode == 0, output
    return output


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(StationError) as caught:
        act()
    return caught.value.code


def issued(token: Token, factory: FactoryHsm, key_id: bytes = b"id") -> bytes:
    csr = token.request_certificate(key_id, NAME.text)
    return factory.issue_certificate(csr, NAME, CertificateTemplate(365), datetime.now(UTC))


# --- opening ----------------------------------------------------------------------------------


def test_an_initialised_token_is_seen_by_others(unit: TokenAddress, tool: Tool) -> None:
    # It asks for the token by its label, and logs in.
    assert tool(unit, "--list-objects") == ""


def test_a_software_token_is_told_as_one(unit: TokenAddress, token: Token) -> None:
    assert token.custody is Custody.SOFTWARE
    assert describe_token(unit).custody is Custody.SOFTWARE


def test_the_only_token_needs_no_label(unit: TokenAddress, pin: Secret) -> None:
    with Token.open(TokenAddress(unit.module, None), pin) as token:
        assert token.generate_key_pair(KeyKind.EC_P256, "key", b"id")


def test_a_token_is_found_among_others_by_its_label(
    unit: TokenAddress, pin: Secret, make_module: Callable[[str], Module]
) -> None:
    module = make_module("unit")
    initialise_token(module, "other", Secret(b"so-pin-0"), Secret(b"other-pin"))
    Token.open(unit, pin).close()
    Token.open(TokenAddress(module, "other"), Secret(b"other-pin")).close()
    assert code_of(lambda: Token.open(TokenAddress(module, None), pin)) == "HSM-002"


def test_a_token_whose_file_is_just_being_written_is_found(
    unit: TokenAddress, pin: Secret, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As by another process that logs in to it: SoftHSM empties the file first."""
    configuration = unit.module.environment["SOFTHSM2_CONF"]
    (file,) = Path(configuration).parent.rglob("token.object")
    whole = file.read_bytes()
    file.write_bytes(b"")
    written = SimpleNamespace(sleep=lambda _: file.write_bytes(whole))
    monkeypatch.setattr("station.hsm.session.time", written)
    monkeypatch.setenv("SOFTHSM2_CONF", configuration)
    with pin.reveal() as data:
        opened = open_session(OpenToken(unit.module.library, unit.label, Secret(data)))
    try:
        assert opened.session.token.label == unit.label
    finally:
        opened.close()
        pkcs11.unload(unit.module.library)


def test_a_token_that_was_initialised_is_never_wiped(unit: TokenAddress, pin: Secret) -> None:
    again = partial(initialise_token, unit.module, "unit", Secret(b"so-pin-0"), pin)
    assert code_of(again) == "HSM-020"
    Token.open(unit, pin).close()


@pytest.mark.parametrize("label", ["", "x" * 33, "ü" * 17])
def test_a_label_that_no_token_holds_is_refused(
    label: str, pin: Secret, make_module: Callable[[str], Module]
) -> None:
    module = make_module("empty")
    assert code_of(lambda: initialise_token(module, label, Secret(b"so-pin"), pin)) == "HSM-008"


def test_a_pin_that_the_library_refuses_is_an_error(make_module: Callable[[str], Module]) -> None:
    module = make_module("empty")
    act = partial(initialise_token, module, "label", Secret(b"so-pin"), Secret(b"1"))
    assert code_of(act) == "HSM-043"


def test_a_wrong_pin_is_the_units_fault(unit: TokenAddress) -> None:
    for wrong in (b"00000000", b"\xff\xfe", b"x" * 300):
        with pytest.raises(StationError, match="HSM-003") as caught:
            Token.open(unit, Secret(wrong))
        assert caught.value.fault is Fault.UNIT
    with pytest.raises(StationError, match="HSM-051"):  # none at all: it is to be typed at a pad
        Token.open(unit, Secret(b""))


def test_a_token_that_is_not_there_is_the_units_fault(
    unit: TokenAddress, pin: Secret, make_module: Callable[[str], Module]
) -> None:
    empty = make_module("empty")
    for address in (TokenAddress(unit.module, "absent"), TokenAddress(empty, None)):
        with pytest.raises(StationError, match="HSM-002") as caught:
            Token.open(address, pin)
        assert caught.value.fault is Fault.UNIT


def test_a_library_that_is_not_there_is_the_stations_fault(pin: Secret) -> None:
    address = TokenAddress(Module("/nowhere/at-all.so", {}), None)
    with pytest.raises(StationError, match="HSM-001") as caught:
        Token.open(address, pin)
    assert caught.value.fault is Fault.STATION
    assert "/nowhere/at-all.so" in caught.value.message


def test_a_library_without_its_configuration_is_named(unit: TokenAddress, pin: Secret) -> None:
    module = Module(unit.module.library, {"SOFTHSM2_CONF": "/nowhere/softhsm2.conf"})
    assert code_of(lambda: Token.open(TokenAddress(module, None), pin)) == "HSM-001"


# --- keys -------------------------------------------------------------------------------------


@EVERY_KIND
def test_a_key_of_each_kind_signs_what_others_verify(
    kind: KeyKind, token: Token, tmp_path: Path
) -> None:
    spki = token.generate_key_pair(kind, "device key", b"id")
    (tmp_path / "key.der").write_bytes(spki)
    (tmp_path / "message").write_bytes(b"message")
    (tmp_path / "signature").write_bytes(token.sign(b"id", b"message"))
    digest = "-sha384" if kind is KeyKind.EC_P384 else "-sha256"
    verify = ("openssl", "dgst", digest, "-keyform", "DER", "-verify", str(tmp_path / "key.der"))
    signed = ("-signature", str(tmp_path / "signature"), str(tmp_path / "message"))
    assert "Verified OK" in run(*verify, *signed)


@EVERY_KIND
def test_a_key_of_each_kind_requests_and_gets_a_certificate(
    kind: KeyKind, token: Token, factory: FactoryHsm, tmp_path: Path
) -> None:
    token.generate_key_pair(kind, "device key", b"id")
    csr = token.request_certificate(b"id", NAME.text)
    text = run("openssl", "req", "-inform", "DER", "-verify", "-noout", "-subject", data=csr)
    assert "verify OK" in text
    assert f"subject=CN = {NAME}" in text
    certificate = factory.issue_certificate(csr, NAME, CertificateTemplate(365), datetime.now(UTC))
    chain, leaf = tmp_path / "chain.pem", tmp_path / "leaf.pem"
    chain.write_bytes(b"".join(pem(one) for one in factory.issuing_chain))
    leaf.write_bytes(pem(certificate))
    run("openssl", "verify", "-CAfile", str(chain), str(leaf))
    run(
        "openssl",
        "verify",
        "-x509_strict",
        "-purpose",
        "sslclient",
        "-CAfile",
        str(chain),
        str(leaf),
    )
    verify_signature(certificate, b"message", token.sign(b"id", b"message"))


def pem(certificate: bytes) -> bytes:
    return x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM)


def test_others_see_the_key_as_one_that_never_leaves(
    token: Token, unit: TokenAddress, tool: Tool
) -> None:
    token.generate_key_pair(KeyKind.EC_P256, "device key", b"id")
    listed = tool(unit, "--list-objects", "--type", "privkey")
    assert "device key" in listed
    assert "Access:     sensitive, always sensitive, never extractable, local" in listed
    assert "Usage:      sign" in listed
    assert "decrypt" not in listed
    assert "unwrap" not in listed


@pytest.mark.parametrize(
    ("label", "key_id"), [("device key", b"other"), ("other", b"id"), ("device key", b"id")]
)
def test_no_name_is_used_twice(label: str, key_id: bytes, token: Token) -> None:
    first = token.generate_key_pair(KeyKind.EC_P256, "device key", b"id")
    make = partial(token.generate_key_pair, KeyKind.EC_P256, label, key_id)
    inject = partial(token.inject_plaintext_key, label, key_id, Secret(bytes(32)))
    assert code_of(make) == "HSM-017"
    assert code_of(inject) == "HSM-017"
    token.generate_key_pair(KeyKind.EC_P256, "second", b"second")
    csr = x509.load_der_x509_csr(token.request_certificate(b"id", NAME.text))
    public = csr.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert public == first


def test_a_key_that_is_not_there_neither_signs_nor_requests(token: Token) -> None:
    assert code_of(lambda: token.sign(b"id", b"message")) == "HSM-008"
    assert code_of(lambda: token.request_certificate(b"id", NAME.text)) == "HSM-008"
    assert code_of(lambda: token.hmac(b"id", b"message")) == "HSM-008"


# --- certificates -----------------------------------------------------------------------------


def test_a_certificate_stands_beside_its_key_with_its_chain(
    token: Token, unit: TokenAddress, tool: Tool, factory: FactoryHsm, tmp_path: Path
) -> None:
    token.generate_key_pair(KeyKind.EC_P256, "device key", b"id")
    certificate = issued(token, factory)
    token.write_certificates(b"id", "device", certificate, factory.issuing_chain)
    assert token.read_certificate(b"id") == certificate
    read = ("--read-object", "--type", "cert", "--output-file", str(tmp_path / "read.der"))
    tool(unit, *read, "--id", b"id".hex())
    assert (tmp_path / "read.der").read_bytes() == certificate
    for issuer in factory.issuing_chain:
        above = x509.load_der_x509_certificate(issuer)
        key_id = x509.SubjectKeyIdentifier.from_public_key(above.public_key()).digest
        tool(unit, *read, "--id", key_id.hex())
        assert (tmp_path / "read.der").read_bytes() == issuer
    listed = tool(unit, "--list-objects", "--type", "cert")
    assert f"subject:    DN: CN={NAME}" in listed


def test_a_write_that_was_broken_off_can_be_repeated(token: Token, factory: FactoryHsm) -> None:
    token.generate_key_pair(KeyKind.EC_P256, "device key", b"id")
    certificate = issued(token, factory)
    token.write_certificates(b"id", "device", certificate, factory.issuing_chain[:1])
    token.write_certificates(b"id", "device", certificate, factory.issuing_chain)
    assert token.read_certificate(b"id") == certificate


def test_a_second_certificate_for_a_key_is_refused(token: Token, factory: FactoryHsm) -> None:
    token.generate_key_pair(KeyKind.EC_P256, "device key", b"id")
    first, second = issued(token, factory), issued(token, factory)
    token.write_certificates(b"id", "device", first, ())
    assert code_of(lambda: token.write_certificates(b"id", "device", second, ())) == "HSM-017"
    assert token.read_certificate(b"id") == first


def test_a_certificate_for_another_key_is_refused(token: Token, factory: FactoryHsm) -> None:
    token.generate_key_pair(KeyKind.EC_P256, "device key", b"id")
    token.generate_key_pair(KeyKind.EC_P256, "other key", b"other")
    foreign = issued(token, factory, b"other")
    assert code_of(lambda: token.write_certificates(b"id", "device", foreign, ())) == "HSM-012"
    assert code_of(lambda: token.write_certificates(b"id", "device", b"none", ())) == "HSM-012"
    assert code_of(lambda: token.read_certificate(b"id")) == "HSM-008"


# --- HMAC keys --------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [32, 64])
def test_an_injected_key_makes_the_hmacs_that_it_must(size: int, token: Token) -> None:
    key = os.urandom(size)
    token.inject_plaintext_key("key", b"id", Secret(key))
    for message in (b"", b"message", os.urandom(3000)):
        assert token.hmac(b"id", message) == hmac.digest(key, message, "sha256")


def test_many_keys_and_messages_go_in_one_round_trip(token: Token) -> None:
    keys = [os.urandom(64) for _ in range(20)]
    token.inject_plaintext_keys(
        [PlaintextKey(f"key {n}", b"id %d" % n, Secret(key)) for n, key in enumerate(keys)]
    )
    messages = [b"message %d" % n for n in range(100)]
    expected = tuple(hmac.digest(keys[7], message, "sha256") for message in messages)
    assert token.hmacs(b"id 7", messages) == expected


def test_an_injected_key_only_makes_hmacs_and_never_leaves(
    token: Token, unit: TokenAddress, tool: Tool
) -> None:
    token.inject_plaintext_key("key", b"id", Secret(bytes(64)))
    listed = tool(unit, "--list-objects", "--type", "secrkey")
    assert not {"encrypt", "decrypt", "wrap", "unwrap", "derive"} & set(listed.split())
    assert "Access:     sensitive" in listed
    assert "extractable" not in listed.replace("never extractable", "")


def test_a_key_that_softhsm_could_not_use_is_refused_before(token: Token) -> None:
    with pytest.raises(StationError, match="HSM-008") as caught:
        token.inject_plaintext_key("key", b"id", Secret(bytes(31)))
    assert "SoftHSM takes no HMAC key of 31 bytes" in caught.value.detail
    token.inject_plaintext_key("key", b"id", Secret(bytes(32)))


# --- pulled out -------------------------------------------------------------------------------

_KEY = ec.generate_private_key(ec.SECP256R1())
SOME_CERTIFICATE = root_certificate(_KEY, named("Some CA"), datetime(2026, 11, 24, tzinfo=UTC))
ACTS: list[Callable[[Token], object]] = [
    lambda token: token.generate_key_pair(KeyKind.EC_P256, "new", b"new"),
    lambda token: token.request_certificate(b"id", NAME.text),
    lambda token: token.sign(b"id", b"message"),
    lambda token: token.write_certificates(b"id", "device", SOME_CERTIFICATE, ()),
    lambda token: token.read_certificate(b"id"),
    lambda token: token.inject_plaintext_key("new", b"new", Secret(bytes(64))),
    lambda token: token.hmac(b"secret", b"message"),
]


@pytest.mark.parametrize("act", ACTS)
def test_a_token_pulled_out_is_told_from_other_errors(
    act: Callable[[Token], object], unit: TokenAddress, pin: Secret, tmp_path: Path
) -> None:
    with Token.open(unit, pin) as token:
        token.generate_key_pair(KeyKind.EC_P256, "device key", b"id")
        token.inject_plaintext_key("secret", b"secret", Secret(bytes(64)))
        token.sign(b"id", b"message")
        token.hmac(b"secret", b"message")
        (tmp_path / "unit" / "tokens").rename(tmp_path / "pulled-out")
        with pytest.raises(StationError, match="HSM-005") as caught:
            act(token)
        assert caught.value.fault is Fault.UNIT
        (tmp_path / "pulled-out").rename(tmp_path / "unit" / "tokens")
        assert code_of(lambda: act(token)) == "HSM-006"
    with Token.open(unit, pin) as token:
        token.sign(b"id", b"message")


def test_a_token_swapped_for_another_is_not_taken_for_the_same(
    unit: TokenAddress, pin: Secret, tmp_path: Path, unit_folder: Path
) -> None:
    with Token.open(unit, pin) as token:
        token.generate_key_pair(KeyKind.EC_P256, "device key", b"id")
        shutil.rmtree(tmp_path / "unit" / "tokens")
        shutil.copytree(unit_folder / "tokens", tmp_path / "unit" / "tokens")
        assert code_of(lambda: token.sign(b"id", b"message")) in {"HSM-005", "HSM-008"}


def test_the_security_officer_is_proved_beside_an_open_token_and_opens_nothing(
    unit: TokenAddress, pin: Secret
) -> None:
    with Token.open(unit, pin) as token:
        prove_security_officer(unit, Secret(b"so-90817263"))
        with pytest.raises(StationError, match="HSM-003"):
            prove_security_officer(unit, Secret(b"another"))
        with pytest.raises(StationError, match="HSM-003"):
            prove_security_officer(unit, Secret(b"pin-60514233"))
        assert token.generate_key_pair(KeyKind.EC_P256, "key", b"id")
