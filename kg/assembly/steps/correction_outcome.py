"""Works out what became of each correction once all notes are extracted, and what the notes alone say."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from kg.model import Correction, Entity, ExtractorOpinion
from kg.model.correction import CLAIMS, CORRECTION_TABLE, FLAG, GIVEN, LINK, TAKEN, TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.assembly.notes.vault_corrections import VaultCorrections

GONE = "no claim mentions the entity any more"
SAME = "the notes alone say the same"


class CorrectionOutcome(NamedTuple):
    """The entities with the names that corrections give them, the corrections, and the extractor's own opinions."""

    entities: tuple[Entity, ...]
    corrections: tuple[Correction, ...] = ()
    opinions: tuple[ExtractorOpinion, ...] = ()


def settle_corrections(
    corrections: VaultCorrections,
    entities: Sequence[Entity],
    uncorrected: Iterable[Entity],
    rejected: Sequence[tuple[str, str]],
) -> CorrectionOutcome:
    """Settle every correction.

    Args:
        corrections: What the pages say.
        entities: The entities as corrected, by name.
        uncorrected: The entities as the notes alone have them, by name.
        rejected: (IRI, words) of the claims that were left out.
    """
    if not corrections.all:
        return CorrectionOutcome(tuple(entities))
    found = _Found.of(corrections, entities, uncorrected, rejected)
    settled = tuple(_settled(each, found) for each in corrections.all)
    named = tuple(_named(entities, settled, found.ends))
    return CorrectionOutcome(
        named, settled, tuple(_opinions(settled, found.before, {each.name: each for each in named}))
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What the notes hold.

    Attributes:
        before: Entities as the notes alone have them; of all, those that corrections speak of.
        meant: Name -> the entity that it means without corrections.
        after: Names of the entities as corrected.
        existing: Names of the entities that there are before any is merged or ignored.
        ends: Merged entity -> the one that it is in the end.
        ignored: Names of ignored entities.
        words: IRI, and key, of a rejected claim -> its words.
    """

    before: Mapping[str, Entity]
    meant: Mapping[str, str]
    after: frozenset[str]
    existing: frozenset[str]
    ends: Mapping[str, str]
    ignored: frozenset[str]
    words: Mapping[str, str]

    @classmethod
    def of(
        cls,
        corrections: VaultCorrections,
        entities: Sequence[Entity],
        uncorrected: Iterable[Entity],
        rejected: Sequence[tuple[str, str]],
    ) -> _Found:
        """Look up what the corrections speak of."""
        asked = {name for each in corrections.all for name in (each.entity, each.value)}
        before, meant = {}, {}
        for entity in uncorrected:
            if entity.name in asked:
                before[entity.name] = entity
                meant[entity.name] = entity.name
            for alias in asked.intersection(entity.aliases):
                meant.setdefault(alias, entity.name)
        after, ends = frozenset(entity.name for entity in entities), corrections.merged()
        freed = {
            each.value
            for each in corrections.valid
            if each.kind == "not-alias" and each.entity in before and each.value in before[each.entity].aliases
        }
        words = {name: text for iri, text in reversed(rejected) for name in (iri, iri.rpartition("#")[2])}
        return cls(
            before=before,
            meant=meant,
            after=after,
            existing=after | before.keys() | freed | set(ends.values()),
            ends=ends,
            ignored=frozenset(each.entity for each in corrections.valid if each.kind == "ignore"),
            words=words,
        )

    def missing(self, name: str) -> str:
        """Why an entity is not among the corrected ones, or ""."""
        if name in self.after:
            return ""
        return "the entity is ignored" if name in self.ignored else GONE


def _settled(each: Correction, found: _Found) -> Correction:
    if each.idle:
        return each
    return JUDGES[CORRECTION_TABLE[each.kind].form](each, found)


def _type(each: Correction, found: _Found) -> Correction:
    if each.entity in found.ends:
        return replace(each, idle=f"the entity is merged into {found.ends[each.entity]}")
    before = found.before.get(each.entity)
    same = SAME if before and before.type == each.value else ""
    return replace(each, old=before.type if before else each.old, idle=found.missing(each.entity) or same)


def _alias(each: Correction, found: _Found) -> Correction:
    old = found.meant.get(each.value, "")
    same = SAME if old == each.entity else ""
    return replace(each, old=old, idle=found.missing(found.ends.get(each.entity, each.entity)) or same)


def _not_alias(each: Correction, found: _Found) -> Correction:
    before = found.before.get(each.entity)
    return each if before and each.value in before.aliases else replace(each, idle="no note uses the name for it")


def _reject(each: Correction, found: _Found) -> Correction:
    words = found.words.get(each.value)
    return replace(each, old=words) if words else replace(each, idle="no note makes the claim any more")


def _whole(each: Correction, found: _Found) -> Correction:
    """A merge, or what holds of an entity as a whole."""
    return each if each.entity in found.existing else replace(each, idle=GONE)


# Whether a correction is in force, by the form in which it is written.
JUDGES: dict[str, Callable[[Correction, _Found], Correction]] = {
    TYPE: _type,
    GIVEN: _alias,
    TAKEN: _not_alias,
    LINK: _whole,
    FLAG: _whole,
    CLAIMS: _reject,
}


def _named(entities: Iterable[Entity], settled: Iterable[Correction], ends: Mapping[str, str]) -> Iterator[Entity]:
    """The entities with the names that no note writes, and with whoever chose their type."""
    given: dict[str, dict[str, str]] = defaultdict(dict)
    types = {}
    for each in settled:
        if each.kind == "merge" and not each.idle:
            given[ends[each.entity]][each.entity] = "merged by the user"
        elif each.kind == "alias" and not each.idle:
            given[ends.get(each.entity, each.entity)][each.value] = "given as its name by the user"
        elif each.kind == "type" and not each.idle:
            types[each.entity] = each.value
    for entity in entities:
        new = {name: why for name, why in given[entity.name].items() if name not in {entity.name, *entity.aliases}}
        evidence = [*entity.evidence, *(f"{name}: {why}" for name, why in new.items())]
        if entity.name in types:
            evidence = [line for line in evidence if not line.startswith(f"type {types[entity.name]}: ")]
            evidence.append(f"type {types[entity.name]}: set by the user")
        aliases = tuple(sorted({*entity.aliases, *new}))
        yield (
            replace(entity, aliases=aliases, evidence=tuple(sorted(evidence)))
            if new or entity.name in types
            else entity
        )


def _opinions(
    settled: Sequence[Correction], before: Mapping[str, Entity], after: Mapping[str, Entity]
) -> Iterator[ExtractorOpinion]:
    """What is said of each corrected entity when the corrections of its own page are left aside."""
    own: dict[str, list[Correction]] = defaultdict(list)
    for each in settled:
        own[each.entity].append(each)
    for name, corrections in sorted(own.items()):
        plain, now = before.get(name), after.get(name)
        if now is None:
            if plain is not None:
                yield ExtractorOpinion(name, plain.type, plain.aliases)
            continue
        by_kind = {
            kind: {each.value: each for each in corrections if each.kind == kind and not each.idle}
            for kind in ("type", "alias", "not-alias")
        }
        chosen = next(iter(by_kind["type"].values()), None)
        aliases = {*now.aliases} - by_kind["alias"].keys() | by_kind["not-alias"].keys()
        yield ExtractorOpinion(name, chosen.old if chosen else now.type, tuple(sorted(aliases)))
