"""Two stations with one factory token: whoever took the last turn makes identities, alone."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from unittest.mock import patch

import pkcs11
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11 import ObjectClass

from station.errors import StationError
from station.hsm.factory import FactoryHsm
from station.hsm.layout import write_data
from station.hsm.lease import LEASE
from station.hsm.requests_any import OpenToken
from station.hsm.session import TokenSession, open_session
from station.hsm.tokens import TokenAddress
from station.model.certificate import CertificateTemplate
from station.model.lease import NO_LEASE, Lease
from station.model.names import RegistrationId
from station.secret import Secret

GROUP = RegistrationId.make("group-1")
UNIT = RegistrationId.make("unit-1")


@contextmanager
def opened_here(address: TokenAddress, pin: Secret) -> Iterator[TokenSession]:
    """Open a token in this very process."""
    with patch.dict(os.environ, address.module.environment), pin.reveal() as data:
        opened = open_session(OpenToken(address.module.library, address.label, Secret(data)))
    try:
        yield opened
    finally:
        opened.close()
        pkcs11.unload(address.module.library)


def lease(generation: int, letter: str) -> Lease:
    return Lease(generation, letter.encode() * 16)


def issue(factory: FactoryHsm) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, UNIT.text)])
    csr = x509.CertificateSigningRequestBuilder(subject).sign(key, SHA256())
    request = csr.public_bytes(Encoding.DER)
    return factory.issue_certificate(request, UNIT, CertificateTemplate(30), datetime.now(UTC))


def assert_overtaken(factory: FactoryHsm) -> None:
    with pytest.raises(StationError, match="HSM-023") as caught:
        issue(factory)
    assert caught.value.outcome.value == "error"
    with pytest.raises(StationError, match="HSM-023"):
        factory.derive(GROUP, UNIT)


def test_a_token_without_a_turn_works(factory: FactoryHsm) -> None:
    assert factory.lease() == NO_LEASE
    assert issue(factory)


def test_whoever_took_the_turn_before_makes_nothing_more(
    practice: TokenAddress, pin: Secret
) -> None:
    with FactoryHsm.open(practice, pin) as first, FactoryHsm.open(practice, pin) as second:
        first.groups.create(GROUP)
        first.take_lease(NO_LEASE, lease(1, "a"))
        assert issue(first)
        assert first.derive(GROUP, UNIT)
        assert_overtaken(second)
        second.take_lease(first.lease(), lease(2, "b"))
        assert second.derive(GROUP, UNIT)
        assert_overtaken(first)


def test_the_turn_outlives_the_process(practice: TokenAddress, pin: Secret) -> None:
    with FactoryHsm.open(practice, pin) as factory:
        factory.groups.create(GROUP)
        factory.take_lease(NO_LEASE, lease(1, "a"))
    with FactoryHsm.open(practice, pin) as factory:
        assert factory.lease() == lease(1, "a")
        assert_overtaken(factory)


@pytest.mark.parametrize(
    ("before", "taken"),
    [
        (NO_LEASE, lease(1, "b")),
        (lease(1, "b"), lease(2, "b")),
        (lease(1, "a"), lease(1, "b")),
        (lease(1, "a"), lease(3, "b")),
    ],
)
def test_a_turn_that_does_not_follow_is_refused(
    factory: FactoryHsm, before: Lease, taken: Lease
) -> None:
    factory.take_lease(NO_LEASE, lease(1, "a"))
    with pytest.raises(StationError, match="HSM-023"):
        factory.take_lease(before, taken)
    assert factory.lease() == lease(1, "a")
    assert issue(factory)


def test_of_two_that_race_one_alone_goes_on(practice: TokenAddress, pin: Secret) -> None:
    with FactoryHsm.open(practice, pin) as one, FactoryHsm.open(practice, pin) as two:
        for generation in range(1, 9):
            before = one.lease()
            wanted = {one: lease(generation, "a"), two: lease(generation, "b")}

            def took(
                factory: FactoryHsm,
                before: Lease = before,
                wanted: dict[FactoryHsm, Lease] = wanted,
            ) -> None:
                try:
                    factory.take_lease(before, wanted[factory])
                except StationError as error:
                    assert error.code == "HSM-023", error.detail  # noqa: PT017 - which loses, varies

            with ThreadPoolExecutor(2) as pool:
                list(pool.map(took, (one, two)))
            assert sum(_works(factory) for factory in (one, two)) == 1


def test_a_turn_whose_taker_died_before_it_was_its_own_ends_nobodys(
    practice: TokenAddress, pin: Secret
) -> None:
    with FactoryHsm.open(practice, pin) as first, FactoryHsm.open(practice, pin) as second:
        first.groups.create(GROUP)
        first.take_lease(NO_LEASE, lease(1, "a"))
        # All that is done by a process that dies before it has removed the turn before its own.
        with opened_here(practice, pin) as token:
            write_data(token, LEASE, (2).to_bytes(8, "big") + b"b" * 16)
        assert first.derive(GROUP, UNIT)
        assert_overtaken(second)
        second.take_lease(second.lease(), lease(3, "c"))
        assert second.derive(GROUP, UNIT)
        assert_overtaken(first)


def test_no_turn_but_the_own_stays_on_the_token(practice: TokenAddress, pin: Secret) -> None:
    with FactoryHsm.open(practice, pin) as factory:
        for generation in range(1, 4):
            factory.take_lease(factory.lease(), lease(generation, "a"))
    with opened_here(practice, pin) as token:
        assert len(token.labelled(ObjectClass.DATA, LEASE)) == 1


def _works(factory: FactoryHsm) -> bool:
    try:
        return bool(issue(factory))
    except StationError as error:
        assert error.code == "HSM-023"  # noqa: PT017 - which loses, varies
        return False
