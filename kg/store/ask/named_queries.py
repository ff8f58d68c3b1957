"""The named queries: SPARQL files with a comment header, found by file name, run with typed parameters.

Each file is a whole query that runs as it stands. Where it says ``VALUES ?entity { … }``, the parameter ``entity`` is
put in as a term made by ``kg.rdf``: a user's text never becomes part of the query.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.errors import QueryError, UnknownName
from kg.rdf.nquads import integer, literal
from kg.rdf.terms import entity_iri, note_iri, property_iri, safe_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HEADER = re.compile(r"# (title|description): (.+)")
_VALUES = re.compile(r"(VALUES \?(\w+) \{)[^}]*\}")
_PARAMETER = re.compile(r"# parameter (\w+) \((\w+)\): (.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query: its name, its kind (a key of ``KINDS``), and what to give, with an example."""

    name: str
    kind: str
    description: str


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query that comes with kg.

    Attributes:
        name: As the file is named.
        title: A few words.
        description: One sentence.
        parameters: In the order of the file.
        text: The whole file.
    """

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str

    def bind(self, given: Mapping[str, object], base: str) -> str:
        """Return the query with these parameters in it.

        Raises:
            UnknownName: A parameter that the query does not have.
            QueryError: A parameter is missing or is not what its kind needs.
        """
        names = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in names:
                raise UnknownName(f"parameter of query {self.name!r}", name, known=names)
        terms: dict[str, str] = {}
        for parameter in self.parameters:
            if parameter.name not in given:
                raise QueryError(f"{self.name!r} needs {parameter.name}=…: {parameter.description}")
            terms[parameter.name] = _term(parameter, given[parameter.name], base)
        # all at once: what one parameter holds is never searched for the place of the next
        return _VALUES.sub(
            lambda found: f"{found[1]} {terms[found[2]]} }}" if found[2] in terms else found[0], self.text
        )


KINDS: dict[str, Callable[[str, str], str]] = {
    "entity": lambda value, base: f"<{entity_iri(value, base)}>",
    "note": lambda value, base: f"<{note_iri(value, base)}>",
    "property": lambda value, base: f"<{property_iri(value, base)}>",
    "iri": lambda value, _: f"<{safe_iri(value)}>",
    "integer": lambda value, _: integer(int(value)),
    "text": lambda value, _: literal(value),
}


@cache
def named_queries() -> Mapping[str, NamedQuery]:
    """Return every query that comes with kg, by name, sorted."""
    folder = files("kg.store") / "queries"
    found = (file for file in folder.iterdir() if file.name.endswith(".rq"))
    return {
        file.name.removesuffix(".rq"): _parse(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8"))
        for file in sorted(found, key=lambda file: file.name)
    }


def named_query(name: str) -> NamedQuery:
    """Return one query by name.

    Raises:
        UnknownName: There is none of that name; all names are listed.
    """
    known = named_queries()
    if name not in known:
        raise UnknownName("query", name, known=tuple(known))
    return known[name]


def _parse(name: str, text: str) -> NamedQuery:
    header = {match[1]: match[2] for match in _HEADER.finditer(text)}
    parameters = tuple(Parameter(*match.groups()) for match in _PARAMETER.finditer(text))
    return NamedQuery(name, header["title"], header["description"], parameters, text)


def _term(parameter: Parameter, value: object, base: str) -> str:
    try:
        return KINDS[parameter.kind](str(value), base)
    except ValueError:
        raise QueryError(f"{parameter.name}={value!r} is no {parameter.kind}: {parameter.description}") from None
