"""The annotated notes beside the project as lessons: their analyses, the names found in them, and the right answers."""

from __future__ import annotations

import argparse
import hashlib
import json
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.extract.analysis import Analysis, analyse
from kg.extract.grammar import nlp
from kg.extract.names import named_mentions
from kg.extract.names.lexicon import Lexicon
from kg.extract.names.name_evidence import Evidence, collect
from kg.extract.note_draft import ExtractionContext, NoteDraft
from kg.extract.pipeline import STAGES, extract
from kg.extract.time_repair import Repair
from kg.reader.read_note import read_note
from kg.reader.render import passages
from kg.score.gold import GoldNote, GoldSentence, read
from kg.score.matching import NoteNames, align, mention_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extract.names.lexicon import LexiconView
    from kg.model import Claim, Mention

SETS = {"gold-wide": "notes-wide", "gold-train": "notes-train", "gold": "notes"}
FOLDS = 5
ALWAYS = -1  # fold of notes that are always learned from
SHARED = Path(__file__).resolve().parents[2] / "shared"


def learner_options(about: str | None, out: Path) -> argparse.Namespace | None:
    """What the command line of a learner says (``shared``, ``without``, ``out``, ``check``); None without the notes.

    Args:
        about: The learner's own help.
        out: Where its tables go unless another folder is named.
    """
    options = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shared", type=Path, default=SHARED)
    options.add_argument("--without", type=int, choices=range(FOLDS), metavar="FOLD")
    options.add_argument("--out", type=Path, default=out)
    options.add_argument("--check", action="store_true")
    asked = options.parse_args()
    if (asked.shared / "eval").is_dir():
        return asked
    print(f"skipped: {asked.shared / 'eval'} is not there; name the folder that holds eval/ with --shared DIR")
    return None


@dataclass(frozen=True, slots=True)
class Lesson:
    """An annotated note.

    Attributes:
        group: Its set.
        fold: By its channel, 0 to 4; ``ALWAYS`` for the sets without channels.
        analysis, evidence, view, lexicon: What kg knows of it, all notes of the set being one vault.
        named: The names found in it.
        gold: The annotation.
        names: Of the annotation.
        answers: The annotated sentence of each claim, by the claim's number among the sentences of the analysis.
    """

    group: str
    fold: int
    analysis: Analysis
    evidence: Evidence
    view: LexiconView
    lexicon: Lexicon
    named: tuple[tuple[Mention, ...], ...]
    gold: GoldNote
    names: NoteNames
    answers: dict[int, GoldSentence] = field(default_factory=dict)

    def referents(self, number: int, text: str) -> list[str]:
        """The entities that words in the sentence of a number refer to, as annotated; one for each place."""
        return [
            mention.entity
            for mention in self.answers[number].mentions
            if mention.kind != "name" and mention_key(mention.text) == mention_key(text)
        ]

    def about(self, number: int) -> frozenset[str]:
        """What the sentence of a number is about, as annotated."""
        return frozenset(self.answers[number].about)


def drafted(lesson: Lesson) -> NoteDraft:
    """A note with its references resolved, as the pipeline hands it to the stage that makes the claims."""
    draft = NoteDraft(lesson.analysis, _context(lesson))
    for name, stage in STAGES:
        if name == "claims":
            break
        draft = stage(draft)
    return draft


def claims_of(lesson: Lesson) -> dict[int, Claim]:
    """The claims of a note, each by the number of its sentence."""
    asserted = [number for number, sentence in enumerate(lesson.analysis.sentences) if sentence.claim]
    return dict(zip(asserted, extract(lesson.analysis, _context(lesson)), strict=True))


def _context(lesson: Lesson) -> ExtractionContext:
    repair = Repair("literal", "", 1.0, (None,) * len(lesson.analysis.times.stamps))
    return ExtractionContext(lesson.view, repair, list)


def fold_of(channel: str) -> int:
    """The fold of a channel: all its notes are in one."""
    return int(hashlib.sha256(channel.encode()).hexdigest(), 16) % FOLDS


def lessons(shared: Path = SHARED) -> list[Lesson]:
    """All annotated notes, set by set."""
    place = shared / "eval"
    channels = json.loads((place / "channels.json").read_text(encoding="utf-8"))
    return [each for group, notes in SETS.items() for each in _lessons(group, place / group, place / notes, channels)]


def _lessons(group: str, annotated: Path, notes: Path, channels: dict[str, str]) -> Iterator[Lesson]:
    gold = read(annotated)
    analyses = [_analysis(notes / each.note) for each in gold]
    found = [collect(each.path, each.title, each.sentences) for each in analyses]
    lexicon = Lexicon.build(found)
    for one, analysis, evidence in zip(gold, analyses, found, strict=True):
        view = lexicon.view(evidence)
        named = named_mentions.named(analysis.sentences, view, (), analysis.title)
        channel = channels.get(Path(one.note).stem)
        lesson = partial(Lesson, group, ALWAYS if channel is None else fold_of(channel), analysis, evidence, view)
        yield lesson(lexicon, named, one, NoteNames(one), _answers(one, analysis))


def _analysis(file: Path) -> Analysis:
    note = read_note(file.name, file.read_bytes())
    return analyse(note, passages(note), nlp.load())


def _answers(gold: GoldNote, analysis: Analysis) -> dict[int, GoldSentence]:
    """The annotated sentence of each claim; those that the annotation holds for no claims are left out."""
    claims = [sentence for sentence in analysis.sentences if sentence.claim]
    numbers = {id(sentence): number for number, sentence in enumerate(analysis.sentences)}
    aligned, _ = align(gold.sentences, claims)
    return {
        numbers[id(sentence)]: gold.sentences[at]
        for at, found in aligned.items()
        if gold.sentences[at].claim
        for sentence in found
    }
