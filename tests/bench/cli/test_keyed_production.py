"""Real symmetric keys on their way to the service: to its owner encrypted, or for a push alone."""

import json
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from station.errors import StationError
from station.model.group import FOR_PUSH, KeyName
from station.model.names import RegistrationId
from station.model.proof import derive_device_key
from station.operations.push_documents import KEYED, selected
from station.operations.push_keys import PushKeys
from station.practice.bench import PracticeBench
from station.practice.modules import PRACTICE_PIN
from station.practice.units import UnitKind
from station.records.entries import EntryKind
from station.secret import Secret
from station.service.documents import bulk_body
from station.service.group_documents import text_of_key
from tests.support.certificates import issued
from tests.support.production import SCOPE, ProductionStation
from tests.unit.records.staffed import ANNE, WIM, credential

pytestmark = pytest.mark.bench

BY_ANNE = [credential(ANNE)]
HOST = "a.example"
NAME = "keys"
GROUP = RegistrationId.parse(NAME)


def ordered(station: ProductionStation, *more: str) -> tuple[int, str]:
    """Make a real order and give it to the position; return the status and what was said."""
    words = ("order", "create", NAME, "--profile", "real-symmetric", "--id-scope", SCOPE)
    pin = {"--token-pin-fd": PRACTICE_PIN}
    told = station(*words, "--quantity", "2", *more, by=BY_ANNE, given=pin)
    if told.status == 0:
        station("order", "assign", NAME, "--position", "1", by=BY_ANNE)
    return told.status, told.out + told.err


def passed(station: ProductionStation, bench: PracticeBench, serial: str) -> None:
    """Have one unit pass."""
    bench.plug(bench.seats[0], bench.make_unit(UnitKind.SYMMETRIC, serial))
    try:
        told = station("provision", "--units", "1", by=[credential(WIM)])
    finally:
        bench.unplug(bench.seats[0])
    assert told.status == 0, told.out + told.err


def test_units_of_a_real_order_have_their_own_keys_in_an_export_for_its_owner_alone(
    line: ProductionStation, bench: PracticeBench, tmp_path: Path
) -> None:
    key, pem = rsa.generate_private_key(65537, 2048), tmp_path / "owner.pem"
    pem.write_bytes(issued(key.public_key(), "owner")[0])
    refused = ordered(line, "--enrollment", "individual", "--service-owner", str(pem))
    assert (refused[0], "CFG-004" in refused[1]) == (2, True)
    assert ordered(line, "--enrollment", "individual")[0] == 0
    passed(line, bench, "S-1")
    out = tmp_path / "out"
    bare = line("export", "--out", str(out), by=BY_ANNE)
    assert (bare.status, "SVC-077" in bare.err, out.exists()) == (2, True, False)
    told = line("export", "--out", str(out), "--recipient", str(pem), by=BY_ANNE)
    assert told.status == 0, told.err
    secret = tmp_path / "owner.key"
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (sealed,) = out.glob("*.p7m")
    how = ["openssl", "cms", "-decrypt", "-binary", "-inform", "DER", "-inkey", str(secret)]
    done = subprocess.run([*how, "-in", str(sealed)], capture_output=True, check=True)
    (document,) = json.loads(done.stdout)["enrollments"]
    with line.open() as plant:
        unit = plant.tools.records.find("S-1")
        derived = plant.tools.factory.derive(GROUP, unit.registration_id)
        (entry,) = plant.tools.records.entries(kind=EntryKind.KEYS_DISCLOSED)
        plant.tools.records.verify()
    assert document["attestation"]["symmetricKey"]["primaryKey"] == text_of_key(derived)
    assert (entry.data["units"], entry.data["way"]) == (1, "export")


def test_a_real_group_goes_with_its_key_where_that_was_made_for_a_push(
    line: ProductionStation, bench: PracticeBench
) -> None:
    assert ordered(line, "--for-push")[0] == 0
    passed(line, bench, "S-2")
    shown = line("group", "show", NAME, "--json", pin=None).answer
    assert shown["owner"] == FOR_PUSH
    with line.open() as plant:
        tools, order = plant.tools, plant.tools.records.order(NAME)
        keys = PushKeys(tools.factory)
        selection = selected(tools, HOST, [order], keys, again=False)
        ((_, document),) = selection.grouped
        assert b"<key " in document
        body = bulk_body("enrollmentGroups", (document,))
        (group,) = json.loads(keys.filled("enrollmentGroups", body))["enrollmentGroups"]
        key = group["attestation"]["symmetricKey"]["primaryKey"]
        unit = tools.records.find("S-2").registration_id
        derived = tools.factory.derive(GROUP, unit)
        with tools.factory.groups.open_for_push(GROUP).reveal() as data:
            assert text_of_key(Secret(data)) == key
            assert derive_device_key(Secret(data), unit) == derived
        assert keys.sent == 1


def test_a_real_group_whose_key_is_for_nobody_is_left_out(
    line: ProductionStation, bench: PracticeBench
) -> None:
    assert ordered(line, "--no-disclosure")[0] == 0
    passed(line, bench, "S-3")
    with line.open() as plant:
        tools, order = plant.tools, plant.tools.records.order(NAME)
        keys = PushKeys(tools.factory)
        selection = selected(tools, HOST, [order], keys, again=False)
        assert selection.left_out == {NAME: KEYED}
        assert (selection.grouped, selection.single) == ([], [])
        words = keys.words("enrollmentGroups", KeyName(GROUP))
        attestation = {"type": "symmetricKey", "symmetricKey": {"primaryKey": words}}
        made_up = json.dumps({"enrollmentGroupId": NAME, "attestation": attestation})
        body = bulk_body("enrollmentGroups", (made_up.encode(),))
        with pytest.raises(StationError, match="SVC-078"):
            keys.filled("enrollmentGroups", body)
