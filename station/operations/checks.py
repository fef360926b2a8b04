"""Units for checks put on record, and how the positions stand in this shift."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from station.errors import StationError
from station.line.profiles import find_profile
from station.model.checks import CheckKind, CheckUnit, Standing, When, standing
from station.model.rights import Approval
from station.model.shifts import ShiftPlan
from station.operations.plant import KNOWN, Plant, utc_now
from station.records.checks import rule_of
from station.records.reader import Reader
from station.records.store import Records


@dataclass(frozen=True)
class Stand:
    """How the checks of a position stand in this shift, as far as can be told without the token.

    Attributes:
        position: its name.
        order: that it works on.
        rabbit: how the red rabbit's stands.
        golden: how the golden unit's does.
    """

    position: str
    order: str
    rabbit: Standing
    golden: Standing


def added(plant: Plant, unit: CheckUnit, approval: Approval | None = None) -> CheckUnit:
    """Put a unit on record for checks; return it as it stands there.

    Raises:
        StationError: PRF-003 where there is no such profile; as `CheckBook.add`.
    """
    if unit.profile:
        find_profile(unit.profile, plant.data.profiles, KNOWN)
    return plant.tools.records.checks.add(unit, approval)


def standing_of(reader: Reader, now: datetime | None = None) -> Sequence[Stand]:
    """Return how each position stands that an order is assigned to, unchecked.

    Raises:
        StationError: as `Reader`.
    """
    settings, at = reader.settings(), now or utc_now()
    shift = ShiftPlan(settings.shift_starts).at(at)
    hashes = {order.name: order.profile_hash for order in reader.orders()}

    def stands(position: str, order: str, kind: CheckKind) -> Standing:
        newest = reader.newest_check(position, kind, hashes.get(order, ""))
        return standing(newest, rule_of(settings, kind), shift, at)

    return [
        Stand(
            position,
            order,
            stands(position, order, CheckKind.RED_RABBIT),
            stands(position, order, CheckKind.GOLDEN),
        )
        for position, order in sorted(reader.assignments().items())
    ]


def checks_without_units(records: Records) -> Sequence[StationError]:
    """Return what of the rule can't be followed: a check is asked for, and no unit is there for it.

    Args:
        records: the record, whose orders' products are looked at as far as they take units.

    Raises:
        StationError: REC-012.
    """
    rules = records.settings()
    known = {(unit.kind, unit.profile) for unit in records.checks.units()}
    made = {order.spec.profile for order in records.orders() if order.state.takes_units}
    return [
        StationError("REC-088", what=kind.words, name=profile)
        for kind in CheckKind
        if rule_of(rules, kind) is not When.NEVER
        for profile in sorted(made)
        if (kind, profile) not in known
    ]


def checks_in_words(stands: Sequence[Stand]) -> tuple[bool, str]:
    """Return whether no check is missing in this shift, and how they stand, in one line."""
    told: list[str] = []
    for kind in CheckKind:
        each = {
            one.position: one.rabbit if kind is CheckKind.RED_RABBIT else one.golden
            for one in stands
        }
        wanted = {at: how for at, how in each.items() if how is not Standing.NOT_WANTED}
        missing = [at for at, how in wanted.items() if how is not Standing.DONE]
        if missing:
            told.append(f"{kind.words} missing at position {', '.join(missing)}")
        elif wanted:
            told.append(f"{kind.words} done at {len(wanted)} of {len(wanted)} positions")
    missed = any("missing" in words for words in told)
    return not missed, "; ".join(told) or "no check is asked for"
