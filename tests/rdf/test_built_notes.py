"""What the assembly line stores of real notes keeps the graph's laws: shapes, round trip, one place per triple."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyshacl import validate

from benchmarks.corpus import CORPUS, part, unpacked
from kg import assembly
from kg.config import Config
from kg.rdf.decode import decode_note
from kg.rdf.encode import note_quads
from kg.rdf.terms import entities_graph
from kg.store.engine.store import Store
from tests.graph_samples import RDFLIB_WARNS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = RDFLIB_WARNS

CORPUS_NOTES = 80


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, sample_vault: Path) -> Iterator[Store]:
    """The store of the sample vault."""
    copy = tmp_path_factory.mktemp("built") / "vault"
    for note in sorted(sample_vault.rglob("*.md")):
        target = copy / note.relative_to(sample_vault)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(note.read_bytes())
    assembly.build(copy, config=Config(workers=1))
    with Store.open(copy / ".kg", read_only=True) as store:
        yield store


def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=(files("kg.rdf") / "shapes.ttl").read_text(encoding="utf-8"), format="turtle")


def misfits(store: Store) -> list[str]:
    """Reports of the graphs that do not fit the shapes."""
    found = []
    for iri in (*store.note_iris(), entities_graph(store.base)):
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=store.note_nquads(iri), format="nquads")
        graph = rdflib.Graph()
        for subject, predicate, thing, _ in dataset.quads():
            graph.add((subject, predicate, thing))
        conforms, _, report = validate(graph, shacl_graph=shapes())
        if not conforms:
            found.append(report)
    return found


def test_every_note_of_the_sample_vault_fits_the_shapes(built: Store) -> None:
    assert misfits(built) == []


def test_every_note_of_the_sample_vault_comes_back_from_its_quads(built: Store) -> None:
    assert built.note_iris()
    for iri in built.note_iris():
        quads = built.note_nquads(iri)
        assert note_quads(*decode_note(quads)) == quads


def test_no_triple_of_the_sample_vault_is_in_two_graphs(built: Store) -> None:
    triples = [
        line.rpartition(b" <")[0]
        for iri in (*built.note_iris(), entities_graph(built.base))
        for line in built.note_nquads(iri).split(b"\n")[:-1]
    ]
    assert len(triples) == len(set(triples))
    assert not any(b" _:" in triple.split(b'"')[0] or triple.startswith(b"_:") for triple in triples)


@pytest.mark.shared
@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_notes_of_the_corpus_fit_the_shapes(shared: Path, tmp_path: Path) -> None:
    assert CORPUS.is_relative_to(shared)
    vault = part(unpacked(tmp_path), CORPUS_NOTES, tmp_path / "vault")
    assembly.build(vault, config=Config(workers=1))
    with Store.open(vault / ".kg", read_only=True) as store:
        assert len(store.note_iris()) == CORPUS_NOTES
        assert misfits(store) == []
        for iri in store.note_iris():
            quads = store.note_nquads(iri)
            assert note_quads(*decode_note(quads)) == quads
