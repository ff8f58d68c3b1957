"""Asking the graph: claims, entities, search, stats, queries."""

from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING

import pytest

from kg.graph import Graph
from kg.views.page import report

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Typed

MEDIA = "https://www.youtube.com/watch?v=abcdefghijk"
EARNED = "Acme earned $3 million in May."
DEPENDS = "Acme depends on Globex for half of its anvils."
FOUNDED = "Ada Byron founded Acme."
PAID = "Globex paid Acme $5 million."


def texts(output: str) -> list[str]:
    return [json.loads(line)["text"] for line in output.splitlines()]


def test_claims_show_time_numbers_note_and_text(kg: Typed) -> None:
    result = kg("claims", "Acme")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "   TIME  NUMBERS  NOTE         CLAIM",
        f"   1:15  $3 M     shop/Acme    {EARNED}",
        f"   1:30           shop/Acme    {DEPENDS}",
        f"                  shop/Acme    {FOUNDED}",
        f"1:01:40  $5 M     shop/Globex  {PAID}",
    ]


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (["acme"], [EARNED, DEPENDS, FOUNDED, PAID]),
        (["ACME Ltd"], [EARNED, DEPENDS, FOUNDED, PAID]),
        (["acme", "ltd"], [EARNED, DEPENDS, FOUNDED, PAID]),
        (["Ada", "Byron"], [FOUNDED]),
        (["Acme", "Globex"], [DEPENDS, PAID]),
        (["Acme", "--about"], [EARNED, DEPENDS]),
        (["Acme", "--mentions", "--note", "Glob*"], [PAID]),
        (["Acme", "--note", "shop/Acme*"], [EARNED, DEPENDS, FOUNDED]),
        (["Acme", "--callout", "Warning"], [DEPENDS]),
        (["--callout", "warning"], [DEPENDS]),
        (["Acme", "--modality", "hedged"], []),
        (["Acme", "--from", "1:20", "--to", "1:01:41"], [DEPENDS, PAID]),
        (["Acme", "--from", "0:01:15", "--to", "90"], [EARNED]),
        (["Acme", "--with", "USD"], [EARNED, PAID]),
        (["Acme", "--with", "> 4 million USD"], [PAID]),
        (["Acme", "--limit", "2"], [EARNED, DEPENDS]),
        (["Acme", "--limit", "0"], [EARNED, DEPENDS, FOUNDED, PAID]),
    ],
    ids=" ".join,
)
def test_claims_are_found_by_name_alias_and_filters(kg: Typed, arguments: list[str], found: list[str]) -> None:
    result = kg("claims", *arguments, "--format", "jsonl")
    assert result.exit_code == 0, result.stderr
    assert texts(result.stdout) == found


def test_claims_as_jsonl_are_the_public_record(kg: Typed) -> None:
    record = json.loads(kg("claims", "Ada Byron", "-f", "jsonl").stdout)
    assert list(record)[:16] == [
        "id", "note", "span", "text", "section", "callout", "timestamps", "source", "mentions", "about", "statements",
        "quantities", "dates", "modality", "negated", "attribution",
    ]  # fmt: skip


def test_claims_as_csv_read_back(kg: Typed) -> None:
    rows = list(csv.DictReader(io.StringIO(kg("claims", "Acme", "-f", "csv").stdout)))
    assert [row["text"] for row in rows] == [EARNED, DEPENDS, FOUNDED, PAID]
    assert rows[0]["numbers"] == "$3 M"
    assert rows[0]["seconds"] == "75"
    assert rows[0]["url"].endswith("&t=75s")
    assert (rows[2]["seconds"], rows[2]["url"], rows[2]["repaired"]) == ("", "", "")
    assert (rows[3]["repaired"], rows[3]["negated"]) == ("true", "false")


def test_claims_as_markdown_are_a_table_with_links(kg: Typed) -> None:
    lines = kg("claims", "Ada Byron", "-f", "md").stdout.splitlines()
    assert lines[0] == "| Time | Claim | Numbers | Note |"
    assert lines[2] == f"|  | {FOUNDED} |  | [[shop/Acme]] |"


