"""A symmetric key that a device keeps by itself: from plug to PASS, and devices that lie."""

import base64
import logging
import shutil
from pathlib import Path
from threading import Event

import pytest

from station.line.run import RunResult, run_unit
from station.line.work import Job
from station.model.attestation import KeyOrigin, SymmetricKeyAttestation
from station.model.enrollment import Enrollment
from station.model.order import OrderSpec, Reprovisioning
from station.model.run import Unit
from station.model.stops import BENCH
from station.operations.practice import ID_SCOPE, position_of, practice_pin
from station.practice.unit_config import Behaviour, Manner
from station.practice.units import PracticeUnit
from tests.bench.line.test_refusals import own_profile
from tests.support.floor import Floor

pytestmark = pytest.mark.bench

KIND = "symmetric-device"
CLEAR = (
    'install = "sealed"',
    'install = "in_the_clear"\nrisk = "whoever reads the line has the key"',
)
SECRETS = r"""
[[link.commands.make_recipient]]
send = 'AT+RECIP'
answer = '^\+RECIP: "(?P<public>[0-9a-f]+)"$'
decode = { public = "hex" }

[[link.commands.install_sealed]]
send = 'AT+SEALED="{registration_id}","{enc:hex}{ciphertext:hex}","{info:hex}"'

[[link.commands.install_secret]]
send = 'AT+SECRET="{registration_id}","{secret:hex}"'

[[link.commands.hmac]]
send = 'AT+HMAC="{message:hex}"'
answer = '^\+HMAC: "(?P<signature>[A-Za-z0-9+/=]+)"$'
decode = { signature = "base64" }
"""


def passed(result: RunResult) -> Enrollment:
    assert result.error is None, f"{result.error}: {result.error.detail}"
    assert result.enrollment is not None
    return result.enrollment


def key_of(floor: Floor, job: Job, enrollment: Enrollment) -> bytes:
    key = floor.plant.tools.factory.derive(job.order.group_id, enrollment.registration_id)
    with key.reveal() as plain:
        return plain


def the_unit_s_key(unit: PracticeUnit) -> bytes:
    assert unit.memory is not None
    return (unit.memory / "secret").read_bytes()


def in_the_clear(floor: Floor) -> Job:
    profile = own_profile(floor, "practice-symmetric-device", "practice-clear", install=CLEAR)
    return floor.order(KIND, profile=profile)


def modem(floor: Floor, name: str, way: str, **changes: tuple[str, str]) -> Job:
    text = Path("resources/profiles/practice-modem.toml").read_text("utf-8")
    profile = own_profile(
        floor,
        "practice-modem",
        name,
        mechanism=('mechanism = "x509-device"', 'mechanism = "symmetric-device"'),
        **changes,
        lists=("[names]", f"{SECRETS}\n[names]"),
        table=(text[text.index("[x509]") :], f"[symmetric]\n{way}\n"),
    )
    return floor.order("modem", profile=profile)


def assert_nowhere(floor: Floor, key: bytes, said: str) -> None:
    """Check that a key stands in no file of the station's, and in no log: in no usual form."""
    forms = [key, key.hex().encode(), key.hex().upper().encode(), base64.b64encode(key)]
    files = (p for p in floor.plant.data.root.rglob("*") if p.is_file())
    assert not [p for p in files if any(form in p.read_bytes() for form in forms)]
    assert not any(form.decode() in said for form in forms[1:])


WAYS = [CLEAR[0], CLEAR[1]]


