"""A kind of correction is one row of ``CORRECTION_TABLE`` and one function; pages, notes and commands follow it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyshacl import validate

from kg.assembly.notes.page_corrections import GATHERED
from kg.assembly.steps.correction_outcome import JUDGES
from kg.extract.note_corrections import RULES
from kg.model.correction import CORRECTION_TABLE, TO_CLAIMS, TO_MENTIONS, TO_NAMES
from kg.reader.corrections_page import FORMS
from tests.graph_samples import RDFLIB_WARNS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault
    from tests.tables.conftest import KgCopy

pytestmark = RDFLIB_WARNS
ROW = """        CorrectionKind("doubt", "doubtful", FLAG, TO_MENTIONS, "'doubtful: true'", "it may be none"),
"""
FUNCTION = """def _doubted(mention: Mention, _: Sequence[NoteCorrection]) -> Mention:
    return replace(mention, method=_method(mention, "doubted"))


"""
PAGE = '---\nkg_id: "https://kg.example/entity/{0}"\ndoubtful: {1}\n---\n# {0}\n'
NOTES = {
    "Shop.md": "Acme Corporation sells 40 anvils. It competes with Initech in Germany.\n",
    "Acme Corporation.md": PAGE.format("Acme%20Corporation", "true"),
    "Globex.md": PAGE.format("Globex", "true"),
    "Initech.md": PAGE.format("Initech", "false"),
}


def test_every_form_is_read_gathered_and_judged() -> None:
    used = {row.form for row in CORRECTION_TABLE.values()}
    assert used == FORMS.keys() == GATHERED.keys() == JUDGES.keys()


@pytest.mark.parametrize("kind", CORRECTION_TABLE)
def test_every_kind_is_applied_to_names_mentions_or_claims(kind: str) -> None:
    row = CORRECTION_TABLE[kind]
    assert row.applied in {TO_NAMES, TO_MENTIONS, TO_CLAIMS}
    assert (kind in RULES) == (row.applied != TO_CLAIMS and kind != "alias")


@pytest.mark.parametrize("kind", CORRECTION_TABLE)
def test_the_guide_says_what_to_write(kind: str, project: Path) -> None:
    assert f"`{CORRECTION_TABLE[kind].property}" in (project / "docs" / "guide.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_new_row_is_read_applied_judged_and_listed(kg_copy: KgCopy, make_vault: MakeVault) -> None:
    kg_copy.insert("model/correction.py", '        CorrectionKind("reject"', ROW)
    kg_copy.insert("extract/note_corrections.py", "# What a correction of a kind does", FUNCTION)
    kg_copy.insert("extract/note_corrections.py", '"not-alias": _split', '"doubt": _doubted, ')
    vault = str(make_vault(dict(NOTES)))
    kg_copy.kg("build", vault, "-j", "1")

    listed = kg_copy.kg("corrections", "-f", "jsonl", "--vault", vault).splitlines()
    rows = [(row["kind"], row["entity"], row["value"], row["idle"]) for row in map(json.loads, listed)]
    assert rows == [
        ("doubt", "Acme Corporation", "true", ""),
        ("doubt", "Globex", "true", "no claim mentions the entity any more"),
    ]
    assert "'doubtful: true'" in kg_copy.kg("corrections", "--help")
    assert "Globex" in kg_copy.kg("corrections", "--vault", vault)

    claims = map(json.loads, kg_copy.kg("export", "-f", "jsonl", "--vault", vault).splitlines())
    doubted = {(each["entity"], each["method"].endswith("+doubted")) for claim in claims for each in claim["mentions"]}
    assert {("Acme Corporation", True), ("Initech", False)} <= doubted
    assert ("Acme Corporation", False) not in doubted

    kg_copy.python("-m", "cogapp", "-r", "kg/rdf/ontology.ttl", "kg/rdf/shapes.ttl")
    shapes, graph = rdflib.Graph(), rdflib.Graph()
    shapes.parse(kg_copy.home / "kg" / "rdf" / "shapes.ttl")
    graph.parse(data=kg_copy.kg("export", "-f", "nt", "--vault", vault), format="nt")
    conforms, _, report = validate(graph, shacl_graph=shapes)
    assert conforms, report
    assert "doubt: it may be none" in (kg_copy.home / "kg" / "rdf" / "ontology.ttl").read_text(encoding="utf-8")
