"""Devices that register with certificates over HTTPS: one of their own, or one of a group's CA."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.practice.service.enrollments import GROUP, INDIVIDUAL
from station.practice.service.problems import Refused
from station.practice.service.registering import Asked, Registrar
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.practice.service.throttle import Throttle
from tests.support.practice_chains import DAY, NOW, Holder, attestation, pem_of, written
from tests.support.practice_device import Device, check_refused, enrol, flipped

pytestmark = pytest.mark.service


def individual(
    service: PracticeService, name: str, primary: str, secondary: str = "", **fields: object
) -> None:
    proof = attestation("clientCertificates", primary, secondary)
    enrol(service, INDIVIDUAL, {"registrationId": name, "attestation": proof, **fields})


def group(service: PracticeService, ca: Holder, name: str, **fields: object) -> str:
    proof = attestation("signingCertificates", ca.pem)
    body = {"enrollmentGroupId": f"group-of-{name}", "attestation": proof, **fields}
    return enrol(service, GROUP, body).name


@pytest.fixture
def chain(name: str) -> Sequence[Holder]:
    """A root, an intermediate below it, and a device's own."""
    root = Holder.root(f"root of {name}")
    line = root.issue(f"line of {name}", ca=True)
    return root, line, line.issue(name)


def refused(service: PracticeService, name: str, shows: tuple[Path, Path] | None, why: str) -> None:
    """Check that a device isn't let in, and that nothing is left of it."""
    check_refused(Device(service, name, shows=shows).register(), 401, 401_002, why)
    assert service.store.registration(name) is None


@pytest.mark.parametrize("place", ["primary", "secondary"])
def test_a_device_with_either_of_its_certificates_is_assigned(
    practice_service: PracticeService, name: str, tmp_path: Path, place: str
) -> None:
    own, other = Holder.root(name), Holder.root(name)
    both = (own.pem, other.pem) if place == "primary" else (other.pem, own.pem)
    individual(practice_service, name, *both)

    state = Device(practice_service, name, shows=own.files(tmp_path)).assigned()

    assert state["status"] == "assigned"
    assert state["x509"]["certificateInfo"]["subjectName"] == f"CN={name}"
    assert "enrollmentGroupId" not in state["x509"]


@pytest.mark.parametrize("shown", [0, 1, 2], ids=["leaf", "and line", "and root"])
@pytest.mark.parametrize("of", ["root", "line"])
def test_a_device_of_a_groups_ca_shows_what_leads_up_to_it(
    practice_service: PracticeService,
    chain: Sequence[Holder],
    tmp_path: Path,
    of: str,
    shown: int,
) -> None:
    root, line, leaf = chain
    name = leaf.certificate.subject.rfc4514_string().removeprefix("CN=")
    ca = root if of == "root" else line
    of_group = group(practice_service, ca, name)
    shows = leaf.files(tmp_path, *(line, root)[:shown])

    if of == "root" and shown == 0:
        refused(practice_service, name, shows, "CA certificate not found")
        return
    device = Device(practice_service, name, shows=shows)
    state = device.assigned()
    assert (state["status"], state["deviceId"]) == ("assigned", name)
    assert state["x509"]["enrollmentGroupId"] == of_group
    issuer = state["x509"]["signingCertificateInfo"]["subjectName"]
    assert issuer == ca.certificate.subject.rfc4514_string()
    assert device.lookup().json() == state


@pytest.mark.parametrize("nearest", ["enabled", "disabled"])
def test_the_nearest_ca_decides(
    practice_service: PracticeService,
    chain: Sequence[Holder],
    tmp_path: Path,
    name: str,
    nearest: str,
) -> None:
    root, line, leaf = chain
    group(practice_service, root, f"{name}-root")
    near = group(practice_service, line, f"{name}-line", provisioningStatus=nearest)

    state = Device(practice_service, name, shows=leaf.files(tmp_path, line, root)).assigned()

    assert state["x509"]["enrollmentGroupId"] == near
    assert state["status"] == ("assigned" if nearest == "enabled" else "disabled")


