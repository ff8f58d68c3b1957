"""IRIs: how they look, that they lead back, and that SPARQL can build them."""

from __future__ import annotations

import hashlib
from unicodedata import normalize

import pytest
import rdflib
import rdflib.plugins.sparql.operators
from hypothesis import given
from hypothesis import strategies as st

from kg.rdf import terms

NOTE_IRIS = (
    ("allin/CoreWeave IPO.md", "https://kg.example/note/allin/CoreWeave%20IPO"),
    ("a.md", "https://kg.example/note/a"),
    ('100% #1? "x".md', "https://kg.example/note/100%25%20%231%3F%20%22x%22"),
    ("U\u0308ber.md", "https://kg.example/note/%C3%9Cber"),  # NFC, as the entity's and every other IRI
    ("line\nend/😀.md", "https://kg.example/note/line%0Aend/%F0%9F%98%80"),
    ("map.canvas", "https://kg.example/note/map.canvas"),
    ("lone\udc80.md", "https://kg.example/note/lone%EF%BF%BD"),  # undecodable in a file name
)
SAFE = (
    ("https://v.example/watch?v=a&t=1#x", "https://v.example/watch?v=a&t=1#x"),
    ('https://v.example/a b<c>"{}|^`\\', "https://v.example/a%20b%3Cc%3E%22%7B%7D%7C%5E%60%5C"),
    ("no scheme", "urn:x:no%20scheme"),
    ("https://é.example/ü", "https://é.example/ü"),
)


@pytest.mark.parametrize(("path", "iri"), NOTE_IRIS)
def test_a_note_is_named_by_its_path(path: str, iri: str) -> None:
    assert terms.note_iri(path) == iri


@pytest.mark.parametrize(("text", "iri"), SAFE)
def test_an_iri_holds_no_forbidden_character(text: str, iri: str) -> None:
    assert terms.safe_iri(text) == iri


@given(st.text())
def test_every_segment_is_what_sparql_builds(text: str) -> None:
    """ENCODE_FOR_URI of the name gives the IRI, so a user can write it in a query."""
    name = normalize("NFC", text)
    encode = rdflib.plugins.sparql.operators.Builtin_ENCODE_FOR_URI
    expected = str(encode(rdflib.plugins.sparql.parserutils.Expr("x", lambda *_: None, arg=rdflib.Literal(name)), None))
    assert terms.encode_segment(name) == expected


@given(st.text())
def test_names_and_phrases_lead_back(text: str) -> None:
    name = normalize("NFC", text)
    assert terms.entity_name(terms.entity_iri(name)) == name
    assert terms.phrase_text(terms.phrase_iri(name)) == name
    assert terms.property_name(terms.property_iri(name)) == name
    assert terms.is_entity(terms.entity_iri(name))
    assert not terms.is_entity(terms.phrase_iri(name))


def test_the_base_is_the_users_and_the_vocabulary_is_not() -> None:
    declared = terms.prefixes("http://me.example/")
    assert declared["ent"] == "http://me.example/entity/"
    assert declared["kg"] == "https://kg.example/ns#"
    assert list(declared) == sorted(declared)


def test_claims_of_equal_text_are_told_apart_and_keep_their_keys() -> None:
    up, down = (f"c-{hashlib.sha256(text).hexdigest()[:10]}" for text in (b"Up.", b"Down."))
    assert terms.claim_keys(["Up.", "Down.", "Up.", "Up."]) == (up, down, f"{up}-2", f"{up}-3")
    assert terms.claim_keys(["New.", "Down."])[1] == down


@pytest.mark.parametrize(
    ("made", "iri"),
    [
        (terms.part_iri("n", "3.2"), "n#s3.2"),
        (terms.part_iri("n", ""), "n"),
        (terms.mention_iri("n", 10, 19), "n#char=10,19"),
        (terms.mention_iri("n", 10, 19, 2), "n#char=10,19;2"),
        (terms.moment_iri("https://v.example/?v=1", 58), "https://v.example/?v=1#t=58"),
        (terms.entities_graph("http://b/"), "http://b/graph/entities"),
    ],
)
def test_what_belongs_to_a_note_or_a_recording(made: str, iri: str) -> None:
    assert made == iri
