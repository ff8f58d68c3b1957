"""Applies a user's corrections to what was found in one note: names, types, entities and claims.

1. ``applied``  before pronouns are resolved: names that the user gave are found wherever they are written; a name that
   was taken away from an entity stands for itself; merged entities become one; types are set.
2. ``kept``     after that: mentions of ignored entities are dropped, so that "the company" is taken for no other one.
3. ``rejects``  tells the claims that are to be left out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import msgspec

from kg.model import Mention, Span
from kg.model.correction import CORRECTION_TABLE, TO_MENTIONS, TO_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.model import Sentence

ADDED, SPLIT, MERGED = "added", "split", "merged"  # what a mention's method ends with


class NoteCorrection(NamedTuple):
    """A correction as it can matter for one note.

    Attributes:
        kind: One of ``CORRECTION_KINDS``.
        entity: The entity that it corrects; "" for a claim.
        value: The name, the type, the entity that this one is in the end, ``true``, or the key of a claim.
        type: Of the entity that a name is given to or that another is merged into, or "".
    """

    kind: str
    entity: str
    value: str
    type: str = ""


Rule: TypeAlias = "Callable[[Mention, Sequence[NoteCorrection]], Mention | None]"


class NoteCorrections(msgspec.Struct, frozen=True, array_like=True):
    """The corrections that can matter for one note, sorted."""

    all: tuple[NoteCorrection, ...] = ()

    def of(self, kind: str) -> tuple[NoteCorrection, ...]:
        """Those of one kind."""
        return tuple(each for each in self.all if each.kind == kind)


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
    given = {each.value: (each.entity, each.type) for each in corrections.of("alias")}
    pattern = _pattern(given)
    rows = [
        _with_given(sentence, row, pattern, given) if pattern else row
        for sentence, row in zip(sentences, found, strict=True)
    ]
    return _ruled(rows, corrections, TO_NAMES)


def kept(found: Iterable[Sequence[Mention]], corrections: NoteCorrections) -> tuple[tuple[Mention, ...], ...]:
    """The mentions of each sentence as the corrections have them that go for pronouns, too."""
    return _ruled(found, corrections, TO_MENTIONS)


def rejects(corrections: NoteCorrections, claim: str) -> bool:
    """Whether the claim of this IRI is to be left out."""
    return any(each.value == claim.rpartition("#")[2] for each in corrections.of("reject"))


def of_terms(found: Iterable[tuple[str, str]], corrections: NoteCorrections) -> Iterator[tuple[str, str]]:
    """Key terms with their spellings as the corrections have them: merged ones by the other name, no ignored ones."""
    merged = {each.entity: each.value for each in corrections.of("merge")}
    ignored = {each.entity for each in corrections.of("ignore")}
    for name, spelling in found:
        if not {name, merged.get(name, name)} & ignored:
            yield merged.get(name, name), spelling


def _ruled(
    found: Iterable[Sequence[Mention]], corrections: NoteCorrections, when: str
) -> tuple[tuple[Mention, ...], ...]:
    """The mentions of each sentence after the rules of all kinds that are applied then, in the table's order."""
    by_entity: dict[tuple[str, str], list[NoteCorrection]] = {}
    for each in corrections.all:
        by_entity.setdefault((each.kind, each.entity), []).append(each)
    kinds = [row.name for row in CORRECTION_TABLE.values() if row.applied == when and row.name in RULES]

    def corrected(mention: Mention) -> Mention | None:
        for kind in kinds:
            own = by_entity.get((kind, mention.entity))
            changed = RULES[kind](mention, own) if own else mention
            if changed is None:
                return None
            mention = changed
        return mention

    return tuple(tuple(new for each in row if (new := corrected(each)) is not None) for row in found)


def _split(mention: Mention, own: Sequence[NoteCorrection]) -> Mention:
    """A name that was taken away from its entity stands for itself."""
    if all(each.value != mention.text for each in own):
        return mention
    return replace(mention, entity=mention.text, method=_method(mention, SPLIT))


def _merged(mention: Mention, own: Sequence[NoteCorrection]) -> Mention:
    """It means the entity that its own is the same as."""
    return replace(mention, entity=own[0].value, type=own[0].type or mention.type, method=_method(mention, MERGED))


def _typed(mention: Mention, own: Sequence[NoteCorrection]) -> Mention:
    """Its entity has the type that the user chose."""
    return replace(mention, type=own[0].value)


def _left_out(_: Mention, __: Sequence[NoteCorrection]) -> None:
    """Its entity is ignored."""


# What a correction of a kind does with a mention of its entity; names are given, and claims rejected, by themselves.
RULES: dict[str, Rule] = {"not-alias": _split, "merge": _merged, "type": _typed, "ignore": _left_out}


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
    """The words of some texts without case, to see which of them a note contains."""
    for text in texts:
        yield from re.findall(r"\w+", text.casefold())
