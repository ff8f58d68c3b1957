"""Results in a notebook: what each shows, that it stays small, and that what notes say stays text."""

from __future__ import annotations

import builtins
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from kg.errors import ExtraMissing
from kg.graph import Claims, Entities, EntityRow, Graph
from kg.model import Source
from kg.shown import columns_of, html_of
from kg.store.ask.answer_rows import CorrectionRow, Corrections, CueRow, Cues, NoteRow, Notes, TermRow, Terms
from kg.store.engine.query_results import QueryResult
from kg.views.compare.value_pairs import Conflicts
from kg.views.notebook.frames import LIMIT, MOST
from kg.views.page.explanation import Explanation, Reason
from kg.views.page.neighbourhood import Neighbour, Neighbourhood
from kg.views.render.tables import CLAIM_FIELDS
from tests.graph_samples import IPO_CLAIMS, build_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.model import Claim

EVIL = """</script></style><script>alert(1)</script><img src=x onerror=alert(2)><svg onload="alert(3)">'"&\x1b\u202e"""
CONSTRUCT = "CONSTRUCT { ?claim schema:mentions ?entity } { ?claim schema:mentions ?entity }"


class Seen(HTMLParser):
    """What a browser makes of a piece of HTML: its elements with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.rows: list[list[str]] = []
        self._hidden = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._hidden = tag in {"style", "script"}
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text += f"{data}\n"
            if self.rows and self.rows[-1]:
                self.rows[-1][-1] += data

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.elements)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The two sample notes."""
    vault: Path = tmp_path_factory.mktemp("vault") / "my <b>notes"
    vault.mkdir()
    build_store(vault / ".kg")
    with Graph.open(vault) as opened:
        yield opened


def seen(result: Any) -> Seen:
    """What a notebook shows of a result."""
    html = result._repr_html_()
    assert isinstance(html, str)
    assert len(html.encode()) <= LIMIT
    return Seen(html)


def test_a_graph_says_how_much_it_holds_and_how_to_go_on(graph: Graph) -> None:
    shown = seen(graph)
    assert "Claims in my <b>notes" in shown.text
    assert ["notes", "2"] in shown.rows
    assert ["claims", "7"] in shown.rows
    assert ["CoreWeave", "Organization", "7", "2", "CRWV, Core Weave"] in shown.rows
    typed = re.findall(r"^graph\.(\w+\(.*\))$", shown.text, re.MULTILINE)
    assert len(typed) == 5
    for call in typed:
        eval(f"graph.{call}", {"graph": graph})  # noqa: S307 - what is recommended can be typed


def test_an_empty_graph_shows_itself_too(tmp_path: Path) -> None:
    from kg.store.engine.store import Store

    Store.open(tmp_path / ".kg").close()
    with Graph.open(tmp_path) as empty:
        assert ["claims", "0"] in seen(empty).rows


def test_claims_come_with_second_and_note(graph: Graph) -> None:
    claims = graph.claims("CoreWeave", note="allin/CoreWeave*")
    shown = seen(claims)
    assert shown.text.startswith(f"{len(claims)} claims")
    assert shown.rows[0] == ["Time", "Claim", "Numbers", "Note"]
    assert len(shown.rows) == len(claims) + 1
    source = claims[0].source
    assert source is not None
    assert ("a", {"href": source.url, "rel": "noreferrer"}) in shown.elements
    assert claims[0].text in shown.rows[1][1]


def test_a_claim_by_itself(graph: Graph) -> None:
    claim = graph.claims("CoreWeave")[0]
    assert claim.text in seen(claim).text
    assert seen(graph.entity("msft")).rows[1][0] == "Microsoft"


def test_what_a_search_found_is_marked(graph: Graph) -> None:
    assert seen(graph.search("secondary market")).count("mark") == 2


def test_no_claims_say_what_to_try(graph: Graph) -> None:
    shown = seen(graph.claims("CoreWeave", callout="danger"))
    assert shown.text.startswith("0 claims")
    assert "graph.entities()" in shown.text


def test_a_long_list_says_how_to_go_on(graph: Graph) -> None:
    rows = Entities(tuple(EntityRow(f"Acme {number}", "Organization", 1, 1) for number in range(120)))
    shown = seen(rows)
    assert len(shown.rows) == MOST + 1
    assert f"result[{MOST}:]" in shown.text
    assert "result" not in seen(rows[:MOST]).text


