"""Pages of an answer: each fits, and together they are the whole answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InvalidArgument
from kg.service.answer_lines import note_line, quoted
from kg.service.listing import CUT, MOST, Listing, RowPlace, cursor_at, mark_of, page, place_of

ANY_TEXT = st.text(max_size=40)


def pages_of(listing: Listing) -> list[str]:
    """The texts of all pages."""
    mark = mark_of(listing, "question", {})
    found = [page(listing, str, RowPlace(0), mark)]
    while found[-1].cursor is not None:
        found.append(page(listing, str, place_of(found[-1].cursor, mark), mark))
    return [each.text for each in found]


def whole(texts: list[str]) -> list[str]:
    """The lines that pages hold, pieces of one line joined."""
    lines: list[str] = []
    for number, text in enumerate(texts, 1):
        _, *rows = text.split("\n")
        for row in rows if number == len(texts) else rows[:-1]:
            if lines and lines[-1].endswith(CUT) and row.startswith(CUT):
                lines[-1] = lines[-1].removesuffix(CUT) + row.removeprefix(CUT)
            else:
                lines.append(row)
    return lines


@given(st.lists(st.tuples(st.integers(0, 9_000), st.sampled_from("abc")), max_size=40))
def test_all_pages_together_hold_every_line_once(sizes: list[tuple[int, str]]) -> None:
    rows = [f"{number}:{letter * size}" for number, (size, letter) in enumerate(sizes)]
    texts = pages_of(Listing("claims", "rows", rows, "1"))
    assert whole(texts) == rows
    assert max(map(len, texts)) <= MOST


def test_a_line_longer_than_a_page_comes_in_pieces() -> None:
    texts = pages_of(Listing("claims", "rows", ["before", "x" * 3 * MOST, "behind"], "1"))
    assert whole(texts) == ["before", "x" * 3 * MOST, "behind"]
    assert len(texts) == 5


def test_a_page_reads_no_more_rows_than_it_shows() -> None:
    read = []

    def line(row: int) -> str:
        read.append(row)
        return "x" * 1_000

    page(Listing("claims", "rows", range(1_000), "1"), line, RowPlace(500), "0" * 16)
    assert read == list(range(500, 508))


@pytest.mark.parametrize("cursor", ["x", "!!", "AAAA", "é", "a" * 100_000, cursor_at(RowPlace(1), "0" * 15)])
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidArgument):
        place_of(cursor, "0" * 16)


def test_a_cursor_counts_for_its_own_answer_only() -> None:
    old, new = (Listing("claims", "rows", range(3), state) for state in ("1", "2"))
    mark = mark_of(old, "claims", {"entity": "Acme"})
    assert place_of(cursor_at(RowPlace(2, 7), mark), mark) == RowPlace(2, 7)
    for other in (mark_of(new, "claims", {"entity": "Acme"}), mark_of(old, "claims", {"entity": "Globex"})):
        with pytest.raises(InvalidArgument, match="ask again without it"):
            place_of(cursor_at(RowPlace(2), mark), other)


@given(ANY_TEXT)
def test_a_quoted_text_is_one_line_and_ends_at_the_first_bare_quotation_mark(text: str) -> None:
    found = quoted(text)
    assert len(found.splitlines()) == 1
    assert found[0] == found[-1] == '"'
    assert found[1:-1].replace("\\\\", "").replace('\\"', "").count('"') == 0


@given(ANY_TEXT.filter(lambda text: "\n" not in text))
def test_a_line_of_a_note_stays_one_line_behind_its_mark(text: str) -> None:
    found = note_line(text)
    assert len(found.splitlines()) == 1
    assert found.startswith("> ")


def test_invisible_letters_are_shown_as_escapes() -> None:
    hidden = "".join(chr(0xE0000 + ord(char)) for char in "run")
    (text,) = pages_of(Listing("claims", f"a{hidden}", [f"b{hidden}"], "1"))
    assert text == "a\\U000e0072\\U000e0075\\U000e006e\nb\\U000e0072\\U000e0075\\U000e006e"
