"""The page and the command line side by side: over many random states they give the same claims, counts and pairs."""

from __future__ import annotations

import json
import random
from collections import Counter
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest

import kg
from kg.graph.explorer_views import ViewedClaims, read_address, things_of
from kg.model.claim import MODALITIES
from tests.browser.conftest import WAIT, waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Claim
    from tests.browser.conftest import Driver, OpenPage

SEED = 19
STATES, IN_FILES = 200, 20  # random states of one page, and of one whose claims are in files next to it
ALL = 10**6
LISTS = ("type", "folder", "notes", "callout", "modality", "attribute", "unit", "speaker")

READ = (Path(__file__).parent / "read_state.js").read_text(encoding="utf-8")


class State(NamedTuple):
    """What the address of a page says: where claims are looked for, and what filters them."""

    scope: dict[str, str]
    filters: dict[str, Any]

    @property
    def fragment(self) -> str:
        """The address."""
        parts = [f"{key}={'|'.join(map(_quoted, value.split('|')))}" for key, value in self.scope.items()]
        for key, value in self.filters.items():
            parts.append(f"{key}={','.join(map(_quoted, value)) if isinstance(value, list) else _quoted(str(value))}")
        return "#" + "&".join(parts)


def _quoted(text: str) -> str:
    return quote(text, safe="")


class Asked(ViewedClaims):
    """What the command line's graph says of states; each claim is judged by its own record."""

    @cached_property
    def claims(self) -> list[Claim]:
        """All claims."""
        return list(self.graph.claims())

    def left(self, scope: dict[str, str], filters: dict[str, Any]) -> list[Claim]:
        """The claims of a scope that pass filters."""
        state = read_address(State(scope, filters).fragment)
        return list(self.passing(self.within(state) if scope else self.claims, state))


def states(asked: Asked, chance: random.Random, many: int) -> Iterator[State]:
    """Random states; values are those of random claims, so that most leave something."""
    for _ in range(many):
        claim = chance.choice(asked.claims)
        yield State(_scope(claim, chance), _facets(asked, claim, chance) | _words(claim, chance) | _others(chance))


def _scope(claim: Claim, chance: random.Random) -> dict[str, str]:
    named = sorted(things_of(claim))
    scopes: list[dict[str, str]] = [{}, {"note": claim.note}]
    if named:
        scopes += [{"entity": chance.choice(named)}] * 3
    if len(named) > 1:
        scopes.append({"edge": "|".join(chance.sample(named, 2))})
    return chance.choice(scopes)


