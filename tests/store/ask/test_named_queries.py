"""The named queries and the raw ones of the manual: the same rows from pyoxigraph and rdflib."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError, UnknownName
from kg.rdf.encode import note_quads
from kg.rdf.terms import DEFAULT_BASE, note_iri, prefixes
from kg.store.ask.named_queries import KINDS, NamedQuery, Parameter, named_queries, named_query
from kg.store.ask.sparql import run
from kg.store.engine.store import Store
from tests.graph_samples import IPO_CLAIMS, IPO_NOTE, MEDIA, NOTES, RDFLIB_WARNS, build_store, entities_graph_quads

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = RDFLIB_WARNS

LINK = f"{MEDIA}#t="
ENT, PROP = f"{DEFAULT_BASE}entity/", f"{DEFAULT_BASE}prop/"
TEXT = [claim.text for claim in IPO_CLAIMS]
STAKE, EVERYONE = (claim.text for claim in NOTES[1][1])
IPO, OTHER = IPO_NOTE.path, NOTES[1][0].path

# name, parameters, columns looked at, rows
Case = tuple[str, dict[str, Any], tuple[str, ...], list[tuple[Any, ...]]]
CASES: tuple[Case, ...] = (
    (
        "claims-by-entity",
        {"entity": "CoreWeave"},
        ("text", "at", "path"),
        [
            (TEXT[0], 3261, IPO),
            (TEXT[1], 3269, IPO),
            (TEXT[2], 3480, IPO),
            (TEXT[2], 3500, IPO),
            (TEXT[3], None, IPO),
            (TEXT[4], 3269, IPO),
            (STAKE, 12, OTHER),
            (STAKE, 90, OTHER),
            (EVERYONE, None, OTHER),
        ],
    ),
    (
        "claims-by-time",
        {"recording": MEDIA, "start": 3261, "end": "3480"},
        ("at", "text"),
        [
            (3261, TEXT[0]),
            *sorted([(3269, TEXT[1]), (3269, TEXT[4])], key=lambda row: IPO_CLAIMS[TEXT.index(row[1])].id),
        ],
    ),
    (
        "claims-by-note",
        {"note": IPO},
        ("section", "text", "link"),
        [
            ("Financials", TEXT[0], f"{LINK}3261"),
            ("Financials", TEXT[1], f"{LINK}3269"),
            ("One big client", TEXT[2], f"{LINK}58"),
            ("Customers", TEXT[3], None),
            ("Financials", TEXT[4], f"{LINK}3269"),
        ],
    ),
    (
        "numbers-over-time",
        {"entity": "CoreWeave"},
        ("property", "when", "comparator", "value", "unit", "text"),
        [
            (f"{PROP}ipoProceeds", None, ">=", 3_500_000_000, "USD", TEXT[0]),
            (f"{PROP}valuation", None, ">", 30_000_000_000, "USD", TEXT[0]),
            (f"{PROP}valuation", "2024-11", None, 23_000_000_000, "USD", TEXT[1]),
        ],
    ),
    (
        "conflicting-values",
        {"entity": "CoreWeave"},
        ("property", "unit", "lowest", "highest", "values"),
        [(f"{PROP}valuation", "USD", 23_000_000_000, 30_000_000_000, 2)],
    ),
    (
        "co-mentions",
        {"entity": "CoreWeave"},
        ("name", "claims"),
        [("Microsoft", 3), ("NVIDIA", 1), ("OpenAI", 1), ("analysts", 1)],
    ),
    (
        "evidence",
        {"subject": "CoreWeave", "property": "dependsOn", "object": "Microsoft"},
        ("text", "link", "path", "who"),
        [(TEXT[2], f"{LINK}58", IPO, None), (EVERYONE, None, OTHER, None)],
    ),
    ("risks", {"entity": "CoreWeave"}, ("title", "text", "link"), [("One big client", TEXT[2], f"{LINK}58")]),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("store")
    build_store(folder)
    with Store.open(folder, read_only=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def dataset() -> rdflib.Dataset:
    """The same sample in rdflib."""
    whole = rdflib.Dataset(default_union=True)
    for quads in (*(note_quads(*note) for note in NOTES), *entities_graph_quads()):
        whole.parse(data=quads, format="nquads")
    return whole


def rdflib_rows(dataset: rdflib.Dataset, text: str) -> list[tuple[Any, ...]]:
    def plain(term: Any) -> Any:
        if isinstance(term, rdflib.Literal):
            value = term.toPython()
            return value if isinstance(value, int | str) else float(value)
        return None if term is None else str(term)

    found = dataset.query(text, initNs=prefixes())
    return [tuple(map(plain, row)) for row in found if isinstance(row, rdflib.query.ResultRow)]


def test_every_standard_query_is_tested() -> None:
    assert tuple(named_queries()) == tuple(sorted(case[0] for case in CASES))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_both_engines_give_the_same_rows(store: Store, dataset: rdflib.Dataset, case: Case) -> None:
    name, parameters, columns, rows = case
    text = named_query(name).bind(parameters, DEFAULT_BASE)
    result = run(store, text)
    assert [tuple(row[column] for column in columns) for row in result.to_dicts()] == rows
    assert rdflib_rows(dataset, text) == list(result.rows)


@pytest.mark.parametrize("query", named_queries().values(), ids=lambda query: query.name)
def test_every_query_explains_itself_and_runs_as_it_stands(store: Store, query: Any) -> None:
    assert query.title
    assert query.description.endswith(".")
    assert query.parameters
    for parameter in query.parameters:
        assert parameter.kind in KINDS
        assert "such as" in parameter.description
        assert f"VALUES ?{parameter.name} {{" in query.text
    run(store, query.text)


NASTY = ("x> } DROP ALL #", '"', "a\nb", "}", "{", "\\", "?entity", "<http://x>")


@pytest.mark.parametrize("value", NASTY)
def test_a_users_text_never_becomes_part_of_a_query(store: Store, value: str) -> None:
    query = named_query("risks")
    text = query.bind({"entity": value}, DEFAULT_BASE)
    assert run(store, text).rows == ()
    assert len(re.findall(r"[{}]", text)) == len(re.findall(r"[{}]", query.text))
    for kind in set(KINDS) - {"integer"}:
        run(store, f"SELECT * {{ VALUES ?x {{ {KINDS[kind](value, DEFAULT_BASE)} }} }}")


@given(st.text(), st.sampled_from(sorted(set(KINDS) - {"integer"})))
def test_whatever_is_given_is_one_term(store: Store, value: str, kind: str) -> None:
    term = KINDS[kind](value, DEFAULT_BASE)
    ((found, what),) = run(store, f"SELECT ?x ?what {{ VALUES ?x {{ {term} }} BIND(isLITERAL(?x) AS ?what) }}").rows
    assert what is (kind == "text")
    assert kind != "text" or found == value


@given(st.text(alphabet='VALUES ?ab{}"<>\\\n#', max_size=40), st.text())
def test_one_parameter_is_not_searched_for_the_place_of_the_next(store: Store, first: str, second: str) -> None:
    """A value that looks like the next parameter's place would let that one's text out of its quotes."""
    kinds = (Parameter("a", "text", "such as"), Parameter("b", "text", "such as"))
    query = NamedQuery("two", "", "", kinds, 'SELECT ?a ?b { VALUES ?a { "" } VALUES ?b { "" } }')
    for one in (first, f"VALUES ?b {{ {first} }}"):
        assert run(store, query.bind({"a": one, "b": second}, DEFAULT_BASE)).rows == ((one, second),)


def test_wrong_parameters_are_named() -> None:
    query = named_query("claims-by-time")
    with pytest.raises(UnknownName, match="known: recording, start, end"):
        query.bind({"begin": 1}, DEFAULT_BASE)
    with pytest.raises(QueryError, match=r"needs end=…: the second to stop before, such as 3300"):
        query.bind({"recording": MEDIA, "start": 1}, DEFAULT_BASE)
    with pytest.raises(QueryError, match="start='soon' is no integer"):
        query.bind({"recording": MEDIA, "start": "soon", "end": 2}, DEFAULT_BASE)
    with pytest.raises(UnknownName, match="known: claims-by-entity, claims-by-note"):
        named_query("risk")


def manual_queries(text: str) -> dict[str, str]:
    """The queries of the manual by the word before their colon, their prefixes put before each."""
    block = text[text.index("```sparql") + 9 : text.rindex("```")]
    head, *rest = re.split(r"^# (\w+)[^\n]*\n", block, flags=re.MULTILINE)
    return {name: f"{head}\n{query.strip()}" for name, query in zip(rest[::2], rest[1::2], strict=True)}


# A mention's place in the file is in its IRI, its place in the claim in kg:found, its words are those at that place.
ANNOTATIONS = """
CONSTRUCT { ?m a oa:Annotation ; oa:hasBody ?e ; oa:hasTarget [ oa:hasSource ?n ;
  oa:hasSelector [ a oa:TextPositionSelector ; oa:start ?b ; oa:end ?x ] , [ a oa:TextQuoteSelector ; oa:exact ?t ] ] }
