"""Finds the terms that a note introduces: linked common nouns, coined words in quotes, defined abbreviations.

========== ==================================================================================
link       ``[[target | common noun]]``, or a wikilink without alias: its text is a term
coined     known as "neocloud", the "praise over punishment" approach: quoted and introduced
eponym     Magnus effect, Flettner rotors: a person's name and a noun
defining   Branding is described as …: a sentence that opens by saying what a term means
strong     **divergent thinking** set in bold inside a sentence
label      **Executive Network:** … It involves …: a label that the text takes up
taxon      Bacillus anthracis: the Latin name of a species
subject    Vacuum decay is the process where …: the note's title names what a sentence says to be something
defined    "non-performing loans (NPLs)": the long form is a term and the short form stands for it
========== ==================================================================================
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.labels import opening_end
from kg.extract.grammar.tag_sets import FINITE_TAGS
from kg.extract.names.abbreviations import definitions, is_initialism
from kg.extract.names.name_decision import ABSTRACT
from kg.extract.words.word_data import any_of, of_words, word_list
from kg.extract.words.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model import Sentence, Span

DEFINING = re.compile(
    r"(?P<is>[A-Z][a-z]+(?: [a-z]+){0,2}) (?:is|are|was|can be)(?: (?:often|generally|commonly|typically|widely))? "
    r"(?:defined|described|regarded|known|understood|referred to|thought of|characterized|viewed) as\b"
    r"|(?P<refers>[A-Z][a-z]+(?: [a-z]+){0,2}) refers? to\b"
)
SAID_TO_BE = re.compile(
    r"(?:The |An? )?(?P<term>[A-Za-z][\w-]+(?: [a-zA-Z][\w-]+){0,2}?) "
    r"(?:is|are) (?:an?|one of|the (?:process|practice|art|act|ability|idea|concept|study|use|state|science|way)\b)"
)
# The Latin name of a species: the endings of its two words.
TAXON = re.compile(
    r"\b[A-Z][a-z]{2,}(?:us|a|um|is|es|as|ma|yces|x|ia) (?!and|or|via|plus|this|has|was|its|thus)"
    r"[a-z]{2,}(?:us|is|um|ii|ae|ans|ens|oides|ensis|icum|coli|inum|ella|osa|ata|ina)\b"
)
NOUNS = frozenset({"NOUN", "PROPN"})
PHRASE_KINDS = frozenset({"NOUN", "PROPN", "ADJ", "VERB", "NUM", "ADP", "PART", "ADV", "X"})
SUBJECT_KINDS = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})
QUOTED = re.compile(r"[\"“]([^\"“”]{2,60}?)[,.]?[\"”]")
BEFORE_REACH = 40  # code points before a quotation mark that are searched
# An article before a quotation, and the verb that makes a judgement of it ("is the “default choice”").
ARTICLE = re.compile(r"(\b(?:is|are|was|were|be|been|being|as|considered|deemed)\s+)?\b(?:an?|the|this|that)\s*[\"“]\Z")
NO_NOUN_PHRASE_TAGS = FINITE_TAGS | {"PRP", "WP", "WDT", "WRB", "EX", "POS"}
NOUN_LIKE = frozenset({"VBG", "CD", "FW", "SYM", "LS"})
CLAUSE_TAGS = frozenset({"VBZ", "VBD", "MD", "PRP", "WP", "WRB"})
COINED_WORDS = 6  # words of a quoted term that is introduced
PHRASE_WORDS = 4  # words of one that is not
TAKING_UP = ("It ", "It’s ", "It's ", "Its ")
LABEL_WORDS = 4
NEW_WORD = 4  # letters
SMALL = 3  # letters of words that a name leaves small
STRONG_WORDS = 4


class Term(NamedTuple):
    """A term at ``[start, end)`` of a sentence's text, the rule that found it, and the long form that it stands for."""

    start: int
    end: int
    text: str
    rule: str
    stands_for: str = ""


class ConceptContext(NamedTuple):
    """What the rules ask of a note.

    Attributes:
        sentence: The sentence in question.
        after: The sentence that follows, or None.
        named: Whether a proper name is in a range of the sentence's text.
        recurs: Whether the note uses a phrase more than once.
        small: Whether the note writes a phrase with small letters as given.
        title: The note's title, in lower case.
    """

    sentence: Sentence
    after: Sentence | None
    named: Callable[[int, int], bool]
    recurs: Callable[[str], bool]
    small: Callable[[str], bool]
    title: str


def terms(context: ConceptContext) -> Iterator[Term]:
    """Yield the terms that a sentence introduces, rule by rule."""
    for rule in RULES:
        yield from rule(context)


