"""Finds the entity that a section is about: what a list item is about that leaves its subject out.

For each sentence, the first that applies:

1. what the sentence that opens its list (``Acme offers two plans:``) is about;
2. the entity that the nearest heading names;
3. the entity that the section mentions most, of those that stand as subjects first;
4. the same of the whole note.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.extract.reference import participants

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import Mention, Sentence

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
AS_SUBJECT = 3  # a mention that is a subject counts as much as this many others
LONG = 14  # a sentence of more words than this ends the list that a colon opened


def find(sentences: Sequence[Sentence], resolved: Sequence[Sequence[Mention]]) -> list[str | None]:
    """The topic of each sentence of a note, or None where nothing is named.

    Args:
        sentences: All sentences of the note, in reading order.
        resolved: The mentions of each, offsets into its text.
    """
    sections: dict[tuple[str, ...], Counter[str]] = {}
    names: dict[str, str] = {}
    whole: Counter[str] = Counter()
    for sentence, found in zip(sentences, resolved, strict=True):
        counts = sections.setdefault(sentence.section, Counter())
        for mention in found:
            names.setdefault(mention.entity.casefold(), mention.entity)
            if mention.kind == "name":
                names.setdefault(mention.text.casefold(), mention.entity)
            if mention.type != "Concept":
                weight = AS_SUBJECT if _is_subject(sentence, mention) else 1
                counts[mention.entity] += weight
                whole[mention.entity] += weight
    section = {key: _headed(key, names) or _leading(counts) for key, counts in sections.items()}
    fallback = _leading(whole)
    return _told(sentences, resolved, section, fallback)


def _told(
    sentences: Sequence[Sentence],
    resolved: Sequence[Sequence[Mention]],
    section: Mapping[tuple[str, ...], str | None],
    fallback: str | None,
) -> list[str | None]:
    """Topics in reading order; a sentence that ends in a colon sets that of the short ones after it."""
    topics: list[str | None] = []
    opened: str | None = None
    last: tuple[str, ...] | None = None
    for sentence, found in zip(sentences, resolved, strict=True):
        if sentence.section != last or len(sentence.tokens) > LONG:
            opened, last = None, sentence.section
        topic = opened or section[sentence.section] or fallback
        topics.append(topic)
        if sentence.text.endswith(":"):
            opened = next(iter(participants.find(sentence, found, topic)), None)
    return topics


def _is_subject(sentence: Sentence, mention: Mention) -> bool:
    return any(t.dep in SUBJECTS for t in sentence.tokens if mention.start <= t.start < mention.end)


def _headed(section: tuple[str, ...], names: Mapping[str, str]) -> str | None:
    """The entity that a heading names, innermost heading and longest name first."""
    for heading in reversed(section):
        words = heading.casefold().split()
        for size in range(len(words), 0, -1):
            for start in range(len(words) - size + 1):
                entity = names.get(" ".join(words[start : start + size]).strip(":,.()"))
                if entity is not None:
                    return entity
    return None


def _leading(counts: Counter[str]) -> str | None:
    """The most frequent entity; of equals the one named first."""
    return max(counts, key=counts.__getitem__, default=None)