def test_pairs_of_values_with_their_verdict(graph: Graph) -> None:
    pairs = graph.conflicts()
    shown = seen(pairs)
    assert shown.rows[0] == ["Attribute", "Verdict", "Time", "Value", "Note", "Why"]
    assert len(shown.rows) == 2 * len(pairs) + 1 > 1
    assert seen(pairs[0]).rows[1][1] == pairs[0].verdict


def test_other_lists_and_single_results(graph: Graph) -> None:
    assert len(seen(graph.notes()).rows) == 3
    assert len(seen(graph.terms()).rows) == len(graph.terms()) + 1
    assert ["claims", "7"] in seen(graph.stats()).rows
    reasons = seen(graph.explain(graph.claims()[0].id))
    assert [row[0] for row in reasons.rows][:2] == ["Field", "text"]


def test_solutions_are_a_table_with_short_names(graph: Graph) -> None:
    shown = seen(graph.query("co-mentions", entity="CoreWeave"))
    assert shown.rows[0] == ["other", "name", "claims"]
    assert ["ent:Microsoft", "Microsoft", "3"] in shown.rows
    assert ("td", {"class": "right"}) in shown.elements
    found = seen(graph.query("SELECT ?url ?no { ?x schema:isBasedOn ?url } LIMIT 1"))
    assert found.rows[1][1] == ""
    assert found.count("a") == 1


def test_yes_and_no_and_nothing(graph: Graph) -> None:
    assert seen(graph.query("ASK { ent:CoreWeave a schema:Organization }")).text.strip() == "Yes"
    assert seen(graph.query("ASK { ent:CoreWeave a schema:Person }")).text.strip() == "No"
    assert seen(graph.query("SELECT ?s { ?s a schema:Nothing }")).text.startswith("0 rows")


def test_triples_are_a_picture_and_a_table(graph: Graph) -> None:
    found = graph.query(CONSTRUCT)
    shown = seen(found)
    things = {str(term) for row in found for term in (row[0], row[2])}
    assert shown.count("circle") == len(things)
    assert shown.count("line") == len(found)
    assert "schema:mentions" in shown.rows[1]
    names = seen(graph.query("CONSTRUCT { ?e schema:name ?n } { ?e schema:name ?n }"))
    assert names.count("svg") == 0, "names alone link nothing"
    assert names.count("table") == 1


def test_a_large_construct_says_what_is_not_drawn() -> None:
    triples = tuple(
        (f"<urn:{one}>", "<urn:p>", f"<urn:{one + step}>") for one in range(300) for step in (1, 2, 3, 5, 8)
    )
    shown = seen(QueryResult("construct", ("subject", "predicate", "object"), triples, None, (), b"", ()))
    assert shown.count("circle") == 150
    left = re.search(r"Not drawn: 158 things, ([\d,]+) links", shown.text)
    assert left
    assert int(left[1].replace(",", "")) == len(triples) - shown.count("line")


def test_a_neighbourhood_is_a_picture_without_a_script_to_draw_it(graph: Graph) -> None:
    around = graph.neighbourhood("CoreWeave")
    assert f"{around.legend()[0].entities} {around.legend()[0].type}\n" in seen(around).text
    shown = seen(around)
    assert shown.count("circle") == len(around.neighbours) + 1
    assert shown.count("line") == len(around.neighbours) + len(around.links)
    assert ("svg", "img") in [(name, attrs.get("role")) for name, attrs in shown.elements]


def test_the_largest_neighbourhood_stays_small() -> None:
    names = [f"Entity with quite a long name {number:03}" for number in range(149)]
    links = tuple((one, other, 1 + at) for at, one in enumerate(names) for other in names[at + 1 :])
    around = Neighbourhood("Hub", "Person", 400, tuple(Neighbour(name, "Place", 2) for name in names), links)
    shown = seen(around)
    assert shown.count("circle") == 150
    assert f"{149 + len(links) - shown.count('line'):,} weaker links not drawn" in shown.text


def _claims(text: str) -> Claims:
    source = Source(text, 1, text, repaired=True, reason=text)
    said = replace(IPO_CLAIMS[0], text=text, note=text, attribution=text, callout=text, source=source)
    claim = replace(said, mentions=(), quantities=())
    return Claims(tuple(map(str, range(60))), lambda ids: [claim for _ in ids])


def _conflicts(text: str) -> Conflicts:
    from kg.views.compare.value_pairs import Conflict, Value
    from kg.views.compare.verdicts import Stated

    claim: Claim = _claims(text)[0]
    value = Value(claim, Stated(None, "2024", text, note=text), text, text)
    return Conflicts((Conflict(text, text, text, text, text, "conflict", text, value, value),) * 60)


