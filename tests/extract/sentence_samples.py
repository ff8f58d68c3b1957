"""Sentences and mentions made by hand: without any grammar for rules that need no parse, or parsed."""

from __future__ import annotations

from kg.extract.grammar import nlp
from kg.model import Mention, Sentence, Span, Token


def words(text: str) -> tuple[Token, ...]:
    """Tokens cut at spaces and before colons, without any grammar."""
    found, at = [], 0
    for word in text.replace(":", " :").split():
        start = text.index(word, at)
        at = start + len(word)
        found.append(Token(start, at, word, word.lower(), "NOUN", "NN", "dep", 0))
    return tuple(found)


def item(
    text: str, strong: int = 0, tokens: tuple[Token, ...] | None = None, section: tuple[str, ...] = ()
) -> Sentence:
    """A sentence whose first ``strong`` characters are bold."""
    bold = (Span(0, strong),) if strong else ()
    parsed = words(text) if tokens is None else tokens
    return Sentence(
        text, Span(0, len(text)), tuple(range(len(text))), parsed, "paragraph", section=section, strong=bold
    )


def name(text: str, words: str, entity: str | None = None, kind: str = "name", type_: str = "Organization") -> Mention:
    start = text.index(words)
    return Mention(words, start, start + len(words), Span(0, 0), kind, entity or words, type_, "test")


def parsed(*texts: str, section: tuple[str, ...] = ()) -> tuple[Sentence, ...]:
    """A sentence of each text, with its parse."""
    every = nlp.parse(nlp.load(), [(text, 0) for text in texts])
    return tuple(
        Sentence(text, Span(0, len(text)), tuple(range(len(text))), tokens, "paragraph", section=section)
        for text, tokens in zip(texts, every, strict=True)
    )