def test_a_disabled_enrollment_blocks_one_device_of_a_group(
    practice_service: PracticeService, name: str, tmp_path: Path
) -> None:
    root = Holder.root(f"root of {name}")
    group(practice_service, root, name)
    blocked, foreign, other = (root.issue(f"{name}-{one}") for one in "bfo")
    individual(practice_service, f"{name}-b", blocked.pem, provisioningStatus="disabled")
    # Its own enrollment decides, also where that has another certificate.
    stranger = Holder.root(f"{name}-f")
    individual(practice_service, f"{name}-f", stranger.pem, provisioningStatus="disabled")

    device = Device(practice_service, f"{name}-b", shows=blocked.files(tmp_path))
    assert device.assigned()["status"] == "disabled"
    refused(practice_service, f"{name}-f", foreign.files(tmp_path), "Invalid certificate")
    device = Device(practice_service, f"{name}-o", shows=other.files(tmp_path))
    assert device.assigned()["status"] == "assigned"


def test_a_group_may_name_a_ca_that_the_service_knows(tmp_path: Path) -> None:
    root, unknown = Holder.root("root"), Holder.root("unknown")
    known = ServiceSettings(authorities={"the-root": root.der})
    with PracticeService(tmp_path / "service", known) as service:
        for place, ca in (("one", "no-root"), ("two", "the-root")):
            proof = attestation("caReferences", ca)
            enrol(service, GROUP, {"enrollmentGroupId": place, "attestation": proof})

        state = Device(service, "a", shows=root.issue("a").files(tmp_path)).assigned()

        assert state["x509"]["enrollmentGroupId"] == "two"
        shows = unknown.issue("b").files(tmp_path)
        refused(service, "b", shows, "CA certificate not found")


@pytest.mark.parametrize("times", [(-2 * DAY, -DAY), (DAY, 2 * DAY)], ids=["expired", "not yet"])
@pytest.mark.parametrize("where", ["own", "leaf", "line", "root"])
def test_a_certificate_is_good_in_its_time_alone(
    practice_service: PracticeService,
    name: str,
    tmp_path: Path,
    where: str,
    times: tuple[timedelta, timedelta],
) -> None:
    root = Holder.root(f"root of {name}", times=times if where == "root" else NOW)
    line = root.issue("line", ca=True, times=times if where == "line" else NOW)
    leaf = line.issue(name, times=times if where in {"own", "leaf"} else NOW)
    if where == "own":
        individual(practice_service, name, leaf.pem)
    else:
        group(practice_service, root, name)

    refused(practice_service, name, leaf.files(tmp_path, line), "Invalid certificate")


def test_another_devices_certificate_is_refused(
    practice_service: PracticeService, name: str, tmp_path: Path
) -> None:
    root = Holder.root(f"root of {name}")
    group(practice_service, root, name)
    own = Holder.root(name)
    individual(practice_service, name, own.pem)
    other = root.issue(f"{name}-other")

    refused(practice_service, name, other.files(tmp_path), "Unauthorized")
    refused(practice_service, f"{name}-third", other.files(tmp_path), "Unauthorized")
    refused(practice_service, name, None, "Unauthorized")
    # One of the same name, of its own making and of the group's.
    shows = Holder.root(name).files(tmp_path)
    refused(practice_service, name, shows, "Invalid certificate")
    refused(practice_service, name, root.issue(name).files(tmp_path), "Invalid certificate")


def test_nobody_comes_in_by_what_no_ca_of_a_group_stands_for(
    practice_service: PracticeService, name: str, tmp_path: Path
) -> None:
    root = Holder.root(f"root of {name}", length=0)
    group(practice_service, root, name)
    device, unknown = root.issue(f"{name}-device"), Holder.root("unknown")
    namesake = Holder.root(f"root of {name}", length=0)
    line = root.issue("line", ca=True)  # which the root's path length forbids
    mismatch = "Signing certificate info did not match chain elements"

    for shown, why in (
        ((Holder.root(name),), "CA certificate not found"),
        ((unknown.issue(name), unknown), "CA certificate not found"),
        ((namesake.issue(name), namesake), "CA certificate not found"),
        ((namesake.issue(name), root), mismatch),
        ((root.issue(name), unknown), mismatch),
        ((device.issue(name), device), mismatch),
        ((line.issue(name), line), "CA certificate not found"),
        ((line.issue(name), line, root), mismatch),
    ):
        leaf, *above = shown
        refused(practice_service, name, leaf.files(tmp_path, *above), why)


