"""The sample vault is a real, linked, well-formed Obsidian vault whose every sentence is our own."""

from __future__ import annotations

import json
import re
import tarfile
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML

from kg.reader.canvas import read_canvas
from kg.reader.read_note import read_note
from kg.reader.resolver import Resolver
from kg.reader.vault_folder import scan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HUBS = frozenset({"acquiredfm", "allin", "bankless", "dwarkeshpatel", "redpointai"})
LEFT_OPEN = frozenset({"ASML", "DeepSeek R1", "Weights & Biases"})
"""Links without a note, as every vault that is still growing has some."""

COPY_LENGTH = 8
"""So many words in a row, shared with somebody else's note, count as a copy."""

FRONTMATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
WIKILINK = re.compile(r"\[\[([^\]|#]*)(?:#[^\]|]*)?(?:\|[^\]]*)?\]\]")
TIME = re.compile(r"\[(?:(\d\d):)?(\d\d):(\d\d)\]")
NO_PROSE = re.compile(r"<[^>]*>|\[[\d:, -]+\]|https?:\S+|\[\[[^\]|]*\||^From:.*$", re.MULTILINE)

SIDES = frozenset({"top", "right", "bottom", "left"})
NODE_CONTENT = {"text": "text", "file": "file", "link": "url"}
"""JSON Canvas 1.0: the attribute that a node of each type must carry (a group's label is optional)."""


def note_paths(vault: Path) -> list[Path]:
    return sorted(vault.rglob("*.md"))


def properties(note: Path) -> dict[str, Any]:
    found = FRONTMATTER.match(note.read_text(encoding="utf-8"))
    assert found is not None, f"{note} has no frontmatter"
    return dict(YAML(typ="safe", pure=True).load(found[1]))


def episodes(vault: Path) -> list[Path]:
    """The notes about recordings: all but the channels' own."""
    return [note for note in note_paths(vault) if note.stem not in HUBS]


def seconds(text: str) -> list[int]:
    """Every time in brackets, read literally."""
    return [int(h or 0) * 3600 + int(m) * 60 + int(s) for h, m, s in TIME.findall(text)]


def words(text: str) -> list[str]:
    """The running words, without what every note of this kind has in common: properties, times, addresses."""
    prose = NO_PROSE.sub(" ", FRONTMATTER.sub("", text)).replace("'", "").replace("’", "")
    return re.findall(r"\w+", prose.lower())


def runs(text: str) -> Iterator[tuple[str, ...]]:
    found = words(text)
    return zip(*(found[start:] for start in range(COPY_LENGTH)), strict=False)


def test_has_enough_notes_in_channel_folders(sample_vault: Path) -> None:
    notes = episodes(sample_vault)
    assert 14 <= len(notes) <= 16
    assert {note.parent.name for note in notes} == HUBS


def test_every_note_has_title_and_recording(sample_vault: Path) -> None:
    for note in episodes(sample_vault):
        found = properties(note)
        assert found["title"] == note.stem
        assert re.fullmatch(r"[A-Za-z0-9_-]{11}", found["videoId"]), note


def test_every_channel_has_a_hub_that_lists_its_notes(sample_vault: Path) -> None:
    for channel in HUBS:
        hub = sample_vault / channel / f"{channel}.md"
        text = hub.read_text(encoding="utf-8").replace("%20", " ").replace("GPU clusters", "GPU Clusters")
        assert "videoId" not in properties(hub)
        for note in (sample_vault / channel).glob("*.md"):
            assert note == hub or note.stem in text, f"{hub} does not list {note.stem}"


def test_every_note_names_its_channel_and_cites_its_recording(sample_vault: Path) -> None:
    for note in episodes(sample_vault):
        text = note.read_text(encoding="utf-8")
        assert f"\nFrom: [[{note.parent.name}]] <br/>\n" in text
        assert len(seconds(text)) >= 15, note
        assert 2 <= len(re.findall(r"^## ", text, re.MULTILINE)) <= 4, note
        assert re.search(r"^> \[!(warning|info)\]", text, re.MULTILINE), note


