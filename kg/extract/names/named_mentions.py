"""Finds the named mentions of a note: proper names and terms, each with the entity it names.

1. Spans: capitalised phrases that the lexicon holds for names, then the terms of ``concepts`` where no name stands.
2. Identity: spellings of one thing get one name within the note.
3. Recurrence: a term counts wherever it occurs again in the note.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.language import ENGLISH
from kg.extract.grammar.tag_sets import NAMED_ENTITIES
from kg.extract.names.concepts import ConceptContext, Term, name_of, proper_expansion, terms
from kg.extract.names.lexicon import Entry, LexiconView, parts
from kg.extract.names.name_candidates import Candidate, candidates
from kg.extract.names.name_evidence import surface
from kg.extract.names.name_identity import Identities, Identity
from kg.extract.names.term_recurrence import Recurrence, forms
from kg.extract.words.wordlists import words
from kg.model import Mention, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.model import Sentence

NEXT_WORD = re.compile(r" ([a-z]+)\b")
# (type of a name, noun after it) -> type of what both name together: "the Biden administration", "Abrahamic religions".
EXTENDING = {
    ("Person", "administration"): "Organization",
    **{("Group", noun): "Group" for noun in ("religions", "traditions", "faiths", "spirituality")},
}
ABOVE_NAMES = frozenset({"eponym", "taxon", "subject"})  # rules whose terms are no names, whatever is written in them
SPORTY = 12  # words of team sports that a note on sports has at least
SPORTY_SHARE = 3  # and every third of its sentences has one
# How sure a method is; confidence of the mention.
CONFIDENCE = {
    "known": 0.95,
    "link": 0.95,
    "defined": 0.9,
    "lexicon": 0.85,
    "eponym": 0.8,
    "taxon": 0.8,
    "subject": 0.7,
    "recurrence": 0.8,
    "label": 0.7,
    "defining": 0.7,
    "coined": 0.6,
    "strong": 0.6,
}


class Named(NamedTuple):
    """A name at ``[start, end)`` of a sentence's text, and how it was found."""

    start: int
    end: int
    text: str
    method: str


def named(
    sentences: Sequence[Sentence], view: LexiconView, cast: Sequence[str] = (), title: str = ""
) -> tuple[tuple[Mention, ...], ...]:
    """Named mentions of each sentence of a note, in reading order; they never overlap and cover whole words.

    Args:
        sentences: All sentences of one note, in reading order.
        view: What the lexicon holds for this note.
        cast: Full names of who takes part in the note's recording: first and last names in it mean them.
        title: Of the note.
    """
    people = [name for name in cast if _is_person(name, view)]
    table, pairs = _completed(view, people)
    if _is_on_sports(sentences):
        table = {text: _team(text, entry) for text, entry in table.items()}
    found = [list(_names(sentence, table)) for sentence in sentences]
    own = list(_terms(sentences, found, title.lower()))
    found = [list(_outside(names, row)) for names, row in zip(found, own, strict=True)]
    identities = Identities((*people, *(name.text for row in found for name in row)), table, pairs)
    again = Recurrence(term.text for row in own for term in row)
    long = {form: term.stands_for for row in own for term in row if term.stands_for for form in forms(term.text)}
    return tuple(
        tuple(
            sorted(
                (
                    *(_mention(sentence, name, identities.of(name.text, number)) for name in names),
                    *_term_mentions(sentence, _free(sentence, names, row, again), long),
                ),
                key=lambda mention: mention.start,
            )
        )
        for number, (sentence, names, row) in enumerate(zip(sentences, found, own, strict=True))
    )


def _is_person(name: str, view: LexiconView) -> bool:
    """Whether somebody whom a property names is a person as far as is known, no firm or show."""
    known, last = view.table().get(name), name.rpartition(" ")[2].lower()
    if known is not None:
        return known.type == "Person"
    return words().types.get(name, "Person") == "Person" and words().last.get(last, "Person") == "Person"


def _completed(view: LexiconView, people: Iterable[str]) -> tuple[dict[str, Entry], dict[str, str]]:
    """The view's entries, with the abbreviations that the note defines, its cast, and the family names of its people.

    An abbreviation of a common noun ("NPL", non-performing loan) is a term, not a name, and leaves the entries.
    """
    table = view.table()
    pairs = {short: long for short, long in view.pairs if proper_expansion(long, short)}
    for short, long in view.pairs:
        if short not in pairs:
            table.pop(short, None)
            table.pop(long, None)
    for short, long in pairs.items():
        table[long] = _expansion(table.get(long), table.get(short), long)
        table[short] = table[long]
    for name in people:
        table.setdefault(name, Entry(name, "Person"))
        given = name.partition(" ")[0]
        if given.lower() not in words().common:
            table.setdefault(given, Entry(given, "Person"))
    for text, entry in list(table.items()):
        family = text.rpartition(" ")[2]
        if entry.type == "Person" and family != text and family[0].isupper() and family.lower() not in words().common:
            table.setdefault(family, Entry(family, "Person"))
    return table, pairs


def _expansion(long: Entry | None, short: Entry | None, text: str) -> Entry:
    """The entry of what an abbreviation stands for: as seen itself, else by its last word, else as the short form."""
    told = words().last.get(text.rpartition(" ")[2].lower())
    if long:
        return long
    if told or not short:
        return Entry(text, told or "Organization")
    return Entry(text, short.type)


def _is_on_sports(sentences: Sequence[Sentence]) -> bool:
    """Whether the note is about team sports: many of its sentences speak of matches, players and teams."""
    table = words().sports
    hits = [sum(token.text.lower() in table for token in sentence.tokens) for sentence in sentences]
    return sum(hits) >= SPORTY and sum(map(bool, hits)) * SPORTY_SHARE >= len(sentences)


