"""Finds where sentences end in a passage, by rules over its displayed text.

1. Every full stop, question or exclamation mark, with the quotes and brackets that close after it, may end a sentence.
2. It does when what follows looks like a beginning and what precedes is no abbreviation, or where a timestamp stands.
3. No sentence ends inside brackets, quotes, links or code, nor inside emphasis that starts or ends in mid-sentence.
4. What is still longer than ``LONGEST_SENTENCE`` is cut at white space, so that no input can stall the parser.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.extract.words.word_data import word_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Passage

LONGEST_SENTENCE = 2_000  # code points of one sentence
LONGEST_QUOTE = 700  # code points; a "quote" beyond this is taken for stray marks


COMPANY_FORMS = frozenset({"inc", "ltd", "corp", "co", "etc"})

STOPS = frozenset(".!?")
CLOSING = frozenset(".,;:!?)]}\"'”’»*")  # what a sentence goes on with, right after a timestamp

_END = re.compile(r"[.!?…]+[\"'”’»)\]}*]*(?=\s|$)")
_LAST_WORD = re.compile(r"([A-Za-z][A-Za-z.]*|\d+)$")
_FIRST = re.compile(r"[\s\"'“‘«(\[*–—-]*(\w+)", re.UNICODE)
_OPENING = frozenset('"“«([{‘—–-*')
_INITIAL = re.compile(r"(?:^|[\s.(\"“])[A-Z]$")
_PAIRED = {")": "(", "]": "[", "}": "{", "”": "“", "»": "«"}
_MARKS = re.compile(r"[()\[\]{}“”«»\"]")
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")  # iPhone, eBay
_BLANK = re.compile(r"\s")
_LOOK_BACK = 24  # code points: longer than any abbreviation


def split(passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each sentence of ``passage.text``, without the white space around them."""
    text = passage.text
    stamped = {stamp.at for stamp in passage.stamps if not stamp.leading}
    ends = [end for end in _candidates(text, stamped) if _ends_here(text, end, end in stamped)]
    if (ends and ends[-1] < len(text)) or not ends:
        ends.append(len(text))
    start = 0
    for end in _outside_emphasis(_outside(ends, passage), passage):
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        yield from _pieces(text, first, first + len(text[first:end].rstrip()))
        start = end


def _candidates(text: str, stamped: set[int]) -> list[int]:
    """Offsets after every mark that may end a sentence, white space after it or a timestamp where one was."""
    found = {match.end() for match in _END.finditer(text)}
    between = (at for at in stamped if 0 < at < len(text) and text[at] not in CLOSING)
    found.update(at for at in between if text[at - 1] in STOPS or _unmarked_end(text, at))
    return sorted(found)


def _unmarked_end(text: str, at: int) -> bool:
    """Whether the timestamp at ``at`` stands for a missing full stop: an opener in title case follows."""
    first = _FIRST.match(text, at)
    return bool(
        first
        and text[at - 1].isalnum()
        and text[at].isspace()
        and first[1].istitle()
        and first[1].lower() in word_list("sentence_openers")
        and first[1] != "I"
    )


def _ends_here(text: str, end: int, stamped: bool) -> bool:  # noqa: FBT001 - a plain fact about the place
    if end >= len(text) or stamped:
        return True
    first = _FIRST.match(text, end)
    if first is None:
        return True
    word = first[1]
    marks = text[max(0, end - _LOOK_BACK) : end].rstrip("\"'”’»)]}*")
    if not (word[0].isupper() or word[0].isdigit() or _CAMEL.match(word)):
        return not word[0].islower()
    if marks[-1:] != "." or marks.endswith(".."):
        return True
    return _stop_ends(marks[:-1], word)


def _stop_ends(before: str, word: str) -> bool:
    """Whether a full stop between ``before`` and ``word`` is one, and not part of an abbreviation."""
    last = _LAST_WORD.search(before)
    opens = word.lower() in word_list("sentence_openers") and word[0].isupper()
    if last is None:
        return True
    key = last[1].lower()
    if key in word_list("leading_abbreviations"):
        return opens and key in word_list("word_abbreviations_of_sentences")
    if key in word_list("ending_abbreviations"):
        return opens or _ordinary(last[1], word) or (key in COMPANY_FORMS and _named_again(before, word))
    return opens or not _INITIAL.search(before)


def _ordinary(last: str, word: str) -> bool:
    """Whether an unclear abbreviation is rather a whole word: ``min`` and ``sun`` end sentences in lower case."""
    return last.islower() and "." not in last and last not in COMPANY_FORMS and word[0].isupper()


def _named_again(before: str, word: str) -> bool:
    """Whether a word is in the text before it, too: "trust Acme Corp. Acme Corp avoids" names the company twice."""
    return word in before[-_LOOK_BACK:].split()


def _outside(ends: Iterable[int], passage: Passage) -> Iterator[int]:
    """Drop ends that lie inside brackets, quotes, links or code."""
    closed = [*_enclosed(passage.text), *((link.start, link.end) for link in passage.links), *passage.code]
    limits = _merged(closed)
    starts = [start for start, _ in limits]
    for end in ends:
        at = bisect_left(starts, end) - 1
        if at < 0 or end >= limits[at][1]:
            yield end


def _merged(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _enclosed(text: str) -> Iterator[tuple[int, int]]:
    """Yield ranges between matching brackets or quotes; a mark without its partner encloses nothing."""
    open_at: dict[str, list[int]] = {}
    for match in _MARKS.finditer(text):
        mark, at = match[0], match.start()
        opens = mark in _PAIRED.values() or (mark == '"' and _is_opening(text, at))
        if opens and mark != '"':
            open_at.setdefault(mark, []).append(at)
        elif opens:
            open_at[mark] = [at]
        elif stack := open_at.get(_PAIRED.get(mark, mark)):
            start = stack.pop()
            if at - start <= LONGEST_QUOTE:
                yield start, at + 1


def _is_opening(text: str, at: int) -> bool:
    """Whether the straight quote at ``at`` opens: white space or an opening mark before it, none after it."""
    before = at == 0 or text[at - 1].isspace() or text[at - 1] in _OPENING
    return before and at + 1 < len(text) and not text[at + 1].isspace()


def _outside_emphasis(ends: Iterable[int], passage: Passage) -> list[int]:
    """Drop ends inside emphasis, unless that starts with a sentence and ends with one: markup must stay in pairs."""
    kept = list(ends)
    for span in passage.emphasis:
        low, high = bisect_left(kept, span.start + 1), bisect_left(kept, span.end)
        if low == high:
            continue
        whole = _starts_sentence(passage.text, kept[low - 1] if low else 0, span.start) and (
            high < len(kept) and kept[high] == span.end
        )
        if not whole:
            del kept[low:high]
    return kept


def _starts_sentence(text: str, start: int, at: int) -> bool:
    return not text[start:at].strip()


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a sentence that is too long at white space, or at the limit where there is none."""
    while end - start > LONGEST_SENTENCE:
        cut = start + LONGEST_SENTENCE
        blanks = [match.start() for match in _BLANK.finditer(text, start + 1, cut)]
        if blanks:
            cut = blanks[-1]
        yield start, cut
        start = cut + 1 if blanks else cut
    yield start, end
