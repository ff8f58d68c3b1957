"""Another version of kg rebuilds what its code made, and no more, and says so."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import kg
from kg import assembly
from kg.assembly.notes import analyse_note
from kg.assembly.state import code_hashes
from kg.assembly.state.build_state import BuildState
from kg.assembly.steps.build_result import Silent
from kg.config import Config
from kg.extract.grammar import nlp
from kg.extract.names import name_decision, name_evidence

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault

ONE = Config(workers=1)
ACME = "---\ntitle: Acme\nvideoId: aaaaaaaaaaa\n---\nAcme Corporation sold 40 anvils in 2023 [00:01:00].\n"
GLOBEX = "Globex was founded by Hank Scorpio in 1996.\n"
LOADED = """
import json, sys
import kg.extract.analysis, kg.extract.grammar.nlp, kg.extract.analysis_packing
kg.extract.grammar.nlp.load()  # imports what only a parse needs
home = str(__import__("pathlib").Path(kg.__file__).parent)
files = [module.__file__ for name, module in sys.modules.items() if name.startswith("kg.extract.")]
print(json.dumps([file.removeprefix(home + "/") for file in files]))
"""


class Told(Silent):
    """Keeps what a person is told."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault({"Acme.md": ACME, "Globex.md": GLOBEX})


def another(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Pretend that a part of the code is of another version."""
    monkeypatch.setattr(code_hashes, name, lambda *_: f"another {name}")


def forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(_model: str) -> None:
        raise AssertionError("the pipeline was loaded")

    monkeypatch.setattr(nlp, "load", load)


def test_the_files_that_parse_are_named_with_all_that_they_import() -> None:
    found = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, check=True)
    assert sorted(json.loads(found.stdout)) == sorted(name for name in code_hashes.PARSED if name.endswith(".py"))


def test_the_words_that_decide_on_sentences_count_as_what_parses() -> None:
    looked_up = set()
    for name in code_hashes.PARSED:
        if name.endswith(".py"):
            source = (code_hashes.HOME / name).read_text(encoding="utf-8")
            looked_up |= set(re.findall(r'word_(?:list|table|class)\("(\w+)"', source))
    folders = [code_hashes.HOME / name for name in code_hashes.PARSED if name.startswith("extract/words/data/")]
    assert looked_up
    assert looked_up <= {file.stem for folder in folders for file in folder.iterdir()}


def test_what_reads_and_parses_needs_no_property() -> None:
    script = "import sys, kg.reader.read_note, kg.reader.corrections_page, kg.extract.analysis; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert "kg.model.properties" not in found.stdout.split()


@pytest.mark.parametrize("kind", [".py", ".toml", ".tsv", ".txt"])
def test_a_hash_is_of_code_and_of_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(code_hashes, "HOME", tmp_path)
    file = tmp_path / f"room/file{kind}"
    file.parent.mkdir()
    file.write_text("old", encoding="utf-8")
    whole, less = code_hashes.hash_of(["room"]), code_hashes.hash_of(["room"], without=[f"room/file{kind}"])
    file.write_text("new", encoding="utf-8")
    assert code_hashes.hash_of(["room"]) != whole
    assert code_hashes.hash_of(["room"], without=[f"room/file{kind}"]) == less
    assert code_hashes.hash_of(["room"], without=["room"]) == less


def test_every_kind_of_data_that_the_rules_read_is_hashed() -> None:
    data = [file for file in (code_hashes.HOME / "extract/words/data").rglob("*") if file.is_file()]
    assert {file.suffix for file in data} <= code_hashes.KINDS


@pytest.mark.parametrize("part", ["rules", "encoding"])
def test_other_rules_extract_every_note_and_parse_none(vault: Path, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    assembly.build(vault, config=ONE)
    another(monkeypatch, part)
    forbid(monkeypatch)
    told = Told()
    result = assembly.build(vault, config=ONE, progress=told)
    assert (result.analysed, result.replaced) == (0, 2)
    assert told.notes == ["kg's rules changed since the last build: re-extracting every note (no re-parsing)"]
    told = Told()
    assert assembly.build(vault, config=ONE, progress=told).replaced == 0
    assert told.notes == []


def test_what_a_note_says_of_names_is_gathered_by_the_rules_of_today(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assembly.build(vault, config=ONE)
    assert "Hank Scorpio" in {entity.name for entity in kg.open_graph(vault).entities()}
    another(monkeypatch, "rules")
    forbid(monkeypatch)
    real = name_evidence.collect

    def blind(path: str, title: str, sentences: object) -> object:
        found = real(path, title, sentences)  # type: ignore[arg-type]
        rows = tuple(row for row in found.sightings if row.text != "Hank Scorpio")
        return type(found)(found.path, found.title, rows, found.pairs)

    monkeypatch.setattr(analyse_note, "collect", blind)
    assembly.build(vault, config=ONE)
    assert {entity.name for entity in kg.open_graph(vault).entities()} == {"Acme Corporation", "Globex"}


def test_names_are_grouped_by_the_rules_of_today(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assembly.build(vault, config=ONE)
    another(monkeypatch, "rules")
    for room in ("kg.assembly.state.name_counts", "kg.extract.names.lexicon"):
        monkeypatch.setattr(f"{room}.key_of", lambda text: f"new {name_decision.key_of(text)}")
    assembly.build(vault, config=ONE)
    with BuildState(vault / ".kg/state.sqlite") as state:
        keys = [key for (key,) in state.rows("SELECT key FROM spelling")]
    assert keys
    assert all(key.startswith("new ") for key in keys)


def test_another_reader_analyses_every_note(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assembly.build(vault, config=ONE)
    another(monkeypatch, "reading")
    told = Told()
    result = assembly.build(vault, config=ONE, progress=told)
    assert (result.analysed, result.replaced) == (2, 2)
    assert told.notes[0].endswith("re-analysing every note")


def test_another_setting_of_the_view_looks_at_no_note(vault: Path) -> None:
    assembly.build(vault, config=ONE)
    result = assembly.build(vault, config=Config(workers=1, view_entities=7))
    assert (result.analysed, result.replaced) == (0, 0)


def test_a_setting_on_second_versions_has_only_those_analysed(make_vault: MakeVault) -> None:
    copy = "Acme (Conflicted copy phone 202401021530).md"
    made = make_vault({"Acme.md": ACME, copy: ACME.replace("40", "41,000"), "Globex.md": GLOBEX})
    assembly.build(made, config=ONE)
    result = assembly.build(made, config=Config(workers=1, conflict_copies=True))
    assert (result.analysed, result.replaced) == (1, 1)
    assert {claim.note for claim in kg.open_graph(made).claims("Acme Corporation")} == {"Acme.md", copy}
