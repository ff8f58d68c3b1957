"""Finds the pronouns and definite phrases of a sentence that may refer to an entity named elsewhere.

========== ================================================== =========================================
form       words                                              may refer to
========== ================================================== =========================================
person     he, him, his, himself, she, her …                  one person
thing      it, its, itself                                    one thing, organisation, place, concept
group      they, them, their, themselves, both, neither       several named together, a people, a company
speaker    I, my, we, our … inside a quotation                who is quoted
bare       this, that as a subject right after a label        what the label names
nominal    the company, this approach, these rotors           the latest entity of that type or head word
========== ================================================== =========================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.extract.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Sentence, Token

PERSON = frozenset("he him his himself she her hers herself".split())
THING = frozenset("it its itself".split())
GROUP = frozenset("they them their theirs themselves".split())
PAIR = frozenset("both neither".split())
SPEAKER = frozenset("i me my mine myself we us our ours ourselves".split())
BARE = frozenset("this that".split())
DETERMINERS = frozenset("the this that these those both such".split())
# Verbs and adjectives after which "it" stands for a clause: "it seems that", "it is important to".
EMPTY_VERBS = frozenset("seem appear turn take happen matter remain".split())
# Nouns that never take up an entity named before, though they name a type of thing.
LOOSE = frozenset(
    "people person individual individuals man woman player players market user users time state world figure rule report "
    "event region area place location customer customers expert experts analyst analysts investor leader researcher series field "
    "student developer developers creator author host founder friend fund act bill article paper title law feature problem "
    "condition problem crisis competition practice style process skill match event era period day server code server "
    "trial text report player agent engine device machine standard format interface computer website site api sdk alternative "
    "package module hub capital economy partner candidate".split()
)
# Nouns that take up whatever term was introduced last.
TERM_NOUNS = frozenset("term concept approach method technique idea theory principle strategy phenomenon effect process philosophy practice paradigm "
                       "framework mindset mechanism model vision network".split())


class Anaphor(NamedTuple):
    """A phrase that may refer back.

    Attributes:
        first, last: Tokens ``[first, last)``.
        form: A row of the table above.
        head: The token that carries the grammatical role.
        noun: Base form of a nominal's noun; "" for pronouns.
        plural: Whether it refers to several things.
        near: Whether it points to what was just said ("this", "these").
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
    quotes = _quotations(sentence.text) if '"' in sentence.text or "“" in sentence.text else ()
    for at, token in enumerate(tokens):
        lower = token.text.lower()
        if lower in PERSON:
            yield Anaphor(at, at + 1, "person", at)
        elif lower in THING and not _empty(tokens, at):
            yield Anaphor(at, at + 1, "thing", at)
        elif lower in GROUP:
            yield Anaphor(at, at + 1, "group", at, plural=True)
        elif lower in SPEAKER and any(start <= token.start < end for start, end in quotes):
            yield Anaphor(at, at + 1, "speaker", at, plural=lower not in {"i", "me", "my", "mine", "myself"})
        elif lower in PAIR and token.dep in {"nsubj", "nsubjpass", "dobj", "pobj"}:
            yield Anaphor(at, at + 1, "group", at, plural=True, near=True)
        elif lower in BARE and token.dep in {"nsubj", "nsubjpass"}:
            yield Anaphor(at, at + 1, "bare", at, near=True)
        elif lower in DETERMINERS or (lower in PAIR and token.dep == "det"):
            found = _nominal(tokens, at)
            if found and not any(tokens[at].start < end and start < tokens[found.last - 1].end for start, end in taken):
                yield found


def _nominal(tokens: Sequence[Token], at: int) -> Anaphor | None:
    """The definite phrase that a determiner opens, when its noun may take up an entity."""
    head = tokens[at].head
    if head <= at or head - at > 6 or tokens[head].pos not in {"NOUN", "PROPN"}:  # noqa: PLR2004 - words of a phrase
        return None
    noun, lower = tokens[head].lemma.lower(), tokens[at].text.lower()
    if any(token.head == head and token.dep in {"relcl", "acl"} for token in tokens[head + 1 : head + 8]):
        return None
    if any(token.head == head and token.dep == "prep" and token.text in {"of", "behind", "for", "between"} for token in tokens[head + 1 : head + 3]):
        return None
    if head + 1 < len(tokens) and tokens[head + 1].text in {"'s", "’s"} and head + 1 == len(tokens) - 1:
        return None
    plural = tokens[head].tag in {"NNS", "NNPS"} or lower in {"these", "those", "both"}
    return Anaphor(at, head + 1, "nominal", head, noun, plural, lower != "the")


def type_of_noun(noun: str) -> str:
    """The type of entity that "the <noun>" takes up; "" when the noun alone takes up none."""
    return "" if noun in LOOSE else words().isa.get(noun, "")


def _empty(tokens: Sequence[Token], at: int) -> bool:
    """Whether "it" stands for a clause and refers to nothing."""
    token = tokens[at]
    if token.text.lower() != "it" or token.dep not in {"nsubj", "nsubjpass", "expl"}:
        return token.dep == "expl"
    verb = token.head
    if tokens[verb].lemma in EMPTY_VERBS:
        return True
    later = [each for each in tokens[verb + 1 :] if each.head == verb]
    if any(each.dep in {"ccomp", "csubj"} and each.start > token.start for each in later) and tokens[verb].lemma in {"be", "say", "note", "believe", "estimate", "expect", "suggest"}:
        return True
    judged = any(each.dep == "acomp" for each in later)
    clause = any(each.dep in {"xcomp", "ccomp", "advcl"} or each.text in {"that", "to"} for each in tokens[verb + 1 :])
    return tokens[verb].lemma == "be" and judged and clause


def _quotations(text: str) -> list[tuple[int, int]]:
    """Ranges inside quotation marks; an open one runs to the end."""
    marks = [at for at, sign in enumerate(text) if sign in "\"“”"]
    closed = list(zip(marks[::2], marks[1::2], strict=False))
    return closed + ([(marks[-1], len(text))] if len(marks) % 2 else [])