@of_words
def _eponyms() -> re.Pattern[str]:
    nouns = any_of(word_list("eponym_nouns"))
    return re.compile(rf"\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){{0,2}} (?:{nouns})\b")


@of_words
def _introduction() -> re.Pattern[str]:
    """What introduces a coined term, right before its quotation mark."""
    phrases = any_of(word_list("term_introductions"))
    return re.compile(rf"(?:{phrases})(?: an?| the| as)?\s*[\"“]\Z", re.IGNORECASE)


@of_words
def _term_noun() -> re.Pattern[str]:
    """What makes a term of a quotation, right behind it."""
    nouns = any_of(word_list("coined_term_nouns"))
    return re.compile(rf"[,.]?[\"”]\s+(?:\([^()]{{1,60}}\)\s+)?(?:{nouns})s?\b", re.IGNORECASE)


def _link(context: ConceptContext) -> Iterator[Term]:
    for link in context.sentence.links:
        text = context.sentence.text[link.start : link.end]
        named = link.aliased and context.named(link.start, link.end)
        clause = link.aliased and _is_clause(context.sentence, link.start, link.end)
        if link.kind == "wikilink" and any(map(str.isalpha, text)) and not named and not clause:
            yield Term(link.start, link.end, text, "link")


def _is_clause(sentence: Sentence, start: int, end: int) -> bool:
    """Whether linked words hold no noun ("outdated"), or are a clause or a command ("build a successful startup")."""
    first = bisect_left(sentence.tokens, start, key=lambda token: token.start)
    inside = [token for token in sentence.tokens[first:] if token.start < end]
    if not inside:
        return False
    nouns = any(token.pos in NOUNS or token.tag in NOUN_LIKE for token in inside)
    return not nouns or inside[0].tag in {"VB", "VBP"} or any(token.tag in CLAUSE_TAGS for token in inside[1:])


def _coined(context: ConceptContext) -> Iterator[Term]:
    text = context.sentence.text
    for match in QUOTED.finditer(text):
        start, end = match.span(1)
        split = match.group(1).split()
        if not split or split[0].lower() in word_list("judging_words") or context.named(start, end):
            continue
        introduced = _introduction().search(text, max(0, start - BEFORE_REACH), start) or _term_noun().match(text, end)
        if (
            _phrase(context, start, end)
            or (_new_word(match.group(1)) and context.recurs(match.group(1)))
            or (introduced and len(split) <= COINED_WORDS)
        ):
            yield Term(start, end, match.group(1), "coined")


def _new_word(text: str) -> bool:
    """Whether quoted words are one word in small letters that no list of English words holds: "obesogen"."""
    return text.isalpha() and text.islower() and len(text) >= NEW_WORD and not _ordinary(text)


def _ordinary(word: str) -> bool:
    """Whether a word, or what it is the plural or a form of, is an ordinary one."""
    common, endings = words().common, word_list("form_endings")
    return word in common or any(word.endswith(end) and word.removesuffix(end) in common for end in endings)


def _phrase(context: ConceptContext, start: int, end: int) -> bool:
    """Whether quoted words are a noun phrase that names something rather than judges it.

    "The “swipe file”" is; "is the “default choice”" judges, unless the note uses the phrase again.
    """
    sentence = context.sentence
    first = bisect_left(sentence.tokens, start, key=lambda token: token.start)
    inside = [token for token in sentence.tokens[first : first + PHRASE_WORDS + 1] if token.end <= end]
    if not 1 < len(inside) <= PHRASE_WORDS or any(
        token.tag in NO_NOUN_PHRASE_TAGS or token.text.lower() in word_list("judging_words") for token in inside
    ):
        return False
    article = ARTICLE.search(sentence.text, max(0, start - BEFORE_REACH), start)
    judged = article is not None and article.group(1) is not None
    sure = (
        (article is not None and not judged)
        or inside[-1].lemma in word_list("term_end_nouns")
        or context.recurs(sentence.text[start:end])
    )
    starts = {"NOUN", "PROPN", "ADJ", "VERB"} if sure else set[str]() if judged else {"NOUN", "PROPN"}
    return inside[-1].pos in {"NOUN", "PROPN"} and inside[0].pos in starts


def _eponym(context: ConceptContext) -> Iterator[Term]:
    common = words().common
    for match in _eponyms().finditer(context.sentence.text):
        start, text = match.start(), match.group()
        while " " in text and text.partition(" ")[0].lower() in common:
            first, _, text = text.partition(" ")
            start += len(first) + 1
        if text[0].isupper() and not is_initialism(text.partition(" ")[0]):  # "NPL ratio" is about NPLs
            yield Term(start, match.end(), text, "eponym")


