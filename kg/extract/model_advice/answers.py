"""What a language model says of a section, held against the section's own words: only what it quotes truly is kept.

A section is what one request asks about: sentences of a note that are under the same headings, at most
``MOST_SENTENCES``. The model numbers them as they were given to it, from 1.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.model.claim import MENTION_KINDS, MODALITIES
from kg.model.entity_types import type_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Sentence

MOST_SENTENCES = 25  # sentences of one section; a longer one is asked about in parts
MOST_ABOUT = 4
LONGEST_ANSWER = 1_000_000  # code points of an answer; a true one about a section has some ten thousand
# Records of sentences in one answer that are looked at; a true one has one for each sentence.
MOST_SAID = 4 * MOST_SENTENCES
MOST_MENTIONS = 100  # of one sentence
MOST_STATED = 12  # statements, and entities that it is about, of one sentence
UNSAID = ""  # stands for a judgement that the model gave none of, or one that nothing bears out: the rules' one counts


class Section(NamedTuple):
    """What one request asks about.

    Attributes:
        title: Of the note.
        headings: Above the sentences, outermost first.
        sentences: Their texts.
        first: Index of the first one among the note's sentences.
    """

    title: str
    headings: tuple[str, ...]
    sentences: tuple[str, ...]
    first: int


class Quoted(msgspec.Struct, frozen=True):
    """A mention as the model gives it: the words, and the entity that they refer to."""

    quote: str
    kind: str
    entity: str
    type: str
    confidence: float


class Triple(msgspec.Struct, frozen=True):
    """A statement as the model gives it, in words of the sentence."""

    subject: str
    relation: str
    object: str


class Said(msgspec.Struct, frozen=True):
    """All that the model says of sentence ``n`` of a section."""

    n: int
    mentions: list[Quoted]
    about: list[str]
    statements: list[Triple]
    modality: str
    negated: bool
    attribution: str | None


class Answer(msgspec.Struct, frozen=True):
    """The model's answer for a section."""

    sentences: list[Said]


class Placed(NamedTuple):
    """A mention with its place, offsets into the sentence's text."""

    start: int
    end: int
    kind: str
    entity: str
    type: str
    confidence: float


class ModelOpinion(NamedTuple):
    """What is kept of ``Said``; all of it is in the section.

    Attributes:
        mentions: In reading order, apart.
        about: Names of entities, at most four.
        statements: In the order given.
        modality: One of ``MODALITIES``, or ``UNSAID``.
        negated: Whether the main proposition is negated.
        attribution: Who says it, None when nobody is named, or ``UNSAID``.
    """

    mentions: tuple[Placed, ...]
    about: tuple[str, ...]
    statements: tuple[Triple, ...]
    modality: str
    negated: bool
    attribution: str | None


class Aligned(NamedTuple):
    """Opinions by the index of their sentence in the section, and how many of the model's sayings were dropped."""

    opinions: dict[int, ModelOpinion]
    dropped: int


_decoder = msgspec.json.Decoder(Answer)


def sections(title: str, sentences: Iterable[Sentence]) -> Iterator[Section]:
    """Cut a note into what is asked about at once."""
    numbered = enumerate(sentences)
    for headings, group in groupby(numbered, key=lambda each: each[1].section):
        members = list(group)
        for at in range(0, len(members), MOST_SENTENCES):
            part = members[at : at + MOST_SENTENCES]
            yield Section(title, headings, tuple(sentence.text for _, sentence in part), part[0][0])


def decode(written: str) -> Answer | str:
    """Read an answer; what is wrong with it as a text when it is none."""
    if len(written) > LONGEST_ANSWER:
        return f"it has more than {LONGEST_ANSWER:,} code points"
    try:
        return _decoder.decode(written)
    except msgspec.DecodeError as error:  # broken JSON, or not in the form that was asked for
        return str(error)
    except RecursionError:
        return "it is nested too deep"


