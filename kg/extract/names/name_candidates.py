"""Cuts the runs of capitalised words into candidates: the shortest spans that may name something.

0. A link to a note is the note's name, whatever it holds.
1. A well-known name stays whole.
2. The ordinary word that is capitalised only because the sentence starts with it goes.
3. Runs are cut at titles ("Acme CEO Ann Lee") and after adjectives of countries ("French President").
4. Leading titles and trailing abbreviations that are words go ("Acme GPUs").

In other languages than English, capitals mean other things: there, what the pipeline recognises is a candidate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.language import ENGLISH
from kg.extract.grammar.tag_sets import NAMED_ENTITIES
from kg.extract.names.capitalized_runs import LONGEST_KNOWN_NAME, RunLine, is_titled_letter, line_of, runs
from kg.extract.sentences.linked_names import LinkedName, linked_names
from kg.extract.words.word_data import word_list
from kg.extract.words.wordset import wordset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.model import Sentence, Token

ALWAYS_SKIPPED = frozenset({"DET", "PRON", "SCONJ", "CCONJ", "ADP"})
SKIPPED = ALWAYS_SKIPPED | {"ADV", "AUX", "VERB", "INTJ", "PART", "NUM", "PUNCT"}
LOOSE_STARTS = wordset("the a an and of de")
NAME_END_SIGNS = "+.!#"  # signs that may end a name ("C++", "Inc.", "Yahoo!", "C#")
BODIES = frozenset({"ORG", "WORK_OF_ART", "EVENT", "FAC"})
OPEN_QUOTES = "\"“‘'«"
CLOSE_QUOTES = "\"”’'»,."
COLONS = frozenset({":", "—", "•"})
NON = "non-"
BEFORE_START = 3  # quotes and brackets that may come before the first word


class Candidate(NamedTuple):
    """A phrase that may be a name: tokens ``[first, last)`` of its sentence.

    Attributes:
        place: ``mid`` inside the sentence, ``first`` at its start, ``label`` in a title-like label.
        quoted: Whether quotation marks stand directly around it.
        note: The name of the note that it is a link to, or "".
    """

    first: int
    last: int
    place: str
    quoted: bool
    note: str = ""


def candidates(sentence: Sentence, known: Callable[[str], bool]) -> Iterator[Candidate]:
    """Yield the candidates of a sentence in reading order, never overlapping.

    Args:
        sentence: With its parse.
        known: Whether a spelling is a name known in advance.
    """
    named = _capitalized(line_of(sentence, known)) if sentence.language == ENGLISH else _recognised(sentence, known)
    if not sentence.links:
        yield from named
        return
    links = list(linked_names(sentence))
    free = (found for found in named if not any(_inside(sentence, found, link) for link in links))
    yield from sorted([*_linked(sentence, links), *free])


def _recognised(sentence: Sentence, known: Callable[[str], bool]) -> Iterator[Candidate]:
    """The names of a sentence in another language: known ones, and those that its pipeline recognises."""
    tokens, at = sentence.tokens, 0
    while at < len(tokens):
        last = max(_known_end(sentence, at, known), _entity_end(tokens, at))
        if last > at:
            yield Candidate(at, last, "mid", quoted=False)
        at = max(last, at + 1)


def _known_end(sentence: Sentence, first: int, known: Callable[[str], bool]) -> int:
    """Where the longest known name that begins at a token ends; the token itself where none does."""
    tokens = sentence.tokens
    if not tokens[first].text[0].isupper():
        return first
    ends = range(min(first + LONGEST_KNOWN_NAME, len(tokens)), first, -1)
    return next((end for end in ends if known(sentence.text[tokens[first].start : tokens[end - 1].end])), first)


def _entity_end(tokens: Sequence[Token], first: int) -> int:
    """Where the named entity that begins at a token ends; the token itself where none does."""
    if not (tokens[first].ent_start and tokens[first].ent in NAMED_ENTITIES):
        return first
    end = first + 1
    while end < len(tokens) and tokens[end].ent == tokens[first].ent and not tokens[end].ent_start:
        end += 1
    return end


def _capitalized(line: RunLine) -> Iterator[Candidate]:
    for start, end in runs(line):
        for first, last in _pieces(line, start, end):
            begin = first - 2 if first == start and _negated(line, first) else first
            yield Candidate(begin, last, _place(line, first, start), _quoted(line, begin, last))


def _linked(sentence: Sentence, links: Iterable[LinkedName]) -> Iterator[Candidate]:
    """The links that are a note's proper name, and whose ends are those of words."""
    starts = {token.start: at for at, token in enumerate(sentence.tokens)}
    ends = {token.end: at + 1 for at, token in enumerate(sentence.tokens)}
    for link in links:
        if link.proper and link.start in starts and link.end in ends:
            yield Candidate(starts[link.start], ends[link.end], "mid", quoted=False, note=link.name)


def _inside(sentence: Sentence, found: Candidate, link: LinkedName) -> bool:
    return sentence.tokens[found.first].start < link.end and link.start < sentence.tokens[found.last - 1].end


def _negated(line: RunLine, first: int) -> bool:
    """Whether "non-" stands before the name of a people or religion, as in "non-Muslims"."""
    before = line.text[max(0, line.tokens[first].start - len(NON)) : line.tokens[first].start]
    return before.lower() == NON and line.lower(first - 1) == "-" and line.type_of(first, first + 1) == "Group"


