"""The factory HSM: certificates, group keys, seals and marks, and that its failures are its own."""

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from station.errors import Fault, Outcome, StationError
from station.hsm.factory import BATCH, FactoryHsm
from station.hsm.tokens import TokenAddress
from station.model.certificate import NO_NAMES, CertificateTemplate
from station.model.names import RegistrationId
from station.model.proof import derive_device_key
from station.secret import Secret

pytestmark = pytest.mark.bench

NAME = RegistrationId.make("unit-0042")
GROUP = RegistrationId.make("order-7")
ONE_DAY, ONE_YEAR = CertificateTemplate(1), CertificateTemplate(365)


def csr_for(
    name: str, key: ec.EllipticCurvePrivateKey | None = None, *names: x509.GeneralName
) -> bytes:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject)
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    signed = builder.sign(key or ec.generate_private_key(ec.SECP256R1()), hashes.SHA256())
    return signed.public_bytes(Encoding.DER)


def now() -> datetime:
    """The time as it is asked for: the factory may be made long after these tests are collected."""
    return datetime.now(UTC)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(StationError) as caught:
        act()
    return caught.value.code


def openssl(*arguments: str | Path) -> str:
    command = ("openssl", *map(str, arguments))
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def write_chain(factory: FactoryHsm, path: Path) -> Path:
    chain = [x509.load_der_x509_certificate(one) for one in factory.issuing_chain]
    path.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in chain))
    return path


# --- certificates -----------------------------------------------------------------------------


def test_many_certificates_are_issued_and_openssl_verifies_them(
    factory: FactoryHsm, tmp_path: Path
) -> None:
    names = [RegistrationId.make(f"unit-{number}") for number in range(130)]
    requests = [(csr_for(name.text), name, NO_NAMES) for name in names]
    certificates = factory.issue_certificates(requests, ONE_YEAR, now())
    chain = write_chain(factory, tmp_path / "chain.pem")
    files = []
    for name, certificate in zip(names, certificates, strict=True):
        loaded = x509.load_der_x509_certificate(certificate)
        assert loaded.subject.rfc4514_string() == f"CN={name}"
        files.append(tmp_path / f"{name}.pem")
        files[-1].write_bytes(loaded.public_bytes(Encoding.PEM))
    openssl("verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", chain, *files)
    assert len({x509.load_der_x509_certificate(one).serial_number for one in certificates}) == 130


def test_a_certificate_is_in_lower_case_whatever_the_name_is(factory: FactoryHsm) -> None:
    name = RegistrationId.parse("Unit-0042")
    assert (
        code_of(lambda: factory.issue_certificate(csr_for("Unit-0042"), name, ONE_DAY, now()))
        == "HSM-010"
    )
    certificate = factory.issue_certificate(csr_for("unit-0042"), name, ONE_DAY, now())
    loaded = x509.load_der_x509_certificate(certificate)
    assert loaded.subject.rfc4514_string() == "CN=unit-0042"
    assert loaded.not_valid_after_utc - now() < timedelta(days=1, seconds=1)


@pytest.mark.parametrize(
    ("csr", "code"),
    [
        pytest.param(csr_for("unit-0043"), "HSM-010", id="another name"),
        pytest.param(csr_for("unit-0042", None, x509.DNSName("x")), "HSM-010", id="more names"),
        pytest.param(csr_for("unit-0042")[:-1], "HSM-011", id="cut short"),
        pytest.param(
            csr_for("unit-0042", ec.generate_private_key(ec.SECP521R1())), "HSM-011", id="P-521"
        ),
    ],
)
def test_a_bad_request_is_the_units_fault_and_the_next_goes_on(
    csr: bytes, code: str, factory: FactoryHsm
) -> None:
    with pytest.raises(StationError) as caught:
        factory.issue_certificate(csr, NAME, ONE_YEAR, now())
    assert (caught.value.code, caught.value.outcome) == (code, Outcome.FAILED)
    factory.issue_certificate(csr_for("unit-0042"), NAME, ONE_YEAR, now())


def test_a_name_too_long_for_a_certificate_is_refused(factory: FactoryHsm) -> None:
    name = RegistrationId.make("x" * 65)
    assert (
        code_of(lambda: factory.issue_certificate(csr_for("x"), name, ONE_DAY, now())) == "LIN-013"
    )


def test_a_clock_far_off_issues_nothing(factory: FactoryHsm) -> None:
    for then in (now() - timedelta(days=2), now() + timedelta(days=21 * 365)):
        with pytest.raises(StationError, match="HSM-022") as caught:
            factory.issue_certificate(csr_for("unit-0042"), NAME, ONE_DAY, then)
        assert caught.value.fault is Fault.STATION


# --- group keys -------------------------------------------------------------------------------


