"""A folder that users name by its path or, for a build on a cluster, by an address such as ``s3://bucket/notes``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.flow.address import Address, is_remote

if TYPE_CHECKING:
    import os
    from pathlib import Path


class PlaceType(click.Path):
    """Gives a ``Path`` or an ``Address``."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:  # as click's own does
        """The value as one of the two."""
        return Address(value) if is_remote(value) else super().convert(value, param, ctx)


def on_this_machine(place: Path | Address | None) -> Path | None:
    """The place as a path.

    Raises:
        click.UsageError: It is an address.
    """
    if isinstance(place, Address):
        raise click.UsageError(f"{str(place)!r} is an address: add --engine dask or --engine spark")
    return place
