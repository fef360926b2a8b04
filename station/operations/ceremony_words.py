"""What is read aloud in a ceremony."""

from typing import Final

from station.hsm.tries import describe_token
from station.model.names import shown
from station.operations.ceremony_plan import Progress, TokenLine, TokenPlace

NOT_REHEARSED: Final = "NOT REHEARSED: both agreed to do without."
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
    )


def token_words(token: TokenLine) -> list[str]:
    """Return what is read aloud of a token."""
    return [
        f"The {token.role} token: label {token.label}, serial number {token.serial}",
        f"    {token.manufacturer}, {token.model}, firmware {token.firmware}",
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
