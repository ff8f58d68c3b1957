"""A sentence with its place in the file and its grammatical analysis, free of any NLP engine's types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kg.model.note import PassageLink
from kg.model.span import Span


class Token(NamedTuple):
    """One token of a parsed sentence.

    Attributes:
        start, end: Offsets into ``Sentence.text``.
        text: The token's text, ``Sentence.text[start:end]``.
        lemma: Base form.
        pos: Universal part of speech (``NOUN``, ``PROPN``, ``VERB`` …).
        tag: Penn Treebank tag (``NNP``, ``VBD`` …).
        dep: Dependency label of the ClearNLP scheme (``nsubj``, ``dobj`` …).
        head: Index of the head in ``Sentence.tokens``; its own index at the root.
        ent: OntoNotes label of the entity the token is part of, or "".
        ent_start: Whether it begins that entity.
    """

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    ent: str = ""
    ent_start: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """One unit of running text: a sentence, or a callout's title line.

    Attributes:
        text: As a reader sees it.
        span: In the file; slicing there and rendering gives ``text``.
        places: For each code point of ``text``, the start of its source in the file.
        tokens: Its parse; offsets into ``text``.
        kind: The passage's kind (``paragraph``, ``list-item``, ``callout-title``, ``table-cell``, ``footnote``).
        section, callout, part: As in ``Passage``.
        stamps: Indices into ``Note.timestamps`` of the times that cover it.
        seconds: Their literal seconds, valid ones only, in reading order.
        links: Offsets into ``text``.
        strong: Ranges of ``text`` set in bold.
        speaker: Who says it, where a label, a signature or a property names somebody; else None.
        passage: Number of its passage in the note, so that neighbours can be told from strangers.
        claim: Whether it asserts something about the world.
        heard: Whether it is a line of a transcript without punctuation: words with a second, which assert nothing.
        language: ISO 639 code; a sentence in another language than ``en`` is parsed by that language's own pipeline.
    """

    text: str
    span: Span
    places: tuple[int, ...]
    tokens: tuple[Token, ...]
    kind: str
    section: tuple[str, ...] = ()
    callout: str | None = None
    part: str = ""
    stamps: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    links: tuple[PassageLink, ...] = ()
    strong: tuple[Span, ...] = ()
    passage: int = 0
    claim: bool = True
    speaker: str | None = None
    language: str = "en"
    heard: bool = False
