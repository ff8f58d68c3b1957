"""Reads small notes out of the Markdown case files beside the tests that name them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from kg.extract.grammar import nlp
from kg.model import PassageLink, Sentence, Span, Token

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MARKUP = re.compile(r"\[\[(?P<target>[^\]|]+)(?:\|(?P<alias>[^\]]+))?\]\]|\*\*(?P<strong>[^*]+)\*\*")


class Case(NamedTuple):
    """One case of a file: a title, the lines of a small note, and what is expected of it."""

    title: str
    note: str
    expected: list[str]


def cases(file: Path) -> list[Case]:
    """The cases of a Markdown file: ``## title``, the note as ``> lines``, expectations as ``- lines``."""
    found = []
    for block in file.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, *lines = block.splitlines()
        note = "\n".join(line[2:] for line in lines if line.startswith("> "))
        found.append(Case(title, note, [line[2:] for line in lines if line.startswith("- ")]))
    return found


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test that asks for ``case`` all cases of the file that its module names in ``CASES``."""
    name = getattr(metafunc.module, "CASES", None)
    if "case" in metafunc.fixturenames and isinstance(name, str):
        found = cases(Path(metafunc.module.__file__ or "").parent / name)
        metafunc.parametrize("case", found, ids=[each.title for each in found])


def rendered(line: str) -> tuple[str, list[PassageLink], list[Span]]:
    """A line as a reader sees it, with its links and what is bold."""
    text, links, strong, last = "", [], [], 0
    for match in MARKUP.finditer(line):
        text += line[last : match.start()]
        shown = match["strong"] or match["alias"] or match["target"]
        if match["strong"]:
            strong.append(Span(len(text), len(text) + len(shown)))
        else:
            aliased = match["alias"] is not None
            links.append(PassageLink(len(text), len(text) + len(shown), "wikilink", match["target"], aliased))
        text, last = text + shown, match.end()
    return text + line[last:], links, strong


def label_of(text: str, strong: Sequence[Span]) -> int:
    """Where the bold label that opens a line ends, as the sentence splitter tells the parser."""
    end = strong[0].end if strong and strong[0].start == 0 else 0
    return end + 1 if text[end : end + 1] == ":" else end


@pytest.fixture(scope="session")
def read() -> Callable[[str], tuple[Sentence, ...]]:
    """A function from a small note, one sentence a line, to its parsed sentences.

    ``# heading`` begins a section, a line that starts with two spaces goes on with the paragraph before.
    """

    def make(note: str) -> tuple[Sentence, ...]:
        section: tuple[str, ...] = ()
        lines = [line for line in note.splitlines() if line.strip()]
        shown = [rendered(line.strip()) for line in lines]
        parsed = nlp.parse(nlp.load(), [(text, label_of(text, strong)) for text, _, strong in shown])
        part, passage = 0, 0
        sentences = []
        for line, (text, links, strong), tokens in zip(lines, shown, parsed, strict=True):
            if line.startswith("# "):
                section, part = (text[2:],), part + 1
                continue
            passage += not line.startswith("  ")
            place = Span(0, len(text))
            made = Sentence(text, place, tuple(range(len(text))), tokens, "paragraph", section, None, str(part))
            sentences.append(_with(made, links, strong, passage))
        return tuple(sentences)

    return make


def _with(made: Sentence, links: list[PassageLink], strong: list[Span], passage: int) -> Sentence:
    from dataclasses import replace

    return replace(made, links=tuple(links), strong=tuple(strong), passage=passage)


@pytest.fixture(scope="session")
def tokens() -> Callable[[str], tuple[Token, ...]]:
    """A function from a sentence to its parse."""

    def make(text: str) -> tuple[Token, ...]:
        (parsed,) = nlp.parse(nlp.load(), [(text, 0)])
        return parsed

    return make
