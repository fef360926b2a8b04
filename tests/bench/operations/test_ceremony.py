"""Two people make a station from two empty tokens; broken off anywhere, they go on."""

import json
from pathlib import Path

import pytest

from station.errors import StationError
from station.folders import Data
from station.model.custody import LESS_SAFE
from station.model.people import Credential
from station.model.rights import Right
from station.operations.ceremony_begin import (
    begin_ceremony,
    drop_ceremony,
    find_rehearsal,
    rehearsing,
)
from station.operations.ceremony_plan import Progress, StepName, made_plan
from station.operations.ceremony_protocol import check_protocol
from station.operations.ceremony_work import Held, hold_ceremony
from station.operations.custody import factory_keys
from station.operations.factory_file import FactoryFile
from station.operations.plant import open_plant, open_reader
from station.practice.modules import PRACTICE_PIN
from station.records.custody import Choice
from station.records.entries import EntryKind
from station.secret import Secret
from tests.support.ceremonies import (
    NAME,
    PEOPLE,
    PowerCutError,
    QuietRoom,
    begun,
    empty_token,
    planned,
)
from tests.unit.records.staffed import quick_hashing

pytestmark = pytest.mark.bench


def held(data: Data, room: QuietRoom | None = None) -> Held:
    with quick_hashing():
        return hold_ceremony(data, room or QuietRoom())


def code_of(data: Data, room: QuietRoom) -> str:
    with pytest.raises(StationError) as caught:
        held(data, room)
    return caught.value.code


def assert_works(data: Data) -> None:
    """Check that the folder is a station whose supervisors can agree, and its chain is whole."""
    with quick_hashing(), open_plant(data, Secret(PRACTICE_PIN.encode())) as plant:
        records = plant.tools.records
        assert [(p.badge, p.name) for p in records.people()] == list(PEOPLE)
        both = [Credential(badge, Secret(f"pin-{badge}".encode())) for badge, _ in PEOPLE]
        assert records.approve(Right.RELEASE_PROFILE, both).by == ("S-1", "S-2")
        assert records.verify().gaps == ()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Data, Held, QuietRoom]:
    room = QuietRoom()
    data = begun(tmp_path_factory.mktemp("whole"))
    return data, held(data, room), room


def test_two_people_make_a_station_of_two_empty_tokens(
    whole: tuple[Data, Held, QuietRoom],
) -> None:
    data, _, room = whole
    assert FactoryFile.read(data).station == NAME
    assert not data.ceremony.exists()
    assert_works(data)
    assert [one for one in room.heard if one.startswith(("pin", "new", "own"))] == [
        "pin root",
        "pin factory",
        "new S-1",
        "new S-2",
        "own S-1",
        "own S-2",
    ]


def test_the_protocol_is_signed_and_its_digest_is_in_the_chain(
    whole: tuple[Data, Held, QuietRoom],
) -> None:
    data, over, room = whole
    found = check_protocol(over.folder, None)
    assert found.digest == over.protocol
    with open_reader(data) as reader:
        assert reader.protocols() == [over.protocol]
    document = found.document
    labels = {key.label for key in document.keys}
    assert labels >= {f"station-{x}" for x in ("root", "issuing", "audit", "manifest", "record")}
    (escrow,) = (key for key in document.keys if key.label == "station-escrow")
    assert (escrow.token, escrow.kind, len(escrow.fingerprint)) == ("root", "rsa-3072", 64)
    assert {token.role for token in document.tokens} == {"root", "factory"}
    aloud = " ".join(room.told).replace(" ", "")
    assert all(key.fingerprint in aloud for key in document.keys)
    assert document.notice.startswith("NOT REHEARSED")
    assert (over.folder / "protocol.pdf").read_bytes().startswith(b"%PDF")


def test_both_accept_keys_in_software_by_a_word_of_their_own(
    whole: tuple[Data, Held, QuietRoom],
) -> None:
    data, over, room = whole
    assert room.heard.count("agree software") == 1
    assert any(LESS_SAFE in line for line in room.told)
    assert [token.custody for token in over.document.tokens] == ["software", "software"]
    with open_reader(data) as reader:
        (told,) = reader.entries(kind=EntryKind.SOFTWARE_CUSTODY)
        assert told.data["by"] == ["S-1", "S-2"]
        (keeping,) = reader.factory_tokens()
    assert keeping.choice is Choice.ACCEPTED
    keys = factory_keys(data)
    assert (keys.error, keys.words) == (None, keeping.words)


def test_nothing_is_made_where_somebody_wants_no_keys_in_software(tmp_path: Path) -> None:
    data = begun(tmp_path)
    room = QuietRoom(refuses_software=True)
    assert code_of(data, room) == "CFG-045"
    assert "pin factory" not in room.heard
    drop_ceremony(data)


def test_a_rehearsal_asks_nobody_about_software(tmp_path: Path) -> None:
    room = QuietRoom(refuses_software=True)
    over = held(begun(tmp_path, practice=True), room)
    assert over.document.practice
    assert "agree software" not in room.heard


def test_a_changed_protocol_is_told_from_the_signed_one(
    whole: tuple[Data, Held, QuietRoom], tmp_path: Path
) -> None:
    _, over, _ = whole
    for name in ("protocol.json", "protocol.pdf", "chain.pem"):
        copy = tmp_path / name
        copy.mkdir()
        for file in over.folder.iterdir():
            (copy / file.name).write_bytes(file.read_bytes())
        (copy / name).write_bytes((over.folder / name).read_bytes().replace(b"1", b"2", 1))
        with pytest.raises(StationError) as caught:
            check_protocol(copy, None)
        assert caught.value.code == "REC-069"


