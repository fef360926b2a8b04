"""The page on the commands link shows a profile that is one, and says what is true."""

import re
from pathlib import Path

from station.folders import resource
from station.line.profiles import check_profile, load_profile
from station.model.commands import LISTS
from station.operations.plant import KNOWN

PAGE = resource("help/commands-link.md").read_text("utf-8")


def shown() -> str:
    found = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_worked_example_is_a_good_profile(tmp_path: Path) -> None:
    path = tmp_path / "sensor-4.toml"
    path.write_text(shown(), "utf-8")
    assert check_profile(path, KNOWN) == []
    commands = load_profile(path).profile.link.commands
    assert commands is not None
    described = {name for name in LISTS if commands.exchanges(name)}
    assert described == {
        *("connect", "identify", "make_key", "install_certificate", "certificate"),
        *("sign_proof", "restart"),
    }


def test_the_page_names_no_profile_that_does_not_ship() -> None:
    named = set(re.findall(r"`([a-z-]+)\.toml`", PAGE))
    assert {"at-modem", "nordic-modem"} <= named
    for name in named - {"sensor-4"}:
        assert resource(f"profiles/{name}.toml").is_file()
