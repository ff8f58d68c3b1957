"""What of a vault's notes gives no claims: other languages, times that reach none, folders of anything but prose."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.grammar import nlp
from kg.extract.recording import turns
from kg.extract.sentences.other_languages import language_problems
from kg.extract.sentences.sentences import ENGLISH_ALONE, cut, judged_by_text
from kg.extract.sentences.table_claims import worded
from kg.extract.sentences.unreached_times import unreached
from kg.model import Problem
from kg.reader.block_kinds import read_passages, silent_kinds
from kg.reader.render import passages
from kg.views.page import vault_findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.extract.grammar.other_pipelines import OtherPipelines
    from kg.model import Note
    from kg.views.page.vault_findings import Finding

FEWEST = 10  # blocks of a folder that say anything about it
MOSTLY = 0.6  # share of a folder's blocks that give no claims


@dataclass(slots=True)
class UnreadBlocks:
    """Looks at one note after the other; ``folders`` tells what they have in common.

    Attributes:
        model: The English spaCy pipeline; it is loaded where only a parse can say that a sentence is a claim.
        others: The pipelines of other languages.
    """

    model: str = nlp.DEFAULT_MODEL
    others: OtherPipelines = ENGLISH_ALONE
    _blocks: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    _silent: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))

    def of(self, note: Note) -> Iterator[Finding]:
        """Yield a note's passages in other languages and times that reach no claim, and count its blocks."""
        kinds, many = silent_kinds(note)
        folder = note.path.rpartition("/")[0]
        self._blocks[folder] += many
        self._silent[folder] += len(kinds)
        shown = worded(note, read_passages(note, passages(note)))
        held = turns.find(note, shown)
        made = cut(note, shown, held)
        yield from vault_findings.of_problems(language_problems(note.path, made, self.others), note.text)
        if note.timestamps:
            found = judged_by_text(made, held, lambda: nlp.load(self.model), self.others)
            yield from vault_findings.of_problems(unreached(note, found, held.silent, kinds), note.text)

    def folders(self) -> Iterator[Finding]:
        """Yield the folders whose blocks are mostly not read for claims."""
        for folder, many in sorted(self._blocks.items()):
            share = self._silent[folder] / many if many else 0.0
            if folder and many >= FEWEST and share >= MOSTLY:
                message = f"{share:.0%} of the blocks of its notes give no claims; extract.exclude can leave it out"
                yield from vault_findings.of_problems([Problem(folder, "folder-not-prose", message)])
