"""What a language model is asked of a note, section by section, and the form of its answers.

A section is what one request asks about: sentences of a note that are under the same headings, at most
``MOST_SENTENCES``. The model numbers them as they were given to it, from 1. Wherever it names somebody or something, it
may do so by the id of the note's roster; ``named`` puts the names in the place of the ids, so that an answer can be
kept while the rest of its note changes.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.extract.model_advice.roster import Roster, roster

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Sentence

MOST_SENTENCES = 25  # sentences of one section; a longer one is asked about in parts
LONGEST_ANSWER = 1_000_000  # code points of an answer; a true one about a section has some ten thousand


class Section(NamedTuple):
    """What one request asks about.

    Attributes:
        title: Of the note.
        headings: Above the sentences, outermost first.
        sentences: In reading order.
        first: Index of the first one among the note's sentences.
        roster: Of the note.
    """

    title: str
    headings: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    first: int
    roster: Roster


class Quoted(msgspec.Struct, frozen=True):
    """A mention as the model gives it: the words, and whom or what they refer to, nothing if to nothing named."""

    quote: str
    kind: str
    entities: list[str]
    type: str
    confidence: float


class Triple(msgspec.Struct, frozen=True):
    """A statement as the model gives it, in words of the sentence, or with names in the place of pronouns."""

    subject: str
    relation: str
    object: str


class Measured(msgspec.Struct, frozen=True):
    """A number as the model gives it; ``value_max`` is None unless it is a range."""

    quote: str
    value: float
    value_max: float | None
    unit: str
    comparator: str


class Dated(msgspec.Struct, frozen=True):
    """An absolute calendar expression as the model gives it."""

    quote: str
    value: str


class Said(msgspec.Struct, frozen=True):
    """All that the model says of sentence ``n`` of a section; a list that is None leaves the rules their own."""

    n: int
    mentions: list[Quoted]
    about: list[str]
    statements: list[Triple]
    modality: str
    negated: bool
    attribution: str | None
    terms: list[str] | None = None
    quantities: list[Measured] | None = None
    dates: list[Dated] | None = None


class Answer(msgspec.Struct, frozen=True):
    """The model's answer for a section."""

    sentences: list[Said]


_decoder = msgspec.json.Decoder(Answer)


def sections(title: str, sentences: Sequence[Sentence], roles: Iterable[tuple[str, str]] = ()) -> Iterator[Section]:
    """Cut a note into what is asked about at once.

    Args:
        title: The note's title.
        sentences: All its sentences.
        roles: Who takes part in its recording: (role, name).
    """
    known = roster(title, sentences, roles)
    numbered = enumerate(sentences)
    for headings, group in groupby(numbered, key=lambda each: each[1].section):
        members = list(group)
        for at in range(0, len(members), MOST_SENTENCES):
            part = members[at : at + MOST_SENTENCES]
            yield Section(title, headings, tuple(sentence for _, sentence in part), part[0][0], known)


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


def encode(answer: Answer) -> str:
    """Write an answer as it is kept."""
    return msgspec.json.encode(answer).decode()


def named(answer: Answer, known: Roster) -> Answer:
    """The answer with names in the place of the roster's ids."""
    name = known.resolved

    def one(said: Said) -> Said:
        return msgspec.structs.replace(
            said,
            mentions=[
                msgspec.structs.replace(each, entities=[name(entity) for entity in each.entities])
                for each in said.mentions
            ],
            about=[name(each) for each in said.about],
            statements=[
                msgspec.structs.replace(each, subject=name(each.subject), object=name(each.object))
                for each in said.statements
            ],
            attribution=None if said.attribution is None else name(said.attribution),
            terms=None if said.terms is None else [name(each) for each in said.terms],
        )

    return Answer([one(said) for said in answer.sentences])
