"""A push against a service that misbehaves, by a process that dies: nothing lost, nothing twice."""

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Event
from typing import Final

import pytest
from hypothesis import given, settings, strategies
from pydantic import JsonValue

from station.errors import StationError
from station.model.handoff import Cancel
from station.model.push import PushRow, PushState, PushTally
from station.service.client import Fate, ItemResult
from station.service.documents import BULK_BYTES, BulkKind, bulk_body
from station.service.push import push
from station.service.push_desk import Desk, PushSettings
from station.service.push_pace import Backoff, TokenBucket
from station.service.push_plan import batches
from tests.support.push_service import (
    FAULTS,
    KilledError,
    Misbehaving,
    MortalLedger,
    document,
    pushed,
    row,
)
from tests.support.push_service import settings as quick

FOREIGN: Final[Mapping[str, JsonValue]] = {"registrationId": "UNIT-3", "deviceId": "another's"}


@settings(deadline=None)
@given(
    seed=strategies.integers(0, 2**32),
    share=strategies.sampled_from([0.0, 0.1, 0.4]),
    faults=strategies.sets(strategies.sampled_from(FAULTS), min_size=1),
    kills=strategies.lists(strategies.tuples(strategies.integers(1, 6), strategies.booleans())),
    in_flight=strategies.integers(1, 5),
)
def test_whatever_fails_and_wherever_it_dies_all_are_there_once_and_none_foreign_is_touched(
    seed: int,
    share: float,
    faults: set[str],
    kills: list[tuple[int, bool]],
    in_flight: int,
) -> None:
    service = Misbehaving(seed, share, sorted(faults))
    service.held["unit-3"] = dict(FOREIGN)
    service.poison = frozenset({"unit-5"})
    ledger, numbers, how = MortalLedger(), range(45), quick(in_flight)
    for at, after in kills:
        ledger.lives_again(at, after=after)
        with suppress(KilledError):
            pushed(service, ledger, numbers, how)
    ledger.lives_again()
    for _ in range(50):  # a push that a refused key has stopped is begun again
        _, desk = pushed(service, ledger, numbers, how)
        if desk.error is None:
            break
    ours = {f"unit-{number}" for number in numbers} - {"unit-3", "unit-5"}
    assert service.creations == dict.fromkeys(ours, 1)
    assert service.held["unit-3"] == FOREIGN
    done = {PushState.CREATED, PushState.ALREADY}
    assert {ledger.states[number] for number in numbers if number not in {3, 5}} <= done
    conflict = ledger.fates[3]
    assert (conflict.state, conflict.differs) == (
        PushState.CONFLICT,
        ("attestation.type", "deviceId"),
    )
    assert '"another\'s"' in conflict.theirs
    assert ledger.states[5] is PushState.REFUSED


def test_what_is_there_by_an_earlier_hand_and_the_same_is_ours_already() -> None:
    service = Misbehaving()
    ledger = MortalLedger()
    pushed(service, ledger, range(5), quick())
    tally, _ = pushed(service, MortalLedger(), range(12), quick())
    assert (tally.created, tally.already) == (7, 5)
    assert set(service.creations.values()) == {1}


def test_each_row_has_its_own_code_and_words() -> None:
    service = Misbehaving(poison=frozenset({"unit-1"}))
    ledger = MortalLedger()
    tally, _ = pushed(service, ledger, range(3), quick())
    fate = ledger.fates[1]
    assert (fate.state, fate.code, fate.words) == (
        PushState.REFUSED,
        400_004,
        "Invalid RegistrationId",
    )
    assert (tally.created, tally.refused, tally.all) == (2, 1, 3)


def test_a_call_that_is_refused_whole_is_found_out_row_by_row() -> None:
    class Picky(Misbehaving):
        def create_all(self, kind: BulkKind, body: bytes, cancel: Cancel) -> Sequence[ItemResult]:
            if b'"unit-7"' in body:
                raise StationError(
                    "SVC-043", "status 400, tracking ID t-9", name="s", why="400004 bad"
                )
            return super().create_all(kind, body, cancel)

    ledger = MortalLedger()
    tally, _ = pushed(Picky(), ledger, range(10), quick())
    fate = ledger.fates[7]
    assert (tally.created, tally.refused) == (9, 1)
    assert (fate.code, fate.words, fate.tracking) == (400_004, "bad", "t-9")


