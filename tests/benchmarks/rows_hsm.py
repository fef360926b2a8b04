"""The benchmark's rows of PKCS#11 tokens: through the worker against the raw calls in-process.

Ours are given what they need beforehand, requests and keys, and are asked in batches of a hundred.
Also against a shell script, which starts a program for each certificate and each key.
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pkcs11 import Attribute

from station.hsm.factory import FactoryHsm
from station.hsm.requests_unit import PlaintextKey
from station.hsm.tokens import Token, TokenAddress
from station.model.lease import HOLDER_SIZE, NO_LEASE, Lease
from station.model.names import RegistrationId
from station.practice.modules import PRACTICE_PIN, Programs, make_token
from station.secret import Secret
from tests.benchmarks import straight_pkcs11
from tests.benchmarks.row import ROUNDS, AtLeast, Detail, Measured, Row, Scale, interleaved
from tests.benchmarks.scripts_pkcs11 import Scripts
from tests.benchmarks.workshop import workshop
from tests.support import many_certificates
from tests.support.factory import practice_factory

BATCH: Final = 100
_MANY: Final = 10_000
_WARM: Final = 1_000
_IN_SCRIPTS: Final = 3  # of certificates and of keys, each measurement of the scripts
_GROUP: Final = RegistrationId.make("benchmark")
_GROUP_LABEL: Final = "key of the group benchmark"
_ISSUING: Final = "station-issuing"
_NAMES: Final = [RegistrationId.make(f"unit-{number}") for number in range(BATCH)]
_MANY_NAMES: Final = [RegistrationId.make(f"unit-{number}") for number in range(10 * BATCH)]


@dataclass(frozen=True)
class _Floor:
    """A factory's token, open in its worker, and where it is."""

    factory: FactoryHsm
    address: TokenAddress
    folder: Path


@contextmanager
def _floor(row: str) -> Iterator[_Floor]:
    with workshop(row) as folder, practice_factory(folder, "benchmark") as factory:
        factory.groups.create(_GROUP)
        # A station's work is refused where the turn isn't its own, which is looked at each time.
        factory.take_lease(NO_LEASE, Lease(1, bytes(HOLDER_SIZE)))
        yield _Floor(factory, _address(folder / "factory", "station-factory"), folder)


def _address(folder: Path, label: str) -> TokenAddress:
    folder.mkdir(exist_ok=True)
    return TokenAddress(make_token(folder, label, Programs.found().softhsm), label)


def _rate(action: Callable[[], object], items: int = BATCH) -> float:
    start = time.perf_counter()
    action()
    return items / (time.perf_counter() - start)


def hsm_certificates(scale: Scale) -> Measured:
    """Measure certificates a second; at full scale 10,000 are then issued and looked at."""
    rounds = 3 * ROUNDS if scale is Scale.QUICK else 10 * ROUNDS
    with _floor("hsm-certificates") as floor:
        requests = many_certificates.wanted(range(BATCH))
        bare = [(csr, name.text) for csr, name, _ in requests]
        template, factory = many_certificates.TEMPLATE, floor.factory
        with straight_pkcs11.session_at(floor.address, PRACTICE_PIN) as session:
            straight = straight_pkcs11.StraightCa(session, factory.issuing_chain[0], _ISSUING)
            measured = interleaved(
                lambda: _rate(
                    lambda: factory.issue_certificates(requests, template, datetime.now(UTC))
                ),
                lambda: _rate(lambda: straight.issue(bare)),
                rounds=rounds,
            )
        more = _many(factory) if scale is Scale.FULL else {}
    return Measured(measured.figure, measured.rival_figure, {**measured.detail, **more})


def _many(factory: FactoryHsm) -> Detail:
    """Issue many certificates; have openssl and a strict linter look at every one."""
    start = time.monotonic()
    issued = many_certificates.issue_many(factory, _MANY)
    seconds = time.monotonic() - start
    many_certificates.assert_serials_sound(issued.certificates)
    with tempfile.TemporaryDirectory(prefix="hsm-certificates-") as folder:
        chain = factory.issuing_chain
        many_certificates.assert_openssl_accepts(issued.certificates, chain, Path(folder))
    many_certificates.assert_linter_accepts(issued.certificates)
    return {
        "many": len(issued.certificates),
        "many_seconds": seconds,
        "many_resident_after_1000": issued.resident[_WARM],
        "many_resident": issued.resident[_MANY],
        "many_resident_ratio": issued.resident[_MANY] / issued.resident[_WARM],
    }


