"""Decides whether a sentence asserts something about the world: a table of rules, each naming one kind that does not.

Opinions, forecasts, hedged assertions, instructions with content and list items without a verb all count as claims.
Questions, callout titles, announcements of a list ("Key aspects include:") and talk about the note itself do not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.extract.grammar.tag_sets import FINITE_TAGS, SUBJECTS_OR_EXPLETIVE
from kg.extract.words.word_data import any_of, of_words, word_list

if TYPE_CHECKING:
    from kg.model import Token

Rule = Callable[[str, "tuple[Token, ...]", str], bool]

# Pointers to other texts: "For more information, see …", "See also: …", "Refer to the documentation".
POINTER = re.compile(
    r"(?:(?:for|to (?:learn|read|explore|find out|see)) (?:more|further|additional|detailed|deeper|a "
    r"deeper|an? in-depth|"
    r"the full|information|details)\b.*?\b(?:see|refer|visit|consult|check|explore|read|delve|listen|"
    r"watch|find)\b"
    r"|for (?:more|further|additional|detailed) (?:information|details|insights?|context|reading|"
    r"discussion)\b"
    r"|see (?:also|the|our)\b|see [A-Z]|refer to\b|(?:read|learn) more\b|(?:further|related) reading\b"
    r"|check out (?:the|our|my|this|these|his|her|their)\b"
    r"|(?:listeners|viewers|readers) (?:can|may|are encouraged)\b)"
)


# "(Novak and Lund, 2019, p. 12)", with nothing beside it
_WHO = r"[^\W\d_][\w'’-]+(?:(?:,| and|, and| &|, &) [^\W\d_][\w'’-]+){0,5}(?:,? et al\.?)?"
CITATION = re.compile(rf"\(?{_WHO},? \(?(?:19|20)[0-9]{{2}}[a-z]?(?:, pp?\. ?[0-9]+(?:[-–][0-9]+)?)?\)?\.?")
# "(Location 123)", "Page 12": where a highlight is, and nothing else
HIGHLIGHT = re.compile(
    r"\(?(?:kindle )?(?:loc(?:ation)?s?|pages?|pp?|position|time)\.?:? #?[0-9][0-9,.:–-]*\)?\.?", re.IGNORECASE
)
PRACTICAL = frozenset({"practical", "following", "specific", "key"})  # enough alone before a noun without plural
OPEN_TAGS = frozenset({"IN", "TO", "DT", "PRP$", "WDT", "WRB", "CC", "RP", "WP"})  # a colon after them: more must come
OPEN_WORDS = frozenset({"following", "including", "follows", "below", "e.g.", "i.e."})
OBJECTS = frozenset({"dobj", "attr", "pobj", "nsubj", "nsubjpass", "oprd"})
CLOSERS = "\"'”’)]*"
LONGEST_HEADING = 7  # words, the picture among them
LONGEST_WORD = 400  # code points; longer ones are data, not language


def is_claim(text: str, tokens: tuple[Token, ...], kind: str) -> bool:
    """Whether a sentence asserts something; ``kind`` is its passage's kind."""
    return not any(rule(text, tokens, kind) for _, rule in RULES)


def why_not(text: str, tokens: tuple[Token, ...], kind: str) -> str | None:
    """Name of the first rule that says that a sentence is no claim, or None."""
    return next((name for name, rule in RULES if rule(text, tokens, kind)), None)


def _is_title(_text: str, _tokens: tuple[Token, ...], kind: str) -> bool:
    return kind == "callout-title"


def _is_wordless(text: str, _tokens: tuple[Token, ...], _kind: str) -> bool:
    return not any(map(str.isalpha, text))


def _is_data(text: str, _tokens: tuple[Token, ...], _kind: str) -> bool:
    return len(text) > LONGEST_WORD and any(len(word) > LONGEST_WORD for word in text.split())


def _is_question(text: str, _tokens: tuple[Token, ...], _kind: str) -> bool:
    """A question, unless it is only quoted at the end of a statement."""
    bare = text.rstrip(CLOSERS)
    if not bare.endswith("?"):
        return False
    quoted = text[len(bare) :].strip(")]*") != ""
    return not quoted or text[0] in "\"“'‘"


@of_words
def _talk_of_itself() -> re.Pattern[str]:
    """The pattern of such talk: "this article explores", "in this note, we", "here is the summary"."""
    itself, does = any_of(word_list("note_nouns")), any_of(word_list("note_verbs"))
    return re.compile(
        rf"(?:(?:this|the (?:present|following)) (?:{itself}) (?:also |then |further )?(?:{does})\b"
        rf"|in this (?:{itself}),? (?:we|you|I)\b"
        rf"|.{{0,120}}, this (?:{itself}) (?:{does})\b"
        r"|here (?:is|are) (?:the|a|an|your) (?:article|note|summary|content|revised|updated|text)\b"
        r"|here(?:['’]s| is| are)\b[^.]*:$)",
        re.IGNORECASE,
    )


