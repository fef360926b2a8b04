"""What an earlier run left on a unit's token: shown, and replaced only as the profile allows.

`pkcs11-tool` looks at the tokens beside Station, and puts there what is to be found.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from station.errors import Outcome, StationError
from station.hsm.requests_leftovers import TokenObject
from station.hsm.tokens import Token
from station.line.mechanisms.leftovers import KEY_LABEL
from station.line.run import RunResult
from station.line.work import Job
from station.model.run import Step, StepEvent, StepState
from station.model.stops import BENCH
from station.model.unit_state import UnitChange
from station.practice.modules import PRACTICE_PIN
from station.practice.seats import Pull
from station.practice.units import PracticeUnit
from station.records.runs import Intent
from tests.bench.line.test_refusals import own_profile
from tests.support.certificates import issued
from tests.support.floor import Floor
from tests.support.unit_pins import pkcs11_tool

pytestmark = pytest.mark.bench

TOKENS = ("x509", "symmetric")
LABELS = {"x509": ["certificate", "private key", "public key"], "symmetric": ["secret key"]}
NUMBERS = itertools.count(1)


def ordered(floor: Floor, mechanism: str, leftovers: str = "") -> Job:
    """Make an order for units whose tokens are told by their slot alone."""
    said = f'leftovers = "{leftovers}"' if leftovers else ""
    name = own_profile(
        floor,
        f"practice-{mechanism}",
        f"practice-{mechanism}-left-{next(NUMBERS)}",
        token=('label = "{serial}"', said),
    )
    return floor.order(mechanism, profile=name)


def tool(floor: Floor, unit: PracticeUnit, *words: str) -> str:
    """Do something to a unit's token behind the station's back."""
    library = floor.seat.module.library
    done = pkcs11_tool(unit, library, "--login", "--pin", PRACTICE_PIN, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def objects(floor: Floor, unit: PracticeUnit) -> Sequence[tuple[str, str, str]]:
    """Return kind, label and CKA_ID (hexadecimal) of what `pkcs11-tool` sees on a unit's token."""
    found: list[tuple[str, str, str]] = []
    kinds = {"Private": "private key", "Public": "public key", "Secret": "secret key"}
    for line in tool(floor, unit, "--list-objects").splitlines():
        name, _, rest = line.strip().partition(":")
        if not line.startswith(" "):
            kind = "certificate" if line.startswith("Certificate") else kinds[line.split()[0]]
            found.append((kind, "", ""))
        elif name == "label":
            found[-1] = (found[-1][0], rest.strip(), found[-1][2])
        elif name == "ID":
            found[-1] = (*found[-1][:2], rest.strip())
    return sorted(found)


def of_units(floor: Floor, unit: PracticeUnit) -> Sequence[tuple[str, str]]:
    """Return kind and CKA_ID of what has the label of units' keys."""
    return [(kind, key_id) for kind, label, key_id in objects(floor, unit) if label == KEY_LABEL]


def pulled(floor: Floor, unit: PracticeUnit, job: Job) -> RunResult:
    """Run a unit that is taken out before it has proved anything."""

    def pull(event: StepEvent) -> None:
        if (event.step, event.state) == (Step.PROVE, StepState.STARTED):
            floor.bench.unplug(floor.seat, Pull.ABRUPT)

    result = floor.run(unit, job, listeners=[pull])
    assert result.outcome is Outcome.FAILED
    return result


def used(floor: Floor, mechanism: str) -> tuple[PracticeUnit, RunResult]:
    """Return a unit whose token holds what the failed run of another one left there."""
    unit = floor.unit(mechanism)
    left = pulled(floor, unit, ordered(floor, mechanism))
    return replace(unit, serial=floor.serial()), left


def assert_passed(result: RunResult) -> None:
    assert result.error is None, f"{result.error}: {result.error.detail}"
    assert result.outcome is Outcome.PASSED


def assert_only_of(floor: Floor, unit: PracticeUnit, result: RunResult, mechanism: str) -> None:
    """Check that a token holds what one run wrote, each once, and nothing of another run."""
    key_id = result.run.encode().hex()
    assert of_units(floor, unit) == [(kind, key_id) for kind in LABELS[mechanism]]
    labels = [label for _, label, _ in objects(floor, unit) if label.startswith("station-unit iss")]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("mechanism", TOKENS)
