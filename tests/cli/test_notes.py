"""``kg parse`` and ``kg doctor``: the notes themselves, without NLP and without a graph."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Typed
    from tests.conftest import MakeVault

HOME = """---
title: Home
tags: [start]
videoId: abcdefghijk
---
# Home
See [[Away | the other note]] and [[gone note]] [00:01:15].
"""
AWAY = "Nothing but [[Home]] here, at [00:75:99].\n"
SHIFTED = """---
videoId: kjihgfedcba
---
One thing [14:05:42]. Another thing [15:10:00]. A third thing [16:20:00]. A fourth thing [17:30:00].
"""


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    vault = make_vault({"Home.md": HOME, "sub/Away.md": AWAY, "sub/gone_note.md": "", "sub/Late.md": SHIFTED})
    (vault / ".obsidian").mkdir()
    return vault


def lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (["Home.md"], ["Home.md"]),
        (["Home"], ["Home.md"]),
        (["sub/Away", "Home"], ["sub/Away.md", "Home.md"]),
        (["./sub/../sub/Away.md"], ["sub/Away.md"]),
        (["sub"], ["sub/Away.md", "sub/Late.md", "sub/gone_note.md"]),
        (["."], ["Home.md", "sub/Away.md", "sub/Late.md", "sub/gone_note.md"]),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("named", [True, False], ids=["--vault", "from inside"])
def test_notes_are_files_paths_in_the_vault_or_folders(
    anywhere: Typed, vault: Path, monkeypatch: pytest.MonkeyPatch, typed: list[str], found: list[str], *, named: bool
) -> None:
    monkeypatch.chdir(vault)
    result = anywhere("parse", *typed, *(["--vault", str(vault)] if named else []))
    assert result.exit_code == 0, result.stderr
    assert [record["note"] for record in lines(result.stdout)] == found


def test_a_note_is_found_from_a_folder_inside_the_vault(
    anywhere: Typed, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(vault / "sub")
    assert [record["note"] for record in lines(anywhere("parse", "Away.md", "Home").stdout)] == [
        "sub/Away.md",
        "Home.md",
    ]


def test_a_note_elsewhere_brings_its_own_vault(
    anywhere: Typed, vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (record,) = lines(anywhere("parse", str(vault / "sub" / "Away")).stdout)
    assert (record["note"], record["links"][0]["resolved"]) == ("sub/Away.md", "Home.md")


def test_a_note_outside_any_vault_is_parsed_alone(
    anywhere: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lone = tmp_path / "notes" / "lone.md"
    lone.parent.mkdir()
    lone.write_text(AWAY, encoding="utf-8")
    (record,) = lines(anywhere("parse", str(lone)).stdout)
    assert (record["note"], record["links"][0]["resolved"]) == ("lone.md", None)
    (record,) = lines(anywhere("parse", "notes").stdout)
    assert record["note"] == "lone.md"


def test_a_vault_reached_through_a_link_is_the_same_vault(anywhere: Typed, vault: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(vault)
    (record,) = lines(anywhere("parse", str(vault / "sub" / "Away.md"), "--vault", str(link)).stdout)
    assert record["note"] == "sub/Away.md"


def test_a_parsed_note_has_the_published_keys_in_their_order(anywhere: Typed, vault: Path) -> None:
    (record,) = lines(anywhere("parse", "Home", "--vault", str(vault), "--format", "jsonl").stdout)
    assert list(record) == [
        "note", "properties", "aliases", "tags", "headings", "callouts", "block_ids", "fields", "links", "timestamps",
        "problems",
    ]  # fmt: skip
    assert [link["resolved"] for link in record["links"]] == ["sub/Away.md", None]


def test_many_notes_are_one_document_or_a_table(anywhere: Typed, vault: Path) -> None:
    document = json.loads(anywhere("parse", "Home", "sub/Away", "--vault", str(vault), "-f", "json").stdout)
    assert [record["note"] for record in document] == ["Home.md", "sub/Away.md"]
    table = anywhere("parse", "Home", "--vault", str(vault), "-f", "table").stdout.splitlines()
    assert table[0].split() == ["HEADINGS", "CALLOUTS", "TAGS", "LINKS", "DEAD", "TIMES", "PROBLEMS", "NOTE"]
    assert table[1].split() == ["1", "0", "1", "2", "1", "1", "0", "Home"]


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        (["Hone"], 1, "no note 'Hone'; did you mean 'Home.md'?"),
        (["../outside.md"], 1, "no note '../outside.md'"),
        ([], 2, "Missing argument"),
    ],
)
def test_a_note_that_is_not_there_is_told_with_close_names(
    anywhere: Typed, vault: Path, typed: list[str], code: int, told: str
) -> None:
    result = anywhere("parse", *typed, "--vault", str(vault))
    assert told in result.stderr
    assert result.exit_code == code


def test_a_note_outside_the_named_vault_is_none_of_it(anywhere: Typed, vault: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("x", encoding="utf-8")
    result = anywhere("parse", str(outside), "--vault", str(vault))
    assert f"no note {str(outside)!r}" in result.stderr
    assert result.exit_code == 1


def test_without_a_vault_no_names_are_offered(anywhere: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = anywhere("parse", "Home")
    assert result.stderr == "Error: no note 'Home'\n"
    assert result.exit_code == 1


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_parsed(
    anywhere: Typed, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (vault / "Dead.md").symlink_to(vault / "Dead.md")
    result = anywhere("parse", "Home", "sub/Away", "--vault", str(vault))
    assert result.exit_code == 0
    monkeypatch.setattr("kg.reader.vault_folder.MAX_BYTES", 60)
    result = anywhere("parse", "Home", "sub/Away", "--vault", str(vault))
    records = lines(result.stdout)
    assert [record["note"] for record in records] == ["Home.md", "sub/Away.md"]
    assert [problem["code"] for problem in records[0]["problems"]] == ["too-large"]
    assert "Error: note 'Home.md':" in result.stderr
    assert result.exit_code == 1


@pytest.mark.skipif(sys.platform == "darwin", reason="this file system allows no such names")
def test_names_that_are_no_text_are_shown_harmlessly(vault: Path) -> None:
    name = b"odd\xff\n\x1b[31m.md"
    (Path(os.fsdecode(os.fsencode(vault) + b"/" + name))).write_text(AWAY, encoding="utf-8")
    command = [sys.executable, "-m", "kg", "parse", os.fsdecode(name), "--vault", str(vault)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert json.loads(done.stdout)["note"].encode("utf-8", "surrogateescape") == name
    done = subprocess.run([*command, "-f", "table"], capture_output=True, check=True)
    assert rb"odd\udcff\n\x1b[31m" in done.stdout


def test_doctor_finds_what_is_wrong_in_the_notes(anywhere: Typed, vault: Path) -> None:
    found = lines(anywhere("doctor", "--vault", str(vault), "--format", "jsonl").stdout)
    assert [(one["code"], one["note"], one["line"], one["suggestions"]) for one in found] == [
        ("link-unresolved", "Home.md", 7, ["sub/gone_note.md"]),
        ("time-unreached", "Home.md", 7, []),
        ("timestamp-invalid", "sub/Away.md", 1, []),
        ("times-repaired", "sub/Late.md", None, []),
    ]
    assert found[3]["message"].endswith("14:05:42 plays at 14:05")
    assert found[3]["times"] == 4


def test_doctor_suggests_notes_by_alias(anywhere: Typed, make_vault: MakeVault) -> None:
    vault = make_vault({"a.md": "[[Bob]]", "b.md": "---\naliases: [Bob]\n---\n"})
    (found,) = lines(anywhere("doctor", "--vault", str(vault), "-f", "jsonl").stdout)
    assert found["suggestions"] == ["b.md"]


def test_doctor_says_nothing_of_a_second_version_but_that_it_is_one(anywhere: Typed, make_vault: MakeVault) -> None:
    vault = make_vault({"a.md": "x", "a (Conflicted copy box 202401011200).md": "[[gone]]"})
    found = lines(anywhere("doctor", "--vault", str(vault), "-f", "jsonl").stdout)
    assert [one["code"] for one in found] == ["conflict-copy"]


def test_doctor_tells_what_cannot_stand_on_a_generated_page(anywhere: Typed, make_vault: MakeVault) -> None:
    page = '---\nkg_id: "https://kg.example/entity/Acme"\ntype: Compani\nignore: perhaps\n---\n'
    vault = make_vault({"Acme.md": page, "Mine.md": "---\ntype: Compani\nignore: perhaps\n---\n"})
    found = lines(anywhere("doctor", "--vault", str(vault), "-f", "jsonl").stdout)
    assert [(one["code"], one["note"], one["line"]) for one in found] == [
        ("page-value", "Acme.md", 3),
        ("page-value", "Acme.md", 4),
    ]


def test_doctor_tells_what_generated_pages_say_against_one_another(anywhere: Typed, make_vault: MakeVault) -> None:
    def page(name: str, *more: str) -> str:
        return "\n".join(("---", f'kg_id: "https://kg.example/entity/{name}"', *more, "---", ""))

    vault = make_vault({
        "Acme.md": page("Acme", 'merge_into: "[[Globex]]"'),
        "Copy of Acme.md": page("Acme"),
        "Globex.md": page("Globex", 'merge_into: "[[Acme]]"'),
        "Initech.md": page("Initech", "merge_into: Nobody"),  # only a build knows whether notes name one
        "Mine.md": "Acme and Globex.\n",
    })  # fmt: skip
    found = lines(anywhere("doctor", "--vault", str(vault), "-f", "jsonl").stdout)
    assert [(one["code"], one["note"], one["line"]) for one in found] == [
        ("merge-cycle", "Acme.md", 3),
        ("page-twice", "Copy of Acme.md", 2),
        ("merge-cycle", "Globex.md", 3),
    ]


def test_doctor_tells_of_files_that_cannot_be_read(
    anywhere: Typed, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.reader.vault_folder.MAX_BYTES", 60)
    found = lines(anywhere("doctor", "--vault", str(vault), "-f", "jsonl").stdout)
    assert ("too-large", "error", "Home.md") in [(one["code"], one["severity"], one["note"]) for one in found]


def test_doctors_table_sums_up_and_shows_some_places(anywhere: Typed, vault: Path) -> None:
    result = anywhere("doctor", "--vault", str(vault), "--limit", "1")
    assert result.stdout.splitlines()[0].split()[:4] == ["FINDING", "SEVERITY", "TIMES", "NOTES"]
    assert "no such note; did you mean sub/gone_note?" in result.stdout
    assert result.stderr == ""
    (vault / "More.md").write_text("[[nobody]] [[nothing]]", encoding="utf-8")
    result = anywhere("doctor", "--vault", str(vault), "--limit", "1")
    assert result.stderr == "2 more places not shown; --limit 0 shows all, --only FINDING one kind.\n"
    assert anywhere("doctor", "--vault", str(vault), "--limit", "0").stderr == ""


def test_doctor_prints_json_and_markdown(anywhere: Typed, vault: Path) -> None:
    assert len(json.loads(anywhere("doctor", "--vault", str(vault), "-f", "json").stdout)) == 4
    page = anywhere("doctor", "--vault", str(vault), "-f", "md").stdout
    assert page.startswith("| Finding | Severity |")
    assert "| [[Home]] |" in page


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        (["--only", "link-unresolved"], ["link-unresolved"]),
        (["--only", "times-repaired", "--only", "timestamp-invalid"], ["timestamp-invalid", "times-repaired"]),
        (["--note", "sub/*"], ["timestamp-invalid", "times-repaired"]),
        (["--note", "Late"], ["times-repaired"]),
    ],
)
def test_doctor_can_look_for_one_thing(anywhere: Typed, vault: Path, filters: list[str], codes: list[str]) -> None:
    found = lines(anywhere("doctor", "--vault", str(vault), "-f", "jsonl", *filters).stdout)
    assert [one["code"] for one in found] == codes


@pytest.mark.parametrize(("filters", "code"), [([], 1), (["--only", "times-repaired"], 0), (["--note", "Nope"], 0)])
def test_strict_doctors_end_with_1_when_something_is_wrong(
    anywhere: Typed, vault: Path, filters: list[str], code: int
) -> None:
    assert anywhere("doctor", "--vault", str(vault), "--strict", *filters).exit_code == code
    assert anywhere("doctor", "--vault", str(vault), *filters).exit_code == 0


def test_a_sound_vault_has_nothing_to_look_at(anywhere: Typed, make_vault: MakeVault) -> None:
    vault = make_vault({"a.md": "Nothing here."})
    assert anywhere("doctor", "--vault", str(vault)).stdout == "Nothing wrong found.\n"


@pytest.mark.parametrize("arguments", [["parse", "Home"], ["doctor", "-f", "jsonl"]], ids=" ".join)
def test_neither_nlp_nor_a_store_is_loaded(vault: Path, arguments: list[str]) -> None:
    code = f"""
import sys
from kg.cli.main import main
try:
    main({[*arguments, "--vault", str(vault)]!r}, prog_name="kg")
except SystemExit as end:
    assert not end.code
loaded = sorted({{"spacy", "numpy", "pyoxigraph", "rdflib", "networkx", "rich"}} & set(sys.modules))
assert not loaded, loaded
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not (vault / ".kg").exists()
