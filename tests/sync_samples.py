"""Stories of a vault, its sync and its user, told at random, with the promises that must hold in each of them.

One story: a vault is made; sync writes pages; the user edits, moves and deletes; the notes' claims change; sync runs
again, is perhaps cut off, and is undone. ``tests/sync`` tells a few hundred, ``benchmarks/fuzz_sync.py`` many
thousands.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from kg.files.safe_folder import Folder
from kg.model import Claim, Mention, Quantity, Source, Span, Statement
from kg.model.claim import MODALITIES
from kg.model.entity_types import ENTITY_TYPES
from kg.rdf.terms import claim_keys, entity_iri, note_iri
from kg.reader import frontmatter
from kg.reader.read_note import decode, read_note
from kg.reader.resolver import Resolver
from kg.store.ask.answer_rows import EntityRow, TermRow
from kg.sync.pages import managed_blocks
from kg.sync.pages.page_facts import EntityFacts, NoteSource, UncorrectedOpinion, figures_of, once_per_note, related_to
from kg.sync.plan import sync_memory
from kg.sync.plan.desired_pages import Wishes, wanted
from kg.sync.plan.plan import Manner, Plan, plan
from kg.sync.plan.vault_survey import look, page_key
from kg.sync.write import history
from kg.sync.write.apply import Applied, apply
from kg.sync.write.undo import undo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from kg.graph.explorer_views import ExplorerView

BASE = "https://kg.example/"
MEDIA = "https://www.youtube.com/watch?v=abcdefghijk"
NAMES = (
    "CoreWeave",
    "Nvidia",
    "A/B: C?",
    "CON",
    "x #1",
    "straße",
    "STRASSE",
    "e\u0301",
    "é",
    "Tab\tby",
    "100%% sure",
    "[[X]]",
    "a|b",
    "..",
    "日本",
    "n" * 300,
    "%%",
    "Note",
    "index",
    "<% x %>",
    "\u2068cleo\u2069",
    "con.txt",
    "no",
    "1:02",
)
WORDS = (
    "growth",
    "%%",
    "[[",
    "]]",
    "[[Note]]",
    "#tag",
    "---",
    "<b>",
    "<!--",
    "-->",
    "<%",
    "%>",
    "key:: v",
    "[k:: v]",
    "$x$",
    "`c`",
    "```",
    "==h==",
    "^id",
    "[^1]",
    "![[x]]",
    "[!note]",
    "> q",
    "# H",
    "- item",
    "1. one",
    "| a |",
    "~~s~~",
    "&lt;",
    "\\",
    "*b*",
    "_i_",
    "%% kg:begin page sha256=0000000000000000 %%",
    "%% kg:end page %%",
    "é",
    "e\u0301",
    "😀",
    "\u2028",
    "\u2068",
    "$3 billion",
)
HEADS = ("", "Growth", "A [[Note]] #1", "B | C", "%%", "^x")
FRONTS = (
    "",
    "---\ntitle: x\n---\n",
    "---\n# note\ntags: [a, b]\n\ntime: 1:02\n---\n",
    '---\nlink: "[[Note]]"\ndate: 2024-05-06\n---\n',
    "---\na: 1\na: 2\n---\n",
    '---\nx: "open\n---\n',
    '---\n{"tags": ["j"]}\n---\n',
    "---\n---\n",
    "\n---\nno: 1\n---\n",
)
BODIES = (
    "Text with trailing blanks  ",
    "> [!warning] Mind\n> [[Note]] 60%",
    "%% hidden [[X]] %%",
    "```\ncode [[a]]\n```",
    "- a\n- b ^id",
    "| a | b |\n| - | - |\n| [[Note\\|x]] | y |",
    "```\nnever closed",
    "%% open",
    "<!-- open",
    "last line",
    "## Growth\n\nWords.",
    "$$\nx",
    "    indented",
    "%% kg:begin note sha256=12 %%",
    "",
)


@dataclass(frozen=True)
class Told:
    """Knowledge that is told and not extracted: claims by entity."""

    claims: tuple[Claim, ...] = ()
    opinions: Mapping[str, UncorrectedOpinion] = field(default_factory=dict)
    base: str = BASE

    def terms(self) -> Sequence[TermRow]:
        return ()

    def rows(self) -> Sequence[EntityRow]:
        return tuple(self._row(name) for name in sorted(self.opinions) if self._about(name))

    def facts(self, row: EntityRow) -> EntityFacts:
        claims = once_per_note(self._about(row.name))
        figures = figures_of(claims, row.name)
        return EntityFacts(
            entity_iri(row.name, BASE),
            row.name,
            self.opinions[row.name],
            claims=claims,
            figures=figures,
            differing=frozenset((one.property, one.unit) for one in figures),
            related=related_to(claims, row.name),
        )

    def sources(self, dates: Mapping[str, str]) -> dict[str, NoteSource]:
        paths = {claim.note for claim in self.claims}
        return {path: NoteSource(f"{Path(path).stem} #t", "chan%%nel", dates.get(path, "")) for path in paths}

    def notes_of(self, views: Sequence[ExplorerView]) -> Sequence[Mapping[str, int]]:
        return [{} for _ in views]

    def _about(self, name: str) -> list[Claim]:
        return [claim for claim in self.claims if any(one.entity == name for one in claim.mentions)]

    def _row(self, name: str) -> EntityRow:
        about = self._about(name)
        opinion = self.opinions[name]
        return EntityRow(name, opinion.type, len(about), len({one.note for one in about}), opinion.aliases)


def told(facts: Sequence[tuple[str, str, Sequence[str]]], opinions: Mapping[str, UncorrectedOpinion]) -> Told:
    """Knowledge of claims given as (note, text, names of entities in it); each also states a number of the first."""
    claims: list[Claim] = []
    by_note: dict[str, list[tuple[str, Sequence[str]]]] = {}
    for note, text, names in facts:
        by_note.setdefault(note, []).append((text, names))
    for note, said in sorted(by_note.items()):
        for place, (key, (text, names)) in enumerate(zip(claim_keys([text for text, _ in said]), said, strict=True)):
            claims.append(claim_of(note, key, place, text, names))
    return Told(tuple(claims), opinions)


def claim_of(note: str, key: str, place: int, text: str, names: Sequence[str]) -> Claim:
    """A claim; its heading, callout, modality, time and number follow from its place in the note."""
    second = None if place % 4 == 3 else 61 * place
    number = Quantity("$3", 0, 2, Decimal(3 + place), "USD")
    return Claim(
        id=f"{note_iri(note, BASE)}#{key}",
        note=note,
        span=Span(place, place + 1),
        text=text,
        section=(HEADS[place % len(HEADS)],) if place % 2 else (),
        callout=(None, "warning", "a%%b")[place % 3],
        part="",
        timestamps=() if second is None else (second,),
        source=None if second is None else Source(MEDIA, second, f"{MEDIA}&t={second}s"),
        mentions=tuple(Mention(name, 0, 1, Span(place, place + 1), "name", name, "Concept", "told") for name in names),
        about=tuple(names[:1]),
        statements=(Statement(names[0], "is worth", "$3", "marketValue", names[0], quantity=0),),
        quantities=(number,),
        dates=(),
        modality=MODALITIES[place % len(MODALITIES)],
        modality_rule="",
        negated=False,
        attribution=(None, "Ann %% [[Lee]]")[place % 2],
    )


def files_of(root: Path) -> dict[str, bytes]:
    """Every file of the vault that Obsidian sees, by path."""
    every = (path for path in sorted(root.rglob("*")) if path.is_file())
    shown = ((path.relative_to(root).as_posix(), path) for path in every)
    return {path: file.read_bytes() for path, file in shown if not path.startswith((".kg/", ".obsidian/"))}


def memory_of(root: Path) -> bytes | None:
    """The bytes of sync's memory."""
    with Folder(root) as vault:
        return vault.read(sync_memory.FILE)


