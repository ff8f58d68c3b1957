"""A shell completes commands and the names in a vault; it neither fails nor talks where there is nothing to offer."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from itertools import cycle
from pathlib import Path

import pytest

from kg.cli.main import main
from kg.cli.shell_scripts import SHELLS, script

BIN = str(Path(sys.executable).parent)
ASK = """
eval "$(kg completion bash)"
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_kg_completion kg
printf '%s\\n' "${COMPREPLY[@]}"
"""


def offered(*words: str, folder: Path) -> list[str]:
    """What a real bash offers for the last of the words on the line, typed in a folder."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("needs bash")
    environment = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [bash, "-c", ASK, "bash", *words], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (["kg", "conf"], ["conflicts", "config"]),
        (["kg", "claims", "gLo"], ["Globex"]),
        (["kg", "claims", "ADA"], [r"Ada\ Byron"]),
        (["kg", "claims", r"Ada\ B"], [r"Ada\ Byron"]),
        (["kg", "claims", "Ada", "B"], ["Byron"]),
        (["kg", "claims", "Acme", "G"], ["Globex"]),
        (["kg", "claims", "ACME\\ "], [r"ACME\ Ltd"]),
        (["kg", "claims", "--note", "shop/"], ["shop/Acme.md", "shop/Globex.md"]),
        (["kg", "view", "--entity", "Ad"], [r"Ada\ Byron"]),
        (["kg", "entities", "--type", "pers"], ["Person"]),
        (["kg", "query", "ri"], ["risks"]),
        (["kg", "claims", "Zzz"], [""]),
    ],
    ids=" ".join,
)
def test_bash_offers(line: list[str], expected: list[str], asked: Path) -> None:
    assert offered(*line, folder=asked) == expected


def test_names_are_offered_for_the_vault_that_the_line_names(asked: Path, tmp_path: Path) -> None:
    assert offered("kg", "claims", "--vault", shlex.quote(str(asked)), "Acm", folder=tmp_path) == ["Acme", r"ACME\ Ltd"]


@pytest.mark.parametrize("line", [["kg", "claims", "Ac"], ["kg", "conflicts", "--property", "v"]], ids=" ".join)
def test_without_a_vault_nothing_is_offered_and_nothing_said(line: list[str], tmp_path: Path) -> None:
    assert offered(*line, folder=tmp_path) == [""]


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_gets_a_script_that_asks_kg(shell: str) -> None:
    assert f"_KG_COMPLETE={shell}_complete" in script(main, shell)


def test_a_name_with_a_comma_stays_whole_in_fish(asked: Path) -> None:
    assert 'string split --max 1 ","' in script(main, "fish")
    assert 'printf %q "$value"' in script(main, "bash")


QUICK = """
import sys
from kg.cli.entry import run
run()
loaded = {"click", "pyoxigraph", "kg.graph", "kg.model", "kg.config"} & sys.modules.keys()
assert not loaded, loaded
"""
SLOW = "from kg.cli.main import run; run()"


def said(program: str, line: str, shell: str, folder: Path) -> str:
    """What a program writes when a shell asks it to complete a line."""
    words = line.replace("'", "").split(" ") if "'" not in line else ["kg", "claims", "Ada B"]
    at = len(words) - 1
    typed = words[at] if shell == "fish" else str(at)
    asking = {"COMP_WORDS": line, "COMP_CWORD": typed, "_KG_COMPLETE": f"{shell}_complete"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env=os.environ | asking,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


LINES = (
    "kg claims gLo",
    "kg claims Ada B",
    "kg claims 'Ada B",
    "kg conflicts A",
    "kg claims ",
    "kg query r",
    "kg claims Zzz",
    "kg claims --note shop/",
    "kg claims Acme --note SHOP/a",
    "kg conflicts --property r",
    "kg conflicts Acme --property z",
    "kg view --entity Ad",
    "kg claims --callout ",
)


@pytest.mark.parametrize(("line", "shell"), tuple(zip(LINES, cycle(SHELLS), strict=False)))
def test_names_are_offered_without_loading_kg_and_are_those_of_the_commands(line: str, shell: str, asked: Path) -> None:
    left_to_click = "'" in line or "--callout" in line  # an open quote, another option
    program = "from kg.cli.entry import run; run()" if left_to_click else QUICK
    assert said(program, line, shell, asked) == said(SLOW, line, shell, asked)


def test_another_users_graph_offers_nothing(asked: Path, tmp_path: Path) -> None:
    copied = tmp_path / "vault"
    shutil.copytree(asked, copied)
    (copied / ".kg" / "seal").write_bytes(b"nobody's\n{}")
    assert said("from kg.cli.entry import run; run()", "kg claims A", "bash", copied).strip() == ""
