"""Gathers what all generated pages correct, finds what of it can matter for a note, and what contradicts itself.

1. Each page names one entity; of two pages with one ``kg_id`` the first by path counts.
2. What differs from the page's ``%%kg:was`` line is a correction. Without that line only another type, ``merge_into``,
   ``ignore`` and ``kg_rejected`` are.
3. Merges that lead back to themselves, and names that several entities claim, are problems and do not count.
4. A note gets those corrections alone whose entity or name its words can make up: it is extracted again only for these.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.assembly.notes.analyse_note import mark, unmarked
from kg.assembly.notes.page_corrections import PageCorrections
from kg.extract.note_corrections import NOTHING, NoteCorrection, NoteCorrections, words_of
from kg.model.correction import CLAIMS, CORRECTION_TABLE, FLAG, GIVEN, LINK, TAKEN, TYPE
from kg.rdf.terms import note_iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.assembly.notes.analyse_note import Local
    from kg.extract.names.lexicon import Entry, LexiconView
    from kg.extract.terms.vault_terms import VaultTerms
    from kg.model import Correction, CorrectionsPage, Problem
    from kg.reader.resolver import Resolver

TWO = 2  # entities that claim one name are too many


@dataclass(frozen=True, slots=True)
class VaultCorrections:
    """The corrections of a vault.

    Attributes:
        pages: Paths of all generated pages, sorted.
        all: Every correction; ``idle`` tells those that contradict another.
        problems: What is wrong with them.
        types: Type of entities by name, as their pages or the vault's lexicon tell.
        base: The vault's base IRI.
    """

    pages: tuple[str, ...] = ()
    all: tuple[Correction, ...] = ()
    problems: tuple[Problem, ...] = ()
    types: Mapping[str, str] = field(default_factory=dict)
    base: str = ""

    @classmethod
    def of(
        cls, pages: Mapping[str, CorrectionsPage], known: Callable[[str], Entry | None], resolver: Resolver, base: str
    ) -> VaultCorrections:
        """Gather corrections.

        Args:
            pages: What generated pages say, by path.
            known: Tells what the vault's lexicon holds of a spelling.
            resolver: Finds notes and pages by links.
            base: The vault's base IRI.
        """
        gathering = PageCorrections(pages, known, resolver, base)
        found = gathering.corrections()
        found = _without_cycles(found, gathering.fault)
        found = _without_twins(dict.fromkeys(found), gathering.fault)
        return cls(tuple(sorted(pages)), tuple(found), tuple(gathering.problems), gathering.types(found), base)

    @property
    def valid(self) -> tuple[Correction, ...]:
        """The corrections that contradict nothing."""
        return tuple(each for each in self.all if not each.idle)

    def weight(self) -> tuple[object, ...]:
        """Everything that ``for_note`` needs, apart from the note."""
        return self.valid, sorted(self.types.items())

    def merged(self) -> dict[str, str]:
        """Merged entity -> the one that it is in the end."""
        return _ends({each.entity: each.value for each in self.valid if each.kind == "merge"})

    def for_note(self, note: Local, view: LexiconView, terms: VaultTerms) -> NoteCorrections:
        """The corrections that can matter for one note.

        Args:
            note: What was found in it alone.
            view: What the lexicon holds for it.
            terms: What its spellings mean in the vault.
        """
        found = self.valid
        if not found:
            return NOTHING
        written, said = _Marks(note.words), _Marks(note.sentences)
        here = note_iri(note.facts.path, self.base)

        def written_as(*forms: str) -> Iterator[Correction]:
            return (each for each in found if CORRECTION_TABLE[each.kind].form in forms)

        given = [each for each in written_as(GIVEN) if written.hold(words_of([each.value]))]
        taken = [each for each in written_as(TAKEN) if written.hold(words_of([each.value]))]
        names = {entry.name for _, entry in view.entries} | {each.name for _, each in terms.names}
        names |= {each.entity for each in given} | {each.value for each in taken}

        def may_name(entity: str) -> bool:
            return entity in names or written.hold(words_of([entity]))

        merges = {name: into for name, into in self.merged().items() if may_name(name)}
        names |= set(merges.values())
        rows = {
            *(NoteCorrection(each.kind, each.entity, each.value, self.types[each.entity]) for each in given),
            *(NoteCorrection(each.kind, each.entity, each.value) for each in taken),
            *(NoteCorrection("merge", name, into, self.types.get(into, "")) for name, into in merges.items()),
            *(
                NoteCorrection(each.kind, each.entity, each.value)
                for each in written_as(TYPE, FLAG, LINK)
                if each.kind != "merge" and may_name(each.entity)
            ),
            *(
                NoteCorrection(each.kind, "", key)
                for each in written_as(CLAIMS)
                for key in _keys(each.value, here, said)
            ),
        }
        return NoteCorrections(tuple(sorted(rows)))


class _Marks:
    """The marks of texts, as ``analyse_note.marked`` packs them."""

    def __init__(self, packed: bytes) -> None:
        self._known = frozenset(unmarked(packed))

    def hold(self, texts: Iterable[str]) -> bool:
        return all(mark(text) in self._known for text in texts)


def _keys(value: str, note: str, said: _Marks) -> Iterator[str]:
    """The key of a rejected claim, where the note is the one meant and makes such a claim."""
    where, _, key = value.rpartition("#")
    if where in {"", note} and said.hold([key[: len("c-") + 10]]):
        yield key


def _ends(merges: Mapping[str, str]) -> dict[str, str]:
    """Each merged entity with the one at the end of its chain; there must be no cycle."""
    ends = {}
    for name in merges:
        into = merges[name]
        while into in merges:
            into = merges[into]
        ends[name] = into
    return ends


def _without_cycles(found: Iterable[Correction], fault: Callable[[str, str, str, str], None]) -> list[Correction]:
    """Mark merges that lead back to themselves as idle."""
    found = list(found)
    merges = {each.entity: each.value for each in found if each.kind == "merge" and not each.idle}

    def is_cycle(name: str) -> bool:
        at, seen = merges[name], {name}
        while at in merges and at not in seen:
            seen.add(at)
            at = merges[at]
        return at == name

    def judged(each: Correction) -> Correction:
        if each.kind != "merge" or each.idle or not is_cycle(each.entity):
            return each
        fault(each.page, "merge-cycle", "merge_into", each.value)
        return replace(each, idle="the merge leads back to this page")

    return list(map(judged, found))


def _without_twins(found: Iterable[Correction], fault: Callable[[str, str, str, str], None]) -> list[Correction]:
    """Mark names that several entities claim as idle, unless these are merged into one."""
    found = list(found)
    ends = _ends({each.entity: each.value for each in found if each.kind == "merge" and not each.idle})
    claimed: dict[str, dict[str, str]] = {}
    for each in found:
        if each.kind == "alias":
            claimed.setdefault(each.value, {})[each.entity] = each.page

    def judged(each: Correction) -> Correction:
        rivals = claimed[each.value] if each.kind == "alias" else {}
        if len({ends.get(name, name) for name in rivals}) < TWO:
            return each
        others = ", ".join(page for name, page in sorted(rivals.items()) if name != each.entity)
        fault(each.page, "alias-twice", "aliases", f"{each.value} ({others})")
        return replace(each, idle=f"{others} claims the same name")

    return list(map(judged, found))
