"""Makes spaCy's attribute ruler fast without changing what it does: patterns of one token are matched once per kind.

Nearly all patterns of the ruler look at a single token, and only at its tag, its dependency, whether it is white space,
and whether it is one of a few words. Tokens that are alike in these match the same patterns, so that the outcome is
remembered. A text that may match a longer pattern ("gon na") is matched in full, and a ruler whose patterns look at
anything else is left as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

RULER = "attribute_ruler"
PATTERN_COLUMNS = ("LOWER", "TAG", "DEP", "IS_SPACE")  # all that the patterns may look at

Match = tuple[int, int, int]  # number of the pattern's name, first token, token behind the last
Pattern = list[dict[str, Any]]
Need = tuple[int, frozenset[int]]  # a column, and the values of which a text must hold one there


def quicken(nlp: Language) -> None:
    """Let a pipeline's attribute ruler, if it has one that allows it, remember its matches."""
    if RULER not in nlp.pipe_names:
        return
    ruler: Any = nlp.get_pipe(RULER)
    patterns: list[Pattern] = [pattern for rule in ruler.patterns for pattern in rule["patterns"]]
    if all(set(token) <= set(PATTERN_COLUMNS) and _is_told(token) for pattern in patterns for token in pattern):
        ruler.matcher = _Remembering(ruler.matcher, patterns, nlp.vocab.strings)


def _is_told(token: dict[str, Any]) -> bool:
    """Whether a pattern says of which words it speaks: by itself, in a list, or by their shape; or of any."""
    wanted = token.get("LOWER")
    return not isinstance(wanted, dict) or set(wanted) in ({"IN"}, {"REGEX"})


class _Remembering:
    """Stands in for the ruler's matcher.

    Attributes:
        matcher: The matcher itself.
    """

    def __init__(self, matcher: Any, patterns: Sequence[Pattern], strings: Any) -> None:
        self.matcher = matcher
        self._strings = strings
        words = [token["LOWER"] for pattern in patterns if len(pattern) == 1 for token in pattern if "LOWER" in token]
        self._words = {strings[word]: True for listed in map(_listed, words) for word in listed}
        self._shapes = [re.compile(word["REGEX"]) for word in words if isinstance(word, dict) and "REGEX" in word]
        self._longer = [_needs(pattern, strings) for pattern in patterns if len(pattern) > 1]
        self._known: dict[tuple[int, ...], tuple[int, ...]] = {}

    def __call__(self, doc: Doc, **options: Any) -> Sequence[Match]:
        """Match a text, as the matcher itself would; the order of the matches may differ."""
        from spacy import attrs

        rows = doc.to_array([getattr(attrs, name) for name in PATTERN_COLUMNS]).tolist()
        columns = [set(column) for column in zip(*rows, strict=True)]
        if columns and any(self._may_match(needs, columns) for needs in self._longer):
            found: Sequence[Match] = self.matcher(doc, **options)
            return found
        matches: list[Match] = []
        for i, (lower, *rest) in enumerate(rows):
            kind = (lower if self._is_word(lower) else 0, *rest)
            names = self._known.get(kind)
            if names is None:
                names = self._known[kind] = tuple(name for name, *_ in self.matcher(doc[i : i + 1], **options))
            matches += [(name, i, i + 1) for name in names]
        return matches

    @staticmethod
    def _may_match(needs: Sequence[Need], columns: Sequence[set[int]]) -> bool:
        return not any(values.isdisjoint(columns[column]) for column, values in needs)

    def _is_word(self, lower: int) -> bool:
        """Whether patterns of one token distinguish this word from others."""
        known = self._words.get(lower)
        if known is None:
            text = self._strings[lower]
            known = self._words[lower] = any(shape.search(text) for shape in self._shapes)
        return known


def _listed(wanted: Any) -> list[str]:
    """The values that a pattern lists for one attribute; none when it lists them in another way."""
    if isinstance(wanted, str):
        return [wanted]
    return list(wanted.get("IN", ())) if isinstance(wanted, dict) and set(wanted) == {"IN"} else []


def _needs(pattern: Pattern, strings: Any) -> list[Need]:
    """What a text must hold for a pattern to match: of each listed attribute, one of its values."""
    needs = []
    for token in pattern:
        for name, wanted in token.items():
            values = frozenset(strings[value] for value in _listed(wanted))
            if values:
                needs.append((PATTERN_COLUMNS.index(name), values))
    return needs
