"""What a run that was broken off had finished: kept next to the output, found again by all that it was made from."""

from __future__ import annotations

import zlib
from dataclasses import replace
from hashlib import sha256
from socket import gethostname
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kg.errors import PartitionUnwritten
from kg.flow.gathered_notes import digest
from kg.flow.notes_folder import MOST
from kg.reader.vault_folder import read_bytes
from kg.views.render.gzip_stream import WITH_HEADER, gzipped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from kg.flow.flow_order import FlowOrder
    from kg.flow.gathered_notes import GatheredNotes

T = TypeVar("T")
ANALYSED, EXTRACTED = KINDS = ("analysed", "extracted")
UNKNOWN = ""  # the key of what was made from files that changed meanwhile


def write(order: FlowOrder, name: str, data: bytes) -> None:
    """Write a file of the output.

    Raises:
        PartitionUnwritten: This machine cannot.
    """
    try:
        order.out.write(name, data)
    except OSError as error:
        raise PartitionUnwritten(gethostname(), f"{order.out}/{name}", error.strerror or str(error)) from error


def keep(order: FlowOrder, kind: str, key: str, made: object) -> None:
    """Keep what was made, unless its key is ``UNKNOWN``.

    Raises:
        PartitionUnwritten: As ``write``.
    """
    if key != UNKNOWN:
        write(order, _name(kind, key), b"".join(gzipped([msgspec.msgpack.encode(made)])))


def recalled(order: FlowOrder, kind: str, key: str, decoder: msgspec.msgpack.Decoder[T]) -> T | None:
    """What was kept; None where nothing was, or where it cannot be read."""
    data = order.out.read(_name(kind, key)) if key != UNKNOWN else None
    if data is None:
        return None
    try:
        return decoder.decode(zlib.decompress(data, wbits=WITH_HEADER))
    except (zlib.error, msgspec.MsgspecError):
        return None


def _name(kind: str, key: str) -> str:
    return f"{kind}-{key}.gz"


def key_of_sources(order: FlowOrder, folder: Path, paths: Sequence[str]) -> str:
    """A hash of a partition's files, and of all else that decides what is found in them."""
    hashed = sha256(_basis(order))
    for path in paths:
        data = read_bytes(folder, path, MOST)
        own = sha256(data).hexdigest() if isinstance(data, bytes) else data.code
        hashed.update(repr((path, own, path in order.found.excluded, order.doubles.get(path))).encode())
    return hashed.hexdigest()


def key_of_decisions(order: FlowOrder, notes: GatheredNotes) -> str:
    """A hash of what is decided for the vault as a whole."""
    return sha256(_basis(order) + repr(order.found).encode() + digest(notes)).hexdigest()


def key_of_extracted(sources: str, decisions: str) -> str:
    """A hash of all that a partition's graphs are made from."""
    return UNKNOWN if sources == UNKNOWN else sha256(f"{sources} {decisions}".encode()).hexdigest()


def _basis(order: FlowOrder) -> bytes:
    return repr((order.code, replace(order.config, workers=1), order.own.rules)).encode()
