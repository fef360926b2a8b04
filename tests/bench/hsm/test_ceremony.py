"""A factory's token is set up once, wholly, and goes on where it was broken off."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from station.errors import Fault, StationError
from station.hsm.factory import Ceremony, FactoryHsm
from station.hsm.frames import Patience
from station.hsm.replies import (
    Blob,
    Done,
)
from station.hsm.requests_any import (
    OpenToken,
)
from station.hsm.requests_ceremony import (
    CertifyIssuing,
    FinishSetUp,
    PrepareIssuing,
    PrepareRoot,
)
from station.hsm.tokens import Module, Token, TokenAddress, initialise_token
from station.hsm.worker import Worker
from station.model.profile import KeyKind
from station.model.world import World
from station.secret import Secret
from tests.support.kills import kill_after

pytestmark = pytest.mark.bench

Made = Callable[[str], TokenAddress]
Tool = Callable[..., str]
NEW_KEY = ("--keypairgen", "--key-type", "EC:prime256v1", "--label")


@pytest.fixture
def made(make_module: Callable[[str], Module], pin: Secret) -> Made:
    """Make a fresh token of that label in a folder of its own."""

    def make(label: str) -> TokenAddress:
        module = make_module(label)
        initialise_token(module, label, Secret(b"so-90817263"), pin)
        return TokenAddress(module, label)

    return make


def ceremony(root: TokenAddress, pin: Secret, world: World = World.PRACTICE) -> Ceremony:
    return Ceremony("Test Station", world, root, pin)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(StationError) as caught:
        act()
    return caught.value.code


def test_a_factory_is_set_up_whole(made: Made, pin: Secret, tmp_path: Path) -> None:
    factory, root = made("factory"), made("root")
    with FactoryHsm.set_up(factory, pin, ceremony(root, pin)) as opened:
        assert opened.practice
        assert opened.last_sequence() == 0
        issuing, above = map(x509.load_der_x509_certificate, opened.issuing_chain)
        audit = x509.load_der_x509_certificate(opened.audit_certificate)
    assert issuing.subject.rfc4514_string() == "CN=Test Station Issuing CA,O=PRACTICE"
    assert above.subject.rfc4514_string() == "CN=Test Station Root CA,O=PRACTICE"
    assert audit.subject.rfc4514_string() == "CN=Test Station Audit,O=PRACTICE"
    (tmp_path / "root.pem").write_bytes(above.public_bytes(Encoding.PEM))
    (tmp_path / "issuing.pem").write_bytes(issuing.public_bytes(Encoding.PEM))
    (tmp_path / "audit.pem").write_bytes(audit.public_bytes(Encoding.PEM))
    chain = ("-CAfile", "root.pem", "-untrusted", "issuing.pem")
    subprocess.run(
        ["openssl", "verify", "-x509_strict", *chain, "issuing.pem", "audit.pem"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )


def test_others_see_every_key_as_one_that_never_leaves(
    production: TokenAddress, tool: Tool
) -> None:
    private = tool(production, "--list-objects", "--type", "privkey")
    secret = tool(production, "--list-objects", "--type", "secrkey")
    certificates = tool(production, "--list-objects", "--type", "cert")
    protected = "Access:     sensitive, always sensitive, never extractable, local"
    assert private.count("Private Key Object") == private.count(protected) == 3
    assert secret.count("Secret Key Object") == 2
    (record,) = [one for one in secret.split("Secret Key Object") if "station-record" in one]
    (sealing,) = [one for one in secret.split("Secret Key Object") if "station-sealing" in one]
    assert protected in record
    # It left once, at its birth: wrapped for the escrow.
    assert "Access:     sensitive, always sensitive, local" in sealing
    for label in ("station-issuing", "station-audit", "station-manifest"):
        assert f"label:      {label}" in private
        assert f"label:      {label}" in certificates


def test_a_factory_is_set_up_once(practice: TokenAddress, made: Made, pin: Secret) -> None:
    with pytest.raises(StationError, match="HSM-020") as caught:
        FactoryHsm.set_up(practice, pin, ceremony(made("root"), pin))
    assert "station-factory" in caught.value.message
    assert caught.value.fault is Fault.USE


def test_one_root_serves_several_factories_of_its_world(made: Made, pin: Secret) -> None:
    root = made("root")
    with FactoryHsm.set_up(made("one"), pin, ceremony(root, pin)) as one:
        pass
    with FactoryHsm.set_up(made("two"), pin, ceremony(root, pin)) as two:
        pass
    assert one.issuing_chain[-1] == two.issuing_chain[-1]
    assert one.issuing_chain[0] != two.issuing_chain[0]
    third = made("three")
    other = ceremony(root, pin, World.PRODUCTION)
    assert code_of(lambda: FactoryHsm.set_up(third, pin, other)) == "LIN-007"
    assert code_of(lambda: FactoryHsm.open(third, pin)) == "HSM-013"


def test_the_root_is_never_in_the_factorys_own_token(made: Made, pin: Secret) -> None:
    factory = made("factory")
    assert code_of(lambda: FactoryHsm.set_up(factory, pin, ceremony(factory, pin))) == "HSM-019"


def test_a_wrong_pin_of_either_token_is_the_stations_fault(made: Made, pin: Secret) -> None:
    factory, root = made("factory"), made("root")
    wrong = Secret(b"00000000")
    for its_pin, plan in ((wrong, ceremony(root, pin)), (pin, ceremony(root, wrong))):
        with pytest.raises(StationError, match="HSM-003") as caught:
            FactoryHsm.set_up(factory, its_pin, plan)
        assert caught.value.fault is Fault.STATION
    FactoryHsm.set_up(factory, pin, ceremony(root, pin)).close()


@pytest.mark.parametrize("name", ["", "x" * 49, "line\nbreak"])
def test_a_name_that_certificates_cannot_hold_is_refused(name: str, pin: Secret) -> None:
    root = TokenAddress(Module("library"), None)
    assert code_of(lambda: Ceremony(name, World.PRACTICE, root, pin)) == "LIN-013"


def test_the_longest_name_fits(made: Made, pin: Secret) -> None:
    plan = Ceremony("x" * 48, World.PRODUCTION, made("root"), pin)
    with FactoryHsm.set_up(made("factory"), pin, plan) as factory:
        issuing = x509.load_der_x509_certificate(factory.issuing_chain[0])
    assert issuing.subject.rfc4514_string() == f"CN={'x' * 48} Issuing CA"


def test_a_set_up_broken_off_anywhere_is_noticed_and_goes_on(made: Made, pin: Secret) -> None:
    factory, root = made("factory"), made("root")
    patience = Patience(60)
    now = 1_795_500_000
    for delay in (0.0, 0.01, 0.025, 0.05, 0.08):
        with (
            Worker(factory.module.environment) as worker,
            Worker(root.module.environment) as above,
        ):
            for one, address in ((worker, factory), (above, root)):
                one.ask(OpenToken(address.module.library, None, _copied(pin)), Done, patience)
            request = PrepareIssuing("Test Station", World.PRACTICE)
            csr = worker.ask(request, Blob, patience).data
            prepare = PrepareRoot("Test Station", World.PRACTICE, now)
            root_certificate = above.ask(prepare, Blob, patience).data
            issuing = above.ask(CertifyIssuing(csr, now), Blob, patience).data
            kill_after(delay, worker.pid)
            finish = FinishSetUp("Test Station", World.PRACTICE, issuing, root_certificate, now)
            if finished(worker, finish):
                break
        assert code_of(lambda: FactoryHsm.open(factory, pin)) == "HSM-013"
    else:
        FactoryHsm.set_up(factory, pin, ceremony(root, pin)).close()
    with FactoryHsm.open(factory, pin) as opened:
        opened.sign_head(None, [b"one"])
        opened.sign_manifest(b"{}")


def _copied(pin: Secret) -> Secret:
    with pin.reveal() as data:
        return Secret(data)


def finished(worker: Worker, request: FinishSetUp) -> bool:
    """Tell whether the worker got to the end before it was killed."""
    try:
        worker.ask(request, Done, Patience(60))
    except StationError as error:
        assert error.code == "HSM-006"  # noqa: PT017 - it may or may not be in time
        return False
    return True


def test_a_key_planted_before_the_set_up_is_refused(made: Made, pin: Secret, tool: Tool) -> None:
    factory, root = made("factory"), made("root")
    tool(factory, *NEW_KEY, "station-audit", "--id", b"station-audit".hex(), "--extractable")
    with pytest.raises(StationError, match="HSM-019") as caught:
        FactoryHsm.set_up(factory, pin, ceremony(root, pin))
    assert "station-audit" in caught.value.message
    assert code_of(lambda: FactoryHsm.open(factory, pin)) == "HSM-013"


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("privkey", "station-issuing"),
        ("cert", "station-audit"),
        ("secrkey", "station-sealing"),
        ("secrkey", "station-record"),
        ("data", "station-sequence"),
    ],
)
def test_a_factory_that_lacks_something_is_not_opened(
    kind: str, label: str, practice: TokenAddress, pin: Secret, tool: Tool
) -> None:
    tool(practice, "--delete-object", "--type", kind, "--label", label)
    with pytest.raises(StationError, match="HSM-013") as caught:
        FactoryHsm.open(practice, pin)
    assert caught.value.fault is Fault.STATION
    assert label.removeprefix("station-") in caught.value.message


def test_a_certificate_for_another_key_is_noticed(
    practice: TokenAddress, pin: Secret, tool: Tool
) -> None:
    for kind in ("privkey", "pubkey"):
        tool(practice, "--delete-object", "--type", kind, "--label", "station-manifest")
    key_id = b"station-manifest".hex()
    with Token.open(practice, pin) as token:
        token.generate_key_pair(KeyKind.EC_P256, "station-manifest", bytes.fromhex(key_id))
    with pytest.raises(StationError, match="HSM-019") as caught:
        FactoryHsm.open(practice, pin)
    assert "station-manifest" in caught.value.message
