"""The hand-made annotations under ``tests/gold`` are complete, consistent and true to the sample vault's notes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from kg.model.entity_types import ENTITY_TYPES, UNKNOWN
from kg.score.matching import term_key, words

if TYPE_CHECKING:
    from collections.abc import Iterator

GOLD = Path(__file__).parent / "gold"
SAMPLE = sorted(GOLD.glob("*.json"))
FIELD_NOTES = sorted((GOLD / "fields").glob("*.json"))
FILES = [*SAMPLE, *FIELD_NOTES]

FIELDS = [
    "n",
    "text",
    "section",
    "callout",
    "timestamps",
    "claim",
    "mentions",
    "about",
    "terms",
    "triples",
    "quantities",
    "dates",
    "modality",
    "negated",
    "attribution",
]
TYPES = frozenset(ENTITY_TYPES) - {UNKNOWN}  # whoever annotates decides
KINDS = frozenset({"name", "nominal", "pronoun"})
MODALITIES = frozenset({"asserted", "hedged", "reported", "predicted", "conditional"})
COMPARATORS = frozenset({"=", ">", ">=", "<", "<=", "~"})
PRONOUN = re.compile(r"(?i:i|we|you|s?he|it|they|him|her|them|his|its|our|their|my|us|this|these|both)")
DATE = re.compile(r"(?:\d{4}|\d{3}X|\d{2}XX|XXXX)(?:-\d\d){0,2}(?:/\d{4}(?:-\d\d){0,2})?")
ABBREVIATION = re.compile(r"[A-Z].*[A-Z]|^[A-Z]$")
SINGULAR = frozenset({"lens"})
"""Terms that end in s without being a plural."""

COUNTED_AS_WRITTEN = frozenset({"times", "USD"})
"""Units that end in s without being a plural."""

FRONTMATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_TIME = r"((?:\d\d:)?\d\d:\d\d)"
STAMP = re.compile(
    rf'\s*(?:<a class="yt-timestamp"[^>]*>\[{_TIME}\]</a>|\[\[{_TIME}\]\]\([^)]*\)|\[{_TIME}\]|\({_TIME}\))'
    r"(?:,(?=\s*\[))?"
)
MARKUP = (
    (re.compile(r"%%.*?%%"), ""),
    (re.compile(r"\s\^[\w-]+$"), ""),
    (re.compile(r"\[\[(?:[^\]|]*\|)?\s*([^\]|]*?)\s*\]\]"), r"\1"),
    (re.compile(r"\*\*"), ""),
    (re.compile(r"\s+"), " "),
)
"""A renderer for the little Markdown that the annotated notes use, independent of the one that is tested by them."""


@dataclass(frozen=True)
class Unit:
    """A paragraph, list item or callout title as a reader sees it, with its place and its times."""

    text: str
    section: tuple[str, ...] = ()
    callout: str | None = None
    title: bool = False
    times: tuple[tuple[int, int], ...] = ()
    """Seconds, each with the offset in ``text`` where it stood."""


def gold(file: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


def shown(line: str) -> str:
    for markup, plain in MARKUP:
        line = markup.sub(plain, line)
    return line.strip()


def seconds(time: str) -> int:
    return sum(int(part) * 60**power for power, part in enumerate(reversed(time.split(":"))))


def rendered(line: str) -> Unit:
    text, times, end = "", [], 0
    for stamp in STAMP.finditer(line):
        text = shown(text + line[end : stamp.start()])
        times.append((len(text), seconds(next(filter(None, stamp.groups())))))
        end = stamp.end()
    return Unit(shown(text + line[end:]), times=tuple(times))


def units(note: str) -> Iterator[Unit]:
    """The note's running text, one line a unit, as the sample vault is written."""
    section: tuple[str, ...] = ()
    callout: str | None = None
    for line in FRONTMATTER.sub("", note).splitlines():
        if line.startswith("#"):
            level = len(line) - len(line.lstrip("#"))
            section = (*section[: level - 2], line.lstrip("# "))
        elif opened := re.match(r"> \[!(\w+)\][+-]? (.*)", line):
            callout = opened[1]
            yield replace(rendered(opened[2]), section=section, callout=callout, title=True)
        elif line and not line.startswith("From:"):
            callout = callout if line.startswith(">") else None
            yield replace(rendered(re.sub(r"^(?:> |- |\d+\. )", "", line)), section=section, callout=callout)


