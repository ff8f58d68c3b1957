"""Decides which of a sentence's dates a statement holds for.

1. the one right after its number: "from $2 million **in 1982** to $9 million **in 1984**" (in what follows, the date
   of the number that it goes up from does not count);
2. the first in its object;
3. the only one in its clause;
4. of several there, the only one in its subject: "earnings **for 2022** are $8 and may be $14 by 2025";
5. where its clause has none, the one that opens the sentence or is in its label: "**In 1981** a fund bought 5%,
   valuing Acme at $20 million", "**2010**: 100,000 users". What a sentence that opens so tells in the present is not
   of that time.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.extract.grammar.sentence_tree import SentenceTree
    from kg.extract.statements.noun_phrases import Phrase
    from kg.extract.statements.statement_drafts import Draft
    from kg.model import DateRef, Quantity

INNER_CLAUSE_LABELS = frozenset({"relcl", "advcl", "acl", "ccomp", "parataxis"})  # of clauses inside a clause
PRESENT_TAGS = frozenset({"VBZ", "VBP", "MD"})
AUXILIARIES = frozenset({"aux", "auxpass"})
# Words that may be between a number, or the beginning of a sentence, and the time that it is of.
_LEADING = r"(?:(?:in|by|for|during|at|on|as|of|around|back|early|late|mid|the|end|beginning|fiscal|year)\b[\s-]*)*"
_AFTER_VALUE = re.compile(rf"\s?\(?{_LEADING}", re.IGNORECASE)
_OPENING = re.compile(_LEADING, re.IGNORECASE)
_UP_TO = re.compile(r"\)?,?\sto\s[^,;.]{0,20}")  # after the date of another number
_AND_ANOTHER = re.compile(r",?\s?(?:and|or|to|[-–]|,)\s?")


class Times:
    """The dates of one sentence.

    Args:
        text: The sentence.
        tree: Its parse, without its label.
        dates: Its dates, in reading order.
    """

    __slots__ = ("_dates", "_opening", "_text", "_tree")

    def __init__(self, text: str, tree: SentenceTree, dates: Sequence[DateRef]) -> None:
        self._text = text
        self._tree = tree
        self._dates = dates
        self._opening = self._in_label() or self._at_start()

    def of(self, draft: Draft, value: Quantity | None) -> str | None:
        """The EDTF value of the time that a statement, whose object is a number or not, holds for; or None."""
        found = self._found(draft, value) if self._dates else None
        return None if found is None else found.value

    def within(self, phrase: Phrase) -> list[DateRef]:
        """The dates that are in a phrase."""
        return [date for date in self._dates if phrase.start <= date.start < phrase.end]

    def _found(self, draft: Draft, value: Quantity | None) -> DateRef | None:
        others = self._earlier(value) if value else ()
        inside = [date for date in self.within(draft.object) if date not in others]
        bound = (self._after(value) if value else None) or (inside[0] if inside else None)
        here = self._in_clause(draft.head) if draft.head >= 0 and bound is None else []
        if here:
            return _only([date for date in here if date not in others]) or _only(self.within(draft.subject))
        return bound or self._general(draft, value)

    def _after(self, value: Quantity) -> DateRef | None:
        """The date that follows a number with nothing but function words between."""
        later = next((date for date in self._dates if date.start >= value.end), None)
        return later if later and _AFTER_VALUE.fullmatch(self._text, value.end, later.start) else None

    def _earlier(self, value: Quantity) -> list[DateRef]:
        """The date that another number has, from which it goes "to" this one."""
        return [
            date
            for date in self._dates
            if date.end <= value.start and _UP_TO.fullmatch(self._text, date.end, value.start)
        ]

    def _in_clause(self, head: int) -> list[DateRef]:
        starts = {self._tree.tokens[k].start for k in self._tree.descend([head], INNER_CLAUSE_LABELS)}
        return [date for date in self._dates if date.start in starts]

    def _general(self, draft: Draft, value: Quantity | None) -> DateRef | None:
        """What opens the sentence or is in its label; not for facts inside noun phrases."""
        if draft.head < 0:
            return self._opening if value else None
        if self._opening is None or self._opening.start < self._body():
            return self._opening
        verbs = [draft.head, *self._tree.kids(draft.head, AUXILIARIES)]
        return None if any(self._tree.tokens[k].tag in PRESENT_TAGS for k in verbs) else self._opening

    def _in_label(self) -> DateRef | None:
        return _only([date for date in self._dates if date.end <= self._body()])

    def _at_start(self) -> DateRef | None:
        first = next((date for date in self._dates if date.start >= self._body()), None)
        if first is None or not _OPENING.fullmatch(self._text, self._body(), first.start):
            return None
        after = next((date for date in self._dates if date.start >= first.end), None)
        return None if after and _AND_ANOTHER.fullmatch(self._text, first.end, after.start) else first

    def _body(self) -> int:
        """Where the label ends, in code points."""
        tokens = self._tree.tokens
        return tokens[self._tree.first].start if self._tree.first < len(tokens) else len(self._text)


def _only(dates: Sequence[DateRef]) -> DateRef | None:
    return dates[0] if len(dates) == 1 else None
