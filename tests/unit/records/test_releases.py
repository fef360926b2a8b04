"""Releases of profiles: by two supervisors, once a version, and none that somebody wrote in."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from station.errors import StationError
from station.model.rights import Approval, Right
from station.records.entries import EntryKind
from station.records.store import Reader, Records
from tests.unit.records.software import HASH, Clock, SoftwareGuard
from tests.unit.records.staffed import agreed, quick_hashing, staff

OTHER = "cd" * 32


@pytest.fixture
def real(path: Path, guard: SoftwareGuard, clock: Clock) -> Iterator[Records]:
    """Return a production record with its people."""
    path.parent.mkdir()
    made = Records.create(path, guard, station="line-1", practice=False, now=clock)
    with quick_hashing(), made as records:
        staff(records)
        yield records


def two(records: Records) -> Approval:
    return agreed(records, Right.RELEASE_PROFILE)


def edited(records: Records, *statements: str) -> None:
    with closing(sqlite3.connect(records.path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def test_a_profile_counts_as_released_once_two_supervisors_agreed(real: Records) -> None:
    with pytest.raises(StationError, match="PRF-008"):
        real.releases.check("box", HASH)
    real.releases.release("box", 1, HASH, two(real))
    real.releases.check("box", HASH)
    for name, content in (("box", OTHER), ("crate", HASH)):
        with pytest.raises(StationError, match="PRF-008"):
            real.releases.check(name, content)
    (told,) = [e.data for e in real.entries() if e.kind is EntryKind.PROFILE_RELEASED]
    assert (told["profile"], told["version"], told["by"]) == ("box", 1, ["S-1", "S-2"])
    assert real.verify().unsigned == 0


@pytest.mark.parametrize("approval", [None, Approval(Right.RELEASE_PROFILE, ("S-1",))])
def test_one_alone_neither_releases_nor_withdraws(real: Records, approval: Approval | None) -> None:
    with pytest.raises(StationError, match="REC-025"):
        real.releases.release("box", 1, HASH, approval)
    real.releases.release("box", 1, HASH, two(real))
    with pytest.raises(StationError, match="REC-025"):
        real.releases.withdraw("box", None, approval)
    real.releases.check("box", HASH)


def test_a_version_has_one_content_for_good(real: Records) -> None:
    real.releases.release("box", 1, HASH, two(real))
    real.releases.release("box", 1, HASH, two(real))
    with pytest.raises(StationError, match="PRF-007"):
        real.releases.release("box", 1, OTHER, two(real))
    real.releases.withdraw("box", 1, two(real))
    with pytest.raises(StationError, match="PRF-007"):
        real.releases.release("box", 1, OTHER, two(real))
    real.releases.release("box", 2, OTHER, two(real))
    kinds = [entry.kind for entry in real.entries()]
    assert kinds.count(EntryKind.PROFILE_RELEASED) == 2


def test_one_approval_withdraws_all_versions_and_no_more(real: Records) -> None:
    for version, content in ((1, HASH), (2, OTHER)):
        real.releases.release("box", version, content, two(real))
    given = two(real)
    assert real.releases.withdraw("box", None, given) == [1, 2]
    with pytest.raises(StationError, match="REC-025"):
        real.releases.release("box", 1, HASH, given)
    told = [e.data for e in real.entries() if e.kind is EntryKind.PROFILE_WITHDRAWN]
    assert [(data["version"], data["by"]) for data in told] == [(n, ["S-1", "S-2"]) for n in (1, 2)]
    assert real.verify().unsigned == 0


def test_a_withdrawn_version_stands_no_more_until_it_is_released_again(real: Records) -> None:
    real.releases.release("box", 1, HASH, two(real))
    real.releases.release("box", 2, OTHER, two(real))
    assert real.releases.withdraw("box", 1, two(real)) == [1]
    with pytest.raises(StationError, match="PRF-008"):
        real.releases.check("box", HASH)
    real.releases.check("box", OTHER)
    assert real.releases.withdraw("box", None, two(real)) == [2]
    for name, version in (("box", None), ("box", 1), ("crate", None)):
        with pytest.raises(StationError, match="PRF-009"):
            real.releases.withdraw(name, version, two(real))
    real.releases.release("box", 1, HASH, two(real))
    real.releases.check("box", HASH)
    with Reader.open(real.path) as reader:
        told = [(one.version, one.withdrawn) for one in reader.released_profiles()]
    assert told == [(1, 0), (2, 1)]
    real.verify()


BY_HAND = (
    "INSERT INTO profile_releases (name, version, hash, released, withdrawn, mac)"
    " VALUES ('box', 2, replace(hex(zeroblob(32)), '00', 'cd'), '2026', 0, zeroblob(32))"
)


@pytest.mark.parametrize(
    ("statement", "content"),
    [
        (BY_HAND, OTHER),
        ("UPDATE profile_releases SET hash = replace(hash, 'ab', 'cd')", OTHER),
        ("UPDATE profile_releases SET withdrawn = 0", HASH),
        ("UPDATE profile_releases SET mac = x''", HASH),
    ],
)
def test_a_profile_marked_released_by_hand_is_not_used_and_is_found(
    real: Records, statement: str, content: str
) -> None:
    real.releases.release("box", 1, HASH, two(real))
    real.releases.withdraw("box", 1, two(real))
    edited(real, statement)
    with pytest.raises(StationError, match="REC-012"):
        real.releases.check("box", content)
    if "mac" not in statement or statement is BY_HAND:
        with pytest.raises(StationError, match="REC-011") as caught:
            real.verify()
        assert "the release of profile box" in caught.value.detail


def test_a_release_that_was_deleted_is_missed(real: Records) -> None:
    real.releases.release("box", 1, HASH, two(real))
    edited(real, "DELETE FROM profile_releases")
    with pytest.raises(StationError, match="PRF-008"):
        real.releases.check("box", HASH)
    with pytest.raises(StationError, match="REC-011"):
        real.verify()


def test_a_release_is_checked_by_the_guard_once(real: Records, guard: SoftwareGuard) -> None:
    real.releases.release("box", 1, HASH, two(real))
    real.releases.check("box", HASH)
    before = guard.macs
    real.releases.check("box", HASH)
    assert guard.macs == before


def test_nothing_is_released_without_the_guard(real: Records, guard: SoftwareGuard) -> None:
    approval = two(real)
    guard.trouble = StationError("HSM-007")
    with pytest.raises(StationError, match="HSM-007"):
        real.releases.release("box", 1, HASH, approval)
    guard.trouble = None
    with pytest.raises(StationError, match="PRF-008"):
        real.releases.check("box", HASH)
