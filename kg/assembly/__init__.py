"""From a vault folder to a graph: scan, analyse what changed, resolve over the whole vault, encode, store.

The names of this package are loaded when they are asked for: who only looks into a build's state loads no pipeline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.assembly.assembly_line import build
    from kg.assembly.steps.build_result import BuildResult, Progress, Silent

__all__ = ["BuildResult", "Progress", "Silent", "build"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kg.assembly import assembly_line
    from kg.assembly.steps import build_result

    return getattr(assembly_line if name == "build" else build_result, name)
