"""The grammatical tree of a sentence: who hangs on whom, and as what, of any list of tokens, cycles and all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from kg.model import Token

COUNTING = frozenset({"nummod", "quantmod"})
VERBS = frozenset({"VERB", "AUX"})
NO_LABELS: frozenset[str] = frozenset()
LONGEST_PARSED = 300  # tokens; what is longer is no sentence, and its parse no help


class SentenceTree:
    """A sentence's tokens, referred to by index, with their heads and children.

    Heads that lie outside the sentence, or that never lead to a root, make their token a root: what is
    read here need not come from a parser.

    Attributes:
        tokens: The sentence's tokens.
        first: Index of the first token that counts; those before it (a label) stay apart as roots.
        heads: For each token the index of its head; its own index at a root.
        deps: For each token its dependency label; ``ROOT`` at a root.
        children: For each token the indices of its children, in reading order.
    """

    __slots__ = ("_vocabulary", "_words", "children", "deps", "first", "heads", "tokens")

    def __init__(self, tokens: Sequence[Token], first: int = 0) -> None:
        self.tokens = tokens
        self.first = first
        self.heads = _sound(tokens, first)
        self.deps = [token.dep if self.heads[i] != i else "ROOT" for i, token in enumerate(tokens)]
        children: list[list[int]] = [[] for _ in tokens]
        for i, head in enumerate(self.heads):
            if head != i:
                children[head].append(i)
        self.children = children
        self._words: tuple[str, ...] | None = None
        self._vocabulary: frozenset[str] | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """The text of each token in lower case."""
        if self._words is None:
            self._words = tuple(token.text.casefold() for token in self.tokens)
        return self._words

    @property
    def vocabulary(self) -> frozenset[str]:
        """The set of these words, to see quickly what the sentence cannot contain."""
        if self._vocabulary is None:
            self._vocabulary = frozenset(self.words)
        return self._vocabulary

    def word(self, i: int) -> str:
        """The token's text in lower case."""
        return self.words[i]

    def lemma(self, i: int) -> str:
        """The token's base form in lower case."""
        return self.tokens[i].lemma.casefold()

    def is_verb(self, i: int) -> bool:
        """Whether a token is a verb or auxiliary."""
        return self.tokens[i].pos in VERBS

    def kid(self, i: int, labels: AbstractSet[str]) -> int | None:
        """The first child of ``i`` whose dependency label is one of ``labels``."""
        deps = self.deps
        for child in self.children[i]:
            if deps[child] in labels:
                return child
        return None

    def kids(self, i: int, labels: AbstractSet[str]) -> list[int]:
        """Children of ``i`` whose dependency label is one of ``labels``."""
        below = self.children[i]
        if not below:
            return []
        mine = self.deps
        return [c for c in below if mine[c] in labels]

    def descend(self, roots: Iterable[int], stop: AbstractSet[str] = NO_LABELS) -> list[int]:
        """The tokens under ``roots`` and these, in reading order; children labelled ``stop`` are left out."""
        found: list[int] = []
        todo = list(roots)
        deps, children = self.deps, self.children
        while todo:
            i = todo.pop()
            found.append(i)
            todo.extend(c for c in children[i] if deps[c] not in stop)
        found.sort()
        return found

    def counts(self, i: int) -> bool:
        """Whether ``i`` is a number, or counts or measures something."""
        return self.tokens[i].pos == "NUM" or bool(self.kids(i, COUNTING))

    def upward(self, i: int) -> Iterator[int]:
        """Token ``i``, its head, and so on up to its root."""
        yield i
        while self.heads[i] != i:
            i = self.heads[i]
            yield i


def _set_apart(tokens: Sequence[Token], heads: list[int]) -> None:
    """Hang words that depend on a word in brackets that they are outside of on what those brackets hang on."""
    inside: list[int] = []  # for each token the number of the bracket it is in, 0 outside
    opened = number = 0
    for token in tokens:
        if token.text == "(":
            number += 1
            opened = number
        inside.append(opened)
        if token.text == ")":
            opened = 0
    if not number:
        return
    for i in range(len(heads)):
        k, steps = heads[i], 0
        while inside[k] and inside[k] != inside[i] and heads[k] != k and steps < len(heads):
            k, steps = heads[k], steps + 1
        heads[i] = k


def _sound(tokens: Sequence[Token], first: int) -> list[int]:
    """Heads with every edge across ``first``, out of range or into a cycle cut."""
    size = len(tokens)
    heads = [i if i < first or not first <= t.head < size else t.head for i, t in enumerate(tokens)]
    _set_apart(tokens, heads)
    state = [0] * size  # 0 unseen, 1 on the current path, 2 known to reach a root
    for start in range(size):
        path: list[int] = []
        i = start
        while state[i] == 0:
            state[i] = 1
            path.append(i)
            i = heads[i]
        if state[i] == 1:
            heads[i] = i
        for k in path:
            state[k] = 2
    return heads
