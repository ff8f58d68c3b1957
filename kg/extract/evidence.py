"""What one note knows of its capitalised phrases: where they stand, how often, and votes on their type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.abbreviations import definitions
from kg.extract.candidates import Candidate, candidates
from kg.extract.cues import cues
from kg.extract.typevotes import VOTED, votes
from kg.extract.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.extract.wordlists import Words
    from kg.model import Sentence

LISTED = 15  # points for the type of a well-known name in the same list
NOTE_CAP = 90  # points that one note may give one type of one name
NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})


CALLED = frozenset({"called", "named", "dubbed", "titled", "entitled"})


class Sighting(NamedTuple):
    """What one note says of one spelling; all numbers are occurrences.

    Attributes:
        text: The spelling.
        mid, first, label: Inside sentences, at their start, in labels.
        proper: Held for a name by the NLP pipeline.
        quoted: In quotation marks.
        linked: In the text of a link.
        listed: Side by side with other names ("A, B and C").
        lower: 1 when the note also writes it in lower case.
        votes: Points per type, in the order of ``VOTED``; trailing zeros dropped.
    """

    text: str
    mid: int = 0
    first: int = 0
    label: int = 0
    proper: int = 0
    quoted: int = 0
    linked: int = 0
    listed: int = 0
    lower: int = 0
    votes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one note contributes to the lexicon; small, and encodable by msgspec.

    Attributes:
        path: The note's path.
        title: Its title.
        sightings: Sorted by spelling, each spelling once.
        pairs: Abbreviation and expansion, as the note defines them, sorted, each once.
    """

    path: str
    title: str
    sightings: tuple[Sighting, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()


def collect(path: str, title: str, sentences: Sequence[Sentence]) -> Evidence:
    """Gather a note's evidence on names; its sentences hold no headings, code or callout markers."""
    table = words()
    seen: dict[str, list[int]] = {}
    points: dict[str, dict[str, int]] = {}
    pairs: set[tuple[str, str]] = set()
    for sentence in sentences:
        worth = [
            (found, text)
            for found in candidates(sentence, table.types.__contains__)
            if _worth(sentence, found, text := surface(sentence, found), table)
        ]
        shared = [votes(cues(sentence.tokens, found.first, found.last)) for found, _ in worth]
        lists = _lists(sentence, [found for found, _ in worth])
        for at, (found, text) in enumerate(worth):
            row = seen.setdefault(text, [0] * 7)
            _count(row, sentence, found)
            mine = points.setdefault(text, {})
            _vote(mine, shared[at], 2 if found.place == "label" else 1)
            for other in lists.get(at, ()):
                _vote(mine, shared[other], 2 * len(lists[at]))
                kind = table.types.get(worth[other][1])
                row[6] += 1 if kind or not _plain(worth[other][1], table) else 0
                if kind:
                    mine[kind] = mine.get(kind, 0) + LISTED
        if "(" in sentence.text:
            pairs.update((each.short, each.long) for each in definitions(sentence.text))
    lower = _lower(seen, sentences)
    sightings = (Sighting(text, *seen[text], int(text in lower), _packed(points[text])) for text in sorted(seen))
    return Evidence(path, title, tuple(sightings), tuple(sorted(pairs)))


def surface(sentence: Sentence, found: Candidate) -> str:
    """The text of a candidate."""
    return sentence.text[sentence.tokens[found.first].start : sentence.tokens[found.last - 1].end]


def _worth(sentence: Sentence, found: Candidate, text: str, table: Words) -> bool:
    """Whether an occurrence is evidence at all: an ordinary word that a sentence or label starts with is not."""
    if found.place == "mid" or found.last > found.first + 1 or text in table.types:
        return True
    token = sentence.tokens[found.first]
    return token.pos == "PROPN" and (token.ent in NAMED or text.lower() not in table.common)


def _count(row: list[int], sentence: Sentence, found: Candidate) -> None:
    start, end = sentence.tokens[found.first].start, sentence.tokens[found.last - 1].end
    row[("mid", "first", "label").index(found.place)] += 1
    row[3] += sentence.tokens[found.last - 1].ent in NAMED or _told(sentence, found)
    row[4] += found.quoted
    row[5] += any(link.start <= start and end <= link.end for link in sentence.links)


def _told(sentence: Sentence, found: Candidate) -> bool:
    """Whether the words around say outright that it is a name: "the X feature", "an app called X"."""
    tokens = sentence.tokens
    after = tokens[found.last].text if found.last < len(tokens) else ""
    before = tokens[found.first - 1].text if found.first else ""
    return before in CALLED or (after in words().isa and found.last > found.first + 1)


def _vote(points: dict[str, int], given: Mapping[str, int], share: int) -> None:
    for kind, weight in given.items():
        points[kind] = points.get(kind, 0) + int(weight / share)


def _plain(text: str, table: Words) -> bool:
    return all(word.lower() in table.common for word in text.split())


def _lists(sentence: Sentence, found: Sequence[Candidate]) -> dict[int, list[int]]:
    """For each candidate, the other members of the list it stands in ("A, B and C")."""
    if len(found) < 2:  # noqa: PLR2004 - a list has two members
        return {}
    tokens, heads = sentence.tokens, dict[int, list[int]]()
    for number, each in enumerate(found):
        at = each.last - 1
        for _ in range(8):
            outside = not each.first <= tokens[at].head < each.last
            if tokens[at].head == at or (outside and tokens[at].dep != "conj"):
                break
            at = tokens[at].head
        heads.setdefault(at, []).append(number)
    return {number: [other for other in row if other != number] for row in heads.values() for number in row if len(row) > 1}


def _packed(points: dict[str, int]) -> tuple[int, ...]:
    most = max((abs(value) for value in points.values()), default=0)
    scale = max(most, NOTE_CAP)
    row = [int(points.get(kind, 0) * NOTE_CAP / scale) for kind in VOTED]
    while row and not row[-1]:
        row.pop()
    return tuple(row)


def _lower(seen: Iterable[str], sentences: Sequence[Sentence]) -> set[str]:
    """Which spellings the note also writes in lower case."""
    forms = {text.lower(): text for text in seen if not text.islower()}
    if not forms:
        return set()
    pattern = re.compile(rf"(?<![\w'’-])(?:{'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})(?![\w’'-])")
    return {forms[match] for sentence in sentences for match in pattern.findall(sentence.text)}
