"""``kg corrections``: what is in force, what changes nothing, in every format."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from kg.model import Correction, Entity, ExtractorOpinion
from kg.rdf.encode import entity_quads
from kg.store.engine.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Typed

PAGE = "Knowledge/Acme.md"
CORRECTIONS = (
    Correction("type", "Acme", "Product", PAGE, "Organization"),
    Correction("not-alias", "Acme", "ACME Ltd", PAGE, "Acme"),
    Correction("merge", "Globex", "Acme", "Knowledge/Globex.md", "Globex"),
    Correction("ignore", "Hooli", "true", "Knowledge/Hooli.md", "Hooli", "no claim mentions the entity any more"),
)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    with Store.open(tmp_path / ".kg") as store:
        store.replace_entities(
            entity_quads(
                [Entity("Acme", "Product")],
                properties={},
                corrections=CORRECTIONS,
                opinions=[ExtractorOpinion("Acme", "Organization", ("ACME Ltd",))],
            )
        )
    return tmp_path


def test_a_table_tells_what_holds_now_and_what_before(anywhere: Typed, vault: Path) -> None:
    result = anywhere("corrections", "--vault", str(vault))
    assert result.exit_code == 0
    assert [line.rstrip() for line in result.stdout.splitlines()] == [
        "ENTITY  CORRECTION  NOW      PAGE              NO EFFECT BECAUSE                      BEFORE",
        "Acme    not-alias            Knowledge/Acme                                           ACME Ltd",
        "Acme    type        Product  Knowledge/Acme                                           Organization",
        "Globex  merge       Acme     Knowledge/Globex                                         Globex",
        "Hooli   ignore               Knowledge/Hooli   no claim mentions the entity any more  Hooli",
    ]


def test_those_without_effect_alone(anywhere: Typed, vault: Path) -> None:
    result = anywhere("corrections", "--idle", "-f", "jsonl", "--vault", str(vault))
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {
            "kind": "ignore",
            "entity": "Hooli",
            "value": "true",
            "page": "Knowledge/Hooli.md",
            "old": "Hooli",
            "idle": "no claim mentions the entity any more",
        }
    ]


def test_csv_and_markdown(anywhere: Typed, vault: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(anywhere("corrections", "-f", "csv", "--vault", str(vault)).stdout)))
    assert [row["entity"] for row in rows] == ["Acme", "Acme", "Globex", "Hooli"]
    assert rows[1] == {
        "entity": "Acme", "kind": "type", "value": "Product", "old": "Organization", "page": PAGE, "idle": "",
    }  # fmt: skip
    lines = anywhere("corrections", "-f", "md", "--vault", str(vault)).stdout.splitlines()
    assert lines[0] == "| Entity | Correction | Now | Before | Page | No effect because |"
    assert lines[3] == "| Acme | type | Product | Organization | [[Knowledge/Acme]] |  |"


def test_a_vault_without_corrections_has_none(kg: Typed) -> None:
    result = kg("corrections", "-f", "jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
