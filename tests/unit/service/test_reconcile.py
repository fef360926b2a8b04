"""Comparing finds what was planted, and nothing else, whatever both sides have."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from station.service.comparing import Document, differences, essence
from station.service.reconcile import Finding, Found, Listed, Shown, Wanted, compared, key_of

NAMES = st.text("ab-1AB", min_size=1, max_size=4)
KEY: Document = {"attestation": ["tpm", "1" * 64]}
OTHER: Document = {"attestation": ["tpm", "2" * 64]}
OFF: Document = {**KEY, "provisioningStatus": "disabled"}
OTHER_OFF: Document = {**OTHER, "provisioningStatus": "disabled"}


@dataclass(frozen=True)
class Case:
    """What both sides have under a name, and what is to be found of it."""

    wanted: Wanted | None
    document: Document | None
    found: Found | None
    ours: bool = False


CASES = (
    Case(Wanted.THERE, KEY, None),
    Case(Wanted.THERE, None, Found.MISSING),
    Case(None, KEY, Found.EXTRA),
    Case(None, OFF, Found.EXTRA),
    Case(Wanted.THERE, OTHER, Found.DIFFERENT),
    Case(Wanted.THERE, OFF, Found.DIFFERENT, ours=True),
    Case(Wanted.GONE, None, None),
    Case(Wanted.GONE, OFF, None),
    Case(Wanted.GONE, OTHER_OFF, None),
    Case(Wanted.GONE, KEY, Found.OPEN, ours=True),
    Case(Wanted.GONE, OTHER, Found.OPEN),
    Case(Wanted.IN_GROUP, None, None),
    Case(Wanted.IN_GROUP, OTHER, Found.DIFFERENT),
    Case(Wanted.BLOCKED, None, Found.UNBLOCKED),
    Case(Wanted.BLOCKED, OTHER_OFF, None),
    Case(Wanted.BLOCKED, OTHER, Found.OPEN),
    Case(Wanted.BLOCKED, KEY, Found.OPEN),
)
PLANS = st.dictionaries(NAMES.map(str.lower), st.sampled_from(CASES), max_size=40)


def listed(name: str, wanted: Wanted) -> Listed:
    return Listed(name, wanted, KEY if wanted in {Wanted.THERE, Wanted.GONE} else {})


def found(ours: Iterable[Listed], theirs: Iterable[Shown], **more: bool) -> list[Finding]:
    one, other = (
        sorted(ours, key=lambda o: key_of(o.name)),
        sorted(theirs, key=lambda o: key_of(o.name)),
    )
    return list(compared("enrollments", one, other, **more))


@given(PLANS, st.data())
def test_exactly_what_was_planted_is_found(plan: dict[str, Case], data: st.DataObject) -> None:
    def written(name: str) -> str:
        return data.draw(st.sampled_from([name, name.upper(), name.title()]))

    ours = [listed(written(n), case.wanted) for n, case in plan.items() if case.wanted]
    theirs = [Shown(written(n), case.document) for n, case in plan.items() if case.document]
    told = found(ours, theirs)
    wanted = {n: (case.found, case.ours) for n, case in plan.items() if case.found}
    assert {key_of(one.name): (one.found, one.ours) for one in told} == wanted
    assert len(told) == len(wanted)
    assert [key_of(one.name) for one in told] == sorted(wanted)
    partly = found(ours, theirs, extras=False)
    assert Counter(one.found for one in partly) == Counter(
        one for one, _ in wanted.values() if one is not Found.EXTRA
    )


@given(st.lists(st.tuples(NAMES, st.sampled_from(Wanted))), st.lists(NAMES))
def test_nothing_is_told_twice_and_what_is_to_be_there_counts_most(
    ours: list[tuple[str, Wanted]], theirs: list[str]
) -> None:
    told = found([listed(*one) for one in ours], [Shown(name, KEY) for name in theirs])
    names = [key_of(one.name) for one in told]
    assert len(names) == len(set(names))
    there = {key_of(name) for name, wanted in ours if wanted is Wanted.THERE}
    missing = {key_of(one.name) for one in told if one.found is Found.MISSING}
    assert missing == there - {key_of(name) for name in theirs}


def test_what_no_document_can_be_made_of_is_told_so() -> None:
    one = Listed("a", Wanted.THERE, why="its certificate has run out")
    for theirs in ([], [Shown("a", KEY)]):
        (told,) = found([one], theirs)
        assert (told.found, told.why) == (Found.UNWRITABLE, one.why)


def test_to_compare_is_to_compare_what_json_has() -> None:
    def told(one: JsonValue, other: JsonValue) -> bool:
        ours: Document = {"initialTwin": {"tags": {"a": one}}}
        theirs: Document = {"initialTwin": {"tags": {"a": other}}}
        return bool(differences(essence(ours, "a"), essence(theirs, "a")))

    assert told(1, True)
    assert told([0], [False])
    assert not told(1, 1.0)
    assert not told({"b": [True]}, {"b": [True]})


def test_a_key_that_is_no_base64_is_another_key() -> None:
    def tpm(key: str) -> Document:
        return essence({"attestation": {"type": "tpm", "tpm": {"endorsementKey": key}}}, "a")

    assert differences(tpm("AToAAQ=="), tpm("A"))
    assert not differences(tpm("AToAAQ=="), tpm("AToA\nAQ=="))
