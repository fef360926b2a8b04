"""What an export wrote, read back, and how one is refused."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from jsonschema import Draft202012Validator
from pydantic import JsonValue

from station.errors import StationError
from station.service.documents import BULK_BYTES
from station.service.exports import export
from station.service.exports.cells import decoded

if TYPE_CHECKING:
    from tests.service.conftest import MemoryRecords, SoftwareFactory

SCHEMA: Final = json.loads(
    Path(__file__).with_name("dps_requests.schema.json").read_text(encoding="utf-8")
)


def bodies(out: Path, stem: str, kind: str) -> list[dict[str, JsonValue]]:
    """Return the documents in all bodies of a kind, each body checked against the schema."""
    schema = {"$ref": f"#/$defs/{kind}", "$defs": SCHEMA["$defs"]}
    documents: list[dict[str, JsonValue]] = []
    for path in sorted(out.glob(f"{stem}-*.json")):
        assert path.stat().st_size <= BULK_BYTES
        body = json.loads(path.read_bytes())
        Draft202012Validator(schema).validate(body)
        [key] = body.keys() - {"mode"}
        documents += body[key]
    return documents


def table(out: Path) -> list[Mapping[str, str]]:
    text = (out / "enrollments.csv").read_bytes().decode("ascii")
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return [{name: decoded(cell) for name, cell in row.items()} for row in rows]


def refused(
    records: MemoryRecords, factory: SoftwareFactory, out: Path, format_name: str = "dps-json"
) -> StationError:
    with pytest.raises(StationError) as caught:
        export(records, factory, out, format_name)
    assert not out.exists() or list(out.iterdir()) == []
    assert not records.exports
    assert [p for p in out.parent.iterdir() if p != out] == []
    return caught.value
