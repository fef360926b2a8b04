"""A real group by command: made, rotated in two steps, limited by the rules, disabled; exported."""

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from station.errors import StationError
from station.model.attestation import SymmetricKeyAttestation
from station.model.group import IMPORTED, MADE
from station.model.names import RegistrationId
from station.model.proof import derive_device_key
from station.model.rights import Right
from station.operations.groups import import_group, open_group, owner_of_file, rotate_group
from station.operations.plant import Plant, open_reader
from station.practice.bench import PracticeBench
from station.practice.modules import PRACTICE_PIN
from station.practice.units import UnitKind
from station.records.entries import EntryKind
from station.secret import Secret
from tests.support.production import SCOPE, ProductionStation
from tests.unit.records.staffed import ANNE, BERT, WIM, agreed, credential

pytestmark = pytest.mark.bench

BY_ANNE = [credential(ANNE)]
BY_BOTH = [credential(ANNE), credential(BERT)]
OWNER = rsa.generate_private_key(65537, 2048)
OAEP = padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None)  # noqa: S303
GROUP = RegistrationId.parse("plant-7")


def spki() -> bytes:
    return OWNER.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@pytest.fixture
def owner(tmp_path: Path) -> str:
    """Return the file of the certificate of a service's owner."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Owner")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    now = dt.datetime.now(dt.UTC)
    made = (
        builder.public_key(OWNER.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(OWNER, hashes.SHA256())
    )
    (tmp_path / "owner.pem").write_bytes(made.public_bytes(Encoding.PEM))
    return str(tmp_path / "owner.pem")


@pytest.fixture
def ordered(line: ProductionStation, owner: str) -> ProductionStation:
    """Return the station at work on a real order of the group."""
    words = ("order", "create", "keys", "--profile", "real-symmetric", "--id-scope", SCOPE)
    more = ("--quantity", "9", "--group-id", GROUP.text, "--service-owner", owner)
    pin = {"--token-pin-fd": PRACTICE_PIN}
    for told in (
        line(*words, *more, by=BY_ANNE, given=pin),
        line("order", "assign", "keys", "--position", "1", by=BY_ANNE),
    ):
        assert told.status == 0, told.err
    return line


def provisioned(station: ProductionStation, bench: PracticeBench, serial: str) -> tuple[int, str]:
    """Provision one unit; return the exit status and what was said."""
    bench.plug(bench.seats[0], bench.make_unit(UnitKind.SYMMETRIC, serial))
    try:
        told = station("provision", "--units", "1", by=[credential(WIM)])
    finally:
        bench.unplug(bench.seats[0])
    return told.status, told.out + told.err


def passed(station: ProductionStation, bench: PracticeBench, serial: str) -> None:
    status, said = provisioned(station, bench, serial)
    assert status == 0, said


def rotated(station: ProductionStation, *more: str) -> None:
    told = station("group", "rotate", GROUP.text, *more, by=BY_BOTH)
    assert told.status == 0, told.err


def group(station: ProductionStation) -> dict[str, object]:
    return station("group", "show", GROUP.text, "--json", pin=None).answer


def keys_of(station: ProductionStation) -> list[tuple[object, ...]]:
    """Return number, role and units of each of the group's keys, as the command shows them."""
    keys = group(station)["keys"]
    assert isinstance(keys, list)
    return [(key["number"], key["role"], key["units"]) for key in keys]


def opened(out: Path) -> list[tuple[str, Secret]]:
    """Return the keys in an export by the member that each belongs to, as the owner opens them."""
    sealed = json.loads((out / "manifest.json").read_bytes())["sealed_keys"]
    return [
        (one["missing_key"], Secret(OWNER.decrypt((out / one["file"]).read_bytes(), OAEP)))
        for one in sealed
    ]


def check_derived(station: ProductionStation, keys: list[Secret], serials: Sequence[str]) -> None:
    """Check that each unit has the key that is derived from the group's of its number.

    Units prove to the station that they have the key which the factory's token derives.
    """
    with station.open() as plant:
        for number, (key, serial) in enumerate(zip(keys, serials, strict=True), 1):
            unit = plant.tools.records.find(serial)
            assert unit.identity.attestation == SymmetricKeyAttestation(GROUP.text, number)
            derived = plant.tools.factory.derive(GROUP, unit.registration_id, number)
            assert derived == derive_device_key(key, unit.registration_id)


