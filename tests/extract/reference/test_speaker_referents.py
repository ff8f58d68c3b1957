"""Who "I", "we" and "the guest" are: the person whom a label, a signature or a property names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import kg

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import Claim

NOTE = """---
host: Clara Novak
guest: Peter Lund
---
**Clara**: I think Nvidia will fall by 30 percent in 2030. The guest owns a bank.

**Peter**: We sold 3 banks in 1999. My father was a baker. Nvidia said that AMD is large.

Speaker 1: I bought 5 banks in 2001.
"""


@pytest.fixture(scope="module")
def claims(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Claim]:
    folder: Path = tmp_path_factory.mktemp("speakers")
    (folder / "Talk.md").write_text(NOTE, encoding="utf-8")
    with kg.build(folder) as graph:
        return {claim.text: claim for claim in graph.claims()}


@pytest.mark.parametrize(
    ("text", "mention", "about", "by"),
    [
        ("I think Nvidia will fall by 30 percent in 2030.", ("I", "Clara Novak"), ("Nvidia",), "Clara Novak"),
        ("The guest owns a bank.", ("The guest", "Peter Lund"), ("Peter Lund",), "Clara Novak"),
        ("We sold 3 banks in 1999.", ("We", "Peter Lund"), ("Peter Lund",), "Peter Lund"),
        ("My father was a baker.", ("My", "Peter Lund"), ("Peter Lund",), "Peter Lund"),
        ("Nvidia said that AMD is large.", None, ("Nvidia", "AMD"), "Nvidia"),
        ("I bought 5 banks in 2001.", None, (), "Speaker 1"),
    ],
)
def test_words_of_a_speaker_mean_the_speaker_of_whom_the_claim_is_only_where_it_names_nobody(
    claims: dict[str, Claim],
    text: str,
    mention: tuple[str, str] | None,
    about: tuple[str, ...],
    by: str,
) -> None:
    claim = claims[text]
    found = {(each.text, each.entity) for each in claim.mentions if each.method == "speaker"}
    assert found == ({mention} if mention else set())
    assert (claim.about, claim.attribution) == (about, by)
