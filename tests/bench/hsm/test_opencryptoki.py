"""opencryptoki's software token: what it lacks is told in words, and the rest is done on it.

It has no EC and no AES-GCM in Debian's version, every token of its has the same serial number, and
its PINs do lock.
"""

import itertools
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from hmac import digest
from pathlib import Path
from typing import Final

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from station.errors import StationError
from station.hsm.abilities import Ability, Use, lacks
from station.hsm.authority import verify_signature
from station.hsm.factory import Ceremony, FactoryHsm
from station.hsm.modules import TokenFlags, check_module, installed, list_modules, verdicts
from station.hsm.replies import Checked, TokenSeen
from station.hsm.requests_any import Marks
from station.hsm.token_pins import change_officer_pin, change_pin, open_by_one_of, set_user_pin
from station.hsm.tokens import Token, TokenAddress, initialise_token, prove_security_officer
from station.model.certificate import CertificateTemplate
from station.model.names import RegistrationId
from station.model.profile import KeyKind
from station.model.world import World
from station.secret import Secret
from tests.support.opencryptoki import Opencryptoki, opencryptoki
from tests.support.production import handed, said

pytestmark = pytest.mark.bench

NAME: Final = RegistrationId.make("unit-0042")
GROUP: Final = RegistrationId.make("order-7")
# 4 to 8 characters are a PIN to it.
PIN: Final = b"60514233"
OFFICER: Final = b"90817263"
FIRST: Final = b"87654321"
SLOTS: Final = 24
ABILITIES: Final = {
    KeyKind.EC_P256: Ability.EC_P256,
    KeyKind.EC_P384: Ability.EC_P384,
    KeyKind.RSA_2048: Ability.RSA_2048,
    KeyKind.RSA_3072: Ability.RSA_3072,
}
# By version, of those that were looked at: Debian 12's. Later ones lack less.
LACKING: Final = {
    "3.8": {Ability.EC_P256, Ability.EC_P384, Ability.AES_GCM, Ability.AES_KWP},
}
NEVER_LACKING: Final = {
    Ability.HMAC_32,
    Ability.HMAC_64,
    Ability.HMAC_MADE,
    Ability.CERTIFICATE,
    Ability.COPY,
    Ability.RANDOM,
}
_numbers: Final = itertools.count(1)


@pytest.fixture(scope="module")
def ock() -> Iterator[Opencryptoki]:
    """The daemon, with blank tokens."""
    with opencryptoki(SLOTS) as running:
        yield running


def initialised(ock: Opencryptoki) -> TokenAddress:
    """Initialise another of its tokens."""
    label = f"unit-{next(_numbers)}"
    initialise_token(ock.module, label, Secret(OFFICER), Secret(PIN))
    return TokenAddress(ock.module, label)


@pytest.fixture
def unit_(ock: Opencryptoki) -> TokenAddress:
    """A fresh token."""
    return initialised(ock)


@pytest.fixture(scope="module")
def checked(ock: Opencryptoki) -> Checked:
    """What a check of it has found."""
    return check_module(initialised(ock), Secret(PIN))


def lacking(checked: Checked) -> set[Ability]:
    return {one.ability for one in checked.tried if one.trouble}


def opened(address: TokenAddress, pin: bytes = PIN) -> Token:
    return Token.open(address, Secret(pin))


def refusal(act: Callable[[], object]) -> StationError:
    with pytest.raises(StationError) as caught:
        act()
    return caught.value


def tokens(ock: Opencryptoki) -> list[TokenSeen]:
    (found,) = list_modules([ock.module])
    assert found.listing is not None, found.trouble
    return list(found.listing.tokens)


def seen(ock: Opencryptoki, address: TokenAddress) -> TokenSeen:
    (one,) = [token for token in tokens(ock) if token.label == address.label]
    return one


