"""Sentences end where a reader sees them end, keep their timestamps, and are claims only when they assert something."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.analysis import analyse
from kg.extract.grammar import nlp
from kg.extract.sentences.boundaries import LONGEST_SENTENCE, split
from kg.extract.sentences.claimhood import is_claim, why_not
from kg.reader.read_note import read_note
from kg.reader.render import passages

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.model import Passage, Sentence

TABLES = Path(__file__).parent
BAR = " ‖ "
PARAGRAPHS = [
    line.removeprefix("- ")
    for line in (TABLES / "boundaries.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("- ")
]
JUDGED = [
    tuple(cell.strip() for cell in line.split("|")[1:4])
    for line in (TABLES / "claims.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| sentence"))
]


@pytest.fixture(scope="module")
def engine() -> Language:
    return nlp.load()


def shown(text: str) -> tuple[Passage, ...]:
    return passages(read_note("note.md", text.encode()))


def found(text: str, engine: Language) -> tuple[Sentence, ...]:
    note = read_note("note.md", text.encode())
    return analyse(note, passages(note), engine).sentences


@pytest.mark.parametrize("marked", PARAGRAPHS)
def test_sentences_end_at_the_bars(marked: str) -> None:
    [passage] = shown(marked.replace(BAR, " "))
    cut = [passage.text[start:end] for start, end in split(passage)]
    wanted = [part.text for piece in marked.replace("**", "").replace("*", "").split(BAR) for part in shown(piece)]
    assert cut == wanted


@given(
    st.lists(st.sampled_from([*'.?!…"“”()[]«» ', "A", "b", "Mr", "Inc", "5", "\n", "[00:01:02]", "**"]), max_size=60)
)
def test_sentences_cover_the_passage_in_order_but_for_white_space(pieces: list[str]) -> None:
    for passage in shown("".join(pieces)):
        end = 0
        for start, stop in split(passage):
            assert passage.text[end:start].strip() == ""
            assert start < stop <= len(passage.text)
            assert passage.text[start:stop] == passage.text[start:stop].strip()
            end = stop
        assert passage.text[end:].strip() == ""


@pytest.mark.parametrize("unit", ["word ", "x", "A b. ", "! ", "A. ", '"A b. ', "(A. ", "**A. b** "])
def test_no_sentence_is_longer_than_the_limit_and_long_lines_take_linear_time(unit: str) -> None:
    for passage in shown(unit * 20_000):
        assert all(end - start <= LONGEST_SENTENCE for start, end in split(passage))


def test_a_quote_that_runs_on_is_taken_for_a_stray_mark() -> None:
    for size, sentences_found in ((20, 1), (200, 201)):
        [passage] = shown('He said "' + "It grew. " * size + 'It did" twice.')
        assert len(list(split(passage))) == sentences_found


def test_timestamps_cover_the_sentence_that_they_end_or_sit_in(engine: Language) -> None:
    text = "It grew [00:00:01]. It fell. [00:00:02] It [00:00:03] rose [00:00:04], [00:00:03].\n\n"
    text += "- [00:00:05] It ends. Now.\n"
    assert [(sentence.text, sentence.seconds) for sentence in found(text, engine)] == [
        ("It grew.", (1,)),
        ("It fell.", (2,)),
        ("It rose.", (3, 4)),
        ("It ends.", (5,)),
        ("Now.", ()),
    ]


def test_a_time_that_is_no_time_covers_a_sentence_without_a_second(engine: Language) -> None:
    [sentence] = found('It grew <a class="yt-timestamp" data-t="HH:MM:SS">[HH:MM:SS]</a>.', engine)
    assert (sentence.text, sentence.stamps, sentence.seconds) == ("It grew.", (0,), ())


def test_a_sentence_keeps_its_links_bold_and_place() -> None:
    text = "It fell. **[[a|Acme]] Inc** [[b|grew]]. *It* **grew. It rose.**"
    note = read_note("note.md", text.encode())
    first, second, third = analyse(note, passages(note), nlp.load()).sentences
    assert (first.links, first.strong) == ((), ())
    assert [second.text[link.start : link.end] for link in second.links] == ["Acme", "grew"]
    assert [second.text[start:end] for start, end in second.strong] == ["Acme Inc"]
    assert text[slice(*second.span)] == "**[[a|Acme]] Inc** [[b|grew]]."
    assert [text[place] for place in second.places] == list(second.text)
    assert text[slice(*third.span)] == "*It* **grew. It rose.**"


def test_a_mark_whose_partner_is_outside_is_no_part_of_the_place() -> None:
    text = "**[[a|It]] fell. *It* rose.**"
    note = read_note("note.md", text.encode())
    assert [text[slice(*sentence.span)] for sentence in analyse(note, passages(note), nlp.load()).sentences] == [
        "[[a|It]] fell.",
        "*It* rose.",
    ]


def test_sections_callouts_and_passages_are_told_apart(engine: Language) -> None:
    first, title, second = found("## A\nIt grew.\n> [!tip] Look\n> It fell.\n", engine)
    assert (first.section, first.callout, first.part, first.kind, first.passage) == (("A",), None, "1", "paragraph", 0)
    assert (title.kind, title.claim, title.passage) == ("callout-title", False, 1)
    assert (second.section, second.callout, second.part, second.claim) == (("A",), "tip", "1.1", True)


def test_a_label_belongs_to_the_sentence_and_hangs_on_its_main_clause(engine: Language) -> None:
    [sentence] = found("- **Main Network:** Decides where people look.", engine)
    [label] = [token for token in sentence.tokens if token.dep == nlp.LABEL]
    assert (label.text, sentence.tokens[label.head].text) == ("Network", "Decides")
    assert sum(token.head == i for i, token in enumerate(sentence.tokens)) == 1


def test_data_is_no_language(engine: Language) -> None:
    long, word = found("A key " + "k3y" * 200 + " is here.\n\nA key is here.", engine)
    assert (long.tokens, long.claim) == ((), False)
    assert (bool(word.tokens), word.claim) == (True, True)


@pytest.mark.parametrize(("source", "kind", "rule"), JUDGED, ids=[case[0] for case in JUDGED])
def test_a_claim_asserts_something(source: str, kind: str, rule: str, engine: Language) -> None:
    [passage] = shown(source)
    [tokens] = nlp.parse(engine, [(passage.text, 0)])
    assert why_not(passage.text, tokens, kind) == (rule or None)
    assert is_claim(passage.text, tokens, kind) == (not rule)


def test_an_announcement_without_a_parse_is_one() -> None:
    assert why_not("Parts:", (), "paragraph") == "announcement"


@pytest.mark.shared
@pytest.mark.parametrize("gold", ["gold", "gold-train"])
def test_the_annotated_notes_are_cut_word_for_word(gold: str, shared: Path, engine: Language) -> None:
    import json

    for file in sorted((shared / "eval" / gold).glob("*.json")):
        annotated = json.loads(file.read_text(encoding="utf-8"))
        note = shared / "eval" / gold.replace("gold", "notes") / annotated["note"]
        ours = found(note.read_text(encoding="utf-8"), engine)
        wanted = [
            (row["text"], tuple(row["section"]), row["callout"], tuple(row["timestamps"]))
            for row in annotated["sentences"]
            if row["claim"]
        ]
        assert [(s.text, s.section, s.callout, s.seconds) for s in ours if s.claim] == wanted


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("- [[Acme and its rivals]]", 0),
        ("- [[Acme]], [[Globex | the rival]].", 0),
        ("- [[Acme]] grew", 1),
        ("- Growth", 1),
        ("[[Acme]] [[Globex]] merged.", 1),
    ],
)
def test_what_only_points_to_other_notes_is_no_claim(text: str, claims: int, engine: Language) -> None:
    assert sum(sentence.claim for sentence in found(text, engine)) == claims
