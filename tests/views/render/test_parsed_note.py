"""What ``kg parse`` prints of a note: the published keys, in their order, with values that JSON can hold."""

from __future__ import annotations

import json

from kg.reader.links import Resolver
from kg.reader.read_note import read_note
from kg.views.render.parsed_note import note_record

TEXT = """---
title: T
big: .inf
list: [.nan, {x: 1}]
aliases: [Other]
tags: [a]
rel: "[[B]]"
---
# Head
> [!tip]+ Title
> [[b#h|shown]] [x](https://example.org) %%[[None]]%% #b ^id

k:: v [00:01:02.5] [00:01:02] ![[p.png|100]]
"""

KEYS = {
    "note": [],
    "properties": [],
    "aliases": [],
    "tags": [],
    "headings": ["level", "text", "span"],
    "callouts": ["type", "title", "fold", "depth", "span"],
    "block_ids": [],
    "fields": ["key", "value", "span"],
    "links": ["kind", "target", "subpath", "alias", "resolved", "ambiguous", "in_comment", "span"],
    "timestamps": ["raw", "start", "end", "format", "flags", "span"],
    "problems": ["code", "message", "span"],
}


def test_every_key_of_the_format_is_there_in_its_order() -> None:
    record = note_record(read_note("N.md", TEXT.encode() + b"\xff"))
    assert list(record) == list(KEYS)
    for name, keys in KEYS.items():
        for item in record[name] if keys else ():
            assert list(item)[: len(keys)] == keys


def test_links_are_resolved_where_a_resolver_is_given() -> None:
    note = read_note("N.md", TEXT.encode())
    resolver = Resolver(["B.md", "N.md", "p.png"])
    found = {(x["kind"], x["target"]): x["resolved"] for x in note_record(note, resolver)["links"]}
    assert found == {
        ("property", "B"): "B.md",
        ("wikilink", "b"): "B.md",
        ("external", "https://example.org"): None,
        ("wikilink", "None"): None,
        ("embed", "p.png"): "p.png",
    }
    assert [x["in_comment"] for x in note_record(note)["links"]] == [False, False, False, True, False]
    assert {x["resolved"] for x in note_record(note)["links"]} == {None}


def test_a_tie_is_told() -> None:
    note = read_note("N.md", b"[[x]]")
    assert note_record(note, Resolver(["a/x.md", "b/x.md"]))["links"][0]["ambiguous"] is True


def test_values_are_json() -> None:
    record = note_record(read_note("N.md", TEXT.encode()))
    assert json.loads(json.dumps(record, allow_nan=False)) == record
    assert record["properties"]["big"] is None
    assert record["properties"]["list"] == [None, {"x": 1}]
    assert [json.dumps(x["start"]) for x in record["timestamps"]] == ["62.5", "62"]
    assert record["problems"] == []
