"""A vault with a type, a property and words of its own, through the commands and the library."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import kg
from kg import assembly
from kg.config import Config
from kg.own_words import vault_words
from tests.assembly.pages import page

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault

SHIP = "https://harbour.example/ns#Ship"
TYPES = f"""
[Ship]
label = "ship"
class = "{SHIP}"
light = "#114477"
dark = "#88bbee"
nouns = ["ship", "vessel"]
names = ["Halcyon"]
"""
PROPERTIES = """
[berthCount]
label = "berths"
units = ["berth"]
nouns = ["berth"]
momentary = true
"""
WORDS = """
[saying_verbs]
add = { attest = "says" }

[last_words]
add = { kombinat = "Organization" }
"""
OWN = {".kg/types.toml": TYPES, ".kg/properties.toml": PROPERTIES, ".kg/words.toml": WORDS}
NOTES = {
    "Harbour.md": (
        "---\nvideoId: aaaaaaaaaaa\n---\nHalcyon has 14 berths [00:02:00].\n\n"
        "Maria Lopes attests that Halcyon was built in Lisbon [00:05:00].\n\n"
        "The vessel Kittiwake left Lisbon in May.\n"
    ),
    "Port.md": "Halcyon has 16 berths.\n\nZorbitex Kombinat is big.\n",
}
MANY = 26  # notes: enough for worker processes
ONE = Config(workers=1)


@pytest.fixture
def vault(make_vault: MakeVault) -> Path:
    return make_vault(NOTES | OWN)


def run(vault: Path, *arguments: str, code: int = 0) -> str:
    """What a command of the program prints; ``code`` is the exit code that it must end with."""
    command = [sys.executable, "-m", "kg", *arguments, "--vault", str(vault)]
    env = {**os.environ, "KG_WORKERS": "1"}
    done = subprocess.run(command, cwd=vault.parent, env=env, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == code, done.stderr
    return done.stdout if code == 0 else done.stderr


def unpacked(page: bytes) -> str:
    """The data in the explorer's page."""
    packed = re.findall(rb"H4sI[A-Za-z0-9+/=]+", page)
    assert packed
    return "".join(gzip.decompress(base64.b64decode(each)).decode() for each in packed)


def types(vault: Path) -> dict[str, str]:
    with kg.open_graph(vault) as graph:
        return {row.name: row.type for row in graph.entities()}


def test_the_commands_know_the_vaults_own_type_property_and_words(vault: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "kg", "build", str(vault), "--out", "exports"],
        cwd=vault.parent,
        env={**os.environ, "KG_WORKERS": "1"},
        check=True,
        capture_output=True,
    )
    assert "Halcyon    Ship" in run(vault, "entities", "--type", "ship")
    claims = [json.loads(line) for line in run(vault, "claims", "Halcyon", "-f", "jsonl").splitlines()]
    assert {each["attribution"] for each in claims} == {None, "Maria Lopes"}
    pair = json.loads(run(vault, "conflicts", "--verdict", "not comparable", "-f", "jsonl"))
    assert (pair["property"], pair["reason"]) == ("berthCount", "no time is given")
    shown = unpacked((vault.parent / "exports/explorer/index.html").read_bytes())
    assert "#114477" in shown
    assert "#88bbee" in shown
    trig = (vault.parent / "exports/graph.trig").read_text(encoding="utf-8")
    assert f"ent:Halcyon a <{SHIP}>" in trig
    assert 'rdfs:label "berths"' in trig
    assert run(vault, "doctor", "--shapes", "--only", "graph-misfit") == "Nothing wrong found.\n"
    shown = run(vault, "config")
    assert ".kg/types.toml: Ship" in shown
    assert ".kg/words.toml: saying_verbs, last_words" in shown
    assert json.loads(run(vault, "config", "-f", "json"))["own"]["properties.toml"] == ["berthCount"]
    assert "'Shop' is not one of Person, " in run(vault, "entities", "--type", "Shop", code=2)


