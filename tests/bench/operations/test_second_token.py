"""A second token is made ready, shows what it can do, and takes the first one's place."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from station.errors import StationError
from station.hsm.factory import FactoryHsm
from station.hsm.replies import KeyFact, Keys
from station.hsm.requests_token import ReadKeys
from station.hsm.second import Following
from station.hsm.tokens import TokenAddress
from station.line.work import TOKEN_PIN
from station.model.certificate import CertificateTemplate
from station.model.group import PUSH_OWNER, KeyName, KeyOwner
from station.model.names import RegistrationId
from station.model.rights import Right
from station.operations.ceremony_document import GROUP as GROUP_KEY
from station.operations.ceremony_protocol import check_protocol
from station.operations.drill import Drilled, drill
from station.operations.factory_file import FactoryFile
from station.operations.groups import open_group
from station.operations.plant import Plant, open_reader, utc_now
from station.operations.second_place import Replaced, Taking, replace_token
from station.operations.second_token import group_check, make_ready, second_lines
from station.practice.modules import PRACTICE_PIN
from station.records.ceremonies import CeremonyKind
from station.records.entries import AuditEntry, EntryKind
from station.records.replacement import Consent
from station.secret import Secret
from tests.support.production import NAME, ProductionStation, add_real_products, real_order
from tests.support.second import pin, ready, root_of, root_token, second_of, wanted
from tests.unit.records.staffed import (
    ANNE,
    BERT,
    accept_software,
    agreed,
    credential,
    quick_hashing,
)

SYMMETRIC = KeyName(RegistrationId.parse("symmetric"))
NEWER = KeyName(RegistrationId.parse("newer"))

pytestmark = pytest.mark.bench

GROUP = RegistrationId.parse("symmetric")
UNIT = RegistrationId.parse("unit-1")
BOTH = [credential(ANNE), credential(BERT)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> ProductionStation:
    """A station at work, whose second token is ready."""
    station = ProductionStation.made(tmp_path_factory.mktemp("made"))
    add_real_products(station)
    new_group(station, GROUP)
    for mechanism in ("x509", "symmetric"):
        assert real_order(station, mechanism).status == 0
    with station.open() as plant:
        made = ready(station, plant)
    assert (made.moved, made.groups) == (2, ("symmetric",)), "the group's key and the sealing key"
    return station


@pytest.fixture
def station(made: ProductionStation, tmp_path: Path) -> Iterator[ProductionStation]:
    copy = made.copied(tmp_path / "copy")
    yield copy
    shutil.rmtree(tmp_path / "copy")


def new_group(
    station: ProductionStation, name: RegistrationId, owner: KeyOwner | None = None
) -> None:
    with station.open() as plant:
        open_group(plant.tools, name, owner, agreed(plant.tools.records, Right.ORDERS))


def replaced(station: ProductionStation, *, root: bool = False, label: str = "second") -> Replaced:
    """Have the second token take the first one's place, which is gone."""
    taking = Taking(second_of(station, label), pin(), root_token(station) if root else None)
    with quick_hashing():
        return replace_token(station.data, taking, Consent(BOTH, "the first is broken"))


def without_first(station: ProductionStation) -> None:
    """Have the first token be lost with all that is on it."""
    shutil.rmtree(station.data.root.parent / "factory")


def objects(address: TokenAddress) -> list[str]:
    """Return the files of the objects on a token, by which one that comes twice shows."""
    folder = Path(address.module.environment["SOFTHSM2_CONF"]).parent
    return sorted(path.name for path in folder.rglob("*.object"))


def certified(token: FactoryHsm) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, UNIT.text)])
    csr = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, SHA256())
    der = csr.public_bytes(Encoding.DER)
    made = token.issue_certificate(der, UNIT, CertificateTemplate(30), utc_now())
    return x509.load_der_x509_certificate(made)


def test_it_has_keys_of_its_own_under_the_same_root_and_two_of_the_first(
    station: ProductionStation,
) -> None:
    with station.open() as plant, FactoryHsm.open(second_of(station), pin()) as second:
        first = plant.tools.factory
        assert second.issuing_chain[1] == first.issuing_chain[1]
        issuing = x509.load_der_x509_certificate(second.issuing_chain[0])
        assert issuing.subject.rfc4514_string() == f"CN={NAME} B Issuing CA"
        own, other = ({k.label: k.fingerprint for k in keys(one)} for one in (first, second))
        for label in ("issuing", "audit", "manifest", "record"):
            assert own[f"station-{label}"] != other[f"station-{label}"], label
        assert own["station-escrow"] == other["station-escrow"]
        assert second.mac("a", b"b") != first.mac("a", b"b")
        assert group_check(second, SYMMETRIC) == group_check(first, SYMMETRIC)
        sealed = first.seal("a test", Secret(b"a secret"))
        assert second.unseal("a test", sealed) == Secret(b"a secret")


def keys(token: FactoryHsm) -> Sequence[KeyFact]:
    return token.ask(ReadKeys(), Keys).items


