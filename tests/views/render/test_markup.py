"""HTML in which texts stay texts."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.views.render.markup import Markup, joined, outside, tag


class Read(HTMLParser):
    """What a browser reads of a piece of HTML."""

    def __init__(self, piece: Markup) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(piece.text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])), st.text(alphabet="<>&\"'=/ax"))
def test_texts_and_attributes_come_back_as_they_were(text: str, value: str) -> None:
    read = Read(tag("p", text, title=value))
    assert read.tags == [("p", {"title": value})]
    assert read.text == text


def test_markup_is_not_escaped_again() -> None:
    assert tag("p", tag("b", "<"), "&").text == "<p><b>&lt;</b>&amp;</p>"
    assert joined(("a", None, Markup("<br>")), ", ").text == "a, <br>"


def test_elements_without_content_are_not_closed() -> None:
    assert tag("input", type="search", required="", for_=None).text == '<input type="search" required="">'


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "vault:x.mp3",
        "file:///etc/passwd",
        "//evil.example/",
        "x.mp3#t=1",
        "",
    ],
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert Read(outside("54:21", address)).tags == [("span", {})]
    assert Read(outside("54:21", "https://www.youtube.com/watch?v=a&t=3s")).tags[0][1]["rel"] == "noreferrer"
