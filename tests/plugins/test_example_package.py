"""A package that somebody installs adds a pipeline stage; a real build, in worker processes, uses it."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault
    from tests.plugins.conftest import Site

RUMOUR = "Acme Corporation is rumoured to have sold 40 anvils in 2023."
FACT = "Globex Corporation was founded in 1996."
MANY = 25  # notes: enough for worker processes


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault({"Fact.md": FACT, "Rumour.md": RUMOUR})


@pytest.fixture
def project(project: Path) -> Path:
    """The example package with its stage alone."""
    file = project / "pyproject.toml"
    kept = file.read_text(encoding="utf-8").partition('[project.entry-points."claimgraph.media"]')[0]
    file.write_text(kept, encoding="utf-8")
    return project


def stances(site: Site, vault: Path) -> dict[str, str]:
    """The modality of each claim."""
    lines = site.kg("export", "--format", "jsonl", "--vault", str(vault)).stdout.splitlines()
    return {record["text"]: record["modality"] for record in map(json.loads, lines)}


def test_a_stage_changes_claims_and_no_longer_does_when_it_is_removed(site: Site, project: Path, vault: Path) -> None:
    site.kg("build", str(vault))
    before = stances(site, vault)
    site.install(project)
    told = site.kg("build", str(vault)).stderr
    assert "the installed pipeline stages changed since the last build: re-extracting every note" in told
    assert stances(site, vault) == before | {RUMOUR: "hedged"} != before
    assert "re-extracting" not in site.kg("build", str(vault)).stderr
    shutil.rmtree(site.folder)
    site.kg("build", str(vault))
    assert stances(site, vault) == before


def test_worker_processes_run_the_stage_too(site: Site, project: Path, make_vault: MakeVault) -> None:
    vault = make_vault({f"Rumour {number}.md": f"{RUMOUR[:-1]}, for ${number}." for number in range(MANY)})
    site.install(project)
    site.kg("build", str(vault), workers=2)
    found = stances(site, vault)
    assert (len(found), set(found.values())) == (MANY, {"hedged"})


def test_what_is_plugged_in_is_listed(site: Site, project: Path, vault: Path) -> None:
    assert "Installed packages add" not in site.kg("config", "--vault", str(vault)).stdout
    site.install(project)
    shown = site.kg("config", "--vault", str(vault)).stdout
    assert "stage rumours, from claimgraph-example 1.0 (claimgraph_example.rumours:mark)" in shown
    told = json.loads(site.kg("config", "-f", "json", "--vault", str(vault)).stdout)
    assert {"kind": "stage", "name": "rumours", "package": "claimgraph-example", "version": "1.0"} in told["plugins"]


def test_another_version_of_the_package_extracts_every_note_again(site: Site, project: Path, vault: Path) -> None:
    site.install(project)
    site.kg("build", str(vault))
    file = project / "claimgraph_example/rumours.py"
    file.write_text(file.read_text(encoding="utf-8").replace('"hedged"', '"reported"'), encoding="utf-8")
    site.install(project)  # under the same version, too: its files differ
    site.kg("build", str(vault))
    assert stances(site, vault)[RUMOUR] == "reported"


def test_a_package_that_cannot_be_imported_is_named_before_anything_is_touched(
    site: Site, project: Path, vault: Path
) -> None:
    file = project / "claimgraph_example/rumours.py"
    file.write_text("import something_absent\n", encoding="utf-8")
    site.install(project)
    told = site.kg("build", str(vault), code=1).stderr
    assert "stage 'rumours' of the package claimgraph-example 1.0: cannot be loaded: ModuleNotFoundError" in told
    assert "pip uninstall claimgraph-example" in told
    assert "Traceback" not in told
    assert not (vault / ".kg").exists()
    assert "stage rumours" in site.kg("config", "--vault", str(vault)).stdout


def test_two_of_one_name_are_refused(site: Site, project: Path, vault: Path) -> None:
    site.install(project)
    for file in site.folder.glob("*.dist-info"):
        twin = file.with_name("claimgraph_twin-2.0.dist-info")
        twin.mkdir()
        for part in file.iterdir():
            if part.is_file():
                text = part.read_text(encoding="utf-8")
                (twin / part.name).write_text(text.replace("claimgraph-example", "claimgraph-twin"), encoding="utf-8")
    told = site.kg("build", str(vault), code=1).stderr
    assert "stage 'rumours' of the package claimgraph-example 1.0: has the name of one of claimgraph-twin" in told


def test_a_note_on_which_a_stage_fails_costs_that_note_alone(site: Site, project: Path, vault: Path) -> None:
    file = project / "claimgraph_example/rumours.py"
    broken = file.read_text(encoding="utf-8").replace(
        "return claim if", "assert 'Acme' not in claim.text\n    return claim if"
    )
    file.write_text(broken, encoding="utf-8")
    site.install(project)
    site.kg("build", str(vault))
    told = (site.folder.parent / "exports/report.md").read_text(encoding="utf-8")
    assert "AssertionError in the stage 'rumours' of the package claimgraph-example 1.0" in told
    assert set(stances(site, vault)) == {FACT}
