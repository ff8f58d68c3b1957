"""Obsidian's patterns of excluded files find what they would, unless that could take for ever."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.reader.ignore_patterns import IgnorePattern
from kg.reader.vault_folder import scan

if TYPE_CHECKING:
    from tests.conftest import MakeVault

HONEST = (
    r"draft \d", r"^(?:Daily|Weekly)/.*", r"foo.*bar", r".*foo.*bar.*", r"\.excalidraw\.md$", r"^(?!Notes/).*\.md$",
    r"^[^/]+/[^/]+/archive/", r"(?i)template", r"\d{4}-\d{2}-\d{2}", r"_?old_?", r"(a|bc)d", r"x{2,5}\.md", r"\.*",
)  # fmt: skip
ENDLESS = (
    "(a+)+$", "(a|aa)*y", "(a|a?)+$", "(.*a){20}$", r"^(\w+\s?)*$", "(a?){30}a{30}b", "a?" * 30 + "a" * 30 + "b",
    "a*a*a*a*a*a*b", "((a|aa){10}){10}b", "(?:a*)*b", "(?=(a+)+$)b", "(a*?)*?b", r"(a)(?(1)(a+)+|b)$",
)  # fmt: skip
LONG = "a" * 200
SOME = st.text(st.sampled_from("aabdfor/._ 0123xN-"), max_size=40)


@pytest.mark.parametrize("pattern", HONEST)
def test_an_honest_pattern_is_tried_on_paths_as_they_are(pattern: str) -> None:
    assert IgnorePattern(pattern).is_quick(LONG)


@pytest.mark.parametrize("pattern", ENDLESS)
def test_a_pattern_that_never_ends_is_not_tried(pattern: str) -> None:
    found = IgnorePattern(pattern)
    assert not found.is_quick(LONG)
    assert not found.hides(LONG)


@given(st.sampled_from((*HONEST, *ENDLESS)), SOME)
def test_a_pattern_that_is_tried_finds_what_it_finds(pattern: str, path: str) -> None:
    found = IgnorePattern(pattern)
    if found.is_quick(path):
        assert found.hides(path) == (re.search(pattern, path) is not None)


def test_a_pattern_that_is_none_is_an_error() -> None:
    with pytest.raises(re.error):
        IgnorePattern("(")


def test_a_vault_with_patterns_that_never_end_is_listed(make_vault: MakeVault) -> None:
    filters = {"userIgnoreFilters": [f"/{pattern}/" for pattern in ENDLESS] + ["/draft/"]}
    names = ("a" * 100 + "!.md", "draft.md", "word " * 30 + "!.md")
    vault = make_vault({".obsidian/app.json": json.dumps(filters), **dict.fromkeys(names, "x")})
    found = scan(vault)
    assert found.excluded == {"draft.md"}
    assert [each.code for each in found.problems] == ["settings-pattern"] * len(ENDLESS)
    assert all(pattern in each.message for pattern, each in zip(ENDLESS, found.problems, strict=True))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
@pytest.mark.parametrize("name", ["app.json", "templates.json"])
@pytest.mark.parametrize("odd", ["pipe", "device", "huge"])
def test_settings_that_are_no_file_are_not_waited_for(make_vault: MakeVault, name: str, odd: str) -> None:
    vault = make_vault({"a.md": "x", ".obsidian/core.json": "{}"})
    place = vault / ".obsidian" / name
    if odd == "pipe":
        os.mkfifo(place)
    elif odd == "device":
        place.symlink_to("/dev/zero")
    else:
        place.write_bytes(b" " * 5_000_000)
    found = scan(vault)
    assert found.notes == ("a.md",)
    assert [each.code for each in found.problems] == ["settings"] * (name == "app.json")
