"""Which notes a glob takes."""

from __future__ import annotations

import pytest

from kg.store.ask.claim_reader import takes_note


@pytest.mark.parametrize(
    ("pattern", "path", "takes"),
    [
        (None, "a/b.md", True),
        ("a/*", "a/b.md", True),
        ("a/b", "a/b.md", True),
        ("b", "a/b.md", True),
        ("b.md", "a/b.md", True),
        ("a/b c?", "a/b c1.md", True),
        ("B", "a/b.md", False),
        ("a", "a/b.md", False),
        ("/b", "a/b.md", False),
    ],
)
def test_a_glob_is_matched_with_path_or_name(pattern: str | None, path: str, takes: bool) -> None:  # noqa: FBT001 - a column
    assert takes_note(pattern, path) is takes
