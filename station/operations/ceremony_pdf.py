"""A ceremony's protocol on paper: to be read aloud from, signed in ink, and kept in a safe."""

from datetime import datetime
from typing import Final

from station.model.custody import LESS_SAFE
from station.operations.ceremony_document import GROUP, ProtocolDocument
from station.operations.ceremony_plan import STEPS
from station.operations.report_page import SMALL, Sheets
from station.operations.report_words import in_fours
from station.records.ceremonies import CeremonyKind

_TITLES: Final = {
    CeremonyKind.SET_UP: "Key ceremony",
    CeremonyKind.SECOND: "Second token made ready",
    CeremonyKind.DRILL: "Drill of the second token",
}
_TOKENS: Final = (20.0, 40.0, 55.0, 65.0)
_KEYS: Final = (60.0, 40.0, 30.0)
_STEPS: Final = (70.0, 60.0)
_LINE: Final = "_" * 42


def paper_of(protocol: ProtocolDocument) -> bytes:
    """Return a protocol as PDF; the same protocol gives the same bytes."""
    title = _TITLES[protocol.what]
    sheets = Sheets(f"Station {protocol.station}   |   {title}", protocol.notice, protocol.made)
    sheets.title(title)
    sheets.paragraph(f"Station {protocol.station}, software {protocol.software}")
    sheets.paragraph(f"Begun {_moment(protocol.begun)}, protocol made {_moment(protocol.made)}")
    sheets.paragraph(f"Place: {protocol.place or _LINE}")
    if protocol.what is CeremonyKind.SET_UP:
        _rehearsed(sheets, protocol)
    _steps(sheets, protocol)
    _tokens(sheets, protocol)
    _keys(sheets, protocol)
    _certificates(sheets, protocol)
    _anchor(sheets, protocol)
    _people(sheets, protocol)
    return sheets.finished()


def _rehearsed(sheets: Sheets, protocol: ProtocolDocument) -> None:
    sheets.heading("Rehearsal")
    if protocol.rehearsal is None:
        told = "This is one." if protocol.practice else "NOT REHEARSED. Both agreed to that."
        sheets.paragraph(told)
        return
    sheets.paragraph(f"Gone through {_moment(protocol.rehearsal.time)}; its protocol has SHA-256")
    sheets.paragraph(in_fours(protocol.rehearsal.protocol))


def _steps(sheets: Sheets, protocol: ProtocolDocument) -> None:
    if not protocol.steps:
        return
    titles = {step.name: step.title for step in STEPS}
    sheets.heading("Steps")
    for step in protocol.steps:
        sheets.row([titles[step.name], _moment(step.time)], _STEPS)


def _tokens(sheets: Sheets, protocol: ProtocolDocument) -> None:
    sheets.heading("Tokens")
    sheets.row(["", "label", "serial number", "made by, model, firmware"], _TOKENS, head=True)
    for token in protocol.tokens:
        made = f"{token.manufacturer}, {token.model}, {token.firmware}"
        sheets.row([token.role, token.label, token.serial, made], _TOKENS)
    for token in protocol.tokens:
        if token.software:
            sheets.paragraph(f"The {token.role} token is SOFTWARE, {LESS_SAFE}.")
            if token.role == "factory" and not protocol.practice:
                sheets.paragraph("Both supervisors accepted that for production.")


def _keys(sheets: Sheets, protocol: ProtocolDocument) -> None:
    sheets.heading("Keys, with the SHA-256 of each public half")
    sheets.paragraph(
        "Of the record key it is an HMAC, since it has no public half. Of the sealing key nothing "
        "can be told without weakening it.",
        SMALL,
    )
    if any(key.kind == GROUP for key in protocol.keys):
        sheets.paragraph(
            "Of a group's key it is an HMAC by the key that a practice unit gets from it: the same "
            "from both tokens.",
            SMALL,
        )
    for key in protocol.keys:
        sheets.room(14)
        sheets.row([key.label, key.kind, f"in {key.token}"], _KEYS)
        sheets.paragraph(in_fours(key.fingerprint) or "(none)", indent=6)


def _certificates(sheets: Sheets, protocol: ProtocolDocument) -> None:
    sheets.heading("Certificates")
    for one in protocol.certificates:
        sheets.room(22)
        sheets.paragraph(one.subject)
        sheets.paragraph(f"valid {_moment(one.begins)} to {_moment(one.ends)}", SMALL, indent=6)
        sheets.paragraph(f"serial number {one.serial}", SMALL, indent=6)
        sheets.paragraph(f"SHA-256 {in_fours(one.sha256)}", SMALL, indent=6)


def _anchor(sheets: Sheets, protocol: ProtocolDocument) -> None:
    pins = protocol.pins
    sheets.heading("PINs")
    sheets.paragraph(
        f"A supervisor's PIN has at least {pins.people_shortest} characters. After "
        f"{pins.wrong_before_stop} wrong PINs of a token in a row Station stops. No PIN is in this "
        "protocol; each token's is kept in a sealed envelope, the root token's apart from the token"
    )
    sheets.heading("Anchor in the audit chain", needs=24)
    sheets.paragraph(f"Entry {in_fours(str(protocol.audit.sequence))}")
    sheets.paragraph(f"Hash {in_fours(protocol.audit.hash)}")
    sheets.paragraph(
        "The next entries of the record tell of this ceremony. 'station hsm ceremony --verify' "
        "checks protocol.json, which lies beside this sheet.",
        SMALL,
    )


def _people(sheets: Sheets, protocol: ProtocolDocument) -> None:
    sheets.heading("Who was there", needs=20.0 * len(protocol.people))
    for person in protocol.people:
        sheets.room(20)
        sheets.paragraph(" ")
        sheets.paragraph(f"{_LINE}   {person.name} (badge {person.badge})")


def _moment(time: datetime) -> str:
    return time.isoformat(" ", timespec="seconds").replace("+00:00", " UTC")
