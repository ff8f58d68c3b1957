"""Answers are kept on disk under a hash of all that was asked."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from kg.extract.model_advice.answers import Section
from kg.extract.model_advice.roster import Roster, RosterEntry
from kg.llm.cache import Answers, key_of
from kg.llm.client import Endpoint
from kg.model import Sentence, Span

if TYPE_CHECKING:
    from pathlib import Path


def sentence(text: str) -> Sentence:
    return Sentence(text, Span(0, len(text)), tuple(range(len(text))), (), "paragraph")


SECTION = Section("Anvils", ("Rivals",), (sentence("Acme sold 40 anvils."),), 3, Roster())
WHERE = Endpoint("https://models.example.org/v1", "small", 1, "secret")


def test_what_is_put_is_there_in_the_next_process_as_in_this(tmp_path: Path) -> None:
    with Answers(tmp_path / "answers.sqlite") as answers:
        assert answers.get("k") is None
        answers.put("k", "one")
        answers.put("k", "two")
    with Answers(tmp_path / "answers.sqlite") as answers:
        assert answers.get("k") == "two"
    assert b"secret" not in (tmp_path / "answers.sqlite").read_bytes()


@pytest.mark.parametrize(
    ("section", "where", "same"),
    [
        (SECTION, Endpoint("https://models.example.org/v1", "small", 9, "another"), True),
        (SECTION._replace(first=0), WHERE, True),
        (SECTION._replace(title="Hammers"), WHERE, False),
        (SECTION._replace(headings=()), WHERE, False),
        (SECTION._replace(roster=Roster((RosterEntry("E1", "Acme"),))), WHERE, True),
        (SECTION._replace(sentences=(sentence("Acme sold 41 anvils."),)), WHERE, False),
        (SECTION, Endpoint("https://models.example.org/v2", "small", 1), False),
        (SECTION, Endpoint("https://models.example.org/v1", "large", 1), False),
    ],
)
def test_the_key_is_that_of_all_that_an_answer_depends_on(section: Section, where: Endpoint, same: bool) -> None:  # noqa: FBT001
    assert (key_of(section, where) == key_of(SECTION, WHERE)) is same


@pytest.mark.parametrize("written", ["'" + "x" * 20_000_000 + "'", "CAST(x'6FFF' AS TEXT)"])
def test_a_row_that_no_model_wrote_is_asked_for_again(tmp_path: Path, written: str) -> None:
    with Answers(tmp_path / "answers.sqlite") as answers:
        answers.put("k", "one")
    with sqlite3.connect(tmp_path / "answers.sqlite") as db:
        db.execute(f"UPDATE answer SET written = {written}")  # noqa: S608 - the texts are those above
    db.close()
    with Answers(tmp_path / "answers.sqlite") as answers:
        assert answers.get("k") is None
        answers.put("k", "two")
        assert answers.get("k") == "two"


def test_a_table_with_other_columns_is_set_aside(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "answers.sqlite") as db:
        db.execute("CREATE TABLE answer (question TEXT)")
    db.close()
    with Answers(tmp_path / "answers.sqlite") as answers:
        answers.put("k", "one")
        assert answers.get("k") == "one"
    assert (tmp_path / "set-aside/1-answers.sqlite").is_file()


def test_a_damaged_file_is_set_aside_and_another_one_begun(tmp_path: Path) -> None:
    (tmp_path / "answers.sqlite").write_bytes(b"no database " * 100)
    with Answers(tmp_path / "answers.sqlite") as answers:
        answers.put("k", "one")
    assert (tmp_path / "set-aside/1-answers.sqlite").read_bytes() == b"no database " * 100
    with Answers(tmp_path / "answers.sqlite") as answers:
        assert answers.get("k") == "one"


def test_a_file_with_more_in_it_than_answers_is_set_aside(tmp_path: Path) -> None:
    """It may have come with the vault: a trigger would act on what is put there."""
    with Answers(tmp_path / "answers.sqlite") as answers:
        answers.put("k", "one")
    with sqlite3.connect(tmp_path / "answers.sqlite") as db:
        db.execute("CREATE TRIGGER t AFTER INSERT ON answer BEGIN DELETE FROM answer; END")
    db.close()
    with Answers(tmp_path / "answers.sqlite") as answers:
        assert answers.get("k") is None
