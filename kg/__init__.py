"""claimgraph: what is claimed in your notes, about whom, with which numbers, and where to hear it.

::

    import kg

    graph = kg.build("vault")
    for claim in graph.claims("CoreWeave"):
        print(claim.text, claim.source)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import (
    AmbiguousName,
    ConfigError,
    GoldError,
    KgError,
    ModelMissing,
    QueryError,
    StoreError,
    StoreForeign,
    StoreLocked,
    StoreMissing,
    StoreVersion,
    UnknownName,
    VaultError,
)

if TYPE_CHECKING:
    from pathlib import Path

    from kg.config import Config
    from kg.graph import Graph

__version__ = "0.2.0"
__all__ = [
    "AmbiguousName",
    "Config",
    "ConfigError",
    "GoldError",
    "KgError",
    "ModelMissing",
    "QueryError",
    "StoreError",
    "StoreForeign",
    "StoreLocked",
    "StoreMissing",
    "StoreVersion",
    "UnknownName",
    "VaultError",
    "build",
    "open_graph",
]


def __getattr__(name: str) -> Any:
    """Load the settings only when they are asked for: a shell that completes does without."""
    if name == "Config":
        from kg.config import Config

        return Config
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def build(vault: Path | str, *, out: Path | str | None = None, send: bool = False, **settings: Any) -> Graph:
    """Read a vault, bring its graph up to date and return it; a SPARQL store in the settings gets it, too.

    Args:
        vault: The folder of notes. Nothing in it is written but ``.kg/``.
        out: A folder for ``graph.trig``, ``claims.jsonl``, ``report.md`` and the explorer; none are written without it.
        send: Whether notes may be sent to another machine, where the settings name a language model there; hosts that
            you said yes to on the command line may have them anyway.
        settings: Settings of :class:`Config` that outrank the vault's file and the environment.

    Warns:
        UserWarning: The vault's file sets what only a trusted vault may; that is left out.

    Raises:
        VaultError: The folder is missing or cannot be read.
        ConfigError: A setting is unknown or wrong.
        StoreError: The store cannot be written, or another build is at work.
        ModelMissing: The NLP pipeline is not installed.
        ModelUnfit: It lacks what the rules need.
    """
    import os
    import warnings
    from pathlib import Path

    from kg import assembly, config
    from kg.config import vault_trust as trust

    folder = Path(vault)
    chosen = config.load(folder, os.environ, **settings)
    if left := [config.ROWS[each.name].place for each in config.origin(folder, os.environ).ignored]:
        warnings.warn(f"{vault}: not trusted, so {', '.join(left)} of its config.toml is ignored", stacklevel=2)
    assembly.build(
        folder,
        config=chosen,
        out=None if out is None else Path(out),
        consent=lambda leaving: send or trust.may_send(folder, leaving.host, os.environ),
    )
    if chosen.store_url:
        from kg.graph import store_copy

        store_copy.send(folder, chosen)
    return open_graph(folder, **settings)


def open_graph(vault: Path | str, **settings: Any) -> Graph:
    """Open the graph that the last build made.

    Raises:
        StoreMissing: Nothing was built yet.
        StoreForeign: Somebody else built it.
        StoreVersion: Another version of kg built it.
        ConfigError: A setting is unknown or wrong.
    """
    import os
    from pathlib import Path

    from kg import config
    from kg.graph import Graph

    return Graph.open(Path(vault), config.load(Path(vault), os.environ, **settings))
