"""Who "I", "my" and "we" are in what somebody says, and who "the speaker", "the host" and "the guest" of a note are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.recording.cast import GENERIC
from kg.extract.words.word_data import word_list
from kg.model import Mention, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.model import Sentence

METHOD = "speaker"  # how a mention was found: a label, signature or property names who speaks
ALONE, TOGETHER, BY_ROLE = 0.9, 0.6, 0.8  # confidence of "I", of "we", of "the guest"
PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})
ARTICLE = "the"


def resolve(
    sentences: Sequence[Sentence], mentions: Sequence[tuple[Mention, ...]], roles: Mapping[str, str]
) -> tuple[tuple[Mention, ...], ...]:
    """The mentions of each sentence with those added that mean the speaker, or a person by the role in the note.

    Args:
        sentences: All sentences of one note, in reading order.
        mentions: What is known of each sentence, in reading order.
        roles: The only person of a role (``speaker``, ``host``, ``guest``, ``author``), where there is only one.
    """
    if not roles and not any(sentence.speaker for sentence in sentences):
        return tuple(mentions)
    known = {
        mention.text: (mention.entity, mention.type) for row in mentions for mention in row if mention.kind == "name"
    }
    return tuple(
        tuple(sorted((*row, *_added(sentence, row, roles, known)), key=lambda mention: (mention.start, mention.entity)))
        for sentence, row in zip(sentences, mentions, strict=True)
    )


def _added(
    sentence: Sentence, row: Sequence[Mention], roles: Mapping[str, str], known: Mapping[str, tuple[str, str]]
) -> Iterator[Mention]:
    speaker = sentence.speaker if sentence.speaker and not GENERIC.fullmatch(sentence.speaker) else None
    own = word_list("speaker_words") if speaker else frozenset()
    before = ""
    for token in sentence.tokens:
        word = token.text.lower()
        if any(mention.start < token.end and token.start < mention.end for mention in row):
            pass
        elif speaker and word in own and token.pos in {"PRON", "DET", "PROPN"} and token.text != "US":
            entity, kind = known.get(speaker, (speaker, "Person"))
            yield _mention(
                sentence, (token.start, token.end), entity, (kind, "pronoun", TOGETHER if word in PLURAL else ALONE)
            )
        elif before == ARTICLE and word in roles:
            entity, kind = known.get(roles[word], (roles[word], "Person"))
            yield _mention(sentence, (token.start - len(ARTICLE) - 1, token.end), entity, (kind, "nominal", BY_ROLE))
        before = word


def _mention(sentence: Sentence, place: tuple[int, int], entity: str, how: tuple[str, str, float]) -> Mention:
    start, end = place
    kind, form, confidence = how
    span = Span(sentence.places[start], sentence.places[end - 1] + 1)
    return Mention(sentence.text[start:end], start, end, span, form, entity, kind, METHOD, confidence)


def apart(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions apart from those of the speaker, of whom a claim is not by itself; all where there are no others."""
    others = tuple(mention for mention in mentions if mention.method != METHOD)
    return others or tuple(mentions)