def exported_as_update(station: ProductionStation, out: Path) -> None:
    """Export, and check that whoever sends it learns that creating the group is not enough."""
    told = station("export", "--out", str(out), by=BY_ANNE)
    assert told.status == 0, told.err
    assert "as an update" in told.out
    sealed = json.loads((out / "manifest.json").read_bytes())["sealed_keys"]
    assert [one["mode"] for one in sealed] == ["update", "update"]


PRIMARY, SECONDARY = (f"attestation.symmetricKey.{key}Key" for key in ("primary", "secondary"))


def test_a_group_is_rotated_in_two_steps_and_units_of_both_keys_are_exported(
    ordered: ProductionStation, bench: PracticeBench, owner: str, tmp_path: Path
) -> None:
    station = ordered
    passed(station, bench, "OLD-1")
    assert station("order", "sign", "keys", by=BY_ANNE).status == 0
    alone = station("group", "rotate", GROUP.text, "--service-owner", owner, by=BY_ANNE)
    assert alone.status == 2
    assert "two different people" in alone.err
    assert keys_of(station) == [(1, "primary", 1)]
    rotated(station, "--service-owner", owner)
    passed(station, bench, "NEW-1")
    assert keys_of(station) == [(1, "primary", 1), (2, "secondary", 1)]
    out = tmp_path / "both"
    exported_as_update(station, out)
    held = opened(out)
    assert [place for place, _ in held] == [PRIMARY, SECONDARY]
    units = json.loads((out / "units-plant-7.json").read_bytes())["units"]
    assert {one["serial"]: one["key"] for one in units} == {
        "OLD-1": "primary",
        "NEW-1": "secondary",
    }
    check_derived(station, [key for _, key in held], ("OLD-1", "NEW-1"))
    refused = station("group", "rotate", GROUP.text, "--retire-old", by=BY_BOTH)
    assert refused.err.startswith("REC-072")
    assert "1 units have the key" in refused.err
    rotated(station, "--retire-old", "--moved")
    assert keys_of(station) == [(1, "retired", 1), (2, "primary", 1)]
    passed(station, bench, "NEW-2")
    out = tmp_path / "one"
    assert station("export", "--again", "--out", str(out), by=BY_ANNE).status == 0
    assert opened(out) == [(PRIMARY, held[1][1])]
    with open_reader(station.data) as reader:
        kinds = (EntryKind.GROUP_ROTATED, EntryKind.GROUP_KEY_RETIRED)
        by = [entry.data["by"] for entry in reader.entries() if entry.kind in kinds]
    assert by == [["S-1", "S-2"]] * 2
    verified = station("audit", "verify", pin=None)
    assert verified.status == 0, verified.err


LEFT = pytest.mark.parametrize(
    "left", [Secret(b"L" * 64), spki(), b""], ids=["taken in", "the owner's", "nobody's"]
)
GIVEN = Secret(b"G" * 64)
BOX = RegistrationId.parse("box-1")


def broken_off(plant: Plant, left: Secret | bytes, name: RegistrationId, number: int) -> None:
    """Leave a key on the token that the record knows nothing of: taken in, or made for somebody."""
    if isinstance(left, Secret):
        plant.tools.factory.groups.install(name, left, b"", number)
    else:
        plant.tools.factory.groups.create(name, left, number)


@LEFT
@pytest.mark.parametrize("key", [None, GIVEN], ids=["made", "imported"])
def test_a_rotation_that_was_broken_off_before_the_record_gives_the_key_that_is_wanted_now(
    ordered: ProductionStation, owner: str, left: Secret | bytes, key: Secret | None
) -> None:
    with ordered.open() as plant:
        broken_off(plant, left, GROUP, 2)
        before = plant.tools.factory.derive(GROUP, BOX, 2)
        by = agreed(plant.tools.records, Right.CEREMONY)
        made = rotate_group(plant.tools, GROUP, key, owner_of_file(Path(owner)), by)
        assert (made.number, made.born) == (2, MADE if key is None else IMPORTED)
        exported = Secret(OWNER.decrypt(made.owner_copy, OAEP))
        assert key is None or exported == key
        derived = plant.tools.factory.derive(GROUP, BOX, 2)
        assert derived == derive_device_key(exported, BOX)
        assert derived != before


