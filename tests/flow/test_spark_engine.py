"""``kg build --engine spark`` on this machine: the bytes of a local build, also when a worker is killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.assembly.steps.build_result import Silent
from kg.errors import ClusterFailed, WorkerUnfit
from kg.flow.flow_order import FlowOrder
from tests.conftest import unwatched
from tests.flow.flow_samples import SETTINGS, written
from tests.flow.test_clusters_page import commands, output, section

pytest.importorskip("pyspark", reason="Spark is not installed: pip install 'claimgraph[spark]'")
if not shutil.which("java"):
    pytest.skip("Spark needs Java: apt-get install default-jre-headless", allow_module_level=True)

from kg.flow import spark_cluster, spark_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.flow.partition_files import Partition
    from tests.flow.flow_samples import Built

# what Spark leaves to the garbage collector, and what it says of pandas
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::FutureWarning", "ignore:unclosed"),
]


def flowed(
    vault: Path, out: Path, *, part: int = 6, told: Silent | None = None, scheduler: str = ""
) -> tuple[Built, list[Partition]]:
    """What a flow leaves in a folder, and what it says of it."""
    order = FlowOrder.of(vault, out, SETTINGS, part)
    result = spark_engine.run(order, told or Silent(), workers=2, scheduler=scheduler)
    return written(out, result.problems), list(result.partitions)


class Killer(Silent):
    """Kills a Python worker of Spark's as soon as one is extracting."""

    def __init__(self) -> None:
        self.killed = 0

    def phase(self, name: str, total: int, unit: str) -> None:
        if name == "Extracting":
            threading.Thread(target=self._kill).start()

    def _kill(self) -> None:
        time.sleep(1)  # it has begun
        self.killed = next(workers())
        os.kill(self.killed, signal.SIGKILL)


def workers() -> Iterator[int]:
    """The processes of Spark's that run Python for this test: each is a fork of a daemon below our own Java."""
    parents = dict(filter(None, map(process, Path("/proc").glob("[0-9]*"))))
    for pid, (parent, command) in parents.items():
        daemon, (java, above) = command, parents.get(parent, (0, b""))
        if b"pyspark.daemon" in daemon and b"pyspark.daemon" in above and parents.get(java, (0, b""))[0] == os.getpid():
            yield pid


def process(place: Path) -> tuple[int, tuple[int, bytes]] | None:
    """A process's number, that of its parent, and its command."""
    try:
        status, command = (place / "status").read_text(), (place / "cmdline").read_bytes()
    except OSError:  # it has just ended
        return None
    return int(place.name), (int(status.partition("PPid:")[2].split()[0]), command)


def test_spark_gives_the_graph_of_a_local_build(vault: Path, expected: Built, tmp_path: Path) -> None:
    assert flowed(vault, tmp_path)[0] == expected


def test_a_worker_that_is_killed_in_the_middle_changes_no_byte(vault_copy: Path, tmp_path: Path) -> None:
    calm, partitions = flowed(vault_copy, tmp_path / "calm")
    killer = Killer()
    assert flowed(vault_copy, tmp_path / "killed", told=killer) == (calm, partitions)
    assert killer.killed


def test_the_command_of_the_page_builds_the_files_that_dask_builds(project: Path, vault_copy: Path) -> None:
    folder = vault_copy.rename(vault_copy.parent / "vault").parent
    here, _ = commands(project, "On Spark")
    assert output(here, folder) in section(project, "On one machine")


def test_a_worker_that_cannot_write_is_told_by_name(vault_copy: Path, tmp_path: Path) -> None:
    (tmp_path / "notes-00000.nq.gz").mkdir()
    with pytest.raises(ClusterFailed, match=rf"worker {os.uname().nodename}: cannot write .*/notes-00000\.nq\.gz"):
        flowed(vault_copy, tmp_path, part=100)
    assert not (tmp_path / "manifest.json").exists()


def test_a_worker_with_another_version_of_kg_is_refused_by_name(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = shutil.copytree(Path(kg.__file__).parent, tmp_path / "other" / "kg", ignore=shutil.ignore_patterns("app"))
    start = other / "__init__.py"
    start.write_text(start.read_text(encoding="utf-8").replace(f'"{kg.__version__}"', '"0.1.9"'), encoding="utf-8")
    monkeypatch.setitem(spark_cluster.HERE, "spark.executorEnv.PYTHONPATH", str(tmp_path / "other"))
    with pytest.raises(WorkerUnfit, match=r"another version of kg \(0\.1\.9\)") as told:
        flowed(vault, tmp_path / "out", scheduler="local[1]")
    assert told.value.worker == os.uname().nodename
    assert not list((tmp_path / "out").glob("*.gz"))


def test_a_worker_without_kg_is_refused_by_name(vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYSPARK_PYTHON", str(Path(sys.base_prefix) / "bin" / "python3"))
    with pytest.raises(WorkerUnfit, match="it has no Python with kg"):
        flowed(vault, tmp_path / "out", scheduler="local[1]")


def test_a_master_that_no_spark_knows_is_told(vault: Path, tmp_path: Path) -> None:
    with pytest.raises(ClusterFailed, match="nonsense"):
        flowed(vault, tmp_path, scheduler="nonsense")


def test_a_machine_without_java_is_told(vault_copy: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg", "build", str(vault_copy), "--engine", "spark", "--out", str(tmp_path)]
    told = subprocess.run(
        command, env={**unwatched(), "JAVA_HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert told.returncode == 1
    assert "Error: cluster on this machine: Spark needs Java 17 or newer" in told.stderr
