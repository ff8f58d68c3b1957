"""Turns an analysis into few bytes and back, fast: tokens by columns, strings once per note, places as runs.

Layout: zlib over the msgpack of ``_Note``, whose columns are arrays of little-endian 16-bit numbers.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from itertools import accumulate, chain, groupby
from typing import TYPE_CHECKING

import msgspec

from kg.extract.analysis import Analysis
from kg.extract.time_repair import NoteTimes  # noqa: TC001 - msgspec reads the field types at run time
from kg.model import PassageLink, Problem, Sentence, Span, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TOKEN_COLUMNS = 9  # numbers kept for each token
MIDDLE = 1 << 15  # stands for distance 0
LEVEL = 1  # of compression: the fastest


class _Row(msgspec.Struct, array_like=True, frozen=True):
    """One sentence; its places as (place in the file, length) of each run, flattened."""

    text: str
    span: Span
    runs: list[int]
    tokens: int
    kind: str
    section: tuple[str, ...]
    callout: str | None
    part: str
    stamps: tuple[int, ...]
    seconds: tuple[int, ...]
    links: tuple[PassageLink, ...]
    strong: tuple[Span, ...]
    passage: int
    claim: bool
    speaker: str | None
    language: str
    heard: bool


class _Note(msgspec.Struct, array_like=True, frozen=True):
    path: str
    title: str
    media: str | None
    channel: str | None
    language: str
    times: NoteTimes
    problems: tuple[Problem, ...]
    roles: tuple[tuple[str, str], ...]
    unreached: int
    cast: tuple[str, ...]
    strings: list[str]
    rows: list[_Row]
    columns: bytes


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Note)


def encode(analysis: Analysis) -> bytes:
    """An analysis as bytes; the same analysis gives the same bytes."""
    numbers: dict[str, int] = {}
    columns = [array("H") for _ in range(TOKEN_COLUMNS)]
    for sentence in analysis.sentences:
        _add(sentence, columns, numbers)
    packed = _Note(
        analysis.path,
        analysis.title,
        analysis.media,
        analysis.channel,
        analysis.language,
        analysis.times,
        analysis.problems,
        analysis.roles,
        analysis.unreached,
        analysis.cast,
        list(numbers),
        [_row(sentence) for sentence in analysis.sentences],
        b"".join(_little(column) for column in columns),
    )
    return zlib.compress(_encoder.encode(packed), LEVEL)


def decode(data: bytes) -> Analysis:
    """The analysis that ``encode`` gave these bytes for.

    Raises:
        zlib.error: The bytes are no output of ``encode``.
        msgspec.DecodeError, UnicodeDecodeError: They are one of another layout.
    """
    packed = _decoder.decode(zlib.decompress(data))
    return Analysis(
        packed.path,
        packed.title,
        packed.media,
        packed.channel,
        packed.language,
        tuple(_sentences(packed)),
        packed.times,
        packed.problems,
        packed.roles,
        packed.unreached,
        packed.cast,
    )


def _add(sentence: Sentence, columns: list[array[int]], numbers: dict[str, int]) -> None:
    """Add a sentence's tokens to the columns: gap and length instead of offsets, heads as distances."""
    known = numbers.setdefault
    before = 0
    for index, token in enumerate(sentence.tokens):
        row = (
            token.start - before,
            token.end - token.start,
            known(token.lemma, len(numbers)),
            known(token.pos, len(numbers)),
            known(token.tag, len(numbers)),
            known(token.dep, len(numbers)),
            token.head - index + MIDDLE,
            known(token.ent, len(numbers)),
            token.ent_start,
        )
        before = token.end
        for column, number in zip(columns, row, strict=True):
            column.append(number)


def _sentences(packed: _Note) -> Iterator[Sentence]:
    columns = _columns(packed.columns)
    first = 0
    for row in packed.rows:
        last = first + row.tokens
        yield Sentence(
            row.text,
            row.span,
            _places(row.runs),
            _tokens(row.text, columns, packed.strings, first, last),
            row.kind,
            row.section,
            row.callout,
            row.part,
            row.stamps,
            row.seconds,
            row.links,
            row.strong,
            row.passage,
            row.claim,
            row.speaker,
            row.language,
            row.heard,
        )
        first = last


def _row(sentence: Sentence) -> _Row:
    return _Row(
        sentence.text,
        sentence.span,
        list(_runs(sentence.places)),
        len(sentence.tokens),
        sentence.kind,
        sentence.section,
        sentence.callout,
        sentence.part,
        sentence.stamps,
        sentence.seconds,
        sentence.links,
        sentence.strong,
        sentence.passage,
        sentence.claim,
        sentence.speaker,
        sentence.language,
        sentence.heard,
    )


def _runs(places: Iterable[int]) -> Iterator[int]:
    """(place, length) of each run of places that follow one another, flattened."""
    for shift, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0]):
        members = list(run)
        yield members[0][0] + shift
        yield len(members)


def _places(runs: list[int]) -> tuple[int, ...]:
    pairs = zip(runs[::2], runs[1::2], strict=True)
    return tuple(chain.from_iterable(range(place, place + size) for place, size in pairs))


def _little(column: array[int]) -> bytes:
    if sys.byteorder == "big":  # pragma: no cover - the bytes must not depend on the machine
        column.byteswap()
    return column.tobytes()


def _columns(data: bytes) -> list[list[int]]:
    numbers = array("H")
    numbers.frombytes(data)
    if sys.byteorder == "big":  # pragma: no cover - the bytes must not depend on the machine
        numbers.byteswap()
    size = len(numbers) // TOKEN_COLUMNS
    if not size:
        return [[]] * TOKEN_COLUMNS
    return [numbers[at : at + size].tolist() for at in range(0, size * TOKEN_COLUMNS, size)]


def _tokens(text: str, columns: list[list[int]], strings: list[str], first: int, last: int) -> tuple[Token, ...]:
    gaps, sizes, lemmas, poses, tags, deps, heads, ents, begins = [column[first:last] for column in columns]
    bounds = list(accumulate(chain.from_iterable(zip(gaps, sizes, strict=True))))
    starts, ends = bounds[::2], bounds[1::2]
    name = strings.__getitem__
    return tuple(
        map(
            Token._make,
            zip(
                starts,
                ends,
                [text[start:end] for start, end in zip(starts, ends, strict=True)],
                map(name, lemmas),
                map(name, poses),
                map(name, tags),
                map(name, deps),
                [index + head - MIDDLE for index, head in enumerate(heads)],
                map(name, ents),
                map(bool, begins),
                strict=True,
            ),
        )
    )
