"""Reads annotated notes: one JSON file per note, in the format that ``docs/annotating.md`` explains."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - an exception's field

import msgspec

from kg.errors import GoldError
from kg.model.decoding_errors import UNDECODABLE


class GoldMention(msgspec.Struct, frozen=True):
    """A place that refers to an entity."""

    text: str
    entity: str
    type: str
    kind: str = "name"


class GoldQuantity(msgspec.Struct, frozen=True):
    """A number that measures something."""

    text: str
    value: float
    unit: str = ""
    comparator: str = "="
    value_max: float | None = None


class GoldDate(msgspec.Struct, frozen=True):
    """A calendar expression."""

    text: str
    value: str


class GoldSentence(msgspec.Struct, frozen=True):
    """A sentence with everything that an annotator took from it; ``terms`` is None where nobody looked for them."""

    text: str
    claim: bool
    section: tuple[str, ...] = ()
    callout: str | None = None
    timestamps: tuple[int, ...] = ()
    mentions: tuple[GoldMention, ...] = ()
    about: tuple[str, ...] = ()
    triples: tuple[tuple[str, str, str], ...] = ()
    quantities: tuple[GoldQuantity, ...] = ()
    dates: tuple[GoldDate, ...] = ()
    modality: str = "asserted"
    negated: bool = False
    attribution: str | None = None
    terms: tuple[str, ...] | None = None


class GoldEntity(msgspec.Struct, frozen=True):
    """An entity with all its names; ``type`` is "" where only its mentions have one."""

    name: str
    aliases: tuple[str, ...] = ()
    type: str = ""


class GoldNote(msgspec.Struct, frozen=True):
    """An annotated note; ``note`` is its file name."""

    note: str
    sentences: tuple[GoldSentence, ...]
    entities: tuple[GoldEntity, ...] = ()


def read(folder: Path) -> tuple[GoldNote, ...]:
    """Read every ``*.json`` of a folder, by file name.

    Raises:
        GoldError: There is none, or one of them cannot be read; the place in it is named.
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise GoldError(folder, "holds no annotated notes (*.json)")
    return tuple(map(_read, files))


def _read(file: Path) -> GoldNote:
    try:
        return msgspec.json.decode(file.read_bytes(), type=GoldNote)
    except UNDECODABLE as error:
        raise GoldError(file, str(error)) from error