def runs_of(root: Path) -> int:
    """How many applies the history has."""
    with Folder(root) as vault:
        return len(history.entries(vault))


def never(_: str) -> bool:
    """Nobody changed anything just now."""
    return False


def planned(root: Path, knowledge: Told, manner: Manner | None = None, *, annotate: bool = False) -> Plan:
    """Plan a sync of what is told."""
    manner = manner or Manner(at_most=100)
    with Folder(root) as vault:
        known = sync_memory.load(vault)
        seen = look(root, known)
        wishes = Wishes(min_claims=1, annotate=annotate, recreate=manner.recreate)
        wants = wanted(knowledge, seen, known, wishes)
        return plan(wants, seen, known, manner, vault=vault, recent=never)


def applied(root: Path, knowledge: Told, manner: Manner | None = None, *, annotate: bool = False) -> Applied:
    """Plan a sync and do it."""
    manner = manner or Manner(at_most=100)
    return apply(root, planned(root, knowledge, manner, annotate=annotate), manner, recent=never)


class CutError(Exception):
    """The process was killed."""


class Cut:
    """A progress that kills after so many files."""

    def __init__(self, after: int) -> None:
        self.left = after

    def phase(self, name: str, total: int, unit: str) -> None:
        """Nothing."""

    def advance(self, n: int = 1) -> None:
        self.left -= n
        if self.left < 0:
            raise CutError


