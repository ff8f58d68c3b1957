"""Lists what one note knows of its capitalised phrases: where they are, how often, and votes on their type."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.grammatical_roles import root
from kg.extract.grammar.tag_sets import NAMED_ENTITIES
from kg.extract.names.abbreviations import definitions
from kg.extract.names.name_candidates import Candidate, candidates
from kg.extract.names.type_cues import cues
from kg.extract.names.type_votes import voted, votes
from kg.extract.words.wordlists import words
from kg.extract.words.wordset import wordset

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from kg.model import Sentence

LISTED = 15  # points for the type of a well-known name in the same list
NOTE_CAP = 90  # points that one note may give one type of one name
VOTING_NEIGHBOURS = 8  # members of a list that vote for each other
STEPS_UP_LIST = 8  # steps up a list ("A, B, C and D")
FEWEST_SIGNS = 2  # of proper noun, entity and uncommon word, that make a name of the word that a sentence starts with
CALLED = wordset("called named dubbed titled entitled")
INDEFINITE_ARTICLES = wordset("a an")


class Sighting(NamedTuple):
    """What one note says of one spelling; all numbers are occurrences.

    Attributes:
        text: The spelling.
        mid, first, label: Inside sentences, at their start, in labels.
        proper: Held for a name by the NLP pipeline, or called one by the words around.
        quoted: Set apart as a name: in quotation marks, or as a link to the note of that name.
        linked: In the text of a link.
        listed: Side by side with other names ("A, B and C").
        lower: 1 when the note also writes it in lower case.
        votes: Points per type, in the order of ``voted``; trailing zeros dropped.
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


@dataclass(slots=True)
class _Counts:
    """Occurrences of one spelling while a note is read; fields as in ``Sighting``."""

    places: dict[str, int] = field(default_factory=lambda: {"mid": 0, "first": 0, "label": 0})
    proper: int = 0
    quoted: int = 0
    linked: int = 0
    listed: int = 0
    points: dict[str, int] = field(default_factory=dict)

    def vote(self, given: Mapping[str, int], share: int) -> None:
        """Add a share of points."""
        for kind, weight in given.items():
            self.points[kind] = self.points.get(kind, 0) + int(weight / share)


def collect(path: str, title: str, sentences: Sequence[Sentence]) -> Evidence:
    """Gather a note's evidence on names; its sentences hold no headings, code or callout markers."""
    counts: dict[str, _Counts] = {}
    pairs: set[tuple[str, str]] = set()
    for sentence in sentences:
        _read(sentence, counts)
        pairs.update((each.short, each.long) for each in definitions(sentence.text))
    lower = _lower(counts, sentences)
    sightings = (_sighting(text, counts[text], lower) for text in sorted(counts))
    return Evidence(path, title, tuple(sightings), tuple(sorted(pairs)))


def surface(sentence: Sentence, found: Candidate) -> str:
    """The spelling of a candidate: of a link to a note the note's name, else its text."""
    return found.note or sentence.text[sentence.tokens[found.first].start : sentence.tokens[found.last - 1].end]


def _sighting(text: str, row: _Counts, lower: Container[str]) -> Sighting:
    return Sighting(
        text,
        **row.places,
        proper=row.proper,
        quoted=row.quoted,
        linked=row.linked,
        listed=row.listed,
        lower=int(text in lower),
        votes=_packed(row.points),
    )


def _read(sentence: Sentence, counts: dict[str, _Counts]) -> None:
    """Count the candidates of a sentence and let them vote, for themselves and for those listed with them."""
    types = words().types
    found = [each for each in candidates(sentence, types.__contains__) if _worth(sentence, each)]
    given = [votes(cues(sentence.tokens, each.first, each.last)) for each in found]
    beside = _lists(sentence, found)
    linked = {place for link in sentence.links for place in range(link.start, link.end)}
    whole = {(link.start, link.end) for link in sentence.links}
    for at, each in enumerate(found):
        row = counts.setdefault(surface(sentence, each), _Counts())
        row.places[each.place] += 1
        row.quoted += each.quoted or bool(each.note)
        row.proper += sentence.tokens[each.last - 1].ent in NAMED_ENTITIES or _called(sentence, each)
        start, end = sentence.tokens[each.first].start, sentence.tokens[each.last - 1].end
        # the letter in a link to "vitamin D" is no name of its own
        row.linked += (start, end) in whole if end - start == 1 else start in linked
        row.vote(given[at], 2 if each.place == "label" else 1)
        for other in beside.get(at, ()):
            row.vote(given[other], 2 * len(beside[at]))
            text = surface(sentence, found[other])
            row.listed += text in types or not _plain(text)
            if text in types:
                row.vote({types[text]: LISTED}, 1)


def _worth(sentence: Sentence, found: Candidate) -> bool:
    """Whether an occurrence is evidence at all.

    An ordinary word that a sentence or label starts with is none, and an unknown abbreviation after "a" is a word.
    """
    text, token = surface(sentence, found), sentence.tokens[found.first]
    if text in words().types or found.note or found.last > found.first + 1:
        return True
    if text.isupper() and found.first and sentence.tokens[found.first - 1].text.lower() in INDEFINITE_ARTICLES:
        return False
    signs = (token.pos == "PROPN", token.ent in NAMED_ENTITIES, not _plain(text))
    return found.place == "mid" or sum(signs) >= FEWEST_SIGNS


def _plain(text: str) -> bool:
    """Whether all words of a phrase are ordinary ones."""
    return all(word.lower() in words().common for word in text.split())


def _called(sentence: Sentence, found: Candidate) -> bool:
    """Whether the words around say outright that it is a name: "the X Y feature", "an app called X"."""
    tokens = sentence.tokens
    after = tokens[found.last].text if found.last < len(tokens) else ""
    before = tokens[found.first - 1].text if found.first else ""
    return before in CALLED or (after in words().isa and found.last > found.first + 1)


def _lists(sentence: Sentence, found: Sequence[Candidate]) -> dict[int, list[int]]:
    """For each candidate, by its number, the nearest other members of the list it is in ("A, B and C")."""
    members: dict[int, list[int]] = {}
    for number, each in enumerate(found):
        members.setdefault(_list_head(sentence, each), []).append(number)
    return {
        number: [*row[max(0, at - VOTING_NEIGHBOURS // 2) : at], *row[at + 1 : at + 1 + VOTING_NEIGHBOURS // 2]]
        for row in members.values()
        if len(row) > 1
        for at, number in enumerate(row)
    }


def _list_head(sentence: Sentence, found: Candidate) -> int:
    """The first member of the list that a candidate is in."""
    tokens, at = sentence.tokens, root(sentence.tokens, found.first, found.last)
    for _ in range(STEPS_UP_LIST):
        if tokens[at].dep != "conj" or tokens[at].head == at:
            break
        at = tokens[at].head
    return at


def _packed(points: Mapping[str, int]) -> tuple[int, ...]:
    """Points in the order of ``voted``, scaled down so that none passes ``NOTE_CAP``."""
    scale = max([NOTE_CAP, *map(abs, points.values())])
    row = [int(points.get(kind, 0) * NOTE_CAP / scale) for kind in voted()]
    while row and not row[-1]:
        row.pop()
    return tuple(row)


def _lower(spellings: Iterable[str], sentences: Sequence[Sentence]) -> set[str]:
    """Which spellings the note also writes in lower case."""
    single = {token.text for sentence in sentences for token in sentence.tokens if token.text.islower()}
    whole = "\n".join(sentence.text for sentence in sentences)
    return {text for text in spellings if (text.lower() in whole if " " in text else text.lower() in single)}
