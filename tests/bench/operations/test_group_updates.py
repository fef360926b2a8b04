"""Groups that the practice service has, brought up to date by a push after they were changed."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from threading import Event
from typing import Any

import pytest
from cryptography.hazmat.primitives.hashes import SHA256

from station.errors import StationError
from station.model.attestation import KeyOrigin, X509Attestation
from station.model.enrollment import Identity
from station.model.names import RegistrationId
from station.model.order import EnrolledAs, Order
from station.model.push import PushState, PushTally
from station.operations.groups import disable_group, retire_group_key, rotate_group
from station.operations.plant import Plant
from station.operations.pushing import Pushed, PushWish, run_push
from station.practice.service.server import PracticeService
from station.practice.service.settings import ServiceSettings
from station.records.entries import EntryKind
from station.service.push_desk import PushSettings
from tests.support.certified import chain
from tests.support.practice_service import asking
from tests.support.push_station import (
    SYMMETRIC,
    X509,
    enrol,
    know,
    made_station,
    order_of,
    symmetric_unit,
)

pytestmark = [pytest.mark.bench, pytest.mark.timeout(240)]


class _Looker:
    def __init__(self) -> None:
        self.updates: list[str] = []

    def expects(self, units: int, updates: Sequence[str]) -> None:
        del units
        self.updates += updates

    def went(self, tally: PushTally, throttled: int) -> None:
        del tally, throttled


@dataclass
class Stage:
    """A practice station, open, and the service that it knows."""

    plant: Plant
    service: PracticeService
    numbers: Iterator[int]

    def keyed(self) -> Order:
        """Make an order of a group by keys, with a unit; push it."""
        order = order_of(self.plant, f"keyed-{next(self.numbers)}", SYMMETRIC)
        enrol(self.plant, order, f"{order.name}-1", symmetric_unit(order, f"{order.name}-u"))
        assert self.push(order).groups.created == 1
        return order

    def push(self, order: Order, *, again: bool = False, updates: Sequence[str] = ()) -> Pushed:
        """Push an order; `updates` are the groups that it says it is to bring up to date."""
        looker = _Looker()
        wish = PushWish(order=order.name, again=again, settings=PushSettings(per_minute=0))
        pushed = run_push(self.plant, wish, looker, Event())
        assert pushed.error is None
        assert looker.updates == [*updates]
        return pushed

    def update(self, order: Order) -> Pushed:
        """Push an order whose group was changed: it is brought up to date, and once."""
        name = order.group_id.text
        pushed = self.push(order, updates=[name])
        assert (pushed.updated, dict(pushed.not_updated)) == ([name], {})
        assert not self.push(order).updated, "it was up to date"
        return pushed

    def group(self, order: Order) -> dict[str, Any]:
        """Return a group as the service shows it."""
        with asking(self.service) as ask:
            shown: dict[str, Any] = ask.ask(
                "GET", f"/enrollmentGroups/{order.group_id.text}"
            ).json()
            return shown

    def keys(self, order: Order) -> dict[str, str]:
        """Return the keys that the service has of a group."""
        path = f"/enrollmentGroups/{order.group_id.text}/attestationmechanism"
        with asking(self.service) as ask:
            keys: dict[str, str] = ask.ask("POST", path).json()["symmetricKey"]
            return keys

    def put(self, order: Order, **changed: object) -> dict[str, Any]:
        """Change a group at the service, as somebody does at its portal; return it as it is."""
        document = {**self.group(order), **changed}
        if "attestation" not in changed and document["attestation"]["type"] == "symmetricKey":
            attestation = {"type": "symmetricKey", "symmetricKey": self.keys(order)}
            document["attestation"] = attestation
        path = f"/enrollmentGroups/{order.group_id.text}"
        with asking(self.service) as ask:
            answer = ask.ask("PUT", path, document, **{"if-match": "*"})
            assert answer.status_code == 200, answer.text
        return self.group(order)

    def key(self, order: Order, number: int) -> str:
        """Return a group's key of that number, in base64."""
        factory = self.plant.tools.factory
        with factory.disclose_group_key(order.group_id, number).reveal() as data:
            return base64.b64encode(data).decode()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Give one station and one service for all tests: each has orders of its own."""
    folder = tmp_path_factory.mktemp("updates")
    with (
        PracticeService(folder / "service", ServiceSettings(a_minute=0)) as service,
        made_station(folder) as (_, plant),
    ):
        know(plant, service)
        yield Stage(plant, service, count(1))


def thumb(der: bytes) -> str:
    """Return a certificate's SHA-256 as the practice service tells it."""
    return hashlib.sha256(der).hexdigest().upper()


