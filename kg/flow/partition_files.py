"""The partitions that a flow leaves in the outputs folder, gzipped the same way everywhere, and their manifest."""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from kg.claim_json import claim_lines
from kg.files import guard, keep_only, made, write_in
from kg.files.output_files import replace
from kg.flow.stages import claims_of
from kg.views.render.gzip_stream import gzipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from kg.flow.flow_order import FlowOrder
    from kg.flow.stages import DescribedPart, ExtractedPart
    from kg.model import Problem

MANIFEST = "manifest.json"
LAYOUT = 1  # of the manifest and the names of partitions
MARK = b'"kg":"partitions"'
GZIP = b"\x1f\x8b"
NAME = re.compile(r"(?:notes|entities|claims|problems)-\d{5,}\.(?:nq|jsonl)\.gz")


class Partition(NamedTuple):
    """A file of the output.

    Attributes:
        name: Its name in the folder.
        sha256: Hex digest of its bytes.
        bytes: Their number.
        lines: Quads, claims or problems in it, each a line.
    """

    name: str
    sha256: str
    bytes: int
    lines: int


class FlowResult(NamedTuple):
    """The files that a flow wrote, by name, and what was wrong with input files."""

    partitions: tuple[Partition, ...]
    problems: tuple[Problem, ...]


def prepare(out: Path, vault: Path) -> None:
    """Make the folder of a flow's output; what lies there counts as unfinished until ``finish``.

    Raises:
        FileExistsError: A file there has the name of the manifest and is not kg's.
        OSError: The folder cannot be made or written.
    """
    made(out, vault)
    guard(out / MANIFEST, MARK)
    keep_only(out, (), re.compile(re.escape(MANIFEST)), MARK)


def write_quads(order: FlowOrder, kind: str, number: int, part: ExtractedPart | DescribedPart) -> Partition:
    """Write the N-Quads of a partition."""
    return _written(order.out, f"{kind}-{number:05}.nq.gz", part.quads)


def write_claims(order: FlowOrder, number: int, part: ExtractedPart, types: Mapping[str, str]) -> Partition:
    """Write the claims of a partition, with the types that the vault gives to entities."""
    with order.at_work():
        return _written(order.out, f"claims-{number:05}.jsonl.gz", b"".join(claim_lines(claims_of(part, types))))


def finish(order: FlowOrder, partitions: Iterable[Partition], problems: Sequence[Problem]) -> tuple[Partition, ...]:
    """Write problems and manifest, and remove the partitions of an earlier run that are no longer among them.

    Returns:
        All partitions, by name.
    """
    told = b"".join(msgspec.json.encode(each) + b"\n" for each in problems)
    files = tuple(sorted((*partitions, _written(order.out, "problems-00000.jsonl.gz", told))))
    keep_only(order.out, (each.name for each in files), NAME, GZIP)
    manifest: dict[str, Any] = {
        "kg": "partitions",
        "layout": LAYOUT,
        "version": order.code.kg,
        "encoding": order.code.encoding,
        "base_iri": order.config.base_iri,
        "partitions": [each._asdict() for each in files],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1).replace('"kg": ', '"kg":')
    replace(order.out / MANIFEST, f"{text}\n".encode(), MARK)
    return files


def _written(out: Path, name: str, data: bytes) -> Partition:
    packed = b"".join(gzipped([data]))
    write_in(out, name, [packed])
    return Partition(name, sha256(packed).hexdigest(), len(packed), data.count(b"\n"))
