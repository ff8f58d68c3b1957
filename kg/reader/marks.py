"""Lists what a reader does not see in a block: marks, targets, tags, and timestamps with what only joins them.

``hidden`` returns the pieces in order. Code hides nothing but its own ticks; inside link targets, comments and
timestamps nothing else is looked for.
"""

from __future__ import annotations

import html
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.reader.displayed import AFTER, BEFORE, Piece
from kg.reader.emphasis import DOUBLE, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TOKEN = re.compile(
    r"""
    (?P<tick>\\?`+)
  | (?P<escape>\\[!-/:-@\[-_{-~])
  | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
  | (?P<note>\[\^[^\]\s\[]+\])
  | (?P<aside>\^\[[^\[\]]*\])
  | (?P<remark><!--)
  | (?P<auto><[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>)
  | (?P<tag></?[A-Za-z][A-Za-z0-9-]*(?:[\s/][^<>]*)?>)
  | (?P<run>\*+|_+|~~+|==+)
    """,
    re.VERBOSE,
)
BREAKS = re.compile(r"</?(?:br|p|div|li|ul|ol|tr|td|th|hr)\b", re.IGNORECASE)

# Between two timestamps: joins them, says nothing.
JOINT = re.compile(r"\s*(?:[,;/&|(+]|and|to|or|[-–—]+|[\])]\s*[\[(])?\s*")
AROUND = {"(": ")", "[": "]"}
PARTNER = {closer: opener for opener, closer in AROUND.items()}
LABEL = re.compile(r"\[\d[\d:.,]*\]\($")  # a time that is repeated as the text of a link to itself
LONGEST_LABEL = 20  # code points
STRUCK = "~"  # what stands between two pairs of it is withdrawn, and shown to nobody
CLOSING = frozenset(".,;:!?)]}”’»%…")  # no blank is left before these where a timestamp stood
STOPS = frozenset(".;:!?…")
PARTED = re.compile(r"[\])]*\s*[-–—:|]\s+")
LEAD = re.compile(r"\s*(?:[-–—:|]\s+)?")  # between a leading timestamp and its text
# What may be between a full stop, or a block's start, and a leading timestamp.
WORD = re.compile(r"\w")
BETWEEN = " \t\n\xa0\"'“”‘’)"
BRACKETS, MARKS = "([", "*_=~"
OPENING = re.compile(r"[\s\"'“”‘’)]*[*_=~]*[(\[]*")  # the same


def hidden(
    body: str,
    fixed: Sequence[Piece],
    stamps: Sequence[tuple[int, int, int]],
) -> tuple[list[Piece], dict[int, bool]]:
    """All pieces of a block, in order, and for each timestamp whether it leads.

    Args:
        body: The block's string.
        fixed: Pieces that are known already (link targets, embeds, comments), in order.
        stamps: (start, end, key) of each timestamp, in order.
    """
    timed, leading = _stamps(body, stamps)
    known = _merged(timed, fixed)
    seen = _blanked(body, known)
    return sorted([*known, *_code_and_rest(seen, list(_tokens(seen, known)))]), leading


def _blanked(body: str, pieces: Sequence[Piece]) -> str:
    """The body with blanks for what is dropped altogether (comments, embeds): marks next to it are at an edge."""
    shown: list[str] = []
    at = 0
    for piece in pieces:
        if not piece.role and piece.side == AFTER:
            shown += [body[at : piece.start], " " * (piece.end - piece.start)]
            at = piece.end
    return "".join([*shown, body[at:]]) if at else body


def _merged(first: Sequence[Piece], second: Sequence[Piece]) -> list[Piece]:
    """Both lists in order; of two that overlap, the earlier wins, and the first list where they start together."""
    found: list[Piece] = []
    for piece in sorted([*first, *second], key=lambda piece: (piece.start, piece.role != "stamp")):
        if not found or piece.start >= found[-1].end:
            found.append(piece)
    return found