def _pieces(line: RunLine, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Cut a run into trimmed candidates."""
    if line.known(line.surface(first, last)):
        yield first, last
        return
    if _opens(line, first):
        first = _without_opener(line, first, last)
    while first < last:
        cut = _cut(line, first, last)
        trimmed = _trim(line, first, cut)
        if trimmed:
            yield trimmed
        first = cut


def _without_opener(line: RunLine, first: int, last: int) -> int:
    """Drop the ordinary word that is capitalised only because the sentence starts with it."""
    word, pos = line.lower(first), line.tokens[first].pos
    ordinary = word in line.table.common or word in line.table.inside
    if word in word_list("sentence_opening_words") or pos in ALWAYS_SKIPPED or (pos in SKIPPED and ordinary):
        return first + 1
    return first + 1 if ordinary and pos != "PROPN" and last > first + 1 else first


def _cut(line: RunLine, first: int, last: int) -> int:
    """End of the first piece of the run ``[first, last)``."""
    for at in range(min(last, first + LONGEST_KNOWN_NAME), first + 1, -1):
        if line.known(line.surface(first, at)) and (at == last or not _goes_on(line, at)):
            return at
    if last == first + 1:
        return last
    kind = line.type_of(first, first + 1)
    if kind == "Place" and line.lower(first + 1) in word_list("after_country_nouns"):
        return first + 1
    if kind == "Group" and not line.known(line.surface(first, first + 2)):
        return last if _institution(line, first, last) else first + 1
    for at in range(first + 1, last):
        word = line.lower(at)
        cuts = word in line.table.titles and word not in word_list("weak_titles") and at + 1 < last
        if cuts or word in word_list("calendar_words"):
            return at
    return last


def _goes_on(line: RunLine, at: int) -> bool:
    """Whether the words after a known name make a longer name of it."""
    word = line.lower(at)
    return not (word in line.table.titles or word in word_list("after_country_nouns") or _is_abbreviation(line, word))


def _is_abbreviation(line: RunLine, word: str) -> bool:
    """Whether a word is an abbreviation that is no part of the name before it."""
    return word in line.table.generic and word not in word_list("name_tail_abbreviations")


def _institution(line: RunLine, first: int, last: int) -> bool:
    """Whether "French …" goes on as one name: its last word makes it an organization, a law, an event and the like."""
    titled = any(line.lower(at) in line.table.titles for at in range(first + 1, last))
    return line.lower(last - 1) in line.table.last and not titled


def _trim(line: RunLine, first: int, last: int) -> tuple[int, int] | None:
    """Take what is no part of a name from both ends of a piece; None when nothing is left."""
    while first < last:
        if last > first + 1 and line.known(line.surface(first, last)):
            return first, last
        if _loose_start(line, first, last):
            first += 1
        elif _loose_end(line, first, last):
            last -= 1
        else:
            return first, last
    return None


def _loose_start(line: RunLine, first: int, last: int) -> bool:
    """Whether the first token of a piece is a title or a small word."""
    word, text = line.lower(first), line.tokens[first].text
    if word in LOOSE_STARTS or not text[0].isalnum():
        return True
    if is_titled_letter(line.tokens[first:last]):
        return False
    if word not in line.table.titles or (word in word_list("weak_titles") and _body(line, first, last)):
        return False
    return last > first + 1 or text not in line.table.types


def _loose_end(line: RunLine, first: int, last: int) -> bool:
    """Whether the last token of a piece is an abbreviation that is a word, a small word or a sign."""
    word, text = line.lower(last - 1), line.tokens[last - 1].text
    if word in line.table.inside and not text[0].isupper():
        return True
    if not word[-1].isalnum() and word[-1] not in NAME_END_SIGNS:
        return True
    return _is_abbreviation(line, word) and text not in line.table.types and last > first + 1


def _body(line: RunLine, first: int, last: int) -> bool:
    """Whether a leading title word is part of an organization's name ("General Dynamics Land Systems")."""
    return last > first + 1 and all(token.ent in BODIES for token in line.tokens[first:last])


def _opens(line: RunLine, at: int) -> bool:
    """Whether a token opens the sentence, its label, or what follows the label, apart from quotes and brackets."""
    if at <= BEFORE_START and not any(token.text[0].isalnum() for token in line.tokens[:at]):
        return True
    if not line.label or line.tokens[at].start < line.label:
        return False
    before = line.tokens[max(0, at - BEFORE_START - 1) : at]
    return not any(token.start >= line.label and token.text[0].isalnum() for token in before)


def _place(line: RunLine, first: int, start: int) -> str:
    """Where in its sentence a piece of the run that begins at ``start`` stands."""
    if line.titled or line.tokens[first].start < line.label:
        return "label"
    after_colon = first == start and first > 0 and line.tokens[first - 1].text in COLONS
    return "first" if after_colon or _opens(line, first) else "mid"


def _quoted(line: RunLine, first: int, last: int) -> bool:
    start, end = line.tokens[first].start, line.tokens[last - 1].end
    return start > 0 and line.text[start - 1] in OPEN_QUOTES and line.text[end : end + 1] in tuple(CLOSE_QUOTES)
