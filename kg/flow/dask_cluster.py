"""Connects to a Dask cluster, or starts one on this machine, and refuses workers that would build another graph."""

from __future__ import annotations

import logging
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import dask.config
from distributed import Client, LocalCluster

from kg.assembly.steps.worker_pool import SAFE
from kg.errors import ClusterFailed, WorkerUnfit
from kg.flow.flow_order import unfit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.flow.flow_order import FlowOrder

PATIENCE = 60  # seconds in which the first worker has to come: one that was started just now needs a few
SPAWN = "distributed.nanny.pre-spawn-environ"


@contextmanager
def connected(order: FlowOrder, workers: int, scheduler: str) -> Iterator[Client]:
    """A client of a cluster whose workers all do what this machine would do.

    Args:
        order: What they are to do.
        workers: Processes of a cluster on this machine; they import nothing from the folder where kg is started,
            which may be a vault, and talk to nobody but this user.
        scheduler: Address of a cluster's scheduler; "" starts a cluster on this machine.

    Raises:
        ClusterFailed: The cluster cannot be reached.
        WorkerUnfit: A worker has another kg, lacks the pipeline, does not see the folders, or runs several threads.
    """
    with ExitStack() as opened:
        opened.enter_context(dask.config.set({SPAWN: {**dask.config.get(SPAWN), SAFE: "1"}}))
        try:
            where = scheduler or opened.enter_context(
                LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    dashboard_address="127.0.0.1:0",
                    security=True,
                    silence_logs=logging.ERROR,
                )
            )
            client = opened.enter_context(Client(where, set_as_default=False))
        except (OSError, ValueError) as error:
            raise ClusterFailed(scheduler, f"cannot be reached ({error})") from error
        _check(client, order, scheduler)
        yield client


def _check(client: Client, order: FlowOrder, scheduler: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise ClusterFailed(scheduler, f"has no workers after {PATIENCE} seconds") from error
    known = client.scheduler_info(n_workers=-1)["workers"]
    reasons = client.run(unfit, order, on_error="return")
    for worker, reason in sorted(reasons.items()):
        if isinstance(reason, BaseException):
            raise WorkerUnfit(worker, f"{type(reason).__name__}: {reason}")
        if reason:
            raise WorkerUnfit(worker, reason)
        if known[worker]["nthreads"] > 1:
            raise WorkerUnfit(worker, "it runs several threads; start it with --nthreads 1 and --nworkers N")
