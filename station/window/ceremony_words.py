"""Words of the ceremony: the engine's own, and what to do about its errors in the window."""

import re
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from station.errors import StationError
from station.hsm.tries import MOST_WRONG, WRONG_PIN
from station.operations.ceremony_tokens import Hindrance
from station.operations.pin_standing import PinStanding
from station.window.fields import error_words

_PART: Final = 12
_LONG_WORD: Final = re.compile(rf"\S{{{2 * _PART},}}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("ceremony", text)


def said(text: str) -> str:
    """Return what the engine says of a step, in the language of those who are there."""
    return _tr(text) if text else ""


def breakable(text: str) -> str:
    """Return a text whose long words can be broken, so that none makes a page wider."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(_parts(word.group())), text)


def cut(text: str, longest: int) -> str:
    """Return a text of some characters at most, which says where something is left out."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _parts(word: str) -> list[str]:
    return [word[at : at + _PART] for at in range(0, len(word), _PART)]


def hindrance_words(hindrance: Hindrance | None) -> str:
    """Return how a token is, and whether it can be taken."""
    return {
        None: _tr("ready"),
        Hindrance.BLANK: _tr("blank: to be made ready first"),
        Hindrance.NO_PIN: _tr("begun, but has no PIN yet: to be made ready first"),
        Hindrance.LOCKED: _tr("locked after too many wrong PINs: use another one"),
        Hindrance.PROTECTED: _tr("can't be written to: use another one"),
        Hindrance.NO_LABEL: _tr("has no label: use another one"),
        Hindrance.NOT_ALONE: _tr("another token here has this label: take that one out"),
    }[hindrance]


def standing_words(standings: Sequence[PinStanding]) -> str:
    """Return how often PINs were wrong and what the tokens say of it, one sentence a token."""
    return " ".join(_standing(one) for one in standings)


def _standing(one: PinStanding) -> str:
    text = _tr("Token {label}: {wrong} of {most} wrong PINs in a row.")
    told = text.format(label=one.label, wrong=one.wrong, most=MOST_WRONG)
    if one.locked:
        told += " " + _tr("It says that it is locked.")
    elif one.final:
        told += " " + _tr("It says that the next wrong one locks it.")
    elif one.low:
        told += " " + _tr("It says itself that a wrong one was given.")
    return told


def wrong_words(error: StationError, standings: Sequence[PinStanding] = ()) -> str:
    """Return what is said of an error, with what is to be done about it in the window."""
    words = error_words(error, remedy_words(error))
    if error.code == WRONG_PIN and "label" in error.data:
        words = f"{_tr('Token {label}:').format(label=error.data['label'])} {words}"
    return f"{words} {standing_words(standings)}".strip()


def remedy_words(error: StationError) -> str:
    """Return what to do in the window where the catalogue speaks of commands, or of a unit.

    Empty where the catalogue's own words will do.
    """
    return {
        "HSM-001": _tr("Install its maker's library, then try again."),
        "HSM-002": _tr("Plug the token in, then try again."),
        "HSM-003": _tr("Read the PIN from its envelope, and type it slowly."),
        "HSM-004": _tr("Its security officer alone can open it again, with its maker's program."),
        "HSM-005": _tr("Plug it in again, then go on: nothing is lost."),
        "HSM-008": _tr("Try again. If it fails twice, use another token."),
        "HSM-024": _tr("Forget it, then begin again with another token."),
        "HSM-032": _tr("Use another token."),
        "HSM-041": _tr("Forget it, then begin again with another token."),
        "HSM-042": _tr("Stop here, unless a supervisor is sure of the PIN."),
        "HSM-047": _tr("Use another token."),
        "CFG-002": _tr("Have it installed: package {package}.").format(
            package=error.data.get("package", "")
        ),
        "CFG-011": _tr("Put a copy of that file back, then try again."),
        "CFG-042": _tr("Go on with it, both of you: what is done stays done."),
        "CFG-043": _tr("Use it as it is."),
        "CFG-045": _tr("Find out why. Then go on: it asks there again."),
        "CFG-047": _tr("Go on when both are there: what is done stays done."),
        "CFG-048": _tr("Forget it, then begin again with two tokens."),
        "REC-004": _tr("Close the other window, or end the other command."),
        "REC-020": _tr("One of the two PINs is wrong: both type theirs once more, slowly."),
    }.get(error.code, "")


def stakes() -> str:
    """Return in plain words what a last try puts at risk."""
    return _tr(
        "Two wrong PINs in a row were given to a token, or the token says that its last try has "
        "come. Many tokens lock after the third. A locked token opens again only by its security "
        "officer's PIN, with its maker's program; some never do. The keys in it are in no other "
        "place.\n\n"
        "Try it only if somebody is sure of the PIN: with the slip from its envelope in the hand, "
        "the keyboard's layout checked, and Caps Lock off. The right PIN clears the count."
    )
