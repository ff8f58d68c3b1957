"""The recipes of docs/architecture.md, followed in a copy: a time format, a query, a command, a host, a verb of saying.

Properties, output formats, types and corrections have files of their own in this folder; pipelines are refused in
``tests/extract/grammar/test_nlp.py``.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.tables.conftest import KgCopy

if TYPE_CHECKING:
    from pathlib import Path

SAID = "Jane Roe bellowed that Acme Corporation sold 40 trucks in 2031."
NOTES = {
    "Trucks.md": f"---\nrecording: https://talks.example/t/ab12\n---\n# Trucks\n{SAID} @75s@\n",
    "Acme Corporation.md": "Acme Corporation is a company. Jane Roe leads Acme Corporation.\n",
}
TIME_FORMAT = '''def tapes(source: StampSource) -> list[Timestamp]:
    """``@62s@``."""
    found = re.finditer(r"@([0-9]+)s@", source.masked)
    return [Timestamp(one[0], float(one[1]), None, "bare", (), Span(*one.span()), "text") for one in found]


'''
QUERY = """# title: Sources
# description: Who said something about an entity.
# parameter entity (entity): name or alias of the entity, such as CoreWeave
SELECT DISTINCT ?who WHERE {
  VALUES ?entity { <https://kg.example/entity/CoreWeave> }
  ?claim schema:mentions ?entity ; prov:wasAttributedTo ?source .
  ?source schema:name ?who .
}
ORDER BY ?who
"""
COMMAND = '''"""``kg hello``."""

import click

from kg.cli import output
from kg.cli.command import Command


@click.command(cls=Command, short_help="Greet.", examples=("kg hello",))
def command() -> None:
    """Greet."""
    output.lines(["hello"])
'''
HOST = r"""    Host(
        "Talks",
        re.compile(r"https://talks\.example/t/(?P<id>\w+)"),
        "https://talks.example/t/{id}",
        "?at={s}",
    ),
"""
VERB = "bellow\tsays quotes\n"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory, project: Path) -> KgCopy:
    """A copy in which every recipe was followed, and a vault built with it."""
    home = tmp_path_factory.mktemp("recipes")
    shutil.copytree(project / "kg", home / "kg", ignore=shutil.ignore_patterns("app", "__pycache__"))
    copy = KgCopy(home)
    copy.insert("reader/timestamps.py", "# the order of reading", TIME_FORMAT)
    copy.insert("reader/timestamps.py", "linked, urls, bracketed", "tapes, ")
    (home / "kg/store/queries/sources.rq").write_text(QUERY, encoding="utf-8")
    (home / "kg/cli/commands/hello.py").write_text(COMMAND, encoding="utf-8")
    copy.insert("cli/main.py", '"stats"),', '"hello", ')
    copy.insert("model/media.py", '    Host(\n        "YouTube",', HOST)
    copy.insert("extract/words/data/stance/saying_verbs.tsv", "caution\t", VERB)
    for name, text in NOTES.items():
        (home / "vault").mkdir(exist_ok=True)
        (home / "vault" / name).write_text(text, encoding="utf-8")
    copy.kg("build", "vault")
    return copy


@pytest.fixture(scope="module")
def claim(copy: KgCopy) -> dict[str, object]:
    lines = copy.kg("claims", "--note", "Trucks*", "--format", "jsonl").splitlines()
    assert len(lines) == 1
    found: dict[str, object] = json.loads(lines[0])
    return found


def test_a_way_to_write_times_is_a_function_in_the_table_of_dialects(copy: KgCopy) -> None:
    (time,) = json.loads(copy.kg("parse", "vault/Trucks.md"))["timestamps"]
    assert (time["raw"], time["start"]) == ("@75s@", 75)


def test_a_host_is_a_row_and_its_recordings_play_at_their_second(claim: dict[str, object]) -> None:
    assert claim["text"] == SAID
    assert isinstance(claim["source"], dict)
    assert claim["source"]["url"] == "https://talks.example/t/ab12?at=75"


def test_a_verb_of_saying_is_a_line(claim: dict[str, object]) -> None:
    assert (claim["modality"], claim["attribution"]) == ("reported", "Jane Roe")


def test_a_named_query_is_a_file(copy: KgCopy) -> None:
    assert "sources" in copy.kg("query", "--list")
    answer = copy.kg("query", "sources", "--param", "entity=Acme Corporation", "--format", "csv")
    assert answer.splitlines() == ["who", "Jane Roe"]


def test_a_command_is_a_module_and_its_name(copy: KgCopy) -> None:
    assert "hello  " in copy.kg("--help")
    assert copy.kg("hello") == "hello\n"
