"""Notes in several languages: English claims stay, other passages are named everywhere in the same numbers, or read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import spacy

import kg
from kg import config
from kg.assembly import assembly_line as assembly
from kg.assembly.steps.build_result import Silent
from kg.cli.commands.build import summary
from kg.cli.commands.doctor import examined
from kg.errors import ModelMissing, ModelUnfit

if TYPE_CHECKING:
    from pathlib import Path

SPANISH = "El molino vendió su último barco en primavera y nadie sabía qué hacer con el patio vacío"
HINDI = "Yeh saal kaafi mushkil tha lekin hum logon ne bahut kuch seekha aur ab aage badhna hai"
FRENCH = """
L'entreprise [[Borax]] a vendu 5 usines de verre à Toulouse pour 3,5 millions d'euros [00:10].

Clara Novak a dit que les prix ont augmenté de 12,5 % cette année et qu'il ne le regrette pas [00:20].
"""
OWN = "---\nvideoId: abcdefghijk\n---\n"
NOTES = {
    "Mixed.md": f"{OWN}The mill sold 5 ships [00:10].\n\n{SPANISH} [00:20].\n\nIt opened 3 schools [00:30].",
    "Spanish.md": f"{SPANISH}.\n\n- Subió mucho.\n- Nadie sabe por qué.",
    "Hindi.md": f"{OWN}{HINDI} [00:10].",
    "English.md": f"{OWN}The mill sold 5 ships [00:10].\n\nWho sold them? [00:20]\n\nKey aspects include: [00:30]\n\n"
    "| Time | Text |\n| --- | --- |\n| 00:40 | a ship |\n\n- [ ] Look again [00:50]\n\n"
    "```\n00:55\n```\n\nIt sailed [01:00].",
    "Templates/T.md": f"{SPANISH} [00:20].",
    ".obsidian/templates.json": '{"folder": "Templates"}',
}
CLAIMS = [
    ("English.md", "It sailed."),
    ("English.md", "The mill sold 5 ships."),
    ("Mixed.md", "It opened 3 schools."),
    ("Mixed.md", "The mill sold 5 ships."),
]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    for name, text in NOTES.items():
        (tmp_path / "vault" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "vault" / name).write_text(text, encoding="utf-8")
    return tmp_path / "vault"


def test_other_languages_and_unreached_times_have_the_same_numbers_everywhere(vault: Path, tmp_path: Path) -> None:
    settings = config.Config(workers=1)
    result = assembly.build(vault, config=settings, out=tmp_path / "out")
    named = [(each.path, each.message) for each in result.problems if each.code == "language-unsupported"]
    assert named == [
        ("Hindi.md", "the note seems to be written in another language; claims are extracted from English only"),
        ("Mixed.md", "1 of 3 passages seems to be written in 'es'; claims are extracted from English only"),
        ("Spanish.md", "the note seems to be written in 'es'; claims are extracted from English only"),
    ]
    found = examined(vault, Silent(), settings)
    assert [(each.note, each.message) for each in found if each.code == "language-unsupported"] == named
    assert "  problems  3 language-unsupported (kg doctor shows them)" in list(summary(result))
    page = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert re.search(r"\| language-unsupported +\| +3 \| +3 \|", page)

    unreached = [(each.note, each.text, each.message) for each in found if each.code == "time-unreached"]
    with kg.open_graph(vault) as graph:
        assert sorted((each.note, each.text) for each in graph.claims()) == CLAIMS
        assert graph.stats().times_unreached == len(unreached)
    assert unreached == [
        ("English.md", "[00:20]", "reaches no claim: its sentence is a question"),
        ("English.md", "[00:30]", "reaches no claim: its sentence only announces what follows"),
        ("English.md", "00:40", "reaches no claim: its cell holds no clause, and its table is no table of data"),
        ("English.md", "[00:50]", "reaches no claim: it stands in a block that is not read for claims (task)"),
        ("Hindi.md", "[00:10]", "reaches no claim: its sentence is not in English"),
        ("Mixed.md", "[00:20]", "reaches no claim: its sentence is not in English"),
    ]
    assert re.search(rf"\| times_unreached +\| +{len(unreached)} \|", page)


def test_a_pipeline_reads_names_links_numbers_and_times_and_says_what_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "F.md").write_text(f"{OWN}{FRENCH}\nBorax lost 3 plants [00:30]. It is sad.\n", encoding="utf-8")
    (tmp_path / "Borax.md").write_text("Borax makes glass.", encoding="utf-8")
    settings = config.Config(workers=1, languages=(("fr", "fr_core_news_sm"),))
    result = assembly.build(tmp_path, config=settings)
    (told,) = [each for each in result.problems if each.code.startswith("language")]
    assert (told.code, "no statements" in told.message) == ("language-partly", True)
    assert [told.message] == [
        each.message for each in examined(tmp_path, Silent(), settings) if each.code == "language-partly"
    ]
    with kg.open_graph(tmp_path) as graph:
        first, second, *english = [each for each in graph.claims() if each.note == "F.md"]
        assert [each.claim.text for each in graph.search("usines")] == [first.text]
        rules = {reason.field: reason.rule for reason in graph.explain(first.id).reasons}
    assert {(each.entity, each.type) for each in first.mentions} == {("Borax", "Organization"), ("Toulouse", "Place")}
    assert [(str(each.value), each.unit) for each in first.quantities] == [("5", "usine"), ("3500000", "EUR")]
    assert first.source is not None
    assert (first.source.start, first.statements, first.modality_rule) == (10, (), "not-judged fr")
    assert (rules["modality"], rules["negated"], rules["about"]) == ("not-judged fr",) * 3
    assert [(each.entity, each.type, each.kind) for each in second.mentions] == [("Clara Novak", "Person", "name")]
    assert second.about == ("Clara Novak",)
    assert [each.text for each in english] == ["Borax lost 3 plants.", "It is sad."]
    assert english[0].statements
    assert english[1].modality_rule == "default"


def test_a_pipeline_without_a_parser_gives_names_and_links(tmp_path: Path) -> None:
    own = spacy.blank("es")
    own.add_pipe("entity_ruler").add_patterns([{"label": "PER", "pattern": "Clara Novak"}])  # type: ignore[attr-defined]
    own.to_disk(tmp_path / "own")
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "E.md").write_text(f"Clara Novak dijo que {SPANISH} por 3,5 €.", encoding="utf-8")
    with kg.build(tmp_path / "vault", languages=(("es", str(tmp_path / "own")),)) as graph:
        (claim,) = graph.claims()
    assert [(each.entity, each.type) for each in claim.mentions] == [("Clara Novak", "Person")]
    assert [(str(each.value), each.unit) for each in claim.quantities] == [("3.5", "EUR")]


def test_another_pipeline_reads_the_notes_again(tmp_path: Path) -> None:
    (tmp_path / "F.md").write_text(FRENCH, encoding="utf-8")
    for languages, claims in (((), 0), ((("fr", "fr_core_news_sm"),), 2), ((), 0)):
        with kg.build(tmp_path, languages=languages) as graph:
            assert graph.stats().claims == claims


def test_a_pipeline_that_is_missing_or_for_another_language_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "F.md").write_text(FRENCH, encoding="utf-8")
    with pytest.raises(ModelUnfit, match="is for the language 'fr', not 'es'"):
        kg.build(tmp_path, languages=(("es", "fr_core_news_sm"),))
    with pytest.raises(ModelMissing, match="no_such_pipeline"):
        kg.build(tmp_path, languages=(("es", "no_such_pipeline"),))
    assert not (tmp_path / ".kg").exists(), "an error is told before anything is touched"
