"""YAML properties beyond the simple lines: ruamel reads the syntax, the values are made here.

From ruamel's nodes rather than its objects, because nodes have positions, keep repeated keys and shared
anchors visible, and leave it to us what a plain scalar means (``1_2``, ``<<``, dates).
"""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from kg.reader.scalars import core, well_formed
from kg.reader.simpleyaml import YamlFault, YamlTree

MAX_SOURCE = 128 * 1024  # characters of properties that are handed to ruamel
MAX_NODES = 20_000  # values after anchors are expanded
MAX_DEPTH = 64  # lists and maps in each other
_MARKS = re.compile(r"^[ ]*(?:[-?:][ ]+)+", re.MULTILINE)
_MARK = re.compile(r"[-?:][ ]")


def load(source: str) -> YamlTree:
    """Read one YAML document.

    Raises:
        YamlFault: for invalid YAML, a repeated key, or a document over the limits above.
    """
    if len(source) > MAX_SOURCE:
        raise YamlFault("yaml-limit", f"over {MAX_SOURCE:,} characters")
    if _depth(source) > MAX_DEPTH:
        raise YamlFault("yaml-limit", f"over {MAX_DEPTH} levels")
    builder = _Builder(source)
    value = builder.build(_compose(source))
    return YamlTree(value, tuple(builder.quoted))


def _depth(source: str) -> int:
    """A bound on the nesting: brackets open at once, or list marks in a row on one line."""
    deepest = depth = 0
    for char in source:
        if char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return max(deepest, *(len(_MARK.findall(run[0])) for run in _MARKS.finditer(source)), 0)


def _compose(source: str) -> Node | None:
    yaml = YAML(typ="safe", pure=True)
    try:
        node: Node | None = yaml.compose(source)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" (line {mark.line + 2})" if mark is not None else ""
        raise YamlFault("yaml-invalid", f"{getattr(error, 'problem', None) or 'unreadable'}{place}") from error
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError, KeyError) as error:
        # ruamel's scanner trips over some malformed texts instead of reporting them
        raise YamlFault("yaml-invalid", "unreadable") from error
    except RecursionError as error:
        raise YamlFault("yaml-limit", f"over {MAX_DEPTH} levels") from error
    return node


class _Builder:
    """Makes values of nodes, counting them, so that nested anchors cannot expand without bound."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.quoted: list[tuple[str, int, int]] = []
        self.nodes = 0

    def build(self, node: Node | None, path: str = "", depth: int = 0) -> object:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise YamlFault("yaml-limit", f"over {MAX_NODES:,} values or {MAX_DEPTH} levels once anchors are expanded")
        if isinstance(node, MappingNode):
            return self._map(node, path, depth)
        if isinstance(node, SequenceNode):
            items = enumerate(node.value)
            return [self.build(item, f"{path}.{index}" if path else str(index), depth + 1) for index, item in items]
        return self._scalar(node, path) if isinstance(node, ScalarNode) else None

    def _map(self, node: MappingNode, path: str, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, inner in node.value:
            if not isinstance(name, ScalarNode):
                raise YamlFault("yaml-invalid", f"a name is a list or a map (line {name.start_mark.line + 2})")
            key = well_formed(name.value)
            if key in values:
                raise YamlFault("yaml-duplicate-key", f"{key!r} (line {name.start_mark.line + 2})")
            values[key] = self.build(inner, f"{path}.{key}" if path else key, depth + 1)
        return values

    def _scalar(self, node: ScalarNode, path: str) -> object:
        start = node.start_mark.index
        if node.style is None and not self.source.startswith("!", start):
            return core(node.value)
        if node.style in {'"', "'"} and self.source.startswith(node.style, start):
            self.quoted.append((path, start, node.end_mark.index))
        return well_formed(node.value)