@LEFT
@pytest.mark.parametrize("key", [None, GIVEN], ids=["made", "imported"])
def test_a_group_that_was_broken_off_before_the_record_can_be_made_for_another_owner(
    line: ProductionStation, owner: str, left: Secret | bytes, key: Secret | None
) -> None:
    with line.open() as plant:
        broken_off(plant, left, BOX, 1)
        by, held = agreed(plant.tools.records, Right.ORDERS), owner_of_file(Path(owner))
        if key is None:
            made = open_group(plant.tools, BOX, held, by)
        else:
            made = import_group(plant.tools, BOX, key, held, by)
        exported = Secret(OWNER.decrypt(made.owner_copy, OAEP))
        assert key is None or exported == key
        assert plant.tools.factory.derive(BOX, BOX) == derive_device_key(exported, BOX)
        with pytest.raises(StationError, match="HSM-038"):
            import_group(plant.tools, BOX, GIVEN, held, by)


def test_a_retirement_that_was_broken_off_after_the_record_is_finished_and_well(
    ordered: ProductionStation, owner: str
) -> None:
    rotated(ordered, "--service-owner", owner)
    with ordered.open() as plant:
        records = plant.tools.records
        records.groups.retire(GROUP, agreed(records, Right.CEREMONY))
        plant.tools.factory.groups.demand(GROUP, 1)
    words = ("group", "rotate", GROUP.text, "--retire-old")
    refused = ordered(*words, by=[credential(ANNE), credential(WIM)])
    assert refused.err.startswith("REC-025")
    with ordered.open() as plant:
        plant.tools.factory.groups.demand(GROUP, 1)
    done = ordered(*words, "--json", by=BY_BOTH)
    assert done.status == 0, done.err
    assert (done.answer["number"], bool(done.answer["retired"])) == (1, True)
    with ordered.open() as plant, pytest.raises(StationError, match="HSM-013"):
        plant.tools.factory.groups.demand(GROUP, 1)
    assert ordered(*words, by=BY_BOTH).err.startswith("REC-072")


def test_without_two_supervisors_the_token_is_not_touched(
    ordered: ProductionStation, owner: str
) -> None:
    by_worker = [credential(ANNE), credential(WIM)]
    refused = ordered("group", "rotate", GROUP.text, "--service-owner", owner, by=by_worker)
    assert refused.err.startswith("REC-025")
    with ordered.open() as plant, pytest.raises(StationError, match="HSM-013"):
        plant.tools.factory.groups.demand(GROUP, 2)


def test_the_rules_of_the_house_say_after_how_many_units_a_group_is_rotated(
    ordered: ProductionStation, bench: PracticeBench, owner: str
) -> None:
    assert ordered("settings", "set", "--group-units", "1", by=BY_ANNE).status == 0
    passed(ordered, bench, "DUE-1")
    assert ordered("order", "sign", "keys", by=BY_ANNE).status == 0
    due = "1 units have its key, of 1"
    assert group(ordered)["due"] == due
    assert due in ordered("group", "list", pin=None).out
    status, said = provisioned(ordered, bench, "DUE-2")
    assert (status, "REC-071" in said) == (3, True)
    rotated(ordered, "--service-owner", owner)
    passed(ordered, bench, "DUE-3")


def test_a_disabled_group_takes_no_units_and_its_export_says_so(
    ordered: ProductionStation, bench: PracticeBench, tmp_path: Path
) -> None:
    passed(ordered, bench, "OFF-1")
    assert ordered("order", "sign", "keys", by=BY_ANNE).status == 0
    told = ordered("group", "disable", GROUP.text, by=BY_BOTH)
    assert told.status == 0, told.err
    assert group(ordered)["disabled"]
    assert "it takes no units any more" in ordered("group", "show", GROUP.text, pin=None).out
    status, said = provisioned(ordered, bench, "OFF-2")
    assert (status, "REC-066" in said) == (3, True)
    out = tmp_path / "export"
    assert ordered("export", "--out", str(out), by=BY_ANNE).status == 0
    document = json.loads((out / "group-plant-7.template.json").read_bytes())
    assert document["provisioningStatus"] == "disabled"
    unknown = ordered("group", "disable", "another", by=BY_BOTH)
    assert unknown.err.startswith("REC-068")