def test_derived_keys_are_those_that_the_service_derives(factory: FactoryHsm) -> None:
    factory.groups.create(GROUP)
    group_key = factory.disclose_group_key(GROUP)
    assert len(group_key) == 64
    names = [RegistrationId.parse(f"Unit-{number}") for number in range(230)]
    derived = factory.derive_many(GROUP, names)
    assert derived == [derive_device_key(group_key, name) for name in names]
    assert factory.derive(GROUP, names[7]) == derived[7]


def test_many_keys_of_a_group_without_one_are_refused_once_and_the_next_request_is_answered(
    factory: FactoryHsm,
) -> None:
    factory.groups.create(GROUP)
    names = [RegistrationId.parse(f"Unit-{number}") for number in range(1_000)]
    with pytest.raises(StationError, match="HSM-013") as caught:
        factory.derive_many(RegistrationId.make("order-9"), names)
    assert caught.value.fault is Fault.STATION
    assert factory.derive_many(GROUP, names[:1]) == [factory.derive(GROUP, names[0])]


def test_others_get_their_turn_while_many_keys_are_derived(factory: FactoryHsm) -> None:
    factory.groups.create(GROUP)
    names = [RegistrationId.parse(f"Unit-{number}") for number in range(100 * BATCH)]
    with ThreadPoolExecutor(1) as pool:
        many = pool.submit(factory.derive_many, GROUP, names)
        between = 0
        while not many.done():
            factory.derive(GROUP, names[between])
            between += 1
        assert between > 2
        assert many.result()[-1] == factory.derive(GROUP, names[-1])


def test_a_group_has_one_key_however_often_it_is_made(factory: FactoryHsm) -> None:
    factory.groups.create(GROUP)
    first = factory.disclose_group_key(GROUP)
    factory.groups.create(RegistrationId.parse("ORDER-7"))
    assert factory.disclose_group_key(GROUP) == first
    other = RegistrationId.make("order-8")
    factory.groups.create(other)
    assert factory.disclose_group_key(other) != first


def test_a_production_group_key_never_leaves(
    production: TokenAddress, pin: Secret, tool: Callable[..., str]
) -> None:
    with FactoryHsm.open(production, pin) as factory:
        assert not factory.practice
        factory.groups.create(GROUP)
        assert len(factory.derive(GROUP, NAME)) == 32
        with pytest.raises(StationError, match="SVC-006") as caught:
            factory.disclose_group_key(GROUP)
        assert caught.value.fault is Fault.STATION
    listed = tool(production, "--list-objects", "--type", "secrkey")
    group = listed.partition("key of the group order-7")[2].partition("Object")[0]
    # It was wrapped once, for the escrow, as a key of that session; this one never leaves.
    assert "sensitive, always sensitive, local" in group
    assert "extractable" not in group


def test_a_group_without_a_key_is_named(factory: FactoryHsm) -> None:
    with pytest.raises(StationError, match="HSM-013") as caught:
        factory.derive(RegistrationId.make("order-9"), NAME)
    assert "order-9" in caught.value.message
    assert code_of(lambda: factory.disclose_group_key(RegistrationId.make("none"))) == "HSM-013"


# --- seals and marks --------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"1234", os.urandom(100_000)], ids=["none", "PIN", "much"])
def test_what_was_sealed_opens_again(data: bytes, factory: FactoryHsm) -> None:
    sealed = factory.seal("token-pin", Secret(data))
    assert factory.unseal("token-pin", sealed) == Secret(data)
    assert factory.seal("token-pin", Secret(data)) != sealed
    assert data not in sealed or not data


def test_what_was_sealed_opens_for_its_purpose_alone_and_unchanged(factory: FactoryHsm) -> None:
    sealed = factory.seal("token-pin", Secret(b"1234"))
    changed = [
        bytes((byte ^ 1 if place == at else byte) for place, byte in enumerate(sealed))
        for at in (0, 1, 12, 13, 16, len(sealed) - 1)
    ]
    for purpose, wrong in [
        ("token-pi", sealed),
        ("", sealed),
        *[("token-pin", one) for one in changed],
        *[("token-pin", sealed[:size]) for size in (0, 1, 28, len(sealed) - 1)],
        ("token-pin", sealed + b"\0"),
    ]:
        with pytest.raises(StationError, match="HSM-021") as caught:
            factory.unseal(purpose, wrong)
        assert caught.value.fault is Fault.STATION
    assert factory.unseal("token-pin", sealed) == Secret(b"1234")


def test_what_another_token_sealed_stays_shut(
    factory: FactoryHsm, production: TokenAddress, pin: Secret
) -> None:
    with FactoryHsm.open(production, pin) as other:
        sealed = other.seal("token-pin", Secret(b"1234"))
    assert code_of(lambda: factory.unseal("token-pin", sealed)) == "HSM-021"


def test_a_mark_binds_label_and_item(factory: FactoryHsm) -> None:
    mark = factory.mac("root", b"certificate")
    assert len(mark) == 32
    assert factory.mac("root", b"certificate") == mark
    others = [("roo", b"tcertificate"), ("rootc", b"ertificate"), ("", b""), ("root", b"")]
    codes = {factory.mac(label, data) for label, data in others} | {mark}
    assert len(codes) == len(others) + 1
    items = [b"%d" % number for number in range(150)]
    assert factory.macs("root", items)[149] == factory.mac("root", b"149")


