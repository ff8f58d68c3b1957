"""What the graph wants in the vault: a page per entity that is claimed enough, an index, bases, blocks in notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.escape import folded, free_name, one_line
from kg.rdf.terms import entity_iri, entity_name, is_entity
from kg.reader import frontmatter
from kg.sync.pages import entity_pages, index_pages, managed_blocks, note_annotations, page_facts, views_base
from kg.sync.pages.extractor_view import read_was
from kg.sync.pages.page_links import Linker
from kg.sync.plan.compose import Wanted
from kg.sync.plan.sync_memory import Memory
from kg.sync.plan.vault_survey import ID, PAGE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.graph import EntityRow
    from kg.graph.explorer_views import ExplorerView
    from kg.sync.pages.page_facts import Knowledge
    from kg.sync.pages.page_properties import Value
    from kg.sync.plan.mention_links import MentionLinker
    from kg.sync.plan.vault_survey import SurveyedPage, VaultSurvey

INDEX, BASE, VIEWS = "index", "base", "views"
BASE_FILES = {BASE: index_pages.BASE_NAME, VIEWS: views_base.VIEWS_NAME}
MOST_TERMS = 200  # key terms that the index lists
_NO_ALIAS = ("[[", "%%", "<%")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What decides which pages there are.

    Attributes:
        folder: Where new pages go.
        min_claims: An entity with fewer claims gets no page of its own.
        annotate: Whether each note gets a block with the entities found in it.
        recreate: Whether pages and blocks that were deleted are written again.
        link: The names of notes that are linked where notes write them without a link; None links nothing.
        views: The explorer's named views, which are the views of a base; without any there is no such base.
        fresh_views: Whether the user gives them now, so that the base is made again where it was deleted.
    """

    folder: str = "Knowledge"
    min_claims: int = 3
    annotate: bool = False
    recreate: bool = False
    link: MentionLinker | None = None
    views: tuple[ExplorerView, ...] = ()
    fresh_views: bool = False


@dataclass(frozen=True, slots=True)
class PagePlaces:
    """Where every page is or will be: by key, and the keys of those that somebody deleted."""

    paths: dict[str, str]
    deleted: tuple[str, ...]


def places(rows: Iterable[EntityRow], seen: VaultSurvey, memory: Memory, wishes: Wishes, base: str) -> PagePlaces:
    """Give every page its place: where it is already, else a name in the folder that no file of the vault has.

    A name that a user's note bears anywhere is not taken: links to that note by its name alone would lead astray.
    """
    taken = set(seen.taken)
    paths: dict[str, str] = {}
    deleted = []
    keys = [(entity_iri(row.name, base), row.name, row.type) for row in rows]
    for key, name, type_ in [
        *sorted(keys),
        (INDEX, index_pages.INDEX_NAME, "Index"),
        *((key, name, "Base") for key, name in BASE_FILES.items() if key != VIEWS or wishes.views),
    ]:
        there = _there(key, seen, memory)
        again = wishes.recreate or (key == VIEWS and wishes.fresh_views)
        if there is not None:
            paths[key] = there
        elif key in memory.files and not again:
            deleted.append(key)
        elif key in BASE_FILES:
            paths[key] = f"{wishes.folder}/{name}.base"
        else:
            paths[key] = _new(name, type_, taken, wishes.folder)
    return PagePlaces(paths, tuple(deleted))


def _new(name: str, type_: str, taken: set[str], folder: str) -> str:
    free = free_name(name, type_, taken)
    taken.add(folded(free))
    return f"{folder}/{free}.md"


def _there(key: str, seen: VaultSurvey, memory: Memory) -> str | None:
    if key in BASE_FILES:
        known = memory.files.get(key)
        return known.path if known and known.path in seen.paths else None
    return seen.pages[key].path if key in seen.pages else None