def certified(name: str, ca: tuple[bytes, ...]) -> Identity:
    """Return what a unit is whose certificate is said to be of a CA."""
    (leaf,) = chain(name)
    fingerprint = leaf.certificate.fingerprint(SHA256())
    attestation = X509Attestation(leaf.der, ca)
    return Identity(RegistrationId.parse(name), attestation, KeyOrigin.ON_TOKEN, fingerprint)


@dataclass
class Certified:
    """A group of certified units, and the CAs of it."""

    stage: Stage
    order: Order
    first: bytes = b""

    def add(self, ca: str) -> bytes:
        """Add a unit that a further CA has issued for; return that CA, DER."""
        _, issuer, root = chain("a leaf", ca, "root")
        number = next(self.stage.numbers)
        unit = certified(f"unit-{number}", (issuer.der, root.der))
        enrol(self.stage.plant, self.order, f"C-{number}", unit)
        return issuer.der

    def cas(self) -> dict[str, str]:
        """Return the thumbprints of the CAs that the service has of it, by their places."""
        held = self.stage.group(self.order)["attestation"]["x509"]["signingCertificates"]
        return {place: one["info"]["sha256Thumbprint"] for place, one in held.items() if one}


@pytest.fixture
def grouped(stage: Stage) -> Certified:
    """Give a group of certified units that was pushed."""
    order = order_of(stage.plant, f"grouped-{next(stage.numbers)}", X509, EnrolledAs.GROUP)
    group = Certified(stage, order)
    group.first = group.add("first CA")
    assert stage.push(order).groups.created == 1
    assert group.cas() == {"primary": thumb(group.first)}
    return group


def test_a_rotated_group_gets_both_keys_and_loses_the_older_when_that_is_retired(
    stage: Stage,
) -> None:
    order, plant = stage.keyed(), stage.plant
    first = stage.key(order, 1)
    # Somebody adds what Station doesn't know, which stays.
    other = {"tags": {"site": "Jena"}, "properties": {"desired": {"pace": 3}}}
    stage.put(order, initialTwin=other)
    rotate_group(plant.tools, order.group_id, None, None)
    second = stage.key(order, 2)
    pushed = stage.push(order, updates=[order.group_id.text])
    assert stage.keys(order) == {"primaryKey": first, "secondaryKey": second}
    assert stage.group(order)["initialTwin"]["tags"] == {"site": "Jena"}
    assert "initialTwin differs" in pushed.not_updated[order.group_id.text]
    assert not pushed.well, "a person decides of it"
    stage.put(order, initialTwin={})
    stage.push(order, again=True, updates=[order.group_id.text])

    retire_group_key(plant.tools, order.group_id, moved=True)
    stage.update(order)
    keys = stage.keys(order)
    assert keys["primaryKey"] == second
    assert keys["secondaryKey"] != first
    *_, told = plant.tools.records.entries(kind=EntryKind.KEYS_DISCLOSED)
    assert told.data["groups"] == [order.group_id.text]
    assert plant.tools.records.verify().unsigned == 0


def test_units_of_the_newer_key_are_confirmed_by_the_push_that_brings_it(stage: Stage) -> None:
    order, plant = stage.keyed(), stage.plant
    rotate_group(plant.tools, order.group_id, None, None)
    enrol(plant, order, f"{order.name}-2", symmetric_unit(order, f"{order.name}-v"))
    pushed = stage.push(order, updates=[order.group_id.text])
    assert (pushed.updated, pushed.members, pushed.well) == ([order.group_id.text], 1, True)
    *_, ended = plant.tools.records.entries(kind=EntryKind.PUSHED)
    assert ended.data["keys"] == 1, "made again it wasn't"


def test_a_disabled_group_is_disabled_at_the_service_with_its_keys_as_they_were(
    stage: Stage,
) -> None:
    order = stage.keyed()
    before = stage.keys(order)
    disable_group(stage.plant.tools, order.group_id)
    assert stage.update(order).well
    assert stage.group(order)["provisioningStatus"] == "disabled"
    assert stage.keys(order) == before
    (begun,) = (
        one
        for one in stage.plant.tools.records.entries(kind=EntryKind.PUSH_BEGUN)
        if one.data.get("updates") == [order.group_id.text]
    )
    assert begun.data["order"] == order.name


