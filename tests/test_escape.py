"""Names are text: whatever a note, a folder or an entity is called, nothing it is written into takes it for more."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from ruamel.yaml import YAML

import kg
from kg import assembly, escape
from kg.cli.main import main
from kg.config import Config
from kg.rdf.nquads import literal
from kg.rdf.terms import entity_iri, note_iri, safe_iri
from kg.reader.read_note import read_note
from kg.reader.resolver import Resolver
from kg.views.render import tables

if TYPE_CHECKING:
    from pathlib import Path


BACKTICK = r"(?<!\\)`"
CODE = (r"<%", r"::", BACKTICK, r"%%", r"<[a-zA-Z!/]")  # what plugins and Obsidian look for in the raw text
DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# pieces of what is code somewhere, in any order, between any text
PIECES = [
    "<%", "%>", "<% tp.fname %>", "`", "`= this`", "`$= app.vault`", "```dataviewjs", "::", ":", "key:: value",
    "(k:: v)", "%%", "%", "[[", "]]", "|", "![[x]]", "[x](y)", "(", ")", "<script>", "</script>", "<!--", "&lt;", '"',
    "'", "\\", "\n", "\r", "\t", "\x1b[31m", "\x9b1m", "\u202e", "\u2066", "\u2028", "=1+1", "-2", "+", "@SUM(A1)",
    "#tag", "^id", "$x$", "- ", "1. ", "> ", "# ", "| ", "==", "~~", "*", "_", "é", "李", "\U0001f642", "a", " ", "/",
    "..", "{{x}}",
]  # fmt: skip
names = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
paths = names.map(lambda text: re.sub(r"[\x00\ud800-\udfff]", "", text).strip("/.") or "x")
quick = settings(deadline=None)


def harmful(raw: str) -> list[str]:
    return [pattern for pattern in CODE if re.search(pattern, raw)]


@quick
@given(names, names)
def test_in_markdown_a_name_is_its_words(name: str, other: str) -> None:
    raw = f"- {escape.inert(name)}: {escape.inert(other)}:"
    assert not harmful(raw)
    assert not re.search(r"(?<!\\)[\[\]|$]", raw)
    page = MarkdownIt().enable(["table", "strikethrough"]).render(f"x {escape.inert(name)}")
    words = unescape(page.removeprefix("<p>x").removesuffix("</p>\n").strip())
    assert words == escape.one_line(name)


@quick
@given(stem=paths, shown=names, section=st.lists(names, max_size=2), cell=st.booleans(), markdown=st.booleans())
def test_a_link_leads_to_its_note_and_is_nothing_else(
    stem: str,
    shown: str,
    section: list[str],
    *,
    cell: bool,
    markdown: bool,
) -> None:
    path = f"{stem}.md"
    subpath = "#".join(filter(None, map(escape.heading_target, section)))
    raw = escape.link(path, shown, subpath, cell=cell, markdown=markdown)
    assert not harmful(raw)
    assert "\n" not in raw
    assert not set(raw) & set(DIRECTIONS)
    (link,) = read_note("i.md", f"x {raw} y".replace("\\|", "|").encode()).links
    ways = {path, stem, *(f"{each}#{subpath}" for each in (path, stem))}
    assert {link.target, unquote(link.target)} & ways
    if not re.search(r"[\\\x00-\x1f]|//|(?:^|/) | (?:/|$)|\.\.?(?:/|$)|[^\x20-\x7e]", stem):
        assert Resolver([path]).resolve(link.target, "i.md").path == path


@quick
@given(names, names)
def test_a_web_link_is_one_only_where_the_address_is_plain(shown: str, rest: str) -> None:
    for address in (f"https://a.example/{rest}", rest):
        raw = escape.web_link(shown, address)
        assert not harmful(raw)
        if escape.is_web(address):
            assert raw.endswith(f"]({address})")
            assert not re.search(r"[\x00-\x20\x7f-\x9f()<>]", address)
        else:
            assert raw == escape.inert(shown)


@quick
@given(names)
def test_a_property_holds_the_name_and_no_template(name: str) -> None:
    text = "".join(char for char in name if not "\ud800" <= char <= "\udfff")
    raw = escape.quoted(text)
    assert "<%" not in raw
    assert "\n" not in raw
    assert YAML(typ="safe").load(f"name: {raw}") == {"name": text}


@quick
@given(names)
def test_in_html_a_name_is_text(name: str) -> None:
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append(f"{tag} {attrs[0][1]}")

        def handle_data(self, data: str) -> None:
            found.append(data)

    page = f'<p title="{escape.html(name)}">{escape.html(name)}</p>'
    reader = Reader(convert_charrefs=True)
    reader.feed(page)
    reader.close()
    words = unescape(escape.html(name))
    assert found == [f"p {words}", *([words] if words else [])]


@quick
@given(names, st.integers(), st.floats(allow_nan=False))
def test_in_csv_nothing_is_a_formula_and_numbers_are_numbers(name: str, whole: int, real: float) -> None:
    text = "".join(char for char in name if char not in "\x00\r" and not "\ud800" <= char <= "\udfff")
    raw = "".join(tables.comma_separated(("a", "b", "c"), [(text, whole, real)]))
    _, (first, second, third) = csv.reader(io.StringIO(raw, newline=""))
    assert first.removeprefix("'") == text.removeprefix("'")
    assert first[:1] not in tuple("=@\t\n\uff1d") or not first
    assert first[:1] not in {"+", "-"} or re.fullmatch(r"[+-]\d[\d.,]*(?:[eE][+-]?\d+)?%?", first)
    assert (int(second), float(third)) == (whole, real)


@quick
@given(names)
def test_a_terminal_is_told_nothing_but_text(name: str) -> None:
    wild = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029{DIRECTIONS}]")
    assert not wild.search(escape.visible(name))
    tame = "".join(char for char in name if not "\ud800" <= char <= "\udfff")
    assert not wild.search(tables.json_line({"name": tame}))
    assert json.loads(tables.json_line({"name": tame})) == {"name": tame}


@quick
@given(names)
def test_in_turtle_a_name_is_a_literal_and_part_of_an_iri(name: str) -> None:
    text = "".join(char for char in name if not "\ud800" <= char <= "\udfff")
    iris = (entity_iri(name), note_iri(f"{name}.md"), safe_iri(name), safe_iri(f"https://a.example/{name}"))
    written = "".join(f"<{iri}> <urn:p> {literal(text)} .\n" for iri in iris)
    found = list(ox.parse(written.encode(), ox.RdfFormat.TURTLE))
    assert {quad.subject.value for quad in found} == set(iris)
    assert {quad.object.value for quad in found} == {text}


@quick
@given(names)
def test_a_file_name_stays_in_its_folder(name: str) -> None:
    found = escape.file_name(name)
    assert found not in {"", ".", ".."}
    assert not re.search(r'[/\\<>:"|?*\x00-\x1f]|%%|[. ]\Z', found)


HOSTILE = (
    "<% tp.fname %>", "`$= app.vault.getName()`", "`= this.file.name`", "a::b", "(k:: v)", "<script>alert(1)<", "=1+1",
    "-2+3", "@SUM(A1)", "x\x1b[31mred", "a\u202etxt", "%%", "![[x", "]] [[y", "$=", "{{title}}", "a|b", "#tag", "&lt;",
    "```dataviewjs", "'\"", "<img src=x onerror=alert(1)>", "%3C%25",
)  # fmt: skip
SAYS = (
    "Acme Corporation sold {n} anvils to Globex [00:{n}:00].\n"  # a page shows equal sentences once, so none is equal
)


@pytest.fixture(scope="module")
def hostile_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault that is built and synced, with notes, folders, headings, titles and channels of every hostile name."""
    vault = tmp_path_factory.mktemp("hostile") / "vault"
    for number, name in enumerate(HOSTILE):
        note = vault / name.replace("/", "") / f"{name}.md".replace("/", "")
        note.parent.mkdir(parents=True)
        title = escape.quoted(name)
        head = f"---\ntitle: {title}\nchannel: {title}\nvideoId: aaaaaaaaaa{number % 10}\n---\n"
        note.write_text(f"{head}# {name}\n{SAYS.format(n=number + 10)}\n## {name} again\nGlobex hired {name}.\n")
    (vault / ".obsidian").mkdir()
    assembly.build(vault, config=Config(workers=1), out=vault.parent / "out")
    run = main.main
    assert (
        run(
            ["sync", "--apply", "--annotate", "--at-most", "100", "--quiet", "0", "--vault", str(vault)],
            standalone_mode=False,
        )
        is None
    )
    return vault