def test_claims_as_text_are_laid_out_as_on_a_terminal_without_codes(kg: Typed) -> None:
    lines = [line.rstrip() for line in kg("claims", "Globex", "-f", "text").stdout.splitlines()]
    assert lines == [
        "shop/Acme",
        f"    1:30  {DEPENDS}  warning",
        "",
        "shop/Globex",
        f"*1:01:40  {PAID}                             $5 M",
        "",
        "* repaired: the time in the note cannot be right (see kg doctor)",
        "Globex (Organization): 2 claims",
    ]


def test_on_a_terminal_many_claims_are_cut_and_say_so(kg: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr("kg.cli.open_graph.ON_A_SCREEN", 1)
    output = kg("claims", "Acme").stdout
    assert DEPENDS not in output
    assert "Acme (Organization, also ACME Ltd): 4 claims, the first 1 shown (--limit 0 shows all)" in output


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["claims", "Acmee"], 1, "no entity 'Acmee'; did you mean 'Acme'"),
        (["claims", "Acme", "Globexx"], 1, "no entity 'Globexx'; did you mean 'Globex'"),
        (["claims"], 2, "name an entity, or filter with --note"),
        (["claims", "Acme", "--from", "later"], 2, "'later' is not a time; write 54:21, 0:54:21 or plain seconds"),
        (["claims", "Acme", "--modality", "doubted"], 2, "'doubted' is not one of"),
        (["claims", "Acme", "--format", "yaml"], 2, "'yaml' is not one of"),
        (["claims", "Acme", "--limit", "-1"], 2, "-1 is not in the range"),
        (["entities", "--type", "Animal"], 2, "'Animal' is not one of"),
        (["search", "unicorn"], 1, "No claim contains 'unicorn': try fewer words"),
        (["search"], 2, "Missing argument"),
        (["terms", "--min-claims", "999"], 0, "No term is like that: leave out --min-claims."),
        (["entities", "--min-claims", "999"], 0, "No entity is like that: leave out --type or --min-claims."),
        (["query", "SELECT ?x { ?x a kg:Nothing }"], 0, "Nothing fits. kg entities lists the names"),
        (["query", "CONSTRUCT { ?x a kg:No } { ?x a kg:Nothing }"], 0, "Nothing fits. kg entities lists the names"),
        (["query"], 2, "'kg query --list' shows the names"),
        (["query", "nonsense"], 1, "no query 'nonsense'"),
        (["query", "SELECT ?x { ?x ?y }"], 1, "line 1, column"),
        (["query", "risks"], 1, "needs entity="),
        (["query", "risks", "--param", "entity"], 2, "'entity' has no '='"),
        (["query", "risks", "--param", "thing=Acme"], 1, "no parameter of query 'risks' 'thing'"),
        (["query", "ASK { ?s ?p ?o }", "-f", "csv"], 1, "no format for ASK queries 'csv'"),
        (["query", "nowhere.rq"], 1, "'nowhere.rq': No such file or directory"),
        (["export"], 2, "no --format and no -o FILE given"),
        (["export", "-o", "graph.doc"], 2, "the extension of 'graph.doc' names none"),
        (["export", "-f", "docx"], 2, "'docx' is not one of"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_told_with_the_way_out(kg: Typed, arguments: list[str], code: int, told: str) -> None:
    result = kg(*arguments)
    assert told in " ".join(result.stderr.split())
    assert result.exit_code == code


def test_entities_come_by_number_of_claims(kg: Typed) -> None:
    assert kg("entities").stdout.splitlines() == [
        "NAME       TYPE          CLAIMS  NOTES  OTHER NAMES",
        "Acme       Organization       4      2  ACME Ltd",
        "Globex     Organization       2      2",
        "Ada Byron  Person             1      1",
    ]


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["--type", "person"], ["Ada Byron"]),
        (["--min-claims", "2"], ["Acme", "Globex"]),
        (["--limit", "1"], ["Acme"]),
    ],
)
def test_entities_are_filtered(kg: Typed, arguments: list[str], names: list[str]) -> None:
    result = kg("entities", *arguments, "-f", "jsonl")
    assert [json.loads(line)["name"] for line in result.stdout.splitlines()] == names


