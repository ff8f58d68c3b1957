"""Gathers what all generated pages correct, tells which of it can matter for a note, and what contradicts itself.

1. Each page names one entity; of two pages with one ``kg_id`` the first by path counts.
2. What differs from the page's ``%%kg:was`` line is a correction. Without that line only another type, ``merge_into``,
   ``ignore`` and ``kg_rejected`` are.
3. Merges that lead back to themselves, and names that several entities claim, are problems and do not count.
4. A note gets those corrections alone whose entity or name its words can make up: it is extracted anew only for these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kg.assembly.notes.analyse_note import MARK, mark
from kg.extract.note_corrections import NOTHING, NoteCorrections, words_of
from kg.model import Correction
from kg.rdf.terms import entity_name, is_entity, note_iri
from kg.reader.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kg.assembly.notes.analyse_note import Local
    from kg.extract.names.lexicon import Entry, LexiconView
    from kg.model import CorrectionsPage, Problem
    from kg.reader.resolver import Resolver

# A claim as a user points at it: its IRI, a link to it or to its block, or its key alone.
CLAIM = re.compile(r"(?P<where>.*?)(?:#\^?|\^)?(?P<key>c-[0-9a-f]{10}(?:-[0-9]+)?)")
TWO = 2  # entities that claim one name are too many
FALLBACK = "Concept"  # type of an entity of which neither page nor notes tell one


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
        gathering = _Gathering(pages, known, resolver, base)
        found = gathering.corrections()
        found = _without_cycles(found, gathering.fault)
        found = _without_twins(dict.fromkeys(found), gathering.fault)
        return cls(tuple(sorted(pages)), tuple(found), tuple(gathering.problems), gathering.types(found), base)

    @property
    def valid(self) -> tuple[Correction, ...]:
        """The corrections that contradict nothing."""
        return tuple(each for each in self.all if not each.idle)

    def weight(self) -> tuple[object, ...]:
        """All that ``for_note`` goes by, beside the note."""
        return self.valid, sorted(self.types.items())

    def merged(self) -> dict[str, str]:
        """Merged entity -> the one that it is in the end."""
        return _ends({each.entity: each.value for each in self.valid if each.kind == "merge"})

    def for_note(self, note: Local, view: LexiconView) -> NoteCorrections:
        """The corrections that can matter for one note.

        Args:
            note: What was found in it alone.
            view: What the lexicon holds for it.
        """
        found = self.valid
        if not found:
            return NOTHING
        written, said = _Marks(note.words), _Marks(note.sentences)
        names = {entry.name for _, entry in view.entries}
        aliases = [each for each in found if each.kind == "alias" and written.hold(words_of([each.value]))]
        removed = [each for each in found if each.kind == "not-alias" and written.hold(words_of([each.value]))]
        names |= {each.entity for each in aliases} | {each.value for each in removed}

        def may_name(entity: str) -> bool:
            return entity in names or written.hold(words_of([entity]))

        merges = {name: into for name, into in self.merged().items() if may_name(name)}
        names |= set(merges.values())
        here = note_iri(note.facts.path, self.base)
        return NoteCorrections(
            aliases=tuple(sorted((each.value, each.entity, self.types[each.entity]) for each in aliases)),
            removed=tuple(sorted((each.entity, each.value) for each in removed)),
            merges=tuple(sorted((name, into, self.types.get(into, "")) for name, into in merges.items())),
            types=tuple(
                sorted((each.entity, each.value) for each in found if each.kind == "type" and may_name(each.entity))
            ),
            ignored=tuple(sorted(each.entity for each in found if each.kind == "ignore" and may_name(each.entity))),
            rejected=tuple(
                sorted({key for each in found if each.kind == "reject" for key in _keys(each.value, here, said)})
            ),
        )


class _Marks:
    """The marks of texts, as ``local.marked`` packs them."""

    def __init__(self, packed: bytes) -> None:
        self._known = frozenset(packed[at : at + MARK] for at in range(0, len(packed), MARK))

    def hold(self, texts: Iterable[str]) -> bool:
        return all(mark(text) in self._known for text in texts)


def _keys(value: str, note: str, said: _Marks) -> Iterator[str]:
    """The key of a rejected claim, where the note is the one meant and makes such a claim."""
    where, _, key = value.rpartition("#")
    if where in {"", note} and said.hold([key[: len("c-") + 10]]):
        yield key


@dataclass(slots=True)
class _Gathering:
    """Reads the pages one after the other."""

    pages: Mapping[str, CorrectionsPage]
    known: Callable[[str], Entry | None]
    resolver: Resolver
    base: str
    problems: list[Problem] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # path of a page -> its entity

    def fault(self, path: str, code: str, key: str, detail: str) -> None:
        self.problems.append(problem(path, code, dict(self.pages[path].places).get(key), detail))

    def corrections(self) -> list[Correction]:
        """Every correction, by page."""
        first: dict[str, str] = {}
        for path, page in sorted(self.pages.items()):
            if not is_entity(page.id, self.base):
                if page.places:  # those of an index, or of broken properties, are not told
                    self.fault(path, "page-id", "kg_id", page.id or "it is empty")
                continue
            self.names[path] = entity_name(page.id, self.base)
            other = first.setdefault(self.names[path], path)
            if other != path:
                self.fault(path, "page-twice", "kg_id", other)
        return [each for name, path in sorted(first.items()) for each in self._of(path, name, self.pages[path])]

    def types(self, found: Iterable[Correction]) -> dict[str, str]:
        """The type of every entity that names are given to or that others are merged into."""
        told = {
            self.names[path]: page.type for path, page in sorted(self.pages.items(), reverse=True) if path in self.names
        }
        wanted = {each.entity for each in found} | {each.value for each in found if each.kind == "merge"}
        return {name: told.get(name) or self._computed(name) or FALLBACK for name in sorted(wanted)}

    def _computed(self, name: str) -> str:
        entry = self.known(name)
        return entry.type if entry else ""

    def _of(self, path: str, name: str, page: CorrectionsPage) -> Iterator[Correction]:
        old = page.was.type if page.was else self._computed(name)
        if page.type and page.type != old:
            yield Correction("type", name, page.type, path, old)
        if page.was is not None and page.aliases is not None:
            for alias in sorted({*page.aliases} - {*page.was.aliases, name}):
                yield Correction("alias", name, alias, path)
            for alias in sorted({*page.was.aliases} - {*page.aliases, name}):
                yield Correction("not-alias", name, alias, path, name)
        if page.merge_into:
            into = self._target(page.merge_into, path)
            if into is None:
                self.fault(path, "merge-unknown", "merge_into", page.merge_into)
            yield Correction(
                "merge", name, into or page.merge_into, path, name, "" if into else "merge_into names no entity"
            )
        if page.ignore:
            yield Correction("ignore", name, "true", path, name)
        yield from self._rejected(path, name, page)

    def _target(self, written: str, path: str) -> str | None:
        """The entity that ``merge_into`` means: the one whose page it leads to, else one of that name in the notes."""
        target, _, label = written.partition("|")
        target = target.partition("#")[0].strip()
        page = self.resolver.resolve(target, path).path
        if page in self.names:
            return self.names[page]
        for text in (target.rpartition("/")[2], label.strip()):
            if text in self.names.values():
                return text
            entry = self.known(text) if text else None
            if entry is not None:
                return entry.name
        return None

    def _rejected(self, path: str, name: str, page: CorrectionsPage) -> Iterator[Correction]:
        for written in page.rejected:
            value = self._claim(written, path)
            if value is None:
                self.fault(path, "reject-unknown", "kg_rejected", written)
            yield Correction("reject", name, value or written, path, "", "" if value else "names no claim")

    def _claim(self, written: str, path: str) -> str | None:
        """``<note IRI>#<key>`` where a note is named, else the key alone: that sentence wherever it stands."""
        found = CLAIM.fullmatch(written.removeprefix("[[").removesuffix("]]").partition("|")[0].strip())
        if found is None:
            return None
        where, key = found["where"], found["key"]
        if where.startswith(f"{self.base}note/"):
            return f"{where}#{key}"
        note = self.resolver.resolve(where, path).path
        if note is None:
            return None
        return key if note in self.pages else f"{note_iri(note, self.base)}#{key}"


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
