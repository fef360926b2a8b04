"""The commands link to practice modems, each a process that keeps a real key behind a pty."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from station.errors import StationError
from station.folders import resource
from station.line.profiles import load_profile
from station.links import LINKS
from station.links.link import Access, Capability, Link
from station.links.transcript import Transcript
from station.model.commands import Decoding, Exchange
from station.model.names import RegistrationId
from station.model.profile import KeyKind, LinkSettings
from station.model.proof import proof_message
from station.practice.unit_config import Behaviour, Face, Manner, Pacing, UnitConfig
from station.secret import Secret
from tests.support.plugged import plugged

pytestmark = pytest.mark.bench

NO_ANSWER = [
    (Manner.SILENT, "LNK-002"),
    (Manner.GARBAGE, "LNK-004"),
    (Manner.REFUSES, "LNK-005"),
    (Manner.HALF, "LNK-004"),
    (Manner.ENDLESS, "LNK-004"),
]
NAME = "a1-42"
PROOF = proof_message("station", "run", RegistrationId.make(NAME), bytes(32))


def shipped(name: str) -> LinkSettings:
    """Return how a shipped profile talks to its unit, with a short patience."""
    settings = load_profile(resource(f"profiles/{name}.toml")).profile.link
    return settings.model_copy(update={"answer_s": 2.0, "connect_s": 3.0})


@pytest.fixture
def modem() -> LinkSettings:
    return shipped("practice-modem")


@pytest.fixture
def config(tmp_path: Path) -> UnitConfig:
    return UnitConfig(
        *("A1-42", "practice-modem", "1.0.0", tmp_path / "port"),
        pacing=Pacing.NONE,
        face=Face.MODEM,
        memory=tmp_path / "memory",
    )


def told(modem: LinkSettings, **lists: tuple[Exchange, ...]) -> LinkSettings:
    """Return settings in which some lists of commands are others."""
    assert modem.commands is not None
    return modem.model_copy(update={"commands": modem.commands.model_copy(update=lists)})


def misbehaving(config: UnitConfig, manner: Manner, after: int = 0) -> UnitConfig:
    return replace(config, behaviour=Behaviour(manner, after, delay_s=0.2))


@contextmanager
def linked(
    config: UnitConfig, settings: LinkSettings, transcript: Transcript | None = None
) -> Iterator[Link]:
    access = Access(transcript=transcript or Transcript())
    with (
        plugged(config) as unit,
        LINKS["commands"].open(str(unit.link), settings, Event(), access) as link,
    ):
        yield link


def code(act: Callable[[], object]) -> str:
    with pytest.raises(StationError) as caught:
        act()
    return caught.value.code


@pytest.fixture(scope="module")
def chain() -> tuple[bytes, tuple[bytes, ...]]:
    """Return some certificate and two above it: what they say is nothing to the link."""

    def made(name: str) -> bytes:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        moment = datetime(2026, 11, 24, tzinfo=UTC)
        builder = x509.CertificateBuilder(subject, subject, key.public_key())
        certificate = (
            builder.serial_number(7)
            .not_valid_before(moment)
            .not_valid_after(moment.replace(year=2036))
            .sign(key, hashes.SHA256())
        )
        return certificate.public_bytes(Encoding.DER)

    return made("leaf"), (made("issuer"), made("root"))


def test_identifies_a_modem_and_what_it_can_do(config: UnitConfig, modem: LinkSettings) -> None:
    with linked(config, modem) as link:
        said = link.identify()
        assert (said.serial, said.model, said.firmware) == ("A1-42", "practice-modem", "1.0.0")
        assert said.capabilities == {
            Capability.IDENTIFY,
            Capability.KEY,
            Capability.RESTART,
        }
        assert link.identify() == said
        assert code(lambda: link.transact(b"")) == "LNK-007"
        assert code(lambda: link.secrets.hmac(b"")) == "LNK-007"


def test_takes_a_secret_without_a_key_of_its_own(config: UnitConfig, modem: LinkSettings) -> None:
    none: tuple[Exchange, ...] = ()
    keyless = told(
        modem,
        make_key=none,
        install_certificate=none,
        certificate=none,
        sign_proof=none,
        restart=none,
        install_secret=(Exchange(send="AT"),),
        hmac=(
            Exchange(
                send="AT+CGSN", answer="(?P<signature>[A-Z0-9-]+)", decode={"signature": "base64"}
            ),
        ),
    )
    with linked(config, keyless) as link:
        assert link.identify().capabilities == {Capability.IDENTIFY, Capability.SECRET}
        link.secrets.install_clear(NAME, Secret(b"k" * 32))
        for refused in (
            lambda: link.keys.make_key(KeyKind.EC_P256, NAME),
            lambda: link.keys.install_certificate(b"", ()),
            link.keys.certificate,
            lambda: link.keys.sign_proof(PROOF),
            link.restart,
        ):
            assert code(refused) == "LNK-007"


def test_an_answer_without_the_signature_is_nonsense(
    config: UnitConfig, modem: LinkSettings
) -> None:
    maybe = Exchange(send="AT", answer="(?P<signature>sig)?", decode={"signature": Decoding.HEX})
    with linked(config, told(modem, sign_proof=(maybe,))) as link:
        assert code(lambda: link.keys.sign_proof(PROOF)) == "LNK-004"


@pytest.mark.parametrize("kind", [KeyKind.EC_P256, KeyKind.EC_P384, KeyKind.RSA_2048])
def test_a_modem_makes_a_key_keeps_a_certificate_and_signs(
    config: UnitConfig,
    modem: LinkSettings,
    chain: tuple[bytes, tuple[bytes, ...]],
    kind: KeyKind,
) -> None:
    leaf, above = chain
    with linked(config, modem) as link:
        link.identify()
        request = x509.load_der_x509_csr(link.keys.make_key(kind, NAME))
        assert request.is_signature_valid
        assert request.subject.rfc4514_string() == f"CN={NAME}"
        link.keys.install_certificate(leaf, above)
        assert link.keys.certificate() == leaf
        signature = link.keys.sign_proof(PROOF)
        if kind is KeyKind.EC_P256:
            public = request.public_key()
            assert isinstance(public, ec.EllipticCurvePublicKey)
            public.verify(signature, PROOF, ec.ECDSA(hashes.SHA256()))
        assert code(lambda: link.keys.sign_proof(b"not a proof")) == "LNK-005"
    kept = config.memory
    assert kept is not None
    assert (kept / "chain").read_bytes().count(b"BEGIN CERTIFICATE") == len(above)


def test_what_a_modem_keeps_outlasts_a_restart(
    config: UnitConfig, modem: LinkSettings, chain: tuple[bytes, tuple[bytes, ...]]
) -> None:
    with plugged(config) as unit:
        with LINKS["commands"].open(str(unit.link), modem, Event()) as link:
            link.identify()
            link.keys.make_key(KeyKind.EC_P256, NAME)
            link.keys.install_certificate(*chain)
            link.restart()
        with LINKS["commands"].open(str(unit.link), modem, Event()) as link:
            assert link.identify().serial == "A1-42"
            assert link.keys.certificate() == chain[0]


def test_a_forgetful_modem_has_nothing_after_a_restart(
    config: UnitConfig, modem: LinkSettings, chain: tuple[bytes, tuple[bytes, ...]]
) -> None:
    with plugged(misbehaving(config, Manner.FORGETS)) as unit:
        with LINKS["commands"].open(str(unit.link), modem, Event()) as link:
            link.keys.make_key(KeyKind.EC_P256, NAME)
            link.keys.install_certificate(*chain)
            assert link.keys.certificate() == chain[0]
            link.restart()
        with LINKS["commands"].open(str(unit.link), modem, Event()) as link:
            assert code(link.keys.certificate) == "LNK-005"


def test_the_profile_to_begin_with_is_one_that_works(
    config: UnitConfig, chain: tuple[bytes, tuple[bytes, ...]]
) -> None:
    with linked(replace(config, serial="351358810001234"), shipped("at-modem")) as link:
        assert link.identify().serial == "351358810001234"
        x509.load_der_x509_csr(link.keys.make_key(KeyKind.EC_P256, "351358810001234"))
        link.keys.install_certificate(*chain)
        assert link.keys.certificate() == chain[0]
        assert link.keys.sign_proof(PROOF)
        link.restart()


def test_goes_nordic_s_way(config: UnitConfig, chain: tuple[bytes, tuple[bytes, ...]]) -> None:
    settings = shipped("nordic-modem")
    with plugged(replace(config, serial="351358810001234")) as unit:
        with LINKS["commands"].open(str(unit.link), settings, Event()) as link:
            assert link.identify().serial == "351358810001234"
            for _ in range(2):
                request = x509.load_der_x509_csr(
                    link.keys.make_key(KeyKind.EC_P256, "351358810001234")
                )
                assert request.is_signature_valid
            assert code(link.keys.certificate) == "LNK-004", "there is none yet"
            link.keys.install_certificate(*chain)
            assert link.keys.certificate() == chain[0]
            assert code(lambda: link.keys.sign_proof(PROOF)) == "LNK-007"
        with LINKS["commands"].open(str(unit.link), settings, Event()) as link:
            assert code(link.keys.certificate) == "LNK-007", "of another link nothing is known"


def test_a_modem_that_keeps_another_certificate_is_found_out(
    config: UnitConfig, chain: tuple[bytes, tuple[bytes, ...]]
) -> None:
    with linked(replace(config, serial="351358810001234"), shipped("nordic-modem")) as link:
        link.keys.make_key(KeyKind.EC_P256, NAME)
        link.keys.install_certificate(*chain)
        assert config.memory is not None
        (config.memory / "16842753-1").write_bytes(b"another")
        assert code(link.keys.certificate) == "LNK-030"


def test_finds_its_answers_between_what_a_modem_says_by_itself(
    config: UnitConfig, modem: LinkSettings, chain: tuple[bytes, tuple[bytes, ...]]
) -> None:
    with linked(misbehaving(config, Manner.NOISY), modem) as link:
        assert link.identify().serial == "A1-42"
        x509.load_der_x509_csr(link.keys.make_key(KeyKind.EC_P256, NAME))
        link.keys.install_certificate(*chain)
        assert link.keys.certificate() == chain[0]


@pytest.mark.parametrize("pacing", Pacing)
def test_an_echo_is_no_answer(config: UnitConfig, modem: LinkSettings, pacing: Pacing) -> None:
    commands = modem.commands
    assert commands is not None
    echoing = commands.model_copy(update={"connect": commands.connect[:1]})
    with linked(
        replace(config, pacing=pacing), modem.model_copy(update={"commands": echoing})
    ) as link:
        said = link.identify()
        assert (said.serial, said.model, said.firmware) == ("A1-42", "practice-modem", "1.0.0")
        x509.load_der_x509_csr(link.keys.make_key(KeyKind.EC_P256, NAME))


def test_waits_for_a_slow_modem(config: UnitConfig, modem: LinkSettings) -> None:
    with linked(misbehaving(config, Manner.SLOW), modem) as link:
        assert link.identify().serial == "A1-42"


@pytest.mark.parametrize(("manner", "expected"), NO_ANSWER)
def test_says_who_gives_no_answer(
    config: UnitConfig, modem: LinkSettings, manner: Manner, expected: str
) -> None:
    brief = modem.model_copy(update={"connect_s": 1.0})
    with plugged(misbehaving(config, manner)) as unit:
        begun = time.monotonic()
        assert code(lambda: LINKS["commands"].open(str(unit.link), brief, Event())) == expected
        assert time.monotonic() - begun < 4


@pytest.mark.parametrize(
    ("manner", "expected"), [*NO_ANSWER, (Manner.DIES, "LNK-003"), (Manner.REBOOTS, "LNK-011")]
)
def test_says_what_went_wrong_in_the_midst(
    config: UnitConfig, modem: LinkSettings, manner: Manner, expected: str
) -> None:
    with linked(misbehaving(config, manner, 1), modem.model_copy(update={"answer_s": 0.5})) as link:
        link.identify()
        link.keys.make_key(KeyKind.EC_P256, NAME)
        assert code(lambda: link.keys.sign_proof(PROOF)) == expected


def test_the_refusal_of_a_device_is_told_escaped(config: UnitConfig, modem: LinkSettings) -> None:
    with linked(misbehaving(config, Manner.REFUSES, 1), modem) as link:
        link.keys.make_key(KeyKind.EC_P256, NAME)
        with pytest.raises(StationError, match="LNK-005") as caught:
            link.keys.certificate()
        assert caught.value.detail == "certificate 1: it answered +CME ERROR: 4"


def test_notices_that_another_unit_answers(config: UnitConfig, modem: LinkSettings) -> None:
    with linked(misbehaving(config, Manner.SWAPPED), modem) as link:
        link.identify()
        assert code(link.identify) == "LNK-004"


def test_notices_another_product(config: UnitConfig, modem: LinkSettings) -> None:
    with linked(replace(config, model="kettle"), modem) as link:
        assert code(link.identify) == "LNK-030"


def test_stops_soon_after_it_was_cancelled(config: UnitConfig, modem: LinkSettings) -> None:
    cancel = Event()
    long = modem.model_copy(update={"answer_s": 60.0})
    with (
        plugged(misbehaving(config, Manner.HALF, 1)) as unit,
        LINKS["commands"].open(str(unit.link), long, cancel) as link,
    ):
        link.keys.make_key(KeyKind.EC_P256, NAME)
        cancelled: list[float] = []

        def do() -> None:
            cancelled.append(time.monotonic())
            cancel.set()

        threading.Timer(0.3, do).start()
        assert code(link.keys.certificate) == "LIN-003"
        assert time.monotonic() - cancelled[0] < 5


def test_the_transcript_tells_what_was_captured_and_how_long_it_took(
    config: UnitConfig, modem: LinkSettings
) -> None:
    transcript = Transcript()
    with linked(config, modem, transcript) as link:
        link.identify()
    text = transcript.text()
    assert "> AT+CGSN\\r" in text
    assert "serial = A1-42" in text
    assert " s, model = practice-modem, 1 to check" in text
