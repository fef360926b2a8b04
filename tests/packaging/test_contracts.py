"""Each contract between the packages breaks where something is planted against it."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
LINT = Path(sys.executable).with_name("lint-imports")

# By the contract's name: the module that gets the line, and the line.
PLANTED = {
    "Imports point downwards, neighbours don't know one another": (
        "model/names.py",
        "import station.cli",
    ),
    "No cycles inside a package": ("model/names.py", "import station.model.order"),
    "Only operations brings in the practice parts": (
        "cli/__init__.py",
        "import station.practice.bench",
    ),
    "No Qt outside the window": ("cli/__init__.py", "import PySide6.QtCore"),
    "The model is pure": ("model/proof.py", "import socket"),
    "One door for PKCS#11": ("records/__init__.py", "import pkcs11"),
    "One door for the TPM library": ("line/__init__.py", "import tpm2_pytss"),
    "One door for serial ports and their comings and goings": (
        "tpm/__init__.py",
        "import pyudev",
    ),
    "One door for SMP; practice units speak it by themselves": ("hsm/__init__.py", "import smp"),
    "One door for the database; the practice service keeps its own": (
        "cli/__init__.py",
        "import sqlite3",
    ),
    "One door for HTTP": ("cli/__init__.py", "import httpx"),
    "One door for TLS by keys that sign elsewhere": ("tpm/__init__.py", "import tlslite"),
    "One door for Entra ID": ("operations/__init__.py", "import requests"),
    "Servers are for practice alone": ("operations/__init__.py", "import uvicorn"),
    "One door for paper": ("cli/__init__.py", "import fpdf"),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the product to plant in."""
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(CHECKOUT / "station", tmp_path / "station", ignore=ignored)
    return tmp_path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(LINT), "--no-cache", "--no-logo"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_there_is_something_planted_against_every_contract() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    assert set(PLANTED) == {c["name"] for c in project["tool"]["importlinter"]["contracts"]}


def test_the_product_keeps_them_all(copy: Path) -> None:
    ended = lint(copy)
    assert ended.returncode == 0, ended.stdout


@pytest.mark.parametrize("contract", PLANTED)
def test_a_contract_breaks_where_it_should(copy: Path, contract: str) -> None:
    module, line = PLANTED[contract]
    with (copy / "station" / module).open("a") as file:
        file.write(f"\n{line}\n")
    ended = lint(copy)
    assert ended.returncode == 1
    assert f"{contract} BROKEN" in ended.stdout
