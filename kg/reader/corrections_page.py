"""Reads what a user says on a page that kg generated; a note without ``kg_id`` or ``kg_page`` is none."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.model import CorrectionsPage, Problem, Span, Was
from kg.model.correction import CLAIMS, CORRECTION_TABLE, FLAG, GIVEN, LINK, TAKEN, TYPE
from kg.model.entity_types import type_names
from kg.reader.frontmatter import texts
from kg.reader.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model import Note

Fault: TypeAlias = "Callable[[str], None]"  # is told what is wrong with a value
ID, INDEX = "kg_id", "kg_page"
# Properties of broken YAML: one of these lines still tells that the note is ours.
OURS = re.compile(r"^(?:kg_id|kg_page)[ \t]*:", re.MULTILINE)
HEAD = 4_000  # characters in which that line is looked for where no fence closes the properties
WAS = re.compile(r"^%%kg:was (\{[^\r\n]*\})%%[ \t]*\r?$", re.MULTILINE)


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
        said=tuple(_said(values, fault)),
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


def _said(values: dict[str, Any], fault: Callable[[str, str], None]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What each property says that corrects something, once."""
    forms = {row.property: row.form for row in CORRECTION_TABLE.values()}
    for name, form in forms.items():
        if name in values:
            found = FORMS[form](values[name], partial(fault, name))
            if found is not None:
                yield name, found


def _type(value: Any, fault: Fault) -> tuple[str, ...] | None:
    if value is None:
        return None
    found = {name.lower(): name for name in type_names()}.get(str(value).strip().lower())
    if found is None:
        fault(f"{value!r} is not an entity type; known: {', '.join(type_names())}")
        return None
    return (found,)


def _names(value: Any, fault: Fault) -> tuple[str, ...] | None:
    items = value if isinstance(value, list) else [] if value is None else [value]
    if not all(item is None or (isinstance(item, str | int | float) and not isinstance(item, bool)) for item in items):
        fault("holds something else than names; write one name, or a list of names")
        return None
    return tuple(dict.fromkeys(texts([str(item) for item in items if item is not None])))


def _link(value: Any, fault: Fault) -> tuple[str, ...] | None:
    while isinstance(value, list) and len(value) == 1:  # [[NVIDIA]] without quotes is a list in a list
        value = value[0]
    if value is None or value == []:
        return None
    if not isinstance(value, str):
        fault(f'{value!r} is not a link; write "[[NVIDIA]]"')
        return None
    target = value.strip().removeprefix("[[").removesuffix("]]").strip()
    return (target,) if target else None


def _flag(value: Any, fault: Fault) -> tuple[str, ...] | None:
    if not (value is None or isinstance(value, bool)):
        fault(f"{value!r} is neither true nor false; write one of them")
        return None
    return ("true",) if value else None


def _claims(value: Any, fault: Fault) -> tuple[str, ...] | None:
    items = value if isinstance(value, list) else [value]
    flat = [inner for item in items for inner in _unbracketed(item)]
    if not all(isinstance(item, str) for item in flat):
        fault("holds something else than ids; write a list of ids of claims (c-…)")
    return tuple(dict.fromkeys(texts(flat))) or None


def _unbracketed(item: Any) -> list[Any]:
    while isinstance(item, list) and len(item) == 1:
        item = item[0]
    return [] if item is None else [item]


FORMS: dict[str, Callable[[Any, Fault], tuple[str, ...] | None]] = {
    TYPE: _type,
    GIVEN: _names,
    TAKEN: _names,
    LINK: _link,
    FLAG: _flag,
    CLAIMS: _claims,
}


def was_of(written: str) -> Was | None:
    """What the JSON of a ``%%kg:was`` line says, or None when it is damaged."""
    try:
        record = json.loads(written)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or not isinstance(record.get("type"), str):
        return None
    return Was(record["type"], texts(record.get("aliases")))