def note_text(sample_vault: Path, annotated: dict[str, Any]) -> str:
    """The note's text, which is in the sample vault or in the folder of notes on other fields."""
    (note,) = (file for folder in (sample_vault, GOLD / "fields") for file in folder.rglob(escape(annotated["note"])))
    return note.read_text(encoding="utf-8")


def occurs(part: str, whole: str, start: int = 0) -> int:
    """Where the part stands as whole words, or -1."""
    found = re.compile(rf"(?<!\w){re.escape(part)}(?!\w)").search(whole, start)
    return -1 if found is None else found.start()


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def annotated(request: pytest.FixtureRequest) -> dict[str, Any]:
    return gold(request.param)


def claims(annotated: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (sentence for sentence in annotated["sentences"] if sentence["claim"])


def test_there_is_enough_to_measure() -> None:
    found = [sentence for file in FILES for sentence in claims(gold(file))]
    assert len(SAMPLE) >= 8
    assert len(FILES) >= 30
    assert len(found) >= 450
    assert {sentence["modality"] for sentence in found} == MODALITIES
    assert {mention["kind"] for sentence in found for mention in sentence["mentions"]} == KINDS
    assert sum(sentence["negated"] for sentence in found) >= 8
    assert sum(sentence["attribution"] is not None for sentence in found) >= 15


def test_sentences_have_every_field_and_are_numbered(annotated: dict[str, Any]) -> None:
    assert list(annotated) == ["note", "sentences", "entities"]
    for number, sentence in enumerate(annotated["sentences"], start=1):
        assert list(sentence) == FIELDS
        assert sentence["n"] == number
        assert sentence["modality"] in MODALITIES
        assert isinstance(sentence["claim"], bool)
        assert isinstance(sentence["negated"], bool)


def test_sentences_cover_the_note_and_stand_where_they_say(annotated: dict[str, Any], sample_vault: Path) -> None:
    """No text is left out or changed; section, callout and times are those of the place."""
    pending = iter(annotated["sentences"])
    for unit in units(note_text(sample_vault, annotated)):
        end = 0
        while end < len(unit.text):
            sentence = next(pending)
            start, end = end, end + len(sentence["text"]) + (end > 0)
            assert unit.text[start:end].lstrip() == sentence["text"]
            assert sentence["section"] == list(unit.section), sentence["text"]
            assert sentence["callout"] == unit.callout, sentence["text"]
            assert sentence["timestamps"] == [time for at, time in unit.times if start < at <= end], sentence["text"]
            assert not (unit.title and sentence["claim"])
    assert next(pending, None) is None


def test_mentions_stand_in_their_sentence_in_reading_order(annotated: dict[str, Any]) -> None:
    entities = {entity["name"]: entity for entity in annotated["entities"]}
    for sentence in annotated["sentences"]:
        end, last = 0, ""
        here: set[str] = set()
        for mention in sentence["mentions"]:
            entity, text = mention["entity"], mention["text"]
            plural = text == last and entity not in here
            if not plural:
                start = occurs(text, sentence["text"], end)
                assert start >= 0, f"{mention} in {sentence['text']}"
                end, last, here = start + len(text), text, set()
            here.add(entity)
            assert mention["type"] == entities[entity]["type"]
            assert mention["kind"] in KINDS
            assert (text in entities[entity]["aliases"]) == (mention["kind"] == "name")
            assert mention["kind"] == "name" or bool(PRONOUN.fullmatch(text)) == (mention["kind"] == "pronoun")


def test_names_are_not_overlooked(annotated: dict[str, Any]) -> None:
    """Wherever a known name occurs, it is marked: as often as it stands in the sentence."""
    names = sorted({alias for entity in annotated["entities"] for alias in entity["aliases"]}, key=len, reverse=True)
    for sentence in annotated["sentences"]:
        rest = sentence["text"]
        for name in names:
            pattern = rf"(?<![\w-]){re.escape(name)}(?!\w)"
            marked = [mention for mention in sentence["mentions"] if mention["text"] == name]
            assert len(re.findall(pattern, rest)) == len(marked), f"{name} in {sentence['text']}"
            rest = re.sub(pattern, "_", rest)


def test_entities_are_declared_once_and_used(annotated: dict[str, Any]) -> None:
    names = [entity["name"] for entity in annotated["entities"]]
    aliases = [alias for entity in annotated["entities"] for alias in entity["aliases"]]
    used = {mention["entity"] for sentence in annotated["sentences"] for mention in sentence["mentions"]}
    assert len(set(names)) == len(names)
    assert len(set(aliases)) == len(aliases)
    assert set(names) == used
    for entity in annotated["entities"]:
        assert entity["type"] in TYPES
        assert entity["name"] in entity["aliases"]


def test_claims_say_what_they_are_about(annotated: dict[str, Any]) -> None:
    names = {entity["name"] for entity in annotated["entities"]}
    for sentence in claims(annotated):
        assert set(sentence["about"]) <= names
        assert len(set(sentence["about"])) == len(sentence["about"]) <= 4
        assert 1 <= len(sentence["triples"]) <= 3, sentence["text"]
        for triple in sentence["triples"]:
            assert len(triple) == 3
            assert all(part.strip() == part != "" for part in triple)


def test_terms_are_canonical_and_no_entities(annotated: dict[str, Any]) -> None:
    """Lower case but for abbreviations, in the singular, without an article; entities stand in ``about``."""
    entities = {term_key(name) for entity in annotated["entities"] for name in (entity["name"], *entity["aliases"])}
    for sentence in claims(annotated):
        terms = sentence["terms"]
        assert len({term_key(term) for term in terms}) == len(terms) <= 3, sentence["text"]
        for term in terms:
            assert " ".join(word if ABBREVIATION.search(word) else word.lower() for word in term.split()) == term
            assert term_key(term).split() == words(term) or term in SINGULAR, (
                f"{term} in {sentence['text']!r} has an article or a plural"
            )
            assert term_key(term) not in entities, f"{term} in {sentence['text']!r} is an entity"


def test_what_is_no_claim_states_nothing(annotated: dict[str, Any]) -> None:
    for sentence in annotated["sentences"]:
        if not sentence["claim"]:
            assert [sentence[field] for field in ("terms", "triples", "quantities", "dates")] == [[], [], [], []]
            assert (sentence["modality"], sentence["negated"], sentence["attribution"]) == ("asserted", False, None)


def test_quantities_and_dates_stand_in_their_sentence(annotated: dict[str, Any]) -> None:
    for sentence in annotated["sentences"]:
        for quantity in sentence["quantities"]:
            assert quantity["text"] in sentence["text"]
            assert quantity["comparator"] in COMPARATORS
            assert not quantity["unit"].endswith("s") or quantity["unit"] in COUNTED_AS_WRITTEN
            assert quantity["value"] < quantity.get("value_max", float("inf"))
        for date in sentence["dates"]:
            assert occurs(date["text"], sentence["text"]) >= 0
            assert DATE.fullmatch(date["value"])


def test_no_figure_is_overlooked(annotated: dict[str, Any]) -> None:
    """Each number of a claim belongs to a quantity, a date or a name."""
    for sentence in claims(annotated):
        rest = sentence["text"]
        for found in [*sentence["quantities"], *sentence["dates"], *sentence["mentions"]]:
            rest = rest.replace(found["text"], " ", 1)
        assert not re.search(r"\b\d[\d.,]*\b", rest), f"{rest!r} of {sentence['text']!r}"


def test_sources_are_named_in_the_note(annotated: dict[str, Any]) -> None:
    names = {entity["name"] for entity in annotated["entities"]}
    text = " ".join(sentence["text"] for sentence in annotated["sentences"]).lower()
    for sentence in claims(annotated):
        source = sentence["attribution"]
        assert source is None or source in names or occurs(source.lower(), text) >= 0
        assert source is None or sentence["modality"] in {"reported", "predicted", "conditional"}


def test_guidelines_show_a_whole_file() -> None:
    """The example in the guidelines is one that these tests would accept."""
    (example,) = re.findall(r"```json\n(.*?)```", (GOLD / "GUIDELINES.md").read_text(encoding="utf-8"), re.DOTALL)
    annotated = json.loads(example)
    test_sentences_have_every_field_and_are_numbered(annotated)
    test_mentions_stand_in_their_sentence_in_reading_order(annotated)
    test_entities_are_declared_once_and_used(annotated)
    test_claims_say_what_they_are_about(annotated)
    test_terms_are_canonical_and_no_entities(annotated)
    test_quantities_and_dates_stand_in_their_sentence(annotated)
    test_no_figure_is_overlooked(annotated)
    test_sources_are_named_in_the_note(annotated)


def test_guidelines_explain_every_value() -> None:
    text = (GOLD / "GUIDELINES.md").read_text(encoding="utf-8")
    for value in TYPES | KINDS | MODALITIES | COMPARATORS | (set(FIELDS) - {"mentions", "about", "terms"}):
        assert f"`{value}`" in text or f"## {value.title()}" in text, value
    assert "## Key terms" in text
