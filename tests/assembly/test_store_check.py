"""``fsck`` finds nothing where all is well, and names each part that is not."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

import kg
from kg import assembly
from kg.assembly.store_check import checked
from kg.config import Config
from kg.files.cache_seal import SEAL, close_seal, doubt
from kg.files.own_folder import own_folder
from kg.rdf.vocabulary import TEXT
from kg.store.engine.store import Store
from kg.sync.plan.plan import digest
from kg.sync.write import history, journal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault

ONE = Config(workers=1)


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    """Two notes, their graph, and one apply in the history."""
    root = make_vault(
        {
            f"{name}.md": f"{name} Corporation sold {number} anvils to Initech Corporation in 2019 [00:01:00].\n"
            for name, number in (("Acme", 40), ("Globex", 41))
        }
    )
    assembly.build(root, config=ONE)
    with history.opened(root) as folder, history.journaled(folder, None, 1.0) as held:
        held.record([journal.Step("Acme.md", digest(b"old"), digest(b"new"))], [b"old"])
        held.end()
    return root


def wrong(vault: Path) -> list[str]:
    return [found.part for found in checked(vault, ONE) if not found.right]


def stale(vault: Path, config: Config = ONE) -> list[str]:
    return [found.part for found in checked(vault, config) if found.stale]


def test_all_is_well_after_a_build(vault: Path) -> None:
    assert wrong(vault) == []
    assert {found.part for found in checked(vault, ONE)} >= {"files", "notes", "graph", "search", "sync 1"}


def test_a_note_that_changed_is_stale_until_the_next_build(vault: Path) -> None:
    (vault / "Acme.md").write_text("Acme Corporation sold 7 lamps in 2020.\n")
    assert (stale(vault), wrong(vault)) == (["notes"], [])
    assembly.build(vault, config=ONE)
    assert (stale(vault), wrong(vault)) == ([], [])


def test_a_file_that_changed_is_named(vault: Path) -> None:
    os.utime(vault / ".kg/search.sqlite", (1, 1))
    assert wrong(vault) == ["files"]


def test_a_graph_that_is_other_than_it_was_made_is_named(vault: Path) -> None:
    with Store.open(vault / ".kg") as store:
        store.engine.graph.update(f"DELETE WHERE {{ GRAPH ?g {{ ?s {TEXT} ?o }} }}")
        store.flush(everything=True)
    assert wrong(vault) == ["graph", "counts"]
    assembly.build(vault, config=ONE)
    assert wrong(vault) == []


def test_what_a_killed_build_left_is_named_and_the_next_one_mends_it(vault: Path) -> None:
    shutil.copytree(vault / ".kg/published-1", vault / ".kg/published-2")
    with own_folder(vault / ".kg") as folder:
        close_seal(folder)
    assert wrong(vault) == ["generation"]
    assembly.build(vault, config=ONE)
    assert wrong(vault) == []
    store = Store.open(vault / ".kg")
    store.replace_notes((), gone=store.note_iris())
    store.close(publish=False)
    assert "generation" in wrong(vault)
    assert any("2 changes not published" in found.text for found in checked(vault, ONE))
    assembly.build(vault, config=ONE)
    assert len(kg.open_graph(vault).notes()) == 2


def test_a_generation_that_somebody_has_open_is_not_left_behind(vault: Path) -> None:
    with kg.open_graph(vault):
        (vault / "Acme.md").write_text("Acme Corporation sold 7 lamps in 2020.\n")
        assembly.build(vault, config=ONE)
        assert (vault / ".kg/published-1").is_dir()
        assert wrong(vault) == []


def test_a_search_file_that_lacks_claims_is_named(vault: Path) -> None:
    with closing(sqlite3.connect(vault / ".kg/search.sqlite")) as database, database:
        database.execute("DELETE FROM claim WHERE id = 1")
    with own_folder(vault / ".kg") as folder:
        close_seal(folder)
    assert wrong(vault) == ["search", "counts"]
    assembly.build(vault, config=ONE)
    assert wrong(vault) == []


def test_of_what_came_with_a_vault_nothing_is_opened(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another user"))
    assert [(found.part, found.text) for found in checked(vault, ONE)] == [
        ("files", "not sealed by you with this kg: none of them is opened"),
        ("sync 1", "not written by you; kg leaves it alone"),
    ]


def test_old_bytes_that_are_lost_are_named(vault: Path) -> None:
    (kept,) = (vault / ".kg/sync/before").iterdir()
    kept.write_bytes(b"other")
    assert wrong(vault) == ["sync 1"]


CUES = "WEBVTT\n\n00:01:00.000 --> 00:01:09.000\nAcme Corporation sold {} anvils.\n"


@pytest.mark.parametrize("config", [ONE, Config(workers=1, transcripts="claims")], ids=["search", "claims"])
def test_a_transcript_that_changed_or_came_is_named(vault: Path, config: Config) -> None:
    for number in ("forty", "fifty"):
        (vault / "Acme.vtt").write_text(CUES.format(number))
        assert "transcripts" in stale(vault, config)
        assembly.build(vault, config=config)
        assert (stale(vault, config), wrong(vault)) == ([], [])


@pytest.mark.parametrize(
    "damage",
    ["DELETE FROM cue", "UPDATE cue SET start = 61", "UPDATE transcript SET path = 'Globex.vtt'"],
)
def test_cues_that_differ_from_the_transcript_are_named(vault: Path, damage: str) -> None:
    (vault / "Acme.vtt").write_text(CUES.format("forty"))
    assembly.build(vault, config=ONE)
    with closing(sqlite3.connect(vault / ".kg/search.sqlite")) as database, database:
        database.execute(damage)
    with own_folder(vault / ".kg") as folder:
        close_seal(folder)
    assert wrong(vault) == ["cues"]


COUNTED = {
    "a.md": "Acme Corporation reported revenue of $3 billion in 2023. Acme Corporation was founded in 1996.\n",
    "b.md": "---\nvideoId: aaaaaaaaaaa\n---\nAcme Corporation reported revenue of $5 billion in 2023 [00:01:00].\n",
}
DAMAGES = {
    "statements of a note": "UPDATE note SET statements = statements + 1 WHERE id = 1",
    "quads of a note": "UPDATE note SET quads = quads - 1 WHERE id = 2",
    "facts": "UPDATE note_facts SET facts = (SELECT facts FROM note_facts WHERE note = 2) WHERE note = 1",
    "no facts": "DELETE FROM note_facts WHERE note = 2",
    "modality": "UPDATE claim SET modality = 'predicted' WHERE id = 1",
    "claim": "UPDATE claim SET data = (SELECT data FROM claim WHERE id = 3) WHERE id = 1",
    "broken claim": "UPDATE claim SET data = x'00' WHERE id = 1",
    "stray claim": "INSERT INTO claim (note, iri, modality, data) VALUES (9, 'urn:x', 'asserted', x'00')",
    "words": "UPDATE words SET text = 'other' WHERE rowid = 1",
    "topics of claims": "DELETE FROM said WHERE claim = 1",
    "about": "UPDATE said SET about = NOT about WHERE claim = 2",
    "stray topic": "INSERT INTO said SELECT max(topic), 9, 9, 0 FROM said",
    "name of a topic": "UPDATE topic SET name = name || '?'",
    "claims of an entity in a note": "UPDATE tally SET claims = claims + 1 WHERE note = 1",
    "claims of an entity": "UPDATE entity SET claims = claims + 1",
    "notes of an entity": "UPDATE entity SET notes = notes - 1",
    "type of an entity": "UPDATE entity SET type = 'Place'",
    "alias": "UPDATE name SET folded = 'x' WHERE id = 1",
    "spelling": "DELETE FROM spelling",
    "quads of a subject": "UPDATE subject SET quads = quads + 1",
    "recordings": "UPDATE subject SET recording = 1",
    "stray subject": "INSERT INTO subject VALUES ('urn:x', x'00', 7, 0)",
    "values": "DELETE FROM value WHERE claim = 1",
    "unit": "UPDATE value SET unit = 'EUR' WHERE NOT dated",
    "pairs": "UPDATE pairs SET number = number + 1",
    "no pairs": "DELETE FROM pairs",
    "stray pairs": "INSERT INTO pairs VALUES ('Nobody', 'revenue', '', 'USD', 'conflict', 1)",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_kept_otherwise_than_the_graph_gives_it_is_found_and_rebuilt(
    make_vault: MakeVault, damage: str
) -> None:
    """The seal knows nothing of it, as when a bit on the disk has changed, or a build has miscounted."""
    vault = make_vault(COUNTED)
    assembly.build(vault, config=ONE)
    with closing(sqlite3.connect(vault / ".kg/search.sqlite")) as database, database:
        assert database.execute(DAMAGES[damage]).rowcount > 0
    with own_folder(vault / ".kg") as folder:
        close_seal(folder)
    found = set(wrong(vault))
    assert "counts" in found
    assert found <= {"counts", "search"}
    assert "files" in wrong(vault), "the next build is to rebuild it"
    assembly.build(vault, config=ONE)
    assert wrong(vault) == []


def test_counts_by_other_rules_are_not_read_and_not_wrong(make_vault: MakeVault) -> None:
    vault = make_vault(COUNTED)
    assembly.build(vault, config=ONE)
    with closing(sqlite3.connect(vault / ".kg/search.sqlite")) as database, database:
        database.execute("UPDATE pairs_counted SET rules = 'others'")
        database.execute("UPDATE pairs SET number = 99")
    with own_folder(vault / ".kg") as folder:
        close_seal(folder)
    assert wrong(vault) == []


def test_files_that_a_build_has_made_again_meanwhile_are_not_doubted(vault: Path) -> None:
    with own_folder(vault / ".kg") as folder:
        seal = folder.read(SEAL) or b""
        (vault / "Acme.md").write_text("Acme Corporation sold 7 lamps in 2020.\n")
        assembly.build(vault, config=ONE)
        assert not doubt(folder, ["search.sqlite"], seal)
        assert doubt(folder, ["search.sqlite"], folder.read(SEAL) or b"")
    assert wrong(vault) == ["files"]
