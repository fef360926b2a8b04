"""A practice unit that makes its own key, and Station's link: orders to the key, and troubles."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from station.errors import StationError
from station.hsm.authority import verify_signature
from station.hsm.certification import requested_key
from station.links.link import Capability
from station.links.smp import SmpKind, SmpLink
from station.model.names import RegistrationId
from station.model.profile import KeyKind, LinkSettings
from station.model.proof import proof_message
from station.practice.unit_config import Behaviour, Manner, Pacing, UnitConfig
from tests.support.certificates import issued
from tests.support.plugged import plugged
from tests.support.sealing import sealed_for

pytestmark = pytest.mark.bench

SETTINGS = LinkSettings(answer_s=3.0, connect_s=3.0)
NAME = "a1-42"
RANDOM = bytes.fromhex("80010000000c0000017b0010")
RUN = "01KAT9Q4E8M2ZP6W3RB7NVXH5C"
STATEMENT = proof_message("station-1", RUN, RegistrationId.parse("A1-42"), bytes(32))


@pytest.fixture
def config(tmp_path: Path) -> UnitConfig:
    link, memory = tmp_path / "port", tmp_path / "memory"
    return UnitConfig("A1-42", "sensor", "1.0", link, memory=memory, pacing=Pacing.NONE)


@pytest.fixture
def with_tpm(config: UnitConfig, tmp_path: Path) -> UnitConfig:
    (tmp_path / "tpm").mkdir()
    return replace(config, tpm_state=tmp_path / "tpm", memory=None)


def behaving(config: UnitConfig, manner: Manner, after: int = 0) -> UnitConfig:
    return replace(config, behaviour=Behaviour(manner, after, delay_s=0.2))


@contextmanager
def linked(config: UnitConfig) -> Iterator[SmpLink]:
    kind = SmpKind(tpm_answer_s=10.0, key_work_s=10.0)
    with plugged(config) as unit, kind.open(str(unit.link), SETTINGS, Event()) as link:
        yield link


def code(act: Callable[[], object]) -> str:
    with pytest.raises(StationError) as caught:
        act()
    return caught.value.code


def provisioned(link: SmpLink, kind: KeyKind = KeyKind.EC_P256, padding: int = 0) -> bytes:
    """Have the unit make a key and certify it; return the certificate."""
    key = requested_key(link.keys.make_key(kind, NAME), NAME)
    certificate, *chain = issued(key, NAME, padding)
    link.keys.install_certificate(certificate, chain)
    return certificate


@pytest.mark.parametrize("kind", KeyKind)
def test_has_a_unit_make_its_key_and_prove_it(config: UnitConfig, kind: KeyKind) -> None:
    with linked(config) as link:
        certificate = provisioned(link, kind)
        assert link.keys.certificate() == certificate
        verify_signature(certificate, STATEMENT, link.keys.sign_proof(STATEMENT))


@pytest.mark.parametrize("buffer", [128, 300, 4_096])
def test_gives_and_takes_in_parts_whatever_the_buffer(config: UnitConfig, buffer: int) -> None:
    with linked(replace(config, buffer=buffer)) as link:
        certificate = provisioned(link, padding=1_200)
        assert link.keys.certificate() == certificate
        verify_signature(certificate, STATEMENT, link.keys.sign_proof(STATEMENT))


@pytest.mark.parametrize("manner", [Manner.LOSES, Manner.REPEATS, Manner.NOISY, Manner.SLOW])
def test_gets_there_over_a_line_that_loses_repeats_or_rushes(
    config: UnitConfig, manner: Manner
) -> None:
    with linked(behaving(config, manner)) as link:
        certificate = provisioned(link)
        assert link.keys.certificate() == certificate
        verify_signature(certificate, STATEMENT, link.keys.sign_proof(STATEMENT))


@pytest.mark.parametrize("manner", [Manner.LOSES, Manner.REPEATS])
@pytest.mark.parametrize("buffer", [128, 4_096])
def test_gives_the_tpm_each_command_once_over_such_a_line(
    with_tpm: UnitConfig, manner: Manner, buffer: int
) -> None:
    with linked(behaving(replace(with_tpm, buffer=buffer), manner)) as link:
        answers = [link.transact(RANDOM) for _ in range(8)]
        assert len(set(answers)) == 8
        counted = link._ask_identity(time.monotonic() + 5).tpm_commands
    assert counted == 8


@pytest.mark.parametrize("after", [0, 1, 3])
def test_says_that_a_unit_restarted_in_the_midst_of_its_tpm_commands(
    with_tpm: UnitConfig, after: int
) -> None:
    with linked(behaving(with_tpm, Manner.REBOOTS, after)) as link:
        link.identify()
        answers = [link.transact(RANDOM) for _ in range(after)]
        if after:
            assert code(lambda: link.transact(RANDOM)) == "LNK-011"
        else:  # it had done nothing yet that could be lost
            answers.append(link.transact(RANDOM))
        assert len(set(answers)) == max(after, 1)
        assert code(link.identify) == "LNK-011"


def test_says_that_a_unit_restarted_between_two_parts(with_tpm: UnitConfig) -> None:
    long = bytes.fromhex("8001000001000000017b0010") + bytes(244)
    with linked(behaving(replace(with_tpm, buffer=128), Manner.REBOOTS, 1)) as link:
        link.transact(RANDOM)
        assert code(lambda: link.transact(long)) == "LNK-011"


def test_goes_on_where_a_restart_lost_nothing(config: UnitConfig) -> None:
    with linked(behaving(config, Manner.REBOOTS, 2)) as link:
        certificate = provisioned(link)
        verify_signature(certificate, STATEMENT, link.keys.sign_proof(STATEMENT))


@pytest.mark.parametrize(
    ("manner", "expected"),
    [
        (Manner.SILENT, "LNK-002"),
        (Manner.GARBAGE, "LNK-004"),
        (Manner.DIES, "LNK-003"),
        (Manner.REFUSES, "LNK-005"),
    ],
)
def test_says_what_went_wrong_in_the_midst(
    config: UnitConfig, manner: Manner, expected: str
) -> None:
    kind = SmpKind(tpm_answer_s=1.0, key_work_s=1.0)
    hasty = LinkSettings(answer_s=0.5, connect_s=1.0)
    with (
        plugged(behaving(config, manner, 1)) as unit,
        kind.open(str(unit.link), hasty, Event()) as link,
    ):
        assert code(lambda: provisioned(link)) == expected


def test_restarts_a_unit_and_finds_its_key_again(config: UnitConfig) -> None:
    with plugged(config) as unit:
        with SmpKind().open(str(unit.link), SETTINGS, Event()) as link:
            certificate = provisioned(link)
            link.restart()
        with SmpKind().open(str(unit.link), SETTINGS, Event()) as link:
            assert link.keys.certificate() == certificate
            verify_signature(certificate, STATEMENT, link.keys.sign_proof(STATEMENT))


def test_finds_out_that_a_unit_kept_its_key_in_memory_only(config: UnitConfig) -> None:
    with plugged(behaving(config, Manner.FORGETS)) as unit:
        with SmpKind().open(str(unit.link), SETTINGS, Event()) as link:
            certificate = provisioned(link)
            assert link.keys.certificate() == certificate
            link.restart()
        with SmpKind().open(str(unit.link), SETTINGS, Event()) as link:
            assert code(link.keys.certificate) == "LNK-005"
            assert code(lambda: link.keys.sign_proof(STATEMENT)) == "LNK-005"


@pytest.mark.parametrize("manner", [Manner.LOSES, Manner.NOISY, Manner.REPEATS])
def test_restarts_a_unit_over_a_poor_line(with_tpm: UnitConfig, manner: Manner) -> None:
    with plugged(behaving(with_tpm, manner)) as unit:
        with SmpKind().open(str(unit.link), SETTINGS, Event()) as link:
            link.transact(RANDOM)
            link.restart()
        with SmpKind().open(str(unit.link), SETTINGS, Event()) as link:
            assert len(link.transact(RANDOM)) == 28


def test_installs_a_sealed_secret(config: UnitConfig, tmp_path: Path) -> None:
    with linked(config) as link:
        sealed = sealed_for(link.secrets.recipient(), "symmetric-key", "A1-42", b"k" * 64)
        link.secrets.give(sealed)
        assert (tmp_path / "memory" / "secret").read_bytes() == b"k" * 64
        assert code(lambda: link.secrets.give(sealed[:-1] + b"\0")) == "LNK-005"


def test_takes_no_certificate_for_another_key(config: UnitConfig) -> None:
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    with linked(config) as link:
        provisioned(link)
        certificate, *chain = issued(other, NAME)
        assert code(lambda: link.keys.install_certificate(certificate, chain)) == "LNK-005"


def test_makes_another_key_each_time_it_is_asked(config: UnitConfig) -> None:
    with linked(config) as link:
        first, second = (link.keys.make_key(KeyKind.EC_P256, NAME) for _ in range(2))
        keys = [x509.load_der_x509_csr(request).public_key() for request in (first, second)]
        assert keys[0] != keys[1]


def test_says_what_a_unit_without_keys_cannot_do(with_tpm: UnitConfig) -> None:
    with linked(with_tpm) as link:
        assert not {Capability.KEY, Capability.SECRET} & link.identify().capabilities
        acts: tuple[Callable[[], object], ...] = (
            lambda: link.keys.make_key(KeyKind.EC_P256, NAME),
            lambda: link.keys.install_certificate(b"x", ()),
            link.keys.certificate,
            lambda: link.keys.sign_proof(STATEMENT),
            lambda: link.secrets.give(b"x"),
            link.secrets.recipient,
            lambda: link.secrets.hmac(b"x"),
        )
        assert [code(act) for act in acts] == ["LNK-007"] * len(acts)