@pytest.mark.parametrize("way", ["sealed", "in the clear"])
@pytest.mark.parametrize("face", ["smp", "modem"])
def test_a_unit_is_given_its_key_and_signs_with_it(
    floor: Floor, face: str, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings = WAYS[way != "sealed"]
    if face == "modem":
        job = modem(floor, f"practice-modem-{way.replace(' ', '-')}", settings)
    else:
        job = floor.order(KIND) if way == "sealed" else in_the_clear(floor)
    unit = floor.unit("modem" if face == "modem" else KIND)
    enrollment = passed(floor.run(unit, job))
    assert enrollment.identity.attestation == SymmetricKeyAttestation(job.order.group_id.text)
    key = key_of(floor, job, enrollment)
    assert the_unit_s_key(unit) == key
    assert ("recipient unauthenticated" in enrollment.proof) == (way == "sealed")
    assert_nowhere(floor, key, caplog.text)


def test_nothing_of_a_key_in_the_clear_is_kept_of_a_failed_run(
    floor: Floor, caplog: pytest.LogCaptureFixture
) -> None:
    """The modem even says again what it is given, since its echo is on."""
    caplog.set_level(logging.DEBUG)
    echo = ('"ATE0"', '"ATE1"')
    units = [
        (floor.unit(KIND), in_the_clear(floor), Behaviour(Manner.WRONG_HMAC)),
        (
            floor.unit("modem"),
            modem(floor, "practice-modem-echo", CLEAR[1], echo=echo),
            Behaviour(Manner.REFUSES, after=1),
        ),
    ]
    for unit, job, behaviour in units:
        result = floor.run(unit, job, behaviour=behaviour)
        assert result.error is not None
        (kept,) = floor.plant.data.root.rglob(f"*{result.run}*")
        assert "a secret was in flight" in kept.read_text()
        key = the_unit_s_key(unit)
        assert_nowhere(floor, key, caplog.text)
        planted = floor.plant.data.root / "planted"
        planted.write_bytes(base64.b64encode(key))
        with pytest.raises(AssertionError):
            assert_nowhere(floor, key, caplog.text)
        planted.unlink()


def test_a_unit_that_has_passed_proves_its_key_again_and_gets_no_other(floor: Floor) -> None:
    profile = own_profile(floor, "practice-symmetric-device", "practice-again")
    name = f"again-{next(floor.numbers)}"
    spec = OrderSpec(
        name=name,
        profile=profile,
        id_scope=ID_SCOPE,
        quantity=5,
        reprovisioning=Reprovisioning.SAME_KEY,
    )
    floor.plant.create_order(spec, practice_pin())
    unit, job = floor.unit(KIND), floor.plant.job(name)
    first = passed(floor.run(unit, job))
    assert passed(floor.run(unit, job)).identity == first.identity
    assert unit.memory is not None
    (unit.memory / "secret").write_bytes(bytes(32))
    floor.assert_refused(floor.run(unit, job), job, "LIN-066")


def test_a_key_in_software_is_told_from_one_that_the_unit_claims_to_keep(floor: Floor) -> None:
    enrollment = passed(floor.run(floor.unit(KIND), floor.order(KIND)))
    assert enrollment.identity.key_origin is KeyOrigin.SOFTWARE
    assert "in software" in enrollment.proof
    secure = ('keeper = "software"', "")
    for name, how, origin in (
        ("practice-kept", (secure,), KeyOrigin.WRAPPED),
        ("practice-kept-clear", (secure, CLEAR), KeyOrigin.PLAINTEXT),
    ):
        changes = {str(number): change for number, change in enumerate(how)}
        profile = own_profile(floor, "practice-symmetric-device", name, **changes)
        enrollment = passed(floor.run(floor.unit(KIND), floor.order(KIND, profile=profile)))
        assert enrollment.identity.key_origin is origin


def test_a_certified_key_in_software_is_said_to_be_that(floor: Floor) -> None:
    keeper = ('proof = "signature"', 'proof = "signature"\nkeeper = "software"')
    profile = own_profile(floor, "practice-x509-device", "practice-x509-soft", keeper=keeper)
    enrollment = passed(
        floor.run(floor.unit("x509-device"), floor.order("x509-device", profile=profile))
    )
    assert enrollment.identity.key_origin is KeyOrigin.SOFTWARE
    assert "in software" in enrollment.proof


@pytest.mark.parametrize(
    ("manner", "code"),
    [
        (Manner.WRONG_HMAC, "LIN-069"),
        (Manner.BAD_POINT, "LNK-043"),
        (Manner.REFUSES, "LNK-005"),
        (Manner.DIES, "LNK-003"),
    ],
)
def test_a_unit_that_lies_refuses_or_is_pulled_out_fails_and_passes_once_it_is_good(
    floor: Floor, manner: Manner, code: str
) -> None:
    unit, job = floor.unit(KIND), floor.order(KIND)
    floor.assert_refused(floor.run(unit, job, behaviour=Behaviour(manner)), job, code)
    passed(floor.run(unit, job))


def test_a_key_that_was_sealed_to_before_is_refused(floor: Floor) -> None:
    unit, job = floor.unit(KIND), floor.order(KIND)
    pulled = floor.run(unit, job, behaviour=Behaviour(Manner.WRONG_HMAC))
    floor.assert_refused(pulled, job, "LIN-069")
    same = floor.run(unit, job, behaviour=Behaviour(Manner.SAME_RECIPIENT))
    floor.assert_refused(same, job, "LIN-068")
    assert floor.plant.tools.records.standing_still() == [], "it is the unit's own"
    passed(floor.run(unit, job))


def test_a_key_that_another_unit_s_secret_was_sealed_to_is_refused(floor: Floor) -> None:
    """As where it is in the firmware: whoever takes one unit apart could open them all."""
    job, first, second = floor.order(KIND), floor.unit(KIND), floor.unit(KIND)
    passed(floor.run(first, job))
    assert first.memory is not None
    assert second.memory is not None
    second.memory.mkdir(exist_ok=True)
    shutil.copy(first.memory / "sealing", second.memory / "sealing")
    same = floor.run(second, job, behaviour=Behaviour(Manner.SAME_RECIPIENT))
    floor.assert_refused(same, job, "LIN-068")
    (stop,) = floor.plant.tools.records.standing_still()
    assert stop.place == BENCH
    assert stop.why.endswith(f"came with the key of the unit {first.serial}")
    passed(floor.run(second, job))


def test_a_failed_run_keeps_its_place_once_its_key_was_given(floor: Floor) -> None:
    unit, job = floor.unit(KIND), floor.order(KIND, quantity=1)
    for manner in (Manner.BAD_POINT, Manner.WRONG_HMAC):
        floor.run(unit, job, behaviour=Behaviour(manner))
        spent = floor.plant.tools.records.usage(job.order.name).used
        assert spent == (manner is Manner.WRONG_HMAC)
    floor.assert_refused(floor.run(floor.unit(KIND), job), job, "REC-009")
    passed(floor.run(unit, job))


@pytest.mark.parametrize("port", ["rfc2217://127.0.0.1:9", "socket://127.0.0.1:9"])
def test_no_key_goes_over_a_network_in_the_clear(floor: Floor, port: str) -> None:
    job = in_the_clear(floor)
    result = run_unit(
        Unit(scanned=floor.serial()),
        job,
        position_of(floor.seat).model_copy(update={"port": port}),
        floor.plant.tools,
        (),
        Event(),
    )
    assert result.error is not None
    assert result.error.code == "LNK-042"


def test_a_unit_that_takes_no_secrets_is_refused(floor: Floor) -> None:
    job = floor.order(KIND)
    floor.assert_refused(floor.run(floor.unit("tpm"), job), job, "LNK-007")
