"""Hashes of the code that made what a build keeps: with another version of kg, only what that code made is made again.

===============  ============================================  ================================
code             decides                                       another version of it costs
===============  ============================================  ================================
``reading``      what is read and parsed in a note alone       everything, the NLP pipeline too
``rules``        names, statements, numbers, stance ...        extracting every note again
``encoding``     how claims become quads                       the same
``stages``       what installed packages do with claims        the same
``transcripts``  how transcripts are read, joined, compared    reading every transcript again
===============  ============================================  ================================
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg import plugins
from kg.extract.grammar import nlp
from kg.extract.grammar.other_pipelines import OtherPipelines
from kg.own_words.vault_words import current

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

HOME = Path(__file__).resolve().parent.parent.parent
KINDS = {".py", ".toml", ".tsv", ".txt"}
READ = ("model", "reader")
PROPERTIES = ("model/properties.py", "model/properties.toml")  # nothing that reads or parses needs them
PARSED = (  # with all that they import of their own room, and the words that they look up
    "extract/analysis.py",
    "extract/analysis_packing.py",
    "extract/grammar/__init__.py",
    "extract/grammar/attribute_ruler.py",
    "extract/grammar/bare_spacy.py",
    "extract/grammar/base_forms.py",
    "extract/grammar/labels.py",
    "extract/grammar/language.py",
    "extract/grammar/matrix_products.py",
    "extract/grammar/nlp.py",
    "extract/grammar/other_pipelines.py",
    "extract/grammar/sentence_tree.py",
    "extract/grammar/tag_sets.py",
    "extract/grammar/token_vectors.py",
    "extract/grammar/transition_decoding.py",
    "extract/recording/__init__.py",
    "extract/recording/cast.py",
    "extract/recording/export_marks.py",
    "extract/recording/habit.py",
    "extract/recording/note_lines.py",
    "extract/recording/note_media.py",
    "extract/recording/signatures.py",
    "extract/recording/speaker_labels.py",
    "extract/recording/turns.py",
    "extract/sentences/__init__.py",
    "extract/sentences/boundaries.py",
    "extract/sentences/claimhood.py",
    "extract/sentences/other_languages.py",
    "extract/sentences/sentences.py",
    "extract/sentences/table_claims.py",
    "extract/sentences/unreached_times.py",
    "extract/time_repair.py",
    "extract/words/__init__.py",
    "extract/words/data/names",
    "extract/words/data/recording",
    "extract/words/data/sentences",
    "extract/words/word_data.py",
    "extract/words/wordlists.py",
    "extract/words/wordset.py",
)


def reading(model: str, languages: Sequence[tuple[str, str]] = ()) -> str:
    """A hash of the pipelines, and of the code that reads and parses notes; installed packages may add to it.

    Args:
        model: The English pipeline.
        languages: Pairs of another language's code and its pipeline.

    Raises:
        ModelMissing: A pipeline is not installed.
        ModelUnfit: A pipeline is for another language, or the English one lacks what the rules need.
        PluginError: Two media that installed packages add have one name.
    """
    versions = f"{nlp.version(model)}{OtherPipelines(tuple(languages)).version()}"
    return f"{versions} {_reading()}{plugins.stamp('medium')}{current().parsing}"


@lru_cache(maxsize=1)
def _reading() -> str:
    return hash_of((*READ, *PARSED), without=PROPERTIES)


def rules() -> str:
    """A hash of the code and the words that find names and claims in what was parsed; a vault may add words."""
    return _rules() + current().rules


@lru_cache(maxsize=1)
def _rules() -> str:
    return hash_of(["extract", "rdf/terms.py", *PROPERTIES], without=PARSED)


@lru_cache(maxsize=1)
def encoding() -> str:
    """A hash of the code that turns claims into quads."""
    return hash_of(["rdf"])


@lru_cache(maxsize=1)
def transcripts() -> str:
    """A hash of the code that reads transcripts and joins them to notes."""
    return hash_of(["transcripts", "extract/recording", "extract/words/data", "model/transcript.py"])


@lru_cache(maxsize=1)
def stages() -> str:
    """A hash of the stages that installed packages add to the pipeline; "" when there are none.

    Raises:
        PluginError: Two of them have one name.
    """
    return plugins.stamp("stage")


def hash_of(parts: Iterable[str], without: Iterable[str] = ()) -> str:
    """A hash of all code and data in parts of the package.

    Args:
        parts: Folders, with all that lies in them, and files; relative to the package.
        without: Files, and folders with all that lies in them, that do not count.
    """
    digest = hashlib.sha256()
    left_out = {file for name in without for file in _files(HOME / name)}
    for part in parts:
        for file in sorted(set(_files(HOME / part)) - left_out):
            digest.update(file.relative_to(HOME).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _files(part: Path) -> Iterator[Path]:
    if part.is_file():
        yield part
    else:
        yield from (each for each in part.rglob("*") if each.suffix in KINDS)
