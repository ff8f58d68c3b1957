"""What the tasks of a Spark cluster do: a stage, with the order and the settled decisions that Spark has sent ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.flow import partition_files, stages
from kg.flow.gathered_notes import merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pyspark import Broadcast

    from kg.assembly.state.census import Summary, Thing
    from kg.flow.flow_order import FlowOrder
    from kg.flow.gathered_notes import GatheredNotes
    from kg.flow.partition_files import Partition
    from kg.flow.stages import AnalysedPart, DescribedPart, ExtractedPart, Settled
    from kg.model import Problem


def of(stage: Callable[[FlowOrder, Any], Any], order: Broadcast[FlowOrder], part: Any) -> Any:
    """A stage of a partition."""
    return stage(order.value, part)


def two_merged(one: GatheredNotes, other: GatheredNotes) -> GatheredNotes:
    """What two groups of partitions say together."""
    return merged((one, other))


def extracted_with_problems(
    order: Broadcast[FlowOrder], settled: Broadcast[Settled], part: AnalysedPart
) -> tuple[ExtractedPart, tuple[Problem, ...]]:
    """A partition's graphs, and what is wrong with its files."""
    extracted = stages.extract_part(order.value, settled.value, part)
    return extracted, stages.problems_of_part(part, extracted)


def grouped_by_name(groups: int, part: ExtractedPart) -> Iterable[tuple[int, Sequence[tuple[Thing, bytes]]]]:
    """What a partition has of each group of names, by the group's number."""
    return enumerate(stages.group_part(part, groups))


def all_described(
    order: Broadcast[FlowOrder], settled: Broadcast[Settled], parts: Sequence[Sequence[Summary]]
) -> tuple[int, DescribedPart]:
    """Everything that is described once for a vault with corrections, as the group 0."""
    return 0, stages.describe_corrected(order.value, settled.value, parts)


def typed(numbered: tuple[int, DescribedPart]) -> DescribedPart:
    """The types of a group's entities, without its quads."""
    return numbered[1]._replace(quads=b"")


def quads_written(
    order: Broadcast[FlowOrder], kind: str, numbered: tuple[int, ExtractedPart | DescribedPart]
) -> list[Partition]:
    """The file of a partition's quads, written."""
    return partition_files.write_quads(order.value, kind, *numbered)


def claims_written(
    order: Broadcast[FlowOrder], types: Broadcast[Mapping[str, str]], numbered: tuple[int, ExtractedPart]
) -> list[Partition]:
    """The files of a partition's claims, written."""
    number, part = numbered
    return partition_files.write_claims(order.value, number, part, types.value)
