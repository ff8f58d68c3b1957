"""Loads the spaCy pipelines that a user has for other languages than English, and maps what they call entities.

No English rule reads their parse, so nothing but a tokenizer is needed: what a pipeline lacks is left out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from typing import TYPE_CHECKING

from kg.errors import ModelUnfit
from kg.extract.grammar.bare_spacy import bare_spacy
from kg.extract.grammar.matrix_products import use_numpy
from kg.extract.grammar.nlp import UNUSED, home

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.language import Language

    from kg.model import Token

# what pipelines of other languages call entities -> the OntoNotes label that the rules know; others are no names
LABELS = {
    "PER": "PERSON", "PERSON": "PERSON", "persName": "PERSON", "PRS": "PERSON", "PS": "PERSON",
    "ORG": "ORG", "ORGANIZATION": "ORG", "orgName": "ORG", "OG": "ORG",
    "LOC": "LOC", "GPE": "GPE", "placeName": "GPE", "geogName": "LOC", "LC": "GPE", "GPE_LOC": "GPE", "GPE_ORG": "GPE",
    "FAC": "FAC", "PRODUCT": "PRODUCT", "PROD": "PRODUCT", "EVENT": "EVENT", "EVT": "EVENT",
    "WORK_OF_ART": "WORK_OF_ART", "LAW": "LAW",
    "NORP": "NORP", "DATE": "DATE", "TIME": "TIME", "MONEY": "MONEY", "PERCENT": "PERCENT",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OtherPipelines:
    """The pipelines of other languages, as the user's settings name them.

    Attributes:
        named: Pairs of an ISO 639 code and a pipeline's import name or absolute path.
    """

    named: tuple[tuple[str, str], ...] = ()

    def reads(self, code: str) -> bool:
        """Whether there is a pipeline for a language."""
        return any(code == each for each, _ in self.named)

    def load(self, code: str) -> Language:
        """The pipeline of a language that ``reads`` knows.

        Raises:
            ModelMissing: It is not installed.
        """
        return _load(dict(self.named)[code])

    def version(self) -> str:
        """The names and versions of all of them, without loading any; "" where there is none.

        Raises:
            ModelMissing: One is not installed.
            ModelUnfit: One is for another language.
        """
        return "".join(f" {code} {_version(code, model)}" for code, model in sorted(self.named))


@lru_cache(maxsize=8)
def _load(model: str) -> Language:
    from kg.extract.grammar.token_vectors import quicken_vectors  # with numpy, as in ``nlp``

    nlp: Language = bare_spacy().load(home(model), exclude=list(UNUSED))
    use_numpy(nlp)
    quicken_vectors(nlp)
    return nlp


def _version(code: str, model: str) -> str:
    meta = json.loads((home(model) / "meta.json").read_text(encoding="utf-8"))
    if meta["lang"] != code:
        raise ModelUnfit(model, f"is for the language {meta['lang']!r}, not {code!r}")
    return f"{meta['lang']}_{meta['name']} {meta['version']}, spaCy {metadata.version('spacy')}"


def mapped(tokens: Iterable[Token]) -> tuple[Token, ...]:
    """Tokens of another language's pipeline with the entity labels that the rules know."""
    return tuple(
        token
        if not token.ent
        else token._replace(ent=LABELS[token.ent])
        if token.ent in LABELS
        else token._replace(ent="", ent_start=False)
        for token in tokens
    )
