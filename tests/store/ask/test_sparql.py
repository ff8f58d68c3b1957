"""Queries are answered, errors shown at their place, and nothing is fetched or changed."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from kg.errors import QueryError, UnknownName
from kg.store.ask.sparql import QueryScope, check, is_sparql, run, syntax_error
from kg.store.engine.store import Store
from tests.graph_samples import build_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REFUSED = (
    "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }",
    "SELECT * { service silent ?x { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(?o<1)SERVICE#>\n<http://x.example/>{ } }",
    "SELECT * { ?s ?p ?o FILTER(?o<b:c)SERVICE#>\n<http://x.example/>{ } }",
    "SELECT * { ?s ?p ?o FILTER(?o<http:/2)SERVICE#>\n<http://x.example/>{ } }",
    "SELECT * { ?s ?p ?o FILTER(?o<'>' || 1) SERVICE <http://x.example/> { } FILTER(?o = '') }",
    "SELECT * { <urn:x#y> ?p ?o . SERVICE <http://x.example/> { } }",
    "# '''\nSELECT * { SERVICE <http://x.example/> { } }\n# '''",
    "# it's\nSELECT * { SERVICE <http://x.example/> { } } # it's",
    "SELECT * { ?s ex:a\\#b ?o . SERVICE <http://x.example/> { } }",
    'SELECT * { ?s ?p """a\\""" """ . SERVICE <http://x.example/> { } }',
)
ALLOWED = (
    'SELECT * { ?s schema:text ?o FILTER(CONTAINS(?o, "a service")) }',
    "SELECT * { ?s schema:text 'SERVICE' }",
    'SELECT * { ?s schema:text """a "service" here""" }',
    "SELECT * { ?s schema:text '''it's a service''' }",
    "SELECT * { ?s ?p <https://kg.example/entity/Amazon%20Web%20Service#service> }  # SERVICE",
    "# a service\nASK { ?services ?p ?o }",
)
UPDATES = (
    "INSERT DATA { <a:a> <a:b> 1 }",
    "prefix a: <a:b#> delete where { ?s ?p ?o }",
    "# hello\nDROP ALL",
    "LOAD <file:///etc/passwd>",
    "LOAD SILENT <http://127.0.0.1:9/> INTO GRAPH <a:a>",
    "BASE <https://a.example/> LOAD <x>",
    "PREFIX a: <a:> # DESCRIBE\n load <a:x>",
    "CLEAR ALL",
    "WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
)
# what an engine that reads escapes first, or otherwise, would take for a request
TRICKS = (
    r"SELECT * { \u0053ERVICE %s { ?s ?p ?o } }",
    r"SELECT * { ser\u0056ice %s { } }",
    r"SELECT * { ?s ?p '\u0027 . SERVICE %s { } #' }",
    "SELECT * { ?s ?p '\\U00000027 . SERVICE %s { } #'\n}",
    'SELECT * { ?s ?p "\\u0022 . SERVICE %s { } #"\n}',
    "SELECT * { # \\u000A SERVICE %s { }\n}",
    "SELECT * { ?s <http://a\\u003E ?o . SERVICE %s { } #> }\n}",
    "SELECT * { SERVICE/**/ %s { } }",
    "SELECT * { SERVICE\x0c%s { } }",
    r"\u004COAD %s",
    "ASK { } ; LOAD %s",
    "DESCRIBE %s ; LOAD %s",
    "SELECT * FROM %s { ?s ?p ?o }",
    "SELECT * FROM NAMED %s { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { GRAPH %s { ?s ?p ?o } }",
    "CONSTRUCT FROM %s WHERE { ?s ?p ?o }",
    "ASK FROM%s { ?s ?p ?o }",
)
ERRORS = (
    ("SELECT ?x { ?x a }", 1, 19, "expected one of FILTER, SELECT, VALUES\n"),
    ("SELECT ?x {\n\t?x schema:text ?y .\n\tFILTR(?y)\n}", 3, 10, "expected OPTIONAL\n FILTR(?y)\n         ^"),
    ("SELECT ?x { ?x foo:bar ?y }", 1, 23, "undeclared prefix; predeclared: dct, ent"),
    ("SELECT (COUNT(*) AS ?x) ?y { ?s ?p ?o }", 1, 40, ": The SELECT contains a variable that is unbound"),
    ("", 1, 1, "this is not a query"),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("store")
    build_store(folder)
    with Store.open(folder, read_only=True) as opened:
        yield opened


@pytest.mark.parametrize("text", REFUSED)
def test_other_servers_are_never_asked(text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        check(text)


@pytest.mark.parametrize("text", ALLOWED)
def test_the_word_service_may_stand_in_texts_iris_and_comments(store: Store, text: str) -> None:
    run(store, text)


@pytest.mark.parametrize("text", UPDATES)
def test_updates_are_refused(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match="edit the notes"):
        run(store, text)


@pytest.mark.parametrize("text", TRICKS)
def test_nothing_is_asked_of_another_server_and_no_file_is_read(store: Store, tmp_path: Path, text: str) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text('<urn:a> <urn:b> "a secret" .')
    asked: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        here = f"<http://127.0.0.1:{server.getsockname()[1]}/x.ttl>"
        for iri in (here, f"<{secret.as_uri()}>", f"<file:{secret}>"):
            try:
                found = run(store, text.replace("%s", iri))
            except QueryError:
                continue
            assert b"a secret" not in found.serialize(found.formats[0])
        with suppress(TimeoutError):
            asked.append(server.accept())
    assert asked == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        "SELECT * from named <file:///etc/passwd> { ?s ?p ?o }",
        "DESCRIBE ent:CoreWeave FROM <http://127.0.0.1/>",
        "SELECT * FROM <relative> { ?s ?p ?o }",
        "SELECT * FROM<file:///etc/passwd> { ?s ?p ?o }",
        "PREFIX s: <http://127.0.0.1/> SELECT * FROM s:x { ?s ?p ?o }",
        "PREFIX : <file:///etc/> SELECT * FROM NAMED :passwd { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * FROM ent:Nobody { ?s ?p ?o }",
    ],
)
def test_from_names_graphs_of_the_store_alone(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match="FROM fetches nothing from elsewhere"):
        run(store, text)