def test_the_unit_is_refused_and_what_is_there_is_told(floor: Floor, mechanism: str) -> None:
    unit, left = used(floor, mechanism)
    before, job = objects(floor, unit), ordered(floor, mechanism)
    result = floor.run(unit, job)
    floor.assert_refused(result, job, "HSM-027")
    assert objects(floor, unit) == before
    assert result.error is not None
    for kind in LABELS[mechanism]:
        assert kind in result.error.message
    for word in (KEY_LABEL, f"of unit {left.serial}, which didn't pass"):
        assert word in result.error.message
    assert f"ID {left.run}" in floor.plant.tools.records.detail(result.run)
    assert floor.plant.tools.records.usage(job.order.name).spent == 0


@pytest.mark.parametrize("mechanism", TOKENS)
def test_exactly_that_is_replaced_where_the_profile_says_so(floor: Floor, mechanism: str) -> None:
    unit, left = used(floor, mechanism)
    tool(
        floor, unit, "--keypairgen", "--key-type", "EC:prime256v1", "--label", "maker", "--id", "07"
    )
    events: list[StepEvent] = []
    result = floor.run(unit, ordered(floor, mechanism, "replace"), listeners=[events.append])
    assert_passed(result)
    assert_only_of(floor, unit, result, mechanism)
    maker = [(kind, key_id) for kind, label, key_id in objects(floor, unit) if label == "maker"]
    assert maker == [("private key", "07"), ("public key", "07")]
    (told,) = (event for event in events if event.code == "LIN-067")
    assert (told.step, told.state) == (Step.ATTEST, StepState.WAITING)
    assert f"of unit {left.serial}" in told.data["what"]
    found = floor.plant.tools.records.find(result.serial)
    assert f"replaced on its token: {told.data['what']}" in found.proof
    assert floor.plant.tools.records.verify().unsigned == 0