def wanted(knowledge: Knowledge, seen: VaultSurvey, memory: Memory, wishes: Wishes) -> Iterator[Wanted]:
    """Yield what is wanted in each file: the entities' pages by key, then the index, the base, and the notes."""
    base = knowledge.base
    rows = [row for row in knowledge.rows() if _has_page(row, seen, wishes, base)]
    where = places(rows, seen, memory, wishes, base)
    by_key = {entity_iri(row.name, base): row for row in rows}
    names = {row.name: where.paths[key] for key, row in by_key.items() if key in where.paths}
    site = entity_pages.PageContext(Linker(seen.markdown), names, knowledge.sources(seen.dates))
    found: note_annotations.Found = {}
    for key in sorted(by_key.keys() & where.paths.keys()):
        told = knowledge.facts(by_key[key])
        rejected = _rejected(seen.pages.get(key))
        if wishes.annotate:
            note_annotations.collect(found, told, entity_pages.shown_claims(told, rejected, site)[: entity_pages.MOST])
        yield _page(told, where.paths[key], entity_pages.body(told, site, rejected=rejected))
    for key in sorted(seen.pages.keys() - by_key.keys()):
        if is_entity(key, base):
            yield _gone(key, seen.pages[key], base)
    listed = [(row.name, row.type, names[row.name], row.claims) for row in rows if row.name in names]
    yield from _over_all(listed, _terms(knowledge, seen, wishes, names), where, site.linker)
    if VIEWS in where.paths:
        content = views_base.views_base(wishes.views, knowledge.notes_of(wishes.views))
        yield Wanted(VIEWS, where.paths[VIEWS], "base", content)
    for path in sorted(set(seen.notes) if wishes.link else found.keys() & set(seen.notes)):
        content = note_annotations.body(found[path], site) if path in found else ""
        key = f"note:{path}" if content else f"note:{path}#link"  # a block that is missing was never there
        yield Wanted(key, path, "note", content, link=wishes.link)


def wanted_of(knowledge: Knowledge, row: EntityRow, seen: VaultSurvey, memory: Memory, wishes: Wishes) -> Wanted:
    """What is wanted in the page of one entity that has none; it links to pages that are there, and to no others."""
    base = knowledge.base
    key = entity_iri(row.name, base)
    rows = [row, *(each for each in knowledge.rows() if entity_iri(each.name, base) in seen.pages)]
    others = Memory({name: written for name, written in memory.files.items() if name != key})
    where = places(rows, seen, others, wishes, base)
    names = {each.name: where.paths[entity_iri(each.name, base)] for each in rows}
    site = entity_pages.PageContext(Linker(seen.markdown), names, knowledge.sources(seen.dates))
    told = knowledge.facts(row)
    return _page(told, where.paths[key], entity_pages.body(told, site))


def _has_page(row: EntityRow, seen: VaultSurvey, wishes: Wishes, base: str) -> bool:
    return row.claims >= wishes.min_claims or entity_iri(row.name, base) in seen.pages


def _rejected(page: SurveyedPage | None) -> tuple[str, ...]:
    return frontmatter.texts(page.values.get("kg_rejected")) if page else ()


def _page(told: page_facts.EntityFacts, path: str, content: str) -> Wanted:
    claims, recordings = entity_pages.summary(told)
    said = page_facts.UncorrectedOpinion(told.said.type, shown_aliases(told.said.aliases))
    properties: dict[str, Value] = {
        ID: told.iri,
        "type": said.type,
        "aliases": said.aliases,
        "claims": claims,
        "recordings": recordings,
    }
    return Wanted(told.iri, path, "page", content, properties, said, told.uncorrected)


def shown_aliases(aliases: Iterable[str]) -> tuple[str, ...]:
    """Aliases as properties hold them: trimmed, each once, and none that holds what links or templates are made of."""
    lines = map(one_line, aliases)
    return tuple(dict.fromkeys(line for line in lines if line and not any(mark in line for mark in _NO_ALIAS)))


def _gone(key: str, page: SurveyedPage, base: str) -> Wanted:
    """The page of an entity that the graph no longer holds: merged, left out, or no longer claimed about."""
    text = page.data.decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        block = managed_blocks.find(text)
    except managed_blocks.BrokenMarks:
        block = None
    was = read_was(block.content) if block else None
    merged = page.values.get("merge_into")
    content = entity_pages.farewell(
        entity_name(key, base),
        merged if isinstance(merged, str) else "",
        ignored=page.values.get("ignore") is True,
    )
    return Wanted(
        key, page.path, "page", content, {"claims": 0, "recordings": 0}, was or page_facts.UncorrectedOpinion("Concept")
    )


def _terms(
    knowledge: Knowledge, seen: VaultSurvey, wishes: Wishes, pages: Collection[str]
) -> list[tuple[str, str, int]]:
    """The key terms of enough claims that have no page, each with the note that bears its name, if one does."""
    notes = {path.rpartition("/")[2].removesuffix(".md"): path for path in reversed(seen.notes)}
    rows = [row for row in knowledge.terms() if row.claims >= wishes.min_claims and row.name not in pages]
    return [(row.name, notes.get(row.name, ""), row.claims) for row in rows[:MOST_TERMS]]


def _over_all(
    listed: list[tuple[str, str, str, int]], terms: list[tuple[str, str, int]], where: PagePlaces, linker: Linker
) -> Iterator[Wanted]:
    if INDEX in where.paths:
        yield Wanted(INDEX, where.paths[INDEX], "index", index_pages.body(listed, terms, linker), {PAGE: INDEX})
    if BASE in where.paths:
        yield Wanted(BASE, where.paths[BASE], "base", index_pages.base({type_ for _, type_, *_ in listed}))
