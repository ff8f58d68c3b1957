"""The fields of a request's address as the values that an operation takes; what is unknown or wrong is said."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from kg.errors import InvalidArgument
from kg.service.web.operations import NUMBER, YES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kg.service.web.operations import AddressField

TRUTH = {"true": True, "false": False}
MOST_DIGITS = 9


def read_arguments(fields: Iterable[tuple[str, str]], parameters: Sequence[AddressField]) -> dict[str, Any]:
    """The values by name; those that are not given are left out.

    Raises:
        InvalidArgument: A field is unknown, there too often, missing, or not what it should be.
    """
    known = {each.name: each for each in parameters}
    found: dict[str, Any] = {}
    for name, text in fields:
        if name not in known:
            raise InvalidArgument("parameter", name, "is unknown", _hint(name, known))
        value = _value(known[name], text)
        if known[name].many:
            found.setdefault(name, []).append(value)
        elif name in found:
            raise InvalidArgument(name, text, "is the second value", "give one")
        else:
            found[name] = value
    for parameter in parameters:
        if parameter.required and not found.get(parameter.name):
            raise InvalidArgument(parameter.name, "", "is missing", parameter.text)
    return found


def _hint(name: str, known: Mapping[str, AddressField]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known: {', '.join(known)}"


def _value(parameter: AddressField, text: str) -> str | int | bool:
    if parameter.type == NUMBER:
        if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
            raise InvalidArgument(parameter.name, text, "is no whole number", parameter.text)
        return int(text)
    if parameter.type == YES:
        if text not in TRUTH:
            raise InvalidArgument(parameter.name, text, "is neither true nor false", parameter.text)
        return TRUTH[text]
    return text
