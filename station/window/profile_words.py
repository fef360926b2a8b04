"""Words about profiles and their releases."""

from PySide6.QtCore import QCoreApplication

from station.model.names import shown
from station.operations.profile_desk import ProfileLine, Standing

_SHORT = 12


def _tr(text: str) -> str:
    return QCoreApplication.translate("profile_words", text)


def short_hash(hash_: str) -> str:
    """Return as much of a hash as tells versions apart at a glance."""
    return f"{hash_[:_SHORT]} …"


def standing_words(standing: Standing) -> str:
    """Return in a few words how a version of a profile stands."""
    return {
        Standing.RELEASED: _tr("Released"),
        Standing.UNRELEASED: _tr("Not released"),
        Standing.WITHDRAWN: _tr("Withdrawn"),
        Standing.CHANGED: _tr("Changed since its release"),
        Standing.GONE: _tr("Released, not in use"),
        Standing.PRACTICE: _tr("Practice only"),
    }[standing]


def next_words(line: ProfileLine, *, practice: bool) -> str:
    """Return what a version's standing means and what can be done, in whole sentences.

    Args:
        line: the profile.
        practice: whether the station is a practice one.
    """
    if practice and line.standing is not Standing.PRACTICE:
        return _tr("It is for real units: only a production station releases it.")
    return {
        Standing.RELEASED: _tr("Real orders can be made with it."),
        Standing.UNRELEASED: _tr(
            "No real order can be made with it until two supervisors release it."
        ),
        Standing.WITHDRAWN: _tr(
            "Its orders begin no more units. Two supervisors can release it again as it is."
        ),
        Standing.CHANGED: _tr(
            "Its file was changed, but not its version: give it the next version, then release it."
        ),
        Standing.GONE: _tr(
            "Its file is another now. Orders that were made with it go on with it as it was. "
            "Withdraw it where it is used no more."
        ),
        Standing.PRACTICE: _tr("It is for practice: it needs no release, and makes nothing real."),
    }[line.standing]


def identity_words(line: ProfileLine) -> str:
    """Return which content exactly is meant."""
    text = _tr("{name}, version {version}, SHA-256 {hash}")
    return text.format(name=shown(line.name), version=line.version, hash=line.hash)