def test_what_is_to_go_is_on_record_before_it_goes(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, left = used(floor, "x509")
    seen: list[Intent] = []
    real = Token.remove_listed

    def looked(token: Token, listed: Sequence[TokenObject]) -> None:
        # Of other tests' units some stay open, where their runs were broken off.
        seen.extend(
            one
            for one in records.open_intents()
            if one.kind == "replace-leftovers" and left.run in str(one.data)
        )
        real(token, listed)

    records = floor.plant.tools.records
    with monkeypatch.context() as patch:
        patch.setattr(Token, "remove_listed", looked)
        assert_passed(floor.run(unit, ordered(floor, "x509", "replace")))
    (intent,) = seen
    listed = intent.data["objects"]
    assert isinstance(listed, list)
    assert {"kind": "private key", "label": KEY_LABEL, "key_id": left.run.encode().hex()} | {
        "unit": left.serial,
        "run": left.run,
    } in listed
    assert len(listed) == 3
    assert intent.number not in [one.number for one in records.open_intents()]


def test_a_removal_that_broke_off_is_ended_by_the_next_run(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, _ = used(floor, "x509")
    job = ordered(floor, "x509", "replace")
    real = Token.remove_listed

    def broken(token: Token, listed: Sequence[TokenObject]) -> None:
        real(token, listed[:1])
        raise StationError("HSM-005", "pulled out")

    with monkeypatch.context() as patch:
        patch.setattr(Token, "remove_listed", broken)
        floor.assert_refused(floor.run(unit, job), job, "HSM-005")
    assert len(of_units(floor, unit)) == 2
    result = floor.run(unit, job)
    assert_passed(result)
    assert_only_of(floor, unit, result, "x509")


@pytest.mark.parametrize("leftovers", ["refuse", "replace"])
@pytest.mark.parametrize("mechanism", TOKENS)
def test_the_key_of_a_unit_that_has_passed_is_never_replaced(
    floor: Floor, mechanism: str, leftovers: str
) -> None:
    first, job = floor.unit(mechanism), ordered(floor, mechanism, leftovers)
    assert_passed(floor.run(first, job))
    before, other = objects(floor, first), replace(first, serial=floor.serial())
    result = floor.run(other, job)
    floor.assert_refused(result, job, "LIN-071")
    (stop,) = floor.plant.tools.records.standing_still()
    assert (stop.place, stop.runs) == (BENCH, (result.run,))
    assert stop.why.endswith(f"came with the key of the unit {first.serial}")
    assert result.error is not None
    assert first.serial in result.error.message
    assert objects(floor, first) == before


@pytest.mark.parametrize("mechanism", TOKENS)
def test_that_of_a_unit_that_was_scrapped_since_is(floor: Floor, mechanism: str) -> None:
    first, job = floor.unit(mechanism), ordered(floor, mechanism, "replace")
    assert_passed(floor.run(first, job))
    floor.plant.tools.records.units.change(first.serial, UnitChange.SCRAP)
    other = replace(first, serial=floor.serial())
    result = floor.run(other, job)
    assert_passed(result)
    assert_only_of(floor, other, result, mechanism)
    found = floor.plant.tools.records.find(other.serial)
    assert f"of unit {first.serial}, whose enrollment was ended" in found.proof


def foreign_key(floor: Floor, unit: PracticeUnit, folder: Path) -> None:
    del folder
    words = ("--keypairgen", "--key-type", "EC:prime256v1", "--label", KEY_LABEL, "--id", "beef")
    tool(floor, unit, *words)


def lonely_public_key(floor: Floor, unit: PracticeUnit, folder: Path) -> None:
    foreign_key(floor, unit, folder)
    tool(floor, unit, "--delete-object", "--type", "privkey", "--id", "beef")


def issuer_of_another(floor: Floor, unit: PracticeUnit, folder: Path) -> None:
    path = folder / "issuer.der"
    _, issuer = issued(ec.generate_private_key(ec.SECP256R1()).public_key(), "unit")
    path.write_bytes(issuer)
    words = ("--write-object", str(path), "--type", "cert", "--id", "aa")
    tool(floor, unit, *words, "--label", f"{KEY_LABEL} issuer 1")


def two_of_one_id(floor: Floor, unit: PracticeUnit, folder: Path) -> None:
    for _ in range(2):
        foreign_key(floor, unit, folder)


@pytest.mark.parametrize("left", [foreign_key, lonely_public_key, issuer_of_another, two_of_one_id])
def test_what_another_station_left(
    floor: Floor, left: Callable[[Floor, PracticeUnit, Path], None], tmp_path: Path
) -> None:
    unit = floor.unit("x509")
    left(floor, unit, tmp_path)
    job = ordered(floor, "x509", "refuse")
    refused = floor.run(unit, job)
    floor.assert_refused(refused, job, "HSM-027")
    assert refused.error is not None
    assert "of no unit on record" in refused.error.message
    assert "ID 0xaa" in refused.error.detail or "ID 0xbeef" in refused.error.detail
    result = floor.run(unit, ordered(floor, "x509", "replace"))
    assert_passed(result)
    assert_only_of(floor, unit, result, "x509")
    assert not {"aa", "beef"} & {key_id for _, _, key_id in objects(floor, unit)}


def test_what_the_unit_s_own_failed_run_left_needs_no_leave(floor: Floor) -> None:
    unit, job = floor.unit("x509"), ordered(floor, "x509", "refuse")
    first = pulled(floor, unit, job)
    result = floor.run(unit, job)
    assert_passed(result)
    assert_only_of(floor, unit, result, "x509")
    assert first.run.encode().hex() not in {key_id for _, _, key_id in objects(floor, unit)}
    found = floor.plant.tools.records.find(result.serial)
    assert "replaced" not in found.proof


def test_a_label_that_cannot_be_read_is_no_trouble(floor: Floor) -> None:
    unit = floor.unit("x509")
    label = b"\xff\xfe".decode("utf-8", "surrogateescape")
    words = ("--keypairgen", "--key-type", "EC:prime256v1", "--id", "07", "--label", label)
    tool(floor, unit, *words)
    result = floor.run(unit, ordered(floor, "x509", "replace"))
    assert_passed(result)
    assert [key_id for _, _, key_id in objects(floor, unit)].count("07") == 2
    assert "replaced" not in floor.plant.tools.records.find(result.serial).proof
