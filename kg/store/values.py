"""Finds the claims that give numbers for one attribute of one entity, so that they can be held against each other."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import UnknownName
from kg.rdf import vocabulary as v
from kg.rdf.terms import entity_iri, entity_name, is_entity, property_iri, property_name
from kg.store.asking import select
from kg.store.disk import trouble
from kg.store.spelling import OFFERED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.store.store import Store


class Attribute(NamedTuple):
    """What values are compared of: a property of an entity, for ``shareOfRevenueOf`` with regard to another, in a unit.

    ``of`` is the other entity's name, or "".
    """

    entity: str
    property: str
    of: str
    unit: str


def attributes(
    store: Store, unit: Callable[[str], str], entity: str | None = None, property_: str | None = None
) -> Iterator[tuple[Attribute, tuple[str, ...]]]:
    """Yield each attribute that at least two claims give numbers for, sorted, with the claims' IRIs, sorted.

    Args:
        store: The store to ask, in one query.
        unit: Gives the unit that a unit is compared in.
        entity: The name of an entity that has the attribute or that it is with regard to; None for all.
        property_: The local name of a property; None for all.
    """
    found: dict[Attribute, set[str]] = {}
    with trouble(store.folder):
        for claim, subject, predicate, of, measured in select(store, _query(store.base, entity, property_)):
            if is_entity(subject.value, store.base):
                key = Attribute(
                    entity_name(subject.value, store.base),
                    property_name(predicate.value, store.base),
                    entity_name(of.value, store.base) if of else "",
                    unit(measured.value),
                )
                found.setdefault(key, set()).add(claim.value)
    for key in sorted(found):
        if len(found[key]) > 1:
            yield key, tuple(sorted(found[key]))


def known_property(store: Store, name: str) -> str:
    """Return the property with numbers that a local name means, whatever its case.

    Raises:
        UnknownName: No claim gives a number for it; close names are offered.
    """
    query = f"SELECT DISTINCT ?p {{ ?st {v.OBJECT_QUANTITY} ?q ; {v.PREDICATE} ?p }}"
    with trouble(store.folder):
        used = {property_name(found.value, store.base) for (found,) in select(store, query)}
    known = {one.lower(): one for one in sorted(used)}
    if name.lower() not in known:
        close = get_close_matches(name.lower(), sorted(known), n=OFFERED)
        raise UnknownName("property with numbers", name, [known[one] for one in close])
    return known[name.lower()]


def _query(base: str, entity: str | None, property_: str | None) -> str:
    """The claims' numbers with all that their attribute is made of; what is asked for comes first, as it is rarest."""
    first = ""
    if entity is not None:
        iri = entity_iri(entity, base)
        first = f"{{ ?st {v.SUBJECT} <{iri}> }} UNION {{ ?st {v.OF} <{iri}> }}"
    if property_ is not None:
        first += f" ?st {v.PREDICATE} <{property_iri(property_, base)}> ."
    return f"""SELECT ?claim ?subject ?predicate ?of ?unit {{ {first}
        ?st {v.OBJECT_QUANTITY} ?quantity ; {v.SUBJECT} ?subject ; {v.PREDICATE} ?predicate ; {v.UNIT} ?unit .
        ?claim {v.STATES} ?st OPTIONAL {{ ?st {v.OF} ?of }} }}"""
