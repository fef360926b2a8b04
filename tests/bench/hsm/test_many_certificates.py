"""A factory's token that issues certificate after certificate; the benchmark does it ten times."""

from pathlib import Path

import pytest

from station.hsm.factory import FactoryHsm
from tests.support.many_certificates import (
    Issued,
    assert_linter_accepts,
    assert_openssl_accepts,
    assert_serials_sound,
    issue_many,
)

pytestmark = pytest.mark.bench

QUANTITY = 1_000
WARM = 200
LINTED = 50


@pytest.fixture
def issued(factory: FactoryHsm) -> Issued:
    """What a factory's token issued."""
    return issue_many(factory, QUANTITY)


def test_a_thousand_certificates_are_unique_and_accepted_and_take_no_memory(
    factory: FactoryHsm, issued: Issued, tmp_path: Path
) -> None:
    assert len(issued.certificates) == QUANTITY
    assert issued.resident[QUANTITY] <= 1.10 * issued.resident[WARM]
    assert_serials_sound(issued.certificates)
    folder = tmp_path / "certificates"
    folder.mkdir()
    assert_openssl_accepts(issued.certificates, factory.issuing_chain, folder)
    assert_linter_accepts(issued.certificates[:: QUANTITY // LINTED])