def test_the_protocol_says_which_keys_are_on_it_and_the_record_knows_it(
    station: ProductionStation,
) -> None:
    folder = station.data.ceremonies / "second-1"
    found = check_protocol(folder, None)
    document = found.document
    assert document.what is CeremonyKind.SECOND
    assert [one.role for one in document.tokens] == ["root", "factory", "second"]
    assert [one.badge for one in document.people] == ["S-1", "S-2"]
    with FactoryHsm.open(second_of(station), pin()) as second:
        assert document.keys == second_lines(second, [SYMMETRIC])
        audit = second.audit_certificate.hex()
    with open_reader(station.data) as reader:
        assert reader.protocols() == [found.digest]
        *_, told = reader.entries(kind=EntryKind.CEREMONY_HELD)
    assert (told.data["what"], told.data["audit"]) == ("second", audit)
    assert (told.data["by"], document.practice) == (["S-1", "S-2"], False)
    assert (folder / "protocol.pdf").read_bytes().startswith(b"%PDF")


def test_made_ready_again_it_is_the_same_and_nothing_is_twice(station: ProductionStation) -> None:
    address = second_of(station)
    before = objects(address)
    with station.open() as plant:
        again = ready(station, plant)
        head = plant.tools.factory.last_head()
    assert (again.moved, again.folder) == (0, "second-1")
    assert len(objects(address)) == len(before)
    with open_reader(station.data) as reader:
        assert len(reader.protocols()) == 1
    with FactoryHsm.open(address, pin()) as second:
        known = Following(second.ask).known()
    assert known is not None
    assert known.sequence == head.sequence, "it knows the record as far as it has come"


def test_a_group_that_is_new_comes_over_the_next_time(station: ProductionStation) -> None:
    new_group(station, NEWER.group_id)
    with station.open() as plant:
        made = ready(station, plant)
        assert (made.moved, made.folder) == (1, "second-2")
        with FactoryHsm.open(second_of(station), pin()) as second:
            assert group_check(second, NEWER) == group_check(plant.tools.factory, NEWER)


def test_a_key_for_pushes_is_for_those_of_the_second_token_too(
    station: ProductionStation,
) -> None:
    new_group(station, NEWER.group_id, PUSH_OWNER)
    with station.open() as plant:
        first = plant.tools.factory.groups.open_for_push(NEWER.group_id)
        assert ready(station, plant).moved == 1
        assert ready(station, plant).moved == 0
        with FactoryHsm.open(second_of(station), pin()) as second:
            assert second.groups.open_for_push(NEWER.group_id) == first
            with pytest.raises(StationError, match="SVC-078"):
                second.groups.open_for_push(GROUP)
            bare_copy(plant, second)
        assert ready(station, plant).moved == 1, "it had come over without the copy for pushes"
        with FactoryHsm.open(second_of(station), pin()) as second:
            assert second.groups.open_for_push(NEWER.group_id) == first


def bare_copy(plant: Plant, second: FactoryHsm) -> None:
    """Give the second token a key as one that no push may have."""
    key = plant.tools.factory.groups.open_for_push(NEWER.group_id)
    second.groups.retire(NEWER.group_id, NEWER.number)
    second.groups.install(NEWER.group_id, key)


def test_a_key_for_pushes_that_came_later_comes_with_the_roots_token(
    station: ProductionStation,
) -> None:
    new_group(station, NEWER.group_id, PUSH_OWNER)
    with station.open() as plant:
        before = plant.tools.factory.groups.open_for_push(NEWER.group_id)
    without_first(station)
    assert replaced(station).missing == ["newer"]
    assert replaced(station, root=True).missing == []
    with station.open() as plant:
        assert plant.tools.factory.groups.open_for_push(NEWER.group_id) == before


def test_another_root_is_refused_before_anything_is_made(
    station: ProductionStation, tmp_path: Path
) -> None:
    other = ProductionStation.made(tmp_path / "other", staffed=False)
    empty = second_of(other)
    before = objects(empty)
    given = wanted(station, second=empty, root=root_of(other))
    with station.open() as plant, pytest.raises(StationError, match="HSM-035"):
        make_ready(plant, given)
    assert objects(empty) == before


def test_a_token_without_a_root_gets_none(station: ProductionStation) -> None:
    given = wanted(station, root=second_of(station))
    with station.open() as plant, pytest.raises(StationError, match="HSM-035"):
        make_ready(plant, given)


