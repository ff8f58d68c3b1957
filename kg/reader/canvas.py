"""Canvas files: JSON Canvas 1.0, unknown keys kept."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from kg.model import Canvas, CanvasEdge, CanvasNode, Link, Problem, Span
from kg.reader.links import split_subpath
from kg.reader.problems import problem
from kg.reader.read_note import decode
from kg.reader.scalars import scrub

NODE_TYPES = frozenset({"text", "file", "link", "group"})
_NODE_TEXTS = ("file", "subpath", "text", "url", "label")


def read_canvas(path: str, data: bytes) -> Canvas:
    """Read a canvas from the bytes of its file; cards and arrows that are none become problems, never errors."""
    digest = sha256(data).hexdigest()
    text, _, valid = decode(data)
    problems: list[Problem] = [] if valid else [problem(path, "encoding")]
    try:
        found = scrub(json.loads(text, parse_constant=_refuse)) if text.strip() else {}
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        return Canvas(path, digest, problems=(*problems, problem(path, "canvas-invalid", None, reason)))
    if not isinstance(found, dict):
        return Canvas(path, digest, problems=(*problems, problem(path, "canvas-invalid", None, "not a JSON object")))
    nodes: list[CanvasNode] = []
    edges: list[CanvasEdge] = []
    for index, card in enumerate(_items(found, "nodes", path, problems)):
        node = _node(card)
        if node is None:
            problems.append(problem(path, "canvas-invalid", None, f"nodes[{index}] is not a card"))
        else:
            nodes.append(node)
    for index, arrow in enumerate(_items(found, "edges", path, problems)):
        edge = _edge(arrow)
        if edge is None:
            problems.append(problem(path, "canvas-invalid", None, f"edges[{index}] is not an arrow"))
        else:
            edges.append(edge)
    extra = {key: value for key, value in found.items() if key not in {"nodes", "edges"}}
    return Canvas(path, digest, tuple(nodes), tuple(edges), extra or None, tuple(problems))


def file_links(canvas: Canvas) -> tuple[Link, ...]:
    """The links of a canvas: its file cards, as embeds; wikilinks in text cards are none until they become cards."""
    links = []
    for node in canvas.nodes:
        if node.type == "file" and node.file:
            subpath = split_subpath(node.subpath)[1] if node.subpath else None
            links.append(Link("embed", node.file, subpath, None, in_comment=False, span=Span(0, 0), key=node.id))
    return tuple(links)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _items(found: dict[str, Any], key: str, path: str, problems: list[Problem]) -> list[Any]:
    items = found.get(key, [])
    if isinstance(items, list):
        return items
    problems.append(problem(path, "canvas-invalid", None, f"{key} is not a list"))
    return []


def _node(card: object) -> CanvasNode | None:
    if not isinstance(card, dict) or not isinstance(card.get("id"), str) or card.get("type") not in NODE_TYPES:
        return None
    texts = {key: card[key] for key in _NODE_TEXTS if isinstance(card.get(key), str)}
    extra = {key: value for key, value in card.items() if key not in texts and key not in {"id", "type"}}
    return CanvasNode(card["id"], card["type"], **texts, extra=extra or None)


def _edge(arrow: object) -> CanvasEdge | None:
    if not isinstance(arrow, dict) or not all(isinstance(arrow.get(k), str) for k in ("id", "fromNode", "toNode")):
        return None
    label = arrow["label"] if isinstance(arrow.get("label"), str) else None
    known = {"id", "fromNode", "toNode"} | ({"label"} if label is not None else set())
    extra = {key: value for key, value in arrow.items() if key not in known}
    return CanvasEdge(arrow["id"], arrow["fromNode"], arrow["toNode"], label, extra or None)
