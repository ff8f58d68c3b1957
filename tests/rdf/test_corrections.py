"""Corrections and opinions come back from the graph as they went in, and fit the shapes."""

from __future__ import annotations

from importlib.resources import files

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyshacl import validate

from kg.model import Correction, ExtractorOpinion
from kg.model.correction import CORRECTION_KINDS
from kg.model.entity_types import ENTITY_TYPES
from kg.rdf import vocabulary as v
from kg.rdf.decode import decode_corrections, decode_opinions
from kg.rdf.encode import entity_quads
from tests.graph_samples import RDFLIB_WARNS
from tests.rdf.test_vocabulary import parsed, union

pytestmark = RDFLIB_WARNS

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(lambda t: t.isascii())
CORRECTIONS = st.builds(Correction, st.sampled_from(CORRECTION_KINDS), TEXTS, TEXTS, TEXTS, TEXTS, st.just("") | TEXTS)
OPINIONS = st.builds(
    ExtractorOpinion,
    TEXTS,
    st.sampled_from(ENTITY_TYPES),
    st.sets(TEXTS, max_size=3).map(lambda names: tuple(sorted(names))),
)
SAMPLE = (
    Correction("merge", "Globex", "NVIDIA", "Knowledge/Globex.md", "Globex"),
    Correction("reject", "NVIDIA", "c-0123456789", "Knowledge/NVIDIA.md", "", "no note makes the claim any more"),
)


def key(each: Correction) -> tuple[str, str, str]:
    return each.entity, each.kind, each.value


@given(st.lists(CORRECTIONS, max_size=4, unique_by=key), st.lists(OPINIONS, max_size=3, unique_by=lambda o: o.entity))
def test_what_goes_in_comes_out(corrections: list[Correction], opinions: list[ExtractorOpinion]) -> None:
    quads = b"".join(entity_quads([], properties={}, corrections=corrections, opinions=opinions))
    assert decode_corrections(quads) == tuple(sorted(corrections, key=key))
    assert decode_opinions(quads) == tuple(sorted(opinions, key=lambda each: each.entity))


def conforms(quads: bytes) -> bool:
    fits, _, _ = validate(union(quads), shacl_graph=parsed("shapes.ttl"))
    return bool(fits)


def test_they_fit_the_shapes() -> None:
    quads = b"".join(
        entity_quads([], properties={}, corrections=SAMPLE, opinions=[ExtractorOpinion("Globex", "Place", ("G",))])
    )
    assert conforms(quads)
    assert rdflib.URIRef(v.CORRECTION[1:-1]) in set(union(quads).objects())


@pytest.mark.parametrize("term", [v.CORRECTS, v.SETS, v.SAID_BY, v.CORRECTION_KIND, v.OPINION_TYPE, v.OPINION_OF])
def test_the_shapes_notice_what_is_missing(term: str) -> None:
    assert term.strip("<>").rpartition("#")[2] in (files("kg.rdf") / "shapes.ttl").read_text(encoding="utf-8")
    quads = b"".join(
        entity_quads([], properties={}, corrections=SAMPLE, opinions=[ExtractorOpinion("Globex", "Place", ("G",))])
    )
    kept = [line for line in quads.splitlines(keepends=True) if f" {term} ".encode() not in line]
    assert not conforms(b"".join(kept))
