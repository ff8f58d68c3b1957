"""The text of notes that the explorer shows around claims is the note's own, and each claim is where it was read."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import kg
from kg.assembly.steps.note_passages import passages_of
from kg.reader.read_note import read_note
from kg.reader.render import passages
from kg.views.explorer.note_texts import HEADING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.model import Claim, NoteFacts
    from kg.views.explorer.note_texts import TextBlock

NOTE = """---
title: Harbours
---
# Harbours
Acme Corporation runs **12 harbours** in [[Chile|the south]]. Why so many? Acme bought the port of Arica. [00:01:02]

## Money
> [!warning] Debt
> Acme owes $3 billion.

- Acme Corporation sold the port of Iquique in 2019.
- Acme Corporation sold the port of Iquique in 2019.
"""


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("passages") / "vault"
    (folder / ".obsidian").mkdir(parents=True)
    (folder / "Harbours.md").write_text(NOTE, encoding="utf-8")
    kg.build(folder, out=folder.parent / "out", workers=1).close()
    return folder


def notes_of(vault: Path) -> list[tuple[NoteFacts, Sequence[Claim]]]:
    """Facts and claims of each note of a vault."""
    with kg.open_graph(vault) as graph:
        return list(graph._reader.notes())  # noqa: SLF001 - as the explorer is given them


def words(block: TextBlock, claims: Sequence[Claim]) -> str:
    """A block as a reader sees it."""
    return "".join(part if isinstance(part, str) else claims[part].text for part in block[1:])


def test_blocks_are_the_notes_own_words_with_every_claim_in_its_place(vault: Path) -> None:
    ((facts, claims),) = notes_of(vault)
    found = passages_of(vault)(facts, claims)
    assert [words(block, claims) for block in found if block[0] == HEADING] == ["Money"]
    assert [words(block, claims) for block in found if block[0] != HEADING] == [
        each.text for each in passages(read_note(facts.path, NOTE.encode()))
    ]
    held = [part for block in found for part in block[1:] if not isinstance(part, str)]
    assert sorted(held) == list(range(len(claims)))
    assert len(claims) > 3
    assert any("Why so many?" in part for part in found[0][1:] if isinstance(part, str))


def test_a_note_that_has_changed_or_gone_has_no_text(vault: Path, tmp_path: Path) -> None:
    ((facts, claims),) = notes_of(vault)
    other = tmp_path / "vault"
    shutil.copytree(vault, other, ignore=shutil.ignore_patterns(".kg"))
    assert passages_of(other)(facts, claims)
    (other / "Harbours.md").write_text(NOTE.replace("12", "13"), encoding="utf-8")
    assert passages_of(other)(facts, claims) == []
    (other / "Harbours.md").unlink()
    assert passages_of(other)(facts, claims) == []


def test_who_switches_it_off_has_a_page_without_the_text(vault: Path) -> None:
    page = vault.parent / "out" / "explorer" / "index.html"
    assert 'id="kg-texts"' in page.read_text(encoding="utf-8")
    kg.build(vault, out=vault.parent / "out", workers=1, view_text=False).close()
    assert 'id="kg-texts"' not in page.read_text(encoding="utf-8")


def test_every_claim_of_the_sample_vault_is_in_its_notes_text(vault_copy: Path, tmp_path: Path) -> None:
    kg.build(vault_copy, out=tmp_path / "out", workers=1).close()
    give = passages_of(vault_copy)
    for facts, claims in notes_of(vault_copy):
        held = {part for block in give(facts, claims) for part in block[1:] if not isinstance(part, str)}
        assert held == set(range(len(claims))) or not facts.path.endswith(".md"), facts.path
