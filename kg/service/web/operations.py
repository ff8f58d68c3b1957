"""The operations of the JSON API in one table: what the server answers and what its OpenAPI description says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.model.claim import MODALITIES
from kg.service import questions
from kg.views.compare.verdicts import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.graph import Graph
    from kg.service.listing import Listing

TEXT, NUMBER, YES = "string", "integer", "boolean"


class AddressField(NamedTuple):
    """What a request may say in its address.

    Attributes:
        name: As the command line's option is called.
        type: Of JSON Schema: ``string``, ``integer`` or ``boolean``.
        text: What it means.
        many: Whether it may be there more than once.
        required: Whether it must be there.
        choices: The only values that it may have, if not all.
    """

    name: str
    type: str
    text: str
    many: bool = False
    required: bool = False
    choices: Sequence[str] = ()


LIMIT = AddressField("limit", NUMBER, "How many rows to give at most, 1 to 1000; 100 unless given.")
CURSOR = AddressField("cursor", TEXT, "The 'next' of the answer before, for the rows after it.")
DEFAULT_LIMIT, MOST_LIMIT = 100, 1_000


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that a program can ask.

    Attributes:
        name: Its last step in the address, ``/api/NAME``.
        summary: What it answers.
        schema: Name of the schema of a row, or of the whole answer where there are no rows.
        parameters: What a request may say, besides ``limit`` and ``cursor`` where there are rows.
        answer: Gives the rows, or the one object.
        paged: Whether there are rows.
    """

    name: str
    summary: str
    schema: str
    answer: Callable[[Graph, Mapping[str, Any]], Listing | dict[str, Any]]
    parameters: tuple[AddressField, ...] = ()
    paged: bool = True

    @property
    def taken(self) -> tuple[AddressField, ...]:
        """All parameters that a request may have."""
        return (*self.parameters, LIMIT, CURSOR) if self.paged else self.parameters


ENTITY = AddressField("entity", TEXT, "Name or alias of an entity.")

OPERATIONS = (
    Operation(
        "entities",
        "Who and what the notes talk about.",
        "Entity",
        parameters=(
            AddressField("name", TEXT, "Part of a name or alias."),
            AddressField("type", TEXT, "Of this type: Person, Organization …"),
        ),
        answer=lambda graph, said: questions.find_entities(graph, said.get("name", ""), said.get("type")),
    ),
    Operation(
        "claims",
        "Claims that mention all of some entities, by note and place.",
        "Claim",
        parameters=(
            AddressField("entity", TEXT, "An entity that each claim mentions.", many=True),
            AddressField("about", YES, "Only claims that are mainly about these entities."),
            AddressField("note", TEXT, "In notes whose path or name matches, such as 'allin/*'."),
            AddressField("callout", TEXT, "In callouts of this type, such as warning."),
            AddressField("modality", TEXT, "With this modality.", choices=MODALITIES),
            AddressField("from", NUMBER, "Said at this second of the recording or later."),
            AddressField("to", NUMBER, "Said before this second."),
            AddressField("with", TEXT, "With a number like this: USD, 60%, '> 1 billion USD'."),
        ),
        answer=lambda graph, said: questions.claims_about(
            graph,
            said.get("entity", ()),
            main=said.get("about", False),
            note=said.get("note"),
            callout=said.get("callout"),
            modality=said.get("modality"),
            number=said.get("with"),
            span=(said.get("from"), said.get("to")),
        ),
    ),
    Operation(
        "search",
        "Claims by their words, best first.",
        "Hit",
        parameters=(
            AddressField("text", TEXT, 'Words that all must occur, "a phrase" or a beginning*.', required=True),
        ),
        answer=lambda graph, said: questions.search_claims(graph, said["text"]),
    ),
    Operation(
        "conflicts",
        "Values that notes give for one attribute, in pairs with a verdict.",
        "Conflict",
        parameters=(
            ENTITY,
            AddressField("verdict", TEXT, "Only pairs with this verdict.", choices=VERDICTS),
            AddressField("property", TEXT, "Only of this property: valuation."),
        ),
        answer=lambda graph, said: questions.conflicts(
            graph, said.get("entity"), said.get("verdict"), said.get("property")
        ),
    ),
    Operation(
        "at",
        "What is claimed around a time of a recording.",
        "Claim",
        parameters=(
            AddressField("recording", TEXT, "Its address, or the path or title of a note on it.", required=True),
            AddressField("time", TEXT, "54:21, 0:54:21 or seconds; or in the address."),
            AddressField("around", NUMBER, "Seconds before and after; 30 unless given."),
        ),
        answer=lambda graph, said: questions.claims_at(
            graph, said["recording"], said.get("time"), said.get("around", questions.AROUND)
        ),
    ),
    Operation(
        "explain",
        "Which rule or model gave each field of a claim.",
        "Explanation",
        parameters=(AddressField("claim", TEXT, "Its IRI, c-38a6f00d12, or the beginning of that.", required=True),),
        answer=lambda graph, said: graph.explain(said["claim"]).to_dict(),
        paged=False,
    ),
    Operation(
        "stats",
        "How much the graph holds.",
        "Stats",
        answer=lambda graph, _: dict(graph.stats().to_dict()),
        paged=False,
    ),
)
