"""What a user corrects on a generated page, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kg.model.span import Span

# How a property of a page is written: this decides how it is read, for which notes a correction can matter, and when it
# is in force.
TYPE, GIVEN, TAKEN, LINK, FLAG, CLAIMS = "type", "names given", "names taken away", "link", "flag", "claims"
# When a correction of a kind is applied: to the names, to all mentions once pronouns are resolved, or to claims.
TO_NAMES, TO_MENTIONS, TO_CLAIMS = "names", "mentions", "claims"


class CorrectionKind(NamedTuple):
    """One kind of correction.

    Attributes:
        name: As the graph and the command line call it.
        property: Of the page that says it.
        form: How that property is written, one of ``TYPE`` and those beside it.
        applied: ``TO_NAMES``, ``TO_MENTIONS`` or ``TO_CLAIMS``.
        written: What a user does on the page, for people.
        meaning: What it does, for people.
    """

    name: str
    property: str
    form: str
    applied: str
    written: str
    meaning: str


# In the order in which they are applied; kg.extract.note_corrections has a function for each that changes mentions.
CORRECTION_TABLE = {
    row.name: row
    for row in (
        CorrectionKind("alias", "aliases", GIVEN, TO_NAMES, "a name added to 'aliases'", "a name is given"),
        CorrectionKind("not-alias", "aliases", TAKEN, TO_NAMES, "a name removed from it", "a name is taken away"),
        CorrectionKind("merge", "merge_into", LINK, TO_NAMES, "'merge_into: \"[[NVIDIA]]\"'", "it is another entity"),
        CorrectionKind("type", "type", TYPE, TO_NAMES, "another 'type'", "it has another type"),
        CorrectionKind("ignore", "ignore", FLAG, TO_MENTIONS, "'ignore: true'", "it is left out"),
        CorrectionKind("reject", "kg_rejected", CLAIMS, TO_CLAIMS, "claims in 'kg_rejected'", "a claim is left out"),
    )
}
CORRECTION_KINDS = tuple(CORRECTION_TABLE)


class Was(NamedTuple):
    """What the extractor said when the page was written: the entity's type and its other names."""

    type: str
    aliases: tuple[str, ...]


class CorrectionsPage(NamedTuple):
    """A page that kg generated, as far as its properties say something; nothing is extracted from its text.

    Attributes:
        id: The IRI of the entity that it shows, or "" (an index, or properties that cannot be read).
        said: What each property that corrects something says, in the order of ``CORRECTION_TABLE``: a type, names, a
            link without its brackets, ``true``, or claims as written.
        was: What the page was written with, or None when it does not tell.
        places: Where properties are in the file, by name.
    """

    id: str = ""
    said: tuple[tuple[str, tuple[str, ...]], ...] = ()
    was: Was | None = None
    places: tuple[tuple[str, Span], ...] = ()

    def says(self, name: str) -> tuple[str, ...] | None:
        """What the property of that name says, or None when it says nothing."""
        return dict(self.said).get(name)

    @property
    def type(self) -> str:
        """One of ``ENTITY_TYPES``, or "" when it gives none."""
        return "".join(self.says("type") or ())


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