@pytest.mark.parametrize(
    ("arguments", "tried"),
    [
        (["claims", "Globex", "--callout", "tip"], "leave a filter"),
        (["entities", "--type", "Event"], "leave out --type"),
        (["conflicts", "Globex"], "--verdict 'not comparable'"),
        (["corrections"], "on an entity's page"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_list_with_nothing_to_show_says_what_to_try_but_not_to_programs(
    kg: Typed, arguments: list[str], tried: str
) -> None:
    shown = kg(*arguments)
    assert (shown.exit_code, tried in shown.stderr) == (0, True), shown.output
    assert kg(*arguments, "-f", "jsonl").stdout == ""


def test_entities_as_csv(kg: Typed) -> None:
    assert (
        kg("entities", "-f", "csv", "--limit", "1").stdout
        == "name,type,claims,notes,aliases\nAcme,Organization,4,2,ACME Ltd\n"
    )


def test_search_finds_all_words_and_stresses_them(kg: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kg("search", "globex", "anvils").stdout.splitlines()[1].endswith(DEPENDS)
    assert texts(kg("search", '"paid Acme"', "-f", "jsonl").stdout) == [PAID]
    assert len(texts(kg("search", "acme", "-f", "jsonl", "--limit", "0").stdout)) == 4
    assert len(texts(kg("search", "acme", "-f", "jsonl", "--limit", "1").stdout)) == 1
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[1manvils\x1b[0m" in kg("search", "anvils").stdout


def test_stats_count_what_the_graph_holds(kg: Typed) -> None:
    held = json.loads(kg("stats", "-f", "json").stdout)
    assert (held["notes"], held["claims"], held["entities"], held["repaired"]) == (2, 4, 3, 1)
    assert "claims" in kg("stats").stdout
    assert kg("stats", "-f", "md").stdout.startswith("| What | Count |")


SELECT = "SELECT ?text ?at { ?claim schema:about ent:Acme ; schema:text ?text ; kg:at ?at } ORDER BY ?at"


def test_a_query_has_its_prefixes_and_a_table(kg: Typed) -> None:
    assert kg("query", SELECT).stdout.splitlines() == [
        f"{'TEXT':{len(EARNED)}}  AT",
        f"{EARNED}  75",
        f"{DEPENDS}  90",
    ]


@pytest.mark.parametrize(
    ("form", "beginning"),
    [("csv", "text,at\r\n"), ("tsv", "?text\t?at\n"), ("json", '{"head":'), ("xml", "<?xml")],
)
def test_a_query_answers_in_the_standard_formats(kg: Typed, form: str, beginning: str) -> None:
    result = kg("query", SELECT, "-f", form)
    assert result.exit_code == 0
    assert result.stdout_bytes.decode().startswith(beginning)
    assert EARNED in result.stdout


def test_a_query_is_read_from_a_file_or_from_standard_input(kg: Typed, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(SELECT, encoding="utf-8")
    assert EARNED in kg("query", str(file)).stdout
    assert EARNED in kg("query", "-", typed=SELECT).stdout


def test_named_queries_are_listed_and_take_parameters(kg: Typed) -> None:
    listed = kg("query", "--list").stdout
    assert "risks" in listed
    assert "entity=" in listed
    result = kg("query", "claims-by-entity", "-p", "entity=acme ltd")
    assert result.exit_code == 0, result.stderr
    assert EARNED in result.stdout


def test_addresses_are_short_and_readable_in_a_table_only(kg: Typed) -> None:
    query = "SELECT ?e ?m { ?c schema:about ?e ; schema:appearance ?m . ?e schema:name 'Globex' }"
    assert kg("query", query).stdout.splitlines()[1] == f"ent:Globex  {MEDIA}#t=3700"
    assert "https://kg.example/entity/Globex," in kg("query", query, "-f", "csv").stdout
    assert kg("query", "SELECT ?e ?none ?t { BIND(ent:Ada%20Byron AS ?e) BIND(true AS ?t) }").stdout.splitlines() == [
        "E              NONE  T",
        "ent:Ada Byron        true",
    ]


def test_yes_or_no_is_answered_with_a_word(kg: Typed) -> None:
    assert kg("query", "ASK { ent:Acme ?p ?o }").stdout == "yes\n"
    assert kg("query", "ASK { ent:Nobody ?p ?o }").stdout == "no\n"


def test_construct_gives_triples(kg: Typed) -> None:
    query = "CONSTRUCT { ?e schema:name ?n } { ?e schema:name ?n . FILTER(?n = 'Acme') }"
    triple = '<https://kg.example/entity/Acme> <https://schema.org/name> "Acme" .\n'
    assert kg("query", query, "-f", "nt").stdout == triple
    assert "ent:Acme schema:name" in kg("query", query, "-f", "ttl").stdout
    assert "SUBJECT" in kg("query", query).stdout


@pytest.mark.parametrize("form", ["trig", "ttl", "nq", "nt", "jsonld", "rdfxml", "jsonl", "csv", "graphml", "gexf"])
def test_export_writes_every_format_to_stdout_and_file(kg: Typed, form: str, tmp_path: Path) -> None:
    result = kg("export", "--format", form)
    assert result.exit_code == 0, result.stderr
    assert b"Acme" in result.stdout_bytes
    file = tmp_path / "out"
    written = kg("export", "--format", form, "-o", str(file))
    assert written.stdout == ""
    assert written.stderr == f"wrote {file}\n"
    assert file.read_bytes() == result.stdout_bytes


def test_the_ending_of_the_file_says_the_format(kg: Typed, tmp_path: Path) -> None:
    file = tmp_path / "claims.JSONL"
    assert kg("export", "-o", str(file)).exit_code == 0
    assert texts(file.read_text(encoding="utf-8")) == [EARNED, DEPENDS, FOUNDED, PAID]


def test_a_file_that_ends_in_gz_is_compressed_and_the_same_each_time(kg: Typed, tmp_path: Path) -> None:
    first, second = tmp_path / "claims.jsonl.gz", tmp_path / "again.JSONL.GZ"
    assert kg("export", "-o", str(first)).exit_code == 0
    assert texts(gzip.decompress(first.read_bytes()).decode()) == [EARNED, DEPENDS, FOUNDED, PAID]
    assert kg("export", "-f", "jsonl", "-o", str(second)).exit_code == 0
    assert second.read_bytes() == first.read_bytes()
    unclear = kg("export", "-o", str(tmp_path / "claims.gz"))
    assert (unclear.exit_code, "the extension of 'claims.gz' names none" in unclear.stderr) == (2, True)


def test_exported_claims_are_those_that_claims_prints(kg: Typed) -> None:
    exported = kg("export", "-f", "jsonl").stdout_bytes.splitlines()
    assert kg("claims", "Acme", "-f", "jsonl").stdout_bytes.splitlines() == exported
    exported = kg("export", "-f", "csv").stdout_bytes.splitlines()
    assert kg("claims", "Acme", "-f", "csv").stdout_bytes.splitlines() == exported


def test_asking_before_building_says_to_build(anywhere: Typed, tmp_path: Path) -> None:
    result = anywhere("claims", "Acme", "--vault", str(tmp_path))
    assert result.exit_code == 1
    assert "run 'kg build' first" in result.stderr


def test_the_report_asks_what_a_real_graph_can_answer(asked: Path) -> None:
    with Graph.open(asked) as graph:
        page = "".join(report.render(graph))
    assert "| Acme | 1 | 1 |" in page
    assert f"[{MEDIA}]({MEDIA}) | 1 | 1 | shifted |" in page


def test_a_query_that_takes_too_long_is_given_up(kg: Typed) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + " }"
    result = kg("query", endless, "--timeout", "0.5")
    assert result.exit_code == 1
    assert "no answer within 0.5 seconds" in result.stderr


@pytest.mark.parametrize("limit", ["0", "60"])
def test_a_query_asks_no_other_server(kg: Typed, limit: str) -> None:
    result = kg("query", "SELECT * { SERVICE <https://kg.example/sparql> { ?s ?p ?o } }", "--timeout", limit)
    assert result.exit_code == 1
    assert "SERVICE is not allowed: kg fetches nothing from other servers" in result.stderr
