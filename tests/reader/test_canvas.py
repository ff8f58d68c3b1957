"""Canvas files: cards, arrows, unknown keys, and files that are none."""

from __future__ import annotations

import json

import pytest

from kg.model import CanvasEdge, CanvasNode
from kg.reader.canvas import file_links, read_canvas

CANVAS = {
    "nodes": [
        {"id": "1", "type": "file", "file": "Note.md", "subpath": "#H", "x": 0, "color": "1"},
        {"id": "2", "type": "text", "text": "[[Note]]"},
        {"id": "3", "type": "link", "url": "https://example.org"},
        {"id": "4", "type": "group", "label": "G\ud800"},
        {"id": "5", "type": "file", "file": "pic.png"},
        {"id": "6", "type": "text", "text": 7},
    ],
    "edges": [{"id": "e", "fromNode": "1", "toNode": "2", "toEnd": "none", "label": "says"}],
    "metadata": {"version": 10**30, "tags": ["a", 1.5, True]},
}


def test_c42_cards_arrows_and_unknown_keys_are_kept() -> None:
    canvas = read_canvas("C.canvas", json.dumps(CANVAS).encode())
    assert canvas.nodes == (
        CanvasNode("1", "file", "Note.md", "#H", extra={"x": 0, "color": "1"}),
        CanvasNode("2", "text", text="[[Note]]"),
        CanvasNode("3", "link", url="https://example.org"),
        CanvasNode("4", "group", label="G\ufffd"),
        CanvasNode("5", "file", "pic.png"),
        CanvasNode("6", "text", extra={"text": 7}),
    )
    assert canvas.edges == (CanvasEdge("e", "1", "2", "says", {"toEnd": "none"}),)
    assert canvas.extra == {"metadata": {"version": 1e30, "tags": ["a", 1.5, True]}}
    assert canvas.problems == ()


def test_c42_file_cards_are_links_text_cards_give_none() -> None:
    canvas = read_canvas("C.canvas", json.dumps(CANVAS).encode())
    assert [(x.target, x.subpath, x.key) for x in file_links(canvas)] == [("Note.md", "H", "1"), ("pic.png", None, "5")]


@pytest.mark.parametrize(
    ("data", "messages"),
    [
        (b"{", ["Expecting property name"]),
        (b"[1]", ["not a JSON object"]),
        (b'{"nodes": 1, "edges": {}}', ["nodes is not a list", "edges is not a list"]),
        (b'{"nodes": [1, {"id": 2, "type": "text"}, {"id": "a", "type": "x"}]}', ["nodes[0]", "nodes[1]", "nodes[2]"]),
        (b'{"edges": [1, {"id": "a", "fromNode": "b"}]}', ["edges[0]", "edges[1]"]),
        (b'{"nodes": [], "x": NaN}', ["NaN is not JSON"]),
        (b'{"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", ["nested too deeply"]),
        (b'{"x": ' + b"9" * 10_000 + b"}", ["integer string conversion"]),
        (b'{"x": -' + b"9" * 4000 + b"}", []),
        (b'{"x": "\xff"}', ["UTF-8"]),
    ],
)
def test_what_is_no_canvas_is_told(data: bytes, messages: list[str]) -> None:
    problems = read_canvas("C.canvas", data).problems
    assert len(problems) == len(messages)
    assert all(message in problem.message for message, problem in zip(messages, problems, strict=True))


def test_an_empty_file_is_an_empty_canvas() -> None:
    assert read_canvas("C.canvas", b"\n").problems == ()
