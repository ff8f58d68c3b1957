"""Which words bear out what a language model states: words of the sentence itself, in this or another form.

A relation's words are all in the sentence. They may leave out others, and stand in another order as long as no subject
changes its place with its verb. Subject and object may also be what the sentence refers to by a pronoun or leaves out:
a name of the note's roster, or words of the note's title, the headings above or the sentences before. What holds a
phrase together without saying anything (articles, forms of "be", "do" and "have", "of") needs no word of its own; a
word that denies always does.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.grammar.sentence_tree import SentenceTree
from kg.extract.numbers.units import singular
from kg.extract.words import verb_forms
from kg.extract.words.word_data import word_list
from kg.extract.words.wordset import wordset

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Sentence, Token

WORD = re.compile(r"\w+(?:[.,'’]\w+)*|[%$€£]")
POSSESSIVE = re.compile(r"['’]s?$")
# What needs no word of its own, in a relation as in its ends; then what only says that two things belong together.
READERS = wordset("you user users reader readers")  # whom an order is given to
DENIAL = re.compile(r"(?:cannot|\w*n['’]t)\Z")
VERBS = frozenset({"VERB", "AUX"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
MODALS = frozenset({"aux", "auxpass", "nsubj", "nsubjpass", "csubj"})  # what an order's verb has none of
FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})
LONGEST = 600  # code points of a phrase


class _Word(NamedTuple):
    """A word of the sentence: its forms, and the indices of its tokens."""

    forms: frozenset[str]
    tokens: frozenset[int]


class SentenceWords:
    """The words of one sentence with their forms, and what it may refer to.

    Args:
        sentence: With its parse.
        names: Names that may be in a phrase though the sentence has others for them, or pronouns.
        around: Texts before the sentence, whose words a subject or object may resume.
    """

    def __init__(self, sentence: Sentence, names: Iterable[str] = (), around: Iterable[str] = ()) -> None:
        self.text = sentence.text
        self._tree = SentenceTree(sentence.tokens)
        self._words = list(_words_of(sentence))
        self._all = frozenset(form for word in self._words for form in word.forms)
        self._around = frozenset(form for text in around for word in _words(text) for form in word)
        self._names = frozenset(names)
        longest = sorted((name for name in self._names if name.strip()), key=lambda name: (-len(name), name))
        any_name = "|".join(map(re.escape, longest)) or r"(?!)"
        self._named = re.compile(rf"(?<!\w)(?:{any_name})(?:['’]s?)?(?!\w)")

    def bear_out(self, phrase: str, *, relation: bool = False) -> bool:
        """Whether a phrase says nothing but what the sentence says, or, of a subject or object, refers to."""
        if not phrase.strip() or len(phrase) > LONGEST:
            return False
        if stands_in(phrase, self.text):
            return True
        if relation:
            spoken = (phrase, self._named.sub(" ", phrase))
            linking = word_list("linking_words")
            return any(self._say(each, linking) or (self._is_fragment and self._resume(each)) for each in spoken)
        if phrase in self._names or (phrase.casefold() in READERS and self._orders):
            return True
        return any(self._say(each) or self._resume(each) for each in (phrase, self._named.sub(" ", phrase)))

    def places(self, phrase: str) -> list[frozenset[int]]:
        """Where the sentence has a phrase: the indices of its tokens, for each place where its first word is."""
        given = next((word for word in _words(phrase) if not word & _empty()), None) if len(phrase) <= LONGEST else None
        starts = [at for at, word in enumerate(self._words) if given and given & word.forms]
        found = (self._in_order(phrase, at) for at in starts)
        return [place for place in dict.fromkeys(found) if place]

    def tokens(self, phrase: str) -> list[Token]:
        """The tokens of a phrase where the sentence first has it, in reading order; none where it has not."""
        place = next(iter(self.places(phrase)), frozenset[int]())
        return [self._tree.tokens[at] for at in sorted(place)]

    @property
    def goes_on(self) -> bool:
        """Whether the sentence has nobody who does it, as the items of a list: an order, or a fragment."""
        return self._orders or self._is_fragment

    @property
    def _orders(self) -> bool:
        """Whether the sentence tells its reader to do something: a base form without a subject."""
        tree = self._tree
        return any(token.tag == "VB" and not tree.kids(at, MODALS) for at, token in enumerate(tree.tokens))

    @property
    def _is_fragment(self) -> bool:
        """Whether the sentence is none by itself, and goes on with what was said before, as a list's items do."""
        return not any(token.tag in FINITE for token in self._tree.tokens)

    def _say(self, phrase: str, free: frozenset[str] = frozenset()) -> bool:
        """Whether the sentence has all words of a phrase, in order or without a subject and its verb among them."""
        if self._in_order(phrase, 0) is not None:
            return True
        given = [word for word in _words(phrase) if not word & _empty()]
        if not all(word & self._all or word & free for word in given):
            return False
        tokens = [self._first(word) for word in given if word & self._all]
        inside = {at for found in tokens for at in found}
        moved = any(max(one) > min(other) for one, other in pairwise(tokens) if one and other)
        return not moved or not any(self._tree.deps[at] in SUBJECTS and self._tree.heads[at] in inside for at in inside)

    def _resume(self, phrase: str) -> bool:
        """Whether each word is in the sentence or before it, and one of them only before it."""
        given = [word for word in _words(phrase) if not word & _empty()]
        own = [bool(word & self._all) for word in given]
        return not all(own) and all(here or word & self._around for here, word in zip(own, given, strict=True))

    def _first(self, given: frozenset[str]) -> frozenset[int]:
        return next((word.tokens for word in self._words if given & word.forms), frozenset())

    def _in_order(self, phrase: str, at: int) -> frozenset[int] | None:
        """The tokens of a phrase's words, in order from a word of the sentence on; None where one is not there."""
        place, tokens = at, frozenset[int]()
        for given in _words(phrase):
            reach = (
                place + 1 if given & _empty() else len(self._words)
            )  # what says nothing counts only where it is next
            found = next((n for n in range(place, min(reach, len(self._words))) if given & self._words[n].forms), None)
            if found is not None:
                place, tokens = found + 1, tokens | self._words[found].tokens
            elif not given & _empty():
                return None
        return tokens


