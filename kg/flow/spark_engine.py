"""Runs the stages of a flow on a Spark cluster, on this machine or elsewhere; Spark retries, spills and moves data."""

from __future__ import annotations

from functools import partial
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any

from pyspark import StorageLevel

from kg.assembly.steps.build_result import in_order
from kg.flow import partition_files, stages
from kg.flow.partition_files import FlowResult
from kg.flow.spark_cluster import connected
from kg.flow.spark_tasks import (
    all_described,
    claims_written,
    extracted_with_problems,
    grouped_by_name,
    of,
    quads_written,
    two_merged,
    typed,
)

if TYPE_CHECKING:
    from pyspark import SparkContext

    from kg.assembly.steps.build_result import Progress
    from kg.flow.flow_order import FlowOrder
    from kg.flow.partition_files import Partition
    from kg.model import Problem

KEPT = StorageLevel.MEMORY_AND_DISK


def run(order: FlowOrder, told: Progress, *, workers: int, scheduler: str = "") -> FlowResult:
    """Build the graph of a vault into partitions.

    Args:
        order: What to build.
        told: Hears how far it is.
        workers: Processes, where Spark is started on this machine.
        scheduler: Address of a cluster's master; "" starts Spark on this machine.

    Raises:
        ClusterFailed, WorkerUnfit: As in ``kg.flow.spark_cluster``.
        FileExistsError: A file in the folder has the name of the manifest and is not kg's.
        OSError: The folder cannot be written.
    """
    order.out.begin()
    with connected(workers, scheduler) as spark:
        files, problems = _built(spark, order, told)
    found = in_order(problems)
    return FlowResult(partition_files.finish(order, files, found), found)


def _built(spark: SparkContext, order: FlowOrder, told: Progress) -> tuple[list[Partition], list[Problem]]:
    """Hand out the work; a task that a lost worker has done is done again by another one."""
    numbered = list(enumerate(order.parts))
    told.phase("Analysing", len(numbered), "partitions")
    given = spark.broadcast(order)
    analysed = spark.parallelize(numbered, len(numbered)).mapValues(partial(of, stages.analyse_part, given))
    analysed.persist(KEPT)
    decided = stages.settle(order, analysed.values().map(partial(of, stages.gather_part, given)).treeReduce(two_merged))
    told.advance(len(numbered))
    told.phase("Extracting", len(numbered), "partitions")
    settled = spark.broadcast(decided)
    both = analysed.mapValues(partial(extracted_with_problems, given, settled)).persist(KEPT)
    problems = both.values().flatMap(itemgetter(1)).collect()
    told.advance(len(numbered))
    extracted = both.mapValues(itemgetter(0))
    described = _described(extracted, given, settled).persist(KEPT)
    types = spark.broadcast(stages.merged_types(described.map(typed).collect()))
    files = (
        extracted.flatMap(partial(quads_written, given, "notes")),
        described.flatMap(partial(quads_written, given, "entities")),
        extracted.flatMap(partial(claims_written, given, types)),
    )
    told.phase("Writing", len(files), "kinds of files")
    written: list[Partition] = []
    for each in files:
        written += each.collect()
        told.advance()
    return written, [*problems, *stages.problems_of_vault(order, decided)]


def _described(extracted: Any, given: Any, settled: Any) -> Any:
    """Have described what the notes have, in groups of names where no correction can join two of them."""
    if settled.value.vault.corrections.all:
        summaries = extracted.values().map(attrgetter("summaries")).coalesce(1).glom()
        return summaries.map(partial(all_described, given, settled))
    groups = stages.groups_of(extracted.getNumPartitions())
    grouped = extracted.values().flatMap(partial(grouped_by_name, groups)).groupByKey(groups)
    return grouped.mapValues(partial(of, stages.describe_group, given))