def _tokens(body: str, known: Sequence[Piece]) -> Iterator[re.Match[str]]:
    """Matches of ``TOKEN`` outside the known pieces."""
    at = 0
    for piece in known:
        yield from TOKEN.finditer(body, at, piece.start)
        at = piece.end
    yield from TOKEN.finditer(body, at)


def _code_and_rest(body: str, tokens: Sequence[re.Match[str]]) -> Iterator[Piece]:
    """Pieces of code spans, emphasis, html, entities, escapes and footnote marks."""
    runs: list[tuple[int, int]] = []
    partner = _code_spans(tokens)
    last_remark = body.rfind("-->")
    skip = 0  # everything before this offset is code or a comment
    for number, token in enumerate(tokens):
        if token.start() < skip:
            continue
        if number in partner:
            yield from _code(token, tokens[partner[number]])
            skip = tokens[partner[number]].end()
        elif token.lastgroup == "remark":
            if token.end() <= last_remark:
                skip = body.index("-->", token.end()) + len("-->")
                yield Piece(token.start(), skip)
        elif token.lastgroup == "run":
            runs.append(token.span())
        else:
            yield from _simple(token)
    yield from _emphasis(body, runs)


def _code(first: re.Match[str], last: re.Match[str]) -> Iterator[Piece]:
    yield Piece(*first.span(), BEFORE, "", "code", first.start())
    ticks = len(last[0].lstrip("\\"))
    yield Piece(last.end() - ticks, last.end(), AFTER, "", "code", first.start())


def _simple(token: re.Match[str]) -> Iterator[Piece]:
    start, end = token.span()
    kind, text = token.lastgroup, token[0]
    if kind == "escape" or (kind == "tick" and text[0] == "\\"):
        yield Piece(start, start + 2, shown=text[1])
    elif kind == "entity":
        shown = html.unescape(text)
        if shown != text:
            yield Piece(start, end, shown=shown)
    elif kind == "auto":
        yield Piece(start, start + 1, BEFORE)
        yield Piece(end - 1, end, AFTER)
    elif kind == "tag":
        side = AFTER if text[1] == "/" else BEFORE
        yield Piece(start, end, side, " " if BREAKS.match(text) else "")
    elif kind in {"note", "aside"}:
        yield Piece(start, end)


def _code_spans(tokens: Sequence[re.Match[str]]) -> dict[int, int]:
    """For each run of ticks that may open code, the number of the next run of the same length."""
    following: dict[int, int] = {}
    partner: dict[int, int] = {}
    for number in range(len(tokens) - 1, -1, -1):
        token = tokens[number]
        if token.lastgroup != "tick":
            continue
        width = len(token[0].lstrip("\\"))
        if token[0][0] != "\\" and width in following:
            partner[number] = following[width]
        following[width] = number
    return partner


