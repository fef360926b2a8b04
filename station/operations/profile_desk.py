"""What a supervisor needs at hand to release profiles for real orders, and to take that back."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from station.line.profiles import LoadedProfile, list_profiles, profile_problems
from station.operations.plant import KNOWN, Plant
from station.records.releases import Release


class Standing(Enum):
    """Whether real orders can be made with a version of a profile."""

    RELEASED = "released"
    UNRELEASED = "unreleased"
    WITHDRAWN = "withdrawn"  # it was released once, with this content
    CHANGED = "changed"  # this version was released with another content
    GONE = "gone"  # it is released, but the profile's file is another now, or none
    PRACTICE = "practice"  # for practice alone


@dataclass(frozen=True)
class ProfileLine:
    """A version of a profile as a supervisor sees it.

    Attributes:
        name: the profile's.
        version: the profile's own number.
        hash: SHA-256 of its file, hexadecimal.
        title: what people call the product; empty where its file is gone.
        standing: whether real orders can be made with it.
        loaded: the profile as its file is now; None where that is another, or none.
    """

    name: str
    version: int
    hash: str
    title: str
    standing: Standing
    loaded: LoadedProfile | None

    @property
    def releasable(self) -> LoadedProfile | None:
        """What two supervisors can release, or None."""
        may = self.standing in {Standing.UNRELEASED, Standing.WITHDRAWN}
        return self.loaded if may else None

    @property
    def stands(self) -> bool:
        """Whether there is a release that can be taken back."""
        return self.standing in {Standing.RELEASED, Standing.GONE}


@dataclass(frozen=True)
class ProfileLines:
    """All profiles.

    Attributes:
        lines: those for real units first, by name; of one name, what is there now first.
        left_out: what is wrong with the profiles that have a mistake, a sentence each.
        broken: their names, by name.
    """

    lines: tuple[ProfileLine, ...]
    left_out: tuple[str, ...]
    broken: tuple[str, ...] = ()


def standing_of(loaded: LoadedProfile, releases: Sequence[Release]) -> Standing:
    """Return how a profile as it is now stands.

    Args:
        loaded: as its file is.
        releases: what was ever released.
    """
    profile = loaded.profile
    if profile.practice:
        return Standing.PRACTICE
    mine = [one for one in releases if one.name == profile.name]
    for one in mine:
        if one.hash == loaded.hash:
            return Standing.WITHDRAWN if one.withdrawn else Standing.RELEASED
    changed = any(one.version == profile.version for one in mine)
    return Standing.CHANGED if changed else Standing.UNRELEASED


def profile_lines(plant: Plant) -> ProfileLines:
    """Return all profiles, and all releases that stand.

    Raises:
        StationError: as `Reader`.
    """
    folder = plant.data.profiles
    found, releases = list_profiles(folder, KNOWN), plant.tools.records.released_profiles()
    lines = [
        ProfileLine(
            one.profile.name,
            one.profile.version,
            one.hash,
            one.profile.title,
            standing_of(one, releases),
            one,
        )
        for one in found
    ]
    there = {(line.name, line.hash) for line in lines}
    lines += [
        ProfileLine(one.name, one.version, one.hash, "", Standing.GONE, None)
        for one in releases
        if not one.withdrawn and (one.name, one.hash) not in there
    ]
    wrong = profile_problems(folder, KNOWN)
    problems = tuple(str(one) for one in wrong)
    broken = tuple(dict.fromkeys(one.path.stem for one in wrong))
    return ProfileLines(tuple(sorted(lines, key=_place)), problems, broken)


def _place(line: ProfileLine) -> tuple[bool, str]:
    return line.standing is Standing.PRACTICE, line.name