def test_the_station_goes_on_with_the_second_token_when_the_first_is_lost(
    station: ProductionStation,
) -> None:
    without_first(station)
    told = replaced(station)
    assert (told.missing, told.others, told.unaccepted) == ([], ["W-1", "M-1"], True)
    assert FactoryFile.read(station.data).label == "second"
    with station.open() as plant:
        records, token = plant.tools.records, plant.tools.factory
        order = records.order("x509")
        assert order.token_pin is not None
        assert token.unseal(TOKEN_PIN, order.token_pin) == Secret(PRACTICE_PIN.encode())
        token.groups.demand(GROUP)
        assert plant.job("symmetric").order.name == "symmetric"
        known = {one.authority.name: one.authority.state for one in records.known_authorities()}
        assert known[f"{NAME} Issuing CA"] == "retired"
        assert known[f"{NAME} B Issuing CA"] == "active"
        issued = certified(token)
        issued.verify_directly_issued_by(x509.load_der_x509_certificate(token.issuing_chain[0]))
        records.log_in(ANNE.badge, credential(ANNE).pin)
        with pytest.raises(StationError, match="HSM-025"):
            records.begin_run("x509", order.profile_hash, "1")
        accept_software(records)
        run = records.begin_run("x509", order.profile_hash, "1")
        records.admit(run, "S1", UNIT)
        records.spend(run, issued_by(token))
        assert records.verify().unsigned == 0
    assert replaced(station).unaccepted is False, "said again, nothing is left to do"
    verified = station("audit", "verify", pin=None)
    assert verified.status == 0, verified.err


def issued_by(token: FactoryHsm) -> str:
    (issuing, *_) = token.issuing_chain
    return x509.load_der_x509_certificate(issuing).fingerprint(SHA256()).hex()


def test_a_group_that_came_later_comes_with_the_roots_token(station: ProductionStation) -> None:
    new_group(station, NEWER.group_id)
    with station.open() as plant:
        before = group_check(plant.tools.factory, NEWER)
    without_first(station)
    assert replaced(station).missing == ["newer"]
    assert replaced(station, root=True).missing == [], "said again, with the root's token"
    with station.open() as plant:
        assert group_check(plant.tools.factory, NEWER) == before


def test_the_first_opens_it_no_more(station: ProductionStation) -> None:
    first = FactoryFile.read(station.data)
    replaced(station)
    with FactoryHsm.open(second_of(station), pin()) as second:
        first.write(station.data, second.audit_certificate)
    with pytest.raises(StationError, match="HSM-031"), station.open():
        pass


def test_a_token_that_was_not_made_ready_takes_no_place(
    station: ProductionStation, tmp_path: Path
) -> None:
    other = ProductionStation.made(tmp_path / "other", staffed=False)
    taking = Taking(FactoryFile.read(other.data).address, pin())
    with pytest.raises(StationError, match="HSM-030"):
        replace_token(station.data, taking, Consent(BOTH, "broken"))


def test_another_second_token_follows(station: ProductionStation) -> None:
    replaced(station)
    with station.open() as plant:
        made = ready(station, plant, label="third")
        assert made.moved == 2
    told = [entry.data["audit"] for entry in ready_told(station)]
    assert len(set(told)) == 2


def ready_told(station: ProductionStation) -> Sequence[AuditEntry]:
    with station.open() as plant:
        return plant.tools.records.second.made_ready()


def drilled(station: ProductionStation) -> Drilled:
    with station.open() as plant:
        return drill(plant, second_of(station), pin(), BOTH)


def test_a_drill_shows_that_the_second_token_works_and_counts_nothing(
    station: ProductionStation,
) -> None:
    before = counts(station)
    done = drilled(station)
    assert done.wrong == ()
    assert done.unit.startswith("practice-drill-")
    assert counts(station) == before
    found = check_protocol(station.data.ceremonies / done.folder, None)
    assert found.document.what is CeremonyKind.DRILL
    assert done.unit in found.document.notice
    assert f"CN={done.unit}" in {one.subject for one in found.document.certificates}
    with open_reader(station.data) as reader:
        *_, told = reader.entries(kind=EntryKind.CEREMONY_HELD)
        with pytest.raises(StationError, match="REC-015"):
            reader.find(done.unit)
    assert (told.data["what"], told.data["result"]) == ("drill", "passed")
    assert (told.data["protocol"], told.data["unit"]) == (found.digest, done.unit)
    assert replaced(station).missing == [], "it is as ready as it was"


def counts(station: ProductionStation) -> object:
    with station.open() as plant:
        records = plant.tools.records
        issued = [(one.authority.name, one.issued) for one in records.known_authorities()]
        usage = [records.usage(order.name) for order in records.orders()]
        return issued, usage, len(list(records.enrollments()))


def test_a_drill_tells_of_a_group_that_the_second_token_lacks(station: ProductionStation) -> None:
    new_group(station, RegistrationId.parse("symmetric-2"))
    done = drilled(station)
    (wrong,) = done.wrong
    assert "symmetric-2" in wrong.what
    assert "HSM-013" in wrong.why
    found = check_protocol(station.data.ceremonies / done.folder, None).document
    assert [one.label for one in found.keys if one.kind == GROUP_KEY] == ["group symmetric"]
    with open_reader(station.data) as reader:
        *_, told = reader.entries(kind=EntryKind.CEREMONY_HELD)
    assert told.data["result"] == "was not passed"


def test_a_drill_takes_this_stations_second_token_alone(
    station: ProductionStation, tmp_path: Path
) -> None:
    other = ProductionStation.made(tmp_path / "other", staffed=False)
    address = FactoryFile.read(other.data).address
    with station.open() as plant, pytest.raises(StationError, match="HSM-030"):
        drill(plant, address, pin(), BOTH)
