"""Connects to a Spark cluster, or starts Spark on this machine, and names the worker that would build another graph."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException

from kg.assembly.steps.worker_pool import SAFE
from kg.errors import ClusterFailed, WorkerUnfit

if TYPE_CHECKING:
    from collections.abc import Iterator

FAILURES = 4  # times that a task may fail on this machine before the build does, as on a cluster
HERE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
}
PYTHON = "PYSPARK_PYTHON"  # the variable that names the workers' Python
NO_JAVA = "JAVA_GATEWAY_EXITED"
LOST = re.compile(r"Lost task \S+ in stage \S+ \(TID \d+\) \((.+?)\)")
UNFIT = re.compile(r"\bkg\.errors\.WorkerUnfit: worker (\S+): (.+)")
TOLD = re.compile(r"\bkg\.errors\.\w+: (.+)")
MISSING = re.compile(r"\bModuleNotFoundError: (No module named '\w+)")
RAISED = re.compile(r"^(?:Caused by: )?([\w.]+(?:Error|Exception|Full|Failed|Missing)\b.*)$", re.MULTILINE)


@contextmanager
def connected(workers: int, scheduler: str) -> Iterator[SparkContext]:
    """A connection to Spark, with which the work inside is told by kg's own errors.

    Args:
        workers: Processes, where Spark is started on this machine.
        scheduler: Address of the cluster's master; "" starts Spark on this machine, reachable from nowhere else.

    Raises:
        ClusterFailed: There is no Java, the cluster cannot be reached, or it has given up the work.
        WorkerUnfit: A worker has another kg, lacks the pipeline, or does not see the folders.
    """
    settings = {"spark.app.name": "kg build", "spark.log.level": "OFF"}
    settings |= {"spark.ui.showConsoleProgress": "false", f"spark.executorEnv.{SAFE}": "1"}
    if not scheduler or scheduler.startswith("local"):
        settings |= HERE
        os.environ.setdefault(PYTHON, sys.executable)
    conf = SparkConf().setAll(list(settings.items())).setMaster(scheduler or f"local[{workers},{FAILURES}]")
    try:
        with SparkContext(conf=conf) as context:
            yield context
    except (Py4JError, PySparkException, OSError) as error:
        raise _told(scheduler, str(error)) from error


def _told(scheduler: str, error: str) -> ClusterFailed | WorkerUnfit:
    """What went wrong, in a line, from what Spark prints of it."""
    if found := UNFIT.search(error):
        return WorkerUnfit(found[1], found[2])
    if found := TOLD.search(error):
        return ClusterFailed(scheduler, found[1])
    if NO_JAVA in error:
        return ClusterFailed(scheduler, "Spark needs Java 17 or newer; none was started (see JAVA_HOME)")
    lost = LOST.search(error)
    worker = lost[1] if lost else ""
    if found := MISSING.search(error):
        return WorkerUnfit(worker, f"it has no Python with kg ({found[1]}'); see PYSPARK_PYTHON")
    reasons = RAISED.findall(error)
    reason = reasons[-1] if reasons else error.partition("\n")[0]
    return ClusterFailed(scheduler, f"worker {worker}: {reason}" if worker else reason)