@pytest.mark.parametrize("altered", ["nothing", "leaf", "line", "enrollment"])
@pytest.mark.parametrize("kind", ["individual", "group"])
def test_one_bit_of_a_certificate_is_the_difference(
    practice_service: PracticeService,
    chain: Sequence[Holder],
    name: str,
    tmp_path: Path,
    kind: str,
    altered: str,
) -> None:
    """It is a signature's, so that who shows the certificate still takes it for the key's."""
    root, line, leaf = chain
    ders = [
        one.der if altered != what else flipped(one.der, 3)
        for what, one in (("leaf", leaf), ("line", line))
    ]
    enrolled = leaf if kind == "individual" else root
    text = pem_of(flipped(enrolled.der, 3)) if altered == "enrollment" else enrolled.pem
    if kind == "individual":
        individual(practice_service, name, text)
    else:
        proof = attestation("signingCertificates", text)
        enrol(practice_service, GROUP, {"enrollmentGroupId": f"group-{name}", "attestation": proof})
    device = Device(practice_service, name, shows=written(tmp_path, leaf.key, *ders))

    # What is shown above an individual's own certificate doesn't count.
    if altered == "nothing" or (kind, altered) == ("individual", "line"):
        assert device.assigned()["status"] == "assigned"
        return
    check_refused(device.register(), 401, 401_002)
    assert practice_service.store.registration(name) is None


@pytest.mark.filterwarnings("ignore:Parsed a serial number:UserWarning")
@pytest.mark.parametrize("which", ["signature's end", "serial's sign"])
def test_a_certificate_that_differs_in_form_alone_is_refused(
    practice_service: PracticeService, chain: Sequence[Holder], which: str
) -> None:
    """A signature of which the last bit is said not to count, or a number below zero."""
    root, line, leaf = chain
    while leaf.der[-1] & 1 or leaf.certificate.serial_number >> 158 == 0:  # both can be altered
        leaf = line.issue(leaf.certificate.subject.rfc4514_string().removeprefix("CN="))
    name = leaf.certificate.subject.rfc4514_string().removeprefix("CN=")
    group(practice_service, root, name)
    number = leaf.certificate.serial_number.to_bytes(20, "big")
    bit = {
        "signature's end": 8 * len(leaf.certificate.signature),
        "serial's sign": 8 * (len(leaf.der) - leaf.der.index(number)) - 1,
    }
    shown = [flipped(leaf.der, bit[which]), line.der]
    registrar = Registrar(practice_service.store, "scope", ("hub",), Throttle(0))

    with pytest.raises(Refused) as refusal:
        registrar.register(Asked("scope", name, {}, chain=shown))

    assert (refusal.value.status, refusal.value.code) == (401, 401_002)
    assert practice_service.store.registration(name) is None


@pytest.mark.filterwarnings("ignore:Parsed a serial number:UserWarning")
@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whichever_bit_of_a_certificate_is_altered_it_is_refused_in_words(
    practice_service: PracticeService, chain: Sequence[Holder], data: st.DataObject
) -> None:
    root, line, leaf = chain
    name = leaf.certificate.subject.rfc4514_string().removeprefix("CN=")
    if practice_service.store.get(GROUP, f"group-of-{name}") is None:
        group(practice_service, root, name)
    at = data.draw(st.sampled_from([0, 1]))
    shown = [leaf.der, line.der]
    shown[at] = flipped(shown[at], data.draw(st.integers(0, 8 * len(shown[at]) - 1)))
    registrar = Registrar(practice_service.store, "scope", ("hub",), Throttle(0))

    with pytest.raises(Refused) as refusal:
        registrar.register(Asked("scope", name, {}, chain=shown))

    assert (refusal.value.status, refusal.value.code) == (401, 401_002)
    assert practice_service.store.registration(name) is None


def test_a_key_that_isnt_the_certificates_shows_nothing(
    practice_service: PracticeService, name: str, tmp_path: Path
) -> None:
    own = Holder.root(name)
    individual(practice_service, name, own.pem)
    number = own.key.private_numbers().private_value ^ 1
    altered = ec.derive_private_key(number, ec.SECP256R1())
    shows = written(tmp_path, altered, own.der)

    with pytest.raises(OSError, match="KEY_VALUES_MISMATCH"):  # nor would a handshake end
        Device(practice_service, name, shows=shows).register()

    assert practice_service.store.registration(name) is None
