"""Transcripts as graphs of a remote store: a graph for each file, with one triple whose text holds all cues in JSON.

The embedded store keeps cues in its search file alone, so queries over its graphs do not see them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import msgspec

from kg.model.transcript import Cue
from kg.rdf.nquads import literal, triple_of, value_of
from kg.rdf.terms import KG, encode_segment
from kg.store.engine.cue_index import IndexedTranscript

if TYPE_CHECKING:
    from kg.store.engine.search_index import SearchFile

CUES = f"<{KG}cues>"
_decoder = msgspec.json.Decoder(tuple[IndexedTranscript, list[Cue]])


def transcript_graph(path: str, base: str) -> str:
    """Return the name of the graph of a transcript, given the path of its file."""
    return f"{_beginning(base)}{'/'.join(map(encode_segment, path.split('/')))}"


def transcript_path(graph: str, base: str) -> str | None:
    """Return the path that a graph's name was made from; None where it is no transcript's."""
    return unquote(graph.removeprefix(_beginning(base))) if graph.startswith(_beginning(base)) else None


def transcript_nquads(search: SearchFile, path: str, base: str) -> bytes:
    """Return the N-Quads of a transcript's graph; b"" where the search file does not have it."""
    found = search.cues.at(path)
    if found is None:
        return b""
    graph = transcript_graph(path, base)
    text = msgspec.json.encode((found, list(search.cues.cues(path)))).decode()
    return f"<{graph}> {CUES} {literal(text)} <{graph}> .\n".encode()


def transcript_of(nquads: bytes) -> tuple[IndexedTranscript, list[Cue]]:
    """Give a transcript and its cues back."""
    return _decoder.decode(value_of(triple_of(nquads.decode())[2]))


def _beginning(base: str) -> str:
    return f"{base}graph/transcript/"
