"""Full text, names and counts: what users type is found, and means no more than it says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.store.ask.name_suggestions import close_names
from kg.store.engine.entity_names import fold
from kg.store.engine.note_rows import RowsOfNote, SearchRow
from kg.store.engine.search_index import SearchFile, marks, match_expression, search_rows
from kg.store.engine.store import Store
from kg.store.engine.subject_table import DescribedEntity, DescribedSubject
from tests.graph_samples import IPO_CLAIMS, build_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EXPRESSIONS = (
    ("core weave", '"core" "weave"'),
    ('"core weave" debt', '"core weave" "debt"'),
    ("reven*", '"reven"*'),
    ("cats AND dogs OR NOT fish", '"cats" "AND" "dogs" "OR" "NOT" "fish"'),
    ("text:x ^y (z) {w}", '"text:x" "^y" "(z)" "{w}"'),
    ('an "open phrase', '"an" "open phrase"'),
    ('so"so', '"so so"'),
    ("$ & * -", ""),
    ("", ""),
    ("nul\0byte", '"nul" "byte"'),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    build_store(tmp_path)
    with Store.open(tmp_path, read_only=True) as opened:
        yield opened


@pytest.mark.parametrize(("typed", "expression"), EXPRESSIONS)
def test_what_users_type_is_quoted(typed: str, expression: str) -> None:
    assert match_expression(typed) == expression


@given(st.text())
def test_no_text_breaks_the_search(text: str) -> None:
    file = SearchFile.in_memory()
    file.search(text, 3)
    file.names.spelt_like(text)
    file.names.find_entity(text)
    file.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("secondary market", [1]),
        ("SECONDARY markets", [1]),  # case and plural
        ('"market secondary"', []),
        ("valu* analysts", [0]),
        ("CoreWeave tied", [4]),
        ("neocloud infrastructure tied", [4]),  # words of the note's path count too
        ("no such words", []),
        ("*", []),
    ],
)
def test_claims_are_found_by_their_words(store: Store, typed: str, found: list[int]) -> None:
    assert [hit.claim for hit in store.search.search(typed, 10)] == [IPO_CLAIMS[n].id for n in found]


def test_hits_come_with_their_places(store: Store) -> None:
    (hit,) = store.search.search('market "in november"', 10)
    assert [IPO_CLAIMS[1].text[start:end] for start, end in marks(hit.marked)] == ["market", "in November"]


def test_the_limit_holds_and_equal_ranks_have_an_order(store: Store) -> None:
    hits = store.search.search("coreweave", 10)
    assert store.search.search("coreweave", 2) == hits[:2]
    assert hits == sorted(hits, key=lambda hit: (hit.rank, hit.claim))


def test_control_characters_of_a_text_are_no_marks() -> None:
    odd = replace(IPO_CLAIMS[0], text="a\x02b\x03 word")
    file = SearchFile.in_memory()
    with file.transaction():
        file.replace_note("n", RowsOfNote(search_rows([odd])))
    (hit,) = file.search("word", 1)
    assert marks(hit.marked) == ((5, 9),)
    file.close()


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("CoreWeave", "CoreWeave"),
        ("  core  WEAVE ", "CoreWeave"),
        ("crwv", "CoreWeave"),
        ("nvidia", "NVIDIA"),
        ("ＮＶＩＤＩＡ", "NVIDIA"),
        ("Nvidi", None),
        ("", None),
    ],
)
def test_an_entity_is_found_by_name_or_alias_in_any_case(store: Store, asked: str, meant: str | None) -> None:
    assert store.search.names.find_entity(asked) == meant


def test_of_several_the_exact_name_wins_then_a_name_then_the_most_claims() -> None:
    file = SearchFile.in_memory()
    described = (
        DescribedEntity("apple", "Concept", "1", term=False, aliases=()),
        DescribedEntity("Apple", "Organization", "2", term=False, aliases=()),
        DescribedEntity("Big A", "Person", "3", term=False, aliases=("APPLE", "A.")),
        DescribedEntity("Small A", "Person", "4", term=False, aliases=("A.",)),
    )
    with file.transaction():
        file.subjects.describe(DescribedSubject(entity.iri, b"1", entity) for entity in described)
        rows = tuple(SearchRow(f"n#{n}", "t", "n.md", ("Small A",)) for n in range(2))
        file.replace_note("n", RowsOfNote(rows))
    meant = {"apple": "apple", "Apple": "Apple", "APPLE": "Apple", "a.": "Small A"}
    assert {name: file.names.find_entity(name) for name in meant} == meant
    file.close()


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        ("CoreWeav", ("CoreWeave",)),
        ("Corewaeve", ("CoreWeave",)),
        ("Mircosoft", ("Microsoft",)),
        ("opnai", ("OpenAI",)),
        ("zzzz", ()),
        ("no", ()),
        ("x" * 5000, ()),
    ],
)
def test_close_names_are_offered(store: Store, asked: str, offered: tuple[str, ...]) -> None:
    assert close_names(store.search.names, asked)[:1] == offered


def test_entities_are_counted_by_claims_and_notes(store: Store) -> None:
    rows = store.search.counts()
    assert [tuple(row) for row in rows[:3]] == [
        ("CoreWeave", "Organization", 7, 2),
        ("Microsoft", "Organization", 3, 2),
        ("NVIDIA", "Organization", 1, 1),
    ]
    assert store.search.count_of("Microsoft") == rows[1]
    assert [row.name for row in store.search.counts("Concept")] == ["neocloud"]
    assert [row.name for row in store.search.counts(least=2)] == ["CoreWeave", "Microsoft"]
    assert store.search.names.number() == 6


def test_folding_is_stable() -> None:
    assert fold(" Straße\u00a0Nr. ") == fold("STRASSE nr.")


def test_a_failed_transaction_leaves_nothing() -> None:
    file = SearchFile.in_memory()
    with pytest.raises(KeyError), file.transaction():
        _half_a_note(file)
    assert file.claim_counts() == {}
    file.close()


def _half_a_note(file: SearchFile) -> None:
    file.replace_note("n", RowsOfNote((SearchRow("n#1", "t", "n.md", ()),)))
    raise KeyError