# --- manifests --------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b'{"files":\n[]}\n', b"line\r\nline\n\r", b""])
def test_a_manifest_verifies_with_openssl_and_nothing_more(
    content: bytes, factory: FactoryHsm, tmp_path: Path
) -> None:
    manifest, signature = tmp_path / "manifest.json", tmp_path / "manifest.p7s"
    manifest.write_bytes(content)
    signature.write_bytes(factory.sign_manifest(content))
    chain = write_chain(factory, tmp_path / "chain.pem")
    verify = ("cms", "-verify", "-binary", "-inform", "DER", "-in", signature)
    files = ("-content", manifest, "-CAfile", chain, "-out", tmp_path / "out")
    openssl(*verify, *files)
    assert (tmp_path / "out").read_bytes() == content
    manifest.write_bytes(content + b" ")
    with pytest.raises(AssertionError, match="CMS Verification failure"):
        openssl(*verify, *files)


def test_a_manifest_brings_all_but_the_root(factory: FactoryHsm, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(b"{}")
    (tmp_path / "manifest.p7s").write_bytes(factory.sign_manifest(b"{}"))
    root = x509.load_der_x509_certificate(factory.issuing_chain[-1])
    (tmp_path / "root.pem").write_bytes(root.public_bytes(Encoding.PEM))
    verify = ("cms", "-verify", "-binary", "-inform", "DER", "-in", tmp_path / "manifest.p7s")
    openssl(*verify, "-content", tmp_path / "manifest.json", "-CAfile", tmp_path / "root.pem")


# --- its failures are its own -----------------------------------------------------------------


def test_whatever_is_wrong_with_its_token_is_laid_at_the_station(
    practice: TokenAddress, unit: TokenAddress, pin: Secret
) -> None:
    absent = TokenAddress(practice.module, "absent")
    for address, its_pin, code in (
        (practice, Secret(b"00000000"), "HSM-003"),
        (absent, pin, "HSM-002"),
        (unit, pin, "HSM-013"),
    ):
        with pytest.raises(StationError) as caught:
            FactoryHsm.open(address, its_pin)
        assert (caught.value.code, caught.value.outcome) == (code, Outcome.ERROR)


def test_after_a_crash_it_is_locked_until_it_is_opened_again(
    practice: TokenAddress, pin: Secret
) -> None:
    with FactoryHsm.open(practice, pin) as factory:
        os.kill(factory.worker_pid, signal.SIGKILL)
        with pytest.raises(StationError, match="HSM-006") as caught:
            factory.mac("label", b"data")
        assert caught.value.outcome is Outcome.ERROR
        assert code_of(lambda: factory.mac("label", b"data")) == "HSM-018"
    with FactoryHsm.open(practice, pin) as factory:
        factory.mac("label", b"data")


def test_when_its_token_vanishes_it_is_locked(
    practice: TokenAddress, pin: Secret, tmp_path: Path
) -> None:
    with FactoryHsm.open(practice, pin) as factory:
        factory.groups.create(GROUP)
        (tmp_path / "practice" / "tokens").rename(tmp_path / "away")
        with pytest.raises(StationError, match="HSM-005") as caught:
            factory.derive(GROUP, NAME)
        assert caught.value.outcome is Outcome.ERROR
        assert code_of(lambda: factory.derive(GROUP, NAME)) == "HSM-018"


def test_once_closed_it_is_locked(practice: TokenAddress, pin: Secret) -> None:
    with FactoryHsm.open(practice, pin) as factory:
        pass
    assert code_of(lambda: factory.mac("label", b"data")) == "HSM-018"


def test_positions_share_it(factory: FactoryHsm) -> None:
    factory.groups.create(GROUP)
    expected = factory.derive(GROUP, NAME)
    wrong: list[object] = []

    def position(number: int) -> None:
        name = RegistrationId.make(f"unit-{number}")
        for _ in range(10):
            if factory.derive(GROUP, NAME) != expected:
                wrong.append(number)
            certificate = factory.issue_certificate(csr_for(name.text), name, ONE_DAY, now())
            subject = x509.load_der_x509_certificate(certificate).subject.rfc4514_string()
            if subject != f"CN={name}":
                wrong.append(subject)

    threads = [threading.Thread(target=position, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_copy_of_its_token_is_the_same_factory(
    practice: TokenAddress, practice_folder: Path, pin: Secret, tmp_path: Path
) -> None:
    with FactoryHsm.open(practice, pin) as factory:
        first = factory.issuing_chain
    shutil.rmtree(tmp_path / "practice" / "tokens")
    shutil.copytree(practice_folder / "tokens", tmp_path / "practice" / "tokens")
    with FactoryHsm.open(practice, pin) as factory:
        assert factory.issuing_chain == first
