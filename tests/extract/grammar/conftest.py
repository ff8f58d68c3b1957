"""What the tests of the pipeline share: the pipeline as spaCy loads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import spacy

from kg.extract.grammar import nlp

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="module")
def plain() -> Language:
    """The pipeline as spaCy loads it, which the other loaders make quicker."""
    return spacy.load(nlp.home(nlp.DEFAULT_MODEL), exclude=list(nlp.UNUSED))
