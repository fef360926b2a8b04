"""A profile of real units for the window's tests, and hands that choose it."""

from pathlib import Path

from PySide6.QtTest import QTest

from station.folders import resource
from station.window.profiles import ProfilesScreen
from tests.unit.records.staffed import ANNE, BERT
from tests.window.people_floor import ENTER, Hands, pin_of


def put_lamp(folder: Path, *, version: int = 1, more: str = "") -> None:
    """Put the profile `lamp` there, of real units."""
    text = resource("profiles/practice-symmetric.toml").read_text(encoding="utf-8")
    for before, after in (
        ('"practice-symmetric"', '"lamp"'),
        ("practice = true", f"practice = false\nversion = {version}"),
    ):
        assert before in text
        text = text.replace(before, after)
    folder.mkdir(exist_ok=True)
    (folder / "lamp.toml").write_text(text + more, encoding="utf-8")


def folder_of(hands: Hands) -> Path:
    assert hands.application.opened is not None
    return hands.application.opened.plant.data.profiles


def choose(hands: Hands, screen: ProfilesScreen, name: str) -> None:
    def rows() -> list[int]:
        model = screen.table.model()
        return [r for r in range(model.rowCount()) if model.index(r, 0).data() == name]

    hands.wait(lambda: bool(rows()))
    screen.table.setCurrentCell(rows()[0], 0)


def agree_as_two(hands: Hands) -> None:
    for number, person in enumerate((ANNE, BERT), 1):
        hands.fill(f"agreement-badge-{number}", person.badge)
        hands.fill(f"agreement-pin-{number}", pin_of(person))
    QTest.keyClick(hands.edit("agreement-pin-2"), ENTER)
