"""The words around a value that say what it measures."""

from __future__ import annotations

import pytest

from kg.model import Statement
from kg.views.compare.scope_of import scope_of


@pytest.mark.parametrize(
    ("subject", "thing", "value", "scope"),
    [
        ("Acme", "$26 billion", "$26 billion", ""),
        ("Acme's revenue", "$26 billion in 2024", "$26 billion", ""),
        ("Acme's data center revenue", "$22 billion", "$22 billion", "center data"),
        ("Acme's revenue in Europe", "about $4 billion", "about $4 billion", "europe"),
        ("Acme's revenue per customer", "$9", "$9", "customer per"),
        ("Acme's fourth quarter revenue", "$9 billion", "$9 billion", "fourth quarter"),
        ("Acme's total revenues", "$9 billion", "$9 billion", ""),
        ("it", "revenue of $9 billion by late 2023", "$9 billion", ""),
    ],
)
def test_a_part_or_condition_is_a_scope_and_the_attribute_is_none(
    subject: str, thing: str, value: str, scope: str
) -> None:
    assert scope_of(Statement(subject, "was", thing, "revenue", "Acme"), value) == scope
