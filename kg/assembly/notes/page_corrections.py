"""Gathers what generated pages correct, page by page, as the form of each property has it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Correction
from kg.model.correction import CLAIMS, CORRECTION_TABLE, FLAG, GIVEN, LINK, TAKEN, TYPE
from kg.rdf.terms import entity_name, is_entity, note_iri
from kg.reader.problems import problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.extract.names.lexicon import Entry
    from kg.model import CorrectionsPage, Problem
    from kg.model.correction import CorrectionKind
    from kg.reader.resolver import Resolver

# A claim as a user points at it: its IRI, a link to it or to its block, or its key alone.
CLAIM = re.compile(r"(?P<where>.*?)(?:#\^?|\^)?(?P<key>c-[0-9a-f]{10}(?:-[0-9]+)?)")
FALLBACK = "Concept"  # type of an entity of which neither page nor notes tell one


@dataclass(slots=True)
class PageCorrections:
    """Reads the pages one after the other."""

    pages: Mapping[str, CorrectionsPage]
    known: Callable[[str], Entry | None]
    resolver: Resolver
    base: str
    problems: list[Problem] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # path of a page -> its entity

    def fault(self, path: str, code: str, key: str, detail: str) -> None:
        """Note that a property of a page is wrong."""
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
        """What one page corrects, by kind."""
        for kind in CORRECTION_TABLE.values():
            said = page.says(kind.property)
            if said is not None:
                yield from GATHERED[kind.form](self, kind, path, name, said)

    def new_type(self, kind: CorrectionKind, path: str, name: str, said: Sequence[str]) -> Iterator[Correction]:
        """Another type than the notes alone give; a page of the user's own may say what a language model does not."""
        was = self.pages[path].was
        old = was.type if was else self._computed(name)
        yield from (Correction(kind.name, name, type_, path, old) for type_ in said if was is None or type_ != old)

    def names_given(self, kind: CorrectionKind, path: str, name: str, said: Sequence[str]) -> Iterator[Correction]:
        """Names that the page has and had not."""
        was = self.pages[path].was
        if was is not None:
            yield from (Correction(kind.name, name, each, path) for each in sorted({*said} - {*was.aliases, name}))

    def names_taken(self, kind: CorrectionKind, path: str, name: str, said: Sequence[str]) -> Iterator[Correction]:
        """Names that the page had and has no longer."""
        was = self.pages[path].was
        if was is not None:
            yield from (
                Correction(kind.name, name, each, path, name) for each in sorted({*was.aliases} - {*said, name})
            )

    def links(self, kind: CorrectionKind, path: str, name: str, said: Sequence[str]) -> Iterator[Correction]:
        """Other entities that the page leads to."""
        for written in said:
            into = self._target(written, path)
            if into is None:
                self.fault(path, f"{kind.name}-unknown", kind.property, written)
            yield Correction(
                kind.name, name, into or written, path, name, "" if into else f"{kind.property} names no entity"
            )

    def flags(self, kind: CorrectionKind, path: str, name: str, said: Sequence[str]) -> Iterator[Correction]:
        """That something holds of the entity."""
        yield from (Correction(kind.name, name, value, path, name) for value in said)

    def claims(self, kind: CorrectionKind, path: str, name: str, said: Sequence[str]) -> Iterator[Correction]:
        """Claims that the page points at."""
        for written in said:
            value = self._claim(written, path)
            if value is None:
                self.fault(path, f"{kind.name}-unknown", kind.property, written)
            yield Correction(kind.name, name, value or written, path, "", "" if value else "names no claim")

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


GATHERED: dict[str, Callable[[PageCorrections, CorrectionKind, str, str, Sequence[str]], Iterator[Correction]]] = {
    TYPE: PageCorrections.new_type,
    GIVEN: PageCorrections.names_given,
    TAKEN: PageCorrections.names_taken,
    LINK: PageCorrections.links,
    FLAG: PageCorrections.flags,
    CLAIMS: PageCorrections.claims,
}
