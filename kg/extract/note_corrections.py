"""Applies a user's corrections to what was found in one note: names, types, entities and claims.

1. ``applied``  before pronouns are resolved: names that the user gave are found wherever they are written; a name that
   was taken away from an entity stands for itself; merged entities become one; types are set.
2. ``kept``     after that: mentions of ignored entities are dropped, so that "the company" is taken for no other one.
3. ``rejects``  tells the claims that are to be left out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from kg.model import Mention, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Sentence

ADDED, SPLIT, MERGED = "added", "split", "merged"  # what a mention's method ends with


class NoteCorrections(msgspec.Struct, frozen=True, array_like=True):
    """The corrections that can matter for one note, each part sorted.

    Attributes:
        aliases: (spelling, entity, its type) of names that the user gave.
        removed: (entity, spelling) of names that the user took away.
        merges: (entity, the one it is the same as in the end, its type or "").
        types: (entity, type).
        ignored: Entities to leave out.
        rejected: Keys of claims to leave out.
    """

    aliases: tuple[tuple[str, str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    merges: tuple[tuple[str, str, str], ...] = ()
    types: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()


NOTHING = NoteCorrections()


def applied(
    sentences: Sequence[Sentence], found: Sequence[tuple[Mention, ...]], corrections: NoteCorrections
) -> tuple[tuple[Mention, ...], ...]:
    """The named mentions of each sentence as the user's corrections have them; still in order and apart.

    Args:
        sentences: All sentences of the note.
        found: The named mentions of each.
        corrections: What the user corrected.
    """
    if corrections == NOTHING:
        return tuple(found)
    given = {spelling: (entity, kind) for spelling, entity, kind in corrections.aliases}
    pattern = _pattern(given)
    removed, types = frozenset(corrections.removed), dict(corrections.types)
    merges = {name: (into, kind) for name, into, kind in corrections.merges}

    def corrected(mention: Mention) -> Mention:
        if (mention.entity, mention.text) in removed:
            mention = replace(mention, entity=mention.text, method=_method(mention, SPLIT))
        into = merges.get(mention.entity)
        if into:
            mention = replace(mention, entity=into[0], type=into[1] or mention.type, method=_method(mention, MERGED))
        return replace(mention, type=types.get(mention.entity, mention.type))

    rows = (
        _with_given(sentence, row, pattern, given) if pattern else row
        for sentence, row in zip(sentences, found, strict=True)
    )
    return tuple(tuple(map(corrected, row)) for row in rows)


def kept(found: Iterable[Sequence[Mention]], corrections: NoteCorrections) -> tuple[tuple[Mention, ...], ...]:
    """The mentions of each sentence without those of ignored entities."""
    ignored = frozenset(corrections.ignored)
    return tuple(tuple(mention for mention in row if mention.entity not in ignored) for row in found)


def rejects(corrections: NoteCorrections, claim: str) -> bool:
    """Whether the claim of this IRI is to be left out."""
    return claim.rpartition("#")[2] in corrections.rejected


def _method(mention: Mention, what: str) -> str:
    return f"{mention.method.partition('+')[0]}+{what}"


def _pattern(spellings: Iterable[str]) -> re.Pattern[str] | None:
    """Finds the spellings as whole words, exactly as written, the longest first."""
    longest = sorted(spellings, key=lambda text: (-len(text), text))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)") if longest else None


def _with_given(
    sentence: Sentence, row: Sequence[Mention], pattern: re.Pattern[str], given: dict[str, tuple[str, str]]
) -> tuple[Mention, ...]:
    """Put in the names that the user gave; a longer name that one of them is a part of stays."""
    new = []
    for match in pattern.finditer(sentence.text):
        start, end = match.span()
        if not any(_covers(mention, start, end) for mention in row):
            new.append(_made(sentence, start, end, given[match.group()]))
    old = (mention for mention in row if not any(_meet(mention, each) for each in new))
    return tuple(sorted((*old, *new), key=lambda mention: mention.start))


def _covers(mention: Mention, start: int, end: int) -> bool:
    return mention.start <= start and end <= mention.end and (mention.start, mention.end) != (start, end)


def _meet(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _made(sentence: Sentence, start: int, end: int, who: tuple[str, str]) -> Mention:
    return Mention(
        text=sentence.text[start:end],
        start=start,
        end=end,
        span=Span(sentence.places[start], sentence.places[end - 1] + 1),
        kind="name",
        entity=who[0],
        type=who[1],
        method=f"correction+{ADDED}",
    )


def words_of(texts: Iterable[str]) -> Iterator[str]:
    """The words of some texts without case, as a note tells which of them it writes."""
    for text in texts:
        yield from re.findall(r"\w+", text.casefold())