WHERE {
  ?m itsrdf:taIdentRef ?e ; schema:isPartOf ?c ; kg:found ?how . ?c prov:wasDerivedFrom ?n ; schema:text ?text .
  BIND (STRBEFORE(CONCAT(STRAFTER(STR(?m), "#char="), ";"), ";") AS ?place)
  BIND (xsd:integer(STRBEFORE(?place, ",")) AS ?b) BIND (xsd:integer(STRAFTER(?place, ",")) AS ?x)
  BIND (xsd:integer(STRBEFORE(?how, "-")) AS ?from)
  BIND (xsd:integer(STRBEFORE(STRAFTER(?how, "-"), " ")) AS ?to)
  BIND (SUBSTR(?text, ?from + 1, ?to - ?from) AS ?t)
}"""


def test_mentions_can_be_read_as_web_annotations(store: Store) -> None:
    """One per mention, 11 triples each; words and places are those of the model."""
    result = run(store, ANNOTATIONS)
    mentions = [mention for _, claims in NOTES for claim in claims for mention in claim.mentions]
    assert len(result.rows) == 11 * len(mentions)
    words = sorted(str(row[2]).strip('"') for row in result.rows if "#exact" in str(row[1]))
    assert words == sorted(mention.text for mention in mentions)


@pytest.mark.shared
def test_the_manuals_queries_run_as_they_stand(store: Store, dataset: rdflib.Dataset, shared: Path) -> None:
    queries = manual_queries((shared / "graph" / "queries.md").read_text(encoding="utf-8"))
    assert len(queries) == 10
    del queries["mentions"]  # asks for more quads a mention than are kept: see ANNOTATIONS
    for name, query in queries.items():
        text = query.replace(
            "allin/CoreWeave%20IPO%20and%20Neocloud%20Infrastructure", note_iri(IPO).partition("note/")[2]
        )
        result = run(store, text)
        assert result.rows, name
        assert sorted(map(repr, rdflib_rows(dataset, text))) == sorted(map(repr, result.rows)), name
