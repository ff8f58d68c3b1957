"""A term is one concept in the whole vault, by any of its spellings; and a build after an edit equals a full one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg import assembly
from kg.config import Config
from kg.rdf.shape_check import ShapeCheck

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault

ONE = Config(workers=1)
METRICS = "# Metrics\nThe company tracks annual recurring revenue (ARR) every month.\n"
GROWTH = "# Growth\nARR grew by 20% in 2023.\nDecision making is hard. An AI agent needs a context window.\n"
AGENTS = "# Agents\nAI agents write code. Decision-making needs deep sleep. Stress slows decision-making.\n"
DOPAMINE = '---\naliases: [DA]\nbroader: "[[Neurotransmitter]]"\n---\nDopamine drives motivation in the brain.\n'
BRAIN = "# The brain\nExercise restores dopamine. Serotonin improves mood.\n"
ETHER = "---\ntype: product\naliases: [ETH]\n---\nEthereum moved to proof of stake in 2022.\n"
COINS = "# Coins\nETH rose to $2,000 in 2022. Ethereum has many rivals.\n"
NOTES = {
    "Metrics talk.md": METRICS,
    "Growth talk.md": GROWTH,
    "Agents talk.md": AGENTS,
    "Dopamine.md": DOPAMINE,
    "Brain talk.md": BRAIN,
    "Ethereum.md": ETHER,
    "Coins talk.md": COINS,
}


def terms_of(vault: Path, name: str) -> set[str]:
    return {claim.text for claim in kg.open_graph(vault).claims(name)}


def quads(vault: Path) -> list[bytes]:
    return sorted(b"".join(kg.open_graph(vault).export("nq")).splitlines())


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    made = make_vault(dict(NOTES))
    assembly.build(made, config=ONE)
    return made


@pytest.mark.parametrize(
    ("spellings", "claims"),
    [
        (("annual recurring revenue", "ARR", "Annual Recurring Revenue"), {"ARR grew by 20% in 2023."}),
        (("AI agent", "AI agents", "ai agents"), {"AI agents write code.", "An AI agent needs a context window."}),
        (("decision-making",), {"Decision making is hard.", "Decision-making needs deep sleep."}),
        (("Dopamine", "dopamine"), {"Dopamine drives motivation in the brain.", "Exercise restores dopamine."}),
        (("Ethereum", "ETH"), {"ETH rose to $2,000 in 2022.", "Ethereum has many rivals."}),
    ],
    ids=["abbreviation", "plural", "hyphen", "note", "alias"],
)
def test_all_spellings_of_a_term_are_one_concept(vault: Path, spellings: tuple[str, ...], claims: set[str]) -> None:
    found = [terms_of(vault, each) for each in spellings]
    assert all(each == found[0] for each in found)
    assert claims <= found[0]


def test_a_term_has_no_twin(vault: Path) -> None:
    rows = [row.name for row in kg.open_graph(vault).terms()] + [row.name for row in kg.open_graph(vault).entities()]
    folded = [name.casefold().replace("-", " ") for name in set(rows)]
    assert len(folded) == len(set(folded))
    assert not {"ARR", "AI agents", "ETH", "dopamine"} & set(rows)


def test_terms_are_listed_with_their_counts_spellings_and_what_is_above_them(vault: Path) -> None:
    rows = {row.name: row for row in kg.open_graph(vault).terms()}
    agents = rows["AI agent"]
    assert (agents.claims, agents.notes, agents.aliases) == (2, 2, ("AI agents",))
    assert rows["annual recurring revenue"].aliases == ("ARR",)
    assert rows["Dopamine"].broader == ("Neurotransmitter",)
    assert rows["Neurotransmitter"].claims == 0


def test_key_terms_are_no_entities(vault: Path) -> None:
    graph = kg.open_graph(vault)
    assert not {"AI agent", "Dopamine", "motivation"} & {row.name for row in graph.entities()}
    assert graph.entity("motivation").type == "Concept"


def test_a_claim_is_about_its_terms_which_are_skos_concepts(vault: Path) -> None:
    graph = kg.open_graph(vault)
    query = """SELECT ?name ?other ?text { ?claim schema:about ?term ; schema:text ?text .
        ?term a skos:Concept ; skos:prefLabel ?name . OPTIONAL { ?term skos:altLabel ?other } }"""
    found = {tuple(map(str, row)) for row in graph.query(query)}
    assert ("AI agent", "AI agents", "AI agents write code.") in found
    assert ("annual recurring revenue", "ARR", "ARR grew by 20% in 2023.") in found
    lines = b"".join(graph.export("nt")).decode().splitlines()
    assert ShapeCheck().misfits(lines) == ()


def test_an_alias_of_two_notes_names_neither(make_vault: MakeVault) -> None:
    made = make_vault(NOTES | {"Ether.md": "---\naliases: [ETH]\n---\nEther puts patients to sleep.\n"})
    assembly.build(made, config=ONE)
    assert "ETH rose to $2,000 in 2022." not in terms_of(made, "Ethereum")


def test_a_note_on_a_recording_is_no_concept(make_vault: MakeVault) -> None:
    talk = "---\nvideoId: aaaaaaaaaaa\naliases: [ARR]\n---\nDecision making is hard."
    made = make_vault(NOTES | {"A talk.md": talk})
    assembly.build(made, config=ONE)
    assert "ARR grew by 20% in 2023." in terms_of(made, "annual recurring revenue")


def test_a_short_form_that_notes_define_differently_stays_apart(make_vault: MakeVault) -> None:
    made = make_vault(NOTES | {"Risk talk.md": "# Risk\nAn absolute risk reduction (ARR) of 2% is small.\n"})
    assembly.build(made, config=ONE)
    assert "ARR grew by 20% in 2023." not in terms_of(made, "annual recurring revenue")


def test_a_type_that_the_user_gives_a_note_is_the_entitys(make_vault: MakeVault) -> None:
    made = make_vault({"Zorvex.md": "---\ntype: company\n---\n", "a/Talk.md": "# A talk\nZorvex sells anvils.\n"})
    assembly.build(made, config=ONE)
    assert kg.open_graph(made).entity("Zorvex").type == "Organization"
    make_vault({"Zorvex.md": "---\ntype: person\n---\n"})
    assembly.build(made, config=ONE)
    assert kg.open_graph(made).entity("Zorvex").type == "Person"


EDITS = {
    path: (None, text, text.replace("ARR", "MRR").replace("Dopamine", "Serotonin")) for path, text in NOTES.items()
}
EDITS["Artificial.md"] = (None, "# AI\nArtificial intelligence (AI) agents fail.\n", "---\naliases: [AI agent]\n---\n")
EDITS["Ether.md"] = (None, "---\naliases: [ETH]\ntype: chemical\n---\n", "---\nup: '[[Dopamine]]'\n---\n")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 2)), min_size=1, max_size=3))
def test_after_any_edits_the_graph_is_that_of_a_full_build(
    make_vault: MakeVault, tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int]]
) -> None:
    edited = tmp_path_factory.mktemp("vault")
    for path, text in NOTES.items():
        (edited / path).write_text(text, encoding="utf-8")
    assembly.build(edited, config=ONE)
    for path, version in edits:
        now = EDITS[path][version]
        if now is None:
            (edited / path).unlink(missing_ok=True)
        else:
            (edited / path).write_text(now, encoding="utf-8")
        assembly.build(edited, config=ONE)
    copy = tmp_path_factory.mktemp("copy")
    for file in edited.glob("*.md"):
        (copy / file.name).write_bytes(file.read_bytes())
    assembly.build(copy, config=ONE, full=True)
    assert quads(edited) == quads(copy)