def _emphasis(body: str, runs: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    for pair in pairs(body, runs) if len(runs) > 1 else ():
        if pair.mark == STRUCK:
            yield Piece(pair.open, pair.close + pair.width)
            continue
        role = "strong" if pair.width == DOUBLE and pair.mark in "*_" else "emphasis"
        yield Piece(pair.open, pair.open + pair.width, BEFORE, "", role, pair.open)
        yield Piece(pair.close, pair.close + pair.width, AFTER, "", role, pair.open)


def _stamps(body: str, stamps: Sequence[tuple[int, int, int]]) -> tuple[list[Piece], dict[int, bool]]:
    """Pieces that hide the timestamps with their joints, brackets and blanks; and which of them lead."""
    groups = list(_groups(body, stamps))
    leads = _lead(body, groups)
    found: list[Piece] = []
    leading: dict[int, bool] = {}
    edge = 0
    for group, lead in zip(groups, leads, strict=True):
        start, end = _bracketed(body, group, edge)
        start, end = _blanks(body, start, end, edge, lead=lead)
        side = BEFORE if lead else AFTER
        cuts = [start, *(stamp[0] for stamp in group[1:]), end]
        for (low, high), stamp in zip(pairwise(cuts), group, strict=True):
            found.append(Piece(low, high, side, "", "stamp", stamp[2]))
            leading[stamp[2]] = lead
        edge = end
    return found, leading


def _groups(body: str, stamps: Sequence[tuple[int, int, int]]) -> Iterator[list[tuple[int, int, int]]]:
    """Runs of timestamps with nothing but joints between them."""
    group: list[tuple[int, int, int]] = []
    for stamp in stamps:
        if group and not JOINT.fullmatch(body, group[-1][1], stamp[0]):
            yield group
            group = []
        group.append(stamp)
    if group:
        yield group


def _lead(body: str, groups: Sequence[Sequence[tuple[int, int, int]]]) -> list[bool]:
    """Which groups come before what they cover.

    One that opens its block does, and one after a full stop that a dash or colon parts from what follows. Where one
    opens the block and none closes it, all those after a full stop do.
    """
    if not groups:
        return []
    opens = bool(OPENING.fullmatch(body, 0, groups[0][0][0]) and WORD.search(body, groups[0][-1][1]))
    style = opens and WORD.search(body, groups[-1][-1][1]) is not None
    return [
        (opens and i == 0)
        or (_stop_before(body, group[0][0]) and (style or PARTED.match(body, group[-1][1]) is not None))
        for i, group in enumerate(groups)
    ]


def _stop_before(body: str, at: int) -> bool:
    """Whether only quotes, brackets and marks are between a full stop and an offset."""
    for skipped in (BRACKETS, MARKS, BETWEEN):
        while at and body[at - 1] in skipped:
            at -= 1
    return at > 0 and body[at - 1] in STOPS


def _bracketed(body: str, group: Sequence[tuple[int, int, int]], edge: int) -> tuple[int, int]:
    """The range of a group with the brackets around it, and with the partners of those between its members."""
    start, end = group[0][0], group[-1][1]
    missing, waiting = _unpaired(body, group)
    for mark in missing:
        start -= start > edge and body[start - 1] == mark
    while waiting and body[end : end + 1] == waiting[-1]:
        waiting.pop()
        end += 1
    if start > edge and body[end : end + 1] == AROUND.get(body[start - 1]):
        start, end = start - 1, end + 1
    if label := LABEL.search(body, max(edge, start - LONGEST_LABEL), start + 1):
        start = label.start()
    return start, end


def _unpaired(body: str, group: Sequence[tuple[int, int, int]]) -> tuple[list[str], list[str]]:
    """The brackets that the joints of a group close without opening, and those they open without closing."""
    missing: list[str] = []
    waiting: list[str] = []
    for (_, low, _), (high, _, _) in pairwise(group):
        for mark in body[low:high]:
            if mark in AROUND:
                waiting.append(AROUND[mark])
            elif waiting and mark == waiting[-1]:
                waiting.pop()
            elif mark in PARTNER:
                missing.append(PARTNER[mark])
    return missing, waiting


def _blanks(body: str, start: int, end: int, edge: int, *, lead: bool) -> tuple[int, int]:
    """Widen a group by the blanks that only it needed, and by a comma that then separates nothing."""
    if lead:
        joint = LEAD.match(body, end)
        return start, joint.end() if joint else end
    low, high = start, end
    while low > edge and body[low - 1].isspace():
        low -= 1
    while high < len(body) and body[high].isspace():
        high += 1
    after = body[high : high + 1]
    if after in CLOSING and after:
        return _comma(body, low, edge, after), high
    if high > end or not after or after in "\"'*_":
        return low, end
    return (start, end) if low < start else (low, end)


def _comma(body: str, low: int, edge: int, after: str) -> int:
    return low - 1 if after in STOPS and low > edge and body[low - 1] == "," else low
