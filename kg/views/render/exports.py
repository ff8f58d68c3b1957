"""Everything a graph can be exported as: one table of formats, each with a function in ``export_writers``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.store.engine.store import Store


class ExportFormat(NamedTuple):
    """What is known of a format before anything is written in it.

    Attributes:
        ending: Of a file's name that means it, in lower case.
        holds: What it holds, in a few words.
    """

    ending: str
    holds: str


# The function of ``export_writers`` that has a format's name writes it.
FORMATS = {
    "trig": ExportFormat(".trig", "graph by note"),
    "ttl": ExportFormat(".ttl", "all in one"),
    "nq": ExportFormat(".nq", "graph by note"),
    "nt": ExportFormat(".nt", "all in one"),
    "jsonld": ExportFormat(".jsonld", "graph by note"),
    "rdfxml": ExportFormat(".rdf", "all in one"),
    "jsonl": ExportFormat(".jsonl", "claims"),
    "csv": ExportFormat(".csv", "claims"),
    "graphml": ExportFormat(".graphml", "entities"),
    "gexf": ExportFormat(".gexf", "entities"),
}
COMPRESSED = ".gz"  # follows the ending of any format
ENDINGS = frozenset({COMPRESSED, *(form.ending for form in FORMATS.values())})  # none is left to other packages


def export(store: Store, name: str) -> Iterator[bytes]:
    """Write a whole store in a format.

    RDF and claims are read note by note, so memory does not grow with the vault; the entity graphs are held whole.

    Raises:
        UnknownName: The format does not exist; all are listed.
    """
    if name not in FORMATS:
        raise UnknownName("export format", name, known=tuple(FORMATS))
    from kg.views.render import export_writers

    pieces: Iterator[bytes] = getattr(export_writers, name)(store)
    return pieces
