"""What a unit must say of itself besides its serial number, and what is told where it doesn't."""

from unittest.mock import create_autospec

import pytest
from pydantic import ValidationError

from station.errors import Fault, StationError
from station.line.checks import check_product
from station.links.commands import CommandsLink
from station.links.smp import SmpLink
from station.model.commands import CommandsSettings
from station.model.profile_checks import CheckSettings
from station.model.run import Unit
from station.model.strict import MISPLACED

UNIT = Unit(serial="SN-1", model="board-7", firmware="2.4.1")
SIM: dict[str, object] = {"name": "the SIM card", "send": "AT+CPIN?", "pattern": "^READY$"}
COMMANDS = CommandsSettings.model_validate(
    {
        "identify": ({"send": "AT+CGSN", "answer": "^(?P<serial>[0-9]+)$"},),
        "values": {"tag": "7"},
    }
)


def checks(**tree: object) -> CheckSettings:
    return CheckSettings.model_validate(tree)


def link(answer: str = "") -> CommandsLink:
    made: CommandsLink = create_autospec(CommandsLink, instance=True)
    made.ask.return_value = answer  # type: ignore[attr-defined]
    return made


def refused(unit: Unit, by: CheckSettings, answer: str = "") -> StationError:
    with pytest.raises(StationError) as error:
        check_product(unit, link(answer), by)
    return error.value


def test_a_unit_that_says_what_it_must_passes() -> None:
    by = checks(model="board-[0-9]", firmware=r"2\.[4-9]\..*", answers=(SIM,))
    check_product(UNIT, link("+CPIN:\nREADY"), by)
    check_product(UNIT, link(), checks())


@pytest.mark.parametrize(
    ("by", "told"),
    [
        (checks(firmware="2[.]4"), ["firmware", "2.4.1", "2[.]4"]),
        (checks(model="board-8"), ["model", "board-7", "board-8"]),
    ],
)
def test_another_model_or_firmware_is_told_with_what_it_must_be(
    by: CheckSettings, told: list[str]
) -> None:
    error = refused(UNIT, by)
    assert (error.code, error.fault) == ("LIN-055", Fault.UNIT)
    assert all(word in error.message for word in told)


def test_a_unit_that_says_nothing_of_its_firmware_is_refused() -> None:
    assert "nothing" in refused(Unit(serial="SN-1"), checks(firmware=".+")).message


def test_an_answer_is_told_by_its_name_and_as_text_that_does_no_harm() -> None:
    error = refused(UNIT, checks(answers=(SIM,)), "SIM \x1b[2J PIN\n" + "x" * 500)
    assert (error.code, error.fault) == ("LIN-056", Fault.UNIT)
    assert "the SIM card" in error.message
    assert error.message.isprintable()
    assert len(error.message) < 250


def test_a_link_that_asks_nothing_has_no_answers() -> None:
    with pytest.raises(StationError, match="LNK-007"):
        check_product(UNIT, create_autospec(SmpLink, instance=True), checks(answers=(SIM,)))


@pytest.mark.parametrize(
    ("answers", "commands", "key"),
    [
        ((SIM,), None, ("checks", "answers")),
        (({**SIM, "send": "AT+X={password}"},), COMMANDS, ("checks", "answers", 0, "send")),
    ],
)
def test_what_can_not_be_asked_is_refused_with_the_profile(
    answers: object, commands: CommandsSettings | None, key: tuple[str | int, ...]
) -> None:
    with pytest.raises(Exception, match=r"commands|password") as refusal:
        checks(answers=answers).fit(commands)
    assert getattr(refusal.value, "context", {}).get("key") == key


def test_what_is_known_of_the_unit_can_be_sent() -> None:
    checks(answers=({**SIM, "send": "AT+X={serial},{tag}"},)).fit(COMMANDS)


def test_two_checks_of_one_name_are_refused() -> None:
    with pytest.raises(ValidationError) as refusal:
        checks(answers=(SIM, SIM))
    (error,) = refusal.value.errors()
    assert (error["type"], error["ctx"]["key"]) == (MISPLACED, ("answers", 1, "name"))
