"""What a correction makes of a page's properties, as if its user had typed it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import InvalidArgument
from kg.model.correction import CORRECTION_KINDS
from kg.reader import frontmatter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kg.sync.pages.page_properties import Value

# what a link in a property cannot hold; with the path of a page before it a label may hold #
NO_LINK, NO_TARGET = "[]|%<\n", "#^"


class TypedCorrection(NamedTuple):
    """A correction that somebody asks for.

    Attributes:
        kind: One of ``CORRECTION_KINDS``.
        value: A type, a name, the entity merged into, or the fragment of a claim's IRI; "" where the kind has none.
        page: Vault path of the page of the entity merged into, or "".
    """

    kind: str
    value: str
    page: str = ""


def property_changes(values: Mapping[str, Any], asked: TypedCorrection) -> dict[str, Value]:
    """The properties that a page gets.

    Raises:
        InvalidArgument: The kind is unknown, or the page says so already.
    """
    if asked.kind not in KINDS:
        raise InvalidArgument("kind", asked.kind, "is no kind of correction", f"known: {', '.join(KINDS)}")
    found = KINDS[asked.kind](values, asked)
    if all(values.get(name) == (list(value) if isinstance(value, tuple) else value) for name, value in found.items()):
        raise InvalidArgument(asked.kind, asked.value, "is what the page says already", "correct something else")
    return found


def _type(_: Mapping[str, Any], asked: TypedCorrection) -> dict[str, Value]:
    return {"type": asked.value}


def _alias(values: Mapping[str, Any], asked: TypedCorrection) -> dict[str, Value]:
    return {"aliases": tuple(dict.fromkeys((*frontmatter.texts(values.get("aliases")), asked.value)))}


def _not_alias(values: Mapping[str, Any], asked: TypedCorrection) -> dict[str, Value]:
    names = frontmatter.texts(values.get("aliases"))
    if asked.value not in names:
        raise InvalidArgument(
            "name", asked.value, "is not in the page's aliases", f"there: {', '.join(names) or 'none'}"
        )
    return {"aliases": tuple(name for name in names if name != asked.value)}


def _merge(_: Mapping[str, Any], asked: TypedCorrection) -> dict[str, Value]:
    unfit = NO_LINK if asked.page else NO_LINK + NO_TARGET
    if any(mark in f"{asked.value}{asked.page}" for mark in unfit):
        raise InvalidArgument("entity", asked.value, "cannot be linked to", "merge by hand, on its page")
    target = asked.page.removesuffix(".md")
    return {"merge_into": f"[[{target}|{asked.value}]]" if target else f"[[{asked.value}]]"}


def _ignore(_: Mapping[str, Any], __: TypedCorrection) -> dict[str, Value]:
    return {"ignore": True}


def _reject(values: Mapping[str, Any], asked: TypedCorrection) -> dict[str, Value]:
    return {"kg_rejected": tuple(dict.fromkeys((*frontmatter.texts(values.get("kg_rejected")), asked.value)))}


_ALL: dict[str, Callable[[Mapping[str, Any], TypedCorrection], dict[str, Value]]] = {
    "alias": _alias,
    "not-alias": _not_alias,
    "merge": _merge,
    "type": _type,
    "ignore": _ignore,
    "reject": _reject,
}
KINDS = {kind: _ALL[kind] for kind in CORRECTION_KINDS}
