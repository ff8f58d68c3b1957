"""English verb forms from a base form: enough to turn a participle back into a finite verb."""

from __future__ import annotations

from kg.extract.words.word_data import word_table

IRREGULAR_PRESENTS = {"be": "is", "have": "has", "do": "does", "go": "goes"}
SIBILANTS = ("s", "x", "z", "ch", "sh")
VOWELS = "aeiou"


def past(lemma: str, gerund: str = "") -> str:
    """``lead`` -> ``led``, ``create`` -> ``created``; a gerund shows whether the consonant doubles (``planning``)."""
    if lemma in word_table("irregular_pasts"):
        return word_table("irregular_pasts")[lemma]
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        return lemma[:-1] + "ied"
    stem = gerund.lower().removesuffix("ing")
    return (stem if stem != gerund.lower() and stem.startswith(lemma) else lemma) + "ed"


def present(lemma: str, *, many: bool = False) -> str:
    """Third person: ``lead`` -> ``leads``, ``reach`` -> ``reaches``; with ``many``, ``lead`` and ``reach``."""
    if many:
        return "are" if lemma == "be" else lemma
    if lemma in IRREGULAR_PRESENTS:
        return IRREGULAR_PRESENTS[lemma]
    if lemma.endswith(SIBILANTS):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def camel(words: list[str]) -> str:
    """``["depend", "on"]`` -> ``dependOn``; letters and digits only, "" when nothing is left."""
    parts = ["".join(c for c in word if c.isalnum()) for word in words]
    parts = [part for part in parts if part]
    return "".join(part.lower() if k == 0 else part[:1].upper() + part[1:].lower() for k, part in enumerate(parts))
