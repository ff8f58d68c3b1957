"""The partitions that a flow leaves in its output, packed the same way everywhere, and their manifest."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from kg.claim_json import claim_lines
from kg.flow import claim_table, finished_work
from kg.flow.stages import claims_of
from kg.views.render.gzip_stream import gzipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.flow.flow_order import FlowOrder
    from kg.flow.stages import DescribedPart, ExtractedPart
    from kg.model import Problem

LAYOUT = 1  # of the manifest and the names of partitions
NAME = re.compile(
    r"(?:notes|entities)-\d{5,}\.nq\.gz|(?:claims|problems)-\d{5,}\.jsonl\.gz|claims-\d{5,}\.parquet"
    rf"|(?:{'|'.join(finished_work.KINDS)})-[0-9a-f]{{64}}\.gz"
)


class Partition(NamedTuple):
    """A file of the output.

    Attributes:
        name: Its name in the folder.
        sha256: Hex digest of its bytes.
        bytes: Their number.
        lines: Quads, claims or problems in it, each a line or row.
    """

    name: str
    sha256: str
    bytes: int
    lines: int


class FlowResult(NamedTuple):
    """The files that a flow wrote, by name, and what was wrong with input files."""

    partitions: tuple[Partition, ...]
    problems: tuple[Problem, ...]


def write_quads(order: FlowOrder, kind: str, number: int, part: ExtractedPart | DescribedPart) -> list[Partition]:
    """Write the N-Quads of a partition."""
    return [_zipped(order, f"{kind}-{number:05}.nq.gz", part.quads)]


def write_claims(order: FlowOrder, number: int, part: ExtractedPart, types: Mapping[str, str]) -> list[Partition]:
    """Write the claims of a partition, with the types that the vault gives to entities."""
    with order.at_work():
        claims = list(claims_of(part, types))
        return [
            _zipped(order, f"claims-{number:05}.jsonl.gz", b"".join(claim_lines(claims))),
            _written(order, f"claims-{number:05}.parquet", claim_table.packed(claims), len(claims)),
        ]


def finish(order: FlowOrder, partitions: Iterable[Partition], problems: Sequence[Problem]) -> tuple[Partition, ...]:
    """Write problems and manifest, and remove what an earlier run left that is not among them.

    Returns:
        All partitions, by name.
    """
    told = b"".join(msgspec.json.encode(each) + b"\n" for each in problems)
    files = tuple(sorted((*partitions, _zipped(order, "problems-00000.jsonl.gz", told))))
    order.out.keep_only([each.name for each in files], NAME)
    manifest: dict[str, Any] = {
        "kg": "partitions",
        "layout": LAYOUT,
        "version": order.code.kg,
        "encoding": order.code.encoding,
        "base_iri": order.config.base_iri,
        "partitions": [each._asdict() for each in files],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1).replace('"kg": ', '"kg":')
    order.out.finish(f"{text}\n".encode())
    return files


def _zipped(order: FlowOrder, name: str, data: bytes) -> Partition:
    return _written(order, name, b"".join(gzipped([data])), data.count(b"\n"))


def _written(order: FlowOrder, name: str, data: bytes, lines: int) -> Partition:
    finished_work.write(order, name, data)
    return Partition(name, sha256(data).hexdigest(), len(data), lines)
