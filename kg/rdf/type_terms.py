"""The types of entity as Turtle: the parts of ontology.ttl and shapes.ttl that ``make docs`` writes into them."""

from __future__ import annotations

from textwrap import wrap

from kg.model.entity_types import TYPE_TABLE
from kg.rdf.terms import KG, VOCABULARIES

WIDTH = 100  # code points of a line, its indentation apart


def own_classes() -> str:
    """The description of every class of entities that is kg's own."""
    return "\n\n".join(
        f'{_short(row.iri)} a rdfs:Class ;\n    rdfs:label "{row.label}"@en ;\n    rdfs:comment "{row.comment}"@en .'
        for row in TYPE_TABLE.values()
        if row.iri.startswith(KG)
    )


def classes() -> str:
    """All classes of entities, as a list of objects in lines."""
    return "\n".join(wrap(" , ".join(_short(row.iri) for row in TYPE_TABLE.values()), WIDTH))


def names() -> str:
    """The names of all types, as literals in lines."""
    return "\n".join(wrap(" ".join(f'"{name}"' for name in TYPE_TABLE), WIDTH))


def _short(iri: str) -> str:
    """An IRI with its prefix where the files declare one."""
    for prefix, start in VOCABULARIES.items():
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return f"<{iri}>"
