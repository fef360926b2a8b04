"""Production on keys in software: only by a choice of two, which each unit's record then names."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, time
from functools import partial
from pathlib import Path

import pytest

from station.errors import StationError
from station.model.custody import Custody, FactoryToken
from station.model.figures import Selection
from station.model.rights import Approval, Right
from station.model.shifts import ShiftPlan
from station.operations.unit_story import factory_keys_of, tell
from station.records.custody import Choice, CustodyBook
from station.records.entries import EntryKind
from station.records.figures import read_figures
from station.records.store import Records
from station.records.unit_history import unit_history
from tests.unit.records.lossy import edited, examined
from tests.unit.records.software import (
    Clock,
    SoftwareGuard,
    admitted,
    begin,
    enrol,
    enrollment_of,
    fail,
    make_order,
    tpm_identity,
    x509_identity,
)
from tests.unit.records.staffed import (
    ANNE,
    accept_software,
    agreed,
    credential,
    quick_hashing,
    staff,
)


class OtherToken(SoftwareGuard):
    """The same keys, as they would be in a copy of the token's files under another number."""

    @property
    def token(self) -> FactoryToken:
        """Which token it is."""
        return replace(super().token, serial="8")


@pytest.fixture
def guard() -> SoftwareGuard:
    guard = SoftwareGuard()
    guard.custody = Custody.SOFTWARE
    return guard


@pytest.fixture
def real(bare: Records) -> Iterator[Records]:
    """Return a production record with its people, on a software token that nobody accepted."""
    staff(bare)
    with quick_hashing():
        bare.custody.learn()
        bare.log_in(ANNE.badge, credential(ANNE).pin)
        yield bare


@pytest.fixture
def accepted(real: Records) -> Records:
    """Return it once both have accepted, with an order."""
    accept_software(real)
    real.add_order(make_order(), agreed(real, Right.ORDERS))
    return real


def refused(code: str, what: Callable[[], object]) -> None:
    with pytest.raises(StationError, match=code):
        what()


def withdrawn(records: Records) -> None:
    records.custody.withdraw(agreed(records, Right.SOFTWARE_HSM))


def test_no_order_is_made_until_two_have_accepted_it(real: Records) -> None:
    refused("HSM-025", lambda: real.add_order(make_order(), agreed(real, Right.ORDERS)))
    refused("HSM-025", real.custody.check)
    accept_software(real)
    real.custody.check()
    real.add_order(make_order(), agreed(real, Right.ORDERS))
    assert [order.name for order in real.orders()] == ["o1"]


def test_one_alone_or_the_same_twice_accepts_nothing(real: Records) -> None:
    for by in ((), (ANNE.badge,), (ANNE.badge, ANNE.badge.lower())):
        approval = Approval(Right.SOFTWARE_HSM, by, "cheaper")
        refused("REC-025", partial(real.custody.accept, approval))
    refused("REC-025", lambda: real.custody.accept(agreed(real, Right.CEREMONY)))
    refused("REC-026", lambda: agreed(real, Right.SOFTWARE_HSM, " "))
    refused("HSM-025", real.custody.check)


def test_who_chose_it_and_why_is_on_record_under_a_signed_head(real: Records) -> None:
    keeping = real.custody.accept(agreed(real, Right.SOFTWARE_HSM, "no HSM was to be had"))
    (told,) = real.entries(kind=EntryKind.SOFTWARE_CUSTODY)
    assert told.data["by"] == ["S-1", "S-2"]
    assert told.data["reason"] == keeping.reason == "no HSM was to be had"
    assert keeping.words == (
        "software token factory (Test Works Guard, serial number 7), accepted by S-1 and S-2 on "
        f"{told.time:%Y-%m-%d %H:%M} UTC, less safe than hardware"
    )
    assert real.verify().unsigned == 0
    assert real.custody.accept(agreed(real, Right.SOFTWARE_HSM)) == keeping, "twice is once"
    assert real.factory_tokens() == [keeping]


def test_a_run_begins_only_while_the_choice_stands(accepted: Records) -> None:
    fail(accepted, begin(accepted))
    withdrawn(accepted)
    refused("HSM-025", lambda: begin(accepted))
    accept_software(accepted)
    fail(accepted, begin(accepted))


def test_a_unit_at_work_gets_no_identity_once_the_choice_is_withdrawn(accepted: Records) -> None:
    certified, own = admitted(accepted, "S1"), admitted(accepted, "S2")
    withdrawn(accepted)
    refused("HSM-025", lambda: accepted.spend(certified))
    enrollment = enrollment_of(own, "S2", tpm_identity(2))
    refused("HSM-025", lambda: accepted.enrol(own, enrollment, seconds=1, steps=()))
    assert list(accepted.enrollments()) == []
    assert accepted.keeping_of(certified.name) is None


def test_what_was_made_while_it_stood_is_enrolled_all_the_same(
    accepted: Records, guard: SoftwareGuard
) -> None:
    run = admitted(accepted, "S1")
    accepted.spend(run)
    withdrawn(accepted)
    enrollment = enrollment_of(run, "S1", x509_identity("u1"))
    accepted.enrol(run, enrollment, seconds=1, steps=())
    keeping = accepted.keeping_of(run.name)
    assert keeping is not None
    assert keeping.choice is Choice.ACCEPTED, "as it was when the identity was made"
    assert examined(accepted.path, guard).findings == ()