def test_what_fails_again_and_again_is_left_and_the_others_go_on() -> None:
    class Mute(Misbehaving):
        def create_all(self, kind: BulkKind, body: bytes, cancel: Cancel) -> Sequence[ItemResult]:
            if b'"unit-0"' in body:
                raise StationError("SVC-039", name="s", why="mute")
            return super().create_all(kind, body, cancel)

    ledger = MortalLedger()
    tally, desk = pushed(Mute(), ledger, range(40), quick(tries=3))
    assert (tally.created, tally.unsure, desk.error) == (30, 10, None)
    assert "mute" in ledger.fates[0].words


class Gone(Misbehaving):
    """Says the same error to all."""

    error = StationError("SVC-039", name="s", why="nobody listens there")

    def create_all(self, kind: BulkKind, body: bytes, cancel: Cancel) -> Sequence[ItemResult]:
        del kind, body, cancel
        self.calls += 1
        raise self.error

    def get(self, kind: BulkKind, name: str, cancel: Cancel) -> Mapping[str, JsonValue] | None:
        del kind, name, cancel
        self.calls += 1
        raise self.error


def test_a_service_that_is_gone_ends_the_push_and_nothing_is_taken_for_refused() -> None:
    service, ledger = Gone(), MortalLedger()
    how = replace(quick(2), gone_after=7)
    tally, desk = pushed(service, ledger, range(1_000), how)
    assert desk.error is not None
    assert (desk.error.code, desk.error.data["why"]) == ("SVC-058", "nobody listens there")
    assert tally.refused == tally.conflicts == tally.created == 0
    assert service.calls <= 7 + 2
    assert tally.all < 100


@pytest.mark.parametrize("code", ["SVC-040", "SVC-059"])
def test_a_refused_key_ends_the_push_and_the_rows_wait(code: str) -> None:
    service, ledger = Gone(), MortalLedger()
    service.error = StationError(code, name="s", why="an hour ahead of")
    tally, desk = pushed(service, ledger, range(100), quick(1))
    assert desk.error is not None
    assert desk.error.code == code
    assert tally.waiting == tally.all > 0
    assert service.calls <= 3


def test_a_stop_leaves_what_isn_t_sent_to_the_next_push() -> None:
    stop, service, ledger = Event(), Misbehaving(), MortalLedger()

    def rows() -> list[PushRow]:
        return list(ledger.rows(range(100)))

    class Stops(MortalLedger):
        def went(self, tally: PushTally, throttled: int) -> None:
            if tally.created:
                stop.set()

    desk = Desk(service, quick(1), stop, Event())
    tally = push(rows(), desk, ledger, Stops())
    assert 0 < tally.created < 100
    assert tally.unsure == 0
    left = len(rows())
    assert left == 100 - tally.created
    assert pushed(service, ledger, range(100), quick())[0].all == left
    assert set(service.creations.values()) == {1}


def test_a_row_that_can_t_be_sent_is_said_so_and_no_service_asked() -> None:
    service, ledger = Misbehaving(), MortalLedger()
    desk = Desk(service, quick(), Event(), Event())
    tally = push([PushRow(1, "unit-1", b"", why="a bad key")], desk, ledger, ledger)
    assert (tally.refused, service.calls) == (1, 0)
    assert ledger.fates[1].words == "a bad key"


def test_no_call_has_more_than_ten_nor_too_many_bytes_nor_a_name_twice() -> None:
    large = [PushRow(n, f"n{n}", document(f"n{n}", "x" * 40_000)) for n in range(5)]
    names = [PushRow(n, name, document(name)) for n, name in enumerate(["a", "B", "b", "A", "c"])]
    many = [row(number) for number in range(25)]
    made = list(batches("enrollments", [*large, *names, *many]))
    assert [one for batch in made for one in batch] == [*large, *names, *many]
    for batch in made:
        assert len(batch) <= 10
        assert len({one.name.casefold() for one in batch}) == len(batch)
        body = bulk_body("enrollments", tuple(one.document for one in batch))
        assert len(body) <= BULK_BYTES