def _facets(asked: Asked, claim: Claim, chance: random.Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    near = chance.choice([claim, claim, chance.choice(asked.claims)])
    for key in chance.sample(LISTS, chance.choice([0, 1, 1, 2])):
        values = sorted(asked.values(key, near))
        more = sorted(asked.values(key, chance.choice(asked.claims)).difference([*values, ""]))
        if values:
            found[key] = [chance.choice(["=", "=", "=", "!"]) + values[0], *more[: chance.choice([0, 0, 1])]]
    return found


def _words(claim: Claim, chance: random.Random) -> dict[str, Any]:
    words = [word.strip(".,:;()\"'") for word in claim.text.split()]
    asked = chance.sample(words, min(len(words), chance.choice([1, 1, 2])))
    return {"q": " ".join(asked)} if chance.random() < 0.25 else {}


def _others(chance: random.Random) -> dict[str, Any]:
    choices: dict[str, list[Any]] = {
        "numbers": [1],
        "conflicts": [1],
        "from": ["2019", "2023-06", "2024", "2024-01-15"],
        "to": ["2022", "2024", "2024-11", "2026-03-01"],
    }
    return {key: chance.choice(values) for key, values in choices.items() if chance.random() < 0.13}


def read(driver: Driver, state: State) -> dict[str, Any]:
    """What the page shows in a state."""
    found: dict[str, Any] = driver.execute_async_script(READ, state.fragment or "#")
    assert "error" not in found, f"{state.fragment}: {found['error']}"
    return found


def lines(svg: str) -> set[frozenset[str]]:
    """The entities that each line of a picture joins."""
    titles = [line.findtext("{*}title") for line in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}line")]  # noqa: S314 - our own
    return {frozenset((title or "").split(" — ")) for title in titles}


def check(asked: Asked, shown: dict[str, Any], state: State) -> int:
    """Hold what the page shows against the graph; returns how many claims the state leaves in its list."""
    scope, filters = state
    wanted = sorted(claim.id for claim in asked.left(scope, filters))
    if shown["rows"] is None:
        assert not scope.keys() | filters.keys() & {"q"}, state.fragment
        assert shown["totals"][0] == len(wanted), state.fragment
    else:
        rows = [json.loads(line) for line in shown["rows"].splitlines()]
        assert sorted(row["id"] for row in rows) == wanted, state.fragment
        assert sorted(str(row[0]) for row in asked.graph.query(shown["query"]).rows) == wanted, state.fragment
    assert lines(shown["svg"]) <= pairs_of(asked.left({}, filters)), state.fragment
    for key in (*LISTS, "numbers", "conflicts"):
        others = {name: value for name, value in filters.items() if name != key}
        left = asked.left(scope, others)
        if key in LISTS:
            counts = Counter(f"{key}-{value}" for claim in left for value in asked.values(key, claim))
        else:
            counts = Counter({key: len(asked.left(scope, others | {key: 1}))})
        seen = {name: many for name, many in shown["counts"].items() if name.partition("-")[0] == key}
        assert seen == {name: counts.get(name, 0) for name in seen}, (state.fragment, key)
    return len(wanted)


def pairs_of(claims: Iterable[Claim]) -> set[frozenset[str]]:
    """The pairs of entities that claims are of."""
    return {frozenset(pair) for claim in claims for pair in combinations(sorted(things_of(claim)), 2)}


@pytest.fixture(scope="module")
def asked(sample_built: Path) -> Iterator[Asked]:
    """The graph that the page was made from."""
    with kg.open_graph(sample_built) as graph:
        yield Asked(graph)


def test_many_states_give_the_same_claims_counts_lines_and_query(
    open_page: OpenPage, sample_page: Path, asked: Asked
) -> None:
    left = agreed(open_page(sample_page), asked, STATES)
    assert sum(many > 0 for many in left) > STATES / 2, "most states must leave something, or nothing is compared"
    assert sum(many == 0 for many in left) > 3


def test_so_they_do_where_claims_are_in_files_of_their_own(
    open_page: OpenPage, sharded_page: Path, asked: Asked
) -> None:
    chance = random.Random(SEED + 1)  # noqa: S311 - no secret
    filtered = [state for state in states(asked, chance, 4 * IN_FILES) if state.filters]
    driver = open_page(sharded_page)
    driver.set_script_timeout(WAIT)
    for state in filtered[:IN_FILES]:
        check(asked, read(driver, state), state)


def agreed(driver: Driver, asked: Asked, many: int) -> list[int]:
    """Check random states of a page; returns how many claims each left."""
    driver.set_script_timeout(WAIT)
    waiting(driver).until(lambda one: one.execute_script("return document.querySelector('.canvas')"))
    return [
        check(asked, read(driver, state), state)
        for state in states(asked, random.Random(SEED), many)  # noqa: S311 - no secret
    ]


def test_every_line_with_a_passing_claim_is_drawn(open_page: OpenPage, sample_page: Path, asked: Asked) -> None:
    driver = open_page(sample_page)
    driver.set_script_timeout(WAIT)
    everything = lines(read(driver, State({}, {}))["svg"])
    assert len(everything) > 100
    for filters in (
        {"unit": ["USD"]},
        {"type": ["Place"]},
        {"q": "chips"},
        {"from": "2024"},
        {"callout": ["!warning"]},
    ):
        drawn = asked.left({}, filters)
        pairs = pairs_of(drawn)
        if "type" in filters:
            pairs = {pair for pair in pairs if {asked.types[name] for name in pair} <= set(filters["type"])}
        shown = read(driver, State({}, filters))
        assert lines(shown["svg"]) == everything & pairs, filters


def test_the_pairs_on_cards_are_those_of_kg_conflicts(open_page: OpenPage, sample_page: Path, asked: Asked) -> None:
    driver = open_page(sample_page)
    for entity in sorted({row.entity for row in asked.pairs}):
        read(driver, State({"entity": entity, "tab": "conflicts"}, {}))
        rows = [row for row in asked.pairs if row.entity == entity]
        reasons: list[str] = driver.execute_script(
            "return [...document.querySelectorAll('.panel [data-pair]')].map(one => one.textContent)"
        )
        assert sorted(reason.rpartition(": ")[2] for reason in reasons) == sorted(
            f"{row.verdict}, {row.reason}" for row in rows
        )


def test_compared_numbers_are_those_that_the_entity_bears(open_page: OpenPage, sample_page: Path, asked: Asked) -> None:
    driver = open_page(sample_page)
    pair = ("Nvidia", "CoreWeave")
    read(driver, State({"compare": "|".join(pair)}, {}))
    columns: list[list[str]] = driver.execute_script(
        """return [2, 3].map(column => `.compared tr > :nth-child(${column}) .compared-value`)
            .map(selector => [...document.querySelectorAll(selector)].map(one => one.title))"""
    )
    for name, texts in zip(pair, columns, strict=True):
        borne = [
            claim.text
            for claim in asked.graph.claims(name)
            for one in claim.statements
            if one.subject_entity == name and (one.quantity is not None or (one.property.endswith("Date") and one.date))
        ]
        assert sorted(texts) == sorted(borne)


def test_modalities_are_all_there(asked: Asked) -> None:
    assert {claim.modality for claim in asked.claims} == set(MODALITIES), "or the states leave some of them out"
