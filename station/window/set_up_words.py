"""Words about the steps by which a station is set up."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from station.model.names import shown
from station.operations.setting_up import Done, SetUp, SetUpStep
from station.window.fields import error_words

PAGES: Final[Mapping[SetUp, str]] = {
    SetUp.TOKEN: "check",
    SetUp.PEOPLE: "people",
    SetUp.BENCH: "worker",
    SetUp.SERVICE: "services",
    SetUp.PROFILE: "profiles",
    SetUp.ORDER: "orders",
    SetUp.BACKUP: "backup",
}
"""The screen, by its object's name, on which each step is done or done again."""
_MOST_NAMES: Final = 3


def _tr(text: str) -> str:
    return QCoreApplication.translate("set_up_words", text)


def title(step: SetUp) -> str:
    """Return what a step is called."""
    return {
        SetUp.TOKEN: _tr("The factory's token, and the key ceremony"),
        SetUp.PEOPLE: _tr("Two supervisors"),
        SetUp.BENCH: _tr("The bench's positions, taught"),
        SetUp.SERVICE: _tr("The provisioning service, named and tested"),
        SetUp.PROFILE: _tr("A product's profile, released"),
        SetUp.ORDER: _tr("The first order"),
        SetUp.BACKUP: _tr("Who can open backups"),
    }[step]


def state(done: Done) -> str:
    """Return how far a step is, in a word or two."""
    return {
        Done.YES: _tr("Done"),
        Done.TO_DO: _tr("To do"),
        Done.LATER: _tr("Can wait"),
        Done.UNKNOWN: _tr("Can't be told"),
    }[done]


def told(one: SetUpStep) -> str:
    """Return what there is, or what is to be done, in a sentence."""
    if one.error is not None:
        return error_words(one.error)
    if one.done is Done.YES:
        return _there(one)
    return {
        SetUp.TOKEN: "",
        SetUp.PEOPLE: _tr("Releases, roles and much else need two who agree: add another."),
        SetUp.BENCH: _tr("Log in at the bench, and plug a unit into each position in turn."),
        SetUp.SERVICE: _tr(
            "Units can be made without it; exports and pushes go to the service that is named."
        ),
        SetUp.PROFILE: _tr("Choose or write a product's profile, and have two release it."),
        SetUp.ORDER: _tr("Make an order: how many units of which product, for which ID scope."),
        SetUp.BACKUP: _tr("Give the recovery certificate, so that a backup can be opened again."),
    }[one.step]


def _there(one: SetUpStep) -> str:
    names = ", ".join(shown(name) for name in list(one.names)[:_MOST_NAMES])
    if len(one.names) > _MOST_NAMES:
        names = _tr("{names} and others").format(names=names)
    return {
        SetUp.TOKEN: _tr("The station is {names}.").format(names=names),
        SetUp.PEOPLE: names,
        SetUp.BENCH: _tr("Positions: {count}").format(count=one.count),
        SetUp.SERVICE: names,
        SetUp.PROFILE: names,
        SetUp.ORDER: names,
        SetUp.BACKUP: "",
    }[one.step]
