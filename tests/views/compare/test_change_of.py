"""What a change is a change of, as the notes say it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.model import Quantity, Statement
from kg.views.compare.change_of import what

CASES = [  # subject, its entity, relation, object, number -> what has changed
    ("Acme", "Acme", "grew by", "4%", "4%", ""),
    ("Acme", "Acme", "has dropped by", "about 17% annually", "about 17%", ""),
    ("Acme's exports", "Acme", "rose by", "7.5%", "7.5%", "exports"),
    ("The birth rate of Acme", "Acme", "fell by", "40%", "40%", "birth rate"),
    ("Acme's operating cash flow", "Acme", "grew", "more than 56%", "more than 56%", "operating cash flow"),
    ("Acme's growth rate", "Acme", "fell to", "an annual rate of 3%", "3%", ""),
    ("Acme", "Acme", "announced", "a 20% price increase for office products", "20%", "price"),
    ("Acme", "Acme", "expects", "5-7% annual profit growth", "5-7%", "profit"),
    ("Acme", "Acme", "is expected to grow", "income by 13%", "13%", "income"),
    (
        "Acme",
        "Acme",
        "expects to grow with",
        "earnings per share growth of 14-18% annually",
        "14-18%",
        "earnings share",
    ),
    ("Acme", "Acme", "projects", "4-6% growth in comparable sales", "4-6%", "comparable sales"),
    ("its revenue", "Acme", "increased by", "2-fold", "2-fold", "revenue"),
    ("it", "Acme", "grew by", "another 3 percent over the year", "3 percent", ""),
]


def statement(subject: str, entity: str, relation: str, thing: str, name: str = "growth") -> Statement:
    return Statement(subject, relation, thing, name, entity, None, 0)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]} {case[2]} {case[3]}")
def test_what_changes_stands_beside_the_entity_or_beside_the_number(case: tuple[str, str, str, str, str, str]) -> None:
    subject, entity, relation, thing, number, changed = case
    quantity = Quantity(number, 0, len(number), Decimal(4), "percent")
    assert what(statement(subject, entity, relation, thing), quantity) == changed


def test_a_value_that_is_no_change_is_of_the_entity_itself() -> None:
    quantity = Quantity("60%", 0, 3, Decimal(60), "percent")
    assert what(statement("Acme's Northern market", "Acme", "is", "60%", "marketShare"), quantity) == ""
