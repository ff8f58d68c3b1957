"""What a user corrects on a generated page, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kg.model.note import Span

# What a correction does with the entity whose page says it.
CORRECTION_KINDS = ("type", "alias", "not-alias", "merge", "ignore", "reject")


class Was(NamedTuple):
    """What the extractor said when the page was written: the entity's type and its other names."""

    type: str
    aliases: tuple[str, ...]


class CorrectionsPage(NamedTuple):
    """A page that kg generated, as far as its properties say something; nothing is extracted from its text.

    Attributes:
        id: The IRI of the entity that it shows, or "" (an index, or properties that cannot be read).
        type: One of ``ENTITY_TYPES``, or "" when it gives none.
        aliases: The entity's other names, or None when it does not say.
        merge_into: The entity or page that this one is the same as, as written without brackets, or "".
        ignore: Whether the entity is to be left out.
        rejected: Claims that are not to be kept, as written.
        was: What the page was written with, or None when it does not tell.
        places: Where properties stand in the file, by name.
    """

    id: str = ""
    type: str = ""
    aliases: tuple[str, ...] | None = None
    merge_into: str = ""
    ignore: bool = False
    rejected: tuple[str, ...] = ()
    was: Was | None = None
    places: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction.

    Attributes:
        kind: One of ``CORRECTION_KINDS``.
        entity: Name of the entity whose page says it.
        value: The new value: a type, a name, the entity merged into, ``true``, or the claim's IRI or key.
        page: Path of the page that says it.
        old: What it overrides: the type, the entity that the name meant, the entity, or the claim's words; or "".
        idle: Why it changes nothing, or "" when it is in force.
    """

    kind: str
    entity: str
    value: str
    page: str
    old: str = ""
    idle: str = ""


@dataclass(frozen=True, slots=True)
class ExtractorOpinion:
    """What the extractor says of an entity when the corrections of its own page are left aside.

    Attributes:
        entity: Its name.
        type: One of ``ENTITY_TYPES``.
        aliases: Other names, sorted.
    """

    entity: str
    type: str
    aliases: tuple[str, ...] = ()
