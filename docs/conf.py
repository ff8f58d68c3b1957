"""The documentation as a site: ``make site`` builds it into build/site, and nothing in it loads from other servers.

The pages are the Markdown files as they read in the repository. Only the comments that hold the examples' commands are
left out, and the README gets the list of pages for the sidebar.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import ExtensionError

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "claimgraph"
html_title = "claimgraph"
extensions = ["myst_parser"]
root_doc = "README"
include_patterns = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "docs/*.md", "benchmarks/results.md"]
html_theme = "furo"
html_show_copyright = False
html_copy_source = False
myst_heading_anchors = 3
myst_enable_extensions = ["html_image"]
nitpicky = True

FIRST = (
    "guide",
    "transcripts",
    "python",
    "sparql",
    "programs",
    "clusters",
    "stores",
    "formats",
    "settings",
    "vault-words",
    "plugins",
    "annotating",
    "benchmarks",
)
CONTENTS = "\n```{toctree}\n:hidden:\n\n%s\n```\n"
COG = re.compile(r"<!-- \[\[\[(?:cog.*?\]\]\]|end\]\]\]) -->\n?", re.DOTALL)
REMOTE = re.compile(
    r"""<(?:script|img|iframe|source|video)\b[^>]*\bsrc="?(?:https?:)?//[^">]*"""
    r"""|<link\b(?![^>]*\brel="?canonical)[^>]*\bhref="?(?:https?:)?//[^">]*"""
    r"""|@import[^;]*//[^;]*|\burl\(["']?(?:https?:)?//[^)]*""",
    re.IGNORECASE,
)
"""What a browser would fetch from another server; links that a reader clicks are none of it."""


def shown(app: Sphinx, name: str, source: list[str]) -> None:
    """Leave out the commands of a page's examples, and put the list of pages into the first."""
    source[0] = COG.sub("", source[0])
    if name == app.config.root_doc:
        source[0] += CONTENTS % "\n".join(sorted(app.project.docnames - {name}, key=place))


def place(name: str) -> tuple[int, str]:
    """Where a page comes in the sidebar: first those for people who use kg, as listed above, then the others."""
    page = name.removeprefix("docs/")
    return (FIRST.index(page) if page in FIRST else len(FIRST), page)


def finish(app: Sphinx, error: Exception | None) -> None:
    """Name the first page index.html too, and see that the site needs no other server.

    Raises:
        ExtensionError: It does; the message quotes the element.
    """
    if error is not None or app.builder.format != "html":
        return
    folder = Path(app.outdir)
    shutil.copyfile(folder / "README.html", folder / "index.html")
    for file in sorted([*folder.rglob("*.html"), *folder.rglob("*.css")]):
        if found := REMOTE.search(file.read_text(encoding="utf-8")):
            raise ExtensionError(f"{file.relative_to(folder)} would load from another server: {found[0]}")


def setup(app: Sphinx) -> None:
    """Connect the two steps above."""
    app.connect("source-read", shown)
    app.connect("build-finished", finish)
