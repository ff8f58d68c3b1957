"""The Parquet files of claims hold what ``claims.jsonl`` holds, typed alike in every file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pyarrow import parquet

from kg.flow.claim_table import SCHEMA, packed
from kg.flow.flow_order import FlowOrder
from tests.flow.flow_samples import SETTINGS
from tests.flow.test_stages import flowed

if TYPE_CHECKING:
    from pathlib import Path


def without_nothing(value: Any) -> Any:
    """A value without the fields of records that hold nothing: JSON leaves some of them out."""
    if isinstance(value, dict):
        return {key: without_nothing(each) for key, each in value.items() if each is not None}
    return [without_nothing(each) for each in value] if isinstance(value, list) else value


def test_the_rows_are_the_lines_of_the_json_in_their_order(vault: Path, tmp_path: Path) -> None:
    claims = flowed(FlowOrder.of(vault, tmp_path / "out", SETTINGS, 7), 1).claims
    files = sorted((tmp_path / "out").glob("claims-*.parquet"))
    rows = [row for file in files for row in parquet.read_table(file).to_pylist()]
    assert len(files) > 1
    assert list(map(without_nothing, rows)) == [without_nothing(json.loads(line)) for line in claims.splitlines()]
    assert {parquet.read_schema(file) for file in files} == {SCHEMA}


def test_no_claims_are_a_table_with_the_same_types(tmp_path: Path) -> None:
    (tmp_path / "none.parquet").write_bytes(packed([]))
    table = parquet.read_table(tmp_path / "none.parquet")
    assert (table.num_rows, table.schema) == (0, SCHEMA)
    assert packed([]) == packed([])