def stands_in(quote: str, text: str) -> bool:
    """Whether a text holds a quote word for word, as whole words."""
    return len(quote) <= len(text) and bool(quote.strip()) and whole(quote).search(text) is not None


def in_order(name: str, text: str) -> bool:
    """Whether a text has all words of a name in order, in any case and number; others may come between them."""
    rest = iter(_word_list(text))
    given = _word_list(name) if len(name) <= LONGEST else ()
    return bool(given) and all(any(word & other for other in rest) for word in given)


@lru_cache(maxsize=2_000)
def _word_list(text: str) -> tuple[frozenset[str], ...]:
    return tuple(_words(text.replace("_", " ")))


def whole(quote: str) -> re.Pattern[str]:
    """Finds a quote where no word goes on around it."""
    return re.compile(rf"(?<!\w){re.escape(quote)}(?!\w)")


def _empty() -> frozenset[str]:
    return word_list("empty_verbs_and_articles")


def _words(phrase: str) -> Iterator[frozenset[str]]:
    """The words of a phrase, each with its singular."""
    for found in WORD.finditer(phrase):
        word = POSSESSIVE.sub("", found[0].casefold())
        if word:
            yield frozenset({word, singular(word), _undenied(word)})


def _undenied(word: str) -> str:
    """That a word says "not", if it does."""
    return "not" if DENIAL.match(word) else word


def _words_of(sentence: Sentence) -> Iterator[_Word]:
    """The words of a sentence: each as it is, in its base form, and as what that may become."""
    starts = {token.start: at for at, token in enumerate(sentence.tokens)}
    for found in WORD.finditer(sentence.text):
        word = POSSESSIVE.sub("", found[0].casefold())
        forms, inside = {word, singular(word)}, []
        for place in range(found.start(), found.end()):  # "isn't" is one word here and two tokens there
            if place in starts:
                inside.append(starts[place])
                token = sentence.tokens[starts[place]]
                lemma, text = token.lemma.casefold(), token.text.casefold()
                forms |= {lemma, text, _undenied(text)}
                if token.pos in VERBS:
                    forms |= {verb_forms.present(lemma), verb_forms.past(lemma, text), f"{lemma.removesuffix('e')}ing"}
        yield _Word(frozenset(forms), frozenset(inside))
