"""An export format is one row of ``FORMATS``: Python, the command line and its help follow it."""

from __future__ import annotations

from inspect import isfunction
from typing import TYPE_CHECKING

import pytest

from kg.views.render import export_writers
from kg.views.render.exports import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault
    from tests.tables.conftest import KgCopy

ROW = '    "titles": ExportFormat(".titles", "paths of notes"),\n'
FUNCTION = """def titles(store: Store) -> Iterator[bytes]:
    for path, _ in overview.note_places(store):
        yield f"{path}\\n".encode()


"""
IN_PYTHON = "import sys, kg; print(b''.join(kg.open_graph(sys.argv[1]).export('titles')).decode(), end='')"


def test_every_ending_means_one_format() -> None:
    endings = [form.ending for form in FORMATS.values()]
    assert len(set(endings)) == len(endings)
    assert all(ending.startswith(".") and ending == ending.lower() for ending in endings)


def test_every_format_has_its_function_and_no_function_is_left_over() -> None:
    written = [name for name, thing in vars(export_writers).items() if isfunction(thing) and not name.startswith("_")]
    own = [name for name in written if getattr(export_writers, name).__module__ == export_writers.__name__]
    assert own == list(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_the_documentation_names_every_format(name: str, project: Path) -> None:
    listed = (project / "docs" / "formats.md").read_text(encoding="utf-8").partition("## Exports")[2]
    assert f"`{name}`" in listed


@pytest.mark.slow
def test_a_new_row_is_a_format_everywhere(kg_copy: KgCopy, make_vault: MakeVault) -> None:
    vault = str(make_vault({"Shop/Anvils.md": "Acme sells 40 anvils.\n"}))
    kg_copy.kg("build", vault, "-j", "1")
    kg_copy.append_row("views/render/exports.py", "FORMATS = {", ROW)
    kg_copy.insert("views/render/export_writers.py", "def _claims(", FUNCTION)

    help_text = " ".join(kg_copy.kg("export", "--help").split())
    assert "|titles]" in help_text
    assert "titles: paths of notes." in help_text
    assert kg_copy.kg("export", "--format", "titles", "--vault", vault) == "Shop/Anvils.md\n"
    kg_copy.kg("export", "-o", "out.titles", "--vault", vault)
    assert (kg_copy.home / "out.titles").read_text(encoding="utf-8") == "Shop/Anvils.md\n"
    assert kg_copy.python("-c", IN_PYTHON, vault) == "Shop/Anvils.md\n"