def make_vault(root: Path, random: Random) -> list[str]:
    """A vault of one to five odd notes; returns their paths."""
    (root / ".obsidian").mkdir(parents=True)
    (root / ".obsidian" / "app.json").write_text(json.dumps({"useMarkdownLinks": random.random() < 0.2}))
    notes = []
    for number in range(random.randint(1, 5)):
        folder = random.choice(("", "talks/", "\u2068cleo\u2069/", "a b/"))
        name = random.choice(("Note", "Nvidia", "é", f"Talk {number}", "x #1", "100%")) + random.choice(
            ("", f" {number}")
        )
        path = f"{folder}{name}.md"
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(note_bytes(random))
        notes.append(path)
    return sorted(set(notes))


def note_bytes(random: Random) -> bytes:
    """The bytes of an odd note."""
    parts = [random.choice(BODIES) for _ in range(random.randint(0, 4))]
    text = random.choice(FRONTS) + random.choice(("\n", "\n\n")).join(parts) + random.choice(("", "\n", "\n\n"))
    data = text.replace("\n", random.choice(("\n", "\n", "\r\n", "\r"))).encode()
    data = (b"\xef\xbb\xbf" if random.random() < 0.2 else b"") + data
    return data + (b"\xff" if random.random() < 0.05 else b"")


def make_knowledge(notes: Sequence[str], random: Random) -> Told:
    """What an extraction might have found in the notes, whatever stands in them."""
    names = random.sample(NAMES, random.randint(1, 5))
    facts = [
        (
            random.choice(notes),
            " ".join(random.choice(WORDS) for _ in range(random.randint(1, 6))),
            random.sample(names, random.randint(1, len(names))),
        )
        for _ in range(random.randint(1, 8))
    ]
    opinions = {
        name: UncorrectedOpinion(random.choice(ENTITY_TYPES), tuple(sorted(random.sample(NAMES, random.randint(0, 2)))))
        for name in names
    }
    return told(facts, opinions)


def edit(root: Path, random: Random) -> None:
    """What a user does to one file of the vault."""
    path = random.choice([one for one in sorted(files_of(root)) if one.endswith(".md")])
    file = root / path
    text = file.read_bytes().decode("utf-8", "surrogateescape")
    at, begin, end = random.randint(0, len(text)), text.find("%% kg:begin"), text.find("%% kg:end")
    deed = random.randrange(14)
    if deed == 0 and page_key(frontmatter.read(text).values):
        file.unlink()
        return
    if deed == 1:
        (root / "moved").mkdir(exist_ok=True)
        file.rename(root / "moved" / f"{random.randint(0, 99)} {file.name}"[-200:])
        return
    changes = {
        2: f"{text[:at]}{random.choice(WORDS)}{text[at:]}",
        3: text + random.choice(("\nmine", "mine\n", "\r\nmine\r\n")),
        4: text.replace("%% kg:end page %%", "", 1),
        5: text[: max(begin, 0)] + text[max(at, begin, 0) :],
        6: text[:end] + random.choice(WORDS) + text[end:] if end > 0 else text,
        7: text.replace("\r\n", "\n").replace("\n", "\r\n"),
        8: text.replace("type: ", "type: My", 1),
        9: text.replace("aliases:\n", 'aliases:\n  - "mine"\n', 1),
        10: text.replace("---\n", "---\nmine: yes # so\n", 1),
        11: text[:begin] + "Mine\n\n" + text[begin:] if begin > 0 else text,
        12: text + text[begin:] if begin > 0 else text,
        13: text.replace("claims: ", "claims:   ", 1),
    }
    file.write_bytes(changes.get(deed, text).encode("utf-8", "surrogateescape"))


def story(root: Path, random: Random) -> int:
    """Tell one story in an empty folder and check every promise; returns how many files were written in it."""
    notes = make_vault(root, random)
    annotate = random.random() < 0.5
    knowledge = make_knowledge(notes, random)
    written = act(root, knowledge, random, annotate=annotate)
    check_pages(root)
    for _ in range(random.randint(0, 4)):
        edit(root, random)
    if any(path.endswith(".md") and not page_key_of(data) for path, data in files_of(root).items()):
        if random.random() < 0.5:
            knowledge = make_knowledge(notes, random)
        written += act(root, knowledge, random, annotate=annotate and random.random() < 0.7)
    return written


