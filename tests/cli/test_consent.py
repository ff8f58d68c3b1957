"""Notes leave this machine only after a yes, which is asked for once; without anybody to ask they stay."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click
import pytest

import kg
from kg.cli.consent import asker
from kg.cli.progress import ProgressLines
from kg.config import vault_trust as trust
from kg.llm.client import Endpoint
from tests import llm_server
from tests.llm_server import recorded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import Typed
    from tests.conftest import MakeVault

NOTE = "Acme Corporation sold 40 anvils to Globex.\n"
CONFIG = '[extract]\nbackend = "llm"\n[llm]\nbase_url = "{url}"\nmodel = "small"\ntimeout = 5\n'


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[llm_server.Endpoint]:
    """An endpoint that passes for one on another machine."""
    monkeypatch.setattr(Endpoint, "is_here", property(lambda _: False))
    yield from llm_server.running(llm_server.Endpoint(always=recorded({})))


@pytest.fixture
def vault(make_vault: MakeVault, elsewhere: llm_server.Endpoint) -> Path:
    return make_vault({"a.md": NOTE, "b.md": NOTE, ".kg/config.toml": CONFIG.format(url=elsewhere.url)})


@pytest.fixture
def trusted(vault: Path, own_settings: Path) -> Path:
    trust.trust(vault, os.environ)
    return vault


def host(endpoint: llm_server.Endpoint) -> str:
    return endpoint.url.split("/")[2]


def test_a_strangers_vault_asks_nobody_anything(
    anywhere: Typed, vault: Path, own_settings: Path, elsewhere: llm_server.Endpoint, tmp_path: Path
) -> None:
    """The user's yes on the command line is no yes to what the vault brings along."""
    done = anywhere("build", str(vault), "--out", str(tmp_path / "out"), "--yes", "--jobs", "1")
    assert done.exit_code == 0, done.stderr
    assert "Ignored: extract.backend, llm.base_url, llm.model, llm.timeout in" in done.stderr
    assert "2 claims" in done.stdout
    assert elsewhere.asked == []


def test_without_a_terminal_nothing_is_sent_and_the_rules_stand(
    anywhere: Typed, trusted: Path, elsewhere: llm_server.Endpoint, tmp_path: Path
) -> None:
    done = anywhere("build", str(trusted), "--out", str(tmp_path / "out"), "--jobs", "1", typed="y\n")
    assert done.exit_code == 0, done.stderr
    assert "Sending text of 2 notes, about " in done.stderr
    assert f"tokens, to {host(elsewhere)}: asking small at {host(elsewhere)}" in done.stderr
    assert "Not sent: you have not allowed this host yet ('kg build --yes' does)." in done.stderr
    assert "asked     nobody: 2 sections may not leave this machine yet" in done.stdout
    assert "2 claims" in done.stdout
    assert elsewhere.asked == []
    assert not trust.may_send(trusted, host(elsewhere), os.environ)


def test_a_yes_counts_for_this_vault_and_host_from_then_on(
    anywhere: Typed, trusted: Path, elsewhere: llm_server.Endpoint, tmp_path: Path
) -> None:
    build = ("build", str(trusted), "--out", str(tmp_path / "out"), "--jobs", "1")
    assert "Sending text of 2 notes" in anywhere(*build, "--yes").stderr
    assert len(elsewhere.asked) == 2
    (trusted / "a.md").write_text("Globex bought Acme Corporation.\n")
    again = anywhere(*build)
    assert "Sending text" not in again.stderr
    assert len(elsewhere.asked) == 3
    assert f"notes may go to {host(elsewhere)}" in anywhere("trust", "--list").stdout
    assert not trust.may_send(trusted, "other.example", os.environ)
    anywhere("trust", "--remove", str(trusted))
    trust.trust(trusted, os.environ)
    (trusted / "b.md").write_text("Acme Corporation bought Globex.\n")
    assert "Not sent: you have not allowed" in anywhere(*build).stderr, "what is taken off the list must be said again"
    assert len(elsewhere.asked) == 3


@pytest.mark.parametrize("answer", [True, False])
def test_on_a_terminal_the_question_is_put(
    monkeypatch: pytest.MonkeyPatch, own_settings: Path, tmp_path: Path, *, answer: bool
) -> None:
    from kg.assembly.steps.advising import Leaving

    asked: list[str] = []

    def confirm(text: str, **_: object) -> bool:
        asked.append(text)
        return answer

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setattr(click, "confirm", confirm)
    leaving = Leaving("api.example.org", 3, 4, 500, "asking m at api.example.org")
    assert asker(tmp_path, ProgressLines(told=True), yes=False)(leaving) is answer
    assert asked == ["May this text leave your machine?"]
    assert trust.may_send(tmp_path, "api.example.org", os.environ) is answer
    assert asker(tmp_path, ProgressLines(told=True), yes=False, ask=False)(leaving) is answer, (
        "remembered, or not asked"
    )


def test_from_python_what_is_not_trusted_is_a_warning(vault: Path, own_settings: Path) -> None:
    with pytest.warns(UserWarning, match=r"not trusted, so extract.backend, llm.base_url, .* is ignored"):
        kg.build(vault, workers=1)


def test_from_python_nothing_is_sent_unless_it_is_said(
    trusted: Path, own_settings: Path, elsewhere: llm_server.Endpoint
) -> None:
    kg.build(trusted, workers=1)
    assert elsewhere.asked == []
    kg.build(trusted, workers=1, send=True)
    assert len(elsewhere.asked) == 2
