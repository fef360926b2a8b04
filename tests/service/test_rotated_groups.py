"""Groups that were rotated, or disabled: what an export says of them to the service."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from station.model.attestation import SymmetricKeyAttestation
from station.model.group import GroupKey
from station.model.names import RegistrationId
from station.service.exports import export, verify
from station.service.exports.manifest import SealedKey
from tests.service.written import bodies, refused

if TYPE_CHECKING:
    from tests.service.conftest import MemoryRecords, SoftwareFactory

pytestmark = pytest.mark.service

GROUP = RegistrationId.parse("keys")


def key(number: int, owner_copy: bytes = b"", retired: str = "") -> GroupKey:
    owner = "ab" * 32 if owner_copy else ""
    return GroupKey("keys", "made", owner, owner_copy, b"", "", number, retired)


def shown(factory: SoftwareFactory, number: int) -> str:
    with factory.disclose_group_key(GROUP, number).reveal() as data:
        return base64.b64encode(data).decode("ascii")


def filled(records: MemoryRecords) -> None:
    """Add a unit with each of three keys."""
    for number in (1, 2, 3):
        records.add("keys", SymmetricKeyAttestation("keys", number), f"s-{number}")


def test_while_it_is_rotated_a_group_has_both_keys_the_older_as_its_primary(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    filled(records)
    records.groups.known[GROUP] = (key(1, retired="then"), key(2), key(3))
    report = export(records, factory, out, "dps-json")
    assert report.keys_in_clear
    assert report.changed_groups
    for stem in ("groups", "group-updates"):
        [group] = bodies(out, stem, "bulkGroups")
        assert group["attestation"] == {
            "type": "symmetricKey",
            "symmetricKey": {"primaryKey": shown(factory, 2), "secondaryKey": shown(factory, 3)},
        }
        assert "provisioningStatus" not in group
    modes = [json.loads(path.read_bytes())["mode"] for path in sorted(out.glob("group*-0001.json"))]
    assert modes == ["update", "create"]
    units = json.loads((out / "units-keys.json").read_bytes())["units"]
    assert [(unit["registrationId"], unit["key"]) for unit in units] == [
        ("s-1", "retired"),
        ("s-2", "primary"),
        ("s-3", "secondary"),
    ]
    verify(out, None)


def test_once_the_older_is_retired_the_newer_is_the_primary_and_alone(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    filled(records)
    records.groups.known[GROUP] = (key(1, retired="then"), key(2, retired="then"), key(3))
    export(records, factory, out, "dps-json")
    for stem in ("groups", "group-updates"):
        [group] = bodies(out, stem, "bulkGroups")
        assert group["attestation"] == {
            "type": "symmetricKey",
            "symmetricKey": {"primaryKey": shown(factory, 3)},
        }


def test_a_group_that_never_changed_is_not_updated(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    records.add_symmetric("keys", "s-1")
    records.groups.known[GROUP] = (key(1),)
    assert not export(records, factory, out, "dps-json").changed_groups
    assert not list(out.glob("group-updates-*"))
    [unit] = json.loads((out / "units-keys.json").read_bytes())["units"]
    assert "key" not in unit


def test_a_disabled_group_is_disabled_at_the_service(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    records.add_symmetric("keys", "s-1")
    records.groups.disabled.add(GROUP)
    export(records, factory, out, "dps-json")
    for stem in ("groups", "group-updates"):
        [group] = bodies(out, stem, "bulkGroups")
        assert group["provisioningStatus"] == "disabled"


def production(records: MemoryRecords, factory: SoftwareFactory) -> None:
    filled(records)
    factory.practice = False
    records.known["keys"] = records.known["keys"].model_copy(update={"practice": False})


def test_a_production_export_has_the_wrapped_copies_of_both_keys_and_says_which_is_which(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    production(records, factory)
    second = replace(key(3, b"the newer"), owner="cd" * 32)
    records.groups.known[GROUP] = (key(1, retired="then"), key(2, b"the older"), second)
    records.groups.disabled.add(GROUP)
    report = export(records, factory, out, "dps-json")
    assert not report.keys_in_clear
    assert report.changed_groups
    sealed = json.loads((out / "manifest.json").read_bytes())["sealed_keys"]
    assert [one["mode"] for one in sealed] == ["update", "update"]
    told = [(one["missing_key"], one["file"], one["certificate"]) for one in sealed]
    assert told == [
        ("attestation.symmetricKey.primaryKey", "group-key-keys.oaep", "ab" * 32),
        ("attestation.symmetricKey.secondaryKey", "group-key-keys.secondary.oaep", "cd" * 32),
    ]
    assert [(out / file).read_bytes() for _, file, _ in told] == [b"the older", b"the newer"]
    document = json.loads((out / "group-keys.template.json").read_bytes())
    words = document["attestation"]["symmetricKey"]
    assert "primary key" in words["primaryKey"]
    assert "secondary key" in words["secondaryKey"]
    assert document["provisioningStatus"] == "disabled"
    verify(out, None)


@pytest.mark.parametrize("change", ["nothing", "rotated", "retired", "disabled"])
def test_a_production_export_says_whether_a_group_is_to_be_updated(
    records: MemoryRecords, factory: SoftwareFactory, out: Path, change: str
) -> None:
    production(records, factory)
    first, second = key(1, b"first"), key(2, b"second")
    retired = key(1, b"first", retired="then")
    known = {"rotated": (first, second), "retired": (retired, second)}
    records.groups.known[GROUP] = known.get(change, (first,))
    if change == "disabled":
        records.groups.disabled.add(GROUP)
    changed = change != "nothing"
    assert export(records, factory, out, "dps-json").changed_groups is changed
    sealed = verify(out, None).manifest.sealed_keys
    assert {one.mode for one in sealed} == {"update" if changed else "create"}


def test_what_an_older_station_sealed_can_be_read() -> None:
    older = {"group": "keys", "file": "key.oaep", "document": "group.json", "missing_key": "k"}
    content = json.dumps({**older, "certificate": "ab" * 32, "how": "openssl"})
    assert SealedKey.model_validate_json(content).mode == "create"


def test_a_second_key_that_was_wrapped_for_nobody_stops_the_export(
    records: MemoryRecords, factory: SoftwareFactory, out: Path
) -> None:
    production(records, factory)
    records.groups.known[GROUP] = (key(1, b"copy"), key(2))
    assert refused(records, factory, out).code == "SVC-034"
