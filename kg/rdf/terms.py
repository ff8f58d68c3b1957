"""The one place that names things: namespaces, and the functions that mint and read IRIs.

A path segment of an IRI is the text in Unicode form NFC, percent-encoded except for letters, digits and ``-_.~``.
That is what SPARQL's ``ENCODE_FOR_URI`` does, so a user can build any of these IRIs inside a query.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from unicodedata import normalize
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT_BASE = "https://kg.example/"

KG = "https://kg.example/ns#"  # the own vocabulary: the same whatever the base
SCHEMA = "https://schema.org/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PROV = "http://www.w3.org/ns/prov#"
DCT = "http://purl.org/dc/terms/"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
ITSRDF = "http://www.w3.org/2005/11/its/rdf#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OA = "http://www.w3.org/ns/oa#"

VOCABULARIES = {
    "dct": DCT,
    "itsrdf": ITSRDF,
    "kg": KG,
    "nif": NIF,
    "oa": OA,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
}

# Characters that no IRI may hold (RFC 3987 through the N-Quads grammar's IRIREF).
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_CACHED = 1 << 12  # texts and IRIs remembered: those of a few notes; of a whole vault they take tens of megabytes


def prefixes(base: str = DEFAULT_BASE) -> dict[str, str]:
    """Return every predeclared prefix with its namespace, sorted; ``ent``, ``note`` and ``p`` follow the base."""
    own = {"ent": f"{base}entity/", "note": f"{base}note/", "p": f"{base}prop/"}
    return dict(sorted((VOCABULARIES | own).items()))


def clean(text: str) -> str:
    """Return the text with lone surrogates, which UTF-8 cannot hold, as U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


@lru_cache(maxsize=_CACHED)
def encode_segment(text: str) -> str:
    """Return a text as one path segment; equal to SPARQL's ``ENCODE_FOR_URI`` of its NFC form."""
    return quote(clean(normalize("NFC", text)), safe="")


@lru_cache(maxsize=_CACHED)
def safe_iri(text: str) -> str:
    """Return a text as an absolute IRI, whatever it holds.

    Forbidden characters are percent-encoded, and ``urn:x:`` comes before what has no scheme. What is no IRI even then
    (a port that is no number, brackets that do not match) becomes one segment behind ``urn:x:``.
    """
    import pyoxigraph as ox  # kg --help does without it

    iri = _NOT_IN_IRI.sub(lambda match: quote(clean(match[0]), safe=""), text)
    iri = iri if _SCHEME.match(iri) else f"urn:x:{iri}"
    try:
        return ox.NamedNode(iri).value
    except ValueError:
        return f"urn:x:{encode_segment(text)}"


@lru_cache(maxsize=_CACHED)
def note_iri(path: str, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of a note from its path in the vault; a final ``.md`` is left out."""
    segments = path.removesuffix(".md").split("/")
    return f"{base}note/{'/'.join(map(encode_segment, segments))}"


def note_path(iri: str, base: str = DEFAULT_BASE) -> str:
    """Return the path (NFC, ending in ``.md``) that a note's IRI was made from."""
    return unquote(iri.removeprefix(f"{base}note/")) + ".md"


@lru_cache(maxsize=_CACHED)
def entity_iri(name: str, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of an entity from its name."""
    return f"{base}entity/{encode_segment(name)}"


@lru_cache(maxsize=_CACHED)
def entity_name(iri: str, base: str = DEFAULT_BASE) -> str:
    """Return the name that an entity's IRI was made from."""
    return unquote(iri.removeprefix(f"{base}entity/"))


def is_entity(iri: str, base: str = DEFAULT_BASE) -> bool:
    """Return whether an IRI was made by ``entity_iri``."""
    return iri.startswith(f"{base}entity/")


def phrase_iri(text: str, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of a noun phrase that is not an entity."""
    return f"{base}phrase/{encode_segment(text)}"


def phrase_text(iri: str, base: str = DEFAULT_BASE) -> str:
    """Return the words that a phrase's IRI was made from."""
    return unquote(iri.removeprefix(f"{base}phrase/"))


@lru_cache(maxsize=_CACHED)
def property_iri(name: str, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of a property from its camelCase name."""
    return f"{base}prop/{encode_segment(name)}"


def property_name(iri: str, base: str = DEFAULT_BASE) -> str:
    """Return the name that a property's IRI was made from."""
    return unquote(iri.removeprefix(f"{base}prop/"))


def correction_iri(kind: str, entity: str, value: str, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of a correction; it stays when the page that says it is moved."""
    return f"{base}curation/{kind}/{encode_segment(entity)}/{encode_segment(value)}"


def opinion_iri(name: str, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of what the extractor itself says of an entity."""
    return f"{base}opinion/{encode_segment(name)}"


def entities_graph(base: str = DEFAULT_BASE) -> str:
    """Return the name of the graph that describes entities, properties, recordings and channels."""
    return f"{base}graph/entities"


def claim_keys(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of one note's claims, from their texts in reading order.

    A key is ``c-`` and 10 hex digits of the text's sha256. The second claim of the same key gets ``-2``, the third
    ``-3``: a claim keeps its key when other sentences of the note change.
    """
    seen: dict[str, int] = {}
    keys: list[str] = []
    for text in texts:
        key = "c-" + hashlib.sha256(clean(text).encode()).hexdigest()[:10]
        seen[key] = seen.get(key, 0) + 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return tuple(keys)


def part_iri(note: str, part: str) -> str:
    """Return the IRI of a note's section or callout; of the note itself for part ``""``."""
    return f"{note}#s{part}" if part else note


def mention_iri(note: str, begin: int, end: int, nth: int = 1) -> str:
    """Return the IRI of a place in a note, after RFC 5147; further referents of a place get ``;2`` and so on."""
    return f"{note}#char={begin},{end}" + (f";{nth}" if nth > 1 else "")


def moment_iri(media: str, second: int, end: int | None = None) -> str:
    """Return the IRI of a moment, or with an end of a passage, of a recording, as a Media Fragment."""
    return f"{media}#t={second}" if end is None else f"{media}#t={second},{end}"
