"""An installed package adds an output format: kg export writes it by name and by the file's ending."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.graph_samples import IPO_CLAIMS, build_store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.plugins.conftest import Site

CARD = f"What is said of CoreWeave?\t{IPO_CLAIMS[1].text}"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A vault whose graph holds two sample notes."""
    build_store(tmp_path / "built/.kg")
    return tmp_path / "built"


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_format_is_written_by_name_by_ending_and_from_python(site: Site, project: Path, built: Path) -> None:
    vault = str(built)
    assert "'cards' is not one of trig" in site.kg("export", "-f", "cards", "--vault", vault, code=2).stderr
    site.install(project)
    shown = site.kg("export", "-f", "CARDS", "--vault", vault).stdout
    assert CARD in shown.splitlines()
    site.kg("export", "-o", "all.cards", "--vault", vault)
    written = (site.folder.parent / "all.cards").read_text(encoding="utf-8")
    assert written == shown
    assert "format cards, from claimgraph-example 1.0" in site.kg("config", "--vault", vault).stdout
    told = site.kg("export", "-o", "all.maps", "--vault", vault, code=2).stderr
    assert "names none; formats: trig" in told
    assert told.rstrip().endswith("gexf, cards")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("FORMAT = Format(", "FORMAT = ("), "is tuple, not a kg.plugins.Format"),
        (('".cards"', '".csv"'), "another format has the ending '.csv'"),
        (('".cards"', '".gz"'), "another format has the ending '.gz'"),
        (('".cards"', '"cards"'), "the ending 'cards' does not begin with a dot"),
        ((".encode()", ""), "fails: TypeError: it writes str, not bytes"),
        (("for entity in graph.entities():", "for entity in graph.no_such():"), "fails: AttributeError"),
        (("from kg.plugins import Format", "from kg.plugins import Absent"), "cannot be loaded: ImportError"),
    ],
)
def test_a_format_that_cannot_be_used_names_its_package(
    site: Site, project: Path, built: Path, change: tuple[str, str], told: str
) -> None:
    changed(project / "claimgraph_example/cards.py", *change)
    site.install(project)
    done = site.kg("export", "-f", "cards", "--vault", str(built), code=1)
    assert f"format 'cards' of the package claimgraph-example 1.0: {told}" in done.stderr.replace(
        "claimgraph_example.cards:FORMAT ", ""
    )
    assert "Traceback" not in done.stderr


def test_a_name_of_one_of_kgs_own_formats_is_refused(site: Site, project: Path, built: Path) -> None:
    changed(project / "pyproject.toml", "cards =", "csv =")
    site.install(project)
    told = site.kg("export", "-f", "cards", "--vault", str(built), code=1).stderr
    assert "format 'csv' of the package claimgraph-example 1.0: kg itself has a format of that name" in told
    assert site.kg("export", "-f", "csv", "--vault", str(built)).stdout.startswith("id,note")
