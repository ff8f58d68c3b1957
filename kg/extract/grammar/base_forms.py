"""Gives tokens their lemmas as spaCy's rules do, each kind of token looked at once and then remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

COLUMNS: list[int | str] = ["ORTH", "POS", "MORPH", "LEMMA"]  # the first three decide a token's lemma


def lemmatizes(component: object) -> bool:
    """Whether a component is one that ``lemmatize`` can do the work of: it goes by spaCy's rules."""
    from spacy.pipeline import Lemmatizer

    by_rules = isinstance(component, Lemmatizer) and component.mode == "rule"
    return by_rules and type(component).rule_lemmatize is Lemmatizer.rule_lemmatize  # type: ignore[attr-defined]


def lemmatize(component: Any, docs: Sequence[Doc]) -> None:
    """Write the lemmas of tokens into texts; those already there stay, unless the component overwrites them."""
    import numpy as np

    numbers, known = component.vocab.strings, component.cache
    for doc in docs:
        lemmas = []
        for at, (*kind, given) in enumerate(doc.to_array(COLUMNS).tolist()):
            if given and not component.overwrite:
                lemmas.append(given)
                continue
            key = tuple(kind)
            forms = known.get(key)
            if forms is None:
                forms = known[key] = component.lemmatize(doc[at])
            lemmas.append(numbers.add(forms[0]))
        doc.from_array(["LEMMA"], np.array(lemmas, np.uint64))  # type: ignore[arg-type]  # one column may be flat
