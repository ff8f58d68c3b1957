"""The media types in which answers can be had, each with the name that ``QueryResult.serialize`` knows it by."""

from __future__ import annotations

# of graphs, those to prefer first
GRAPHS = {
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdfxml",
}
# of whatever a query gives
RESULTS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    **GRAPHS,
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
