"""From a vault folder to a graph: scan, analyse what changed, resolve over the whole vault, encode, store."""

from __future__ import annotations

from kg.assembly.assembly_line import build
from kg.assembly.steps.build_result import BuildResult, Progress, Silent

__all__ = ["BuildResult", "Progress", "Silent", "build"]
