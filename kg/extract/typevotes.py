"""Votes on what kind of thing a name is: each clue gives points to types, all clues of all notes are added up.

Sources of points, strongest first: the tables of words that say it outright (``data/rules.toml``: "Acme **University**",
"Acme, a **startup**"), and the weights of ``data/cues.tsv`` for all other clues, which were learned from a sample of
notes with well-known names as examples. One point is a tenth of a natural logarithm of the odds.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.extract.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterable

VOTED = ("Person", "Organization", "Place", "Product", "Event", "Work", "Group", "Law", "Award", "Concept")
LAST = 30  # points for the last word of a name
ISA = 45  # points for a noun that says what it is
HEAD = 25  # points for the noun that a name stands before
NAMING = 38  # points for the noun after "the" and a name: "the Acme podcast"
TITLE = 30  # points for a person's title before the name
POSSESSED = {"ceo": "Organization", "cto": "Organization", "cfo": "Organization", "founder": "Organization", "headquarters": "Organization",
             "employee": "Organization", "board": "Organization", "shareholder": "Organization", "investor": "Organization",
             "wife": "Person", "husband": "Person", "mother": "Person", "father": "Person", "career": "Person", "brother": "Person",
             "president": "Place", "government": "Place", "economy": "Place", "capital": "Place", "population": "Place", "border": "Place"}
GUESS = {"PERSON": ("Person", 12), "ORG": ("Organization", 9), "GPE": ("Place", 9), "LOC": ("Place", 14), "FAC": ("Place", 9), "NORP": ("Group", 6),
         "PRODUCT": ("Product", 12), "EVENT": ("Event", 12), "WORK_OF_ART": ("Work", 10), "LAW": ("Law", 12)}


@lru_cache(maxsize=1)
def _learned() -> dict[str, tuple[tuple[str, int], ...]]:
    """The weights of ``cues.tsv``: cue -> (type, points) pairs."""
    path = files("kg.extract") / "data" / "cues.tsv"
    if not path.is_file():
        return {}
    table: dict[str, tuple[tuple[str, int], ...]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            cue, *pairs = line.split("\t")
            table[cue] = tuple((kind, int(points)) for kind, _, points in (pair.partition("=") for pair in pairs))
    return table


def votes(found: Iterable[str]) -> dict[str, int]:
    """Points per type that the cues of one occurrence give."""
    table, points = words(), dict[str, int]()
    learned = _learned()
    for cue in found:
        for kind, weight in learned.get(cue, ()):
            points[kind] = points.get(kind, 0) + weight
        feature, _, value = cue.partition(":")
        kind, weight = _told(feature, value, table.last, table.isa, bool(learned))
        if weight:
            points[kind] = points.get(kind, 0) + weight
    return points


def _told(feature: str, value: str, last: dict[str, str], isa: dict[str, str], learned: bool) -> tuple[str, int]:
    """What the hand-made tables say of one cue."""
    if feature == "last":
        return last.get(value, ""), LAST if value in last else 0
    if feature == "is":
        return isa.get(value, ""), ISA if value in isa else 0
    if feature in {"h", "th"} and value in isa:
        return isa[value], HEAD if feature == "h" else NAMING
    if feature == "o":
        return POSSESSED.get(value, ""), HEAD if value in POSSESSED else 0
    if feature == "title":
        return "Person", TITLE
    if feature == "given2":
        return "Person", 25
    if feature == "given1":
        return "Person", 12
    if feature == "ent" and not learned:
        return GUESS.get(value.lstrip("~"), ("", 0))
    return "", 0
