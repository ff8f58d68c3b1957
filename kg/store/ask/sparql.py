"""Runs SPARQL queries safely: prefixes predeclared, nothing fetched from elsewhere, errors shown at their place.

``FROM`` may name graphs of this store, no file and no other address: the engine would not read it, but leave the clause
out without a word.

The engine would perform ``SERVICE`` requests, so a query that asks for one is refused before it runs. Updates are
refused too: the notes are the only truth. Finding the keyword needs the words of a query without its texts, comments
and IRIs, read as the engine reads them; where that is not certain, the query is refused.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from kg.errors import QueryError, QueryRefused, UnknownGraph
from kg.rdf.terms import prefixes
from kg.store.engine.query_results import QueryResult, freeze
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.store.engine.engine import Engine
    from kg.store.engine.store import Store

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX", "BASE")
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")
NO_SERVICE = "SERVICE is not allowed: kg fetches nothing from other servers"
NO_GRAPH = "there is no graph of this name here, and FROM fetches nothing from elsewhere"
NO_UPDATE = "the graph is read-only; to change it, edit the notes and run 'kg build'"

# What hides words, in the order of the scan. `<http://` can only begin an IRI; any other `<…>` might be a comparison,
# after which the engine would read on differently.
_HIDDEN = re.compile(
    r"""
    \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
    | '''(?:[^'\\]|\\.|'(?!''))*'''
    | "(?:[^"\\\n\r]|\\.)*"
    | '(?:[^'\\\n\r]|\\.)*'
    | <https?://[^<>"{}|^`\\\x00-\x20]*>
    | \\.
    | \#[^\n\r]*
    | (?P<unclear><[^<>"{}|^`\\\x00-\x20]*>)
    """,
    re.VERBOSE | re.DOTALL,
)
_SERVICE = re.compile(r"\bSERVICE\b", re.IGNORECASE)
# what FROM names: an IRI, or a name with a prefix; `?from` and `ex:from` are other words
_FROM = re.compile(r"(?<![\w?$:@-])FROM\b\s*(?:NAMED\b\s*)?(?:<([^<>]*)>|([^\s<>{}:]*):([^\s<>{}]*))", re.IGNORECASE)
_PREFIX = re.compile(r"\bPREFIX\s+([^\s<>:]*):\s*<([^<>]*)>", re.IGNORECASE)
_FIRST_WORD = re.compile(r"\s*(?:(?:PREFIX\s+\S*\s*<>|BASE\s*<>)\s*)*([A-Za-z]+)", re.IGNORECASE)
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_SENTENCE = re.compile(r"The [a-zA-Z]+ [a-z][^,|]*")  # what the engine explains, among what it expected
_NOISE = re.compile(r"\[[^\]]*\](?:, | \| )?")


class Snapshot(NamedTuple):
    """The graph of a store alone, opened.

    Attributes:
        folder: The vault's ``.kg`` folder.
        base: The base IRI that the stored IRIs begin with.
        engine: Holds the graphs.
    """

    folder: Path
    base: str
    engine: Engine


class QueryScope(NamedTuple):
    """What a query is over, as far as whoever sends it says so apart from its text.

    Attributes:
        default: IRIs of the graphs whose union is the default graph; None leaves it to the text.
        named: IRIs of the graphs that ``GRAPH`` reaches; as above.
        base_iri: What relative IRIs of the text are resolved against; None makes them errors.
    """

    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    base_iri: str | None = None


ALL = QueryScope()


def run(store: Store | Snapshot, text: str, scope: QueryScope = ALL) -> QueryResult:
    """Answer a SPARQL query; every prefix of ``terms.prefixes`` is declared.

    Without ``FROM`` or a scope it is over the union of all graphs. A scope's graphs replace those in ``FROM``.

    Raises:
        QueryError: The text does not parse, asks another server, names a graph that is not here, or wants to change
            something.
        StoreError: The store cannot be read.
    """
    with trouble(store.folder), translated(text):
        return freeze(engines_answer(store, text, scope), prefixes(store.base))


def engines_answer(store: Store | Snapshot, text: str, scope: QueryScope = ALL) -> Any:
    """The engine's own answer to a query, of which it finds each row when it is asked for; see ``run``."""
    check(text)
    graphs = _graphs(store, text, scope)
    return store.engine.graph.query(text, prefixes=prefixes(store.base), base_iri=scope.base_iri, **graphs)


def rdflibs_answer(store: Store | Snapshot, text: str, graph: str | None) -> Any:
    """The engine's own answer to a query that rdflib passes on, over one graph, or over all where that is None.

    Raises:
        QueryError: As ``run``.
    """
    scope = ALL if graph is None else QueryScope(default=(graph,))
    with trouble(store.folder), translated(text):
        return engines_answer(store, text, scope)


@contextmanager
def translated(text: str) -> Iterator[None]:
    """Turn the engine's errors about a query into ours."""
    try:
        yield
    except SyntaxError as error:
        raise syntax_error(str(error), text) from None
    except (ValueError, RuntimeError) as error:  # of a function that the engine does not know
        raise QueryError(str(error)) from error


def check(text: str) -> None:
    """Refuse what is no question to this store.

    Raises:
        QueryRefused: The query holds ``SERVICE`` outside texts, comments and IRIs, or is an update.
    """
    word = _SERVICE.search(text)
    if word:
        unclear = any(match["unclear"] for match in _HIDDEN.finditer(text))
        if unclear or _SERVICE.search(_HIDDEN.sub(" ", text)):
            raise _error(NO_SERVICE, text, word.start(), QueryRefused)
    first = _FIRST_WORD.match(_masked(text))
    if first and first[1].upper() in UPDATES:
        raise QueryRefused(NO_UPDATE)


def is_sparql(text: str) -> bool:
    """Whether a text is meant as SPARQL rather than as the name of a query."""
    first = _FIRST_WORD.match(_masked(text))
    return "{" in text or bool(first and first[1].upper() in (*FORMS, *UPDATES) and first[1] != text.strip())


def _graphs(store: Store | Snapshot, text: str, scope: QueryScope) -> dict[str, Any]:
    """The graphs that a query is over, as the engine takes them.

    Raises:
        QueryError: One that the text or the scope names is no graph of the store.
    """
    if scope.default is None and scope.named is None:
        return {"use_default_graph_as_union": not _asks_for_graphs(store, text)}
    default, named = scope.default or (), scope.named or ()
    for iri in (*default, *named):
        if not _has_graph(store, iri):
            raise UnknownGraph(f"{NO_GRAPH}: {iri}")
    return {"default_graph": list(map(ox.NamedNode, default)), "named_graphs": list(map(ox.NamedNode, named))}


def _asks_for_graphs(store: Store | Snapshot, text: str) -> bool:
    """Whether a query says FROM.

    Raises:
        QueryError: What it names is no graph of the store.
    """
    shown = _HIDDEN.sub(lambda match: match[0] if match[0][0] == "<" else " " * len(match[0]), text)
    known = prefixes(store.base) | {found[1]: found[2] for found in _PREFIX.finditer(shown)}
    named = list(_FROM.finditer(shown))
    for found in named:
        iri = found[1] if found[1] is not None else known.get(found[2], "") + found[3].replace("\\", "")
        if not _has_graph(store, iri):
            raise _error(NO_GRAPH, text, found.start(), UnknownGraph)
    return bool(named)


def _has_graph(store: Store | Snapshot, iri: str) -> bool:
    try:
        return store.engine.graph.contains_named_graph(ox.NamedNode(iri))
    except ValueError:  # a relative one
        return False


def _masked(text: str) -> str:
    """A query without what texts, comments and IRIs hold."""
    return _HIDDEN.sub(lambda match: "<>" if match[0][0] == "<" else " ", text)


def syntax_error(message: str, text: str) -> QueryError:
    """Make an error from the engine's message, which gives line and column in code points."""
    found = _PLACE.match(message)
    if not found:
        return QueryError(message)
    line, column = int(found[1]), int(found[2])
    reason = " ".join(_NOISE.sub("", found[3]).split()).rstrip(" ,|")
    told = _SENTENCE.search(reason)
    if "Prefix not found" in reason:
        reason = f"undeclared prefix; predeclared: {', '.join(prefixes())}"
    elif told:
        reason = told[0]
    elif reason == "expected":
        reason = "this is not a query"
    lines = text.split("\n")
    start = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
    return _error(reason, text, start)


def _error(reason: str, text: str, start: int, kind: type[QueryError] = QueryError) -> QueryError:
    line = text.count("\n", 0, start) + 1
    begin = text.rfind("\n", 0, start) + 1
    shown = text[begin:].partition("\n")[0].replace("\t", " ")
    return kind(reason, line, start - begin + 1, f"{shown}\n{' ' * (start - begin)}^")