def tool(ock: Opencryptoki, address: TokenAddress, *arguments: str) -> str:
    """Return what OpenSC's tool, a process of its own, prints of a token."""
    login = ["--token-label", str(address.label), "--login", "--pin", PIN.decode()]
    command = ["pkcs11-tool", "--module", ock.module.library, *login, *arguments]
    done = subprocess.run(
        [*ock.before, *command], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# --- what it can do ---------------------------------------------------------------------------


def test_it_is_found_where_packages_put_it(ock: Opencryptoki) -> None:
    found = {os.path.realpath(library) for library in installed()}
    assert os.path.realpath(ock.module.library) in found


def test_what_it_lacks_is_found(ock: Opencryptoki, checked: Checked) -> None:
    (found,) = list_modules([ock.module])
    assert found.listing is not None
    told = {one.ability: one.trouble for one in checked.tried}
    assert not lacking(checked) & NEVER_LACKING, told
    if found.listing.version in LACKING:
        assert lacking(checked) == LACKING[found.listing.version], told


def test_each_use_that_it_won_t_do_for_says_what_is_missing(checked: Checked) -> None:
    can = set(Ability) - lacking(checked)
    told = {verdict.use: verdict.why_not for verdict in verdicts(checked)}
    for use in Use:
        assert told[use] == tuple(f"it lacks {what}" for what in lacks(can, use))
    assert told[Use.UNIT_X509] == told[Use.UNIT_SYMMETRIC] == ()
    if Ability.AES_KWP not in can:
        assert "it lacks AES-KWP wrap and unwrap" in told[Use.UNIT_WRAPPED_X509]
        # RSA-OAEP alone carries a device's symmetric key.
        assert "it lacks AES-KWP wrap and unwrap" not in told[Use.UNIT_WRAPPED_SYMMETRIC]


def test_it_keeps_the_keys_that_it_is_to_keep(checked: Checked) -> None:
    assert checked.manufacturer == "opencryptoki's software token"
    assert checked.broken == ()


def test_the_command_tells_the_same_and_ends_well(
    unit_: TokenAddress, checked: Checked, tmp_path: Path
) -> None:
    where = ("--label", str(unit_.label), "--data", str(tmp_path), "--pin-fd", handed(PIN))
    done = said("hsm", "check", unit_.module.library, *where, "--json")
    assert done.status == 0, done.err
    uses = {row["use"]: row["why_not"] for row in json.loads(done.out)["uses"]}
    assert uses == {one.use.value: list(one.why_not) for one in verdicts(checked)}


@pytest.mark.parametrize("kind", KeyKind, ids=lambda kind: str(kind.value))
def test_a_kind_of_key_is_made_there_or_refused_by_its_name(
    kind: KeyKind, unit_: TokenAddress, checked: Checked, ock: Opencryptoki
) -> None:
    ability = ABILITIES[kind]
    (trouble,) = [one.trouble for one in checked.tried if one.ability is ability]
    with opened(unit_) as token:
        if not trouble:
            made = token.generate_key_pair(kind, "device key", b"id")
            own = token.inject_plaintext_pair(kind, "another", b"other")
            assert made != own
            return
        if trouble != "MechanismInvalid":
            # It is there and doesn't work: Ubuntu's 3.17 with Debian's OpenSSL.
            inject = partial(token.inject_plaintext_pair, kind, "device key", b"id")
            assert refusal(inject).code == "HSM-008"
            return
        for make in (token.generate_key_pair, token.inject_plaintext_pair):
            error = refusal(partial(make, kind, "device key", b"id"))
            assert error.code == "HSM-041"
            assert ability.value in error.message
    assert tool(ock, unit_, "--list-objects").strip() == ""


# --- a unit's token ---------------------------------------------------------------------------


def test_a_units_identity_is_made_on_it_and_proved(
    unit_: TokenAddress, checked: Checked, factory: FactoryHsm, ock: Opencryptoki, tmp_path: Path
) -> None:
    kind = next(one for one in KeyKind if ABILITIES[one] not in lacking(checked))
    with opened(unit_) as token:
        token.generate_key_pair(kind, "device key", b"id")
        csr = token.request_certificate(b"id", NAME.text)
        leaf = factory.issue_certificate(csr, NAME, CertificateTemplate(365), datetime.now(UTC))
        token.write_certificates(b"id", "device", leaf, factory.issuing_chain)
    with opened(unit_) as token:
        assert token.read_certificate(b"id") == leaf
        signature = token.sign(b"id", b"a proof's text")
    verify_signature(leaf, b"a proof's text", signature)
    by = ("--read-object", "--type", "cert", "--id", b"id".hex())
    tool(ock, unit_, *by, "--output-file", str(tmp_path / "leaf.der"))
    assert (tmp_path / "leaf.der").read_bytes() == leaf
    listed = tool(ock, unit_, "--list-objects", "--type", "privkey")
    assert "Access:     sensitive, always sensitive, never extractable, local" in listed


def test_a_device_key_is_put_in_and_only_its_hmacs_come_out(
    unit_: TokenAddress, ock: Opencryptoki
) -> None:
    key = os.urandom(64)
    with opened(unit_) as token:
        token.inject_plaintext_key("device key", b"id", Secret(key))
        assert token.hmac(b"id", b"message") == digest(key, b"message", sha256)
    # It says that such a key was never extractable, which it was; not that it was made there.
    listed = tool(ock, unit_, "--list-objects", "--type", "secrkey")
    assert "Access:     sensitive" in listed
    assert "local" not in listed


def test_a_wrapped_key_is_kept_though_it_makes_what_it_unwraps_readable(
    unit_: TokenAddress, checked: Checked, factory: FactoryHsm, ock: Opencryptoki
) -> None:
    factory.groups.create(GROUP)
    with opened(unit_) as token:
        if Ability.RSA_OAEP in lacking(checked):
            assert refusal(token.transport.begin).code == "HSM-028"
            return
        transport = token.transport.begin()
        key = factory.device_keys.wrapped(GROUP, NAME, transport, os.urandom(32))
        token.transport.install("device key", b"id", key)
        message = os.urandom(48)
        assert token.hmac(b"id", message) == factory.device_keys.hmac(GROUP, NAME, message)
    listed = tool(ock, unit_, "--list-objects", "--type", "secrkey")
    assert "Access:     sensitive\n" in listed


def test_two_workers_at_once_have_the_same_token(unit_: TokenAddress, checked: Checked) -> None:
    kind = next(one for one in KeyKind if ABILITIES[one] not in lacking(checked))

    def work(name: str) -> list[bytes]:
        made = []
        with opened(unit_) as token:
            for number in range(4):
                key_id, key = f"{name}{number}".encode(), os.urandom(64)
                token.inject_plaintext_key(f"{name}{number}", key_id, Secret(key))
                assert token.hmac(key_id, b"message") == digest(key, b"message", sha256)
                made.append(key_id)
            pair = f"{name} pair".encode()
            public = load_der_public_key(token.generate_key_pair(kind, f"{name} pair", pair))
            signature = token.sign(pair, b"message")
            match public:
                case rsa.RSAPublicKey():
                    public.verify(signature, b"message", PKCS1v15(), SHA256())
                case ec.EllipticCurvePublicKey():
                    public.verify(signature, b"message", ec.ECDSA(SHA256()))
                case _:
                    pytest.fail("a key of another kind")
        return [*made, pair]

    with ThreadPoolExecutor(2) as pool:
        made = [key_id for ids in pool.map(work, ("one", "two")) for key_id in ids]
    with opened(unit_) as token:
        for key_id in made:
            again = partial(token.inject_plaintext_key, "new", key_id, Secret(bytes(64)))
            assert refusal(again).code == "HSM-017"


def test_tokens_have_one_serial_number_and_are_told_apart_by_label_or_slot(
    ock: Opencryptoki,
) -> None:
    first, second = initialised(ock), initialised(ock)
    one, other = seen(ock, first), seen(ock, second)
    assert one.serial == other.serial
    error = refusal(lambda: opened(TokenAddress(ock.module, None, Marks(serial=one.serial))))
    assert error.code == "HSM-002"
    opened(TokenAddress(ock.module, None, Marks(slot_id=other.slot_id))).close()
    wrong = TokenAddress(ock.module, first.label, Marks(slot_id=other.slot_id))
    assert refusal(lambda: opened(wrong)).code == "HSM-002"


# --- PINs -------------------------------------------------------------------------------------


def test_a_blank_token_loses_the_officers_pin_that_everybody_knows(ock: Opencryptoki) -> None:
    blank = [token.slot_id for token in tokens(ock) if not initialised_one(token)]
    new = (ock.module, "new", Secret(FIRST), Secret(PIN), Marks(slot_id=blank[0]))
    told = refusal(lambda: initialise_token(*new))
    assert told.code == "HSM-043"
    assert [token.slot_id for token in tokens(ock) if not initialised_one(token)] == blank
    address = initialised(ock)
    assert refusal(lambda: prove_security_officer(address, Secret(FIRST))).code == "HSM-003"
    prove_security_officer(address, Secret(OFFICER))


def initialised_one(token: TokenSeen) -> bool:
    return TokenFlags.INITIALISED in TokenFlags(token.flags)


def test_a_pin_is_changed_by_the_user_and_by_the_officer(unit_: TokenAddress) -> None:
    with opened(unit_) as token:
        change_pin(token, Secret(PIN), Secret(b"11223344"))
    assert refusal(lambda: opened(unit_)).code == "HSM-003"
    change_officer_pin(unit_, [Secret(OFFICER)], Secret(b"55667788"))
    set_user_pin(unit_, Secret(b"55667788"), Secret(PIN))
    opened(unit_).close()


def test_no_pin_is_tried_that_could_lock_it_and_the_officer_unlocks_it(
    unit_: TokenAddress, ock: Opencryptoki
) -> None:
    assert refusal(lambda: opened(unit_, b"00000000")).code == "HSM-003"
    second = refusal(lambda: opened(unit_, b"00000000"))
    assert (second.code, "one try left" in second.detail) == ("HSM-003", True)
    assert "user PIN final try" in TokenFlags(seen(ock, unit_).flags).words
    # Not even the right one, which might be the wrong one.
    assert refusal(lambda: open_by_one_of(unit_, [Secret(PIN)])).code == "HSM-032"
    assert "now locked" in refusal(lambda: opened(unit_, b"00000000")).detail
    assert refusal(lambda: opened(unit_)).code == "HSM-004"
    set_user_pin(unit_, Secret(OFFICER), Secret(PIN))
    opened(unit_).close()


# --- the factory's token, the daemon ----------------------------------------------------------


def test_a_factorys_token_is_refused_with_all_that_it_lacks(
    unit_: TokenAddress, checked: Checked, ock: Opencryptoki
) -> None:
    wanted = lacks(set(Ability) - lacking(checked), Use.FACTORY)
    ceremony = Ceremony("Test Station", World.PRODUCTION, initialised(ock), Secret(PIN))
    if not wanted:
        with FactoryHsm.set_up(unit_, Secret(PIN), ceremony) as made:
            assert made.unseal("purpose", made.seal("purpose", Secret(b"text"))) == Secret(b"text")
        return
    error = refusal(lambda: FactoryHsm.set_up(unit_, Secret(PIN), ceremony))
    assert error.code == "HSM-041"
    for what in wanted:
        assert what in error.message
    assert tool(ock, unit_, "--list-objects").strip() == ""


def test_without_its_daemon_there_is_no_module_and_with_it_again_nothing_is_lost(
    unit_: TokenAddress, ock: Opencryptoki
) -> None:
    key = os.urandom(64)
    with opened(unit_) as token:
        token.inject_plaintext_key("device key", b"id", Secret(key))
    ock.told("stop")
    try:
        (found,) = list_modules([ock.module])
        assert found.trouble is not None
        assert found.trouble.code == "HSM-001"
        assert refusal(lambda: opened(unit_)).code == "HSM-001"
    finally:
        ock.told("start")
    with opened(unit_) as token:
        assert token.hmac(b"id", b"message") == digest(key, b"message", sha256)