def test_a_service_that_is_unwell_for_each_row_is_left_in_the_end() -> None:
    class Unwell(Misbehaving):
        def create_all(self, kind: BulkKind, body: bytes, cancel: Cancel) -> Sequence[ItemResult]:
            del cancel
            names = [item["registrationId"] for item in json.loads(body)[kind]]
            return [ItemResult(name, Fate.REFUSED, 500_000, "unwell") for name in names]

    tally, desk = pushed(Unwell(), MortalLedger(), range(10), quick(tries=3))
    assert (tally.unsure + tally.waiting, tally.all, desk.error) == (10, 10, None)


def test_a_service_that_wants_a_pause_for_ever_ends_the_push_and_the_rows_wait() -> None:
    service, ledger = Gone(), MortalLedger()
    service.error = StationError("SVC-044", name="s", seconds=0)
    tally, desk = pushed(service, ledger, range(1_000), quick(2, tries=5))
    assert desk.error is not None
    assert desk.error.code == "SVC-044"
    assert tally.waiting == tally.all < 100
    assert service.calls < 20


class GoingOn(Misbehaving):
    """Goes on with others while one waits."""

    def went_on(self) -> bool:
        """Wait until others have got on; return False once there are few left."""
        before = len(self.creations)
        while before < 150 and len(self.creations) < before + 20:
            time.sleep(0.001)
        return before < 150


def test_who_is_told_to_wait_again_and_again_while_others_are_let_in_gives_nothing_up() -> None:
    class Busy(GoingOn):
        def create_all(self, kind: BulkKind, body: bytes, cancel: Cancel) -> Sequence[ItemResult]:
            if b'"unit-0"' in body and self.went_on():
                raise StationError("SVC-044", name="s", seconds=0)
            return super().create_all(kind, body, cancel)

    how = replace(quick(2, tries=3), throttle=Backoff(0.01, 0.01, lambda: 0.0))
    tally, desk = pushed(Busy(), MortalLedger(), range(210), how)
    assert (tally.created, desk.error) == (210, None)


def test_a_name_that_the_service_doesn_t_know_how_to_read_is_refused() -> None:
    class Picky(Misbehaving):
        def create_all(self, kind: BulkKind, body: bytes, cancel: Cancel) -> Sequence[ItemResult]:
            raise StationError("SVC-043", "status 400, tracking ID t-1", name="s", why="400000 no")

        def get(self, kind: BulkKind, name: str, cancel: Cancel) -> Mapping[str, JsonValue] | None:
            del kind, name, cancel
            raise StationError("SVC-043", "status 400, tracking ID t-2", name="s", why="400004 bad")

    ledger = MortalLedger()
    tally, _ = pushed(Picky(), ledger, range(3), quick())
    assert tally.refused == 3
    assert (ledger.fates[1].code, ledger.fates[1].words) == (400_004, "bad")


def test_a_key_that_isn_t_taken_now_and_then_ends_nothing() -> None:
    class Forgetful(GoingOn):
        def create_all(self, kind: BulkKind, body: bytes, cancel: Cancel) -> Sequence[ItemResult]:
            if b'"unit-0"' in body and self.went_on():
                raise StationError("SVC-040", name="s")
            return super().create_all(kind, body, cancel)

    tally, desk = pushed(Forgetful(), MortalLedger(), range(210), quick(2))
    assert (tally.created, desk.error) == (210, None)


def test_no_minute_has_more_than_the_limit_of_a_service_whatever_is_in_flight() -> None:
    for in_flight in (1, 6, 16):
        how, at, used = PushSettings(in_flight=in_flight), 0.0, 0
        bucket = TokenBucket(how.per_minute, how.burst, 0.0)
        while (at := at + bucket.reserve(10, at)) < 60:
            used += 10
        assert 960 <= used <= 1_000
