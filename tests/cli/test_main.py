"""The front door: help, unknown commands, versions, and a light start."""

from __future__ import annotations

import runpy
import subprocess
import sys
from importlib import import_module

import click
import pytest
from click.testing import CliRunner

from kg.cli.entry import run
from kg.cli.main import COMMANDS, main

WITHOUT_VAULT = {"demo", "completion"}
HEAVY = ("spacy", "pyoxigraph", "rdflib", "networkx", "pyvis", "pandas", "numpy", "ruamel", "markdown_it", "rich")


def kg(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "kg", *arguments], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples_and_takes_a_vault(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert "Examples:" in result.output
    assert f"  kg {name}" in result.output
    assert "--vault DIR" in result.output or name in WITHOUT_VAULT
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert all(isinstance(option, click.Argument) or getattr(option, "help", None) for option in command.params)


@pytest.mark.parametrize(
    "name", [name for name in COMMANDS if name not in {"build", "watch", "mcp", "serve", "trust", *WITHOUT_VAULT}]
)
def test_every_command_that_prints_data_has_formats(name: str) -> None:
    assert "--format" in CliRunner().invoke(main, [name, "--help"]).output


@pytest.mark.parametrize("name", COMMANDS)
def test_every_choice_has_a_default_that_may_be_chosen(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    for option in command.params:
        if isinstance(option.type, click.Choice) and isinstance(option.default, str):
            assert option.default in option.type.choices, f"{name}: {option.name}"


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_the_help_names_every_command_and_gives_examples(flag: str) -> None:
    result = CliRunner().invoke(main, [flag])
    assert result.exit_code == 0
    assert all(f"\n  {name} " in result.output for name in COMMANDS)
    assert "Examples:" in result.output


def test_without_a_command_the_help_is_shown_as_wrong_usage() -> None:
    result = CliRunner().invoke(main, [])
    assert result.exit_code == 2
    assert "Examples:" in result.output


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("clams", "did you mean 'claims'?"),
        ("Doctor", "did you mean 'doctor'?"),
        ("xyzzy", "Commands: demo, build, watch, view, claims"),
    ],
)
def test_an_unknown_command_is_answered_with_what_there_is(typed: str, told: str) -> None:
    result = CliRunner().invoke(main, [typed])
    assert result.exit_code == 2
    assert f"no command {typed!r}" in result.stderr
    assert told in result.stderr


def test_an_unknown_option_is_wrong_usage() -> None:
    result = CliRunner().invoke(main, ["--colour"])
    assert result.exit_code == 2
    assert "No such option" in result.stderr


def test_embedded_in_another_program_errors_pass_through() -> None:
    with pytest.raises(click.UsageError):
        main.main(["xyzzy"], standalone_mode=False)


def test_the_commands_are_listed_in_the_order_of_the_help() -> None:
    assert main.list_commands(click.Context(main)) == list(COMMANDS)
    assert main.get_command(click.Context(main), "xyzzy") is None


def test_the_entry_points_end_the_process(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["kg", "--version"])
    with pytest.raises(SystemExit, match="0"):
        runpy.run_module("kg", run_name="__main__")
    assert capsys.readouterr().out.startswith("kg, version ")
    assert import_module("kg.__main__").run is run, "importing it runs nothing"


def test_the_module_runs_as_the_program() -> None:
    result = kg("--version")
    assert result.returncode == 0
    assert result.stdout.startswith("kg, version ")


@pytest.mark.parametrize("arguments", [["--help"], ["claims", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = f"""
import sys
from kg.cli.main import main
try:
    main({arguments!r}, prog_name="kg")
except SystemExit as end:
    assert not end.code
loaded = sorted(set({HEAVY!r}) & set(sys.modules))
assert not loaded, loaded
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
