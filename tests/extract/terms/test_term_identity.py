"""Concepts that are named in a note go by the name that the same words have as a key term."""

from __future__ import annotations

import pytest

from kg.extract.terms.term_identity import TermIdentity
from kg.extract.terms.vault_terms import NO_TERMS, TermName, VaultTerms
from kg.model import Mention, Span

OTHER_WORDS = VaultTerms(names=(("unused", TermName("unused", "note")),))


def named(name: str, terms: VaultTerms, type_: str = "Concept") -> str:
    mention = Mention(name, 0, len(name), Span(0, len(name)), "name", name, type_, "concept")
    ((found,),) = TermIdentity(terms).applied([(mention,)])
    return found.entity


@pytest.mark.parametrize("terms", [NO_TERMS, OTHER_WORDS], ids=["no variants", "variants of other words"])
@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("large language models", "large language model"),
        ("AI agents", "AI agent"),
        ("LLM providers", "LLM provider"),
        ("MCP servers", "MCP server"),
        ("non-AI factors", "non-AI factor"),
        ("YC startups", "YC startup"),
        ("mRNA vaccines", "mRNA vaccine"),
        ("iPhone cases", "iPhone case"),
        ("small business SaaS tools", "small business SaaS tool"),
        ("data analytics", "data analytics"),
    ],
)
def test_a_common_noun_is_named_in_the_singular_whatever_abbreviation_is_in_it(
    name: str, term: str, terms: VaultTerms
) -> None:
    assert named(name, terms) == term


@pytest.mark.parametrize("name", ["Enterprise Scale", "Moore's laws", "Bolt apps", "GPUs", "AI Agents"])
def test_what_may_be_a_proper_name_keeps_its_letters(name: str) -> None:
    assert named(name, NO_TERMS) == name


def test_what_is_no_concept_keeps_its_name() -> None:
    assert named("AI agents", NO_TERMS, "Product") == "AI agents"