def test_anchors_repeat_the_time_that_they_show(sample_vault: Path) -> None:
    kinds = set()
    for note in episodes(sample_vault):
        text = note.read_text(encoding="utf-8")
        anchors = re.findall(r'<a class="yt-timestamp" data-t="([\d:]+)">\[([\d:]+)\]</a>', text)
        assert all(data == shown for data, shown in anchors)
        assert text.count("<a ") in {0, len(TIME.findall(text))}, f"{note} mixes both kinds"
        kinds.add(bool(anchors))
    assert kinds == {True, False}


def test_links_resolve_but_a_deliberate_few(sample_vault: Path) -> None:
    """Each to one file, headings and blocks included; nothing else is wrong with any note or canvas."""
    found = scan(sample_vault)
    notes = {path: read_note(path, (sample_vault / path).read_bytes()) for path in found.notes}
    resolver = Resolver((*found.notes, *found.canvases, *found.others))
    unresolved = set()
    for note in notes.values():
        assert note.problems == ()
        for link in (link for link in note.links if link.kind != "external"):
            meant = resolver.resolve(link.target, note.path)
            assert not meant.ambiguous
            if meant.path is None:
                unresolved.add(link.target)
            elif link.subpath is not None:
                target = notes[meant.path]
                assert link.subpath in {*(f"^{name}" for name in target.block_ids), *(h.text for h in target.headings)}
    assert unresolved == LEFT_OPEN
    for path in found.canvases:
        assert read_canvas(path, (sample_vault / path).read_bytes()).problems == ()


def test_no_note_stands_alone(sample_vault: Path) -> None:
    """Apart from its channel, every note links to another note or is linked from one."""
    linked = set()
    for note in episodes(sample_vault):
        targets = {target.strip() for target in WIKILINK.findall(note.read_text(encoding="utf-8"))} - HUBS - LEFT_OPEN
        linked |= targets | ({note.stem} if targets else set())
    assert linked == {note.stem for note in episodes(sample_vault)}


def test_one_note_is_shifted_beside_a_well_formed_sibling(sample_vault: Path) -> None:
    """Minutes and seconds in the place of hours and minutes; the other note of the recording has it right."""
    by_recording: dict[str, list[Path]] = {}
    for note in episodes(sample_vault):
        by_recording.setdefault(properties(note)["videoId"], []).append(note)
    shared_by_two = [notes for notes in by_recording.values() if len(notes) > 1]
    assert len(shared_by_two) == 1
    wrong, right = sorted(shared_by_two[0], key=lambda note: -max(seconds(note.read_text(encoding="utf-8"))))
    shifted, true = seconds(wrong.read_text(encoding="utf-8")), seconds(right.read_text(encoding="utf-8"))
    assert max(shifted) > 12 * 3600
    assert max(true) < 2 * 3600
    assert max(shifted) / 60 <= max(true)
    assert sum(second % 60 == 0 for second in shifted) >= 0.8 * len(shifted)
    for note in set(episodes(sample_vault)) - {wrong}:
        assert max(seconds(note.read_text(encoding="utf-8"))) < 3 * 3600, note


@pytest.mark.parametrize(
    ("feature", "pattern"),
    [
        ("footnote", r"^\[\^1\]: "),
        ("comment", r"%%[^%]+%%"),
        ("tag", r"\s#ai-infrastructure\b"),
        ("inline field", r"^Guest:: "),
        ("block id", r" \^debt$"),
        ("embed of a block", r"^!\[\[[^\]]+#\^debt\]\]$"),
        ("link to a heading", r"\[\[[^\]|#]+#[^\]|^]+\|"),
        ("link with blanks around the pipe", r"\[\[[^\]|]+ \| "),
        ("link without blanks around the pipe", r"\[\[[^\]|]+[^ ]\|[^ ]"),
        ("folded callout", r"^> \[!info\]- "),
        ("bold label", r"^- \*\*Revenue:\*\* "),
        ("link in a property", r'^  - "\[\['),
    ],
)
def test_shows_what_real_vaults_hold(sample_vault: Path, feature: str, pattern: str) -> None:
    texts = [note.read_text(encoding="utf-8") for note in note_paths(sample_vault)]
    assert any(re.search(pattern, text, re.MULTILINE) for text in texts), feature


