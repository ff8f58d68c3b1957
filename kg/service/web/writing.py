"""What requests say that correct a page, and what OpenAPI says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.service.web.operations import NUMBER, TEXT, AddressField
from kg.service.web.record_schemas import array, nullable, record
from kg.sync.plan.typed_corrections import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

TOKEN_HEADER = "x-write-token"  # noqa: S105 - the name of a header
PAGE_OF = (AddressField("entity", TEXT, "Name or alias of the entity.", required=True),)
CORRECTION = (
    AddressField("kind", TEXT, "What is corrected.", required=True, choices=tuple(KINDS)),
    *PAGE_OF,
    AddressField("value", TEXT, "The type, name, entity or claim; nothing for ignore."),
    AddressField("page", TEXT, "The 'sha256' of the page that was looked at; nothing when there was none."),
)
UNDOING = (AddressField("number", NUMBER, "The number that the correction got.", required=True),)
_STRING, _WHOLE, _YES = {"type": TEXT}, {"type": NUMBER}, {"type": "boolean"}
_PROPERTIES = record(
    type=nullable("string"),
    aliases={},
    merge_into={},
    ignore={},
    kg_rejected={},
)
# last step of the address -> summary, fields, answer
WRITES: dict[str, tuple[str, Sequence[AddressField], dict[str, Any]]] = {
    "correct": (
        "Write a correction into an entity's page; only with kg serve --write.",
        CORRECTION,
        record(page=_STRING, created=_YES, number=_WHOLE),
    ),
    "undo": (
        "Take the latest correction back; only with kg serve --write.",
        UNDOING,
        record(restored=array(_STRING), removed=array(_STRING), number=_WHOLE),
    ),
}
PAGE_SUMMARY = "An entity's page as a correction needs it; only with kg serve --write."
PAGE_SCHEMA = record(entity=_STRING, path=_STRING, sha256=_STRING, properties=_PROPERTIES)


def body_schema(fields: Sequence[AddressField]) -> dict[str, Any]:
    """The JSON that a correction sends."""
    kinds = {
        each.name: {"type": each.type, "description": each.text}
        | ({"enum": list(each.choices)} if each.choices else {})
        for each in fields
    }
    return record(tuple(each.name for each in fields if not each.required), **kinds)
