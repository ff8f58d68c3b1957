"""A type of entity is one row of ``kg/model/entity_types.toml``: pages, graph and pictures follow it."""

from __future__ import annotations

import json
import re
import sys
from subprocess import run
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyshacl import validate
from rdflib.namespace import RDFS

from kg.extract.names.type_votes import SURE, voted
from kg.extract.words.wordlists import words
from kg.model.entity_types import ENTITY_TYPES, TYPE_TABLE, UNKNOWN, entity_type
from tests.graph_samples import RDFLIB_WARNS
from tests.views.explorer.conftest import held

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault
    from tests.tables.conftest import KgCopy

pytestmark = RDFLIB_WARNS
VESSEL = "https://kg.example/ns#Vessel"
ROW = f"""[Vessel]
label = "vessel"
plural = "vessels"
class = "{VESSEL}"
comment = "What floats and carries."
light = "#123456"
dark = "#fedcba"

"""
NOTES = {
    ".obsidian/app.json": "{}",
    "Harbour.md": "The Ever Grand left Hamburg in 2023. The Ever Grand carries 20,000 containers to Rotterdam.\n",
    "Ever Grand.md": '---\nkg_id: "https://kg.example/entity/Ever%20Grand"\ntype: vessel\n---\n# Ever Grand\n',
}
PICTURE = "import sys, kg; print(kg.open_graph(sys.argv[1]).neighbourhood('Ever Grand').to_html())"
PAPER = {"light": "#faf9f6", "dark": "#14161a"}


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", ENTITY_TYPES)
def test_every_colour_shows_on_its_page(name: str) -> None:
    assert contrast(TYPE_TABLE[name].light, PAPER["light"]) >= 3
    assert contrast(TYPE_TABLE[name].dark, PAPER["dark"]) >= 3


def test_no_two_types_share_a_name_for_people_a_class_or_a_colour() -> None:
    for column in ("label", "plural", "iri", "light", "dark"):
        assert len({getattr(row, column) for row in TYPE_TABLE.values()}) == len(TYPE_TABLE), column


def test_a_type_that_is_not_known_is_grey_and_nothing_speaks_for_it() -> None:
    assert ENTITY_TYPES[-1] == UNKNOWN
    assert entity_type("Spaceship") == TYPE_TABLE[UNKNOWN]
    assert set(ENTITY_TYPES) - set(voted()) == {UNKNOWN}
    for colour in (TYPE_TABLE[UNKNOWN].light, TYPE_TABLE[UNKNOWN].dark):
        assert colour[1:3] == colour[3:5] == colour[5:7]


def test_every_word_that_tells_a_type_tells_one_of_the_table() -> None:
    told = {*words().types.values(), *words().last.values(), *words().isa.values(), *SURE}
    assert told <= set(voted())


def test_the_guide_for_annotators_names_every_type_that_is_known(project: Path) -> None:
    listed = (project / "docs" / "annotating.md").read_text(encoding="utf-8")
    assert all(name in listed.partition("Types are")[2].partition("\n\n")[0] for name in voted())


def test_ontology_and_shapes_are_written_from_the_table(project: Path) -> None:
    files = ["kg/rdf/ontology.ttl", "kg/rdf/shapes.ttl"]
    checked = run(
        [sys.executable, "-m", "cogapp", "--check", *files], cwd=project, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, f"run 'make docs':\n{checked.stdout}{checked.stderr}"


@pytest.mark.slow
def test_a_new_row_is_a_type_everywhere(kg_copy: KgCopy, make_vault: MakeVault) -> None:
    kg_copy.insert("model/entity_types.toml", f"[{UNKNOWN}]", ROW)
    vault = str(make_vault(dict(NOTES)))
    kg_copy.kg("build", vault, "-j", "1")

    listed = kg_copy.kg("entities", "--type", "vessel", "-f", "jsonl", "--vault", vault).splitlines()
    assert [json.loads(line)["name"] for line in listed] == ["Ever Grand"]
    assert '"#123456"' in kg_copy.python("-c", PICTURE, vault)
    core = held((kg_copy.home / "exports" / "explorer" / "index.html").read_bytes())["kg-core"]
    assert core["types"][-2:] == ["Vessel", UNKNOWN]
    assert (core["colours"]["light"][-2], core["colours"]["dark"][-2]) == ("#123456", "#fedcba")
    assert core["entities"]["type"][core["entities"]["name"].index("Ever Grand")] == core["types"].index("Vessel")

    kg_copy.kg("sync", "--apply", "--quiet", "0", "--vault", vault)
    index = next(make_vault({}).rglob("Knowledge index.md")).read_text(encoding="utf-8")
    assert re.search(r"^## Vessels\n\n- \[\[Ever Grand", index, re.MULTILINE)

    kg_copy.python("-m", "cogapp", "-r", "kg/rdf/ontology.ttl", "kg/rdf/shapes.ttl")
    ontology, shapes, graph = (rdflib.Graph() for _ in range(3))
    ontology.parse(kg_copy.home / "kg" / "rdf" / "ontology.ttl")
    shapes.parse(kg_copy.home / "kg" / "rdf" / "shapes.ttl")
    graph.parse(data=kg_copy.kg("export", "-f", "nt", "--vault", vault), format="nt")
    assert str(ontology.value(rdflib.URIRef(VESSEL), RDFS.comment)) == "What floats and carries."
    assert set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(VESSEL))) == {
        rdflib.URIRef("https://kg.example/entity/Ever%20Grand")
    }
    conforms, _, report = validate(graph, shacl_graph=shapes)
    assert conforms, report
