"""What a user corrects on an entity's page holds with the next build, and is undone by taking it back."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

import kg
from kg import assembly
from tests.assembly.pages import NOTES, ONE, build, corrected, idle, named, page, quads, texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.conftest import MakeVault

GLOBEX, ACME, BILL = "Knowledge/Globex.md", "Knowledge/Acme Corporation.md", "Knowledge/Bill Lumbergh.md"
ORGANIZATION = ("Organization", ())
LUMBERGH: dict[str, Any] = {"type_": "Person", "was": ("Person", ["Lumbergh"])}
SOLD = "c-3074b0440e"  # Acme Corporation sold 40 anvils in 2023.
SOLD_TEXT = "Acme Corporation sold 40 anvils in 2023."


def globex(*more: str, **changed: Any) -> dict[str, str | bytes]:
    given: dict[str, Any] = {"type_": "Organization", "aliases": [], "was": ORGANIZATION, **changed}
    return {GLOBEX: page("Globex", more=more, **given)}


def acme(*more: str, **changed: Any) -> dict[str, str | bytes]:
    given: dict[str, Any] = {"type_": "Organization", "aliases": [], "was": ORGANIZATION, **changed}
    return {ACME: page("Acme Corporation", more=more, **given)}


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    made = make_vault({**NOTES, **globex(), **acme()})
    build(made)
    return made


def fresh(vault: Path, make_vault: MakeVault) -> list[bytes]:
    """The quads of a first build of the same files elsewhere."""
    files: dict[str, str | bytes] = {p.relative_to(vault).as_posix(): p.read_bytes() for p in vault.rglob("*.md")}
    copy = make_vault(files, "copy")
    build(copy, full=True)
    return quads(copy)


def test_without_corrections_nothing_is_corrected(vault: Path) -> None:
    assert not corrected(vault)
    assert not idle(vault)


CASES: dict[str, tuple[Mapping[str, str | bytes], list[tuple[str, str, str, str]], int]] = {
    "type": (globex(type_="Place"), [("type", "Globex", "Place", "Organization")], 2),
    "type-without-was": (globex(type_="Place", was=None), [("type", "Globex", "Place", "Organization")], 2),
    "alias": (globex(aliases=["anvil giant"]), [("alias", "Globex", "anvil giant", "anvil giant")], 1),
    "alias-of-another": (globex(aliases=["Initech"]), [("alias", "Globex", "Initech", "Initech")], 1),
    "alias-that-nobody-writes": (globex(aliases=["GBX"]), [("alias", "Globex", "GBX", "")], 0),
    "not-alias": (
        {BILL: page("Bill Lumbergh", aliases=[], **LUMBERGH)},
        [("not-alias", "Bill Lumbergh", "Lumbergh", "Bill Lumbergh")],
        1,
    ),
    "merge": (globex('merge_into: "[[Acme Corporation]]"'), [("merge", "Globex", "Acme Corporation", "Globex")], 2),
    "merge-unquoted": (
        globex("merge_into: [[Acme Corporation]]"),
        [("merge", "Globex", "Acme Corporation", "Globex")],
        2,
    ),
    "merge-by-name": (globex("merge_into: Initech"), [("merge", "Globex", "Initech", "Globex")], 2),
    "merge-by-path": (
        globex('merge_into: "[[Knowledge/Acme Corporation|the anvil firm]]"'),
        [("merge", "Globex", "Acme Corporation", "Globex")],
        2,
    ),
    "ignore": (globex("ignore: true"), [("ignore", "Globex", "true", "Globex")], 2),
    "reject": (acme(f'kg_rejected: ["{SOLD}"]'), [("reject", "Acme Corporation", SOLD, SOLD_TEXT)], 1),
}


@pytest.mark.parametrize("name", CASES)
def test_a_correction_holds_touches_what_it_must_and_is_undone(vault: Path, make_vault: MakeVault, name: str) -> None:
    change, wanted, touched = CASES[name]
    before = quads(vault)
    make_vault(dict(change))
    result = build(vault)
    assert corrected(vault) == wanted
    assert result.problems == () or name == "merge-unquoted"
    assert result.replaced == touched
    after = quads(vault)
    assert after != before
    assert after == fresh(vault, make_vault)
    build(vault, full=True)
    assert quads(vault) == after
    shutil.rmtree(vault / ".kg")
    build(vault)
    assert quads(vault) == after
    make_vault({**globex(), **acme()})
    if BILL in change:
        (vault / BILL).unlink()
    build(vault)
    assert quads(vault) == before


def test_a_type_that_was_set_is_the_entitys_type(vault: Path, make_vault: MakeVault) -> None:
    make_vault(globex(type_="place"))
    build(vault)
    assert named(vault)["Globex"] == ("Place", ())
    with kg.open_graph(vault) as graph:
        assert {m.type for claim in graph.claims("Globex") for m in claim.mentions if m.entity == "Globex"} == {"Place"}
        evidence = [quad for quad in quads(vault) if b"set by the user" in quad]
        assert len(evidence) == 1
        opinion = graph.corrections.opinion("Globex")
    assert opinion is not None
    assert (opinion.type, opinion.aliases) == ("Organization", ())


def test_a_name_that_was_given_is_found_in_the_notes(vault: Path, make_vault: MakeVault) -> None:
    make_vault(globex(aliases=["anvil giant", "GBX"]))
    build(vault)
    assert named(vault)["Globex"] == ("Organization", ("GBX", "anvil giant"))
    with kg.open_graph(vault) as graph:
        words = {m.text for claim in graph.claims("GBX") for m in claim.mentions if m.entity == "Globex"}
        opinion = graph.corrections.opinion("Globex")
    assert words == {"Globex", "it", "anvil giant"}
    assert opinion is not None
    assert opinion.aliases == ()


def test_a_name_that_was_taken_away_stands_for_itself(vault: Path, make_vault: MakeVault) -> None:
    make_vault({BILL: page("Bill Lumbergh", aliases=[], **LUMBERGH)})
    build(vault)
    assert named(vault)["Bill Lumbergh"] == ("Person", ())
    assert named(vault)["Lumbergh"] == ("Person", ())
    assert texts(vault, "Lumbergh") == ["Lumbergh paid $500 for each of them."]
    with kg.open_graph(vault) as graph:
        opinion = graph.corrections.opinion("Bill Lumbergh")
    assert opinion is not None
    assert opinion.aliases == ("Lumbergh",)


def test_a_page_that_names_no_aliases_at_all_takes_none_away(vault: Path, make_vault: MakeVault) -> None:
    make_vault({BILL: page("Bill Lumbergh", **LUMBERGH)})
    build(vault)
    assert named(vault)["Bill Lumbergh"] == ("Person", ("Lumbergh",))


def test_two_pages_merge_into_one(vault: Path, make_vault: MakeVault) -> None:
    """Also in a chain: Globex is Acme Corporation, and that is Initech."""
    make_vault({**globex('merge_into: "[[Acme Corporation]]"'), **acme('merge_into: "Initech"')})
    build(vault)
    entities = named(vault)
    assert entities["Initech"] == ("Organization", ("Acme Corporation", "Globex"))
    assert not entities.keys() & {"Globex", "Acme Corporation"}
    assert texts(vault, "Globex") == texts(vault, "Initech")
    assert len(texts(vault, "Initech")) == 7
    with kg.open_graph(vault) as graph:
        assert graph.corrections.of("Globex").to_dicts()[0]["value"] == "Acme Corporation"
        opinions = {name: graph.corrections.opinion(name) for name in ("Globex", "Initech", "Nobody")}
        statements = [s for claim in graph.claims("Initech") for s in claim.statements]
    assert not [s for s in statements if {s.subject_entity, s.object_entity} & {"Globex", "Acme Corporation"}]
    assert [s for s in statements if s.subject_entity == "Initech"]
    assert opinions["Globex"] is not None
    assert opinions["Globex"].aliases == ()
    assert opinions["Initech"] is not None
    assert opinions["Initech"].aliases == ("Acme Corporation", "Globex")
    assert opinions["Nobody"] is None


def test_a_merged_entitys_names_that_no_note_writes_are_kept(vault: Path, make_vault: MakeVault) -> None:
    make_vault(globex('merge_into: "Initech"', aliases=["GBX"]))
    build(vault)
    assert named(vault)["Initech"][1] == ("GBX", "Globex")


def test_an_ignored_entity_leaves_claims_and_graph_but_no_claim_is_lost(vault: Path, make_vault: MakeVault) -> None:
    with kg.open_graph(vault) as graph:
        before = [claim.text for claim in graph.claims()]
    make_vault(globex("ignore: true"))
    build(vault)
    assert "Globex" not in named(vault)
    with kg.open_graph(vault) as graph:
        claims = list(graph.claims())
    assert [claim.text for claim in claims] == before
    assert not [c for c in claims if "Globex" in c.about or any(m.entity == "Globex" for m in c.mentions)]
    assert not [s for c in claims for s in c.statements if "Globex" in {s.subject_entity, s.object_entity}]


@pytest.mark.parametrize(
    "written",
    [
        SOLD,
        f"#{SOLD}",
        f"^{SOLD}",
        f"shop/Acme#{SOLD}",
        f"[[#^{SOLD}]]",
        f"[[Knowledge/Acme Corporation#^{SOLD}|this]]",
        f"https://kg.example/note/shop/Acme#{SOLD}",
    ],
)
def test_a_rejected_claim_is_written_in_many_ways(
    vault: Path, make_vault: MakeVault, tmp_path: Path, written: str
) -> None:
    make_vault(acme("kg_rejected:", f'  - "{written}"'))
    result = assembly.build(vault, config=ONE, out=tmp_path / "out")
    assert SOLD_TEXT not in texts(vault, "Acme Corporation")
    assert result.claims == 7
    assert SOLD not in (tmp_path / "out" / "claims.jsonl").read_text()
    assert [(kind, old) for kind, _, _, old in corrected(vault)] == [("reject", SOLD_TEXT)]


def test_a_claim_rejected_for_one_note_stays_in_another(vault: Path, make_vault: MakeVault) -> None:
    make_vault({"shop/Copy.md": f"{SOLD_TEXT}\n", **acme(f'kg_rejected: "shop/Acme#{SOLD}"')})
    build(vault)
    with kg.open_graph(vault) as graph:
        assert [c.note for c in graph.claims() if c.text == SOLD_TEXT] == ["shop/Copy.md"]
    make_vault(acme(f'kg_rejected: "{SOLD}"'))
    build(vault)
    with kg.open_graph(vault) as graph:
        assert [c.note for c in graph.claims() if c.text == SOLD_TEXT] == []


BROKEN: dict[str, tuple[Mapping[str, str | bytes], list[tuple[str, str]]]] = {
    "type": (globex(type_="Companny"), [("page-value", GLOBEX)]),
    "aliases": (
        globex("ignore: false", aliases=None) | {GLOBEX: page("Globex", more=["aliases: {a: 1}"], was=ORGANIZATION)},
        [("page-value", GLOBEX)],
    ),
    "merge": (globex("merge_into: 7"), [("page-value", GLOBEX)]),
    "ignore": (globex('ignore: "perhaps"'), [("page-value", GLOBEX)]),
    "rejected": (globex("kg_rejected: [7]"), [("page-value", GLOBEX)]),
    "rejects-nothing": (globex("kg_rejected: [what]"), [("reject-unknown", GLOBEX)]),
    "rejects-in-no-note": (globex(f'kg_rejected: "Nowhere#{SOLD}"'), [("reject-unknown", GLOBEX)]),
    "merge-unknown": (globex('merge_into: "[[Hooli]]"'), [("merge-unknown", GLOBEX)]),
    "merge-empty-link": (globex('merge_into: "[[#top]]"'), [("merge-cycle", GLOBEX)]),
    "merge-itself": (
        globex('merge_into: "[[Globex]]"') | {"shop/Globex.md": NOTES["shop/Globex.md"]},
        [("merge-cycle", GLOBEX)],
    ),
    "no-id": ({GLOBEX: "---\nkg_id:\ntype: Place\n---\n"}, [("page-id", GLOBEX)]),
    "other-id": ({GLOBEX: "---\nkg_id: globex\ntype: Place\n---\n"}, [("page-id", GLOBEX)]),
    "twice": (
        {"Knowledge/Globex copy.md": page("Globex", type_="Place", was=ORGANIZATION), **globex()},
        [("page-twice", GLOBEX)],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_a_problem_with_a_place_and_stops_nothing(
    vault: Path, make_vault: MakeVault, name: str
) -> None:
    change, wanted = BROKEN[name]
    make_vault({**acme(type_="Place"), **change})
    result = build(vault)
    assert [(problem.code, problem.path) for problem in result.problems] == wanted
    assert all(problem.span is not None and "; " in problem.message for problem in result.problems)
    assert ("type", "Acme Corporation", "Place", "Organization") in corrected(vault)
    assert quads(vault) == fresh(vault, make_vault)


def test_merges_in_a_circle_do_not_count_and_what_leads_into_it_does(vault: Path, make_vault: MakeVault) -> None:
    make_vault({
        **globex('merge_into: "Acme Corporation"'),
        **acme('merge_into: "Globex"'),
        BILL: page("Bill Lumbergh", aliases=["Lumbergh"], more=['merge_into: "Globex"'], **LUMBERGH),
    })  # fmt: skip
    result = build(vault)
    assert [(problem.code, problem.path) for problem in result.problems] == [
        ("merge-cycle", ACME),
        ("merge-cycle", GLOBEX),
    ]
    assert corrected(vault) == [("merge", "Bill Lumbergh", "Globex", "Bill Lumbergh")]
    assert {(kind, entity) for kind, entity, _ in idle(vault)} == {("merge", "Globex"), ("merge", "Acme Corporation")}


def test_a_name_that_two_pages_claim_is_given_to_neither_unless_they_are_one(
    vault: Path, make_vault: MakeVault
) -> None:
    make_vault({**globex(aliases=["anvil giant"]), **acme(aliases=["anvil giant"])})
    result = build(vault)
    assert [(problem.code, problem.path) for problem in result.problems] == [
        ("alias-twice", ACME),
        ("alias-twice", GLOBEX),
    ]
    assert corrected(vault) == []
    assert named(vault)["Globex"][1] == ()
    make_vault(acme('merge_into: "[[Globex]]"', 'kg_note: "x"', aliases=["anvil giant"]))
    make_vault({ACME: page("Acme Corporation", type_="Organization", aliases=["anvil giant"], was=ORGANIZATION,
                           more=['merge_into: "[[Knowledge/Globex]]"'])})  # fmt: skip
    assert build(vault).problems == ()
    assert named(vault)["Globex"][1] == ("Acme Corporation", "anvil giant")


STALE: dict[str, tuple[Mapping[str, str | bytes], tuple[str, str]]] = {
    "entity": ({"Knowledge/Hooli.md": page("Hooli", type_="Place", was=ORGANIZATION)}, ("type", "no claim mentions")),
    "alias": ({"Knowledge/Hooli.md": page("Hooli", aliases=["HLI"], was=ORGANIZATION)}, ("alias", "no claim mentions")),
    "merge": ({"Knowledge/Hooli.md": page("Hooli", more=["merge_into: Globex"])}, ("merge", "no claim mentions")),
    "not-alias": (globex(was=("Organization", ["GBX"])), ("not-alias", "no note uses")),
    "claim": (globex("kg_rejected: c-0123456789"), ("reject", "no note makes")),
    "same-type": (globex(was=("Place", [])), ("type", "the notes alone")),
    "same-alias": (
        {BILL: page("Bill Lumbergh", aliases=["Lumbergh"], was=("Person", []))},
        ("alias", "the notes alone"),
    ),
    "ignored": (globex("ignore: true", type_="Place"), ("type", "the entity is ignored")),
    "merged": (globex("merge_into: Initech", type_="Place"), ("type", "the entity is merged into Initech")),
}


@pytest.mark.parametrize("name", STALE)
def test_a_correction_that_changes_nothing_tells_why(vault: Path, make_vault: MakeVault, name: str) -> None:
    change, (kind, why) = STALE[name]
    make_vault(dict(change))
    build(vault)
    assert [(found, reason.startswith(why)) for found, _, reason in idle(vault)] == [(kind, True)]


def test_a_longer_name_is_not_cut_by_a_name_inside_it(vault: Path, make_vault: MakeVault) -> None:
    make_vault(globex(aliases=["Acme"]))
    build(vault)
    with kg.open_graph(vault) as graph:
        assert {m.entity for c in graph.claims() for m in c.mentions if m.text == "Acme Corporation"} == {
            "Acme Corporation"
        }


def test_a_page_of_another_base_is_told(vault: Path, make_vault: MakeVault) -> None:
    make_vault({GLOBEX: page("Globex", type_="Place", was=ORGANIZATION, base="https://other.example/")})
    assert [problem.code for problem in build(vault).problems] == ["page-id"]
