"""A real station imports a list by command, under a supervisor's badge, and forgets it again."""

import base64
from pathlib import Path

import pytest

from tests.service.conftest import endorsement_public
from tests.support.production import SCOPE, ProductionStation
from tests.unit.records.staffed import ANNE, WIM, credential

pytestmark = pytest.mark.bench

BY_ANNE = [credential(ANNE)]


def test_a_supervisor_imports_a_list_and_forgets_it(
    station: ProductionStation, tmp_path: Path
) -> None:
    table = tmp_path / "theirs.csv"
    rows = [f"tpm-{n},Q{n},{base64.b64encode(endorsement_public(n)).decode()}" for n in range(5)]
    table.write_text("\n".join(["registration_id,serial,endorsement_key", *rows, ""]))
    words = ("enrollments", "import", str(table), "--from", "csv", "--id-scope", str(SCOPE))
    assert station(*words, by=[credential(WIM)]).status
    done = station(*words, "--json", by=BY_ANNE)
    assert (done.status, done.answer["import"], done.answer["rows"]) == (0, 1, 5)
    again = station(*words, "--json", by=BY_ANNE)
    assert (again.status, again.answer["stopped"]) == (1, 5)
    forget = ("enrollments", "forget", "1", "--yes", "--reason", "a wrong list")
    assert station(*forget, by=BY_ANNE).status == 0
    assert station(*forget, by=BY_ANNE).status
    assert "a wrong list" in station("audit", "show", pin=None).out
    assert station("audit", "verify").status == 0