HOSTILE: dict[str, Callable[[str], Any]] = {
    "claims": _claims,
    "claim": lambda text: _claims(text)[0],
    "entities": lambda text: Entities((EntityRow(text, text, 1, 1, (text, text)),) * 60),
    "notes": lambda text: Notes((NoteRow(text, text, 1, text, text),) * 60),
    "terms": lambda text: Terms((TermRow(text, 1, 1, (text,), (text,)),) * 60),
    "cues": lambda text: Cues((CueRow(text, text, (text,), text, 1.0, 2.0, text, text, text, ((0, 9),)),) * 60),
    "corrections": lambda text: Corrections((CorrectionRow("type", text, text, text, text, text),) * 60),
    "explanation": lambda text: Explanation(_claims(text)[0], (Reason(text, text, text, text, 0.5),) * 60),
    "solutions": lambda text: QueryResult("select", (text,), ((text,),) * 60, None, (), b"", ()),
    "wide": lambda text: QueryResult(
        "select", tuple(f"{at}{text}" for at in range(3000)), ((text,) * 3000,) * 60, None, (), b"", ()
    ),
    "triples": lambda text: QueryResult(
        "construct",
        ("s", "p", "o"),
        tuple((f"<{text}{at}>", text, f"<{at}{text}>") for at in range(60)),
        None,
        (),
        b"",
        (),
    ),
    "neighbourhood": lambda text: Neighbourhood(
        text, text, 2, tuple(Neighbour(f"{at}{text}", text, 1) for at in range(100)), ((f"0{text}", f"1{text}", 1),)
    ),
    "conflicts": _conflicts,
}
WRITTEN = {"style", "div", "p", "code", "table", "thead", "tbody", "tr", "th", "td", "small", "mark", "span"}
DRAWN = {"svg", "g", "line", "title", "circle", "text", "script"}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("text", [EVIL, f"{EVIL}'\"" * 2000], ids=["short", "long"])
def test_what_notes_say_is_text_however_long(kind: str, text: str) -> None:
    result = HOSTILE[kind](text)
    shown = seen(result)
    assert {name for name, _ in shown.elements} <= WRITTEN | DRAWN
    assert not [key for _, attrs in shown.elements for key in attrs if key.startswith("on") or key in {"src", "href"}]
    assert "alert(1)" in shown.text
    scripts = re.findall(r"<script>(.*?)</script>", result._repr_html_(), re.DOTALL)
    assert all("kgNetworks" in script for script in scripts)
    assert len(scripts) == shown.count("svg")


@pytest.mark.parametrize("kind", sorted({*HOSTILE} - {"claim"}))
def test_everything_that_is_listed_becomes_a_data_frame(kind: str) -> None:
    result = HOSTILE[kind]("Acme")
    frame = result.to_pandas()
    assert len(frame) == len(getattr(result, "reasons", getattr(result, "neighbours", result)))
    assert frame.isin(["Acme"]).any().any() or kind in {"triples", "neighbourhood"}


def test_a_frame_has_the_columns_of_the_csv_and_values_of_their_kind(graph: Graph) -> None:
    frame = graph.claims().to_pandas()
    assert list(frame.columns) == list(CLAIM_FIELDS)
    assert set(frame["negated"]) <= {True, False}
    assert pd.api.types.is_numeric_dtype(frame["seconds"])
    assert graph.conflicts().to_pandas()["first_value"].notna().all()
    answered = graph.query("co-mentions", entity="CoreWeave").to_pandas()
    assert answered.set_index("name")["claims"]["Microsoft"] == 3
    assert graph.query("ASK { ?s ?p ?o }").to_pandas()["answer"].tolist() == [True]
    assert list(graph.search("nothing of this kind").to_pandas().columns) == list(CLAIM_FIELDS)


def test_without_pandas_the_extra_is_named(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ExtraMissing, match=re.escape("pip install 'claimgraph[pandas]'")):
        graph.claims().to_pandas()


def test_what_no_way_is_registered_for_is_shown_by_its_repr() -> None:
    assert html_of(object()) is None
    with pytest.raises(TypeError, match="no table is known for object"):
        columns_of(object())


def test_the_style_holds_the_explorers_colours_light_and_dark(graph: Graph) -> None:
    from importlib.resources import files

    table = files("kg.views.render").joinpath("look.css").read_text(encoding="utf-8")
    style = graph.stats()._repr_html_()
    pages = re.findall(r"--page: (#\w+)", table)
    assert len(pages) == 2
    assert style is not None
    assert [style.count(f"--page: {page}") for page in pages] == [1, 1]
    assert 'body[data-jp-theme-light="false"] .kg-shown' in style