def act(root: Path, knowledge: Told, random: Random, *, annotate: bool) -> int:
    """Sync once, perhaps cut off; undo, and sync again: the promises hold at every step."""
    before, remembered = files_of(root), memory_of(root)
    manner = Manner(force=random.random() < 0.1, recreate=random.random() < 0.1, at_most=100)
    made = planned(root, knowledge, manner, annotate=annotate)
    runs = runs_of(root)
    if made.edits and random.random() < 0.5:
        try:
            apply(root, made, manner, recent=never, progress=Cut(random.randrange(len(made.edits))))
        except CutError:
            check_cut(before, files_of(root), made)
        if random.random() < 0.5:
            undo(root)
            assert files_of(root) == before, "undo after a cut"
    applied(root, knowledge, manner, annotate=annotate)
    after = files_of(root)
    check_kept(before, after, manner)
    again = planned(root, knowledge, Manner(at_most=100), annotate=annotate)
    assert not again.edits, f"a second run plans {again.edits[0].path!r}"
    if made.edits:
        undo(root)
        assert files_of(root) == before, "undo"
        assert memory_of(root) == remembered, "undo of the memory"
        assert runs_of(root) == runs, "the runs before can be taken back yet"
        applied(root, knowledge, manner, annotate=annotate)
        assert files_of(root) == after, "the same again"
    return len(made.edits)


def check_cut(before: Mapping[str, bytes], after: Mapping[str, bytes], made: Plan) -> None:
    """Each file is the old one or the new one, and no half one lies about."""
    new = {edit.path: edit.after for edit in made.edits}
    for path, data in after.items():
        assert data in {before.get(path), new.get(path)}, f"{path!r} is neither old nor new"
    assert before.keys() <= after.keys()


def check_kept(before: Mapping[str, bytes], after: Mapping[str, bytes], manner: Manner) -> None:
    """What the user wrote is there, byte for byte; what cannot be told apart was not touched."""
    assert before.keys() <= after.keys(), "a file is gone"
    for path, data in before.items():
        if after[path] == data or path.endswith(".base"):
            continue
        (old, _, valid), (new, _, _) = decode(data), decode(after[path])
        block = managed_blocks.find(old)  # a broken one would raise: such a file must not be written
        assert valid, f"{path!r} was not UTF-8 and was written"
        assert block is None or not block.edited or manner.force, f"edits in {path!r} are gone"
        assert data[:3] == after[path][:3] or not data.startswith(b"\xef\xbb\xbf")
        assert outside(old) == outside(new), f"text around the block of {path!r} changed"
        mine, ours = frontmatter.read(old).values, frontmatter.read(new).values
        assert mine.keys() == ours.keys()
        touched = {name for name in mine if mine[name] != ours[name]}
        assert not touched or (page_key(mine) and touched <= {"type", "aliases", "claims", "recordings"}), path
        assert not str(mine.get("type", "")).startswith("My") or mine["type"] == ours["type"], "a correction is gone"


def outside(text: str) -> tuple[str, list[str]]:
    """What is the user's in a file: the text around block and properties, and the lines of other properties."""
    bare = managed_blocks.without(text)
    span = frontmatter.read(bare).span
    if span is None:
        return bare, []
    lines = bare[: span.end].splitlines()
    return bare[span.end :], [line for line in lines if "mine" in line and "- " not in line]


def page_key_of(data: bytes) -> str | None:
    """What makes a file a generated page, or None."""
    return page_key(frontmatter.read(decode(data)[0]).values)


def check_pages(root: Path) -> None:
    """Freshly written pages hold nothing but what they are meant to: text from notes did not become markup."""
    files = files_of(root)
    resolver = Resolver(files)
    for path, data in files.items():
        if not path.endswith(".md") or not page_key_of(data):
            continue
        note = read_note(path, data)
        assert not note.problems, (path, note.problems)
        assert not note.body_tags, (path, note.body_tags)
        assert not note.fields, (path, note.fields)
        assert len(note.comments) <= 3, (path, note.comments)
        assert len(path.rpartition("/")[2].encode()) <= 240
        for link in note.links:
            assert link.kind != "embed", (path, link)
            if link.target and not link.target.startswith("http"):
                assert resolver.resolve(link.target, path).path is not None, (path, link)
        block = managed_blocks.find(note.text)
        assert block is not None
        assert not block.edited


def clear(root: Path) -> None:
    """Remove a story's folder."""
    shutil.rmtree(root, ignore_errors=True)