def test_a_group_that_has_none_of_our_keys_any_more_stays_as_it_is(stage: Stage) -> None:
    order = stage.keyed()
    keys = {name: base64.b64encode(bytes(64)).decode() for name in ("primaryKey", "secondaryKey")}
    stage.put(order, attestation={"type": "symmetricKey", "symmetricKey": keys})
    disable_group(stage.plant.tools, order.group_id)
    pushed = stage.push(order, updates=[order.group_id.text])
    assert (list(pushed.updated), pushed.well) == ([], False)
    assert stage.keys(order) == keys
    assert stage.group(order)["provisioningStatus"] == "enabled"
    fates = stage.plant.tools.records.push_fates(None, {PushState.CONFLICT})
    (row,) = (one for one in fates if one.fate.name == order.group_id.text)
    assert row.fate.differs == ("attestation.symmetricKey.primaryKey",)
    assert keys["primaryKey"] not in row.fate.theirs


def test_a_group_that_is_gone_is_told_and_not_made(stage: Stage) -> None:
    order = stage.keyed()
    with asking(stage.service) as ask:
        ask.ask("DELETE", f"/enrollmentGroups/{order.group_id.text}")
    disable_group(stage.plant.tools, order.group_id)
    pushed = stage.push(order, updates=[order.group_id.text])
    assert "--repair missing" in pushed.not_updated[order.group_id.text]
    assert not pushed.well


def test_a_group_gets_its_second_ca_and_loses_the_one_that_all_units_are_gone_of(
    grouped: Certified,
) -> None:
    stage, order = grouped.stage, grouped.order
    before = grouped.cas()
    old = next(stage.plant.tools.records.enrollments(order=order.name))
    second = thumb(grouped.add("second CA"))
    pushed = stage.update(order)
    assert (pushed.members, pushed.well) == (1, True)
    assert grouped.cas() == {**before, "secondary": second}

    stage.plant.tools.records.revoke((old.id_scope, old.registration_id), "a test")
    stage.push(order, updates=[order.group_id.text])
    assert grouped.cas() == {"primary": second}
    disable_group(stage.plant.tools, order.group_id)
    stage.update(order)
    assert stage.group(order)["provisioningStatus"] == "disabled"


def test_a_group_without_a_unit_that_counts_is_disabled_with_its_ca_as_it_was(
    grouped: Certified,
) -> None:
    stage, order = grouped.stage, grouped.order
    before = grouped.cas()
    (unit,) = stage.plant.tools.records.enrollments(order=order.name)
    stage.plant.tools.records.revoke((unit.id_scope, unit.registration_id), "a test")
    disable_group(stage.plant.tools, order.group_id)
    stage.update(order)
    assert stage.group(order)["provisioningStatus"] == "disabled"
    assert grouped.cas() == before


def test_a_ca_that_somebody_else_put_there_is_a_persons_to_decide(grouped: Certified) -> None:
    stage, order = grouped.stage, grouped.order
    _, other, _ = chain("a leaf", "somebody's CA", "root")
    cas = {"primary": grouped.first, "secondary": other.der}
    held = {place: {"certificate": base64.b64encode(one).decode()} for place, one in cas.items()}
    stage.put(order, attestation={"type": "x509", "x509": {"signingCertificates": held}})
    grouped.add("second CA")
    pushed = stage.push(order, updates=[order.group_id.text])
    assert (list(pushed.updated), pushed.members, pushed.well) == ([], 0, False)
    assert grouped.cas() == {place: thumb(one) for place, one in cas.items()}


def test_a_group_that_cant_be_sent_leaves_the_others_to_go(grouped: Certified) -> None:
    stage = grouped.stage
    for name in ("second CA", "third CA"):
        grouped.add(name)
    sound = order_of(stage.plant, f"sound-{next(stage.numbers)}", SYMMETRIC)
    enrol(stage.plant, sound, f"{sound.name}-1", symmetric_unit(sound, f"{sound.name}-u"))
    wish = PushWish(settings=PushSettings(per_minute=0))
    pushed = run_push(stage.plant, wish, _Looker(), Event())
    assert pushed.error is None
    assert (pushed.groups.created, pushed.well) == (1, False)
    assert "SVC-037" in pushed.left_out[grouped.order.name]
    assert "SVC-037" in pushed.not_updated[grouped.order.group_id.text]
    with pytest.raises(StationError, match="REC-072"):
        retire_group_key(stage.plant.tools, sound.group_id)