def _is_about_the_note(text: str, _tokens: tuple[Token, ...], _kind: str) -> bool:
    return _talk_of_itself().match(text) is not None or POINTER.match(text[:1].lower() + text[1:]) is not None


def _is_citation(text: str, _tokens: tuple[Token, ...], _kind: str) -> bool:
    if not "0" <= text.rstrip(").")[-1:] <= "9":
        return False
    return CITATION.fullmatch(text) is not None or HIGHLIGHT.fullmatch(text) is not None


def opens_with_symbol(text: str) -> bool:
    """Whether a text begins with a picture: "✨ Key takeaways"."""
    return text != "" and unicodedata.category(text[0]) == "So"


def _is_marked_heading(text: str, tokens: tuple[Token, ...], kind: str) -> bool:
    """A few words behind a picture, without a clause, a number or an end: a heading that is no heading to Markdown."""
    if not opens_with_symbol(text) or len(text.split()) > LONGEST_HEADING or any(map(str.isdecimal, text)):
        return False
    if text.rstrip(CLOSERS).endswith((".", "!")) or any(token.dep in SUBJECTS_OR_EXPLETIVE for token in tokens):
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", text.lower()) if word not in {"the", "my", "of", "and", "key"}]
    return kind == "paragraph" or all(word in word_list("note_parts") for word in words)


def _is_bare_cell(_text: str, tokens: tuple[Token, ...], kind: str) -> bool:
    """A table cell without a clause: its meaning is in the header and the row."""
    return kind == "table-cell" and not any(token.dep in SUBJECTS_OR_EXPLETIVE for token in tokens)


def _is_announcement(text: str, tokens: tuple[Token, ...], _kind: str) -> bool:
    """Ends in a colon and only announces what follows."""
    if not text.rstrip(CLOSERS).endswith(":"):
        return False
    words = [token for token in tokens if token.pos not in {"PUNCT", "SPACE"}]
    if not words or not _has_clause(tokens) or len(words) == 1:
        return True
    return _stays_open(words[-1], tokens) or any(_is_vague(i, tokens) for i in range(len(tokens)))


def _has_clause(tokens: tuple[Token, ...]) -> bool:
    """Whether the main verb is finite: neither a heading-like phrase nor an infinitive of purpose."""
    root = next(i for i, token in enumerate(tokens) if token.head == i)
    group = [tokens[root], *(token for token in tokens if token.head == root and token.dep in {"aux", "auxpass"})]
    finite = any(token.tag in FINITE_TAGS for token in group)
    return finite and any(token.head == root and token.dep in SUBJECTS_OR_EXPLETIVE for token in tokens)


def _stays_open(last: Token, tokens: tuple[Token, ...]) -> bool:
    """Whether the last word asks for a continuation: "include:", "such as:", "are:", "aim to:"."""
    if last.tag in OPEN_TAGS or last.pos == "AUX" or last.text.lower() in OPEN_WORDS:
        return True
    if last.pos != "VERB":
        return False
    at = tokens.index(last)
    children = {token.dep for token in tokens if token.head == at}
    passive = "auxpass" in children
    progressive = last.tag == "VBG" and "aux" in children
    return not (passive or progressive) and not children & {"dobj", "advmod", "prep"}


def _is_vague(at: int, tokens: tuple[Token, ...]) -> bool:
    """Whether the noun at ``at`` is an amount of nothing in particular that the main clause is made of."""
    noun = tokens[at]
    if noun.lemma.lower() not in word_list("container_nouns") or noun.dep not in OBJECTS:
        return False
    children = [token for token in tokens if token.head == at]
    if any(token.dep == "nummod" for token in children):  # a number says something
        return False
    kept = {token.lemma.lower() for token in children if token.dep in {"amod", "det", "nmod"}}
    if not kept & (word_list("vague_amounts") if noun.tag == "NNS" else PRACTICAL):
        return False
    return _carrier(at, tokens) in word_list("carrier_verbs")


def _carrier(at: int, tokens: tuple[Token, ...]) -> str:
    """Lemma of the main verb that the noun at ``at`` belongs to, through one preposition, or ""."""
    head = tokens[at].head
    if tokens[head].dep == "prep":
        head = tokens[head].head
    return tokens[head].lemma.lower() if tokens[head].head == head else ""


RULES: tuple[tuple[str, Rule], ...] = (
    ("callout title", _is_title),
    ("no words", _is_wordless),
    ("data, not language", _is_data),
    ("question", _is_question),
    ("about the note", _is_about_the_note),
    ("citation", _is_citation),
    ("heading behind a picture", _is_marked_heading),
    ("bare table cell", _is_bare_cell),
    ("announcement", _is_announcement),
)