def opinions(title: str, sentences: Sequence[Sentence], written: Sequence[str]) -> dict[int, ModelOpinion]:
    """The opinions on a note's sentences by their index; ``written`` holds an answer, or "", for each section."""
    found: dict[int, ModelOpinion] = {}
    for section, text in zip(sections(title, sentences), written, strict=True):
        answer = decode(text) if text else ""
        if isinstance(answer, Answer):
            aligned = align(section, answer).opinions
            found |= {section.first + index: opinion for index, opinion in aligned.items()}
    return found


def align(section: Section, answer: Answer) -> Aligned:
    """Hold an answer against the section: drop and count whatever its words do not bear out."""
    shown = "\n".join((section.title, *section.headings, *section.sentences))
    found: dict[int, ModelOpinion] = {}
    dropped = 0
    dropped += max(0, len(answer.sentences) - MOST_SAID)
    for said in answer.sentences[:MOST_SAID]:
        index = said.n - 1
        if index in found or not 0 <= index < len(section.sentences):
            dropped += 1
            continue
        found[index], lost = _opinion(said, section.sentences[index], shown)
        dropped += lost
    return Aligned(found, dropped)


def _opinion(said: Said, text: str, shown: str) -> tuple[ModelOpinion, int]:
    mentions, lost = _placed(said.mentions, text, shown)
    names = {each.entity for each in mentions}
    about = [name for name in said.about[:MOST_STATED] if name in names or stands_in(name, shown)]
    stated = [triple for triple in said.statements[:MOST_STATED] if _is_borne_out(triple, text, names)]
    modality = said.modality if said.modality in MODALITIES else UNSAID
    source = said.attribution
    if source is not None and not (source in names or stands_in(source, text)):
        source = UNSAID
    lost += len(said.about) - len(about) + len(said.statements) - len(stated)
    lost += (modality is UNSAID) + (source is UNSAID)
    kept = tuple(dict.fromkeys(about))[:MOST_ABOUT]
    return ModelOpinion(tuple(mentions), kept, tuple(stated), modality, said.negated, source), lost


def _placed(given: Sequence[Quoted], text: str, shown: str) -> tuple[list[Placed], int]:
    """The mentions that are there, in reading order and apart; the n-th of equal quotes is the n-th place."""
    places: dict[str, Iterator[re.Match[str]]] = {}
    found = []
    for each in given[:MOST_MENTIONS]:
        if each.quote not in places:
            places[each.quote] = _whole(each.quote).finditer(text) if each.quote else iter(())
        place = next(places[each.quote], None)
        entity = each.entity if stands_in(each.entity, shown) else each.quote if each.kind == "name" else ""
        if place and entity and each.kind in MENTION_KINDS and each.type in type_names():
            sure = min(1.0, max(0.0, each.confidence))
            found.append(Placed(*place.span(), each.kind, entity, each.type, sure))
    apart: list[Placed] = []
    for mention in sorted(found, key=lambda each: (each.start, -each.end)):
        if not apart or mention.start >= apart[-1].end:
            apart.append(mention)
    return apart, len(given) - len(apart)


def _is_borne_out(triple: Triple, text: str, names: set[str]) -> bool:
    """Whether the relation is a quote, and both its ends are quotes or names of the sentence's entities."""
    ends = (triple.subject, triple.object)
    return stands_in(triple.relation, text) and all(end in names or stands_in(end, text) for end in ends)


def stands_in(quote: str, text: str) -> bool:
    """Whether a text holds a quote word for word, as whole words."""
    return len(quote) <= len(text) and bool(quote.strip()) and _whole(quote).search(text) is not None


def _whole(quote: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(quote)}(?!\w)")


def named(opinion: ModelOpinion, entities: Mapping[str, str]) -> ModelOpinion:
    """An opinion with the names of entities as the vault writes them; ``entities`` maps the model's to the vault's."""
    statements = tuple(
        Triple(entities.get(each.subject, each.subject), each.relation, entities.get(each.object, each.object))
        for each in opinion.statements
    )
    source = opinion.attribution
    return opinion._replace(
        about=tuple(dict.fromkeys(entities.get(name, name) for name in opinion.about)),
        statements=statements,
        attribution=source if source is None else entities.get(source, source),
    )
