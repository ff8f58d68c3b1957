"""What results do to show themselves in a notebook and to become a table, in ways that ``kg.views`` registers.

Results lie in rooms that no picture or table may be imported from. So a result asks a generic function, and
``kg.views.notebook.results`` says what it does for each class.
"""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import ExtraMissing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pandas import DataFrame


class Columns(NamedTuple):
    """A table of plain values: the names of its columns, and its rows."""

    names: tuple[str, ...]
    rows: Iterable[Sequence[object]]


@singledispatch
def html_of(result: object) -> str | None:  # noqa: ARG001 - what is registered uses it
    """A result as HTML of at most 100 KB, or None where a notebook is to show its ``repr``."""
    return None


@singledispatch
def columns_of(result: object) -> Columns:
    """A result as a table of plain values.

    Raises:
        TypeError: There is no table for results of its class.
    """
    raise TypeError(f"no table is known for {type(result).__name__}")


class ShowsItself:
    """A result that shows itself in a notebook."""

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        return html_of(self)


class Tabular(ShowsItself):
    """A result that becomes a table, too."""

    __slots__ = ()

    def to_pandas(self) -> DataFrame:
        """Return a DataFrame with one row for each result, its columns named as in the CSV that kg writes.

        Raises:
            ExtraMissing: pandas is not installed.
        """
        try:
            from pandas import DataFrame
        except ImportError as error:
            raise ExtraMissing("a DataFrame", "pandas", "pandas") from error
        names, rows = columns_of(self)
        return DataFrame(list(rows), columns=list(names))
