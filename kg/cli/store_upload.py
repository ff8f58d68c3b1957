"""``kg build --store URL``: what the build has left goes to a SPARQL store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.cli import output, progress
from kg.cli.edge import Interrupted
from kg.views.render.figures import counted

if TYPE_CHECKING:
    from pathlib import Path

    from kg.config import Config


def send(root: Path, settings: Config, *, full: bool) -> None:
    """Send what is published in a vault to the store that the settings name, and print what that was.

    Args:
        root: The vault.
        settings: Name the store.
        full: Whether to replace every graph there.

    Raises:
        ExtraMissing, ConfigError: As in ``kg.graph.store_copy``.
        RemoteStoreError: The store fails; the next build goes on where this one ended.
    """
    from kg.graph import store_copy

    try:
        with progress.telling() as told:
            done = store_copy.send(root, settings, told, full=full)
            told.done()
    except KeyboardInterrupt:
        raise Interrupted("'kg build' with the same store sends what is missing there.") from None
    sent, removed, kept = counted(done.sent, "graph"), f"{done.removed:,} deleted", f"{done.kept:,} there already"
    output.report([f"Sent {sent} to {settings.store_url}: {removed}, {kept}"])
