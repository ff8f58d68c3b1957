"""What is extracted: claims with mentions, statements, numbers, dates and source, and the vault's entities."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.model.span import Span
from kg.shown import ShowsItself

MENTION_KINDS = ("name", "nominal", "pronoun")
MODALITIES = ("asserted", "hedged", "reported", "predicted", "conditional")
POLARITIES = ("positive", "negative")
FACTUALITIES = ("certain", "reported", "possible", "predicted", "planned", "conditional", "counterfactual")
UNREAL = frozenset({"conditional", "counterfactual"})  # factualities of what is only supposed
COMPARATORS = ("=", ">", ">=", "<", "<=", "~")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a claim that refers to an entity.

    Attributes:
        text: The words, ``claim.text[start:end]``.
        start, end: Offsets into the claim's text.
        span: The same place in the file.
        kind: ``name``, ``nominal`` or ``pronoun``.
        entity: The entity's name (unique in the vault).
        type: One of ``ENTITY_TYPES``.
        method: Which rule or model found or resolved it (``link``, ``lexicon``, ``spacy``, ``coref-pronoun`` …).
        confidence: 0 to 1.
    """

    text: str
    start: int
    end: int
    span: Span
    kind: str
    entity: str
    type: str
    method: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that measures something; offsets into the claim's text, unit in the singular.

    ``method`` tells how its number is written (``digits``, ``words``, ``plural`` …).
    """

    text: str
    start: int
    end: int
    value: Decimal
    unit: str
    comparator: str = "="
    value_max: Decimal | None = None
    method: str = ""


@dataclass(frozen=True, slots=True)
class DateRef:
    """An absolute calendar expression; ``value`` in ISO 8601 / EDTF level 1, ``method`` the form it is written in."""

    text: str
    start: int
    end: int
    value: str
    method: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A relation that a claim states, as text and, where it is known, as data.

    Attributes:
        subject, predicate, object: As text, coreference resolved.
        property: The normalised predicate in camelCase (``valuation``, ``dependsOn``): a local name.
        subject_entity: Name of the entity that the subject is, or None for a plain noun phrase. Where the property is
            one of the table of attributes, it is the bearer of the value: of "CoreWeave's debt load is nearly $8
            billion" the property is ``debt`` and the bearer CoreWeave.
        object_entity: Name of the entity that the object is, or None.
        quantity: Index into the claim's quantities when the object is a number, else None.
        date: EDTF value of the time the statement holds for, or None.
        method: Which rule found it.
        polarity: One of ``POLARITIES``: whether the claim says that it is so, or denies it.
        factuality: One of ``FACTUALITIES``: whether the claim gives it as a fact, and if not, as what.
        confidence: The probability that an annotator would state it too, 0 to 1.
    """

    subject: str
    predicate: str
    object: str
    property: str
    subject_entity: str | None = None
    object_entity: str | None = None
    quantity: int | None = None
    date: str | None = None
    method: str = ""
    polarity: str = "positive"
    factuality: str = "certain"
    confidence: float = 1.0

    def is_real(self) -> bool:
        """Whether it is said to be so, or to come, or to be possible: neither denied nor only supposed."""
        return self.polarity == "positive" and self.factuality not in UNREAL

    def mark(self) -> str:
        """What a reader must know of it besides its words: ``denied``, ``planned`` …; "" of a plain fact."""
        denied = "denied" if self.polarity == "negative" else ""
        return ", ".join(filter(None, (denied, "" if self.factuality == "certain" else self.factuality)))


def marks_beyond(modality: str, polarity: str, factuality: str) -> tuple[str, ...]:
    """What the standing of the main statement adds to the modality of its claim: ``denied``, ``planned`` or nothing."""
    shown = factuality in (*UNREAL, "planned") and factuality != modality
    return (*(("denied",) if polarity == "negative" else ()), *((factuality,) if shown else ()))


HEARD = "the words are heard there"  # begins the reason of a repair by a transcript's words


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim can be heard.

    Attributes:
        media: IRI of the recording, ``https://www.youtube.com/watch?v=ID``.
        start: The second to play, after repair.
        url: The deep link to that second.
        repaired: Whether ``start`` differs from the literal second.
        reason: Why it was repaired; "" when it was not.
        confidence: Of the repair, 0 to 1; 1 when nothing was repaired.
        end: The second that the note ends the passage at, where it writes a range, else None.
    """

    media: str
    start: int
    url: str
    repaired: bool = False
    reason: str = ""
    confidence: float = 1.0
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Claim(ShowsItself):
    """A sentence that asserts something, with all that is known of it.

    Attributes:
        id: Its IRI, ``<note IRI>#c-<10 hex of sha256(text)>[-k]``.
        note: The note's path.
        span: In the note's text.
        text: As a reader sees it.
        section: Headings above it, level 2 and deeper, outermost first.
        callout: Type of the innermost callout, or None.
        part: Id of the ``Part`` of the note that it is in (``3.2``), or "" for the note itself.
        timestamps: Literal seconds, as written, in reading order.
        modality_rule: Which rule decided the modality.
        about_rule: How ``about`` was found: what it mentions (``participants``), what it implies (``topic``), or both,
            and the lowest probability among them (``participants 0.81``).
        negation_rule: The word that negates the main proposition, or "".
        attribution_rule: Which frame of reporting names the source, and by which word (``active: estimate``), or "".
        candidates: Pronouns and nominals with the entity that each may refer to, too unlikely to count as mentions.
        unsure: Statements that are too unlikely to count, in the order in which they were found.
        terms: Key terms, sorted: names of concepts that the main proposition is about, and that are not in ``about``.
        refused: What a language model says of it and its words do not bear out, each with the reason, sorted.
    """

    id: str
    note: str
    span: Span
    text: str
    section: tuple[str, ...]
    callout: str | None
    part: str
    timestamps: tuple[int, ...]
    source: Source | None
    mentions: tuple[Mention, ...]
    about: tuple[str, ...]
    statements: tuple[Statement, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[DateRef, ...]
    modality: str
    modality_rule: str
    negated: bool
    attribution: str | None
    about_rule: str = ""
    negation_rule: str = ""
    attribution_rule: str = ""
    candidates: tuple[Mention, ...] = ()
    terms: tuple[str, ...] = ()
    unsure: tuple[Statement, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing in the world, as far as the notes' evidence goes.

    Attributes:
        name: Unique in the vault; two things of one name carry a type or number in brackets.
        type: One of ``ENTITY_TYPES``.
        aliases: Other spellings, sorted.
        evidence: Why spellings were merged and the type chosen, one short line each, sorted.
        broader: Names of the concepts above a concept, as the user has them, sorted.
        term: Whether it is a key term of claims only, and no claim mentions it as an entity.
    """

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    term: bool = False
