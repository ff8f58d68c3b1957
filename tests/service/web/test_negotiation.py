"""What an Accept header wants."""

from __future__ import annotations

import pytest

from kg.service.web.negotiation import wanted

OFFERED = ("application/json", "text/csv", "text/html")


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/*", "text/csv"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;header=present", "text/csv"),
        ("text/csv, application/json;q=0.5", "text/csv"),
        ("text/csv;q=0.4, application/json;q=0.5", "application/json"),
        ("text/csv;q=0.5, application/json;q=0.5", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("*/*, application/json;q=0", "text/csv"),
        ("text/*;q=0.2, text/html;q=0.9", "text/html"),
        ("text/csv;q=0", None),
        ("image/png", None),
        ("application/*;q=0.1", "application/json"),
        ("text/csv;q=nonsense", "text/csv"),
        (" , ", "application/json"),
        ("csv", None),
    ],
)
def test_the_type_that_is_liked_best_is_chosen(accept: str, expected: str | None) -> None:
    assert wanted(accept, OFFERED) == expected
