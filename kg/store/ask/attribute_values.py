"""Finds the claims that give numbers, or dates, for one attribute of one entity, to hold them against each other."""

from __future__ import annotations

from difflib import get_close_matches
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import UnknownName
from kg.model.properties import DATE, dated
from kg.rdf import vocabulary as v
from kg.rdf.terms import entity_iri, entity_name, is_entity, property_iri, property_name
from kg.store.ask.name_suggestions import OFFERED
from kg.store.ask.select import select
from kg.store.engine.store_files import trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.store.engine.store import Store


MEASURED = f"""?st {v.OBJECT_QUANTITY} ?quantity ; {v.SUBJECT} ?subject ; {v.PREDICATE} ?predicate ; {v.UNIT} ?unit .
    ?claim {v.STATES} ?st OPTIONAL {{ ?st {v.OF} ?of }}"""
DATED = f"?st {v.PREDICATE} ?predicate ; {v.SUBJECT} ?subject ; {v.TEMPORAL} ?date . ?claim {v.STATES} ?st"


class Attribute(NamedTuple):
    """What values are compared of: a property of an entity, for ``shareOfRevenueOf`` with regard to another, in a unit.

    ``of`` is the other entity's name, or ""; the unit of dates is ``DATE``.
    """

    entity: str
    property: str
    of: str
    unit: str


def attributes(
    store: Store, unit: Callable[[str], str], entity: str | None = None, property_: str | None = None
) -> Iterator[tuple[Attribute, tuple[str, ...]]]:
    """Yield each attribute that at least two claims give values for, sorted, with the claims' IRIs, sorted.

    Args:
        store: The store to ask, in one query for numbers and one for dates.
        unit: Gives the unit that a unit is compared in.
        entity: The name of an entity that has the attribute or that it is with regard to; None for all.
        property_: The local name of a property; None for all.
    """
    found: dict[Attribute, set[str]] = {}
    first = _asked(store.base, entity, property_)
    with trouble(store.folder):
        dates = select(store, f"SELECT ?claim ?subject ?predicate {{ {_dated(store.base)} {first} {DATED} }}")
        numbers = select(store, f"SELECT ?claim ?subject ?predicate ?of ?unit {{ {first} {MEASURED} }}")
        for claim, subject, predicate, *rest in chain(numbers, dates):
            if is_entity(subject.value, store.base):
                of, measured = rest or (None, None)
                key = Attribute(
                    entity_name(subject.value, store.base),
                    property_name(predicate.value, store.base),
                    entity_name(of.value, store.base) if of else "",
                    unit(measured.value) if measured else DATE,
                )
                found.setdefault(key, set()).add(claim.value)
    for key in sorted(found):
        if len(found[key]) > 1:
            yield key, tuple(sorted(found[key]))


def properties_with_values(store: Store) -> list[str]:
    """Return the local names of the properties for which claims give numbers or dates, sorted."""
    numbers = f"SELECT DISTINCT ?p {{ ?st {v.OBJECT_QUANTITY} ?q ; {v.PREDICATE} ?p }}"
    dates = f"SELECT DISTINCT ?predicate {{ {_dated(store.base)} {DATED} }}"
    with trouble(store.folder):
        rows = chain(select(store, numbers), select(store, dates))
        return sorted({property_name(found.value, store.base) for (found,) in rows})


def known_property(store: Store, name: str) -> str:
    """Return the property with numbers or dates that a local name means, whatever its case.

    Raises:
        UnknownName: No claim gives a value for it; close names are offered.
    """
    known = {one.lower(): one for one in properties_with_values(store)}
    if name.lower() not in known:
        close = get_close_matches(name.lower(), sorted(known), n=OFFERED)
        raise UnknownName("property with numbers or dates", name, [known[one] for one in close])
    return known[name.lower()]


def _dated(base: str) -> str:
    """The properties whose values are dates."""
    return f"VALUES ?predicate {{ {' '.join(f'<{property_iri(name, base)}>' for name in dated())} }}"


def _asked(base: str, entity: str | None, property_: str | None) -> str:
    """The statements that are asked for; this comes first in a query, as it is rarest."""
    first = ""
    if entity is not None:
        iri = entity_iri(entity, base)
        first = f"{{ ?st {v.SUBJECT} <{iri}> }} UNION {{ ?st {v.OF} <{iri}> }}"
    if property_ is not None:
        first += f" ?st {v.PREDICATE} <{property_iri(property_, base)}> ."
    return first
