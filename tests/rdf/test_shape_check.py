"""A graph that does not fit the shapes or the ontology is found, and kg doctor names it."""

from __future__ import annotations

import builtins
import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from kg import assembly
from kg.cli.main import main
from kg.config import Config
from kg.errors import ExtraMissing
from kg.rdf import vocabulary as v
from kg.rdf.decode import decode_note
from kg.rdf.shape_check import ShapeCheck
from kg.rdf.terms import KG, note_iri
from kg.store.ask.overview import note_lines
from kg.store.engine.fact_packing import stored_note
from kg.store.engine.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault

PATH = "Acme.md"
ACME = "---\nvideoId: aaaaaaaaaaa\n---\nAcme Corporation sold 40 anvils in 2023 [00:01:00].\n"
TEXT = "Acme Corporation sold 40 anvils in 2023."
SPOILT = {  # what is put in the place of a line of the graph -> what is said of it
    (f"<{KG}modality> <{KG}asserted>", f"<{KG}modality> <{KG}certain>"): "modality: Value",
    (f"<{KG}modality> <{KG}asserted>", f"<{KG}mood> <{KG}asserted>"): "mood is not declared in the ontology",
    ("<https://schema.org/text>", "<https://schema.org/headline>"): "text: Less than 1 values",
}


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("vault")
    (made / PATH).write_text(ACME, encoding="utf-8")
    assembly.build(made, config=Config(workers=1))
    return made


@pytest.fixture
def lines(vault: Path) -> list[str]:
    with Store.open(vault / ".kg", read_only=True) as store:
        return note_lines(store, note_iri(PATH))


def doctor(vault: Path, *options: str) -> Any:
    return CliRunner().invoke(main, ["doctor", "--vault", str(vault), "--shapes", *options])


def test_a_built_note_fits(vault: Path, lines: list[str]) -> None:
    assert ShapeCheck().misfits(lines) == ()
    assert doctor(vault, "--only", "graph-misfit", "--strict").exit_code == 0


@pytest.mark.parametrize(("change", "told"), SPOILT.items(), ids=["value", "term", "missing"])
def test_what_does_not_fit_is_named(lines: list[str], change: tuple[str, str], told: str) -> None:
    spoilt = [line.replace(*change) for line in lines]
    assert spoilt != lines
    found = ShapeCheck().misfits(spoilt)
    named = [misfit for misfit in found if misfit.message.startswith(told)]
    assert named, found
    claim = next(line.split()[0][1:-1] for line in lines if "https://schema.org/Claim>" in line)
    for misfit in named:
        assert misfit.node == misfit.claim == claim
        assert misfit.text == ("" if "schema.org/text" in change[0] else TEXT)


def test_what_does_not_fit_in_a_part_is_named_with_its_claim(lines: list[str]) -> None:
    """Statements have IRIs that begin with the claim's, mentions have not: they name the claim that they are in."""
    spoilt = [line.replace(f"<{KG}method>", f"<{KG}way>").replace(f"<{KG}found>", f"<{KG}way>") for line in lines]
    found = ShapeCheck().misfits(spoilt)
    claim = note_iri(PATH) + "#c-"
    assert {misfit.node.startswith(claim) for misfit in found} == {True, False}
    assert {misfit.text for misfit in found} == {TEXT}
    assert all(misfit.node != misfit.claim for misfit in found)


def test_what_is_no_part_of_a_claim_has_none(lines: list[str]) -> None:
    spoilt = [line.replace(f"<{v.PATH[1:-1]}>", f"<{KG}way>") for line in lines]
    found = ShapeCheck().misfits(spoilt)
    assert found
    assert {(misfit.claim, misfit.text) for misfit in found} == {("", "")}


def test_the_doctor_names_note_and_node(make_vault: MakeVault) -> None:
    made = make_vault({PATH: ACME})
    assembly.build(made, config=Config(workers=1))
    iri = note_iri(PATH)
    with Store.open(made / ".kg") as store:
        quads = store.note_nquads(iri)
        kept = b"".join(line for line in quads.splitlines(keepends=True) if b"schema.org/text" not in line)
        store.replace_note(stored_note(*decode_note(quads), store.base)._replace(nquads=kept))
    (told,) = [json.loads(line) for line in doctor(made, "--only", "graph-misfit", "-f", "jsonl").stdout.splitlines()]
    assert (told["note"], told["severity"]) == (PATH, "error")
    assert told["text"].startswith(iri)
    assert told["message"].startswith("text: Less than 1 values")
    assert told["message"].endswith(f"(claim #{told['text'].rpartition('#')[2]})")
    assert doctor(made, "--strict").exit_code == 1


def test_without_pyshacl_the_extra_is_named(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "pyshacl":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ExtraMissing):
        ShapeCheck()
    told = doctor(vault)
    assert told.exit_code == 1
    assert "pip install 'claimgraph[shapes]'" in told.stderr


def test_what_is_not_built_is_told(make_vault: MakeVault) -> None:
    told = doctor(make_vault({PATH: ACME}))
    assert told.exit_code == 1
    assert "run 'kg build' first" in told.stderr
