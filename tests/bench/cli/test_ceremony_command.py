"""A factory is set up from nothing by commands, and no PIN is shown on the way."""

from pathlib import Path

import pytest

from station.practice.modules import Programs, slot
from tests.support.production import Said, handed, said

pytestmark = pytest.mark.bench

PIN, OFFICER = "8406-ladder", "5127-meadow"
PEOPLE = ("--supervisor", "S-1", "Anne", "--supervisor", "S-2", "Bert", "--station", "line-9")


def token(folder: Path, label: str) -> tuple[str, str]:
    """Initialise an empty token by the command; return library and environment."""
    tokens = folder / label
    tokens.mkdir()
    module = slot(folder / f"{label}.conf", tokens, Programs.found().softhsm)
    setting = f"SOFTHSM2_CONF={module.environment['SOFTHSM2_CONF']}"
    words = ("hsm", "init", "--module", module.library, "--module-env", setting, "--label", label)
    pins = ("--so-pin-fd", handed(OFFICER.encode()), "--pin-fd", handed(PIN.encode()))
    assert said(*words, *pins).status == 0
    return module.library, setting


def ceremony(*words: str, pin: str = PIN) -> Said:
    fds = ("--root-pin-fd", handed(pin.encode()), "--pin-fd", handed(pin.encode()))
    people = [f"pin-S-{n}".encode() for n in (1, 2)]
    more = [word for one in people for word in ("--supervisor-pin-fd", handed(one))]
    return said("hsm", "ceremony", "--yes", "--json", *words, *fds, *more)


def test_a_factory_is_set_up_by_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    data = str(tmp_path / "data")
    library, root = token(tmp_path, "root")
    _, factory = token(tmp_path, "factory")
    tokens = ("--module", library, "--module-env", factory, "--factory", "factory")
    above = ("--root-module-env", root, "--root", "root")
    unrehearsed = ceremony(*PEOPLE, *tokens, *above, "--data", data)
    assert "CFG-044" in unrehearsed.err
    rehearsed = ceremony("--rehearse", *PEOPLE, pin="24681357")
    assert rehearsed.status == 0, rehearsed.err
    software = ceremony(*PEOPLE, *tokens, *above, "--data", data)
    assert software.status == 2
    assert "--accept-software" in software.err
    over = ceremony("--accept-software", "--data", data)
    assert over.status == 0, over.err
    assert over.answer["rehearsed"] is True
    folder = str(over.answer["protocol"])
    assert said("hsm", "ceremony", "--verify", folder, "--data", data).status == 0
    told = said("hsm", "unlock", "--data", data, "--json", "--pin-fd", handed(PIN.encode()))
    assert told.answer["wrong"] == 0
    assert PIN not in over.out + over.err + told.out + told.err
    for _ in range(2):
        wrong = said("hsm", "unlock", "--data", data, "--pin-fd", handed(b"nonsense"))
        assert "HSM-003" in wrong.err
    stopped = said("hsm", "unlock", "--data", data, "--pin-fd", handed(PIN.encode()))
    assert "HSM-042" in stopped.err
    sure = ("hsm", "unlock", "--last-try", "--data", data, "--pin-fd", handed(PIN.encode()))
    assert said(*sure).status == 0
