"""A small vault with odd notes and what is told about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.sync.pages.page_facts import UncorrectedOpinion
from tests.sync_samples import Told, told

if TYPE_CHECKING:
    from pathlib import Path

ODD = (
    b"\xef\xbb\xbf---\r\ntags: [a, 'b']  # mine\r\n\r\ndate: 2024-05-06\r\n---\r\n"
    b"Line break here  \r\nnext\r\n\r\n## Growth\r\nNo line end at the end"
)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """Two notes: one with a byte order mark, CRLF, a comment and a flow list; one plain and newer."""
    root = tmp_path / "my vault"
    (root / ".obsidian").mkdir(parents=True)
    (root / "talks").mkdir()
    (root / "talks" / "Old.md").write_bytes(ODD)
    (root / "talks" / "New.md").write_bytes(b"---\npublished: 2025-01-02\n---\n# New\n\nText.\n")
    return root


@pytest.fixture
def knowledge() -> Told:
    """Four claims about two companies."""
    return told(
        (
            ("talks/New.md", "Acme grew.", ("Acme",)),
            ("talks/New.md", "Acme bought Globex.", ("Acme", "Globex")),
            ("talks/Old.md", "Acme depends on Globex.", ("Acme", "Globex")),
            ("talks/Old.md", "Acme grew.", ("Acme",)),
        ),
        {"Acme": UncorrectedOpinion("Organization", ("ACME Ltd",)), "Globex": UncorrectedOpinion("Organization")},
    )