def _team(text: str, entry: Entry) -> Entry:
    """A country in a note on team sports is its team."""
    nation = words().canonical.get(text, text) in words().nations
    return entry._replace(type="Organization") if nation and entry.type == "Place" else entry


def _names(sentence: Sentence, table: dict[str, Entry]) -> Iterator[Named]:
    """The names of a sentence."""
    types = words().types
    linked = frozenset(place for link in sentence.links for place in range(link.start, link.end))
    foreign = sentence.language != ENGLISH
    for found in candidates(sentence, lambda text: text in types or ((foreign or " " in text) and text in table)):
        name = _named(sentence, found, table, linked)
        if name:
            yield name if foreign else _extended(sentence, name, table)


def _named(sentence: Sentence, found: Candidate, table: Mapping[str, Entry], linked: frozenset[int]) -> Named | None:
    """The name that a candidate is, or the longest name that is a part of it."""
    text, start = surface(sentence, found), sentence.tokens[found.first].start
    if text in table:
        fits = found.note or (_fits(sentence, found, text) and table[text].type != "Concept")
        end = sentence.tokens[found.last - 1].end
        return Named(start, end, text, _method(start, text, linked)) if fits else None
    if found.note:
        return None
    best = [part for part in parts(text) if part != text and _firm(part, table)]
    if not best:
        return None
    part = max(best, key=len)
    at = start + text.index(part)
    return Named(at, at + len(part), part, _method(at, part, linked))


def _firm(part: str, table: Mapping[str, Entry]) -> bool:
    """Whether a part of a longer phrase is clear enough to stand by itself."""
    return part in table and table[part].type != "Concept" and len(part) > 1 and part.lower() not in words().common


def _fits(sentence: Sentence, found: Candidate, text: str) -> bool:
    """Whether this occurrence is the name and not the ordinary word that a sentence or label starts with."""
    if found.place == "mid" or text.lower() not in words().common:
        return True
    token, after = sentence.tokens[found.first], sentence.tokens[found.last : found.last + 1]
    orders = after and after[0].pos == "DET"  # "Box the apples"
    return found.place == "first" and (
        (token.ent in NAMED_ENTITIES and token.tag != "NNS") or (token.pos == "PROPN" and not orders)
    )


def _method(start: int, text: str, linked: frozenset[int]) -> str:
    if start in linked:
        return "link"
    return "known" if text in words().types else "lexicon"


def _extended(sentence: Sentence, name: Named, table: dict[str, Entry]) -> Named:
    """The name with the lower-case noun that makes another name of it; that name joins the entries."""
    match = NEXT_WORD.match(sentence.text, name.end)
    kind = EXTENDING.get((table[name.text].type, match.group(1))) if match else None
    if match is None or kind is None or name.text in words().adjectives:
        return name
    text = sentence.text[name.start : match.end()]
    table.setdefault(text, Entry(text, kind))
    return Named(name.start, match.end(), text, name.method)


def _terms(sentences: Sequence[Sentence], found: Sequence[Sequence[Named]], title: str) -> Iterator[list[Term]]:
    """The terms that each sentence introduces."""
    written = "\n".join(sentence.text for sentence in sentences)
    whole = written.lower()
    following = (*sentences[1:], None)[: len(sentences)]
    for sentence, after, names in zip(sentences, following, found, strict=True):

        def holds_name(start: int, end: int, taken: frozenset[int] = _places(names)) -> bool:
            return not taken.isdisjoint(range(start, end))

        english = sentence.language == ENGLISH
        yield (
            []
            if not english
            else list(
                terms(
                    ConceptContext(
                        sentence,
                        after,
                        holds_name,
                        lambda phrase: whole.count(phrase.lower()) > 1,
                        written.__contains__,
                        title,
                    )
                )
            )
        )


def _places(names: Iterable[Named]) -> frozenset[int]:
    """All offsets that names cover."""
    return frozenset(place for name in names for place in range(name.start, name.end))


def _outside(names: Iterable[Named], row: Sequence[Term]) -> Iterator[Named]:
    """The names that are no part of a term named after somebody."""
    eponyms = [term for term in row if term.rule in ABOVE_NAMES]
    for name in names:
        if not any(term.start <= name.start and name.end <= term.end for term in eponyms):
            yield name


def _free(sentence: Sentence, names: Sequence[Named], row: Sequence[Term], again: Recurrence) -> Iterator[Term]:
    """The terms of a sentence, and those of the note that occur in it again, where nothing else is."""
    taken = set(_places(names))
    recurring = (Term(start, end, sentence.text[start:end], "recurrence") for start, end in again.find(sentence))
    for term in (*row, *recurring):
        covered = range(term.start, term.end)
        if covered and taken.isdisjoint(covered):
            taken.update(covered)
            yield term


def _term_mentions(sentence: Sentence, found: Iterable[Term], long: Mapping[str, str]) -> Iterator[Mention]:
    for term in found:
        text = sentence.text[term.start : term.end]
        yield _made(sentence, term.start, term.end, Identity(name_of(long.get(text, text)), "Concept", term.rule))


def _mention(sentence: Sentence, name: Named, who: Identity) -> Mention:
    method = name.method if who.rule == "lexicon" else f"{name.method}+{who.rule}"
    return _made(sentence, name.start, name.end, who._replace(rule=method))


def _made(sentence: Sentence, start: int, end: int, who: Identity) -> Mention:
    return Mention(
        text=sentence.text[start:end],
        start=start,
        end=end,
        span=Span(sentence.places[start], sentence.places[end - 1] + 1),
        kind="name",
        entity=who.name,
        type=who.type,
        method=who.rule,
        confidence=CONFIDENCE[who.rule.partition("+")[0]],
    )
