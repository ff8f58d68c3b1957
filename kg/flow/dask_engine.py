"""Runs the stages of a flow on a Dask cluster, on this machine or elsewhere; Dask retries, spills and moves data."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from operator import attrgetter, getitem
from typing import TYPE_CHECKING, Any

from distributed import KilledWorker, as_completed

from kg.assembly.state.batches import batches
from kg.assembly.steps.build_result import in_order
from kg.errors import ClusterFailed
from kg.flow import partition_files, stages
from kg.flow.dask_cluster import connected
from kg.flow.gathered_notes import merged
from kg.flow.partition_files import FlowResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from distributed import Client, Future

    from kg.assembly.steps.build_result import Progress
    from kg.flow.flow_order import FlowOrder
    from kg.flow.partition_files import Partition
    from kg.flow.stages import Settled
    from kg.model import Problem

MERGED = 16  # partitions whose gathered names are merged by one task


def run(order: FlowOrder, told: Progress, *, workers: int, scheduler: str = "") -> FlowResult:
    """Build the graph of a vault into partitions.

    Args:
        order: What to build.
        told: Hears how far it is.
        workers: Processes of a cluster on this machine.
        scheduler: Address of a cluster's scheduler; "" starts a cluster on this machine.

    Raises:
        ClusterFailed: The cluster cannot be reached, or its workers died of the work.
        WorkerUnfit: A worker has another kg, lacks the pipeline, or does not see the folders.
        FileExistsError: A file in the folder has the name of the manifest and is not kg's.
        OSError: The folder cannot be written.
    """
    order.out.begin()
    with connected(order, workers, scheduler) as client:
        try:
            files, problems = _built(client, order, told)
        except KilledWorker as error:
            raise ClusterFailed(scheduler, str(error).partition("\n")[0]) from error
    found = in_order(problems)
    return FlowResult(partition_files.finish(order, files, found), found)


def _built(client: Client, order: FlowOrder, told: Progress) -> tuple[list[Partition], list[Problem]]:
    """Hand out the work, partition by partition; a task that a lost worker has done is done again by another one."""
    submit = partial(client.submit, pure=False)
    given = submit(replace, order)
    analysed = [submit(stages.analyse_part, given, paths) for paths in order.parts]
    said = [submit(stages.gather_part, given, part) for part in analysed]
    while len(said) > 1:
        said = [submit(merged, some) for some in batches(said, MERGED)]
    settled = submit(stages.settle, given, said.pop())
    extracted = [submit(stages.extract_part, given, settled, part) for part in analysed]
    problems = [submit(stages.problems_of_part, *two) for two in zip(analysed, extracted, strict=True)]
    problems.append(submit(stages.problems_of_vault, given, settled))
    del analysed
    described = _described(submit, given, settled, extracted)
    files = [submit(partition_files.write_quads, given, "notes", *each) for each in enumerate(extracted)]
    files += [submit(partition_files.write_quads, given, "entities", *each) for each in enumerate(described)]
    types = submit(stages.merged_types, described)
    files += [submit(partition_files.write_claims, given, *each, types) for each in enumerate(extracted)]
    told.phase("Building", len(files), "files")
    for _ in as_completed(files, loop=client.loop):
        told.advance()
    return [each for some in client.gather(files) for each in some], [
        each for some in client.gather(problems) for each in some
    ]


def _described(submit: Callable[..., Future[Any]], given: Any, settled: Any, extracted: list[Any]) -> list[Any]:
    """Have described what the notes have, in groups of names where no correction can join two of them."""
    if submit(_is_corrected, settled).result():
        summaries = [submit(attrgetter("summaries"), part) for part in extracted]
        return [submit(stages.describe_corrected, given, settled, summaries)]
    groups = range(stages.groups_of(len(extracted)))
    grouped = [submit(stages.group_part, part, len(groups)) for part in extracted]
    return [submit(stages.describe_group, given, [submit(getitem, part, n) for part in grouped]) for n in groups]


def _is_corrected(settled: Settled) -> bool:
    return bool(settled.vault.corrections.all)
