"""Statements and ``about`` are what an annotator would list, with names for pronouns and values for numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.config.trust_thresholds import USUAL
from kg.extract.grammar import nlp
from kg.extract.grammar.sentence_tree import LONGEST_PARSED
from kg.extract.reference import participants
from kg.extract.statements import statements
from kg.model import DateRef, Mention, Quantity, Sentence, Span, Statement, Token

FOLDER = Path(__file__).parent
MENTION = re.compile(r"(?P<text>[^=(]+?)(?: = (?P<entity>[^(]+?))?(?: \((?P<type>\w+)\))?$")
NOMINAL = re.compile(r"(?i)(the|this|these) ")
PRONOUNS = {"it", "its", "they", "their", "both", "she", "her", "he", "his"}
KEYS = ("mentions", "quantities", "dates")


TAGS = [
    "NN",
    "NNS",
    "NNP",
    "VB",
    "VBZ",
    "VBP",
    "VBD",
    "VBN",
    "VBG",
    "JJ",
    "RB",
    "IN",
    "TO",
    "PRP",
    "PRP$",
    "WDT",
    "POS",
]
KINDS = ["NOUN", "PROPN", "VERB", "AUX", "ADJ", "ADV", "ADP", "PRON", "PUNCT", "NUM", "DET"]
LABELS = [
    "ROOT", "nsubj", "nsubjpass", "csubj", "dobj", "dative", "attr", "acomp", "oprd", "prep", "pobj", "pcomp", "agent",
    "xcomp", "ccomp", "advcl", "acl", "relcl", "conj", "cc", "appos", "amod", "compound", "poss", "case", "det", "aux",
    "auxpass", "neg", "prt", "advmod", "npadvmod", "mark", "punct", "expl", "dep", "parataxis", "label",
]  # fmt: skip
WORDS = [
    "as",
    "including",
    "like",
    "such",
    "there",
    "it",
    "they",
    "(",
    ")",
    ":",
    ",",
    "to",
    "not",
    "by",
    "Acme",
    "one",
    "is",
]


@dataclass(frozen=True)
class Case:
    """A sentence with what is known of it, and the lines that a test expects."""

    name: str
    sentence: Sentence
    mentions: tuple[Mention, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[DateRef, ...]
    topic: str | None
    expected: tuple[str, ...]


def read(path: Path) -> list[Case]:
    """All cases of a Markdown file: heading, sentence, ``key: value`` lines, expected lines after dashes."""
    blocks = path.read_text(encoding="utf-8").split("\n## ")[1:]
    cases = [_case(block.strip().splitlines()) for block in blocks]
    texts = [(case.sentence.text, _label(case.sentence.text)) for case in cases]
    parsed = nlp.parse(nlp.load(), texts)
    return [
        replace(case, sentence=replace(case.sentence, tokens=tokens))
        for case, tokens in zip(cases, parsed, strict=True)
    ]


def plain(text: str) -> Sentence:
    """A sentence without a parse."""
    return Sentence(text, Span(0, len(text)), tuple(range(len(text))), (), "paragraph")


def _label(text: str) -> int:
    head, colon, _ = text.partition(": ")
    return len(head) + 1 if colon and not re.search(r"\b(is|offers)\b", head) else 0


def _case(lines: list[str]) -> Case:
    name, text, *rest = lines
    keys = {key: value for key, _, value in (line.partition(": ") for line in rest if not line.startswith("- "))}
    parts = {key: [part.strip() for part in keys[key].split(";")] if key in keys else [] for key in KEYS}
    return Case(
        name=name,
        sentence=plain(text),
        mentions=tuple(_mentions(text, parts["mentions"])),
        quantities=tuple(_quantity(text, part) for part in parts["quantities"]),
        dates=tuple(_date(text, part) for part in parts["dates"]),
        topic=keys.get("topic"),
        expected=tuple(line[2:].strip() for line in rest if line.startswith("- ")),
    )


def _mentions(text: str, parts: list[str]) -> list[Mention]:
    found: list[Mention] = []
    for part in parts:
        match = MENTION.fullmatch(part)
        assert match, part
        words = match["text"]
        after = max((m.end for m in found if m.text == words and m.entity == (match["entity"] or words)), default=0)
        start = text.index(words, after)
        kind = "nominal" if NOMINAL.match(words) else "pronoun" if words.lower() in PRONOUNS else "name"
        where = (start, start + len(words), Span(0, 0))
        found.append(Mention(words, *where, kind, match["entity"] or words, match["type"] or "Organization", "test"))
    return found


def _quantity(text: str, part: str) -> Quantity:
    words, _, value = part.partition(" = ")
    number, _, unit = value.partition(" ")
    start = text.index(words)
    return Quantity(words, start, start + len(words), Decimal(number), unit)


def _date(text: str, part: str) -> DateRef:
    words, _, value = part.partition(" = ")
    start = text.index(words)
    return DateRef(words, start, start + len(words), value)


CASES = [*read(FOLDER / "statements.md"), *read(FOLDER / "values.md")]
ABOUT = read(FOLDER.parent / "reference" / "about.md")


def line(statement: Statement) -> str:
    """A statement as the case files write it."""
    parts = [statement.subject, statement.predicate, statement.object, statement.property]
    if statement.subject_entity not in (None, statement.subject):
        parts.append(f"of {statement.subject_entity}")
    if statement.quantity is not None:
        parts.append(f"quantity {statement.quantity}")
    return " | ".join([*parts, *([statement.date] if statement.date else [])])


def found(case: Case) -> tuple[Statement, ...]:
    return statements.find(case.sentence, case.mentions, case.quantities, case.dates, case.topic)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_statements_of_a_sentence(case: Case) -> None:
    """All that are expected are read, in their order; where none is, none is likely enough to count."""
    told = found(case)
    assert tuple(text for one in told if (text := line(one)) in case.expected) == case.expected
    assert case.expected or not any(statements.counts(one, USUAL.statements) for one in told)


def test_a_claim_makes_as_many_statements_as_it_states() -> None:
    case = of("More than four")
    assert len([one for one in found(case) if statements.counts(one, USUAL.statements)]) > 4


@given(chance=st.floats(0, 1), least=st.floats(0, 1), number=st.booleans(), bearer=st.booleans())
def test_a_statement_counts_when_it_is_likely_or_the_value_of_an_attribute(
    chance: float, least: float, *, number: bool, bearer: bool
) -> None:
    said = Statement("Acme", "has", "$5", "revenue", "Acme" if bearer else None, None, 0 if number else None)
    assert statements.counts(replace(said, confidence=chance), least) == (chance >= least or (number and bearer))


def of(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


@pytest.mark.parametrize("case", ABOUT, ids=lambda case: case.name)
def test_what_a_sentence_is_about(case: Case) -> None:
    assert participants.find(case.sentence, case.mentions, case.topic) == case.expected


def test_an_argument_that_is_an_entity_says_so() -> None:
    (statement,) = found(of("A copula, and what something is of an entity"))
    assert (statement.subject_entity, statement.object_entity) == ("Orsted", "Pipeto")


def test_the_whole_that_a_share_is_of_is_the_object_entity() -> None:
    assert [s.object_entity for s in found(of("A share of somebody's revenue"))] == ["Pipeto"]
    assert [s.object_entity for s in found(of("A stake in somebody"))] == ["Pipeto"]


def test_each_statement_names_the_rule_that_found_it() -> None:
    assert [s.method for s in found(of("Conjunct clauses share subject and auxiliary"))] == [
        "main/object",
        "conj/object",
    ]


def test_a_sentence_without_parse_states_nothing() -> None:
    assert statements.find(plain("Acme: grows."), (), (), (), "Acme") == ()


def test_a_mention_without_words_is_passed_over() -> None:
    """A mention outside the tokens, or inside another one, does no harm."""
    case = of("A clause with an object")
    inner = replace(case.mentions[0], start=2, end=4, text="pe", entity="Pe")
    beyond = replace(case.mentions[0], start=200, end=204)
    short = replace(case.mentions[0], start=0, end=1, text="P")
    wide = replace(case.mentions[0], end=20)
    assert participants.find(case.sentence, (beyond,), None) == ()
    assert participants.find(case.sentence, (*case.mentions, inner, short), None) == ("Pipeto", "Pe")
    assert statements.find(case.sentence, (wide, inner, beyond), (), (), None)


def chain(label: str, tag: str, size: int, word: str = "to") -> Sentence:
    """A parse in which each word hangs on the one before it."""
    text = f"{word} " * size
    step = len(word) + 1
    tokens = [Token(i * step, i * step + step - 1, word, "aim", "VERB", tag, label, max(0, i - 1)) for i in range(size)]
    return replace(plain(text), tokens=tuple(tokens))


@pytest.mark.parametrize(
    "label", ["xcomp", "acomp", "pcomp", "prep", "conj", "advcl", "relcl", "appos", "nsubj", "dobj"]
)
@pytest.mark.parametrize(("tag", "word"), [("VB", "to"), ("VBG", "by"), ("NN", "it")])
@pytest.mark.timeout(20)
def test_deep_and_long_parses_are_read_in_bounded_time(label: str, tag: str, word: str) -> None:
    deep, long = chain(label, tag, LONGEST_PARSED, word), chain(label, tag, 20_000, word)
    assert len(statements.find(deep, (), (), (), "Topic")) <= LONGEST_PARSED
    assert statements.find(long, (), (), (), "Topic") == ()
    mention = Mention("to", 0, 2, Span(0, 0), "name", "Acme", "Organization", "test")
    assert participants.find(long, (mention,) * 3, "Topic") == ("Acme",)


@st.composite
def parses(draw: st.DrawFn) -> Sentence:
    """A sentence of random words whose heads may lie anywhere, cycles and places outside the sentence included."""
    size = draw(st.integers(0, 14))
    tokens, text = [], ""
    for _ in range(size):
        word = draw(st.sampled_from(WORDS))
        start = len(text)
        text += word + " "
        tokens.append(
            Token(
                start,
                start + len(word),
                word,
                draw(st.sampled_from([word.lower(), "allow", "lead", "raise", "call", ""])),
                draw(st.sampled_from(KINDS)),
                draw(st.sampled_from(TAGS)),
                draw(st.sampled_from(LABELS)),
                draw(st.integers(-2, size + 1)),
            )
        )
    strong = (Span(0, draw(st.integers(0, len(text)))),) if draw(st.booleans()) else ()
    return Sentence(text, Span(0, len(text)), tuple(range(len(text))), tuple(tokens), "paragraph", strong=strong)


@st.composite
def mentions_of(draw: st.DrawFn, sentence: Sentence) -> tuple[Mention, ...]:
    places = draw(st.lists(st.integers(0, max(0, len(sentence.tokens) - 1)), max_size=3)) if sentence.tokens else []
    kinds = st.sampled_from(["name", "nominal", "pronoun"])
    types = st.sampled_from(["Person", "Organization", "Concept"])
    return tuple(
        Mention(t.text, t.start, t.end, Span(0, 0), draw(kinds), draw(st.sampled_from("XY")), draw(types), "test")
        for t in (sentence.tokens[i] for i in places)
    )


@given(st.data())
def test_any_parse_is_read_without_raising(data: st.DataObject) -> None:
    """What is found has text at both ends, points at a quantity that exists, and comes out the same twice."""
    sentence = data.draw(parses())
    mentions = data.draw(mentions_of(sentence))
    quantities = tuple(
        Quantity(t.text, t.start, t.end, Decimal(3), data.draw(st.sampled_from(["USD", "percent", "user"])))
        for t in sentence.tokens
        if t.text == "one"
    )
    told = statements.find(sentence, mentions, quantities, (), "Topic")
    assert told == statements.find(sentence, mentions, quantities, (), "Topic")
    for statement in told:
        assert statement.subject
        assert statement.predicate
        assert statement.object
        assert statement.property
        assert statement.quantity is None or 0 <= statement.quantity < len(quantities)
    assert set(participants.find(sentence, mentions, "Topic")) <= {"Topic", *(m.entity for m in mentions)}
