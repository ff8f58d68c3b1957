"""The figures of small annotated sentences are those that one can count by hand; sentences find their claims."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import GoldError
from kg.model import Claim, Mention, Span
from kg.score import gold
from kg.score.gold import (
    GoldNote,
    GoldSentence,
)
from kg.score.matching import align, term_key
from kg.score.score_measures import MEASURES
from kg.score.scorecard import Score, score
from tests.score.samples import BARE, ENTITIES, TEXT, annotated, extracted

CASES = (Path(__file__).parent / "small.md").read_text(encoding="utf-8").split("\n## ")[1:]


def figures(sentence: GoldSentence, claims: list[Claim]) -> dict[str, Score]:
    return {row.name: row for row in score([GoldNote("a.md", (sentence,), ENTITIES)], lambda _: claims)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.partition("\n")[0])
def test_the_figures_of_a_sentence(case: str) -> None:
    _, *lines = case.strip().splitlines()
    given = {line.partition(": ")[0]: json.loads(line.partition(": ")[2]) for line in lines if "{" in line}
    rows = figures(annotated(given["gold"]), [extracted(given["found"])] if "found" in given else [])
    for line in (line for line in lines if "{" not in line):
        name, *numbers = line.rsplit(" ", 3)
        row = rows[name]
        assert [row.right, row.missed, row.wrong] == [int(number) for number in numbers], name


def test_every_measure_has_a_case() -> None:
    for measure in MEASURES:
        assert any(f"\n{measure.name} " in case for case in CASES), measure.name


def test_precision_recall_and_f1_or_a_rate() -> None:
    rows = figures(annotated({"about": ["Acme", "Globex"]}), [extracted({"about": ["Acme", "Roe", "Doe"]})])
    row = rows["about"]
    assert (row.precision, row.recall, row.figure, row.total) == (0.333, 0.5, 0.4, 2)
    assert row.to_dict()["f1"] == 0.4
    assert (rows["modality"].precision, rows["modality"].recall, rows["modality"].figure) == (None, None, 1.0)
    assert rows["modality"].to_dict()["rate"] == 1.0
    assert (rows["dates"].precision, rows["dates"].recall, rows["dates"].figure) == (0.0, 0.0, 0.0)


def test_the_errors_are_told_with_their_sentence() -> None:
    row = figures(annotated({"about": ["Acme"]}), [extracted({"about": ["Roe"]})])["about"]
    assert row.to_dict(1)["errors"] == [{"note": "a.md", "text": TEXT, "missed": ["Acme"], "wrong": ["roe"]}]


def test_key_terms_have_a_row_where_a_note_is_annotated_with_them() -> None:
    assert "terms" not in figures(annotated({}), [extracted({"terms": ["sleep"]})])
    row = figures(annotated({"terms": []}), [extracted({"terms": ["sleep"]})])["terms"]
    assert (row.right, row.missed, row.wrong) == (0, 0, 1)


def test_notes_without_annotated_terms_count_nothing_to_them() -> None:
    notes = [GoldNote(name, (annotated(fields),)) for name, fields in (("a.md", {}), ("b.md", {"terms": ["sleep"]}))]
    rows = {row.name: row for row in score(notes, lambda _: [extracted({"terms": ["sleep", "dream"]})])}
    assert (rows["terms"].right, rows["terms"].missed, rows["terms"].wrong) == (1, 0, 1)


@pytest.mark.parametrize(
    ("term", "key"),
    [
        ("The Dopamine Levels", "dopamine level"),
        ("theories", "theory"),
        ("boxes", "box"),
        ("classes", "class"),
        ("batches", "batch"),
        ("dishes", "dish"),
        ("virus", "virus"),
        ("analysis", "analysis"),
        ("mass", "mass"),
        ("gas", "gas"),
        ("the", ""),
    ],
)
def test_a_term_is_compared_in_lower_case_and_the_singular(term: str, key: str) -> None:
    assert term_key(term) == key


def test_one_place_of_a_plural_is_one_mention() -> None:
    both = [Mention("Both", 0, 4, Span(0, 4), "name", name, "Organization", "test") for name in ("Acme", "Globex")]
    rows = figures(annotated({}), [replace(BARE, mentions=tuple(both))])
    assert rows["named mentions"].wrong == 1


def test_claims_find_the_sentence_that_holds_most_of_their_words() -> None:
    sentences = [GoldSentence("One two three four.", claim=True), GoldSentence("Five six.", claim=True)]
    texts = ["One two three.", "Five six", "one two six seven", ""]
    found, stray = align(sentences, [replace(BARE, text=text) for text in texts])
    assert {number: [claim.text for claim in claims] for number, claims in found.items()} == {
        0: ["One two three."],
        1: ["Five six"],
    }
    assert [claim.text for claim in stray] == texts[2:]
    assert align([], [BARE]) == ({}, [BARE])


def test_a_claim_that_is_no_sentence_of_the_note_is_wrong() -> None:
    rows = figures(annotated({}), [replace(BARE, text="Something else entirely")])
    assert (rows["claims"].right, rows["claims"].missed, rows["claims"].wrong) == (0, 1, 1)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "truncated"),
        (b"\xff", "annotations"),
        (b'{"note": "a.md"}', "sentences"),
        (b'{"note": "a.md", "sentences": [{"text": "A.", "claim": 1}]}', r"sentences\[0\]\.claim"),
    ],
)
def test_a_bad_file_is_named_with_the_place(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(GoldError, match=told) as caught:
        gold.read(tmp_path)
    assert "a.json" in str(caught.value)


def test_a_folder_without_annotations_is_told(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="holds no annotated notes"):
        gold.read(tmp_path)