def test_no_page_holds_the_code_of_a_name(hostile_vault: Path) -> None:
    pages = sorted((hostile_vault / "Knowledge").rglob("*.md"))
    assert pages
    for page in pages:
        raw = page.read_text(encoding="utf-8")
        assert "<%" not in raw, page.name
        assert "::" not in raw, page.name
        assert not re.search(BACKTICK, raw), page.name
        assert not re.search(r"<[a-zA-Z!/]", raw), page.name
        assert not set(raw) & set(DIRECTIONS), page.name


def test_what_is_written_into_a_note_holds_no_code_either(hostile_vault: Path) -> None:
    for note in hostile_vault.rglob("*.md"):
        _, mark, block = note.read_bytes().decode().partition("%% kg:begin note")
        if mark:
            assert not re.search(rf"<%|::|{BACKTICK}|<[a-zA-Z!/]", block), note.name


def test_the_report_holds_no_code(hostile_vault: Path) -> None:
    raw = (hostile_vault.parent / "out" / "report.md").read_text(encoding="utf-8")
    assert not re.search(r"<%|::|<[a-zA-Z!/]", raw)
    assert not re.search(r"`[$=]", raw)
    assert not set(raw) & set(DIRECTIONS)


def test_every_page_links_to_every_note(hostile_vault: Path) -> None:
    files = [path.relative_to(hostile_vault).as_posix() for path in hostile_vault.rglob("*.md")]
    page = read_note("Knowledge/Globex.md", (hostile_vault / "Knowledge" / "Globex.md").read_bytes())
    resolver = Resolver(files)
    inner = [link.target for link in page.links if link.kind != "external"]
    reached = {target: resolver.resolve(target, "Knowledge/Globex.md").path for target in inner}
    assert [target for target, path in reached.items() if path is None] == []
    assert {path for path in files if not path.startswith("Knowledge/")} <= set(reached.values())


