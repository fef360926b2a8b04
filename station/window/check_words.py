"""Words for what the doctor found."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from station.operations.doctor import Finding, Health, worst_of

# The style sheet's kinds of a text.
KINDS: Final = {
    Health.GOOD: "good",
    Health.PRACTICE_ONLY: "notice",
    Health.WARNING: "notice",
    Health.BAD: "bad",
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("check", text)


def health_words(health: Health) -> str:
    """Return how something is, in a word."""
    return {
        Health.GOOD: _tr("WELL"),
        Health.PRACTICE_ONLY: _tr("NOTE"),
        Health.WARNING: _tr("LOOK AT IT"),
        Health.BAD: _tr("FAULT"),
    }[health]


def verdict(findings: Sequence[Finding]) -> str:
    """Return in a sentence whether the station can work."""
    count = sum(one.health in {Health.WARNING, Health.BAD} for one in findings)
    worst = worst_of(findings)
    if worst is Health.BAD:
        return _tr("The station is not ready. Do what stands here, or call the supervisor.")
    if worst is Health.WARNING:
        if count == 1:
            return _tr("The station can work. One thing should be looked at.")
        return _tr("The station can work. {count} things should be looked at.").format(count=count)
    return _tr("All is well.")


def noteworthy(findings: Sequence[Finding]) -> list[Finding]:
    """Return what isn't good, the worst first."""
    order = tuple(Health)
    wrong = [one for one in findings if one.health is not Health.GOOD]
    return sorted(wrong, key=lambda one: -order.index(one.health))


def capital(what: str) -> str:
    """Return a part's name as a heading begins."""
    return what[:1].upper() + what[1:]
