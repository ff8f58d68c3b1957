"""Lists what one note says of the names of terms: whether two spellings are one, and which is the name.

======= =====================================================================================
note    the note's own name: a term that is written like it is what the note is about
alias   one of the property ``aliases``
defined "annual recurring revenue (ARR)": the short form stands for the long one
letters "WWII" in a note that also writes "World War II", and no other name of these initials
linked  ``[[Ethereum|ETH]]``: capitals that the name of the linked note holds in this order
hyphen  "decision-making": whoever writes it without the hyphen means the same
typed   the property ``type`` of a note: what kind of thing its name names
======= =====================================================================================
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.names.abbreviations import SHORT_FORM
from kg.extract.names.concepts import proper_expansion
from kg.extract.names.name_decision import key_of
from kg.extract.names.name_identity import initials
from kg.extract.numbers.units import singular
from kg.extract.sentences.linked_names import note_name
from kg.extract.terms.term_candidates import MOST_WORDS, candidates, lowered
from kg.extract.words.wordlists import words
from kg.model.entity_types import type_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.extract.names.name_evidence import Evidence
    from kg.model import NoteFacts, Sentence

NOTE, ALIAS, DEFINED, LETTERS, LINKED, HYPHEN, TYPED = (
    "note", "alias", "defined", "letters", "linked", "hyphen", "typed"
)  # fmt: skip

LONG_ENOUGH = 3  # letters of initials that are taken for a name's in the whole vault


class Variant(NamedTuple):
    """That a spelling means what a name names, as one note has it.

    Attributes:
        key: Of the spelling, as ``term_key`` gives it.
        name: The name; of ``TYPED`` the type.
        why: ``NOTE``, ``ALIAS``, ``DEFINED``, ``LETTERS``, ``LINKED``, ``HYPHEN`` or ``TYPED``.
    """

    key: str
    name: str
    why: str


def term_key(text: str) -> str:
    """What the spellings of one term share: case, spaces, hyphens and the number of the last word play no part."""
    before, space, last = text.rpartition(" ")
    return key_of(f"{before}{space}{singular(last)}")


def term_keys(sentences: Iterable[Sentence]) -> Iterator[str]:
    """The keys of all that may be a term of a note, and of the words of its links."""
    for sentence in sentences:
        yield from (term_key(each.text) for each in candidates(sentence.tokens))
        yield from (term_key(sentence.text[link.start : link.end]) for link in sentence.links)


def place_keys(facts: NoteFacts, broader: Iterable[str]) -> Iterator[str]:
    """The keys of a note's name, and of the names above it."""
    yield from map(term_key, (PurePosixPath(facts.path).stem, *broader))


def variants(facts: NoteFacts, kind: str, evidence: Evidence, sentences: Sequence[Sentence]) -> tuple[Variant, ...]:
    """What a note says of names, sorted, each once; a generated page or a hidden note says nothing.

    Args:
        facts: The note itself.
        kind: Its property ``type``, or "".
        evidence: What it knows of names.
        sentences: All its sentences.
    """
    found = {*_own(facts), *_typed(facts, kind), *_defined(evidence.pairs), *_letters(evidence)}
    for sentence in sentences:
        found.update(_linked(sentence))
        found.update(_hyphens(sentence))
    return tuple(sorted(each for each in found if each.key.strip(":Aa") and each.name))


def _own(facts: NoteFacts) -> Iterator[Variant]:
    """The note's name, and what else it goes by; a note on a recording goes by what that is called."""
    stem = PurePosixPath(facts.path).stem
    if facts.media is not None or not _may_be_term(stem):
        return
    yield Variant(term_key(stem), stem, NOTE)
    for other in facts.aliases:
        if _may_be_term(other) and term_key(other) != term_key(stem):
            yield Variant(term_key(other), stem, ALIAS)


def _typed(facts: NoteFacts, kind: str) -> Iterator[Variant]:
    """The type that the user gave: by the property ``type``, else by a tag, else by the folder of its kind.

    A note on a recording says by these what it is itself, not what it is about.
    """
    path = PurePosixPath(facts.path)
    if facts.media is not None:
        return
    given = [_type_of(kind), *(_type_named(tag) for tag in facts.tags), *map(_type_of, path.parts[-2:-1])]
    told = next(filter(None, given), "")
    if told:
        yield Variant(term_key(path.stem), told, TYPED)


def _type_of(word: str) -> str:
    """The type that a word names ("company", "People"), or ""."""
    last = word.casefold().rpartition("/")[2]
    return _type_named(last) or words().isa.get(last) or words().isa.get(singular(last), "")


def _type_named(word: str) -> str:
    """The type of that name, label or plural, or ""."""
    last = word.casefold().lstrip("#").rpartition("/")[2]
    rows = type_table().values()
    return next((row.name for row in rows if last in {row.name.casefold(), row.label, row.plural}), "")


def _may_be_term(text: str) -> bool:
    return 0 < len(text.split()) <= MOST_WORDS and text[0].isalpha()


def _defined(pairs: Iterable[tuple[str, str]]) -> Iterator[Variant]:
    for short, long in pairs:
        name = long if proper_expansion(long, short) else lowered(long)
        if term_key(short) != term_key(long):
            yield Variant(term_key(short), name, DEFINED)


def _letters(evidence: Evidence) -> Iterator[Variant]:
    """The names of which the note also writes the initials; a well-known name of these letters is another thing."""
    names = [sighting.text for sighting in evidence.sightings if sighting.mid]
    written = {name for name in names if name.isupper() and len(name) >= LONG_ENOUGH and name not in words().types}
    found: dict[str, set[str]] = {}
    for name in names:
        if " " in name and (short := initials(name)) in written:
            found.setdefault(short, set()).add(name)
    for short, (name, *more) in found.items():
        if not more:
            yield Variant(term_key(short), name, LETTERS)


def _linked(sentence: Sentence) -> Iterator[Variant]:
    for link in sentence.links:
        shown, name = sentence.text[link.start : link.end], note_name(link)
        if link.aliased and SHORT_FORM.match(shown) and _may_be_term(name) and _holds(name, shown):
            yield Variant(term_key(shown), name, LINKED)


def _holds(name: str, short: str) -> bool:
    """Whether a name begins with the first letter of a short form and holds the others in this order, not as a word."""
    if short.casefold() in name.casefold().split():
        return False
    left = iter(name.casefold())
    letters = [sign for sign in short.casefold().removesuffix("s") if sign.isalnum()]
    return name[:1].casefold() == letters[0] and len(name) > len(short) and all(sign in left for sign in letters)


def _hyphens(sentence: Sentence) -> Iterator[Variant]:
    for each in candidates(sentence.tokens):
        if "-" in each.text:
            yield Variant(term_key(each.text), each.text, HYPHEN)


def is_other_name(title: str) -> bool:
    """Whether a title is a well-known name of something else than a term ("Apple", a company)."""
    return words().types.get(title, "Concept") != "Concept"
