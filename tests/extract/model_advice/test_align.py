"""What a model says is held against the notes' own words: the tables tell what is kept and what is refused."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kg.extract.model_advice import align, answers
from kg.extract.model_advice.align import UNSAID, ModelOpinion, Placed
from kg.extract.model_advice.answers import Answer, Section, Triple
from kg.extract.model_advice.roster import Roster, RosterEntry
from tests.extract.sentence_samples import parsed
from tests.llm_server import NOTHING

TEXT = "CoreWeave sold GPUs to Microsoft, and Microsoft says it needs more."
OTHER = "The company lost $900 million by March 2024."
ROSTER = Roster((RosterEntry("E1", "Neoclouds", "title"), RosterEntry("E2", "Ada Byron", "guest")))
EMPTY = {"n": 1, **NOTHING}
TABLE = Path(__file__).parent / "borne_out.md"
CASES = [
    tuple(cell.strip() for cell in line.split("|")[1:7])
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| before"))
]


@pytest.fixture(scope="module")
def section() -> Section:
    return Section("Neoclouds", ("CoreWeave Inc.",), parsed(TEXT, OTHER), 7, ROSTER)


def said(section: Section, **given: Any) -> tuple[ModelOpinion, int]:
    found = answers.decode(json.dumps({"sentences": [{**EMPTY, **given}]}))
    assert isinstance(found, Answer), found
    aligned = align.align(section, answers.named(found, section.roster))
    (opinion,) = aligned.opinions.values()
    return opinion, aligned.dropped


def mention(quote: str, entity: str = "", kind: str = "name", type_: str = "Organization", sure: float = 0.9) -> Any:
    return {"quote": quote, "kind": kind, "entities": [entity or quote], "type": type_, "confidence": sure}


@pytest.mark.parametrize(
    ("given", "kept", "dropped"),
    [
        ([mention("CoreWeave")], [Placed(0, 9, "name", "CoreWeave", "Organization", 0.9)], 0),
        # a fuller name that stands in a heading is a name of the entity
        ([mention("CoreWeave", "CoreWeave Inc.")], [Placed(0, 9, "name", "CoreWeave Inc.", "Organization", 0.9)], 0),
        # one that stands nowhere is not: the quote is its name
        ([mention("CoreWeave", "CoreWeave LLC")], [Placed(0, 9, "name", "CoreWeave", "Organization", 0.9)], 1),
        # the second of equal quotes is the second place, the third is none
        (
            [mention("Microsoft")] * 3,
            [Placed(23, 32, "name", "Microsoft", "Organization", 0.9),
             Placed(38, 47, "name", "Microsoft", "Organization", 0.9)],
            1,
        ),
        ([mention("it", "Microsoft", "pronoun")], [Placed(53, 55, "pronoun", "Microsoft", "Organization", 0.9)], 0),
        # by its id, from another section
        ([mention("it", "E2", "pronoun", "Person")], [Placed(53, 55, "pronoun", "Ada Byron", "Person", 0.9)], 0),
        ([mention("it", "E7", "pronoun")], [], 1),
        ([mention("it", "Apple", "pronoun")], [], 1),
        ([mention("Core")], [], 1),  # a part of a word
        ([mention("coreweave")], [], 1),  # another spelling
        ([mention("Nvidia")], [], 1),
        ([mention("")], [], 1),
        ([mention("CoreWeave", type_="Company")], [], 1),
        ([mention("CoreWeave", kind="noun")], [], 1),
        # of two that overlap the first, and there the longer one, stays
        ([mention("GPUs", type_="Product"), mention("sold GPUs", type_="Product")],
         [Placed(10, 19, "name", "sold GPUs", "Product", 0.9)], 1),
        # "they" may be two
        ([{**mention("it", kind="pronoun"), "entities": ["CoreWeave", "Microsoft"]}],
         [Placed(53, 55, "pronoun", "CoreWeave", "Organization", 0.9),
          Placed(53, 55, "pronoun", "Microsoft", "Organization", 0.9)], 0),
        # a place that refers to nothing is passed over
        ([{**mention("Microsoft"), "entities": []}, mention("Microsoft")],
         [Placed(38, 47, "name", "Microsoft", "Organization", 0.9)], 0),
        ([mention("CoreWeave", sure=7)], [Placed(0, 9, "name", "CoreWeave", "Organization", 1.0)], 0),
        ([mention("CoreWeave", sure=-1)], [Placed(0, 9, "name", "CoreWeave", "Organization", 0.0)], 0),
    ],
)  # fmt: skip
def test_mentions_are_quotes(section: Section, given: list[Any], kept: list[Placed], dropped: int) -> None:
    opinion, lost = said(section, mentions=given)
    assert (list(opinion.mentions), lost, len(opinion.refused)) == (kept, dropped, min(dropped, 1))


@pytest.mark.parametrize("case", CASES, ids=" ".join)
def test_a_statements_words_are_those_of_the_sentence(case: tuple[str, ...]) -> None:
    before, text, subject, relation, thing, kept = case
    found = parsed(*filter(None, (before, text)))
    section = Section("anvil_makers", ("Rivals",), found, 0, ROSTER)
    triple = {"subject": subject, "relation": relation, "object": thing}
    opinion, lost = said(section, n=len(found), statements=[triple])
    assert opinion.statements == ((Triple(subject, relation, thing),) if kept == "yes" else ())
    assert lost == len(opinion.refused) == (kept != "yes")


def test_what_a_sentence_is_about_is_in_the_roster_or_the_section_at_most_four_times(section: Section) -> None:
    assert said(section, about=["CoreWeave", "E1", "Intel"])[0].about == ("CoreWeave", "Neoclouds")
    opinion, lost = said(section, about=["CoreWeave", "GPUs", "Microsoft", "Neoclouds", "company", "CoreWeave"])
    assert (opinion.about, lost) == (("CoreWeave", "GPUs", "Microsoft", "Neoclouds"), 0)


@pytest.mark.parametrize(
    ("given", "kept", "dropped"),
    [("Microsoft", "Microsoft", 0), ("E2", "Ada Byron", 0), (None, None, 0), ("Intel", UNSAID, 1)],
)
def test_a_source_is_in_the_roster_or_the_section(
    section: Section, given: str | None, kept: str | None, dropped: int
) -> None:
    opinion, lost = said(section, attribution=given)
    assert (opinion.attribution, lost) == (kept, dropped)


def test_an_unknown_modality_leaves_the_rules_their_own(section: Section) -> None:
    assert said(section, modality="hedged")[0].modality == "hedged"
    opinion, lost = said(section, modality="maybe")
    assert (opinion.modality, lost) == (UNSAID, 1)


@pytest.mark.parametrize(
    "case",
    [
        ("$900 million", 900e6, None, "USD", "=", True),
        ("$900 million", 900, None, "USD", "=", False),
        ("$900 million", 900e6, None, "$", "=", True),  # the code is the unit
        ("$900 million", 90e6, None, "USD", "=", False),
        ("$900 million", 900e6, 910e6, "USD", "=", False),
        ("$900 million", 900e6, None, "USD", "near", False),
        ("$900 million", 900e6, None, "", "=", False),
        ("$90 million", 90e6, None, "USD", "=", False),  # not there
    ],
)
def test_a_number_is_in_its_quote(section: Section, case: tuple[Any, ...]) -> None:
    quote, value, most, unit, comparator, kept = case
    given = {"quote": quote, "value": value, "value_max": most, "unit": unit, "comparator": comparator}
    opinion, lost = said(section, n=2, quantities=[given])
    assert opinion.quantities is not None
    assert [(each.value, each.unit) for each in opinion.quantities] == ([(Decimal(900_000_000), "USD")] if kept else [])
    assert lost == (not kept)


@pytest.mark.parametrize(
    ("quote", "value", "kept"),
    [
        ("March 2024", "2024-03", True),
        ("March 2024", "2023-03", False),
        ("March 2024", "March 2024", False),
        ("March", "XXXX-03", True),
        ("March 2025", "2025-03", False),
        ("March 2024", "202X", True),
    ],
)
def test_a_date_is_in_its_quote(section: Section, quote: str, value: str, *, kept: bool) -> None:
    opinion, lost = said(section, n=2, dates=[{"quote": quote, "value": value}])
    assert [each.value for each in opinion.dates or ()] == ([value] if kept else [])
    assert lost == (not kept)


def test_terms_are_words_of_the_section_at_most_three(section: Section) -> None:
    opinion, lost = said(section, terms=["gpu", "market share", "company", "neocloud", "GPUs"])
    assert opinion.terms == ("company", "gpu", "neocloud")
    assert lost == 1


def test_of_two_records_for_a_sentence_and_of_strange_numbers_only_the_first_true_one_counts(section: Section) -> None:
    given = [{**EMPTY, "n": n, "modality": "hedged" if place else "asserted"} for place, n in enumerate([2, 2, 0, 3])]
    found = answers.decode(json.dumps({"sentences": given}))
    assert isinstance(found, Answer)
    aligned = align.align(section, found)
    assert {index: opinion.modality for index, opinion in aligned.opinions.items()} == {1: "asserted"}
    assert aligned.dropped == 3


def test_refusals_are_few_and_short(section: Section) -> None:
    triple = {"subject": "Intel " * 90, "relation": "sold", "object": "GPUs"}
    opinion, lost = said(section, statements=[triple] * 500, about=["Intel"] * 500)
    assert lost == 1000
    assert len(opinion.refused) == 2
    assert max(len(each.saying) for each in opinion.refused) == align.LONGEST_REFUSED


MANY = 1_000
# The most that are looked at in a list, with a saying that is refused and one that is kept.
LISTS: dict[str, tuple[int, Any, Any]] = {
    "mentions": (align.MOST_MENTIONS, mention("Nobody"), mention("company", "CoreWeave", kind="nominal")),
    "about": (align.MOST_STATED, "Nobody", "CoreWeave"),
    "terms": (align.MOST_STATED, "nothing", "company"),
    "statements": (
        align.MOST_STATED,
        {"subject": "Nobody", "relation": "sold", "object": "nothing"},
        {"subject": "company", "relation": "lost", "object": "$900 million"},
    ),
    "quantities": (
        align.MOST_STATED,
        {"quote": "7 lamps", "value": 7, "value_max": None, "unit": "lamp", "comparator": "="},
        {"quote": "$900 million", "value": 9e8, "value_max": None, "unit": "USD", "comparator": "="},
    ),
    "dates": (align.MOST_STATED, {"quote": "2001", "value": "2001"}, {"quote": "March 2024", "value": "2024-03"}),
}


@pytest.mark.parametrize("field", LISTS)
def test_only_the_first_sayings_are_looked_at_and_all_others_counted(section: Section, field: str) -> None:
    most, refused, kept = LISTS[field]
    inside, dropped = said(section, n=2, **{field: [*[refused] * (most - 1), kept]})
    assert (len(getattr(inside, field)), dropped) == (1, most - 1)
    beyond, dropped = said(section, n=2, **{field: [*[refused] * most, kept]})
    assert (len(getattr(beyond, field)), dropped) == (0, most + 1)


def test_a_mention_refers_to_few_and_the_others_are_counted(section: Section) -> None:
    they = {**mention("it", kind="pronoun"), "entities": ["Microsoft", *["CoreWeave"] * MANY]}
    opinion, dropped = said(section, mentions=[they])
    assert [each.entity for each in opinion.mentions] == ["Microsoft", "CoreWeave"]
    assert dropped == MANY + 1 - align.MOST_STATED


def test_who_says_it_are_few(section: Section) -> None:
    assert said(section, attribution="Microsoft and CoreWeave")[0].attribution == "Microsoft and CoreWeave"
    assert said(section, attribution=" and ".join(["Microsoft"] * MANY))[0].attribution == UNSAID


def test_only_the_first_sentences_of_an_answer_are_looked_at(section: Section) -> None:
    found = answers.decode(json.dumps({"sentences": [{**EMPTY, "n": n % 2 + 1} for n in range(MANY)]}))
    assert isinstance(found, Answer)
    assert align.align(section, found).dropped == MANY - 2
