"""The lock names every requirement with its hashes, and no place where it was found."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).parents[2]
LOCK = CHECKOUT / "packaging" / "requirements.lock"
PYTHONS = ("3.11", "3.12", "3.13")


def pinned() -> dict[str, tuple[Requirement, list[str]]]:
    """Return each requirement of the lock by its name, with its hashes."""
    text = re.sub(r"^\s*#.*\n", "", LOCK.read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    found: dict[str, tuple[Requirement, list[str]]] = {}
    for line in filter(str.strip, text.splitlines()):
        requirement, *hashes = line.split("--hash=")
        parsed = Requirement(requirement.strip())
        found[canonicalize_name(parsed.name)] = parsed, [one.strip() for one in hashes]
    return found


def declared() -> list[Requirement]:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"].values()
    lines = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    return [Requirement(line) for line in (*lines, *(one for extra in extras for one in extra))]


def test_every_requirement_is_pinned_and_has_a_sha256() -> None:
    for requirement, hashes in pinned().values():
        assert [one.operator for one in requirement.specifier] == ["=="], requirement
        assert hashes
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), requirement


@pytest.mark.parametrize("requirement", declared(), ids=str)
def test_it_covers_what_the_project_declares(requirement: Requirement) -> None:
    locked, _ = pinned()[canonicalize_name(requirement.name)]
    (pin,) = locked.specifier
    assert requirement.specifier.contains(pin.version)


@pytest.mark.parametrize("python", PYTHONS)
def test_nothing_the_project_declares_is_left_out_on_a_supported_python(python: str) -> None:
    here = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux"}
    for requirement in declared():
        locked, _ = pinned()[canonicalize_name(requirement.name)]
        assert locked.marker is None or locked.marker.evaluate(here)


def test_it_holds_no_address_path_or_option() -> None:
    lines = [line for line in LOCK.read_text().splitlines() if not line.lstrip().startswith("#")]
    assert not [line for line in lines if "://" in line or " @ " in line or line.startswith("-")]
    assert not [line for line in lines if "/" in line]


def test_pip_itself_is_in_it_for_the_preamble() -> None:
    assert "pip" in pinned()
