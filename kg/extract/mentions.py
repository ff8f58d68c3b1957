"""Finds the named mentions of a note: proper names and terms, each with the entity it names.

1. Spans: capitalised phrases that the lexicon holds for names, then links and terms where no name stands.
2. Identity: spellings of one thing get one name within the note.
3. Recurrence: a term counts wherever it stands again in the note.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.candidates import Candidate, candidates
from kg.extract.concepts import Recurrence, Term, defined, name_of, proper_expansion, terms
from kg.extract.evidence import surface
from kg.extract.identity import Identities
from kg.extract.lexicon import Entry, LexiconView, parts
from kg.extract.wordlists import words
from kg.model import Mention, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Sentence

NEXT_WORD = re.compile(r" ([a-z]+)\b")
# (type of a name, noun after it) -> type of what both name together.
EXTENDING = {
    ("Person", "administration"): "Organization",
    ("Group", "religions"): "Group",
    ("Group", "traditions"): "Group",
    ("Group", "faiths"): "Group",
    ("Group", "spirituality"): "Group",
}
SPORTY = 12  # words of team sports that a note on sports has at least
CONFIDENCE = {"known": 0.95, "link": 0.95, "lexicon": 0.85, "coined": 0.6, "strong": 0.6, "defined": 0.9, "recurrence": 0.8}


class Named(NamedTuple):
    """A name at ``[start, end)`` of a sentence's text."""

    start: int
    end: int
    text: str
    method: str


def named(sentences: Sequence[Sentence], view: LexiconView) -> tuple[tuple[Mention, ...], ...]:
    """Named mentions of each sentence of a note, in reading order; they never overlap and cover whole words.

    Args:
        sentences: All sentences of one note, in reading order.
        view: What the lexicon holds for this note.
    """
    table, pairs = _completed(view)
    found = [tuple(_names(sentence, table)) for sentence in sentences]
    coined = [tuple(_terms(sentence, names, table)) for sentence, names in zip(sentences, found, strict=True)]
    stands_for = {term.text: term.stands_for for row in coined for term in row if term.stands_for}
    again = Recurrence([term.text for row in coined for term in row])
    found = [tuple(_outside(names, row)) for names, row in zip(found, coined, strict=True)]
    if _sports(sentences):
        table = {text: _team(text, entry) for text, entry in table.items()}
    identities = Identities({name.text for row in found for name in row}, table, pairs)
    recent: dict[str, int] = {}
    result = []
    for number, (sentence, names, own) in enumerate(zip(sentences, found, coined, strict=True)):
        made = [_mention(sentence, name, identities, recent, number) for name in names]
        taken = [(mention.start, mention.end) for mention in made]
        made += _term_mentions(sentence, own, again, stands_for, taken)
        result.append(tuple(sorted(made, key=lambda mention: mention.start)))
    return tuple(result)


def _sports(sentences: Sequence[Sentence]) -> bool:
    """Whether the note is about team sports: a quarter of its sentences and more speak of matches, players and teams."""
    table = words().sports
    hits = sum(any(token.text.lower() in table for token in sentence.tokens) for sentence in sentences)
    strong = sum(token.text.lower() in table for sentence in sentences for token in sentence.tokens)
    return hits * 3 >= len(sentences) and strong >= SPORTY


def _team(text: str, entry: Entry) -> Entry:
    """A country in a note on team sports is its team."""
    nation = text in words().adjectives.values() or words().canonical.get(text) in words().adjectives.values()
    return entry._replace(type="Organization") if nation and entry.type == "Place" else entry


def _outside(names: Iterable[Named], own: Sequence[Term]) -> Iterator[Named]:
    """The names that are no part of a term named after somebody."""
    eponyms = [term for term in own if term.rule == "eponym"]
    for name in names:
        if not any(term.start <= name.start and name.end <= term.end for term in eponyms):
            yield name


def _completed(view: LexiconView) -> tuple[dict[str, Entry], dict[str, str]]:
    """The view's entries, with the long and short forms of the abbreviations that the note defines."""
    table = view.table()
    pairs = {short: long for short, long in view.pairs if proper_expansion(long)}
    for short, long in view.pairs:
        if short not in pairs:
            table.pop(short, None)
            table.pop(long, None)
    for short, long in pairs.items():
        entry = table.get(long) or table.get(short)
        kind = entry.type if entry else words().last.get(long.split()[-1].lower(), "Organization")
        name = table[long].name if long in table else long
        table[long] = table[short] = Entry(name, kind, entry.notes if entry else 1)
    for text, entry in list(table.items()):
        if entry.type == "Person" and " " in text:
            last = text.rsplit(" ", 1)[1]
            if last.lower() not in words().common and last[0].isupper():
                table.setdefault(last, Entry(last, "Person", entry.notes))
    return table, pairs


