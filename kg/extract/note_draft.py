"""What the pipeline's stages hand on: a note between two stages, what the vault adds to it, and stages of packages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from kg.config.trust_thresholds import USUAL, TrustThresholds
from kg.extract.note_corrections import NOTHING, NoteCorrections
from kg.extract.terms.vault_terms import NO_TERMS, VaultTerms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.extract.analysis import Analysis
    from kg.extract.model_advice.align import HeldBack, ModelOpinion
    from kg.extract.names.lexicon import LexiconView
    from kg.extract.reference.about import AboutResult
    from kg.extract.time_repair import Repair
    from kg.model import Claim, Mention

    Naming = Callable[[Sequence[str]], Sequence[str]]


class AddedStage(NamedTuple):
    """A stage of an installed package.

    Attributes:
        name: What its entry point is called.
        package: The package's name and version.
        run: Takes a draft whose claims are there, and returns the draft with the claims as they are to be.
    """

    name: str
    package: str
    run: Callable[[NoteDraft], NoteDraft]


@dataclass(frozen=True, slots=True)
class ExtractionContext:
    """What a note's extraction takes from the rest of the vault.

    Attributes:
        view: The part of the vault's lexicon that matters for the note.
        repair: How the note's times are to be read.
        name_claims: Gives the claims' IRIs for their texts, in reading order.
        corrections: What the user corrected.
        opinions: What a language model says of sentences, by their index.
        stages: What installed packages add to ``STAGES``.
        trust: How sure an inference must be to count.
        terms: What spellings mean in the vault.
    """

    view: LexiconView
    repair: Repair
    name_claims: Naming
    corrections: NoteCorrections = NOTHING
    opinions: Mapping[int, ModelOpinion] = field(default_factory=dict)
    stages: tuple[AddedStage, ...] = ()
    trust: TrustThresholds = USUAL
    terms: VaultTerms = NO_TERMS


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note between two stages. A stage changes none: it returns a copy (``dataclasses.replace``) with what it found.

    Attributes:
        analysis: What was found in the note alone: path, title, language and sentences.
        context: What the rest of the vault adds.
        mentions: The mentions of each sentence, in reading order and apart.
        candidates: For each sentence, the mentions that its pronouns may be, but too unlikely to count.
        topics: For each sentence, the entity that a left-out subject refers to, or None.
        about: For each sentence, what it is about.
        claims: The claims, in reading order; empty before the last stage of kg itself.
        spellings: Key terms of the claims, each with a spelling that it has in the note, sorted.
        held: Of each claim what a language model says of it and the parse does not bear out, if anything.
    """

    analysis: Analysis
    context: ExtractionContext
    mentions: tuple[tuple[Mention, ...], ...] = ()
    candidates: tuple[tuple[Mention, ...], ...] = ()
    topics: tuple[str | None, ...] = ()
    about: tuple[AboutResult, ...] = ()
    claims: tuple[Claim, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()
    held: tuple[tuple[Claim, HeldBack], ...] = ()