def hsm_derive(scale: Scale) -> Measured:
    """Measure devices' keys derived a second, ten batches at a time, as an order's end does it."""
    rounds = ROUNDS if scale is Scale.QUICK else 8 * ROUNDS
    names = [name.text.encode() for name in _MANY_NAMES]
    with (
        _floor("hsm-derive") as floor,
        straight_pkcs11.session_at(floor.address, PRACTICE_PIN) as session,
    ):
        key = straight_pkcs11.secret_key(session, _GROUP_LABEL)
        return interleaved(
            lambda: _rate(lambda: floor.factory.derive_many(_GROUP, _MANY_NAMES), len(names)),
            lambda: _rate(lambda: straight_pkcs11.derive(key, names), len(names)),
            rounds=rounds,
        )


def hsm_inject(scale: Scale) -> Measured:
    """Measure keys put into a unit's fresh token a second: each that is there slows the next."""
    rounds = ROUNDS if scale is Scale.QUICK else 5 * ROUNDS
    keys = [(f"key {one}", one.to_bytes(8, "big"), one.to_bytes(32, "big")) for one in range(BATCH)]
    with workshop("hsm-inject") as folder:
        _address(folder / "unit", "unit")

        def our_rate() -> float:
            ours = tuple(PlaintextKey(label, key_id, Secret(key)) for label, key_id, key in keys)
            with (
                _fresh(folder) as address,
                Token.open(address, Secret(PRACTICE_PIN.encode())) as token,
            ):
                return _rate(lambda: token.inject_plaintext_keys(ours))

        def straight_rate() -> float:
            with (
                _fresh(folder) as address,
                straight_pkcs11.session_at(address, PRACTICE_PIN) as session,
            ):
                return _rate(lambda: straight_pkcs11.inject(session, keys))

        return interleaved(our_rate, straight_rate, rounds=rounds)


@contextmanager
def _fresh(folder: Path) -> Iterator[TokenAddress]:
    """Yield a copy of the unit's token in `folder`, which goes with the block."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        shutil.copytree(folder / "unit" / "token", Path(name) / "token")
        yield _address(Path(name), "unit")


def hsm_scripts(scale: Scale) -> Measured:
    """Measure certificates and devices' keys a second, half and half, against a script's."""
    rounds = ROUNDS if scale is Scale.QUICK else 5 * ROUNDS
    with _floor("hsm-scripts") as floor:
        requests = many_certificates.wanted(range(BATCH))
        template, factory = many_certificates.TEMPLATE, floor.factory
        with straight_pkcs11.session_at(floor.address, PRACTICE_PIN) as session:
            key_id = straight_pkcs11.secret_key(session, _GROUP_LABEL)[Attribute.ID]
        scripts = Scripts(floor.address, factory.issuing_chain[0], floor.folder / "scripts")
        scripts.prepare([csr for csr, _, _ in requests[:_IN_SCRIPTS]])

        def ours() -> None:
            factory.issue_certificates(requests, template, datetime.now(UTC))
            factory.derive_many(_GROUP, _NAMES)

        def theirs() -> None:
            for number in range(_IN_SCRIPTS):
                scripts.issue(number, _ISSUING)
                scripts.derive(key_id, _NAMES[number].text)

        return interleaved(
            lambda: _rate(ours, 2 * BATCH),
            lambda: _rate(theirs, 2 * _IN_SCRIPTS),
            rounds=rounds,
        )


_RAW: Final = "python-pkcs11 in-process, same SoftHSM"
HSM_CERTIFICATES: Final = Row("1/s", _RAW, AtLeast(0.95), hsm_certificates)
HSM_DERIVE: Final = Row("1/s", _RAW, AtLeast(0.95), hsm_derive)
HSM_INJECT: Final = Row("1/s", _RAW, AtLeast(0.95), hsm_inject)
HSM_SCRIPTS: Final = Row(
    "1/s", "a script of openssl and pkcs11-tool, same SoftHSM", AtLeast(20), hsm_scripts
)
