"""The commands of docs/clusters.md for a cluster, run in small: one machine, two workers, the sample vault."""

from __future__ import annotations

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("distributed", reason="Dask is not installed: pip install 'claimgraph[dask]'")

from tests.flow.bucket_server import bucket_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow
SECONDS = 250  # that any of them may take


def section(project: Path, title: str) -> str:
    """What the page has below a heading."""
    page = (project / "docs" / "clusters.md").read_text(encoding="utf-8")
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def commands(project: Path, title: str) -> list[str]:
    """The commands below a heading of the page."""
    return re.findall(r"^\$ (.+)$", section(project, title), re.MULTILINE)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def running(command: str) -> Iterator[None]:
    """A command that runs until it is ended, with all that it starts."""
    words = [sys.executable, "-m", *shlex.split(command)]
    with subprocess.Popen(words, start_new_session=True, stderr=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(60)


def output(command: str, folder: Path) -> str:
    """What a shell prints for a command; ``kg`` is the package under test."""
    here = {**os.environ, "PATH": f"{os.path.dirname(sys.executable)}{os.pathsep}{os.environ['PATH']}"}  # noqa: PTH120
    done = subprocess.run(
        ["bash", "-ec", command], cwd=folder, env=here, capture_output=True, text=True, check=False, timeout=SECONDS
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def folder(vault_copy: Path) -> Path:
    """Where the page's reader types: a folder with the sample vault in it."""
    return vault_copy.rename(vault_copy.parent / "vault").parent


def test_a_build_on_one_machine_prints_what_the_page_shows(project: Path, folder: Path) -> None:
    (typed,) = commands(project, "On one machine")
    assert f"$ {typed}\n{output(typed, folder)}```" in section(project, "On one machine")
    here, there = commands(project, "What it writes")
    output("kg build vault", folder)
    assert output(here, folder) == output(there, folder)


def test_the_commands_for_a_cluster_build_the_same_files(project: Path, folder: Path) -> None:
    port = free_port()
    small = {
        "--port 8786": f"--port {port} --host 127.0.0.1 --no-dashboard",
        "SCHEDULER:8786": f"127.0.0.1:{port}",
        "--nworkers 8": "--nworkers 2 --no-dashboard",
        "/shared/notes": "vault",
        "/shared/graph": "graph",
    }
    typed = commands(project, "On your cluster")
    for large, instead in small.items():
        assert any(large in line for line in typed), large
        typed = [line.replace(large, instead) for line in typed]
    scheduler, worker, build = typed
    with running(scheduler), running(worker):
        assert "problems  none" in output(build, folder)
    assert {file.name for file in (folder / "graph").iterdir()} == {
        "claims-00000.jsonl.gz", "claims-00000.parquet", "entities-00000.nq.gz", "manifest.json", "notes-00000.nq.gz",
        "problems-00000.jsonl.gz",
    }  # fmt: skip


def test_the_command_for_a_bucket_builds_the_same_files_there(
    project: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (typed,) = commands(project, "Notes in a bucket")
    small = typed.replace("--scheduler tcp://SCHEDULER:8786", "--jobs 1")
    assert small != typed
    with bucket_server() as store:
        store.upload(folder / "vault", "team/notes")
        for name, value in store.environment().items():
            monkeypatch.setenv(name, value)
        told = output(small, folder)
        assert told.endswith("problems  none\n  wrote     s3://team/graph/manifest.json\n")
        for key in [each for each in store.objects if each.startswith("team/graph/")]:
            (folder / "partitions").mkdir(exist_ok=True)
            (folder / "partitions" / key.rpartition("/")[2]).write_bytes(store.objects[key])
    here, there = commands(project, "What it writes")
    output("kg build vault", folder)
    assert output(here, folder) == output(there, folder)
    first, *_ = re.findall(r"```python\n(.+?)```", section(project, "Reading the claims"), re.DOTALL)
    told = output(f"{shlex.quote(sys.executable)} -c {shlex.quote(first)}", folder)
    assert "CoreWeave" in told
