"""What is read aloud in a ceremony."""

from typing import Final

from station.hsm.tries import describe_token
from station.model.custody import LESS_SAFE, Custody, custody_words
from station.model.names import shown
from station.operations.ceremony_plan import Progress, TokenLine, TokenPlace

NOT_REHEARSED: Final = "NOT REHEARSED: both agreed to do without."
SOFTWARE_REASON: Final = "chosen in the ceremony by which the station was set up"
PRACTICE: Final = "PRACTICE: a rehearsal. None of these keys is of a real station."


def token_line(role: str, place: TokenPlace) -> TokenLine:
    """Return what the token at a place says of itself; no PIN is needed.

    Raises:
        StationError: as `describe_token`.
    """
    facts = describe_token(place.address)
    return TokenLine(
        role=role,
        label=shown(facts.label),
        serial=shown(facts.serial),
        manufacturer=shown(facts.manufacturer),
        model=shown(facts.model),
        firmware=facts.firmware,
        custody=facts.custody.value,
    )


def token_words(token: TokenLine) -> list[str]:
    """Return what is read aloud of a token."""
    kept = custody_words(Custody(token.custody or Custody.UNKNOWN))
    return [
        f"The {token.role} token: label {token.label}, serial number {token.serial}",
        f"    {token.manufacturer}, {token.model}, firmware {token.firmware}",
        f"    It is a {kept}",
    ]


def software_lines(token: TokenLine) -> list[str]:
    """Return what is read aloud where the factory's keys are to be in software."""
    return [
        f"The factory token {token.label} is software: its keys are files of this computer.",
        f"That is {LESS_SAFE}: whoever copies the files copies the keys of all units' identities.",
        "Both supervisors choose it all the same. Their choice stands in the record of every unit.",
    ]


def plan_lines(progress: Progress) -> list[str]:
    """Return what is read aloud of a plan."""
    plan = progress.plan
    world = "PRACTICE: a rehearsal, whose keys are of no use" if plan.practice else "PRODUCTION"
    lines = [f"Station {plan.station}", f"World: {world}"]
    lines += [f"Supervisor: {one.name}, badge {one.badge}" for one in plan.supervisors]
    lines += [f"Root token: {plan.root.label}", f"Factory token: {plan.factory.label}"]
    if progress.rehearsal is not None:
        lines.append(f"Rehearsed on {progress.rehearsal.time:%Y-%m-%d %H:%M} UTC")
    elif not plan.practice:
        lines.append(NOT_REHEARSED)
    return lines