def test_a_scope_names_the_graphs_in_place_of_the_text(store: Store) -> None:
    one, other = (
        str(graph) for (graph,) in run(store, "SELECT DISTINCT ?g { GRAPH ?g { ?c a schema:Claim } }").rows[:2]
    )
    counted = "SELECT (COUNT(*) AS ?n) { ?c a schema:Claim }"
    inside = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?c a schema:Claim } } GROUP BY ?g"
    ((count,),) = run(store, counted, QueryScope((one,))).rows
    ((more,),) = run(store, counted, QueryScope((other,))).rows
    assert isinstance(count, int)
    assert isinstance(more, int)
    assert count > 0
    assert run(store, counted, QueryScope((one, other))).rows == ((count + more,),)
    assert run(store, counted.replace("{", f"FROM <{other}> {{", 1), QueryScope((one,))).rows == ((count,),)
    assert run(store, counted, QueryScope(named=(one,))).rows == ((0,),)
    assert run(store, inside, QueryScope(named=(one,))).rows == ((one, count),)
    assert run(store, inside, QueryScope((one,))).rows == ()
    for scope in (QueryScope(("file:///etc/passwd",)), QueryScope(named=("relative",))):
        with pytest.raises(QueryError, match="FROM fetches nothing from elsewhere"):
            run(store, counted, scope)


def test_a_base_iri_makes_relative_ones_whole(store: Store) -> None:
    text = "CONSTRUCT { <s> <p> <o> } {}"
    with pytest.raises(QueryError):
        run(store, text)
    ((subject, *_),) = run(store, text, QueryScope(base_iri="https://base.example/x")).rows
    assert subject == "<https://base.example/s>"


def test_from_one_note_gives_what_that_note_says(store: Store) -> None:
    every = run(store, "SELECT DISTINCT ?g { GRAPH ?g { ?c a schema:Claim } }").rows
    assert len(every) > 1
    text = "SELECT (COUNT(*) AS ?n) FROM <%s> { ?c a schema:Claim }"
    counts = [run(store, text.replace("%s", str(graph))).rows[0][0] for (graph,) in every]
    named = "PREFIX g: <%s> SELECT (COUNT(*) AS ?n) FROM g: { ?c a schema:Claim }"
    assert [run(store, named.replace("%s", str(graph))).rows[0][0] for (graph,) in every] == counts
    (total,) = run(store, "SELECT (COUNT(*) AS ?n) { ?c a schema:Claim }").rows
    assert sum(counts) == total[0]  # type: ignore[arg-type]
    assert 0 not in counts
    from_texts = "SELECT * { ?from schema:text ?to FILTER(?to != 'FROM <file:x>') } # FROM <file:x>"
    assert run(store, from_texts).rows


