"""Names and terms of small notes, each note a vault of one."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import pytest

from kg.extract.names.lexicon import Lexicon, collect
from kg.extract.names.named_mentions import named

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.model import Mention, Sentence

    Case = tuple[str, str, list[str]]
    Read = Callable[[str], tuple[Sentence, ...]]

CASES = "named.md"


def names(sentences: tuple[Sentence, ...], cast: Sequence[str] = ()) -> list[Mention]:
    evidence = collect("a.md", "A", sentences)
    return [each for row in named(sentences, Lexicon.build([evidence]).view(evidence), cast) for each in row]


def test_the_names_of_a_note(case: Case, read: Read) -> None:
    _, note, expected = case
    found = [f"{each.text} = {each.entity} / {each.type}" for each in names(read(note))]
    assert len(found) == len(expected), found
    assert [line for line, wanted in zip(found, expected, strict=True) if not fnmatchcase(line, wanted)] == []


@pytest.mark.parametrize(
    ("text", "title", "terms"),
    [
        ("Tidal drift is the process by which sand moves. Towns measure tidal drift.", "Causes of tidal drift", 2),
        ("Tidal Drift is a slow thing. Towns measure tidal drift.", "Causes of tidal drift", 2),
        ("Tidal drift is a slow thing.", "Harbours of the north", 0),
        ("Tidal drift worries towns.", "Causes of tidal drift", 0),
        ("Velora is a large firm.", "The rise of Velora", 0),
    ],
)
def test_what_a_title_names_is_a_term_where_it_is_said_what_it_is(
    text: str, title: str, terms: int, read: Read
) -> None:
    sentences = read(text)
    view = Lexicon.build([evidence := collect("a.md", title, sentences)]).view(evidence)
    found = [each.entity for row in named(sentences, view, (), title) for each in row if each.type == "Concept"]
    assert found == ["tidal drift"] * terms


LIND, BERG, HALE = "Mara Lind", "Ole Berg", "Tom Hale"


@pytest.mark.parametrize(
    ("text", "cast", "meant"),
    [
        ("Mara denies that turbines kill fish.", [LIND], {"Mara": LIND}),
        ("Lind denies that turbines kill fish.", [LIND], {"Lind": LIND}),
        ("Turbines, Lind says, kill no fish.", [LIND, BERG], {"Lind": LIND}),
        ("Hale asks, and Berg answers.", [LIND, BERG, HALE], {"Hale": HALE, "Berg": BERG}),
        ("Critics of Lind met Ole in Oslo.", [LIND, BERG], {"Lind": LIND, "Ole": BERG, "Oslo": "Oslo"}),
        ("Then Mara Lind met Tom.", [LIND, HALE], {"Mara Lind": LIND, "Tom": HALE}),
        # what is somebody or something else keeps its name
        ("The firm moved from Paris to Lyon.", ["Paris Hilton"], {"Paris": "Paris"}),
        ("The team flew to Jordan in May.", ["Jordan Peterson"], {"Jordan": "Jordan"}),
        ("Nora Lind denies that.", [LIND], {"Nora Lind": "Nora Lind"}),
        ("Will prices rise?", ["Will Smith"], {}),
        ("The institute says that prices rise.", ["Brookings Institute"], {}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_first_and_last_names_mean_the_people_of_the_recording(
    text: str, cast: list[str], meant: dict[str, str], read: Read
) -> None:
    found = {each.text: each.entity for each in names(read(text), cast) if each.type != "Concept"}
    assert {spelling: found.get(spelling) for spelling in meant} == meant
    assert not set(found.values()) & (set(cast) - set(meant.values()))