def test_some_file_names_need_care(sample_vault: Path) -> None:
    names = "".join(note.stem for note in note_paths(sample_vault))
    assert "'" in names
    assert "(" in names


def test_settings_are_json(sample_vault: Path) -> None:
    files = sorted((sample_vault / ".obsidian").glob("*.json"))
    assert {file.name for file in files} >= {"app.json", "appearance.json", "core-plugins.json"}
    for file in files:
        assert isinstance(json.loads(file.read_text(encoding="utf-8")), dict)


def test_canvas_follows_json_canvas(sample_vault: Path) -> None:
    (file,) = sample_vault.rglob("*.canvas")
    canvas = json.loads(file.read_text(encoding="utf-8"))
    nodes = {node["id"]: node for node in canvas["nodes"]}
    assert len(nodes) == len(canvas["nodes"])
    assert {node["type"] for node in nodes.values()} == {"text", "file", "link", "group"}
    for node in nodes.values():
        assert all(isinstance(node[size], int) for size in ("x", "y", "width", "height"))
        assert node["type"] == "group" or node[NODE_CONTENT[node["type"]]]
        assert node["type"] != "file" or (sample_vault / node["file"]).is_file()
    assert len({edge["id"] for edge in canvas["edges"]}) == len(canvas["edges"]) > 0
    for edge in canvas["edges"]:
        assert {edge["fromNode"], edge["toNode"]} <= nodes.keys()
        assert {edge["fromSide"], edge["toSide"]} <= SIDES
        assert edge.get("toEnd", "arrow") in {"none", "arrow"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("raise at least $3.5 billion", "raise $1.5 billion"),
        ("valued at more than $30 billion", "valued it at $23 billion"),
        ("Its revenue reached $1.9 billion", "$2 billion last year"),
        ("brings in 60% of its revenue", "more than 60% of CoreWeave's revenue"),
    ],
)
def test_two_notes_disagree_about_coreweave(sample_vault: Path, first: str, second: str) -> None:
    """The vault has something to compare: the same attributes with other figures."""
    assert first in (sample_vault / "allin/CoreWeave IPO and the Neocloud Model.md").read_text(encoding="utf-8")
    assert second in (sample_vault / "allin/CoreWeave Listing and the Cloud Market.md").read_text(encoding="utf-8")


@pytest.mark.shared
def test_coreweave_note_carries_every_figure_and_time(sample_vault: Path, shared: Path) -> None:
    original = (shared / "eval/notes/CoreWeave IPO and Neocloud Infrastructure.md").read_text(encoding="utf-8")
    ours = (sample_vault / "allin/CoreWeave IPO and the Neocloud Model.md").read_text(encoding="utf-8")
    assert set(TIME.findall(ours)) == set(TIME.findall(original))
    assert figures(original) <= figures(ours)


def figures(text: str) -> set[str]:
    return set(re.findall(r"\$?\d[\d.,]*\d%?x?|\d+%?x?|\w+ to \w+ years", TIME.sub("", FRONTMATTER.sub("", text))))


@pytest.mark.shared
def test_no_sentence_is_copied(sample_vault: Path, shared: Path) -> None:
    """No eight words in a row occur in any of the notes that the facts come from."""
    ours = {run: note.name for note in note_paths(sample_vault) for run in runs(note.read_text(encoding="utf-8"))}
    ends = {(run[0], run[-1]) for run in ours}
    copied = set()
    for text in other_peoples_notes(shared):
        found = words(text)
        for start, edge in enumerate(zip(found, found[COPY_LENGTH - 1 :], strict=False)):
            if edge in ends:
                run = tuple(found[start : start + COPY_LENGTH])
                if run in ours:
                    copied.add((ours[run], " ".join(run)))
    assert copied == set()


def other_peoples_notes(shared: Path) -> Iterator[str]:
    for note in sorted((shared / "eval").glob("notes*/*.md")):
        yield note.read_text(encoding="utf-8")
    with tarfile.open(shared / "corpus" / "notes.tar.xz") as corpus:
        for member in corpus:
            file = corpus.extractfile(member)
            if file is not None and member.name.endswith(".md"):
                yield file.read().decode("utf-8", "replace")
