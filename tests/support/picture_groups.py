"""Pictures of the groups' page: none yet, some in each standing, and what is asked first."""

import hashlib

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from station.model.attestation import KeyOrigin, SymmetricKeyAttestation, X509Attestation
from station.model.enrollment import Identity
from station.model.names import RegistrationId
from station.model.order import EnrolledAs, Order
from station.model.people import Person
from station.model.rights import Right
from station.operations.group_units import shut_unit_out
from station.operations.groups import disable_group, open_group, rotate_group
from station.operations.unit_desk import Given
from station.window.groups import GroupsScreen
from tests.support.certified import Certified, chain
from tests.support.picture_stage import Stage
from tests.unit.records.software import enrol, make_order
from tests.unit.records.staffed import ANNE, agreed, credential

LAMPS, METERS, OLD, GATEWAYS = "lamps-eu", "meters-2026", "lamps-2024", "gateways"
_ENTER = Qt.Key.Key_Return


def at_groups(stage: Stage) -> None:
    """Picture the page without groups, with four, and each of its forms."""
    stage.press("go-groups")
    screen = stage.see("groups")
    assert isinstance(screen, GroupsScreen)
    stage.wait(lambda: "no enrollment group" in screen.empty.text())
    stage.take("groups-none")
    _make_groups(stage)
    screen.refresh()
    stage.wait(lambda: screen.table.rowCount() == 4)
    for row, name in enumerate((LAMPS, METERS, OLD, GATEWAYS)):
        screen.table.setCurrentCell(row, 0)
        screen.table.setFocus()
        stage.take(f"groups-{name}")
    screen.table.setCurrentCell(0, 0)
    stage.press("groups-create")
    stage.fill("group-key-name", "plant 7")
    stage.press("group-key-go")
    stage.take("groups-create")
    stage.press("group-key-leave")
    stage.press("groups-disable")
    stage.see("agreement-pin-2")
    stage.take("groups-disable")
    stage.press("agreement-no")
    stage.press("groups-shut-out")
    QTest.keyClick(stage.fill("group-unit-id", "LE-0001"), _ENTER)
    stage.see("agreement-reason")
    stage.take("groups-shut-out")
    stage.fill("agreement-pin-1", _pin(ANNE))
    stage.fill("agreement-reason", "stolen from the truck")
    stage.press("agreement-yes")
    stage.wait(lambda: "is revoked for good" in screen.strip.text())
    stage.take("groups-shut-out-done")


def _pin(person: Person) -> str:
    with credential(person).pin.reveal() as data:
        return data.decode()


def _make_groups(stage: Stage) -> None:
    tools = stage.opened.plant.tools
    records = tools.records
    for name in (LAMPS, METERS, OLD):
        open_group(tools, RegistrationId.parse(name), None, agreed(records, Right.ORDERS))
        _add(stage, make_order(name, quantity=50))
    for name, prefix, count in ((LAMPS, "LE", 3), (METERS, "M", 2), (OLD, "LO", 2)):
        for number in range(count):
            serial = f"{prefix}-{number:04d}"
            enrol(records, serial, _keyed(name, serial), order=name)
    rotate_group(tools, RegistrationId.parse(METERS), None, None, agreed(records, Right.CEREMONY))
    disable_group(tools, RegistrationId.parse(OLD), agreed(records, Right.CEREMONY))
    _, first, *_ = chain("unit", "Factory issuing CA 1", "root")
    _, second, *_ = chain("unit", "Factory issuing CA 2", "root")
    for place, order in enumerate(("gateways-0007", "gateways-0008")):
        spec = make_order(order, quantity=50, group_id=GATEWAYS, enrollment=EnrolledAs.GROUP.value)
        _add(stage, spec)
        for number in range(2):
            serial = f"GW-{place}{number:03d}"
            enrol(records, serial, _certified(serial, (first, second)[place]), order=order)
    lost = Given(agreed(records, Right.REVOKE), "lost")
    shut_unit_out(records, RegistrationId.parse(GATEWAYS), "GW-0001", lost)


def _add(stage: Stage, order: Order) -> None:
    records = stage.opened.plant.tools.records
    real = order.model_copy(update={"practice": False})
    records.add_order(real, agreed(records, Right.ORDERS))


def _keyed(group: str, serial: str) -> Identity:
    name = RegistrationId.parse(serial.lower())
    return Identity(name, SymmetricKeyAttestation(group), KeyOrigin.PLAINTEXT, None)


def _certified(serial: str, issuer: Certified) -> Identity:
    name = RegistrationId.parse(serial.lower())
    held = X509Attestation(serial.encode(), (issuer.der, b"root"))
    return Identity(name, held, KeyOrigin.ON_TOKEN, hashlib.sha256(serial.encode()).digest())