def _names(sentence: Sentence, table: dict[str, Entry]) -> Iterator[Named]:
    for found in candidates(sentence, lambda text: text in words().types or (" " in text and text in table)):
        for name in _named(sentence, found, table):
            yield _extended(sentence, name, table)


def _named(sentence: Sentence, found: Candidate, table: dict[str, Entry]) -> Iterator[Named]:
    """The name that a candidate is, or the names that are parts of it."""
    text, start = surface(sentence, found), sentence.tokens[found.first].start
    if text in table:
        if _fits(sentence, found, text) and table[text].type != "Concept":
            yield Named(start, start + len(text), text, _method(sentence, start, text))
        return
    if " " not in text:
        return
    best = [part for part in parts(text) if part in table and _firm(part) and table[part].type != "Concept"]
    if best:
        part = max(best, key=len)
        at = start + text.index(part)
        yield Named(at, at + len(part), part, "lexicon")


def _extended(sentence: Sentence, name: Named, table: dict[str, Entry]) -> Named:
    """The name with the lower-case noun that makes another name of it ("Biden administration", "Abrahamic religions")."""
    match = NEXT_WORD.match(sentence.text, name.end)
    if match and name.text in table:
        kind = EXTENDING.get((table[name.text].type, match.group(1)))
        if kind and name.text not in words().adjectives:
            text = sentence.text[name.start : match.end()]
            table.setdefault(text, Entry(text, kind, 1))
            return Named(name.start, match.end(), text, name.method)
    return name


def _firm(text: str) -> bool:
    """Whether a part of a longer phrase is clear enough to stand by itself."""
    return text.lower() not in words().common and len(text) > 1


def _fits(sentence: Sentence, found: Candidate, text: str) -> bool:
    """Whether this occurrence is the name and not the ordinary word at the start of a sentence or label."""
    if found.place == "mid" or text.lower() not in words().common:
        return True
    return found.place == "first" and sentence.tokens[found.first].pos == "PROPN"


def _method(sentence: Sentence, start: int, text: str) -> str:
    if any(link.start <= start < link.end for link in sentence.links):
        return "link"
    return "known" if text in words().types else "lexicon"


def _terms(sentence: Sentence, names: Sequence[Named], table: dict[str, Entry]) -> Iterator[Term]:
    def holds_name(start: int, end: int) -> bool:
        return any(name.start < end and start < name.end for name in names)

    yield from terms(sentence, holds_name)
    yield from defined(sentence, lambda long: proper_expansion(long))


def _mention(sentence: Sentence, name: Named, identities: Identities, recent: dict[str, int], number: int) -> Mention:
    who = identities.of(name.text, recent)
    if who.type == "Person":
        recent[name.text] = number
    method = name.method if who.rule == "lexicon" else f"{name.method}+{who.rule}"
    return _made(sentence, (name.start, name.end), who.name, who.type, method)


def _made(sentence: Sentence, place: tuple[int, int], entity: str, kind: str, method: str) -> Mention:
    start, end = place
    span = Span(sentence.places[start], sentence.places[end - 1] + 1)
    confidence = CONFIDENCE.get(method.partition("+")[0], 0.8)
    return Mention(sentence.text[start:end], start, end, span, "name", entity, kind, method, confidence)


def _term_mentions(
    sentence: Sentence, own: Iterable[Term], again: Recurrence, stands_for: dict[str, str], taken: list[tuple[int, int]]
) -> Iterator[Mention]:
    spots = [(term.start, term.end, term.rule) for term in own]
    spots += [(start, end, "recurrence") for start, end in again.find(sentence.text)]
    for start, end, rule in spots:
        if start < end and not any(start < stop and begin < end for begin, stop in taken):
            taken.append((start, end))
            text = sentence.text[start:end]
            entity = name_of(stands_for.get(text, text))
            yield _made(sentence, (start, end), entity, "Concept", rule)