def test_no_pin_is_in_any_file(whole: tuple[Data, Held, QuietRoom]) -> None:
    data, _, _ = whole
    pins = (PRACTICE_PIN.encode(), b"pin-S-1", b"pin-S-2")
    for path in data.root.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [pin for pin in pins if pin in content], path.name


def test_a_station_that_is_there_is_not_set_up_again(whole: tuple[Data, Held, QuietRoom]) -> None:
    data, _, _ = whole
    assert code_of(data, QuietRoom()) == "CFG-043"


CUTS = (
    "agree plan",
    "agree tokens",
    "agree software",
    "pin root",
    "pin factory",
    "begin record",
    "begin first-supervisor",
    "new S-1",
    "begin second-supervisor",
    "new S-2",
    "agree compare",
    "begin sign",
    "own S-2",
)


def test_it_goes_on_wherever_it_is_broken_off(tmp_path: Path) -> None:
    data = begun(tmp_path)
    for cut in CUTS:
        with pytest.raises(PowerCutError):
            held(data, QuietRoom(cut_at=cut))
        with pytest.raises(StationError) as caught:
            FactoryFile.read(data)
        assert caught.value.code == "CFG-042"
    room = QuietRoom()
    held(data, room)
    assert_works(data)
    done = {"agree plan", "agree software", "pin root", "new S-1", "new S-2", "agree compare"}
    assert done.isdisjoint(room.heard), "what was done is not asked for again"


def test_it_stops_where_somebody_does_not_agree(tmp_path: Path) -> None:
    data = begun(tmp_path)
    for step in (StepName.PLAN, StepName.TOKENS, StepName.COMPARE):
        assert code_of(data, QuietRoom(refuses=step)) == "CFG-045"
        assert not data.factory.exists()


def test_mistyped_pins_are_given_again(tmp_path: Path) -> None:
    data = begun(tmp_path)
    room = QuietRoom(wrong={"root": "0000", "new S-1": "1", "S-2": "nonsense"})
    held(data, room)
    again = [one for one in room.heard if one.startswith("again")]
    assert again == ["again HSM-003", "again REC-055", "again REC-020"]
    assert_works(data)


def test_another_token_than_before_is_refused(tmp_path: Path) -> None:
    data = begun(tmp_path)
    with pytest.raises(PowerCutError):
        held(data, QuietRoom(cut_at="pin root"))
    other = empty_token(tmp_path / "other", "factory")
    text = json.loads(data.ceremony.read_text())
    text["plan"]["factory"]["environment"] = dict(other.module.environment)
    data.ceremony.write_text(json.dumps(text))
    assert code_of(data, QuietRoom()) == "HSM-044"


def test_a_token_of_another_station_is_refused(tmp_path: Path) -> None:
    data = begun(tmp_path)
    with pytest.raises(PowerCutError):
        held(data, QuietRoom(cut_at="begin record"))
    text = json.loads(data.ceremony.read_text())
    text["plan"]["station"] = "line-10"
    data.ceremony.write_text(json.dumps(text))
    assert code_of(data, QuietRoom()) == "HSM-044"


def test_after_the_token_of_another_station_the_ceremony_can_be_forgotten(tmp_path: Path) -> None:
    theirs, ours = begun(tmp_path), Data.made(tmp_path / "ours")
    begun_there = Progress.read(theirs)
    assert begun_there is not None
    held(theirs)
    plan = begun_there.plan.model_copy(update={"station": "line-10"})
    begin_ceremony(ours, plan, None, without=True)
    assert code_of(ours, QuietRoom()) == "HSM-044"
    drop_ceremony(ours)
    assert Progress.read(ours) is None
    assert_works(theirs)


def test_production_waits_for_a_rehearsal_by_the_same_people(tmp_path: Path) -> None:
    plan, practice = planned(tmp_path), tmp_path / "practice"
    data = Data.made(tmp_path / "data")
    assert find_rehearsal(plan, practice) is None
    with pytest.raises(StationError) as caught:
        begin_ceremony(data, plan, None)
    assert caught.value.code == "CFG-044"
    rehearsed = rehearsing(NAME, PEOPLE, practice)
    assert rehearsing(NAME, PEOPLE, practice) == rehearsed, "one that was broken off goes on"
    over = held(rehearsed)
    assert over.document.practice
    found = find_rehearsal(plan, practice)
    assert found is not None
    assert found.protocol == over.protocol
    others = made_plan(
        station=plan.station,
        practice=False,
        root=plan.root.address,
        factory=plan.factory.address,
        supervisors=(("S-1", "Anne"), ("S-3", "Cara")),
    )
    assert find_rehearsal(others, practice) is None
    begin_ceremony(data, plan, found)
    assert held(data).document.rehearsal == found


def test_what_was_begun_can_be_dropped_until_tokens_are_used(tmp_path: Path) -> None:
    data = begun(tmp_path)
    drop_ceremony(data)
    assert not data.ceremony.exists()
    begin_ceremony(data, planned(tmp_path / "again"), None, without=True)
    with pytest.raises(PowerCutError):
        held(data, QuietRoom(cut_at="pin root"))
    with pytest.raises(StationError) as caught:
        drop_ceremony(data)
    assert caught.value.code == "CFG-042"
