"""An editor that saves a page while sync writes it: each save is in the page afterwards, or in a named copy."""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING

import pytest

from kg.files.safe_folder import Folder
from kg.sync.plan.plan import Manner
from kg.sync.write.apply import apply
from kg.sync.write.page_exchange import Pages
from kg.sync.write.undo import undo
from tests.sync_editor import Editor, saved
from tests.sync_samples import Told, applied, never, planned

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SAVES = 2_000
PAGE = "Knowledge/Acme.md"
MANNER = Manner(at_most=100)


def fewer(knowledge: Told) -> Told:
    return Told(knowledge.claims[1:], knowledge.opinions)


@pytest.mark.parametrize("slow", [0.0, 0.002], ids=["disk", "slow disk"])
def test_no_save_is_lost_during_applies_and_undos(
    vault: Path, knowledge: Told, monkeypatch: pytest.MonkeyPatch, slow: float
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: time.sleep(slow))
    applied(vault, knowledge)
    editor, turn, over = Editor(vault / PAGE), threading.Lock(), threading.Event()

    def save() -> None:
        while not over.is_set():
            with turn:
                editor.save()
            time.sleep(0)

    typing = threading.Thread(target=save)
    typing.start()
    try:
        for run in range(100_000):
            made = planned(vault, knowledge if run % 2 else fewer(knowledge))
            apply(vault, made, MANNER, recent=never)
            with turn:
                assert saved(vault, vault / PAGE) == editor.last
            if run % 3 == 0:
                undo(vault)
                with turn:
                    assert saved(vault, vault / PAGE) == editor.last
            if editor.last >= SAVES:
                break
    finally:
        over.set()
        typing.join()


def between(monkeypatch: pytest.MonkeyPatch, act: Callable[[int], None]) -> None:
    """Let somebody act right before each exchange of two files, told its number."""
    real, count = Folder.exchange, iter(range(100))

    def exchange(folder: Folder, one: str, other: str) -> None:
        act(next(count))
        real(folder, one, other)

    monkeypatch.setattr(Folder, "exchange", exchange)


def mine(page: Path, word: str) -> None:
    page.write_bytes(page.read_bytes() + f"\n{word}\n".encode())


def test_a_save_in_the_last_moment_goes_back_and_gets_the_new_block(
    vault: Path, knowledge: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied(vault, knowledge)
    between(monkeypatch, lambda number: mine(vault / PAGE, "In the last moment.") if number == 0 else None)
    applied(vault, fewer(knowledge))
    text = (vault / PAGE).read_text()
    assert "In the last moment." in text
    assert "claims: 3" in text


def test_a_save_while_another_goes_back_is_the_page_and_the_other_is_kept(
    vault: Path, knowledge: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied(vault, knowledge)
    between(monkeypatch, lambda number: mine(vault / PAGE, f"Save {number}.") if number < 3 else None)
    done = applied(vault, fewer(knowledge))
    kept = b"".join((vault / place).read_bytes() for _, place in done.late) + (vault / PAGE).read_bytes()
    assert all(f"Save {number}.".encode() in kept for number in range(3))
    assert b"Save 2." in (vault / PAGE).read_bytes()


def test_a_save_into_the_file_that_was_replaced_is_the_page_again(
    vault: Path, knowledge: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor has the page open, and writes when kg has looked already."""
    applied(vault, knowledge)
    real = Pages.settle
    with (vault / PAGE).open("r+b") as held:

        def settle(pages: Pages) -> list[tuple[str, str]]:
            held.write(held.read().replace(b"---\n\n%%", b"---\n\nLate.\n\n%%", 1))
            held.flush()
            return real(pages)

        monkeypatch.setattr(Pages, "settle", settle)
        done = applied(vault, fewer(knowledge))
    assert done.late == [(PAGE, "")]
    assert PAGE not in {edit.path for edit in done.written}
    assert b"Late." in (vault / PAGE).read_bytes()


def test_a_save_after_the_run_is_kept_by_the_next(vault: Path, knowledge: Told) -> None:
    applied(vault, knowledge)
    with (vault / PAGE).open("r+b") as held:
        applied(vault, fewer(knowledge))
        held.write(b"Later than late.\n")
    done = applied(vault, knowledge)
    ((page, place),) = done.late
    assert page == PAGE
    assert (vault / place).read_bytes().startswith(b"Later than late.")


def test_undo_gives_back_a_save_in_the_last_moment(
    vault: Path, knowledge: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied(vault, knowledge)
    applied(vault, fewer(knowledge))
    between(monkeypatch, lambda number: mine(vault / PAGE, "In the last moment.") if number == 0 else None)
    found = undo(vault)
    assert found is not None
    assert PAGE in found.kept
    assert "In the last moment." in (vault / PAGE).read_text()


def test_undo_leaves_a_new_page_that_is_saved_in_the_last_moment(
    vault: Path, knowledge: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied(vault, knowledge)
    real = Folder.rename

    def rename(folder: Folder, old: str, new: str) -> None:
        if old == PAGE:
            mine(vault / PAGE, "In the last moment.")
        real(folder, old, new)

    monkeypatch.setattr(Folder, "rename", rename)
    found = undo(vault)
    assert found is not None
    assert found.kept == (PAGE,)
    assert "In the last moment." in (vault / PAGE).read_text()


def test_without_an_exchange_in_one_step_nothing_is_lost_either(
    vault: Path, knowledge: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.files.exchange_files._call", lambda: None)
    applied(vault, knowledge)
    first = (vault / PAGE).read_bytes()
    applied(vault, fewer(knowledge))
    assert b"claims: 3" in (vault / PAGE).read_bytes()
    undo(vault)
    assert (vault / PAGE).read_bytes() == first
    assert undo(vault) is not None
    assert not (vault / PAGE).exists()