def test_each_unit_names_the_choice_of_its_own_time(
    accepted: Records, guard: SoftwareGuard
) -> None:
    enrol(accepted, "S1")
    withdrawn(accepted)
    accept_software(accepted)
    enrol(accepted, "S2")
    first, second = (accepted.keeping_of(accepted.find(s).run) for s in ("S1", "S2"))
    assert first is not None
    assert second is not None
    assert first.sequence < second.sequence
    history = unit_history(accepted.path, guard.audit_certificate, "S1")
    assert history.findings == ()
    assert factory_keys_of(history) == (first.words,)
    story = "\n".join(line for chapter in tell(history) for line in chapter.lines)
    assert f"The factory's keys were in a {first.words} (entry {first.sequence})" in story
    assert first.sequence in [one.link.sequence for one in history.told]
    assert f"(entry {second.sequence})" not in story


def test_figures_count_units_by_what_their_identities_were_made_by(accepted: Records) -> None:
    enrol(accepted, "S1")
    enrol(accepted, "S2", replace(x509_identity("u2"), custody=Custody.SOFTWARE))
    withdrawn(accepted)
    accept_software(accepted)
    enrol(accepted, "S3")
    fail(accepted, admitted(accepted, "S4"))
    plan = ShiftPlan((time(6),), UTC)
    found = read_figures(accepted.path, Selection(), plan, by_person=False)
    assert [kept.units for kept in found.keys] == [2, 1]
    assert all(kept.words.endswith("less safe than hardware") for kept in found.keys)
    assert found.own_software == 1


def test_another_software_token_is_another_choice(accepted: Records, guard: SoftwareGuard) -> None:
    path = accepted.path
    accepted.close()
    other = OtherToken()
    other._key, other.certificate, other._last = guard._key, guard.certificate, guard._last
    other._lease, other.custody = guard._lease, Custody.SOFTWARE
    with quick_hashing(), Records.open(path, other, now=Clock()) as records:
        records.custody.learn()
        records.log_in(ANNE.badge, credential(ANNE).pin)
        refused("HSM-025", lambda: begin(records))
        accept_software(records)
        fail(records, begin(records))
        assert [one.token.serial for one in records.factory_tokens()] == ["7", "8"]


def test_a_hardware_token_needs_no_choice_and_is_named(
    accepted: Records, guard: SoftwareGuard
) -> None:
    withdrawn(accepted)
    guard.custody = Custody.HARDWARE
    accepted.custody.learn()
    enrol(accepted, "S1")
    keeping = accepted.keeping_of(accepted.find("S1").run)
    assert keeping is not None
    assert keeping.words == "hardware token factory (Test Works Guard, serial number 7)"
    refused("HSM-026", lambda: accepted.custody.accept(agreed(accepted, Right.SOFTWARE_HSM)))
    refused("HSM-026", lambda: withdrawn(accepted))
    assert examined(accepted.path, guard).findings == ()


def test_practice_needs_no_choice_and_says_what_it_is(
    path: Path, guard: SoftwareGuard, records: Records
) -> None:
    records.custody.learn()
    enrol(records, "S1")
    keeping = records.keeping_of(records.find("S1").run)
    assert keeping is not None
    assert keeping.words.endswith("less safe than hardware")
    assert keeping.by == ()
    assert examined(path, guard).findings == ()


def test_a_choice_that_was_written_into_the_record_is_not_used(
    real: Records, guard: SoftwareGuard
) -> None:
    path = real.path
    real.close()
    edited(path, "UPDATE factory_tokens SET choice = 'accepted'")
    with Records.open(path, guard, now=Clock()) as records:
        refused("REC-012", records.custody.check)
    assert any("kept in was changed" in one for one in examined(path, guard).findings)


def test_an_identity_made_without_a_choice_is_found(
    real: Records, guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept_software(real)
    real.add_order(make_order(), agreed(real, Right.ORDERS))
    withdrawn(real)
    monkeypatch.setattr(CustodyBook, "_check", lambda *_: None)
    enrol(real, "S1")
    run = admitted(real, "S2")
    real.spend(run)
    fail(real, run)
    found = examined(real.path, guard).findings
    assert [one.partition(": ")[2] for one in found] == [
        "made by keys in software, which nobody had accepted"
    ] * 2
    history = unit_history(real.path, guard.audit_certificate, "S2")
    assert any("nobody had accepted" in one for one in history.findings)


def test_an_identity_that_names_no_token_is_found(
    accepted: Records, guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CustodyBook, "within", lambda *_: None)
    enrol(accepted, "S1")
    (found,) = examined(accepted.path, guard).findings
    assert found.endswith("it doesn't tell what the factory's keys were kept in")


def test_an_identity_under_a_choice_that_was_withdrawn_is_found(
    accepted: Records, guard: SoftwareGuard, monkeypatch: pytest.MonkeyPatch
) -> None:
    stood = accepted.custody.now()
    assert stood is not None
    withdrawn(accepted)
    monkeypatch.setattr(CustodyBook, "within", lambda *_: stood.sequence)
    enrol(accepted, "S1")
    (found,) = examined(accepted.path, guard).findings
    assert found.endswith("about the factory's token didn't stand any more")
