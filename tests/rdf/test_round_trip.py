"""The law of the graph: what is encoded is decoded again, whatever the text; and every quad belongs to one graph."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Claim, Entity, NoteFacts
from kg.rdf.decode import decode_entities, decode_note
from kg.rdf.encode import entity_quads, note_quads
from kg.rdf.normal import normal_claim, normal_facts, reading_order
from kg.rdf.terms import entities_graph, note_iri
from tests.graph_samples import ENTITIES, IPO_CLAIMS, IPO_NOTE, NOTES, TYPES
from tests.rdf import strategies

SampleNote = tuple[NoteFacts, tuple[Claim, ...]]


@given(strategies.notes())
@settings(max_examples=60, deadline=None)
def test_a_note_comes_back_from_its_quads(note: SampleNote) -> None:
    """Encode, decode: the normal form of what went in. Encode again: the same bytes."""
    facts, claims = note
    quads = note_quads(facts, claims)
    decoded_facts, decoded = decode_note(quads)
    assert decoded_facts == normal_facts(facts)
    assert decoded == tuple(sorted(map(normal_claim, claims), key=reading_order))
    assert note_quads(decoded_facts, decoded) == quads


@given(st.lists(strategies.entities, unique_by=lambda entity: entity.name))
@settings(max_examples=40, deadline=None)
def test_entities_come_back_from_their_quads(entities: list[Entity]) -> None:
    quads = b"".join(entity_quads(entities, properties={"worth": "worth"}, recordings=["https://v.example/1"]))
    assert decode_entities(quads) == tuple(sorted(entities, key=lambda entity: entity.name))


@pytest.mark.parametrize(("facts", "claims"), NOTES, ids=lambda it: getattr(it, "path", ""))
def test_the_sample_comes_back_with_the_types_of_its_entities(facts: NoteFacts, claims: tuple[Claim, ...]) -> None:
    assert decode_note(note_quads(facts, claims), TYPES.__getitem__) == (facts, tuple(map(normal_claim, claims)))


def test_the_order_of_lines_makes_no_difference() -> None:
    lines = note_quads(IPO_NOTE, IPO_CLAIMS).splitlines(keepends=True)
    assert decode_note(b"".join(reversed(lines))) == decode_note(b"".join(lines))


def test_lines_are_sorted_unique_and_in_one_graph_without_blank_nodes() -> None:
    lines = note_quads(IPO_NOTE, IPO_CLAIMS).decode().split("\n")[:-1]
    assert lines == sorted(set(lines))
    assert all(line.endswith(f" <{note_iri(IPO_NOTE.path)}> .") for line in lines)
    assert not any("_:" in line.replace('"', "") for line in lines if '"' not in line)


def test_no_triple_is_in_two_graphs() -> None:
    """The engines count a triple twice that stands in two graphs."""
    whole = [line for note in NOTES for line in note_quads(*note).decode().split("\n")[:-1]]
    described = entity_quads(ENTITIES, properties={"valuation": "valuation"}, recordings=[IPO_NOTE.media or ""])
    whole += b"".join(described).decode().split("\n")[:-1]
    triples = [line.rpartition(" <")[0] for line in whole]
    assert len(triples) == len(set(triples))


def test_aliases_and_tags_are_kept_sorted_and_once() -> None:
    facts = replace(IPO_NOTE, aliases=("b", "a", "b"), tags=("z", "y"))
    assert decode_note(note_quads(facts, ()))[0] == replace(facts, aliases=("a", "b"), tags=("y", "z"))


@pytest.mark.parametrize("path", ["Über.md", "U\u0308ber.md", "Loud.MD", "draw.canvas", "a/b c#d%e?.md"])
def test_links_keep_the_exact_path_of_their_note(path: str) -> None:
    facts = replace(IPO_NOTE, references=(path,))
    assert decode_note(note_quads(facts, ()))[0].references == (path,)


def test_seconds_keep_their_order_and_their_repetitions() -> None:
    claim = replace(IPO_CLAIMS[0], timestamps=(90, 30, 90))
    assert decode_note(note_quads(IPO_NOTE, [claim]))[1][0].timestamps == (90, 30, 90)


def test_subjects_that_are_described_once_are_in_order() -> None:
    pieces = list(entity_quads(ENTITIES, properties={"b": "b", "a": "a"}, channels=["OpenAI", "allin"]))
    subjects = [piece.split(b" ")[0] for piece in pieces]
    assert subjects == sorted(subjects)
    assert all(piece.endswith(f" <{entities_graph()}> .\n".encode()) for piece in pieces)


def test_a_channel_that_is_an_entity_is_described_as_that_entity_only() -> None:
    pieces = b"".join(entity_quads(ENTITIES, properties={}, channels=["OpenAI"]))
    assert b"ns#Channel" not in pieces


def test_who_says_it_keeps_its_spelling() -> None:
    """An IRI is made of the composed form; a name that is written otherwise is kept beside it."""
    claim = replace(IPO_CLAIMS[0], attribution="Jose\u0301")
    assert decode_note(note_quads(IPO_NOTE, [claim]))[1][0].attribution == "Jose\u0301"


def test_what_follows_from_the_rest_is_not_written() -> None:
    """Words at their place in the claim, names of entities and the usual rule; others are kept beside it."""
    claim = next(claim for claim in IPO_CLAIMS if claim.quantities and claim.statements)
    lines = note_quads(IPO_NOTE, [claim])
    assert b"anchorOf" not in lines
    mention = claim.mentions[0]
    odd = replace(claim, mentions=(replace(mention, text="x" * len(mention.text)),), modality_rule="")
    kept = note_quads(IPO_NOTE, [odd])
    assert kept.count(b"anchorOf") == 1
    assert decode_note(kept)[1][0].mentions[0].text == odd.mentions[0].text
    assert decode_note(kept)[1][0].modality_rule == ""


def test_a_mention_costs_three_quads() -> None:
    claim = replace(IPO_CLAIMS[0], statements=(), quantities=(), dates=(), about=())
    with_mentions = note_quads(IPO_NOTE, [claim]).count(b"\n")
    without = note_quads(IPO_NOTE, [replace(claim, mentions=())]).count(b"\n")
    named = len({mention.entity for mention in claim.mentions})
    assert with_mentions - without == 3 * len(claim.mentions) + named