@pytest.mark.parametrize("form", ["table", "text", "md", "csv", "jsonl"])
@pytest.mark.parametrize("command", [["claims", "Globex"], ["entities"], ["search", "anvils"]])
def test_what_commands_print_is_tame(
    hostile_vault: Path, command: list[str], form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main.main([*command, "-f", form, "--vault", str(hostile_vault)], standalone_mode=False)
    raw = capsys.readouterr().out
    assert raw
    if form != "csv":
        assert not re.search(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{DIRECTIONS}]", raw)
    if form == "csv":
        assert command == ["entities"] or any(each in raw for each in DIRECTIONS), "values are exact"
        cells = [cell for row in csv.reader(io.StringIO(raw)) for cell in row]
        assert not [cell for cell in cells if re.match(r"[=@\t]|[+-](?!\d[\d.,]*%?\Z)", cell)]
    if form == "md":
        assert not re.search(rf"<%|::|{BACKTICK}|<[a-zA-Z!/]", raw)


@pytest.mark.parametrize("command", ["export -f csv", "export -f nt", "query -f csv", "query -f tsv"])
def test_what_is_exact_in_a_file_is_tame_on_a_terminal(
    hostile_vault: Path, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    name, *rest = command.split()
    query = ["SELECT ?name { ?n a kg:Note ; schema:name ?name }"] if name == "query" else []
    main.main([name, *query, *rest, "--vault", str(hostile_vault)], standalone_mode=False)
    raw = capsys.readouterr().out
    assert "red" in raw
    assert not re.search(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{DIRECTIONS}]", raw)


@pytest.mark.parametrize("name", ["ttl", "trig", "nq", "nt"])
def test_exports_parse_and_hold_the_names(hostile_vault: Path, name: str) -> None:
    kinds = {"ttl": "TURTLE", "trig": "TRIG", "nq": "N_QUADS", "nt": "N_TRIPLES"}
    data = b"".join(kg.open_graph(hostile_vault).export(name))
    values = {quad.object.value for quad in ox.parse(data, getattr(ox.RdfFormat, kinds[name]))}
    assert {each for each in HOSTILE if each not in values} == set()


def test_the_explorer_holds_no_name_outside_its_data(hostile_vault: Path) -> None:
    page = (hostile_vault.parent / "out" / "explorer" / "index.html").read_text(encoding="utf-8")
    assert "onerror" not in page.partition("<script>")[0]
    assert "alert(1)" not in page