def test_a_build_without_the_files_knows_none_of_it(make_vault: MakeVault) -> None:
    plain = make_vault(NOTES)
    assembly.build(plain, config=ONE)
    assert types(plain)["Halcyon"] != "Ship"
    with kg.open_graph(plain) as graph:
        assert {row.property for row in graph.conflicts()} == {"has"}
        assert {claim.attribution for claim in graph.claims("Halcyon")} == {None}


def test_what_changes_in_the_files_is_extracted_again(vault: Path) -> None:
    assembly.build(vault, config=ONE)
    assert assembly.build(vault, config=ONE).replaced == 0
    file = vault / ".kg/words.toml"
    file.write_text(WORDS.replace("attest", "gloat"), encoding="utf-8")
    result = assembly.build(vault, config=ONE)
    assert (result.analysed, result.replaced) == (0, len(NOTES))
    with kg.open_graph(vault) as graph:
        assert {claim.attribution for claim in graph.claims("Halcyon")} == {None}
    (vault / ".kg/types.toml").write_text(TYPES.replace("ns#Ship", "ns#Vessel"), encoding="utf-8")
    assembly.build(vault, config=ONE)
    with kg.open_graph(vault) as graph:
        assert graph.query("ASK { ent:Halcyon a <https://harbour.example/ns#Vessel> }").answer is True
        assert graph.query(f"ASK {{ ?any a <{SHIP}> }}").answer is False
    for name in OWN:
        (vault / name).unlink()
    assembly.build(vault, config=ONE)
    assert "Ship" not in types(vault).values()
    assert vault_words.current() is vault_words.SHIPPED


def test_worker_processes_use_the_vaults_words(make_vault: MakeVault) -> None:
    notes = {f"Note {number}.md": f"Halcyon has {number} berths.\n" for number in range(2, MANY + 2)}
    vault = make_vault(notes | OWN)
    assembly.build(vault, config=Config(workers=2))
    with kg.open_graph(vault) as graph:
        found = {statement.property for claim in graph.claims("Halcyon") for statement in claim.statements}
        assert found == {"berthCount"}
    assert types(vault) == {"Halcyon": "Ship"}


def test_two_vaults_in_one_process_do_not_mix(make_vault: MakeVault) -> None:
    own, plain = make_vault(NOTES | OWN, "own"), make_vault(NOTES, "plain")
    assembly.build(own, config=ONE)
    assembly.build(plain, config=ONE)
    with kg.open_graph(own) as ours, kg.open_graph(plain) as theirs:
        pairs = zip(ours.explorer(), theirs.explorer(), strict=True)
        shown = [unpacked(b"".join(file.data)) for pair in pairs for file in pair]
        assert ["#114477" in each for each in shown[-2:]] == [True, False]
        assert "#114477" in ours.neighbourhood("Halcyon").to_html()
        assert [row.reason for row in ours.conflicts("Halcyon", verdict="not comparable")] == ["no time is given"]
        with pytest.raises(kg.UnknownName, match="no entity type 'Ship'"):
            theirs.entities("Ship")


def test_a_page_may_set_the_vaults_own_type(vault: Path) -> None:
    (vault / "Lisbon.md").write_text(page("Lisbon", type_="Ship"), encoding="utf-8")
    assembly.build(vault, config=ONE)
    assert types(vault)["Lisbon"] == "Ship"


def test_a_file_that_cannot_be_used_stops_the_build_before_anything_is_touched(make_vault: MakeVault) -> None:
    vault = make_vault(NOTES | {".kg/words.toml": '[given_nams]\nadd = ["Zorba"]\n'})
    told = run(vault, "entities", code=2)
    assert told.startswith(f"Error: {vault / '.kg/words.toml'}, line 1: unknown word list 'given_nams'; did you mean")
    with pytest.raises(kg.ConfigError, match="given_names"):
        kg.build(vault)
    assert [file.name for file in (vault / ".kg").iterdir()] == ["words.toml"]
