"""Finds the pronouns and definite phrases of a sentence that may refer to an entity named elsewhere.

========== ================================================== =========================================
form       words                                              may refer to
========== ================================================== =========================================
person     he, him, his, himself, she, her …                  one person
thing      it, its, itself                                    one thing, organization, place, concept
group      they, them, their, themselves, both, neither       several named together, a people, a company
speaker    I, my, we, our … inside a quotation                who is quoted
bare       this, that as a subject right after a label        what the label names
nominal    the company, this approach, these rotors           the latest entity of that type or head word
========== ================================================== =========================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.grammatical_roles import SUBJECTS
from kg.extract.words.saying_verbs import saying_verbs
from kg.extract.words.word_data import word_list, word_table
from kg.extract.words.wordlists import words
from kg.extract.words.wordset import wordset

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Sentence, Token

PAIR = wordset("both neither")
DETERMINERS = wordset("the this that these those both such")
MOST = 60  # anaphors of one sentence that are looked at
PHRASE = 6  # words between a determiner and its noun, at most
CLAUSE = 8  # words after a noun or verb that are searched for what belongs to it
# Verbs after which "it" stands for a clause: "it seems that".
EMPTY_VERBS = wordset("seem appear turn take happen matter remain")
MAKING = wordset("make find consider")  # "making it easier to"
BEING = wordset("be become get")  # "it becomes hard to"
REST = 40  # words after a verb that may belong to its sentence
BINDING = wordset("of behind for between")  # "the founder of Acme" says itself what it means
QUOTES = '"“”'


class Anaphor(NamedTuple):
    """A phrase that may refer back.

    Attributes:
        first, last: Tokens ``[first, last)``.
        form: A row of the table above.
        head: The token that carries the grammatical role.
        noun: Base form of a nominal's noun; "" for pronouns.
        plural: Whether it refers to several things.
        near: Whether it points to what was just said ("this", "these", "both").
    """

    first: int
    last: int
    form: str
    head: int
    noun: str = ""
    plural: bool = False
    near: bool = False


def anaphors(sentence: Sentence, taken: Sequence[tuple[int, int]]) -> Iterator[Anaphor]:
    """Yield the anaphors of a sentence in reading order.

    Args:
        sentence: With its parse.
        taken: Ranges of its text where names stand.
    """
    tokens = sentence.tokens
    quoted = _covered(_quotations(sentence.text))
    named = _covered(taken)
    forms, several = word_table("anaphors"), word_list("plural_anaphors")
    for at, token in enumerate(tokens):
        word = token.text.lower()
        form = forms.get(word)
        if form and _stands_alone(tokens, at, form) and (form != "speaker" or token.start in quoted):
            near = form == "bare" or word in PAIR
            yield Anaphor(at, at + 1, form, at, plural=word in several, near=near)
        elif word in DETERMINERS:
            found = _nominal(tokens, at)
            if found and not any(each.start in named for each in tokens[at : found.last]):
                yield found


def _stands_alone(tokens: Sequence[Token], at: int, form: str) -> bool:
    """Whether a word that may be a pronoun is one here, and stands for something."""
    token, word = tokens[at], tokens[at].text.lower()
    if form == "bare":
        return token.tag == "DT" and token.dep in SUBJECTS
    if word in PAIR:
        return not _correlative(tokens, at)
    return form != "thing" or not _empty(tokens, at)


def _correlative(tokens: Sequence[Token], at: int) -> bool:
    """Whether "both" or "neither" only opens a pair of words: "both A and B"."""
    if at + 1 >= len(tokens) or tokens[at].dep in SUBJECTS:
        return False
    after = tokens[at + 1]
    return after.pos in {"PROPN", "NOUN", "ADJ", "DET"} or (tokens[at].dep in {"preconj", "cc"} and after.tag != "VBD")


def _empty(tokens: Sequence[Token], at: int) -> bool:
    """Whether "it" stands for a clause and refers to nothing."""
    token = tokens[at]
    if token.text.lower() != "it" or token.dep not in SUBJECTS:
        return token.dep == "expl"
    verb = tokens[token.head]
    after = tokens[token.head + 1 : token.head + 1 + REST]
    own = {each.dep for each in after if each.head == token.head}
    says = verb.lemma == "be" or verb.lemma in saying_verbs("impersonal")
    if verb.lemma in EMPTY_VERBS or (says and own & {"ccomp", "csubj"}):
        return True
    if verb.dep == "ccomp" and token.head > at and tokens[verb.head].lemma in MAKING:
        return any(each.tag == "TO" for each in after[:CLAUSE])
    clause = any(each.dep in {"xcomp", "ccomp", "advcl"} or each.text in {"that", "to"} for each in after)
    return verb.lemma in BEING and bool(own & {"acomp", "oprd"}) and clause


def _nominal(tokens: Sequence[Token], at: int) -> Anaphor | None:
    """The definite phrase that a determiner opens, when its noun may take up an entity."""
    head, word = tokens[at].head, tokens[at].text.lower()
    if not at < head <= at + PHRASE or tokens[head].pos not in {"NOUN", "PROPN"} or tokens[head].dep == "attr":
        return None
    inside = {token.tag for token in tokens[at + 1 : head]}
    if inside & {"JJS", "RBS"} or (word == "both" and "JJ" in inside) or _explained(tokens, head):
        return None
    plural = tokens[head].tag in {"NNS", "NNPS"} or word in word_list("plural_anaphors")
    return Anaphor(at, head + 1, "nominal", head, tokens[head].lemma.lower(), plural, word != "the")


def _explained(tokens: Sequence[Token], head: int) -> bool:
    """Whether a noun phrase says itself what it means: "the firm that …", "the founder of Acme", "the hero, Ann"."""
    after = tokens[head + 1 : head + CLAUSE]
    if any(each.head == head and each.dep in {"relcl", "acl"} for each in after):
        return True
    if any(each.head == head and each.dep == "prep" and each.text in BINDING for each in after[:2]):
        return True
    return len(after) > 1 and after[0].text == "," and after[1].text[0].isupper()


def type_of_noun(noun: str) -> str:
    """The type of entity that "the <noun>" takes up; "" when the noun alone takes up none."""
    return "" if noun in word_list("loose_nouns") else words().isa.get(noun, "")


def _covered(ranges: Sequence[tuple[int, int]]) -> frozenset[int]:
    """All offsets inside some ranges."""
    return frozenset(place for start, end in ranges for place in range(start, end))


def _quotations(text: str) -> list[tuple[int, int]]:
    """Ranges inside quotation marks; an open one runs to the end."""
    marks = [at for at, sign in enumerate(text) if sign in QUOTES]
    closed = list(zip(marks[::2], marks[1::2], strict=False))
    return closed + ([(marks[-1], len(text))] if len(marks) % 2 else [])
