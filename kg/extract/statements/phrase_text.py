"""Writes tokens out as the text of a phrase: no leading article, mentions by their entity's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.model import Mention, Token

DROPPED_ARTICLES = frozenset({"the", "a", "an", "neither"})
# Punctuation that belongs to the words around it and is put back between members of a phrase.
INNER = frozenset({"-", "–", "/", "%", "'s", "’s"})
WIDEST = 3  # a gap of members that may be filled with such punctuation


def written(
    tokens: Sequence[Token], members: Sequence[int], at: Mapping[int, Sequence[Mention]], owner: frozenset[str]
) -> str:
    """The text of the tokens ``members``.

    Args:
        tokens: All tokens of the sentence.
        members: Indices of those to write, as ``shown`` gives them.
        at: The mentions at each token; a whole mention becomes the name of its entity, once.
        owner: Entities whose possessives are left out.
    """
    parts: list[str] = []
    end = -1
    seen: Mention | None = None
    for k in members:
        token = tokens[k]
        mention = at[k][0] if k in at else None
        if mention is None or mention is not seen:
            text = _word(token, mention, owner, at.get(k - 1))
            if text:
                parts.append(text if not parts or end == token.start else f" {text}")
        seen, end = mention, token.end
    return "".join(parts).strip()


def shown(tokens: Sequence[Token], members: Sequence[int], at: Mapping[int, Sequence[Mention]]) -> list[int]:
    """The members with inner punctuation put back and without leading articles."""
    filled: list[int] = []
    last = members[0]
    for k in members:
        if 1 < k - last <= WIDEST and all(tokens[j].text in INNER for j in range(last + 1, k)):
            filled.extend(range(last + 1, k))
        filled.append(k)
        last = k
    first = 0
    while first < len(filled) - 1 and _is_article(tokens[filled[first]]) and filled[first] not in at:
        first += 1
    return filled[first:]


def _is_article(token: Token) -> bool:
    return token.text.lower() in DROPPED_ARTICLES


def _word(token: Token, mention: Mention | None, owner: frozenset[str], before: Sequence[Mention] | None) -> str:
    """What is written for a token, and for the whole mention that it opens."""
    if mention is None:
        dropped = token.tag == "POS" and before is not None and before[0].entity in owner
        return "" if dropped else token.text
    possessive = token.tag == "PRP$"
    if mention.entity in owner and (
        possessive or token.dep == "poss" or (mention.kind != "name" and token.dep == "det")
    ):
        return ""
    if mention.kind == "name":
        return mention.text if token.tag.startswith("JJ") or mention.type == "Concept" else mention.entity
    return mention.entity + ("'s" if possessive else "")
