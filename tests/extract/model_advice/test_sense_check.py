"""A model that says the reverse in the text's own words is not believed where the parse is sure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.extract.model_advice.sense_check import SentenceCheck
from kg.extract.stance import stance
from kg.extract.stance.stance import Stance
from kg.model import Mention, Span, Statement
from tests.extract.sentence_samples import parsed

TABLE = Path(__file__).parent / "reversals.md"
CASES = [
    tuple(cell.strip() for cell in line.split("|")[1:6])
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| ---", "| sentence"))
]
DENIED = "yes"


@pytest.mark.parametrize(("text", "subject", "relation", "thing", "said"), CASES, ids=[" ".join(c[1:4]) for c in CASES])
def test_a_statement_is_said_or_held_back(text: str, subject: str, relation: str, thing: str, said: str) -> None:
    statement = Statement(subject, relation, thing, "does", method="llm")
    kept, held = SentenceCheck(parsed(text)[0], ()).statements([statement], (), denied=False)
    assert ("yes" if kept else "no") == said, held
    assert len(kept) + len(held) == 1
    if held:
        assert held[0].saying == f"statement: {subject} | {relation} | {thing}"
        assert held[0].why


def test_what_the_claim_denies_may_leave_the_word_out() -> None:
    statement = Statement("Acme", "made", "a profit", "makes", method="llm")
    check = SentenceCheck(parsed("Acme has never made a profit.")[0], ())
    assert check.statements([statement], (), denied=True) == ((statement,), ())


def test_a_pronoun_stands_for_its_entity() -> None:
    (sentence,) = parsed("It bought Globex in May.")
    it = Mention("It", 0, 2, Span(0, 2), "pronoun", "Acme", "Organization", "coref-thing")
    other = Mention("Globex", 10, 16, Span(10, 16), "name", "Globex", "Organization", "lexicon")
    check = SentenceCheck(sentence, (it, other))
    said = Statement("Acme", "bought", "Globex", "buys", "Acme", "Globex", method="llm")
    turned = replace(said, subject="Globex", object="Acme", subject_entity="Globex", object_entity="Acme")
    kept, held = check.statements([said, turned], (), denied=False)
    assert kept == (said,)
    assert [each.saying for each in held] == ["statement: Globex | bought | Acme"]


def test_what_the_rules_read_the_other_way_round_is_held_back() -> None:
    rule = Statement("Acme", "is a rival of", "Globex", "rivals", "Acme", "Globex")
    turned = Statement("Globex", "rival", "Acme", "rivals", "Globex", "Acme", method="llm")
    check = SentenceCheck(parsed("Acme: rival to Globex.")[0], ())
    kept, held = check.statements([turned], [rule], denied=False)
    assert kept == ()
    assert held[0].why == "the rules read it the other way round"


@pytest.mark.parametrize(
    ("text", "negated", "kept"),
    [
        ("Acme sold forty anvils.", True, False),  # no word denies it
        ("Acme did not sell forty anvils.", False, True),  # the rules see that it does
        ("Acme did not sell forty anvils.", True, True),
        ("Hardly anybody doubts that Acme lacks nothing.", True, True),  # something may deny it: the model decides
        ("Acme sold forty anvils.", False, False),
    ],
)
def test_a_denial_is_not_turned_round(text: str, negated: bool, kept: bool) -> None:  # noqa: FBT001 - a column
    (sentence,) = parsed(text)
    judged = stance.judge(sentence)
    found, held = SentenceCheck(sentence, ()).stance(replace(judged, negated=negated), judged)
    assert found.negated is kept
    assert bool(held) is (kept is not negated)


@pytest.mark.parametrize(
    ("text", "source", "said"),
    [
        ("Acme sold forty anvils.", "anvils", False),
        ("Acme sold forty anvils.", "Acme", False),
        ("Globex bought the mill, Ada Byron says.", "Ada Byron", True),
        ("Ada Byron thinks that the mill is old.", "Ada Byron", True),
        ("According to Ada Byron, the mill is old.", "Ada Byron", True),
        ("The mill, sources told Globex, is old.", "mill", False),
        ("The mill is called old by analysts.", "analysts", True),
        ("Ada Byron and Hank Scorpio said that the mill is old.", "Hank Scorpio", True),
        ("A report by the anvils said that the mill is old.", "mill", False),
    ],
)
def test_only_who_says_something_is_a_source(text: str, source: str, said: bool) -> None:  # noqa: FBT001 - a column
    (sentence,), judged = parsed(text), Stance()
    advised = replace(judged, attribution=source, attribution_rule="llm")
    found, held = SentenceCheck(sentence, ()).stance(advised, judged)
    assert (found.attribution == source) is said
    assert [each.saying for each in held] == ([] if said else [f"attribution: {source}"])
