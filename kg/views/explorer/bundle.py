"""The page's script, style sheet and licences, as they were bundled when kg was installed."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kg.errors import BundleMissing

FOLDER = Path(__file__).parent / "bundle"
SCRIPT, STYLE, LICENCES = "explorer.js", "explorer.css", "licences.json"


class Bundle(NamedTuple):
    """What ``app/build.mjs`` made: one script, one style sheet, and the licences of what is bundled, as JSON."""

    script: str
    style: str
    licences: bytes


def load(folder: Path = FOLDER) -> Bundle:
    """Read the bundle.

    Raises:
        BundleMissing: It was not made.
    """
    for name in (SCRIPT, STYLE, LICENCES):
        if not (folder / name).is_file():
            raise BundleMissing(folder / name)
    script, style = ((folder / name).read_text(encoding="utf-8") for name in (SCRIPT, STYLE))
    return Bundle(script, style, (folder / LICENCES).read_bytes())