@pytest.mark.parametrize(
    "text",
    [
        "DESCRIBE ent:CoreWeave",
        "describe <https://kg.example/entity/CoreWeave>",
        "BASE <https://kg.example/entity/> DESCRIBE <CoreWeave>",
        "# who\nPREFIX e: <https://kg.example/entity/>\nDESCRIBE e:CoreWeave",
        'DESCRIBE ?e { ?e schema:name "CoreWeave" }',
    ],
)
def test_describe_tells_all_that_is_said_of_an_entity(store: Store, text: str) -> None:
    assert is_sparql(text)
    found = run(store, text)
    assert (found.kind, found.columns) == ("construct", ("subject", "predicate", "object"))
    assert {row[0] for row in found.rows} == {"<https://kg.example/entity/CoreWeave>"}
    assert '"CoreWeave"' in {row[2] for row in found.rows}
    assert b"ent:CoreWeave a schema:Organization" in found.serialize("ttl")


def test_a_name_is_no_sparql() -> None:
    assert not any(map(is_sparql, ("risks", "claims-about", "describe", "select", "two words", "")))
    assert all(map(is_sparql, ("CLEAR ALL", "ASK {}", "LOAD <a:a>", "DESCRIBE ent:A")))


@pytest.mark.parametrize(("text", "line", "column", "told"), ERRORS)
def test_errors_show_their_place(store: Store, text: str, line: int, column: int, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        run(store, text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert told in str(caught.value)


def test_a_select_gives_plain_values(store: Store) -> None:
    result = run(
        store,
        """SELECT ?s ?v ?d ?n ?o ?f { ?s schema:value ?v ; schema:unitText "times" .
        BIND(1.5e0 AS ?d) BIND(true AS ?n) OPTIONAL { ?s kg:none ?o } BIND(1.25 AS ?f) }""",
    )
    assert result.columns == ("s", "v", "d", "n", "o", "f")
    ((iri, *values),) = result.rows
    assert str(iri).endswith(".q2")
    assert values == [1.5, 1.5, True, None, 1.25]
    assert result.to_dicts() == [dict(zip(result.columns, result.rows[0], strict=True))]
    assert len(result) == 1
    assert list(result) == list(result.rows)
    assert result


@pytest.mark.parametrize(
    ("name", "start"),
    [("csv", b"n\r\n8\r\n"), ("tsv", b"?n\n8\n"), ("json", b'{"head"'), ("xml", b"<?xml")],
)
def test_a_table_in_every_format(store: Store, name: str, start: bytes) -> None:
    result = run(store, "SELECT (COUNT(*) AS ?n) { ?c kg:modality ?m ; schema:mentions ent:CoreWeave }")
    assert result.serialize(name).startswith(start.replace(b"8", str(result.rows[0][0]).encode()))


@pytest.mark.parametrize(("text", "answer"), [("ASK { ?n a kg:Note }", True), ("ASK { ?n a kg:None }", False)])
def test_an_ask_is_yes_or_no(store: Store, text: str, answer: bool) -> None:  # noqa: FBT001 - a column
    result = run(store, text)
    assert (result.kind, bool(result), result.answer, result.rows) == ("ask", answer, answer, ())
    assert str(answer).lower().encode() in result.serialize("json")
    with pytest.raises(UnknownName, match="json, xml"):
        result.serialize("csv")


def test_a_construct_is_sorted_triples_with_the_prefixes_it_uses(store: Store) -> None:
    result = run(store, "CONSTRUCT { ?e kg:x ?n } WHERE { ?e a schema:Organization ; schema:name ?n }")
    assert [row[2] for row in result.rows] == ['"CoreWeave"', '"Microsoft"', '"NVIDIA"', '"OpenAI"']
    assert result.columns == ("subject", "predicate", "object")
    turtle = result.serialize("ttl").decode()
    assert "ent:OpenAI kg:x" in turtle
    assert "itsrdf" not in turtle
    assert result.serialize("nt").count(b"\n") == 4
    for name in ("jsonld", "rdfxml"):
        assert b"OpenAI" in result.serialize(name)
    with pytest.raises(UnknownName, match="known: jsonld, nt, rdfxml, ttl"):
        result.serialize("csv")


def test_blank_nodes_of_a_construct_get_the_same_names_every_time(store: Store) -> None:
    text = "CONSTRUCT { [] kg:x ?n } WHERE { ?e a schema:Organization ; schema:name ?n }"
    assert run(store, text).serialize("nt") == run(store, text).serialize("nt")


def test_an_empty_answer_is_false(store: Store) -> None:
    assert not run(store, "SELECT ?x { ?x a kg:None }")


def test_a_failing_function_is_no_answer_but_no_crash(store: Store) -> None:
    with pytest.raises(QueryError, match="nowhere"):
        run(store, "SELECT * { ?n a kg:Note FILTER(<http://nowhere/f>(?n)) }")


def test_a_message_without_a_place_is_told_as_it_is() -> None:
    assert str(syntax_error("something odd", "ASK {}")) == "query: something odd"
