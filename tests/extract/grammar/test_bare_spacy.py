"""spaCy without its command line parses the same, and its commands are there for whoever asks for them."""

from __future__ import annotations

import subprocess
import sys

import pytest

NETWORK = ("httpx", "requests", "typer", "weasel", "spacy.cli")  # modules that only the commands need
LOADED = """
import sys
from kg.extract.grammar.nlp import load
tokens = load()("Acme sold 40 anvils.")
assert [token.dep_ for token in tokens][:2] == ["nsubj", "ROOT"], tokens
"""


def run(script: str) -> str:
    """What a program prints that has loaded the pipeline, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", LOADED + script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_nothing_that_reaches_the_network_is_imported_with_the_pipeline() -> None:
    assert run(f"print([name for name in {NETWORK} if name in sys.modules])") == "[]"


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("import spacy.cli; print(spacy.cli.download.__name__)", "download"),
        ("import spacy; print(spacy.info(silent=True)['spacy_version'] == spacy.__version__)", "True"),
        ("from spacy.cli.info import info; print(info.__name__)", "info"),
    ],
)
def test_the_commands_are_there_for_whoever_imports_them_later(script: str, told: str) -> None:
    assert run(script) == told


def test_a_spacy_that_somebody_has_imported_is_taken_as_it_is() -> None:
    script = "import spacy; from kg.extract.grammar.bare_spacy import bare_spacy; print(bare_spacy() is spacy)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "True\n"
