"""The program as shells see it: pipes that close, Ctrl-C, terminals, odd locales."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import MakeVault

KG = [sys.executable, "-m", "kg"]
CUT = 141  # as a program ends that SIGPIPE ends
NOTE = "Acme Corporation sold 40 anvils to Globex.\n"
MANY = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f }"  # every pair of triples: far more than a pipe holds


def shell(script: str, vault: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of bash in which ``kg`` is the program and ``$VAULT`` the vault."""
    quoted = f"kg() {{ '{sys.executable}' -m kg \"$@\"; }}; set -o pipefail; {script}"
    env = {**os.environ, "VAULT": str(vault), **environment}
    return subprocess.run(["bash", "-c", quoted], capture_output=True, env=env, check=False, timeout=120)


def test_head_ends_a_long_answer_quietly(asked: Path) -> None:
    done = shell(f"kg query --vault \"$VAULT\" '{MANY}' | head -1", asked)
    assert done.stderr == b""
    assert done.stdout.split() == [b"A", b"D"]
    assert done.returncode == CUT


@pytest.mark.parametrize(
    "command", ["export -f nt", "claims Acme -f jsonl", "claims Acme -f text", "--help", "query --list"]
)
def test_a_pipe_that_nobody_reads_is_told_by_the_code_alone(asked: Path, command: str) -> None:
    vault = "" if command == "--help" else '--vault "$VAULT"'
    done = shell(f"kg {command} {vault} | true", asked)
    assert done.stderr == b""
    assert done.returncode in {0, CUT}, "a short answer may be in the pipe before that is closed"


def test_a_dressed_table_that_nobody_reads_is_so_too(asked: Path) -> None:
    done = shell('kg claims Acme --vault "$VAULT" | true', asked, FORCE_COLOR="1")
    assert done.stderr == b""
    assert done.returncode in {0, CUT}


@pytest.mark.parametrize("script", [
    'kg build "$VAULT" --out "$OUT" --jobs 1 2>&1 | head -1',
    'kg build "$VAULT" --out "$OUT" --jobs 1 2>&1 | true',
    'kg build "$VAULT" --out "$OUT" --jobs 1 | true',
    'kg build "$VAULT" --out "$OUT" --jobs 1 >&-',
    'kg build "$VAULT" --out "$OUT" --jobs 1 2>&-',
    'kg build "$VAULT" --out "$OUT" --jobs 1 <&- >&- 2>&-',
])  # fmt: skip
def test_a_build_that_nobody_hears_of_is_built(make_vault: MakeVault, tmp_path: Path, script: str) -> None:
    vault, out = make_vault({"a.md": NOTE}), tmp_path / "out"
    done = shell(script, vault, OUT=str(out))
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert {each.name for each in out.iterdir()} >= {"graph.trig", "claims.jsonl", "report.md", "explorer"}
    assert b"40 anvils" in shell('kg claims Globex -f jsonl --vault "$VAULT"', vault).stdout


@pytest.mark.parametrize("rest", ["2>&1 | head -1", "| true", ">&- 2>&-"])
def test_pages_are_written_and_taken_back_though_nobody_hears_of_it(
    make_vault: MakeVault, tmp_path: Path, rest: str
) -> None:
    notes = {f"{n}.md": NOTE.replace("40", str(40 + n)) for n in range(4)}
    vault = make_vault({**notes, ".obsidian/app.json": "{}"})
    shell('kg build "$VAULT" --out "$OUT" --jobs 1', vault, OUT=str(tmp_path / "out"))
    assert shell(f'kg sync --apply --quiet 0 --vault "$VAULT" {rest}', vault).returncode == 0
    assert (vault / "Knowledge" / "Globex.md").is_file()
    assert shell(f'kg sync --undo --vault "$VAULT" {rest}', vault).returncode == 0
    assert not (vault / "Knowledge" / "Globex.md").exists()


def test_a_full_disk_is_told(asked: Path) -> None:
    done = shell('kg claims Acme --vault "$VAULT" > /dev/full', asked)
    assert done.stderr == b"Error: cannot write the output: No space left on device\n"
    assert done.returncode == 1


def test_ctrl_c_ends_with_one_line_and_130(asked: Path) -> None:
    process = subprocess.Popen(
        [*KG, "query", "-", "--vault", str(asked)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.5)  # long enough to be waiting for standard input
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert out == b""
    assert err.strip() == b"Interrupted."
    assert process.returncode == 130


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_names_in_any_script_survive_any_locale(asked: Path, locale: str) -> None:
    done = shell('kg query --vault "$VAULT" \'SELECT ("é 李 🙂" AS ?x) {}\'', asked, LC_ALL=locale, LANG=locale)
    assert done.stdout.decode() == "X\né 李 🙂\n"


def in_terminal(arguments: list[str], **environment: str) -> str:
    """What the program writes to a terminal of 100 columns."""
    leader, follower = pty.openpty()
    env = {**os.environ, "COLUMNS": "100", "TERM": "xterm-256color", **environment}
    env = {name: value for name, value in env.items() if name != "NO_COLOR" or "NO_COLOR" in environment}
    process = subprocess.Popen([*KG, *arguments], stdout=follower, stderr=subprocess.DEVNULL, stdin=follower, env=env)
    os.close(follower)
    shown = bytearray()
    try:
        while piece := os.read(leader, 4096):
            shown += piece
    except OSError:  # how Linux tells that the other side is closed
        pass
    os.close(leader)
    assert process.wait(timeout=60) == 0
    return shown.decode()


def test_on_a_terminal_times_are_links_and_text_is_coloured(asked: Path) -> None:
    shown = in_terminal(["claims", "Acme", "--vault", str(asked)])
    assert re.search(r"\x1b\]8;[^;]*;https://www\.youtube\.com/watch\?v=abcdefghijk&t=75s\x1b\\", shown)
    assert re.search(r"\x1b\[[0-9;]*m", shown)


def test_on_a_terminal_jsonl_is_still_exact(asked: Path) -> None:
    shown = in_terminal(["claims", "Acme", "-f", "jsonl", "--vault", str(asked)])
    piped = subprocess.run(
        [*KG, "claims", "Acme", "-f", "jsonl", "--vault", str(asked)], capture_output=True, check=True
    )
    assert shown.replace("\r\n", "\n") == piped.stdout.decode()


def test_no_color_leaves_no_colour_on_a_terminal(asked: Path) -> None:
    shown = in_terminal(["claims", "Acme", "--vault", str(asked)], NO_COLOR="1")
    assert "Acme" in shown
    assert not re.search(r"\x1b\[[0-9;]*\b(3[0-8]|4[0-8]|9[0-7])\b[0-9;]*m", shown)


def test_a_dumb_terminal_gets_plain_text(asked: Path) -> None:
    assert "\x1b" not in in_terminal(["claims", "Acme", "--vault", str(asked)], TERM="dumb")
