"""Reads what a user says on a page that kg generated; a note without ``kg_id`` or ``kg_page`` is none."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from kg.model import CorrectionsPage, Problem, Span, Was
from kg.model.entity_types import ENTITY_TYPES
from kg.reader.frontmatter import texts
from kg.reader.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Note

ID, INDEX = "kg_id", "kg_page"
# Properties of broken YAML: one of these lines still tells that the note is ours.
OURS = re.compile(r"^(?:kg_id|kg_page)[ \t]*:", re.MULTILINE)
HEAD = 4_000  # characters in which that line is looked for where no fence closes the properties
WAS = re.compile(r"^%%kg:was (\{[^\r\n]*\})%%[ \t]*\r?$", re.MULTILINE)
TYPES = {name.lower(): name for name in ENTITY_TYPES}


def read_page(note: Note) -> tuple[CorrectionsPage, tuple[Problem, ...]] | None:
    """What a generated page says and what is wrong with it, or None for a note of the user's own.

    A value that a property cannot have is a problem, and the other properties still count.
    """
    values = note.properties
    if not values.keys() & {ID, INDEX}:
        if not _is_broken(note):
            return None
        return CorrectionsPage(), (problem(note.path, "page-unreadable", note.frontmatter),)
    places = tuple(_places(note))
    faults: list[Problem] = []

    def fault(key: str, detail: str) -> None:
        faults.append(problem(note.path, "page-value", dict(places).get(key), f"{key}: {detail}"))

    page = CorrectionsPage(
        id=str(values.get(ID) or ""),
        type=_type(values.get("type"), fault),
        aliases=_aliases(values, fault),
        merge_into=_merge(values.get("merge_into"), fault),
        ignore=_ignore(values.get("ignore"), fault),
        rejected=_rejected(values.get("kg_rejected"), fault),
        was=was_of(found[1]) if (found := WAS.search(note.text)) else None,
        places=places,
    )
    return (page, tuple(faults)) if ID in values else (CorrectionsPage(), ())


def _is_broken(note: Note) -> bool:
    """Whether properties that cannot be read are those of a generated page."""
    if note.properties or not note.text.startswith("---"):
        return False
    return bool(OURS.search(note.text, 0, note.frontmatter.end if note.frontmatter else HEAD))


def _places(note: Note) -> Iterator[tuple[str, Span]]:
    """The lines that name the properties."""
    if note.frontmatter is not None:
        for key in sorted(note.properties):
            found = re.compile(rf"^{re.escape(key)}[ \t]*:[^\r\n]*", re.MULTILINE).search(note.text, *note.frontmatter)
            if found:
                yield key, Span(*found.span())


def _type(value: Any, fault: Any) -> str:
    if value is None:
        return ""
    found = TYPES.get(str(value).strip().lower())
    if found is None:
        fault("type", f"{value!r} is not an entity type; known: {', '.join(ENTITY_TYPES)}")
    return found or ""


def _aliases(values: dict[str, Any], fault: Any) -> tuple[str, ...] | None:
    if "aliases" not in values:
        return None
    value = values["aliases"]
    items = value if isinstance(value, list) else [] if value is None else [value]
    if not all(item is None or (isinstance(item, str | int | float) and not isinstance(item, bool)) for item in items):
        fault("aliases", "write one name, or a list of names")
        return None
    return tuple(dict.fromkeys(texts([str(item) for item in items if item is not None])))


def _merge(value: Any, fault: Any) -> str:
    while isinstance(value, list) and len(value) == 1:  # [[NVIDIA]] without quotes is a list in a list
        value = value[0]
    if value is None or value == []:
        return ""
    if not isinstance(value, str):
        fault("merge_into", f'{value!r} is not a link; write "[[NVIDIA]]"')
        return ""
    return value.strip().removeprefix("[[").removesuffix("]]").strip()


def _ignore(value: Any, fault: Any) -> bool:
    if value is None or isinstance(value, bool):
        return bool(value)
    fault("ignore", f"{value!r} is neither true nor false")
    return False


def _rejected(value: Any, fault: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    flat = [inner for item in items for inner in _unbracketed(item)]
    if not all(isinstance(item, str) for item in flat):
        fault("kg_rejected", "write a list of ids of claims (c-…)")
    return tuple(dict.fromkeys(texts(flat)))


def _unbracketed(item: Any) -> list[Any]:
    while isinstance(item, list) and len(item) == 1:
        item = item[0]
    return [] if item is None else [item]


def was_of(written: str) -> Was | None:
    """What the JSON of a ``%%kg:was`` line says, or None when it is damaged."""
    try:
        record = json.loads(written)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or not isinstance(record.get("type"), str):
        return None
    return Was(record["type"], texts(record.get("aliases")))