def _defining(context: ConceptContext) -> Iterator[Term]:
    match = DEFINING.match(context.sentence.text)
    if match and not context.named(*match.span()):
        text = match["is"] or match["refers"]
        plain = all(word.lower() in words().common for word in text.split())
        if plain and any(token.pos in SUBJECT_KINDS for token in context.sentence.tokens[:1]):
            yield Term(0, len(text), text, "defining")


def _taxon(context: ConceptContext) -> Iterator[Term]:
    table = words()
    for match in TAXON.finditer(context.sentence.text):
        genus, species = match.group().split()
        if species not in table.common and genus not in table.types and genus.lower() not in table.common:
            yield Term(*match.span(), match.group(), "taxon")


def _subject(context: ConceptContext) -> Iterator[Term]:
    match = SAID_TO_BE.match(context.sentence.text)
    if match is None:
        return
    text = match["term"]
    first = next((token for token in context.sentence.tokens if token.start == match.start("term")), None)
    last = next((token for token in context.sentence.tokens if token.end == match.end("term")), None)
    if first is None or last is None or first.pos not in SUBJECT_KINDS or last.pos not in NOUNS:
        return
    named = context.named(*match.span("term")) and not context.small(text.lower())
    if not named and re.search(rf"\b{re.escape(text.lower())}\b", context.title):
        small = text.lower() if context.small(text.lower()) else ""
        yield Term(*match.span("term"), text, "subject", small)


def _strong(context: ConceptContext) -> Iterator[Term]:
    for span in context.sentence.strong:
        text = context.sentence.text[span.start : span.end].rstrip(":")
        short = 0 < len(text.split()) <= STRONG_WORDS and text[0].isalpha()
        set_apart = span.start > 1 and short and not text.istitle() and _is_noun_phrase(context.sentence, span)
        if set_apart and not context.named(span.start, span.end):
            yield Term(span.start, span.start + len(text), text, "strong")


def _is_noun_phrase(sentence: Sentence, span: Span) -> bool:
    """Whether bold words are nouns with what modifies them: a bold "or" only stresses."""
    first = bisect_left(sentence.tokens, span.start, key=lambda token: token.start)
    inside = [token for token in sentence.tokens[first:] if token.end <= span.end and token.text[0].isalnum()]
    ends = bool(inside) and (inside[-1].pos in NOUNS or inside[-1].tag == "VBG")  # "dry stone walling"
    return ends and all(token.pos in PHRASE_KINDS for token in inside)


def _label(context: ConceptContext) -> Iterator[Term]:
    sentence, after = context.sentence, context.after
    end = opening_end(sentence)
    text = sentence.text[:end].rstrip(": ")
    if end >= len(sentence.text) or not 1 < len(text.split()) <= LABEL_WORDS or not text[0].isupper():
        return
    body = next((token for token in sentence.tokens if token.start >= end and token.text[0].isalnum()), None)
    taken_up = after is not None and after.passage == sentence.passage and after.text.startswith(TAKING_UP)
    spoken_of = body is not None and (body.tag == "VBZ" or body.text == "This")
    if taken_up or spoken_of:
        yield Term(0, len(text), text, "label")


def _defined(context: ConceptContext) -> Iterator[Term]:
    for each in definitions(context.sentence.text):
        if not proper_expansion(each.long, each.short):
            yield Term(each.long_start, each.long_start + len(each.long), each.long, "defined")
            yield Term(each.short_start, each.short_start + len(each.short), each.short, "defined", each.long)


RULES = (_link, _coined, _eponym, _taxon, _defining, _subject, _strong, _label, _defined)


def proper_expansion(long: str, short: str) -> bool:
    """Whether an abbreviation's long form is a proper name ("Java virtual machine", "Structured Query Language").

    That of a well-known name is one, as far as it is written like one ("International Business Machines").
    """
    table, split = words(), long.split()
    if table.types.get(short, "Concept") != "Concept" and all(word[0].isupper() for word in split if len(word) > SMALL):
        return True
    last = split[-1].lower()
    if "/" not in long and long not in table.types and last not in table.last and ABSTRACT.search(last):
        return False  # "Retrieval Augmented Generation" names an idea, however it is written
    if long in table.types or any(word[0].isupper() and word.lower() not in table.common for word in split):
        return True
    if not all(word[0].isupper() or word in table.inside for word in split):
        return False
    return last[-1] != "s" and table.last.get(last, "Concept") != "Concept"


def name_of(text: str) -> str:
    """A term's entity name: small letters where all its words are ordinary ones; abbreviations stay."""
    plain = text.strip(' "“”,.;:')
    for word in re.split(r"[\s\-/]+", plain):
        if word.isalpha() and not word.isupper() and word.lower() not in words().common:
            return plain
    return re.sub(r"\b[A-Z](?=[a-z])", lambda match: match.group().lower(), plain)
